"""Clips whose text nearly equals that of an earlier one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.domain.imports import importer, near_duplicates, reread
from articles.models import Clip, Fingerprint, FingerprintBand, Reading
from articles.parser import pipeline
from tests.end_to_end.generated_clips import generate_clip

TEXT = generate_clip(1).decode()
COPY = "Anderer Titel: Rat berät\n\n" + TEXT.split("\n\n", 1)[1].replace("Sommer", "Herbst", 2)


def warning_of(clip: Clip) -> list[dict]:
    return [w for w in clip.readings.first().warnings if w["code"] == "near_duplicate"]


def bring_in(*texts: str) -> list[importer.ImportOutcome]:
    return importer.import_clips([(f"{number}.txt", text.encode()) for number, text in enumerate(texts)])


def test_a_clip_that_nearly_equals_an_earlier_one_gets_a_warning_that_names_it(db):
    first = importer.import_clip(TEXT.encode(), "erster.txt").clip

    outcome = importer.import_clip(COPY.encode(), "zweiter.txt")

    (warning,) = warning_of(outcome.clip)
    params = dict(warning["params"])
    assert (params["name"], params["clip"]) == ("erster.txt", first.pk)
    assert 80 <= params["percent"] < 100
    assert "erster.txt" in warning["message"]
    assert outcome.warning_count == outcome.clip.readings.get().warning_count == 1
    assert warning_of(first) == []
    assert [fingerprint.clip for fingerprint in first.near_duplicates.all()] == [outcome.clip]


def test_two_of_the_same_batch_are_compared_as_well(db):
    first, second, third = (outcome.clip for outcome in bring_in(TEXT, generate_clip(2).decode(), COPY))

    assert [len(warning_of(clip)) for clip in (first, second, third)] == [0, 0, 1]
    assert third.fingerprint.near == first


def test_another_page_around_the_same_article_makes_no_difference(db):
    bring_in(TEXT)
    page = "Startseite\nPolitik\nSport\nAnmelden\n\n" + TEXT + "\n\nNewsletter\nImpressum\nDatenschutz\n"

    (outcome,) = bring_in(page)

    assert len(warning_of(outcome.clip)) == 1


def test_tidy_texts_of_their_own_are_no_duplicates(db):
    outcomes = bring_in(*(generate_clip(number).decode() for number in range(40)))

    assert Fingerprint.objects.count() == 40
    assert not any(warning_of(outcome.clip) for outcome in outcomes)


def test_a_text_that_is_no_article_is_compared_by_all_of_its_words(db):
    log = "\n".join(f"2024-06-19 12:00:{n:02} INFO worker {n * 7} finished job {n * 13}" for n in range(40))

    first, second = (outcome.clip for outcome in bring_in(log, log + "\n2024-06-19 12:01:00 INFO done"))

    assert first.readings.get().fields is None
    assert second.fingerprint.near == first


def test_a_few_words_are_no_evidence(db):
    bring_in("Notiz\n\nDer Markt fällt heute aus.", "Notiz\n\nDer Markt fällt heute aus!")

    assert not Fingerprint.objects.exists()


def test_importing_again_changes_nothing(db):
    bring_in(TEXT, COPY)
    before = [list(m.objects.order_by("pk").values()) for m in (Fingerprint, FingerprintBand, Reading)]

    bring_in(TEXT, COPY)

    assert [list(m.objects.order_by("pk").values()) for m in (Fingerprint, FingerprintBand, Reading)] == before


def test_the_dry_run_tells_of_it_and_writes_nothing(db):
    bring_in(TEXT)

    outcome = importer.preview_import(COPY.encode(), "zweiter.txt")

    assert [w.code for w in outcome.read.warnings] == ["near_duplicate"]
    assert outcome.warning_count == 1
    assert Fingerprint.objects.count() == 1


def test_a_clip_that_is_read_again_keeps_its_warning_and_looks_at_earlier_clips_only(db, monkeypatch):
    first, second = (outcome.clip for outcome in bring_in(TEXT, COPY))
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "99")

    for clip in reread.unread():
        reread.reread(clip)

    assert second.readings.first().parser_version == "99"
    assert [len(warning_of(clip)) for clip in (first, second)] == [0, 1]
    assert [(row.clip, row.near) for row in Fingerprint.objects.all()] == [(first, None), (second, first)]


def test_a_band_that_a_crowd_shares_leads_to_some_of_them_only(db, monkeypatch):
    monkeypatch.setattr(near_duplicates, "MAX_CLIPS_PER_BAND", 3)

    outcomes = bring_in(*(TEXT + f"\n\nNachtrag {n}, Fassung {n}.\n" for n in range(10)))

    assert [len(warning_of(outcome.clip)) for outcome in outcomes] == [0] + [1] * 9
    assert max(FingerprintBand.objects.filter(value=b.value).count() for b in FingerprintBand.objects.all()) == 3


@pytest.mark.parametrize("clips", [10, 60])
def test_the_archive_is_asked_twice_however_many_clips_come(db, clips):
    bring_in(*(generate_clip(number).decode() for number in range(5)))
    batch = [generate_clip(number).decode() for number in range(100, 100 + clips)]

    with CaptureQueriesContext(connection) as asked:
        bring_in(*batch)

    looked = [q["sql"] for q in asked if "fingerprint" in q["sql"] and q["sql"].startswith("SELECT")]
    assert len(looked) == 2
