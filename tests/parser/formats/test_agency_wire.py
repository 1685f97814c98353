"""Agencies' reports with the control characters of their transmission (ANPA 1312, IPTC 7901), and in English."""

import pytest

from articles.parser.formats import registry
from articles.parser.notices import holds
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.formats.test_every_format import covered

HEAD = "Bridge over the Aue to open a year early"
TEXT = (
    "The new bridge over the Aue will open to traffic next spring, a year earlier than planned, the town said Sunday.",
    "Work has gone faster than expected, site manager Petra Vorlage said. The winter caused hardly any trouble.",
    "The bridge has cost about four million euros so far. Two thirds of it are paid by the state.",
)
BODY = "\r\n".join(f"\t   {paragraph}" for paragraph in (f"AUENFELD, Germany (AP) _ {TEXT[0]}", *TEXT[1:]))
LINES = (f"^{HEAD}<", "^AP Photo ABC101, ABC102<", "^Eds: With AP Photos.<", "^By JAKOB VORLAGE=", "^Example Press=")


def anpa(
    first: str = "\x16\x16\x01W2346\x1fasian",
    second: str = "r i\x13\x11 BC-EU--Bridge-Auenfe 1stLd-Writethru   03-03 0131",
    slug: str = "\x02^BC-EU--Bridge-Auenfeld, 1st Ld-Writethru,131<",
    lines: tuple[str, ...] = LINES,
    body: str = BODY,
) -> bytes:
    end = "\r\n\r\n\t   \x03AP-WF-03-03-24 1626GMT<\r\n\r\n\x0c\r\n\x04"
    return ("\r\n".join((first, second, slug, *lines, body)) + end).encode()


def read(data: bytes):
    reading = parse_clip(data, "wire.tst")
    assert covered(reading)
    return reading


def body(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def said(reading, name: str) -> list[str]:
    return [fact.value for fact in reading.said if fact.name == name]


@pytest.mark.parametrize(
    "first",
    ["\x16\x16\x01W2346\x1fasian", "\x16\x16\x01z6715\x1f-----", "z6715-----", "W2346asian", "\x01a0105KYODO\x1fkoko-"],
)
@pytest.mark.parametrize("category", ["i\x13\x11", "i\x14\x12", "i", "z\x14\x12"])
def test_a_report_of_anpa_is_known_and_read_with_its_control_characters(first, category):
    data = anpa(first, f"r {category} BC-EU--Bridge-Auenfe 1stLd-Writethru   03-03 0131")
    reading = read(data)

    assert reading.format == "agency"
    assert (reading.document.headline, body(reading)) == (HEAD, list(TEXT))
    assert (reading.document.byline, reading.document.authors) == ("By JAKOB VORLAGE", ("Jakob Vorlage",))
    assert reading.document.dateline == "AUENFELD, Germany"
    assert reading.document.date.at.isoformat() == "2024-03-03T16:26:00+00:00"


@pytest.mark.parametrize(
    "slug",
    ["^BC-10 Things to Know-Today,364<", "^*9006< ^BC-10-Things-to-Know-Headlines,0176<", "BC-10 Things to Know"],
)
def test_a_line_that_repeats_the_slug_of_the_transmission_is_no_headline(slug):
    reading = read(anpa(second="r a\x13\x11 BC-10ThingstoKnow     03-03 0813", slug="\x02" + slug))

    assert reading.document.headline == HEAD
    assert "BC-10ThingstoKnow" in said(reading, "slug")


def test_a_summary_below_the_headline_is_no_part_of_it():
    summary = "Petra Vorlage opens the bridge over the Aue after a short winter."
    reading = read(anpa(lines=(LINES[0], f"^{summary}<", *LINES[1:])))

    assert (reading.document.headline, reading.document.subheadline) == (HEAD, summary)


@pytest.mark.parametrize(
    "note", ["^AP Photo ABC101<", "^Eds: Updates.<", "^EDITOR'S NOTE _ This is part of a series.<"]
)
def test_hints_in_the_head_are_notes(note):
    reading = read(anpa(lines=(LINES[0], note, *LINES[3:])))

    at = reading.text.index(note[1:6])
    assert {s.role for s in reading.segments if s.start <= at < s.end} == {Role.NOTE}
    assert reading.document.subheadline == ""


def test_lines_of_a_table_below_the_head_are_text():
    table = "\r\n".join(["^AMERICAN LEAGUE=", "^East Division=", "\x08;W;L;Pct", "\x08Auenfeld;23;13;.639", BODY])
    reading = read(anpa(lines=(f"^{HEAD}=", "^By The Associated Press="), body=table))

    assert reading.document.headline == HEAD
    assert reading.document.byline == "By The Associated Press"
    assert {"Auenfeld;23;13;.639", TEXT[2]} <= {part.strip("\x08") for part in body(reading)}


def test_a_table_full_of_control_characters_is_no_binary_file():
    table = "\r\n".join(f"\x08Auenfeld\x1f\x1e\x1e {n}\x1e\x1e 1\x1e\x1e" for n in range(40))

    assert registry.find(anpa(body=table), "x").name == "agency"
    assert read(anpa(body=table)).document.headline == HEAD


ENGLISH = """eca0003 3 i 380  dpa 0045

/traffic/building/Auenfeld/
{kinds}{head}
{byline} =

Auenfeld (dpa) - {text}

# Notebook

## Note to editors
- adds the cost

## Internet links
- [Town](https://auenfeld.example)

* * * *
The following information is not intended for publication

## Editorial contacts
- Reporting by: Jakob Vorlage in Auenfeld
- Editing by: Petra Beispiel, +49 30 00000

dpa jvo pbe

\x03031745 GMT Mar 24
"""
BYLINES = {
    "By Jakob Vorlage, dpa": "Jakob Vorlage",
    "By Jakob Vorlage, The Auenfeld Union-Tribune": "Jakob Vorlage",
    "By dpa correspondents": "",
    "By dpa": "",
}


@pytest.mark.parametrize("byline", BYLINES)
@pytest.mark.parametrize("kinds", ["", "1ST LEAD\n", "REFILE\n1ST LEAD\n", "2ND LEAD\n3RD NET\n", "URGENT\n"])
def test_kinds_of_report_and_byline_are_no_part_of_an_english_headline(byline, kinds):
    text = "\n\n".join(TEXT)
    reading = read(ENGLISH.format(kinds=kinds, head=HEAD, byline=byline, text=text).encode())

    assert (reading.document.headline, body(reading)) == (HEAD, list(TEXT))
    assert reading.document.authors == ((BYLINES[byline],) if BYLINES[byline] else ())
    assert reading.document.date.at.isoformat() == "2024-03-03T17:45:00+00:00"
    assert holds([warning.code for warning in reading.warnings]) == ()


def test_a_headline_that_goes_on_with_von_is_no_byline():
    head = "Neue Brücke verkürzt den Weg\nvon der Altstadt bis zum Bahnhof"
    data = f"bdt0173 3 vm 148  dpa 0525\n\nBau/Verkehr/\n{head} =\n\nAuenfeld (dpa) - {TEXT[0]}\n"

    assert read(data.encode()).document.headline == " ".join(head.split())


@pytest.mark.parametrize("end", ["(SDA/sj)", "==Kyodo", "KWS-21:37-09-12-18", "dpa jvo pbe", "jvo/pbe"])
def test_what_ends_a_report_is_no_text(end):
    parts = ("bsf025 3 ec 121   etf 967", "Auenfeld", f"{HEAD} =", f"   {TEXT[0]}", end, "\x03091223 dec 18")
    data = "\r\n\r\n".join(parts)
    reading = read(b"\x7f\x7f\r\n" + data.encode())

    assert (reading.format, reading.document.headline, body(reading)) == ("agency", HEAD, [TEXT[0]])
    assert "Auenfeld" in said(reading, "keyword")
