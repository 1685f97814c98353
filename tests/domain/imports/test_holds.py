"""Texts that no import publishes: what their clips say of themselves, or that nobody knows what they are."""

from dataclasses import replace

import pytest

from articles.domain.articles import checklist
from articles.domain.imports import holds, importer, reread, warnings
from articles.models import Article, Clip, Comment, Reading
from articles.parser import notices, pipeline
from articles.parser.document import Child, SaidFact

TEXT = """Freibad öffnet im Sommer länger

Die Gemeinde will ihr Freibad im kommenden Sommer länger öffnen. Das hat der Rat am Dienstagabend beschlossen.

Die Bürgermeisterin sprach von einem guten Tag für die Familien. Das Geld dafür kommt zur Hälfte vom Land.

Gegenstimmen kamen aus der Fraktion der Freien Wähler. Deren Sprecher hält die Kosten für zu hoch, sagte er am Abend.
"""
COMMENTS = """
2 Kommentare

Ada schrieb am 19.06.2024 um 10:12 Uhr:
Das ist eine gute Nachricht für alle Kinder im Ort.

Ben schrieb am 19.06.2024 um 11:40 Uhr:
Und wer soll das bezahlen? Ich jedenfalls nicht.
"""
NOTICES = {
    "Sperrfrist: 20. Juni 2030, 18 Uhr": "embargo",
    "Sperrfrist: 19.06.2024, 14:00 Uhr": "embargo",
    "Sperrfrist: Beginn der Rede": "embargo",
    "EMBARGOED until 20 June 2030, 18:00 CET": "embargo",
    "Hold for release": "embargo",
    "nicht zur Veröffentlichung": "not_for_publication",
    "INTERNAL": "not_for_publication",
    "Vorausmeldung": "advance",
    "TEST TEST": "test",
    "KILL": "kill",
    "dpa zieht zurück": "kill",
    "mandatory kill": "kill",
}


def publish(text: str, name: str = "clip.txt") -> importer.ImportOutcome:
    """The outcome of an import that shall publish."""
    return importer.import_clip(text.encode(), name, importer.ImportDefaults(right="full"), publish_reason="Probe")


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("at_head", [True, False])
def test_no_import_publishes_a_text_with_a_notice_and_it_says_which(db, notice, at_head):
    outcome = publish(f"{notice}\n\n{TEXT}" if at_head else f"{TEXT}\n{notice}\n")

    assert outcome.article is not None
    assert outcome.article.state == Article.State.DRAFT
    assert outcome.held == (NOTICES[notice],)
    assert holds.label(NOTICES[notice]) in outcome.sentence
    assert notice in outcome.sentence
    assert "nicht veröffentlicht" in outcome.sentence
    assert list(Article.objects.held()) == [outcome.article]
    assert list(Clip.objects.held()) == [outcome.clip]
    assert not Article.objects.published().exists()


def test_an_import_publishes_what_says_nothing_of_the_kind(db):
    outcome = publish(TEXT)

    assert outcome.held == ()
    assert Article.objects.published().count() == 1
    assert not Clip.objects.held().exists()


def test_the_comments_of_a_text_that_is_held_back_wait(db):
    publish(f"KILL\n\n{TEXT}{COMMENTS}")

    assert set(Comment.objects.values_list("status", flat=True)) == {Comment.Status.PENDING}


def test_in_a_batch_only_the_text_with_a_notice_stays_a_draft(db):
    other = TEXT.replace("Freibad", "Hallenbad").replace("Gemeinde", "Stadt")
    files = [("a.txt", TEXT.encode()), ("b.txt", f"Frei ab 20. Juni 2030\n\n{other}".encode())]

    outcomes = importer.import_clips(files, importer.ImportDefaults(right="full"), publish_reason="Probe")

    assert [o.article.state for o in outcomes if o.article] == ["published", "draft"]


def test_a_text_without_an_article_says_what_it_is_and_waits(db):
    outcome = publish("Der Morgen\n\nGuten Morgen!\n\nIm Browser ansehen\n\nNewsletter abbestellen\n\nImpressum\n")

    assert outcome.article is None
    assert outcome.held == ("no_article",)
    assert "Newsletter ohne Artikel" in outcome.sentence
    assert outcome.is_unread
    assert list(Clip.objects.held()) == [outcome.clip]


def test_data_that_was_read_as_an_article_is_not_published(db):
    rows = [
        f"Musterstadt {n};Montag;Am {n}. Tag war der Markt gut besucht, wie die Stadt berichtet.;12" for n in range(9)
    ]
    outcome = publish("\n".join(rows))

    assert set(outcome.held) & {"kind", "no_article"}
    assert "Tabelle" in outcome.sentence
    assert not Article.objects.published().exists()


def test_a_text_is_held_back_until_somebody_has_looked_at_the_warning(db, editor):
    outcome = publish(f"KILL\n\n{TEXT}")
    assert outcome.clip is not None
    reading = outcome.clip.readings.get()
    number = next(n for n, warning in enumerate(reading.warnings) if warning["code"] == "notice_kill")

    warnings.acknowledge(reading, number, editor)
    assert not Article.objects.held().exists()
    assert not Clip.objects.held().exists()
    warnings.acknowledge(reading, number, editor, seen=False)
    assert Article.objects.held().exists()


def test_a_new_reading_holds_back_what_it_finds_and_remembers_what_was_seen(db, editor, monkeypatch):
    outcome = publish(f"KILL\n\n{TEXT}")
    assert outcome.clip is not None
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "99")

    reread.reread(outcome.clip)

    assert [row.holds for row in outcome.clip.readings.order_by("id")] == ["", "kill"]
    assert Article.objects.held().count() == 1
    latest = outcome.clip.readings.first()
    assert latest is not None
    number = next(n for n, warning in enumerate(latest.warnings) if warning["code"] == "notice_kill")
    warnings.acknowledge(latest, number, editor)
    assert not Reading.objects.held().exists()


def test_every_reason_has_words_in_both_languages():
    assert set(notices.HOLDS.values()) <= set(holds.LABELS)
    assert all(holds.label(code) != code for code in holds.LABELS)


def test_the_checklist_asks_for_a_look_at_the_warning(db):
    outcome = publish(f"KILL\n\n{TEXT}")
    assert outcome.article is not None

    assert [(g.code, g.blocks) for g in checklist.checklist(outcome.article) if g.code == "clip_notice"] == [
        ("clip_notice", True)
    ]


@pytest.mark.parametrize(("notice", "held"), [("Sperrfrist: Redebeginn", ("whole",)), ("", ())])
def test_what_comes_in_a_file_that_is_held_back_waits_as_well(db, monkeypatch, notice, held):
    parse, other = pipeline.parse_clip, TEXT.replace("Freibad", "Hallenbad").encode()

    def parse_with_child(data: bytes, name: str) -> object:
        read = parse(data, name)
        return read if data == other else replace(read, children=(Child("anlage.txt", other),))

    monkeypatch.setattr(pipeline, "parse_clip", parse_with_child)
    outcome = publish(f"{notice}\n\n{TEXT}".lstrip())

    child = outcome.children[0]
    assert child.article is not None
    assert (child.held, child.article.state) == (held, "draft" if held else "published")


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("status", "canceled", "canceled"),
        ("status", "withheld", "canceled"),
        ("status", "test", "test"),
        ("status", "advisory", "advance"),
        ("status", "embargoed", "embargo"),
        ("embargo", "2030-06-20T18:00:00Z", "embargo"),
        ("status", "usable", ""),
        ("status", "correction", ""),
    ],
)
def test_what_a_format_says_of_its_publication_holds_a_text_back(db, monkeypatch, name, value, held):
    parse = pipeline.parse_clip
    said = (SaidFact(name, value, (), "test"),)
    monkeypatch.setattr(
        pipeline, "parse_clip", lambda data, file: notices.from_said(replace(parse(data, file), said=said))
    )

    outcome = publish(TEXT)

    assert outcome.held == ((held,) if held else ())
    assert outcome.article is not None
    assert outcome.article.state == ("draft" if held else "published")
