"""Markdown: its marks say what the lines are, and are no text."""

import pytest

from articles.parser.formats import registry
from articles.parser.notices import holds
from articles.parser.pipeline import parse_clip
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS, REPORT, TEXT
from tests.parser.formats.test_word import body, printed, said

TITLE = f"# {HEADLINE}\n\n"
BODY = "\n\n".join(PARAGRAPHS) + "\n"
FRONT = (
    f'---\ntitle: "{HEADLINE}"\nauthor: Jakob Vorlage\ndate: 2024-03-03T17:45:00+01:00\ntags: [Bau, "Verkehr"]\n'
    "lang: de\nlayout: post\n---\n\n"
)


def texts(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def read(text: str, name: str = "m.md"):
    return parse_clip(text.encode(), name)


@pytest.mark.parametrize(
    "text",
    [
        TITLE + BODY,
        f"{HEADLINE}\n=====\n\n{BODY}",
        FRONT + BODY,
        f"{HEADLINE}\n\n{BODY}\n## Kosten\n\nMehr bei der [Stadt](https://auenfeld.example).\n",
        f"{HEADLINE}\n\n{BODY}\nDas ist **sehr viel Geld**, sagt die [Stadt](https://auenfeld.example).\n",
    ],
)
def test_it_is_known_by_its_marks(text):
    assert registry.find(text.encode(), "m.txt").name == "markdown"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        REPORT,
        TEXT + "\n# Notizblock\n\n## Redaktionelle Hinweise\n- ergänzt\n",
        "* eins\n* zwei\n\n" + TEXT,
        TEXT + "\n---\n\nmehr\n",
        "#aue #bruecke\n\n" + TEXT,
        "2 * 3 ** 4 und ** noch ** mehr\n" + TEXT,
    ],
)
def test_other_texts_are_not_taken_for_it(text):
    assert registry.find(text.encode(), "m.txt").name != "markdown"


def test_headings_lists_quotations_and_tables():
    text = (
        TITLE + "\n\n".join(PARAGRAPHS[:2]) + "\n\n## Wer den Bau bezahlt\n\n" + PARAGRAPHS[2]
        + "\n\n- die alte **Brücke**\n- der Radweg am Ufer\n- die Treppe zum Hafen\n\n"
        + "| Jahr | Kosten |\n|---|---:|\n| 2023 | 1,5 Mio. Euro |\n| 2024 | 2,5 Mio. Euro |\n\n" + PARAGRAPHS[3] + "\n"
    )  # fmt: skip
    reading = read(text)

    assert (reading.format, reading.document.headline) == ("markdown", HEADLINE)
    assert ("subheading", "Wer den Bau bezahlt") in body(reading)
    assert [words for kind, words in body(reading) if kind == "list_item"] == [
        "die alte Brücke",
        "der Radweg am Ufer",
        "die Treppe zum Hafen",
    ]
    assert ("table", "Jahr\tKosten\n2023\t1,5 Mio. Euro\n2024\t2,5 Mio. Euro") in body(reading)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Das kostet *sehr* viel **Geld** heute.", "Das kostet sehr viel Geld heute."),
        ("Die [Stadt](https://a.example/Stadt) baut die Stadt um.", "Die Stadt baut die Stadt um."),
        ("Müller &amp; Söhne bauen \\*schnell\\* heute.", "Müller & Söhne bauen *schnell* heute."),
        ("Er sagt, 3 < 4 & 5 > 4 sei ganz klar.", "Er sagt, 3 < 4 & 5 > 4 sei ganz klar."),
        ("Die Zeile\ngeht einfach weiter bis zum Ende.", "Die Zeile geht einfach weiter bis zum Ende."),
        ("Ein Bild ![Luftbild](/bild.jpg) steht hier mitten im Satz.", "Ein Bild steht hier mitten im Satz."),
        ("Mit `Code` und <b>fett</b> geht es hier weiter.", "Mit Code und fett geht es hier weiter."),
    ],
)
def test_marks_within_a_line_are_no_text(written, words):
    reading = read(TITLE + BODY + "\n" + written + "\n")

    assert words in " ".join(printed(reading).split())
    assert reading.text.endswith(written + "\n")
    for segment in reading.segments:
        if segment.role == "paragraph":
            assert "](" not in reading.text[segment.start : segment.end]


def test_what_the_head_says_is_firm():
    reading = read(FRONT + BODY)
    article = reading.document

    assert (article.headline, article.authors) == (HEADLINE, ("Jakob Vorlage",))
    assert article.date.at.isoformat() == "2024-03-03T17:45:00+01:00"
    assert said(reading)["keyword"] == ["Bau", "Verkehr"]
    assert [*filter(None, [article.lead]), *(block.text for block in article.body)] == list(PARAGRAPHS)
    for fact in reading.said:
        assert [reading.text[slice(*span)] for span in fact.spans] == [fact.value]


def test_keywords_in_a_list_below():
    reading = read("---\ntitle: Neu\ntags:\n  - Bau\n  - Verkehr\n---\n\n" + BODY)

    assert said(reading)["keyword"] == ["Bau", "Verkehr"]


@pytest.mark.parametrize("field", ["draft: true", "draft: yes", "draft: On", "published: false", "published: no"])
def test_a_draft_is_withheld(field):
    reading = read(f"---\ntitle: Neu\n{field}\n---\n\n{BODY}")

    assert said(reading)["status"] == ["private"]
    assert holds([warning.code for warning in reading.warnings]) == ("not_for_publication",)


@pytest.mark.parametrize("field", ["draft: false", "draft: no", "published: yes", "embargo: false", "embargo:"])
def test_what_is_no_draft_is_not_held_back(field):
    assert holds([warning.code for warning in read(f"---\ntitle: Neu\n{field}\n---\n\n{BODY}").warnings]) == ()


@pytest.mark.parametrize(
    ("field", "end"),
    [
        ("embargo: 2124-03-04T06:00", "2124-03-04T06:00:00+01:00"),
        ("embargoed-until: 2124-03-04 06:00:00 +0100", "2124-03-04T06:00:00+01:00"),
        ("Sperrfrist: 4. März 2124, 6 Uhr", "2124-03-04T06:00:00+01:00"),
        ("sperrfrist: bis zur Freigabe", None),
    ],
)
def test_an_embargo_in_the_head_holds_the_text_back(field, end):
    reading = read(f"---\ntitle: Neu\n{field}\n---\n\n{BODY}")

    assert "embargo" in holds([warning.code for warning in reading.warnings])
    assert (reading.document.embargo_until.isoformat() if reading.document.embargo_until else None) == end


@pytest.mark.parametrize("status", ["draft", "hidden", "skip", "pending", "Entwurf"])
def test_a_status_that_is_not_public_holds_the_text_back(status):
    reading = read(f"Title: {HEADLINE}\nStatus: {status}\n\n{BODY}")

    assert "not_for_publication" in holds([warning.code for warning in reading.warnings])


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "more", ["", "Summary: Die Brücke ist fertig.\n    Mehr dazu unten.\n", "My Field: x\nempty:\n"]
)
def test_a_head_of_lines_without_rulers_is_a_head(break_, more):
    head = f"Title: {HEADLINE}\nDate: 2024-03-03 17:45\nAuthor: Jakob Vorlage\nTags: Bau\n{more}Status: published\n\n"
    reading = read((head + BODY).replace("\n", break_))

    assert (reading.document.headline, reading.document.authors) == (HEADLINE, ("Jakob Vorlage",))
    assert texts(reading) == list(PARAGRAPHS)
    assert reading.document.date.value.isoformat() == "2024-03-03"
    assert said(reading)["keyword"] == ["Bau"]
    assert holds([warning.code for warning in reading.warnings]) == ()


@pytest.mark.parametrize(
    "text", ["Bürgermeister: Wir sind froh.\nRat: Wir auch.\n\n", "Ort: Auenfeld\nZeit: 18 Uhr\n\n"]
)
def test_lines_with_colons_are_no_head(text):
    assert "format:header" not in {segment.rule for segment in read(text + BODY).segments}
    assert not said(read(text + BODY)).get("headline")


NOTED = (
    TITLE
    + f"{PARAGRAPHS[0]}[^1]\n\n{PARAGRAPHS[1]}[^quelle] Und noch einmal.[^1]\n\n"
    + "[^quelle]: Angaben des **Bauamts** & der Stadt.\n\n"
    + f"{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}\n\n"
    + "[^1]: https://auenfeld.example/bau\n\n[^offen]: Eine Anmerkung, auf die nichts im Text verweist.\n"
)


def lines_of(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def test_notes_stand_below_the_text_with_their_numbers():
    reading = read(NOTED)

    assert lines_of(reading) == [
        PARAGRAPHS[0] + "[1]",
        PARAGRAPHS[1] + "[2] Und noch einmal.[1]",
        *PARAGRAPHS[2:],
        "[1] https://auenfeld.example/bau",
        "[2] Angaben des Bauamts & der Stadt.",
        "[offen] Eine Anmerkung, auf die nichts im Text verweist.",
    ]
    at = reading.text.index("Bauamts")
    assert {s.rule for s in reading.segments if s.start <= at < s.end} == {"format:footnote"}


@pytest.mark.parametrize(
    ("notes", "below"),
    [
        ("^[Angaben des *Bauamts* [sic]] und mehr.", ["[1] Angaben des Bauamts [sic]"]),
        ("[^a] und mehr.\n\n[^a]: Erste\n    Zeile.\n\n    Zweiter Absatz.", ["[1] Erste Zeile.", "Zweiter Absatz."]),
        ("[^a] und mehr.^[Zwei.]\n\n[^a]: Eins.\n", ["[1] Eins.", "[2] Zwei."]),
        ("[^a] und mehr.\n\n> [^a]: Mitten im Zitat.", ["[1] Mitten im Zitat."]),
        ("[^a] und mehr.\n\n[^a]: Eins.\n\n[^a]: Zwei.", ["[1] Eins.", "[a] Zwei."]),
        ("[^a] und mehr.\n\n[^a]: - ein Punkt\n    - noch ein Punkt", ["[1]", "ein Punkt", "noch ein Punkt"]),
    ],
)
def test_notes_in_all_their_forms_are_kept(notes, below):
    reading = read(TITLE + BODY + "\nDer Rat der Stadt hat dem Bau im Januar zugestimmt" + notes + "\n")
    lines = lines_of(reading)

    assert lines[4].removesuffix("[2]") == "Der Rat der Stadt hat dem Bau im Januar zugestimmt[1] und mehr."
    assert "".join(lines[5:]).replace("\n", "") == "".join(below)
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text


def test_a_mark_of_a_note_that_is_missing_stays_as_it_is():
    assert PARAGRAPHS[3] + "[^fehlt]" in lines_of(read(TITLE + BODY.rstrip() + "[^fehlt]\n"))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-03-03-bruecke.md", "2024-03-03"),
        ("_posts/2024-3-3-bruecke.md", "2024-03-03"),
        ("2024-13-03-bruecke.md", None),
        ("bruecke.md", None),
    ],
)
def test_the_day_in_the_name_of_a_post_holds_where_its_head_has_none(name, day):
    found = read(f"---\ntitle: {HEADLINE}\n---\n\n{BODY}", name).document.date
    told = read(FRONT + BODY, name).document.date

    assert (found and found.value.isoformat()) == day
    assert told.at.isoformat() == "2024-03-03T17:45:00+01:00"
