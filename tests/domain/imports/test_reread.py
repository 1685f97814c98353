"""Reading stored clips again."""

import dataclasses

import pytest

from articles.domain.articles import revisions, scheduled_changes
from articles.domain.imports import importer, reread
from articles.models import Article, Clip, Comment, PreparedVersion
from articles.parser import pipeline
from articles.parser.document import ReaderComment


@pytest.fixture
def imported(db, seed) -> Article:
    return importer.import_clip(seed("004"), "004.txt").article


@pytest.fixture
def learned(monkeypatch):
    """A newer version of the parser: the same, but for what the test changes in its document."""

    def learn(**changes: object) -> None:
        read = pipeline.parse_clip

        def newer(data: bytes, name: str):
            old = read(data, name)
            document = dataclasses.replace(old.document, **changes)
            return dataclasses.replace(old, parser_version="99", document=document)

        monkeypatch.setattr(pipeline, "parse_clip", newer)
        monkeypatch.setattr(pipeline, "PARSER_VERSION", "99")

    return learn


def reread_all() -> list[str]:
    return [reread.reread(clip).status for clip in reread.unread()]


def test_without_a_newer_reader_there_is_nothing_to_read(imported):
    assert reread_all() == []


def test_a_draft_that_nobody_edited_follows_the_new_reading_as_a_revision(imported, learned):
    learned(lead="Ein neuer Vorspann.", byline="Von Ada Muster", authors=("Ada Muster",))

    assert reread_all() == ["changed"]

    imported.refresh_from_db()
    assert (imported.lead, imported.byline) == ("Ein neuer Vorspann.", "Von Ada Muster")
    assert [str(p) for p in imported.persons.all()] == ["Ada Muster"]
    assert "99" in imported.history.first().history_change_reason
    assert imported.reading.parser_version == "99"


def test_what_an_editor_changed_stays_and_is_listed(imported, learned, editor):
    imported.lead = "Von der Redaktion."
    revisions.save(imported, editor)
    learned(lead="Ein neuer Vorspann.", kicker="Nordkorea")

    reread_all()

    imported.refresh_from_db()
    assert (imported.lead, imported.kicker) == ("Von der Redaktion.", "Nordkorea")
    assert [w["code"] for w in imported.reading.warnings][-1] == "differs"


def test_a_second_run_changes_nothing(imported, learned):
    learned(lead="Ein neuer Vorspann.")
    reread_all()
    version = Article.objects.get().version

    assert reread_all() == []
    assert Article.objects.get().version == version


def test_a_published_article_waits_for_somebody_to_approve(imported, learned, editor):
    Article.objects.update(state="published", slug="bruecke", publish_at=imported.created_at)
    before = Article.objects.get().lead
    learned(lead="Ein neuer Vorspann.")

    reread_all()
    lead = Article.objects.get().lead
    scheduled_changes.apply(PreparedVersion.objects.get(), editor)

    assert (lead, Article.objects.get().lead) == (before, "Ein neuer Vorspann.")
    assert Article.objects.get().reading.parser_version == "99"
    assert PreparedVersion.objects.get().decided_by == editor


def test_a_prepared_version_does_not_overwrite_a_later_edit(imported, learned, editor):
    Article.objects.update(state="published", slug="bruecke", publish_at=imported.created_at)
    learned(lead="Ein neuer Vorspann.")
    reread_all()
    article = Article.objects.get()
    article.lead = "Inzwischen geändert."
    revisions.save(article, editor)

    with pytest.raises(revisions.Conflict):
        scheduled_changes.apply(PreparedVersion.objects.get(), editor)

    assert Article.objects.get().lead == "Inzwischen geändert."


def test_a_dry_run_tells_and_writes_nothing(imported, learned):
    learned(lead="Ein neuer Vorspann.")

    outcome = reread.reread(Clip.objects.get(), dry_run=True)

    assert outcome.status == "changed"
    assert Article.objects.get().lead != "Ein neuer Vorspann."
    assert Clip.objects.get().readings.count() == 1


def test_comments_that_were_missed_come_in_pending_below_their_parents(db, seed, learned):
    article = importer.import_clip(seed("003"), "003.txt").article
    comments = article.reading.fields["comments"]
    more = [ReaderComment(text=c["text"], author=c["author"], parent=c["parent"]) for c in comments]
    more.append(ReaderComment(text="Zehnter.", parent=8))
    learned(comments=tuple(more))

    reread_all()

    new = Comment.objects.get(text="Zehnter.")
    assert Comment.objects.count() == 10
    assert (new.status, new.parent.text[:14]) == ("pending", "Wie sagte mein")
