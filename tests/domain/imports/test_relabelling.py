"""A stretch of a clip gets another role, and the article made from it follows."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied

from articles.domain import errors
from articles.domain.articles import revisions, scheduled_changes
from articles.domain.comments import moderation
from articles.domain.imports import importer, relabelling, reread
from articles.models import Article, AuditEntry, Clip, Comment, Image, PreparedVersion
from articles.parser import pipeline

SENTENCES = " ".join(["Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin."] * 4)
CLIP = f"""Stadt baut einen Turm

Neues vom Fluss

{SENTENCES} Das gefällt vielen.

{SENTENCES} Das kostet Geld.

{SENTENCES} Das dauert lange.

Der Turm am Abend

Ein schöner Turm, finde ich
"""


@pytest.fixture
def article(db) -> Article:
    return importer.import_clip(CLIP.encode(), "turm.txt").article


@pytest.fixture
def give(reporter):
    """Gives words of the clip another role, and looks at the article again."""

    def give(article: Article, words: str, role: str, by=reporter) -> relabelling.RelabelOutcome:
        start = article.clip.text.index(words)
        outcome = relabelling.assign_role(article.reading, start, start + len(words), role, by)
        article.refresh_from_db()
        return outcome

    return give


def test_a_stretch_becomes_the_headline_as_one_revision_with_one_audit_entry(article, give, reporter):
    version = article.version

    outcome = give(article, "Der Turm am Abend", "headline")

    assert (article.headline, article.headline_is_provisional, article.version) == (
        "Der Turm am Abend",
        False,
        version + 1,
    )
    assert outcome.fields == ["headline"]
    entry = AuditEntry.objects.get(verb="assign_role")
    assert (entry.by, entry.object_id, entry.details["role"]) == (reporter, article.clip_id, "headline")
    assert article.history.first().history_user == reporter


def test_the_evidence_is_the_editors_with_the_characters(article, give):
    give(article, "Der Turm am Abend", "headline")

    proof = next(row for row in article.reading.evidence if row["field"] == "headline")
    start, end = proof["spans"][0]
    assert (proof["how"], article.clip.text[start:end]) == ("editor", "Der Turm am Abend")


def test_boilerplate_takes_a_paragraph_out_of_the_body(article, give):
    give(article, f"{SENTENCES} Das kostet Geld.", "boilerplate")

    assert "kostet" not in article.body
    assert "dauert" in article.body


def test_a_caption_is_an_image_in_its_place(article, give):
    give(article, "Der Turm am Abend", "caption")

    image = Image.objects.get(caption="Der Turm am Abend")
    assert article.body.endswith(f'<figure data-image="{image.pk}"></figure>')
    assert list(article.images.all()) == [image]


def test_a_second_picture_above_the_first_leaves_each_its_words(article, give):
    give(article, "Ein schöner Turm, finde ich", "caption")
    give(article, "Neues vom Fluss", "caption")
    give(article, "Der Turm am Abend", "credit")

    pictures = [(i.caption, i.credit) for i in article.images.order_by("placements__position")]
    assert pictures == [("Neues vom Fluss", ""), ("Ein schöner Turm, finde ich", "Der Turm am Abend")]


def test_a_comment_waits_for_a_moderator_and_goes_again(article, give):
    give(article, "Ein schöner Turm, finde ich", "comment")
    comment = Comment.objects.get()
    assert (comment.text, comment.status, comment.clip_position) == ("Ein schöner Turm, finde ich", "pending", 0)

    give(article, "Der Turm am Abend", "comment_author")
    comment.refresh_from_db()
    assert comment.author == "Der Turm am Abend"

    give(article, "Ein schöner Turm, finde ich", "boilerplate")
    assert not Comment.objects.exists()


def test_a_comment_that_a_moderator_has_judged_stays_with_them(article, give, moderator):
    give(article, "Ein schöner Turm, finde ich", "comment")
    moderation.decide([Comment.objects.get().pk], "approve", moderator)

    outcome = give(article, "Ein schöner Turm, finde ich", "boilerplate")

    assert Comment.objects.get().status == "approved"
    assert outcome.differences == ["comments"]


def test_a_field_that_an_editor_has_changed_is_listed_and_left(article, give, editor):
    article.headline = "Von der Redaktion"
    revisions.save(article, editor)
    version = article.version

    outcome = give(article, "Der Turm am Abend", "headline")

    assert (article.headline, article.version) == ("Von der Redaktion", version)
    assert (outcome.fields, outcome.differences) == ([], ["headline"])


def test_a_published_article_gets_one_prepared_version_for_all_that_is_set_right(article, give, editor):
    Article.objects.update(state="published", slug="turm", publish_at=article.created_at)
    before = article.headline

    give(article, "Der Turm am Abend", "headline")
    outcome = give(article, "Stadt baut einen Turm", "kicker")

    assert (article.headline, outcome.is_prepared) == (before, True)
    scheduled_changes.apply(PreparedVersion.objects.waiting().get(), editor)
    article.refresh_from_db()
    assert (article.kicker, article.headline) == ("Stadt baut einen Turm", "Der Turm am Abend")


def test_reading_again_keeps_what_an_editor_set_right(article, give, monkeypatch):
    give(article, "Der Turm am Abend", "headline")
    give(article, f"{SENTENCES} Das kostet Geld.", "boilerplate")
    read = pipeline.parse_clip
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "99")
    monkeypatch.setattr(
        pipeline, "parse_clip", lambda data, name: dataclasses.replace(read(data, name), parser_version="99")
    )

    outcomes = [reread.reread(clip) for clip in reread.unread()]

    article.refresh_from_db()
    assert [outcome.status for outcome in outcomes] == ["seen"]
    assert (article.reading.parser_version, article.headline) == ("99", "Der Turm am Abend")
    assert "kostet" not in article.body
    assert [c["role"] for c in article.reading.corrections] == ["headline", "boilerplate"]


def test_a_clip_without_an_article_gets_its_draft(db, reporter):
    clip = importer.import_clip(b"Impressum", "a.txt").clip

    outcome = relabelling.assign_role(clip.readings.get(), 0, 9, "paragraph", reporter)

    assert outcome.has_article
    assert Article.objects.get().body == "<p>Impressum</p>"


@pytest.mark.parametrize(
    ("start", "end", "role"), [(21, 23, "lead"), (0, 5, "blank"), (0, 99_999, "lead"), (0, 5, "x")]
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(article, reporter, start, end, role):
    with pytest.raises(errors.Refused):
        relabelling.assign_role(article.reading, start, end, role, reporter)

    assert not AuditEntry.objects.filter(verb="assign_role").exists()


def test_who_edits_nothing_gives_no_role(article, moderator):
    with pytest.raises(PermissionDenied):
        relabelling.assign_role(article.reading, 0, 5, "kicker", moderator)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_stretch_of_a_seed_can_play_every_role_and_the_ledger_stays_complete(db, seed, number, reporter):
    article = importer.import_clip(seed(number), f"{number}.txt").article
    clip = Clip.objects.get()
    stretches = [s for s in article.reading.segments if s["role"] != "blank"]

    for index, stretch in enumerate(stretches[::7]):
        role = relabelling.ROLES[index % len(relabelling.ROLES)]
        relabelling.assign_role(article.reading, stretch["start"], stretch["end"], role, reporter)

    segments = clip.readings.get().segments
    assert "".join(clip.text[s["start"] : s["end"]] for s in segments) == clip.text
    assert [s["start"] for s in segments[1:]] == [s["end"] for s in segments[:-1]]
