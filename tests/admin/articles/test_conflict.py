"""Two users save one article: both versions are compared field by field and no input is lost."""

import pytest
from lxml import html

from articles.models import Article, ArticleAgency, AuditEntry, Contribution, Draft, Person, Source, Topic
from tests.rounds import slow_but


@pytest.fixture
def draft(make_article):
    """A draft of three paragraphs."""
    body = "<p>Eins.</p>\n<p>Zwei.</p>\n<p>Drei.</p>"
    return make_article(state=Article.State.DRAFT, headline="Rathaus wird saniert", kicker="Stadt", body=body)


@pytest.fixture
def clash(draft, visit, editor, reporter, change_url):
    """The editor posts a form that the reporter has made stale; returns the editor's client and the response."""

    def post_both(editor_values, reporter_values):
        late = visit(editor)
        form = late.form(change_url(draft))
        visit(reporter).fill(change_url(draft), **reporter_values, _continue="1")
        response = late.post(change_url(draft), {**form, **editor_values, "_continue": "1"}, follow=True)
        return late, response

    return post_both


def address(response):
    return response.redirect_chain[-1][0]


def choices(response):
    """Each field that differs, with the side that changed it and the choice."""
    return {u.name: (u.side, u.choice) for u in [*response.context_data["by_both"], *response.context_data["by_one"]]}


def decide(late, response, button="_save", **chosen):
    url = address(response)
    form = dict(html.fromstring(response.content.decode()).xpath("//form[@novalidate]")[0].form_values())
    return late.post(url, {**form, **{f"choice-{n}": v for n, v in chosen.items()}, button: "1"}, follow=True)


def test_a_stale_form_is_answered_with_both_versions_field_by_field(clash, draft, page_text):
    _late, response = clash({"headline": "Rathaus wird verkauft"}, {"headline": "Rathaus wird abgerissen"})

    assert choices(response) == {"headline": ("conflict", "")}
    content = response.content.decode()
    assert "Rathaus wird <mark>verkauft</mark>" in content
    assert "Rathaus wird <mark>abgerissen</mark>" in content
    text = page_text(response)
    assert "reporter hat diesen Artikel um" in text
    assert "Bitte vergleichen Sie beide Fassungen." in text
    assert "Meine Fassung" in text
    assert "Fassung von reporter" in text
    assert "Beide übernehmen" in text
    assert Article.objects.get(pk=draft.pk).headline == "Rathaus wird abgerissen"


def test_a_field_that_only_one_user_changed_is_merged_automatically(clash, draft):
    late, response = clash({"lead": "Der Rat stimmt ab."}, {"kicker": "Stadtrat"})

    assert choices(response) == {"kicker": ("theirs", "theirs"), "lead": ("mine", "mine")}
    decide(late, response)

    stored = Article.objects.get(pk=draft.pk)
    assert (stored.kicker, stored.lead, stored.version) == ("Stadtrat", "Der Rat stimmt ab.", 3)
    assert str(draft.history.first().history_user) == "editor"


@pytest.mark.parametrize(("choice", "headline"), slow_but([("mine", "Meine")], [("mine", "Meine"), ("theirs", "Ihre")]))
def test_either_version_of_a_field_can_be_chosen(choice, headline, clash, draft):
    late, response = clash({"headline": "Meine"}, {"headline": "Ihre"})

    decide(late, response, headline=choice)

    assert Article.objects.get(pk=draft.pk).headline == headline


def test_without_a_choice_nothing_is_saved(clash, draft, page_text):
    late, response = clash({"headline": "Meine"}, {"headline": "Ihre"})

    second_response = decide(late, response)

    assert "Bitte wählen Sie eine Fassung." in page_text(second_response)
    assert Article.objects.get(pk=draft.pk).headline == "Ihre"


def test_both_texts_are_put_into_the_form_to_be_edited(clash, draft, visit):
    late, response = clash({"headline": "Meine", "lead": "Mein Vorspann"}, {"headline": "Ihre", "lead": "Ihr Vorspann"})

    page = decide(late, response, headline="both", lead="both")

    form = dict(html.fromstring(page.content.decode()).get_element_by_id("article_form").form_values())
    assert form["headline"].strip() == "Meine / Ihre"
    assert form["lead"].split() == ["Mein", "Vorspann", "Ihr", "Vorspann"]
    assert form["form_version"] == "2"
    assert Article.objects.get(pk=draft.pk).headline == "Ihre"
    late.post(f"/admin/articles/article/{draft.pk}/change/", {**form, "headline": "Unsere", "_continue": "1"})
    assert Article.objects.get(pk=draft.pk).headline == "Unsere"


def test_changes_of_different_paragraphs_are_merged(clash, draft):
    late, response = clash(
        {"body": "<p>Eins!</p><p>Zwei.</p><p>Drei.</p>"}, {"body": "<p>Eins.</p><p>Zwei.</p><p>Drei?</p><p>Vier.</p>"}
    )

    decide(late, response, body="both")

    assert Article.objects.get(pk=draft.pk).body == "<p>Eins!</p>\n<p>Zwei.</p>\n<p>Drei?</p>\n<p>Vier.</p>"


@pytest.mark.slow
def test_both_versions_of_one_paragraph_are_kept(clash, draft):
    late, response = clash(
        {"body": "<p>Eins.</p><p>Zwei!</p><p>Drei.</p>"}, {"body": "<p>Eins.</p><p>Zwei?</p><p>Drei.</p>"}
    )

    page = decide(late, response, body="both")

    form = dict(html.fromstring(page.content.decode()).get_element_by_id("article_form").form_values())
    assert form["body"].strip() == "<p>Eins.</p>\n<p>Zwei!</p>\n<p>Zwei?</p>\n<p>Drei.</p>"


def agency_row(agency, number=0, part=ArticleAgency.Part.ORIGIN):
    return {
        "article_agencies-TOTAL_FORMS": str(number + 1),
        f"article_agencies-{number}-source": str(agency.pk),
        f"article_agencies-{number}-part": part,
        f"article_agencies-{number}-position": "0",
    }


AGENCIES = [("mine", ["epd"]), ("theirs", ["dpa"]), ("both", ["dpa", "epd"])]


@pytest.mark.parametrize(("choice", "names"), slow_but(AGENCIES[-1:], AGENCIES))
def test_a_conflict_of_agencies_is_decided(choice, names, clash, draft):
    epd, dpa = (Source.objects.create(kind="agency", name=n, slug=n) for n in ("epd", "dpa"))
    late, response = clash(agency_row(epd), agency_row(dpa))
    assert choices(response) == {"article_agencies": ("conflict", "")}

    decide(late, response, article_agencies=choice)

    assert sorted(a.source.name for a in draft.article_agencies.all()) == names
    assert Article.objects.get(pk=draft.pk).version == 3 - (choice == "theirs")


@pytest.mark.slow
def test_an_agency_of_one_user_and_a_headline_of_the_other_are_merged(clash, draft):
    epd = Source.objects.create(kind="agency", name="epd", slug="epd")

    late, response = clash({"headline": "Meine"}, agency_row(epd))
    decide(late, response)

    assert [a.source for a in draft.article_agencies.all()] == [epd]
    assert Article.objects.get(pk=draft.pk).headline == "Meine"


def test_persons_topics_and_corrections_are_merged(clash, draft):
    ada = Person.objects.create(name="Ada Beispiel", slug="ada")
    topics = [Topic.objects.create(name=n, slug=n.lower()) for n in ("Rat", "Bau")]
    person = {"contributions-TOTAL_FORMS": "1", "contributions-0-person": str(ada.pk), "contributions-0-position": "0"}
    note = {"corrections-TOTAL_FORMS": "1", "corrections-0-text": "Falsch", "corrections-0-dated": "2026-01-01T10:00"}

    late, response = clash(
        {**person, "contributions-0-role": "author", "topics": [str(topics[0].pk)]},
        {**note, "topics": [str(topics[1].pk)]},
    )
    assert choices(response) == {
        "topics": ("conflict", ""),
        "contributions": ("mine", "mine"),
        "corrections": ("theirs", "theirs"),
    }
    decide(late, response, topics="both")

    assert set(draft.topics.all()) == set(topics)
    assert Contribution.objects.get(article=draft).person == ada
    assert draft.corrections.get().text == "Falsch"


def test_the_rejected_version_is_kept_for_its_author_only(clash, draft, editor, reporter):
    late, response = clash({"headline": "Meine"}, {"headline": "Ihre"})

    decide(late, response, headline="theirs")

    kept_draft = Draft.objects.of(editor).get(state=Draft.State.KEPT)
    assert kept_draft.data["headline"] == ["Meine"]
    assert not Draft.objects.of(reporter).exclude(state=Draft.State.SAVED).exists()
    assert AuditEntry.objects.get(verb="merge").details == {"fields": {"headline": "theirs"}}


def test_a_third_save_during_the_merge_is_shown_before_anything_is_stored(
    clash, draft, visit, reporter, change_url, page_text
):
    late, response = clash({"headline": "Meine"}, {"headline": "Ihre"})
    visit(reporter).fill(change_url(draft), headline="Noch eine", _continue="1")

    second_response = decide(late, response, headline="mine")

    assert "noch einmal gespeichert" in page_text(second_response)
    assert "Noch eine" in page_text(second_response)
    assert Article.objects.get(pk=draft.pk).headline == "Noch eine"


def test_the_conflict_of_another_user_is_hidden(clash, draft, visit, admin_user):
    _late, response = clash({"headline": "Geheim"}, {"headline": "Ihre"})

    other_response = visit(admin_user).get(address(response))

    assert other_response.status_code == 302
    assert b"Geheim" not in other_response.content


def test_hostile_text_is_text_on_the_page_of_both_versions(clash, draft, page_text):
    _late, response = clash({"headline": "<script>alert(1)</script>"}, {"headline": "<img src=x onerror=alert(1)>"})

    content = response.content.decode()
    assert "<img src=x onerror=alert(1)>" in page_text(response)
    assert "<script>alert" not in content
    assert "<img src=x" not in content


def test_a_list_of_articles_changes_nothing_in_place(draft, visit, admin_user):
    response = visit(admin_user).get("/admin/articles/article/")

    assert list(response.context_data["cl"].result_list) == [draft]
    assert response.context_data["cl"].list_editable == ()


def test_a_user_is_shown_with_their_full_name(clash, reporter, page_text):
    reporter.first_name, reporter.last_name = "Rita", "Beispiel"
    reporter.save()

    _late, response = clash({"headline": "Meine"}, {"headline": "Ihre"})

    assert "Rita Beispiel hat diesen Artikel um" in page_text(response)
    assert "Fassung von Rita Beispiel" in page_text(response)


def test_a_version_without_a_revision_is_compared(draft, visit, editor, change_url):
    late = visit(editor)
    form = {**late.form(change_url(draft)), "headline": "Meine", "_continue": "1"}
    Article.objects.filter(pk=draft.pk).update(version=7, headline="Ihre")

    response = late.post(change_url(draft), form, follow=True)

    assert choices(response)["headline"][0] == "conflict"


def test_an_empty_draft_changes_nothing(draft, visit, editor, reporter, change_url):
    """An API client or an interrupted browser may have stored an empty form."""
    empty_draft = Draft.objects.create(by=editor, article=draft, based_on=1, data={})
    visit(reporter).fill(change_url(draft), kicker="Stadtrat")
    url = f"/admin/articles/article/{draft.pk}/conflict/{empty_draft.key}/"

    response = visit(editor).get(url)

    assert response.status_code == 200
    assert choices(response) == {"kicker": ("theirs", "theirs")}


def test_a_draft_without_a_base_version_is_compared_with_the_saved_article(draft, visit, editor):
    """An API client has stored it without `form_version`, so both versions have no common base."""
    baseless_draft = Draft.objects.create(by=editor, article=draft, based_on=None, data={"headline": ["Meine"]})

    response = visit(editor).get(f"/admin/articles/article/{draft.pk}/conflict/{baseless_draft.key}/")

    assert response.status_code == 200
    assert choices(response)["headline"][0] == "conflict"
