"""The first page of the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from lxml import html

from articles.domain import audit
from articles.domain.articles import revisions, scheduled_changes
from articles.domain.comments import thread
from articles.domain.imports import importer, runs
from articles.models import AgencyTask, Article, Image, Reading


def counts(response):
    page = html.fromstring(response.content.decode())
    return {a.get("href"): a.find_class("count")[0].text for a in page.find_class("waits")[0].iter("a")}


@pytest.fixture
def busy_desk(noon, make_article, make_clip, make_comment, reporter):
    """One row for each count of the dashboard."""
    held = make_clip()
    Reading.objects.filter(clip=held).update(warning_count=1, holds="kill")
    make_article(state=Article.State.DRAFT, headline_is_provisional=True, clip=held)
    withdrawn = make_article(state=Article.State.IN_REVIEW)
    AgencyTask.objects.create(article=withdrawn, clip=held, kind="kill", matched_by="number")
    make_article(state=Article.State.APPROVED)
    make_article(state=Article.State.RETURNED, due_at=timezone.now() - timedelta(days=1), responsible=reporter)
    make_article(publish_at=noon.replace(hour=23, minute=59, second=59))
    make_comment(make_article(), status="pending")
    scheduled_changes.prepare(make_article(), {"lead": "Neu."}, None, "neu gelesen")
    Image.objects.create(caption="Ein Bild", credit="dpa")
    clip = make_clip()
    Reading.objects.filter(clip=clip).update(warning_count=2)


@pytest.fixture
def all_rights(reporter):
    """A user who is no superuser and sees the whole dashboard."""
    reporter.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    return reporter


def test_the_desk_counts_open_work_and_links_to_it(busy_desk, visit, all_rights):
    response = visit(all_rights).get("/admin/")

    assert counts(response) == {
        "/admin/articles/clip/?waiting=warnings": "2",
        "/admin/articles/clip/?waiting=held": "1",
        "/admin/articles/article/?waiting=held": "1",
        "/admin/articles/agencytask/?waiting=open": "1",
        "/admin/articles/article/?waiting=mine": "1",
        "/admin/articles/article/?waiting=overdue": "1",
        "/admin/articles/article/?waiting=returned": "1",
        "/admin/articles/article/?waiting=approved": "1",
        "/admin/articles/article/?waiting=provisional": "1",
        "/admin/articles/article/?waiting=drafts": "1",
        "/admin/articles/article/?waiting=in_review": "1",
        "/admin/articles/article/?waiting=today": "1",
        "/admin/articles/preparedversion/?waiting=prepared": "1",
        "/admin/articles/image/?waiting=without_file": "1",
        "/admin/articles/comment/?waiting=pending": "1",
    }


def test_each_count_is_the_length_of_its_list(busy_desk, visit, all_rights):
    visitor = visit(all_rights)

    for address, count in counts(visitor.get("/admin/")).items():
        address += "&view=list" if "/image/" in address else ""
        rows = html.fromstring(visitor.get(address).content.decode()).xpath("//*[@id='result_list']/tbody/tr")
        assert len(rows) == int(count), address


def test_the_desk_costs_twelve_queries_at_most(busy_desk, visit, all_rights, django_assert_max_num_queries):
    visitor = visit(all_rights)

    with django_assert_max_num_queries(12):
        visitor.get("/admin/")


def test_the_desk_shows_the_last_import(busy_desk, visit, all_rights, editor, page_text):
    record = runs.RunRecorder(by=editor)
    record.add(importer.ImportOutcome("a.txt", "failed", "Die Datei a.txt ist leer."))
    record.close()

    response = visit(all_rights).get("/admin/")

    assert "editor 0 neu, 0 geändert, 1 fehlgeschlagen" in page_text(response)
    assert f'href="/admin/articles/importrun/{record.run.pk}/change/"' in response.content.decode()


def test_the_desk_shows_a_moderator_only_comments(busy_desk, visit, moderator):
    addresses = counts(visit(moderator).get("/admin/"))

    assert set(addresses) == {"/admin/articles/comment/?waiting=pending"}


def test_the_desk_shows_the_latest_changes_with_their_users(
    make_article, make_comment, visit, all_rights, editor, moderator, page_text
):
    article = make_article(headline="Rathaus brennt")
    article.headline = "Rathaus gelöscht"
    revisions.save(article, editor, "Feuer aus")
    thread.reject([make_comment(article, author="Wutbürger")], moderator, "insult")

    text = page_text(visit(all_rights).get("/admin/"))

    assert "Rathaus gelöscht editor · Feuer aus" in text
    assert "abgelehnt Wutbürger: Rathaus gelöscht moderator · Beleidigung" in text


def test_a_user_without_staff_rights_is_redirected_to_the_log_in(visit, reader):
    assert visit(reader).get("/admin/").status_code == 302


def test_a_decision_about_many_comments_is_one_line(make_article, make_comment, visit, moderator, page_text):
    comments = [make_comment(make_article(), status="pending") for _ in range(30)]
    thread.reject(comments, moderator, "advertising")

    text = page_text(visit(moderator).get("/admin/"))

    assert text.count("30 Leserkommentare") == 1


def test_a_moderator_sees_nothing_of_articles_that_are_not_public(make_article, visit, moderator, editor, page_text):
    article = make_article(state="draft", headline="Noch geheim")
    revisions.save(make_article(headline="Auch geheim", state="draft"), editor, "x", changed_parts=("topics",))
    audit.record("publish", article, editor)

    text = page_text(visit(moderator).get("/admin/"))

    assert "Leserkommentare" in text
    assert "geheim" not in text


def test_a_moderator_sees_no_changes_of_rights(outlet, visit, moderator, admin_user, page_text):
    audit.record("change_rights", outlet, admin_user, "Vertrag gekündigt")

    assert "Vertrag gekündigt" not in page_text(visit(moderator).get("/admin/"))
    assert "Vertrag gekündigt" in page_text(visit(admin_user).get("/admin/"))
