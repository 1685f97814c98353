"""The first page of the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from lxml import html

from articles.desk import importing, moderating, preparing, recording, revising
from articles.models import Article, Image, Reading


def counts(response):
    page = html.fromstring(response.content.decode())
    return {a.get("href"): a.find_class("count")[0].text for a in page.find_class("waits")[0].iter("a")}


@pytest.fixture
def busy_desk(make_article, make_clip, make_comment):
    """One of everything that waits."""
    make_article(state=Article.State.DRAFT, headline_is_provisional=True)
    make_article(state=Article.State.IN_REVIEW)
    make_article(publish_at=timezone.now() + timedelta(seconds=1))
    make_comment(make_article(), status="pending")
    preparing.prepare(make_article(), {"lead": "Neu."}, None, "neu gelesen")
    Image.objects.create(caption="Ein Bild", credit="dpa")
    clip = make_clip()
    Reading.objects.filter(clip=clip).update(warning_count=2)


@pytest.fixture
def all_rights(reporter):
    """A user who is no superuser and sees the whole desk."""
    reporter.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    return reporter


def test_the_desk_counts_what_waits_and_links_to_it(busy_desk, visit, all_rights):
    response = visit(all_rights).get("/admin/")

    assert counts(response) == {
        "/admin/articles/clip/?waiting=warnings": "1",
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
        rows = html.fromstring(visitor.get(address).content.decode()).xpath("//*[@id='result_list']/tbody/tr")
        assert len(rows) == int(count), address


def test_the_desk_costs_twelve_queries_at_most(busy_desk, visit, all_rights, django_assert_max_num_queries):
    visitor = visit(all_rights)

    with django_assert_max_num_queries(12):
        visitor.get("/admin/")


def test_the_desk_tells_of_the_last_import(busy_desk, visit, all_rights, editor, words_of):
    record = recording.Record(by=editor)
    record.add(importing.Outcome("a.txt", "failed", "Die Datei a.txt ist leer."))
    record.close()

    response = visit(all_rights).get("/admin/")

    assert "editor 0 neu, 0 geändert, 1 fehlgeschlagen" in words_of(response)
    assert f'href="/admin/articles/importrun/{record.run.pk}/change/"' in response.content.decode()


def test_the_desk_shows_nobody_what_is_not_theirs(busy_desk, visit, moderator):
    addresses = counts(visit(moderator).get("/admin/"))

    assert "/admin/articles/comment/?waiting=pending" in addresses
    assert "/admin/articles/image/?waiting=without_file" not in addresses


def test_the_desk_tells_what_happened_last_and_by_whom(make_article, make_comment, visit, all_rights, editor, words_of):
    article = make_article(headline="Rathaus brennt")
    article.headline = "Rathaus gelöscht"
    revising.save(article, editor, "Feuer aus")
    moderating.reject([make_comment(article, author="Wutbürger")], editor, "Beleidigung")

    said = words_of(visit(all_rights).get("/admin/"))

    assert "Rathaus gelöscht editor · Feuer aus" in said
    assert "abgelehnt Wutbürger: Rathaus gelöscht editor · Beleidigung" in said


def test_somebody_without_staff_rights_is_asked_to_sign_in(visit, reader):
    assert visit(reader).get("/admin/").status_code == 302
