"""Agencies' reports in the forms in which they are sent, with texts of our own."""

import textwrap
from datetime import UTC, date

import pytest

from articles.parser.formats import registry
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.formats.samples import PARAGRAPHS, TEXT

HEAD = "Brücke über die Aue wird ein Jahr früher fertig"
BODY = "\n\n".join(textwrap.fill(paragraph, 68) for paragraph in PARAGRAPHS)
LINES = [textwrap.wrap(paragraph, 66) for paragraph in PARAGRAPHS]
INDENTED = "\n".join("\n".join(["   " + lines[0], *lines[1:]]) for lines in LINES)  # a first line further in

TABBED = "\n".join("\t" + text for text in ["AUENFELD, Germany (AP) _ " + PARAGRAPHS[0], *PARAGRAPHS[1:]])

DPA = f"""lno0412 4 pl 131  dpa 1077

Verkehr/Bau/Schleswig-Holstein/
{HEAD}
Von Jakob Vorlage, dpa =

Auenfeld (dpa/lno) - {BODY}

# Notizblock

## Internet
- [Bauamt](https://bauamt.example/bruecke)

* * * *
Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt

## dpa-Kontakte
- Autor: Jakob Vorlage, +49 40 000000, <vorlage@agentur.example>

dpa jvo yyno a3 xkl

031745 Mär 24
"""
CONTROLLED = (
    "\x16\x16\x01lby0077 3 vm 140  dpa 0311\r\n\x02Verkehr/Bau/\r\n"
    + f"{HEAD} =\r\n\r\n   Auenfeld (dpa) - {INDENTED[3:]}\n".replace("\n", "\r\n")
    + "dpa jvo yyby z2 xkl\r\n\x03\r\n031745 mrz 24\r\n\x04"
)
APA = f"""APA0456 4 II 0131    So, 03.Mär 2024

Verkehr/Bau/Oberösterreich

{HEAD}

Utl.: Bauamt: Arbeiten schneller als erwartet - Kosten bisher vier
      Millionen Euro =

Auenfeld (APA) - {BODY}

(Schluss) jvo/xkl

APA0456    2024-03-03/17:45
"""
AFP = f"""Deutschland-Verkehr-Bau,2ndlead
{HEAD}
Auenfeld, 3. März 2024 (AFP) - {BODY}

jvo/xkl
"""
REUTERS = f"""GERMANY-BRIDGE/AUENFELD (UPDATE 1)

{HEAD}

By Jakob Vorlage

AUENFELD, March 3 (Reuters) - {BODY}

(Reporting by Jakob Vorlage; Editing by Petra
Beispiel)

((jakob.vorlage@agentur.example; +49 30 000000))
"""
AP = f"""y0931-----
u i BC-EU--Bridge Auenfeld 2ndLd-Writethru   03-03 0131
^BC-EU--Bridge Auenfeld, 2nd Ld-Writethru,131<
^{HEAD}<
^Eds: UPDATES with costs. With AP Photos.<
^By JAKOB VORLAGE=
^Example Press=
{TABBED}

\tAP-ES-03-03-24 1645GMT<
"""
SDA = f"""bsd098 4 vm 131  BSD 0098

Verkehr/Bau/
{HEAD} =

Auenfeld (sda) {BODY}

sda jvo xkl

031745 mar 24
"""
KNA = f"""KNA2024030300456
Kirche/Bau/Verkehr/

{HEAD}

Von Jakob Vorlage (KNA)

Auenfeld (KNA) {BODY}

(KNA - 0456 - 03.03.2024 - 17:45)
"""
EPD = f"""epd0144 4 ku 131  epd 0144

Kirchen/Bau/
{HEAD}
(Überblick) =

Auenfeld (epd). {BODY}

epd lnb jvo xkl

031745 mar 24
"""
REPORTS = {"dpa": DPA, "APA": APA, "AFP": AFP, "Reuters": REUTERS, "AP": AP, "sda": SDA, "KNA": KNA, "epd": EPD}


def read(text: str):
    return parse_clip(text.encode(), "meldung.txt")


def facts(reading, name: str) -> list[str]:
    return [fact.value for fact in reading.said if fact.name == name]


def roles(reading, words: str) -> set[tuple[Role, str]]:
    at = reading.text.index(words)
    return {(s.role, s.rule) for s in reading.segments if s.start < at + len(words) and at < s.end}


@pytest.mark.parametrize("agency", REPORTS)
def test_the_report_is_the_article_and_nothing_else(agency):
    reading = read(REPORTS[agency])
    document = reading.document

    assert reading.format == "agency"
    assert document.headline == HEAD
    assert [block.text for block in document.body] == list(PARAGRAPHS)
    assert {block.kind for block in document.body} == {"paragraph"}
    assert [found.name for found in document.agencies] == [agency]
    assert document.dateline.casefold().startswith("auenfeld")
    assert "no_article" not in {warning.code for warning in reading.warnings}


@pytest.mark.parametrize(("agency", "line"), [("dpa", "Von Jakob Vorlage, dpa"), ("Reuters", "By Jakob Vorlage")])
def test_the_author_stands_in_the_head(agency, line):
    document = read(REPORTS[agency]).document

    assert (document.byline, document.authors) == (line, ("Jakob Vorlage",))


@pytest.mark.parametrize("agency", ["dpa", "APA", "KNA", "sda", "epd"])
def test_the_time_of_sending_dates_the_report(agency):
    day = read(REPORTS[agency]).document.date

    assert (day.value, day.at.hour, day.at.minute, day.zone_is_assumed) == (date(2024, 3, 3), 17, 45, True)


def test_the_time_of_a_report_of_ap_is_universal():
    day = read(AP).document.date

    assert (day.at.hour, day.at.tzinfo, day.zone_is_assumed) == (16, UTC, False)


def test_control_characters_and_indented_paragraphs_make_no_difference():
    reading = read(CONTROLLED)

    assert reading.document.headline == HEAD
    assert [block.text for block in reading.document.body] == list(PARAGRAPHS)
    assert "\x02" in reading.text


def test_the_subheadline_of_apa_goes_on_in_the_next_line():
    assert read(APA).document.subheadline == (
        "Bauamt: Arbeiten schneller als erwartet - Kosten bisher vier Millionen Euro"
    )


def test_the_head_is_told_as_facts():
    reading = read(DPA)

    assert (facts(reading, "number"), facts(reading, "urgency")) == (["lno0412"], ["4"])
    assert facts(reading, "keyword") == ["Verkehr", "Bau", "Schleswig-Holstein"]
    assert facts(read(AP), "take") == ["2nd Ld-Writethru"]
    assert facts(read(EPD), "event") == ["Überblick"]


def test_what_is_not_for_publication_is_set_apart():
    dpa, reuters = read(DPA), read(REUTERS)

    for words in ("Die folgenden Informationen sind", "vorlage@agentur.example"):
        assert roles(dpa, words) == {(Role.BOILERPLATE, "format:not_public")}
    assert roles(dpa, "https://bauamt.example/bruecke") == {(Role.BOILERPLATE, "format:note_block")}
    for words in ("(Reporting by", "+49 30 000000"):
        assert roles(reuters, words) == {(Role.BOILERPLATE, "format:not_public")}


def test_hints_for_editors_are_notes():
    assert roles(read(AP), "UPDATES with costs") == {(Role.NOTE, "format:editors_note")}


@pytest.mark.parametrize(
    ("line", "event", "status"),
    [
        ("BERICHTIGUNG", ["BERICHTIGUNG"], ["correction"]),
        ("(Korrektur: Kosten im dritten Absatz)", ["Korrektur: Kosten im dritten Absatz"], ["correction"]),
        ("EIL", ["EIL"], []),
        ("2. Zusammenfassung", ["2. Zusammenfassung"], []),
        ("(Neu: Reaktionen)", [], []),
        ("ANNULLIERUNG", ["ANNULLIERUNG"], ["canceled"]),
        ("(Diese Meldung wurde zurückgezogen)", ["Diese Meldung wurde zurückgezogen"], ["canceled"]),
        ("TESTMELDUNG", ["TESTMELDUNG"], ["test"]),
        ("Vorschau", ["Vorschau"], ["advisory"]),
    ],
)
def test_the_kind_of_report_and_its_status_are_told(line, event, status):
    reading = read(DPA.replace(f"\n{HEAD}", f"\n{line}\n{HEAD}", 1))

    assert (facts(reading, "event"), facts(reading, "status")) == (event, status)
    assert reading.document.headline == HEAD
    assert line not in "".join(block.text for block in reading.document.body)


@pytest.mark.parametrize(
    ("headline", "status"),
    [
        ("ACHTUNG: dpa zieht Meldung «Brücke wird früher fertig» zurück", ["canceled"]),
        ("KILL: Brücke über die Aue, bitte nicht verwenden", ["canceled"]),
        ("Hersteller zieht Klage gegen die Stadt Auenfeld zurück", []),
        ("Land zieht Zusage zurück: Brücke wird teurer", []),
    ],
)
def test_a_headline_that_takes_a_report_back_is_told_from_one_about_a_withdrawal(headline, status):
    reading = read(DPA.replace(HEAD, headline))

    assert (facts(reading, "status"), reading.document.headline) == (status, headline)


@pytest.mark.parametrize("agency", [name for name in REPORTS if name != "AP"])  # whose lines have marks
def test_an_embargo_in_the_head_holds(agency):
    reading = read(REPORTS[agency].replace(f"\n{HEAD}", f"\nSperrfrist: 4. März 2024, 6 Uhr\n{HEAD}", 1))

    assert reading.document.headline == HEAD
    assert reading.document.embargo_until.isoformat() == "2024-03-04T06:00:00+01:00"


@pytest.mark.parametrize("agency", REPORTS)
def test_a_caption_in_a_report_is_a_picture(agency):
    first, second = REPORTS[agency].split(PARAGRAPHS[1][:30])
    caption = f"Die neue Brücke über die Aue kurz vor dem Ende der Bauarbeiten. Foto: Petra Vorlage/{agency}"
    indent = second and first.rsplit("\n", 1)[1]
    reading = read(f"{first}{textwrap.fill(caption, 66)}\n\n{indent}{PARAGRAPHS[1][:30]}{second}")

    (picture,) = reading.document.images
    assert (picture.caption, picture.credit) == (caption.partition(" Foto: ")[0], caption.partition("Foto: ")[2])
    assert [block.text for block in reading.document.body] == list(PARAGRAPHS)


@pytest.mark.parametrize("agency", REPORTS)
def test_every_character_of_a_report_has_a_role(agency):
    for text in (REPORTS[agency], REPORTS[agency].replace("\n", "\r\n")):
        reading = read(text)
        assert "".join(reading.text[s.start : s.end] for s in reading.segments) == text


def test_a_headline_in_two_lines_is_one():
    reading = read(DPA.replace(HEAD, "Brücke über die Aue wird\nein Jahr früher fertig"))

    assert reading.document.headline == HEAD


def test_windows_line_ends_make_no_difference():
    for text in REPORTS.values():
        reading = read(text.replace("\n", "\r\n"))
        assert reading.document.headline == HEAD
        assert [block.text for block in reading.document.body] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"Politik/Inland\n\n{TEXT}",
        f"Kultur/Musik/\n\n{TEXT}",
        f"Schleswig-Holstein\n\n{HEAD}\n\nAuenfeld (dpa) - {BODY}",
        f"A1234\n\n{TEXT}",
        f"Brücke/Straße: So geht es weiter\n\nAuenfeld (dpa) - {BODY}\n\na =\nb",
    ],
)
def test_other_texts_are_no_agencys_report(text):
    assert registry.find(text.encode(), "a.txt").name == "text"
