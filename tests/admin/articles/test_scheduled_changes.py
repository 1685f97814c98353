"""Prepared versions: compared word by word, applied by publishers, never over a newer change."""

import pytest
from lxml import html

from articles.domain.articles import revisions, scheduled_changes
from articles.models import Article, PreparedVersion

WAITING = "/admin/articles/preparedversion/"


@pytest.fixture
def article(make_article):
    return make_article(headline="Rathaus wird saniert", lead="Die Stadt baut <b>viel</b>.", byline="Von Ada")


@pytest.fixture
def prepared(article, editor):
    values = {"lead": "Die Stadt plant <b>viel</b>.", "body": "<p>Die Stadt saniert ihr <em>altes</em> Rathaus.</p>"}
    return scheduled_changes.prepare(article, values, editor, "neu eingelesen")


@pytest.fixture
def address(prepared):
    return f"{WAITING}{prepared.pk}/change/"


def cells(response):
    page = html.fromstring(response.content.decode())
    return {
        " ".join(row[0].text_content().split()): [
            [mark.text_content() for mark in cell.iter("del", "ins")] for cell in row[1:]
        ]
        for row in page.xpath("//table[@class='differences']/tbody/tr")
    }


def test_old_and_new_are_compared_side_by_side_by_word(visit, reporter, address):
    assert cells(visit(reporter).get(address)) == {"Vorspann": [["baut"], ["plant"]], "Text": [[], ["altes "]]}


def test_both_versions_are_escaped(visit, reporter, address):
    page = visit(reporter).get(address).content.decode()

    assert "&lt;b&gt;viel&lt;/b&gt;" in page
    assert "<b>viel</b>" not in page


def test_an_applied_version_is_the_articles_next_version(visit, editor, article, address):
    response = visit(editor).post(address, {"_apply": "1"})

    article.refresh_from_db()
    assert response["Location"] == f"/admin/articles/article/{article.pk}/change/"
    assert (article.lead, article.version) == ("Die Stadt plant <b>viel</b>.", 2)
    assert PreparedVersion.objects.get().decided_by == editor


def test_a_dropped_version_changes_nothing_and_is_kept(visit, editor, article, address):
    visit(editor).post(address, {"_drop": "1"})

    assert Article.objects.get().version == article.version
    assert PreparedVersion.objects.values_list("state", "decided_by").get() == ("dropped", editor.pk)


def test_a_change_made_meanwhile_is_shown_and_kept(visit, editor, reporter, article, address, page_text):
    article.lead = "Von der Redaktion."
    revisions.save(article, reporter)
    visitor = visit(editor)

    text = page_text(visitor.get(address))
    response = visitor.post(address, {"_apply": "1"}, follow=True)

    assert "Seit der Vorbereitung hat jemand dies geändert: Vorspann." in text
    assert "Vorspann, wie es jetzt steht Von der Redaktion." in text
    assert "Es wurde nichts übernommen, und nichts ist verloren." in page_text(response)
    assert Article.objects.get().lead == "Von der Redaktion."
    assert PreparedVersion.objects.get().state == "waiting"


def test_users_who_may_not_publish_can_only_view(visit, reporter, article, address, page_text):
    visitor = visit(reporter)

    assert "Darüber entscheidet, wer veröffentlichen darf." in page_text(visitor.get(address))
    assert visitor.post(address, {"_apply": "1"}).status_code == 403
    assert visitor.post(address, {"_drop": "1"}).status_code == 403
    assert PreparedVersion.objects.get().state == "waiting"


def test_a_prepared_version_is_decided_once(visit, editor, article, address, page_text):
    visitor = visit(editor)
    visitor.post(address, {"_drop": "1"})

    response = visitor.post(address, {"_apply": "1"}, follow=True)

    assert "Über diese Fassung ist schon entschieden." in page_text(response)
    assert Article.objects.get().version == article.version


def test_the_article_says_that_a_change_is_prepared(visit, reporter, editor, article, address, change_url):
    visitor = visit(editor)

    page = html.fromstring(visitor.get(change_url(article)).content.decode())

    assert [a.get("href") for a in page.xpath("//p[@class='is-prepared']/a")] == [address]
    visitor.post(address, {"_drop": "1"})
    assert b"is-prepared" not in visitor.get(change_url(article)).content


def test_a_prepared_version_is_neither_added_nor_deleted_nor_edited_by_hand(visit, admin_user, address):
    visitor = visit(admin_user)

    assert visitor.get(f"{WAITING}add/").status_code == 403
    assert visitor.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    visitor.post(address, {"values": "{}", "reason": "gefälscht"})
    assert PreparedVersion.objects.values_list("state", "reason").get() == ("waiting", "neu eingelesen")


def test_the_list_reads_no_texts(visit, reporter, prepared, django_assert_max_num_queries):
    visitor = visit(reporter)

    with django_assert_max_num_queries(8) as queries:
        response = visitor.get(f"{WAITING}?waiting=prepared")

    assert "Rathaus wird saniert" in response.content.decode()
    assert not [q for q in queries.captured_queries if '"values"' in q["sql"] or '."body"' in q["sql"]]


def test_a_prepared_version_needs_the_permission(visit, reader, address):
    reader.is_staff = True
    reader.save()

    assert visit(reader).get(address).status_code == 403
