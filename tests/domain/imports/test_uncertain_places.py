"""Editors decide about uncertain places of a clip; article, ledger and history follow, and none is asked twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.domain import errors
from articles.domain.imports import importer, relabelling, reread, uncertain_places
from articles.models import Article, AuditEntry, Clip, PreparedVersion
from articles.parser import pipeline

SENTENCES = " ".join(["Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin."] * 4)
RAIN = "Vielleicht regnet es am Abend in der Stadt, und der Turm wird nass."
SNOW = "Vielleicht schneit es im Winter auf die Mauern des neuen Turms."
CLIP = f"""Stadt baut einen Turm

{SENTENCES} Das gefällt vielen.

{RAIN}

{SENTENCES} Das kostet Geld.

{SNOW}

{SENTENCES} Das dauert lange.
"""


@pytest.fixture
def article(db, unsure_about) -> Article:
    unsure_about("Vielleicht")
    return importer.import_clip(CLIP.encode(), "turm.txt").article


@pytest.fixture
def decide(reporter):
    """Decides about the place with these words, and looks at the article again."""

    def decide(article: Article, words: str, verdict: str, by=reporter) -> relabelling.RelabelOutcome:
        start = article.clip.text.index(words)
        outcome = uncertain_places.decide(article.reading, start, start + len(words), verdict, by)
        article.refresh_from_db()
        return outcome

    return decide


def open_words(article: Article) -> list[str]:
    reading = article.clip.readings.first()
    places = uncertain_places.places(reading)
    assert reading.uncertain_count == len(places)
    return [article.clip.text[start:end] for start, end in places]


def role_and_rule(article: Article, words: str) -> tuple[str, str]:
    start = article.clip.text.index(words)
    segments = article.clip.readings.first().segments
    return next((s["role"], s["rule"]) for s in segments if s["start"] <= start < s["end"])


def test_an_imported_clip_has_its_uncertain_places_in_the_text_and_counted(article):
    assert open_words(article) == [RAIN, SNOW]
    assert RAIN in article.body
    assert article.reading.warning_count == len(article.reading.warnings)


def test_a_removed_place_leaves_article_and_ledger_with_one_revision_and_one_audit_entry(article, decide, reporter):
    version = article.version

    outcome = decide(article, RAIN, "removed")

    assert (outcome.fields, article.version) == (["body"], version + 1)
    assert RAIN not in article.body
    assert SNOW in article.body
    assert role_and_rule(article, RAIN) == ("boilerplate", "editor")
    assert open_words(article) == [SNOW]
    entry = AuditEntry.objects.get(verb="remove_place")
    assert (entry.by, entry.object_id) == (reporter, article.clip_id)
    assert article.history.first().history_user == reporter


def test_a_kept_place_stays_as_it_is_without_a_revision(article, decide):
    before = (article.body, article.version)

    outcome = decide(article, RAIN, "kept")

    assert (outcome.fields, (article.body, article.version)) == ([], before)
    assert role_and_rule(article, RAIN) == ("paragraph", "editor")
    assert open_words(article) == [SNOW]
    assert AuditEntry.objects.filter(verb="keep_place").count() == 1


def test_who_decided_what_and_when_is_kept(article, decide, reporter):
    decide(article, RAIN, "kept")
    decide(article, SNOW, "removed")

    rows = article.clip.readings.first().corrections
    assert [(CLIP[row["start"] : row["end"]], row["verdict"], row["by"]) for row in rows] == [
        (RAIN, "kept", reporter.pk),
        (SNOW, "removed", reporter.pk),
    ]
    assert all(row["at"][:4].isdigit() for row in rows)


def test_the_warning_ends_with_the_last_place(article, decide):
    for words in (RAIN, SNOW):
        decide(article, words, "kept")

    reading = article.clip.readings.first()
    assert "uncertain_text" not in {warning["code"] for warning in reading.warnings}
    assert reading.warning_count == len(reading.warnings)


def test_the_warning_says_how_many_places_are_left(article, decide):
    decide(article, RAIN, "kept")

    warning = next(w for w in article.clip.readings.first().warnings if w["code"] == "uncertain_text")
    assert warning["params"] == [["places", 1]]


@pytest.mark.parametrize("verdict", uncertain_places.VERDICTS)
def test_a_decided_place_is_decided_once(article, decide, verdict):
    decide(article, RAIN, "kept")

    with pytest.raises(errors.Refused, match="nicht mehr ungewiss"):
        decide(article, RAIN, verdict)


@pytest.mark.parametrize(("words", "verdict"), [("Das kostet Geld.", "kept"), (RAIN, "vielleicht")])
def test_what_is_no_uncertain_place_or_no_verdict_is_refused_and_changes_nothing(article, decide, words, verdict):
    with pytest.raises(errors.Refused):
        decide(article, words, verdict)

    assert open_words(article) == [RAIN, SNOW]
    assert not AuditEntry.objects.filter(verb__in=["keep_place", "remove_place"]).exists()


def test_a_role_given_to_a_place_decides_about_it(article, reporter):
    start = CLIP.index(RAIN)

    relabelling.assign_role(article.reading, start, start + len(RAIN), "subheading", reporter)

    assert open_words(article) == [SNOW]


@pytest.mark.parametrize("verdict", uncertain_places.VERDICTS)
def test_a_decision_is_taken_back_and_the_article_is_as_before(article, decide, reporter, verdict):
    before = article.body
    decide(article, SNOW, "kept")
    decide(article, RAIN, verdict)

    _outcome, span = uncertain_places.reopen(article.reading, reporter)

    article.refresh_from_db()
    assert CLIP[slice(*span)] == RAIN
    assert (article.body, open_words(article)) == (before, [RAIN])
    assert [row["verdict"] for row in article.clip.readings.first().corrections] == ["kept"]
    assert AuditEntry.objects.filter(verb="reopen_place").count() == 1


def test_nobody_takes_back_what_somebody_else_decided_or_what_was_corrected_since(article, decide, reporter, editor):
    with pytest.raises(errors.Refused):
        uncertain_places.reopen(article.reading, reporter)
    decide(article, RAIN, "kept")
    assert uncertain_places.last_decision(article.clip.readings.first(), reporter).verdict == "kept"
    with pytest.raises(errors.Refused):
        uncertain_places.reopen(article.reading, editor)

    start = CLIP.index(RAIN)
    relabelling.assign_role(article.reading, start, start + len(RAIN), "quote", editor)
    with pytest.raises(errors.Refused):
        uncertain_places.reopen(article.reading, reporter)


def test_a_decision_can_be_taken_back_for_some_hours(article, decide, reporter, monkeypatch):
    decide(article, RAIN, "kept")
    later = timezone.now() + uncertain_places.UNDO_WINDOW + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert uncertain_places.last_decision(article.clip.readings.first(), reporter) is None


def test_a_newer_reader_asks_for_no_decided_place_again(article, decide, monkeypatch):
    decide(article, RAIN, "removed")
    decide(article, SNOW, "kept")
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "next")

    assert [reread.reread(clip).status for clip in reread.unread()] == ["seen"]

    article.refresh_from_db()
    assert open_words(article) == []
    assert (RAIN in article.body, SNOW in article.body) == (False, True)
    assert role_and_rule(article, RAIN) == ("boilerplate", "editor")
    assert article.clip.readings.count() == 2


def test_a_newer_reader_asks_for_the_places_that_are_left(article, decide, monkeypatch):
    decide(article, RAIN, "kept")
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "next")

    for clip in reread.unread():
        reread.reread(clip)

    assert open_words(article) == [SNOW]


def test_a_live_article_gets_a_prepared_version_from_who_may_prepare_one(article, decide, moderator, reporter):
    Article.objects.update(state="published", slug="turm", publish_at=article.created_at)
    before = article.body

    outcome = decide(article, RAIN, "removed")

    assert (outcome.is_prepared, article.body) == (True, before)
    assert RAIN not in PreparedVersion.objects.get().values["body"]
    with pytest.raises(PermissionDenied):
        decide(article, SNOW, "removed", moderator)


def test_a_role_without_the_right_to_change_articles_decides_nothing(article, decide, moderator):
    for verdict in uncertain_places.VERDICTS:
        with pytest.raises(PermissionDenied):
            decide(article, RAIN, verdict, moderator)
    with pytest.raises(PermissionDenied):
        uncertain_places.reopen(article.reading, moderator)

    assert open_words(article) == [RAIN, SNOW]
    assert Clip.objects.get().readings.get().corrections == []
