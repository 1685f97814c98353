"""Feeds and exports that are imported: articles with their comments, each from its range in the file."""

from datetime import UTC, datetime

from articles.domain.imports import importer
from articles.models import Article, Clip, Comment
from tests.parser.formats.news_samples import atom, atom_entry, news_item, wxr, wxr_comment, wxr_item
from tests.parser.formats.samples import HEADLINE

FULL = importer.ImportDefaults(right="full")


def test_the_entries_of_a_feed_become_articles_of_their_ranges(db):
    outcome = importer.import_clip(atom(atom_entry(), atom_entry(title="Zweites Mal")).encode(), "feed.xml")

    whole = Clip.objects.get(parent=None)
    assert (outcome.article, whole.format) == (None, "feed")
    assert sorted(Article.objects.values_list("headline", flat=True)) == [HEADLINE, "Zweites Mal"]
    for clip in whole.children.all():
        assert whole.text[clip.parent_start : clip.parent_end].startswith("<entry>")
        assert clip.text.endswith("</feed>")


def test_comments_of_a_blog_keep_their_times_and_threads(db):
    comments = wxr_comment(1, "Endlich ist die Brücke fertig!") + wxr_comment(2, "Wirklich.", 1, author="Leser Zwei")
    importer.import_clip(wxr(wxr_item(more=comments)).encode(), "blog.xml")

    first, second = Comment.objects.order_by("pk")
    assert (first.text, second.parent) == ("Endlich ist die Brücke fertig!", first)
    assert second.written_at == datetime(2024, 3, 3, 17, 2, tzinfo=UTC)


def test_a_canceled_news_item_comes_in_as_a_draft(db):
    outcome = importer.import_clip(news_item("canceled").encode(), "meldung.xml", FULL, publish_reason="Probe")

    assert outcome.held == ("canceled",)
    assert outcome.article is not None
    assert outcome.article.state == "draft"
