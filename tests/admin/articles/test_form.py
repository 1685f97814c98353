"""The article's form: saving, conflicts, publishing, withdrawing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.text import capfirst
from lxml import html

from articles.domain.articles import revisions
from articles.models import Article, ArticleAgency, Image, Person, Right, Source, Topic
from tests.rounds import slow_but

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def draft(make_article):
    """A draft without open points."""
    return make_article(state=Article.State.DRAFT, headline="Rathaus wird saniert")


def errors_at(response, field):
    page = html.fromstring(response.content.decode())
    return " ".join(e.text_content().strip() for e in page.find_class(f"field-{field}")[0].find_class("errorlist"))


def test_saving_makes_one_revision_with_user_and_reason(draft, visit, editor, change_url):
    response = visit(editor).fill(
        change_url(draft), headline="Rathaus wird verkauft", save_reason="Der Rat hat entschieden", _continue="1"
    )

    assert response.status_code == 302
    revision = draft.history.first()
    assert (revision.headline, str(revision.history_user), revision.history_change_reason) == (
        "Rathaus wird verkauft",
        "editor",
        "Der Rat hat entschieden",
    )
    assert draft.history.count() == 2


@pytest.mark.parametrize("number", slow_but(["000", "003"], ["000", "001", "002", "003", "004"]))
def test_saving_an_imported_article_untouched_changes_nothing(number, imported, visit, editor, change_url):
    article = imported(number)
    before = Article.objects.filter(pk=article.pk).values().get()

    visit(editor).fill(change_url(article), _continue="1")

    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert article.history.count() == 1


def test_a_published_articles_seconds_survive_a_save(make_article, visit, editor, change_url):
    article = make_article()

    visit(editor).fill(change_url(article), kicker="Stadtrat", _continue="1")

    saved = Article.objects.get(pk=article.pk)
    assert (saved.kicker, saved.publish_at) == ("Stadtrat", article.publish_at)


def form_values(response):
    values = html.fromstring(response.content.decode()).get_element_by_id("article_form").form_values()
    return {name: value.removeprefix("\n") for name, value in values}


def test_a_change_of_an_agency_makes_open_forms_stale(draft, visit, editor, reporter, change_url):
    agency = Source.objects.create(kind="agency", name="epd", slug="epd")
    late = visit(editor)
    form = {**late.form(change_url(draft)), "headline": "Meine"}
    agency_fields = {
        "article_agencies-TOTAL_FORMS": "1",
        "article_agencies-0-source": str(agency.pk),
        "article_agencies-0-part": ArticleAgency.Part.CONTRIBUTED,
        "article_agencies-0-position": "0",
    }
    visit(reporter).fill(change_url(draft), **agency_fields, _continue="1")

    late.post(change_url(draft), form)

    assert Article.objects.get(pk=draft.pk).headline == "Rathaus wird saniert"
    assert draft.article_agencies.get().part == ArticleAgency.Part.CONTRIBUTED
    assert draft.history.first().history_change_reason == "Agenturen eines Artikels"


def test_topics_are_saved_with_a_revision(draft, visit, editor, change_url):
    topic = Topic.objects.create(name="Stadtrat", slug="stadtrat")

    visit(editor).fill(change_url(draft), topics=[str(topic.pk)], _continue="1")

    assert list(draft.topics.all()) == [topic]
    assert draft.history.first().history_change_reason == "Schlagwörter"


def test_a_provisional_headline_is_flagged_until_it_is_changed(imported, visit, editor, change_url, page_text):
    article = imported("000")
    visitor = visit(editor)
    assert "Die Überschrift ist vorläufig. Bitte prüfen und bestätigen." in page_text(visitor.get(change_url(article)))

    visitor.fill(change_url(article), headline="Putin wirbt um Waffen", _continue="1")

    assert not Article.objects.get(pk=article.pk).headline_is_provisional
    assert "vorläufig" not in page_text(visitor.get(change_url(article))).split("Der Ausschnitt hat keine")[0]


def test_a_provisional_headline_can_be_confirmed_as_it_is(imported, visit, editor, change_url):
    article = imported("000")

    visit(editor).fill(change_url(article), headline_is_checked="on", _continue="1")

    saved = Article.objects.get(pk=article.pk)
    assert (saved.headline, saved.headline_is_provisional) == (article.headline, False)


def test_publishing_makes_the_article_public(draft, visit, editor, change_url):
    visitor = visit(editor)

    response = visitor.fill(change_url(draft), kicker="Stadtrat", _publish="1")

    assert response["Location"] == change_url(draft)
    published = Article.objects.published().get(pk=draft.pk)
    assert (published.kicker, published.slug) == ("Stadtrat", "rathaus-wird-saniert")
    assert published.get_absolute_url() in visitor.get(change_url(draft)).content.decode()


def test_publishing_for_later_is_scheduled_for_that_minute(noon, draft, visit, editor, change_url):
    tomorrow = (noon + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    visit(editor).fill(change_url(draft), publish_at=tomorrow, _publish="1")

    scheduled = Article.objects.scheduled().get(pk=draft.pk)
    assert timezone.localtime(scheduled.publish_at).strftime("%Y-%m-%dT%H:%M") == tomorrow
    assert not Article.objects.published().exists()


def test_open_points_are_shown_at_their_fields_and_the_input_is_kept(imported, visit, editor, change_url):
    article = imported("000")

    response = visit(editor).fill(change_url(article), kicker="Bündnis", _publish="1")

    assert errors_at(response, "headline") == "Die Überschrift ist vorläufig. Bitte prüfen und bestätigen."
    assert form_values(response)["kicker"] == "Bündnis"
    stored = Article.objects.get(pk=article.pk)
    assert (stored.state, stored.kicker) == ("draft", "")


def test_open_points_are_overridden_with_a_reason_that_is_kept(imported, visit, editor, change_url):
    article = imported("000")

    visit(editor).fill(change_url(article), override_reason="Eilmeldung", _publish="1")

    assert Article.objects.published().get(pk=article.pk).override_reason == "Eilmeldung"
    assert article.history.first().history_change_reason == "Eilmeldung"


def test_the_reason_for_publishing_outlives_later_saves(imported, visit, editor, change_url):
    article = imported("000")
    visit(editor).fill(change_url(article), override_reason="Eilmeldung", _publish="1")
    published = Article.objects.get(pk=article.pk)

    visit(editor).fill(change_url(article))

    unchanged = Article.objects.get(pk=article.pk)
    assert (unchanged.version, unchanged.override_reason) == (published.version, "Eilmeldung")

    visit(editor).fill(change_url(article), kicker="Bündnis", save_reason="Dachzeile")

    changed = Article.objects.get(pk=article.pk)
    assert (changed.kicker, changed.override_reason) == ("Bündnis", "Eilmeldung")
    assert changed.version == published.version + 1


def test_a_save_changes_columns_of_the_page_alone(draft, visit, editor, change_url):
    hidden = {"override_reason": "Heimlich", "state": "published", "slug": "anders", "withdrawn_reason": "Weg"}
    before = Article.objects.values().get(pk=draft.pk)

    visit(editor).fill(change_url(draft), kicker="Stadtrat", **hidden)

    after = Article.objects.values().get(pk=draft.pk)
    assert {name for name in after if after[name] != before[name]} == {"kicker", "version", "updated_at"}


def test_no_reason_overrides_a_missing_right(imported, visit, editor, change_url):
    article = imported("003", right=Right.UNCLEAR)

    response = visit(editor).fill(change_url(article), override_reason="Trotzdem", _publish="1")

    assert errors_at(response, "source").startswith("Für taz ist kein Nutzungsrecht hinterlegt.")
    assert form_values(response)["override_reason"] == "Trotzdem"
    assert Article.objects.get(pk=article.pk).state == "draft"


def test_publishing_by_hand_leaves_imported_comments_pending(imported, visit, editor, change_url):
    article = imported("003")

    visit(editor).fill(change_url(article), _publish="1")

    assert Article.objects.published().filter(pk=article.pk).exists()
    assert set(article.comments.values_list("status", flat=True)) == {"pending"}


def test_a_reporter_sees_no_button_for_publishing_and_cannot_press_it(draft, visit, reporter, change_url):
    visitor = visit(reporter)

    content = visitor.get(change_url(draft)).content
    response = visitor.fill(change_url(draft), headline="Heimlich", _publish="1")

    assert b'name="_publish"' not in content
    assert response.status_code == 403
    assert Article.objects.get(pk=draft.pk).state == "draft"
    assert Article.objects.get(pk=draft.pk).headline == "Rathaus wird saniert"


def test_a_reporter_cannot_move_times(draft, visit, reporter, change_url):
    visit(reporter).fill(
        change_url(draft), embargo_until="2020-01-01T00:00", expires_at="2020-01-01T00:00", _continue="1"
    )

    stored = Article.objects.get(pk=draft.pk)
    assert (stored.embargo_until, stored.expires_at) == (None, None)


def test_a_reporter_cannot_change_a_public_article(make_article, visit, reporter, change_url):
    article = make_article(headline="Öffentlich")

    response = visit(reporter).post(change_url(article), {"headline": "Heimlich"})

    assert response.status_code == 403
    assert Article.objects.get(pk=article.pk).headline == "Öffentlich"


def test_withdrawing_needs_a_reason(make_article, visit, editor, page_text):
    article = make_article()
    visitor = visit(editor)

    response = visitor.post(f"/admin/articles/article/{article.pk}/withdraw/", {"reason": "  "})
    assert "Bitte geben Sie den Grund an." in page_text(response)
    assert Article.objects.published().exists()

    visitor.post(f"/admin/articles/article/{article.pk}/withdraw/", {"reason": "Der Bericht war falsch."})
    stored = Article.objects.get(pk=article.pk)
    assert (stored.state, stored.withdrawn_reason) == ("withdrawn", "Der Bericht war falsch.")
    assert str(article.history.first().history_user) == "editor"


def test_a_reporter_cannot_withdraw(make_article, visit, reporter):
    article = make_article()

    response = visit(reporter).post(f"/admin/articles/article/{article.pk}/withdraw/", {"reason": "Weg damit"})

    assert response.status_code == 403
    assert Article.objects.published().exists()


def test_withdrawing_an_unknown_article_redirects(visit, editor):
    assert visit(editor).get("/admin/articles/article/999/withdraw/").status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": "draft"}, "Der Status ist „Entwurf“."),
        ({"state": "withdrawn"}, "Grund: Der Bericht war falsch."),
        ({"publish_at": timedelta(days=400)}, "Die Veröffentlichung ist für "),
        ({"expires_at": timedelta(seconds=-1)}, "Der Artikel ist seit "),
        ({"embargo_until": timedelta(days=400)}, "Sperrfrist bis "),
    ],
)
def test_each_reason_why_an_article_is_not_public_is_named(
    change, sentence, make_article, visit, editor, change_url, page_text
):
    article = make_article(**change)

    text = page_text(visit(editor).get(change_url(article)))

    assert sentence in text.partition("Warum nicht öffentlich?")[2]


def test_a_public_article_is_called_public(make_article, visit, editor, change_url, page_text):
    text = page_text(visit(editor).get(change_url(make_article())))

    assert "Dieser Artikel ist öffentlich." in text
    assert "Warum nicht öffentlich?" not in text


def test_the_clip_is_shown_beside_the_article_with_labelled_roles(imported, visit, editor, change_url):
    article = imported("003")

    page = html.fromstring(visit(editor).get(change_url(article)).content.decode())

    roles = [e.text for e in page.find_class("clip-text")[0].find_class("role")]
    assert roles[:6] == ["Beiwerk", "Dachzeile", "Überschrift", "Vorspann", "Bildunterschrift", "Bildnachweis"]
    link = page.find_class("field-headline")[0].find_class("to-clip")[0].get("href")
    assert page.get_element_by_id(link[1:]).find_class("said")[0].text == "Plötzlich ziemlich beste Freunde"


def test_hostile_text_is_text_in_the_form(make_clip, make_article, make_comment, visit, admin_user, change_url):
    clip = make_clip(f"{HOSTILE}\u202e")
    image = Image.objects.create(caption=HOSTILE, credit="</script>" + HOSTILE)
    article = make_article(
        clip=clip,
        reading=clip.readings.get(),
        headline=HOSTILE,
        note=HOSTILE,
        body=f'<p>a</p>{HOSTILE}<figure data-image="{image.pk}"></figure>',
    )
    comment = make_comment(article, text=HOSTILE, author=HOSTILE)

    for row in (article, clip, image, comment):
        page = visit(admin_user).get(change_url(row)).content.decode()
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page


def test_pasted_html_is_cleaned_on_the_server(draft, visit, editor, change_url):
    pasted = (
        '<p style="color:red" onclick="x()">Ein <b>Wort</b></p><script>alert(1)</script><a href="javascript:x()">x</a>'
    )

    visit(editor).fill(change_url(draft), body=pasted, _continue="1")

    assert Article.objects.get(pk=draft.pk).body == "<p>Ein Wort</p>\n<p><a>x</a></p>"


def test_a_headline_stays_one_line(draft, visit, editor, change_url):
    visit(editor).fill(change_url(draft), headline="Rathaus\r\nwird\r\nsaniert", _continue="1")

    assert Article.objects.get(pk=draft.pk).headline == "Rathaus wird saniert"


def test_a_date_with_the_precision_month_is_stored_as_its_first_day(draft, visit, editor, change_url):
    visit(editor).fill(change_url(draft), issued_on="2024-06-19", issued_precision="month", _continue="1")

    stored = Article.objects.get(pk=draft.pk)
    assert (str(stored.issued_on), stored.issued_precision) == ("2024-06-01", "month")


def test_an_end_before_the_beginning_is_an_error_at_its_field(draft, visit, editor, change_url):
    response = visit(editor).fill(change_url(draft), expires_at="2020-01-01T10:00", _publish="1")

    assert "offline" in errors_at(response, "expires_at")
    assert Article.objects.get(pk=draft.pk).expires_at is None


def test_a_published_article_keeps_its_time_of_publication(make_article, visit, editor, change_url):
    article = make_article()

    response = visit(editor).fill(change_url(article), publish_at="", _continue="1")

    assert "Zeitpunkt der Veröffentlichung" in errors_at(response, "publish_at")


def test_a_new_article_is_saved_and_published_in_one_request(visit, editor):
    visit(editor).fill(
        "/admin/articles/article/add/", headline="Der Rat tagt", body="<p>Heute.</p>", language="de", _publish="1"
    )

    published = Article.objects.published().get()
    assert (published.slug, published.right) == ("der-rat-tagt", Right.OWN)


def test_only_a_draft_that_was_never_public_can_be_deleted(draft, make_article, visit, admin_user):
    withdrawn = make_article(state=Article.State.WITHDRAWN)
    visitor = visit(admin_user)

    assert visitor.post(f"/admin/articles/article/{withdrawn.pk}/delete/", {"post": "yes"}).status_code == 403
    assert visitor.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Article.objects.all()) == [withdrawn]
    assert str(Article.history.filter(history_type="-").get().history_user) == "admin"


def test_a_correction_is_saved_with_its_author(make_article, visit, editor, change_url):
    article = make_article()

    visit(editor).fill(
        change_url(article),
        **{
            "corrections-TOTAL_FORMS": "1",
            "corrections-0-text": "Der Name war falsch.",
            "corrections-0-dated": "2026-01-02T10:00",
        },
        _continue="1",
    )

    correction = article.corrections.get()
    assert (correction.text, correction.by) == ("Der Name war falsch.", editor)


def test_only_outlets_are_offered_as_outlets(visit, editor):
    Source.objects.create(kind="outlet", name="Die Welle", slug="die-welle")
    Source.objects.create(kind="agency", name="Die Agentur", slug="die-agentur")

    response = visit(editor).get(
        "/admin/autocomplete/",
        {"app_label": "articles", "model_name": "article", "field_name": "source", "term": "Die"},
    )

    assert [r["text"] for r in response.json()["results"]] == ["Die Welle"]


def test_the_form_does_not_read_a_clips_bytes(imported, visit, editor, change_url, django_assert_max_num_queries):
    article = imported("003")
    visitor = visit(editor)

    with django_assert_max_num_queries(25) as queries:
        visitor.get(change_url(article))

    assert '"articles_clip"."data"' not in " ".join(q["sql"] for q in queries.captured_queries)


def test_a_second_save_of_the_same_version_is_a_conflict(draft, editor):
    first, second = Article.objects.get(pk=draft.pk), Article.objects.get(pk=draft.pk)
    first.headline, second.headline = "Eins", "Zwei"
    revisions.save(first, editor, expected_version=1)

    with pytest.raises(revisions.Conflict):
        revisions.save(second, editor, expected_version=1)


def test_the_headline_of_a_published_article_cannot_be_emptied(make_article, visit, editor, change_url):
    article = make_article(headline="Rathaus brennt")

    response = visit(editor).fill(change_url(article), headline="  ", kicker="Feuer", _continue="1")

    assert response.status_code == 200
    assert errors_at(response, "headline") == "Bitte geben Sie eine Überschrift ein."
    assert form_values(response)["kicker"] == "Feuer"


TIME_FIELDS = ["publish_at", "expires_at", "embargo_until", "due_at"]


@pytest.fixture
def year(request, noon):
    """The year that a test names; a string with a sign is relative to the current year."""
    return noon.year + int(request.param) if isinstance(request.param, str) else request.param


@pytest.mark.parametrize("year", slow_but([1899, "+51"], [1, 1899, "+51", 9999]), indirect=True)
def test_a_time_in_an_impossible_year_is_refused_at_its_field(year, draft, visit, editor, change_url):
    minutes = dict.fromkeys(TIME_FIELDS, f"{year:04d}-06-30T23:59")

    response = visit(editor).fill(change_url(draft), **minutes, _continue="1")

    assert response.status_code == 200
    last_year = timezone.localdate().year + 50
    message = f": {year:04d}-06-30 kann nicht stimmen. Möglich sind die Jahre 1900 bis {last_year}."
    labels = [capfirst(Article._meta.get_field(name).verbose_name) for name in TIME_FIELDS]
    assert [errors_at(response, name) for name in TIME_FIELDS] == [label + message for label in labels]


@pytest.mark.parametrize("year", slow_but([1599, "+2"], [1, 1599, "+2", 9999]), indirect=True)
def test_a_date_before_the_first_newspapers_or_in_the_future_is_refused_at_its_field(
    year, draft, visit, editor, change_url
):
    response = visit(editor).fill(change_url(draft), issued_on=f"{year:04d}-12-31", _continue="1")

    last_year = timezone.localdate().year + 1
    message = f": {year:04d}-12-31 kann nicht stimmen. Möglich sind die Jahre 1600 bis {last_year}."
    assert errors_at(response, "issued_on") == f"Erschienen am (Original){message}"


def test_an_article_of_an_old_newspaper_is_saved(draft, visit, editor, change_url):
    visit(editor).fill(change_url(draft), issued_on="1848-03-19", issued_precision="day", _continue="1")

    assert Article.objects.get(pk=draft.pk).issued_on.isoformat() == "1848-03-19"


def test_a_correction_in_an_impossible_year_is_refused(draft, visit, editor, change_url):
    visitor = visit(editor)
    row = {"corrections-TOTAL_FORMS": "1", "corrections-0-text": "Es waren drei.", "corrections-0-dated": "0001-01-01"}

    response = visitor.fill(change_url(draft), **row, _continue="1")

    assert response.status_code == 200
    assert "0001-01-01 kann nicht stimmen. Möglich sind die Jahre 1900 bis 2200." in response.content.decode()


def two_rows(prefix, **values):
    rows = {f"{prefix}-{n}-{name}": value for n in (0, 1) for name, value in values.items()}
    return {**rows, f"{prefix}-TOTAL_FORMS": "2", f"{prefix}-0-position": "0", f"{prefix}-1-position": "1"}


def test_an_article_has_each_agency_once(draft, visit, editor, change_url, page_text):
    agency = Source.objects.create(kind="agency", name="dpa", slug="dpa")

    response = visit(editor).fill(
        change_url(draft), **two_rows("article_agencies", source=agency.pk, part="origin"), _continue="1"
    )

    assert response.status_code == 200
    assert "Dieselbe Agentur steht hier zweimal." in page_text(response)
    assert not ArticleAgency.objects.exists()


@pytest.mark.parametrize(("second_role", "row_count"), [("author", 0), ("photographer", 2)])
def test_an_article_has_each_person_once_in_a_role(second_role, row_count, draft, visit, editor, change_url):
    ada = Person.objects.create(name="Ada", slug="ada")
    rows = two_rows("contributions", person=ada.pk, role="author") | {"contributions-1-role": second_role}

    response = visit(editor).fill(change_url(draft), **rows, _continue="1")

    assert draft.contributions.count() == row_count
    assert ("Dieselbe Person steht hier zweimal mit derselben Rolle." in response.content.decode()) is (row_count == 0)


def test_a_known_agency_cannot_be_added_again(draft, visit, editor, change_url, page_text):
    agency = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    ArticleAgency.objects.create(article=draft, source=agency)
    agency_fields = {"source": agency.pk, "part": "contributed", "position": 1}
    rows = {f"article_agencies-1-{name}": value for name, value in agency_fields.items()}

    response = visit(editor).fill(change_url(draft), **rows, **{"article_agencies-TOTAL_FORMS": "2"}, _continue="1")

    assert response.status_code == 200
    assert "Dieselbe Agentur steht hier zweimal." in page_text(response)


def test_the_withdrawal_form_says_that_the_reason_is_public(make_article, visit, editor, page_text):
    article = make_article()

    text = page_text(visit(editor).get(f"/admin/articles/article/{article.pk}/withdraw/"))

    assert "Der Grund steht öffentlich auf der Seite." in text
