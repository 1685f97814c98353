"""What is typed is kept without a save, is its author's alone, and is offered again; others see who is here."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from lxml import html

from articles.models import Article, Draft, Presence, Source


@pytest.fixture
def article(make_article):
    """A draft of an article (not of a form)."""
    return make_article(state=Article.State.DRAFT, headline="Rathaus wird saniert")


def script(url):
    """Where the form's script speaks to."""
    return url.replace("change/", "draft/").replace("add/", "draft/")


def typed(visitor, url, **words):
    """Keep a form as the script does."""
    return visitor.post(script(url), {**visitor.form(url), **words})


def fields(response):
    return dict(html.fromstring(response.content.decode()).get_element_by_id("article_form").form_values())


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_any_number_of_autosaves_and_a_save_are_one_revision(article, visit, editor, page_of, count):
    visitor = visit(editor)
    form = visitor.form(page_of(article))

    for number in range(count):
        visitor.post(script(page_of(article)), {**form, "headline": f"Rathaus {number}"})
    assert (Draft.objects.count(), article.history.count()) == (1, 1)
    visitor.post(page_of(article), {**form, "headline": f"Rathaus {count - 1}", "_continue": "1"})

    assert article.history.count() == 2
    draft = Draft.objects.get()
    assert (draft.state, draft.data) == ("saved", {})
    assert Article.objects.get(pk=article.pk).headline == f"Rathaus {count - 1}"


def test_an_autosave_changes_nothing_that_anybody_sees(article, visit, editor, page_of):
    before = Article.objects.values().get(pk=article.pk)

    answer = typed(visit(editor), page_of(article), headline="Neu").json()

    assert answer["said"].startswith("Für Sie zwischengespeichert um ")
    assert Article.objects.values().get(pk=article.pk) == before


def test_an_unsaved_version_is_offered_and_taken_over(article, visit, editor, page_of, words_of):
    epd = Source.objects.create(kind="agency", name="epd", slug="epd")
    row = {"TOTAL_FORMS": "1", "0-source": str(epd.pk), "0-part": "origin", "0-position": "0"}
    visitor = visit(editor)
    key = typed(
        visitor, page_of(article), headline="Neu", lead="", **{f"article_agencies-{n}": v for n, v in row.items()}
    ).json()["key"]

    assert "Nicht gespeicherter Stand von" in words_of(visitor.get(page_of(article)))
    taken = visitor.get(page_of(article), {"draft": key})

    form = fields(taken)
    assert (form["headline"].strip(), form["article_agencies-0-source"]) == ("Neu", str(epd.pk))
    assert "Bitte korrigieren" not in words_of(taken)
    assert Article.objects.get(pk=article.pk).headline == "Rathaus wird saniert"
    visitor.post(page_of(article), {**form, "_continue": "1"})
    assert Article.objects.get(pk=article.pk).headline == "Neu"
    assert article.article_agencies.get().source == epd
    assert "Nicht gespeicherter Stand von" not in words_of(visitor.get(page_of(article)))


def test_a_look_at_an_unsaved_version_never_saves_it(article, visit, editor, page_of):
    visitor = visit(editor)
    key = typed(visitor, page_of(article), headline="Neu").json()["key"]

    visitor.get(page_of(article), {"draft": key, "_continue": "1", "_save": "1"})

    assert article.history.count() == 1


def test_a_new_article_is_kept_as_well(visit, editor, words_of):
    visitor = visit(editor)
    add = "/admin/articles/article/add/"
    key = typed(visitor, add, headline="Ganz neu").json()["key"]

    assert "Ganz neu" in words_of(visitor.get(add))
    form = fields(visitor.get(add, {"draft": key}))
    visitor.post(add, {**form, "_continue": "1"})

    assert Article.objects.get().headline == "Ganz neu"
    assert Draft.objects.get().article == Article.objects.get()
    assert "Nicht gespeicherter Stand von" not in words_of(visitor.get(add))


def test_an_unsaved_version_is_its_authors_alone(article, visit, editor, admin_user, page_of, words_of):
    key = typed(visit(editor), page_of(article), headline="Geheim").json()["key"]
    other = visit(admin_user)

    assert "Geheim" not in words_of(other.get(page_of(article)))
    assert other.get(page_of(article), {"draft": key}).status_code == 302
    assert other.get(f"/admin/articles/article/{article.pk}/conflict/{key}/").status_code == 302
    assert other.get(f"/preview/unsaved/{key}/").status_code == 404
    assert other.post(f"/admin/articles/article/draft/{key}/discard/").status_code == 404
    stolen = other.post(script(page_of(article)), {"form_draft": key, "headline": "Überschrieben"}).json()["key"]
    assert stolen != key
    assert Draft.objects.get(key=key).data["headline"] == ["Geheim"]


def test_an_unsaved_version_of_an_older_version_is_compared_first(article, visit, editor, reporter, page_of):
    visitor = visit(editor)
    key = typed(visitor, page_of(article), headline="Neu").json()["key"]
    visit(reporter).fill(page_of(article), kicker="Stadtrat", _continue="1")

    taken = visitor.get(page_of(article), {"draft": key})

    assert taken["Location"] == f"/admin/articles/article/{article.pk}/conflict/{key}/"


def test_one_that_says_what_is_saved_goes_without_a_word(article, visit, editor, page_of, words_of):
    visitor = visit(editor)
    typed(visitor, page_of(article))

    page = words_of(visitor.get(page_of(article)))

    assert "Rathaus wird saniert" in page
    assert "Nicht gespeicherter Stand von" not in page
    assert not Draft.objects.exists()


def test_it_is_discarded_by_a_button(article, visit, editor, page_of):
    visitor = visit(editor)
    key = typed(visitor, page_of(article), headline="Neu").json()["key"]

    assert visitor.get(f"/admin/articles/article/draft/{key}/discard/").status_code == 404
    visitor.post(f"/admin/articles/article/draft/{key}/discard/")

    assert not Draft.objects.exists()


def test_what_a_browser_still_holds_of_a_saved_form_is_not_offered_again(article, visit, editor, page_of):
    visitor = visit(editor)
    form = {**visitor.form(page_of(article)), "headline": "Neu"}
    visitor.post(page_of(article), {**form, "_continue": "1"})

    answer = visitor.post(script(page_of(article)), {**form, "_left_over": "1"}).json()

    assert answer["is_saved"] is True
    assert not Draft.objects.open().exists()


def test_who_goes_on_typing_in_a_saved_form_gets_a_new_draft(article, visit, editor, page_of):
    visitor = visit(editor)
    form = {**visitor.form(page_of(article)), "headline": "Neu"}
    visitor.post(page_of(article), {**form, "_continue": "1"})

    answer = visitor.post(script(page_of(article)), {**form, "headline": "Noch neuer"}).json()

    assert Draft.objects.open().get(key=answer["key"]).data["headline"] == ["Noch neuer"]


def test_a_form_that_is_refused_keeps_its_key(article, visit, editor, page_of):
    visitor = visit(editor)
    form = visitor.form(page_of(article))

    response = visitor.post(page_of(article), {**form, "issued_on": "gestern", "_continue": "1"})

    assert fields(response)["form_draft"] == form["form_draft"][0]


def test_who_may_not_change_an_article_keeps_nothing_of_it(make_article, visit, reporter, moderator):
    public = make_article()

    for user in (reporter, moderator):
        assert visit(user).post(f"/admin/articles/article/{public.pk}/draft/", {"headline": "x"}).status_code == 403
    assert visit(moderator).post("/admin/articles/article/draft/", {"headline": "x"}).status_code == 403
    assert not Draft.objects.exists()


def test_a_draft_of_nothing_is_not_found(visit, editor):
    assert visit(editor).post(f"/admin/articles/article/{'9' * 30}/draft/", {"headline": "x"}).status_code == 404
    assert visit(editor).get(f"/admin/articles/article/1/conflict/{uuid.uuid4()}/").status_code == 404


def test_two_editors_see_each_other(article, visit, editor, reporter, page_of, words_of):
    one, other = visit(editor), visit(reporter)
    one.post(script(page_of(article)), {"_here": "1", "form_version": "1"})
    typed(other, page_of(article), headline="Neu")

    seen = one.post(script(page_of(article)), {"_here": "1", "form_version": "1"}).json()["present"]

    assert len(seen) == 1
    assert seen[0].startswith("reporter bearbeitet diesen Artikel gerade (seit ")
    assert "editor hat diesen Artikel geöffnet (seit " in words_of(other.get(page_of(article)))


def test_who_leaves_or_is_not_heard_of_is_gone(article, visit, editor, reporter, page_of, words_of):
    one, other = visit(editor), visit(reporter)
    one.post(script(page_of(article)), {"_here": "1"})
    assert "editor hat diesen" in words_of(other.get(page_of(article)))
    one.post(script(page_of(article)), {"_gone": "1"})
    assert "editor hat diesen" not in words_of(other.get(page_of(article)))

    one.post(script(page_of(article)), {"_here": "1"})
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "editor hat diesen" not in words_of(other.get(page_of(article)))


def test_a_save_by_somebody_else_is_told_while_one_types(article, visit, editor, reporter, page_of):
    one = visit(editor)
    form = one.form(page_of(article))
    visit(reporter).fill(page_of(article), kicker="Stadtrat", _continue="1")

    answer = one.post(script(page_of(article)), {**form, "headline": "Neu"}).json()

    assert answer["newer"].startswith("reporter hat diesen Artikel um ")


def test_what_nobody_touches_for_thirty_days_goes(article, visit, editor, page_of):
    typed(visit(editor), page_of(article), headline="Neu")
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=29))
    call_command("tick")
    assert Draft.objects.exists()

    Draft.objects.update(updated_at=timezone.now() - timedelta(days=31))
    call_command("tick")
    assert not Draft.objects.exists()


def test_the_preview_shows_what_is_not_saved_in_the_public_dress(article, visit, editor, page_of, words_of):
    epd = Source.objects.create(kind="agency", name="epd", slug="epd")
    row = {"TOTAL_FORMS": "1", "0-source": str(epd.pk), "0-part": "origin", "0-position": "0"}
    visitor = visit(editor)
    form = visitor.form(page_of(article))
    words = {"headline": "Rathaus wird verkauft", "body": "<p>Neu.</p><script>alert(1)</script>"}
    words |= {f"article_agencies-{n}": v for n, v in row.items()}

    shown = visitor.post(page_of(article).replace("change", "preview"), {**form, **words}, follow=True)

    text = words_of(shown)
    assert "Vorschau – nicht veröffentlicht" in text
    assert "Rathaus wird verkauft" in text
    assert "epd" in text
    assert "alert(1)" not in shown.content.decode()
    assert (shown["Cache-Control"], shown["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert article.history.count() == 1
    assert Article.objects.get(pk=article.pk).headline == "Rathaus wird saniert"


def test_the_preview_of_a_new_article_needs_no_save(visit, editor, words_of):
    visitor = visit(editor)
    form = visitor.form("/admin/articles/article/add/")

    shown = visitor.post("/admin/articles/article/preview/", {**form, "headline": "Ganz neu"}, follow=True)

    assert "Ganz neu" in words_of(shown)
    assert not Article.objects.exists()


def test_the_preview_shows_what_makes_sense_of_a_form_with_errors(article, visit, editor, page_of, words_of):
    visitor = visit(editor)
    form = {**visitor.form(page_of(article)), "headline": "Neu", "issued_on": "gestern", "headline_is_checked": "on"}

    shown = visitor.post(page_of(article).replace("change", "preview"), form, follow=True)

    assert "Neu" in words_of(shown)
