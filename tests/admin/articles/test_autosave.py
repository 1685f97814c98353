"""Input is kept without a save, visible only to its author, and offered again; users see who else has the form open."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from lxml import html

from articles.models import Article, Draft, Presence, Source


@pytest.fixture
def article(make_article):
    """An article in the state draft."""
    return make_article(state=Article.State.DRAFT, headline="Rathaus wird saniert")


def autosave_url(url):
    """The address to which the form's script posts."""
    return url.replace("change/", "draft/").replace("add/", "draft/")


def autosave(visitor, url, **values):
    """Autosave a form as its script does."""
    return visitor.post(autosave_url(url), {**visitor.form(url), **values})


def form_values(response):
    return dict(html.fromstring(response.content.decode()).get_element_by_id("article_form").form_values())


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_any_number_of_autosaves_and_a_save_are_one_revision(article, visit, editor, change_url, count):
    visitor = visit(editor)
    form = visitor.form(change_url(article))

    for number in range(count):
        visitor.post(autosave_url(change_url(article)), {**form, "headline": f"Rathaus {number}"})
    assert (Draft.objects.count(), article.history.count()) == (1, 1)
    visitor.post(change_url(article), {**form, "headline": f"Rathaus {count - 1}", "_continue": "1"})

    assert article.history.count() == 2
    draft = Draft.objects.get()
    assert (draft.state, draft.data) == ("saved", {})
    assert Article.objects.get(pk=article.pk).headline == f"Rathaus {count - 1}"


def test_an_autosave_does_not_change_the_article(article, visit, editor, change_url):
    before = Article.objects.values().get(pk=article.pk)

    result = autosave(visit(editor), change_url(article), headline="Neu").json()

    assert result["said"].startswith("Für Sie zwischengespeichert um ")
    assert Article.objects.values().get(pk=article.pk) == before


def test_an_unsaved_version_is_offered_and_taken_over(article, visit, editor, change_url, page_text):
    epd = Source.objects.create(kind="agency", name="epd", slug="epd")
    agency_fields = {"TOTAL_FORMS": "1", "0-source": str(epd.pk), "0-part": "origin", "0-position": "0"}
    visitor = visit(editor)
    key = autosave(
        visitor,
        change_url(article),
        headline="Neu",
        lead="",
        **{f"article_agencies-{n}": v for n, v in agency_fields.items()},
    ).json()["key"]

    assert "Nicht gespeicherter Stand von" in page_text(visitor.get(change_url(article)))
    response = visitor.get(change_url(article), {"draft": key})

    form = form_values(response)
    assert (form["headline"].strip(), form["article_agencies-0-source"]) == ("Neu", str(epd.pk))
    assert "Bitte korrigieren" not in page_text(response)
    assert Article.objects.get(pk=article.pk).headline == "Rathaus wird saniert"
    visitor.post(change_url(article), {**form, "_continue": "1"})
    assert Article.objects.get(pk=article.pk).headline == "Neu"
    assert article.article_agencies.get().source == epd
    assert "Nicht gespeicherter Stand von" not in page_text(visitor.get(change_url(article)))


def test_viewing_an_unsaved_version_never_saves_it(article, visit, editor, change_url):
    visitor = visit(editor)
    key = autosave(visitor, change_url(article), headline="Neu").json()["key"]

    visitor.get(change_url(article), {"draft": key, "_continue": "1", "_save": "1"})

    assert article.history.count() == 1


def test_a_new_article_is_autosaved(visit, editor, page_text):
    visitor = visit(editor)
    add = "/admin/articles/article/add/"
    key = autosave(visitor, add, headline="Ganz neu").json()["key"]

    assert "Ganz neu" in page_text(visitor.get(add))
    form = form_values(visitor.get(add, {"draft": key}))
    visitor.post(add, {**form, "_continue": "1"})

    assert Article.objects.get().headline == "Ganz neu"
    assert Draft.objects.get().article == Article.objects.get()
    assert "Nicht gespeicherter Stand von" not in page_text(visitor.get(add))


def test_an_unsaved_version_is_visible_only_to_its_author(article, visit, editor, admin_user, change_url, page_text):
    key = autosave(visit(editor), change_url(article), headline="Geheim").json()["key"]
    other_visitor = visit(admin_user)

    assert "Geheim" not in page_text(other_visitor.get(change_url(article)))
    assert other_visitor.get(change_url(article), {"draft": key}).status_code == 302
    assert other_visitor.get(f"/admin/articles/article/{article.pk}/conflict/{key}/").status_code == 302
    assert other_visitor.get(f"/preview/unsaved/{key}/").status_code == 404
    assert other_visitor.post(f"/admin/articles/article/draft/{key}/discard/").status_code == 404
    other_key = other_visitor.post(
        autosave_url(change_url(article)), {"form_draft": key, "headline": "Überschrieben"}
    ).json()["key"]
    assert other_key != key
    assert Draft.objects.get(key=key).data["headline"] == ["Geheim"]


def test_an_unsaved_version_of_an_older_version_is_compared_first(article, visit, editor, reporter, change_url):
    visitor = visit(editor)
    key = autosave(visitor, change_url(article), headline="Neu").json()["key"]
    visit(reporter).fill(change_url(article), kicker="Stadtrat", _continue="1")

    response = visitor.get(change_url(article), {"draft": key})

    assert response["Location"] == f"/admin/articles/article/{article.pk}/conflict/{key}/"


def test_an_unsaved_version_without_changes_is_deleted_silently(article, visit, editor, change_url, page_text):
    visitor = visit(editor)
    autosave(visitor, change_url(article))

    text = page_text(visitor.get(change_url(article)))

    assert "Rathaus wird saniert" in text
    assert "Nicht gespeicherter Stand von" not in text
    assert not Draft.objects.exists()


def test_an_unsaved_version_is_discarded_by_a_button(article, visit, editor, change_url):
    visitor = visit(editor)
    key = autosave(visitor, change_url(article), headline="Neu").json()["key"]

    assert visitor.get(f"/admin/articles/article/draft/{key}/discard/").status_code == 404
    visitor.post(f"/admin/articles/article/draft/{key}/discard/")

    assert not Draft.objects.exists()


def test_the_copy_of_a_saved_form_in_a_browser_is_not_offered_again(article, visit, editor, change_url):
    visitor = visit(editor)
    form = {**visitor.form(change_url(article)), "headline": "Neu"}
    visitor.post(change_url(article), {**form, "_continue": "1"})

    result = visitor.post(autosave_url(change_url(article)), {**form, "_left_over": "1"}).json()

    assert result["is_saved"] is True
    assert not Draft.objects.open().exists()


def test_more_input_in_a_saved_form_makes_a_new_draft(article, visit, editor, change_url):
    visitor = visit(editor)
    form = {**visitor.form(change_url(article)), "headline": "Neu"}
    visitor.post(change_url(article), {**form, "_continue": "1"})

    result = visitor.post(autosave_url(change_url(article)), {**form, "headline": "Noch neuer"}).json()

    assert Draft.objects.open().get(key=result["key"]).data["headline"] == ["Noch neuer"]


def test_a_form_that_is_refused_keeps_its_key(article, visit, editor, change_url):
    visitor = visit(editor)
    form = visitor.form(change_url(article))

    response = visitor.post(change_url(article), {**form, "issued_on": "gestern", "_continue": "1"})

    assert form_values(response)["form_draft"] == form["form_draft"][0]


def test_users_who_may_not_change_an_article_cannot_autosave_it(make_article, visit, reporter, moderator):
    public = make_article()

    for user in (reporter, moderator):
        assert visit(user).post(f"/admin/articles/article/{public.pk}/draft/", {"headline": "x"}).status_code == 403
    assert visit(moderator).post("/admin/articles/article/draft/", {"headline": "x"}).status_code == 403
    assert not Draft.objects.exists()


def test_a_draft_of_an_unknown_article_is_not_found(visit, editor):
    assert visit(editor).post(f"/admin/articles/article/{'9' * 30}/draft/", {"headline": "x"}).status_code == 404
    assert visit(editor).get(f"/admin/articles/article/1/conflict/{uuid.uuid4()}/").status_code == 404


def test_two_editors_see_each_other(article, visit, editor, reporter, change_url, page_text):
    editor_client, reporter_client = visit(editor), visit(reporter)
    editor_client.post(autosave_url(change_url(article)), {"_here": "1", "form_version": "1"})
    autosave(reporter_client, change_url(article), headline="Neu")

    messages = editor_client.post(autosave_url(change_url(article)), {"_here": "1", "form_version": "1"}).json()[
        "present"
    ]

    assert len(messages) == 1
    assert messages[0].startswith("reporter bearbeitet diesen Artikel gerade (seit ")
    assert "editor hat diesen Artikel geöffnet (seit " in page_text(reporter_client.get(change_url(article)))


def test_a_user_who_leaves_or_sends_nothing_is_no_longer_shown(article, visit, editor, reporter, change_url, page_text):
    editor_client, reporter_client = visit(editor), visit(reporter)
    editor_client.post(autosave_url(change_url(article)), {"_here": "1"})
    assert "editor hat diesen" in page_text(reporter_client.get(change_url(article)))
    editor_client.post(autosave_url(change_url(article)), {"_gone": "1"})
    assert "editor hat diesen" not in page_text(reporter_client.get(change_url(article)))

    editor_client.post(autosave_url(change_url(article)), {"_here": "1"})
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "editor hat diesen" not in page_text(reporter_client.get(change_url(article)))


def test_a_save_by_another_user_is_shown_while_typing(article, visit, editor, reporter, change_url):
    visitor = visit(editor)
    form = visitor.form(change_url(article))
    visit(reporter).fill(change_url(article), kicker="Stadtrat", _continue="1")

    result = visitor.post(autosave_url(change_url(article)), {**form, "headline": "Neu"}).json()

    assert result["newer"].startswith("reporter hat diesen Artikel um ")


def test_a_draft_is_deleted_after_thirty_days(article, visit, editor, change_url):
    autosave(visit(editor), change_url(article), headline="Neu")
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=29))
    call_command("tick")
    assert Draft.objects.exists()

    Draft.objects.update(updated_at=timezone.now() - timedelta(days=31))
    call_command("tick")
    assert not Draft.objects.exists()


def test_the_preview_shows_unsaved_input_as_a_public_page(article, visit, editor, change_url, page_text):
    epd = Source.objects.create(kind="agency", name="epd", slug="epd")
    agency_fields = {"TOTAL_FORMS": "1", "0-source": str(epd.pk), "0-part": "origin", "0-position": "0"}
    visitor = visit(editor)
    form = visitor.form(change_url(article))
    values = {"headline": "Rathaus wird verkauft", "body": "<p>Neu.</p><script>alert(1)</script>"}
    values |= {f"article_agencies-{n}": v for n, v in agency_fields.items()}

    response = visitor.post(change_url(article).replace("change", "preview"), {**form, **values}, follow=True)

    text = page_text(response)
    assert "Vorschau – nicht veröffentlicht" in text
    assert "Rathaus wird verkauft" in text
    assert "epd" in text
    assert "alert(1)" not in response.content.decode()
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert article.history.count() == 1
    assert Article.objects.get(pk=article.pk).headline == "Rathaus wird saniert"


def test_the_preview_of_a_new_article_needs_no_save(visit, editor, page_text):
    visitor = visit(editor)
    form = visitor.form("/admin/articles/article/add/")

    response = visitor.post("/admin/articles/article/preview/", {**form, "headline": "Ganz neu"}, follow=True)

    assert "Ganz neu" in page_text(response)
    assert not Article.objects.exists()


def test_the_preview_shows_the_valid_fields_of_a_form_with_errors(article, visit, editor, change_url, page_text):
    visitor = visit(editor)
    form = {**visitor.form(change_url(article)), "headline": "Neu", "issued_on": "gestern", "headline_is_checked": "on"}

    response = visitor.post(change_url(article).replace("change", "preview"), form, follow=True)

    assert "Neu" in page_text(response)
