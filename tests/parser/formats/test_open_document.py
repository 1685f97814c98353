"""OpenDocument texts, packed and as one XML file."""

import io
import zipfile

import pytest

from articles.parser.document import UnreadableClip
from articles.parser.pipeline import parse_clip
from tests.parser.formats.archives import zipped
from tests.parser.formats.documents import odt
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.parser.formats.test_word import body, printed, rule_of, said

TITLE = f'<text:p text:style-name="Title">{HEADLINE}</text:p>'
TEXT = [f"<text:p>{words}</text:p>" for words in PARAGRAPHS]
FORMS = pytest.mark.parametrize("flat", [False, True])


def read(*blocks: str, **said_of_it):
    return parse_clip(odt(*blocks, **said_of_it), "mitteilung.odt")


@FORMS
def test_title_and_headings(flat):
    heading = '<text:h text:outline-level="2">Wer den Bau bezahlt</text:h>'
    reading = read(TITLE, *TEXT[:2], heading, *TEXT[2:], flat=flat)

    assert (reading.format, reading.document.headline) == ("open_document", HEADLINE)
    assert ("subheading", "Wer den Bau bezahlt") in body(reading)


@FORMS
@pytest.mark.parametrize(("style", "is_ordered"), [("L1", False), ("L2", True)])
def test_lists(style, is_ordered, flat):
    words = ["die alte Brücke", "der Radweg am Ufer", "die Treppe zum Hafen"]
    items = "".join(f"<text:list-item><text:p>{word}</text:p></text:list-item>" for word in words)
    reading = read(TITLE, *TEXT[:2], f'<text:list text:style-name="{style}">{items}</text:list>', *TEXT[2:], flat=flat)
    found = [block for block in reading.document.body if block.kind == "list_item"]

    assert [block.text for block in found] == words
    assert {block.ordered for block in found} == {is_ordered}


@FORMS
def test_tables(flat):
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    head = f"<table:table-header-rows>{row('Jahr', 'Kosten')}</table:table-header-rows>"
    table = f"<table:table>{head}{row('2023', '1,5 Mio. Euro')}{row('2024', '2,5 Mio. Euro')}</table:table>"
    reading = read(TITLE, *TEXT[:3], table, TEXT[3], flat=flat)
    found = next(block for block in reading.document.body if block.kind == "table")

    assert (found.text, found.heads) == ("Jahr\tKosten\n2023\t1,5 Mio. Euro\n2024\t2,5 Mio. Euro", 1)


def test_cells_that_reach_over_others_leave_the_table_rectangular():
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell{more}><text:p>{words}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    over = ' table:number-columns-spanned="2"'
    rows = (
        cell("Karte", ' table:number-rows-spanned="2"') + cell("Preis in Euro", over) + covered + cell("Bad"),
        covered + cell("bisher") + cell("künftig") + cell("Freibad"),
        cell("Kinder", over) + covered + cell("2,50") + cell("Hallenbad"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    reading = read(TITLE, *TEXT[:3], f"<table:table>{table}</table:table>", TEXT[3])
    found = next(block for block in reading.document.body if block.kind == "table")

    assert found.text == ("Karte\tPreis in Euro\t\tBad\n\tbisher\tkünftig\tFreibad\nKinder\t\t2,50\tHallenbad")


def test_quotations_of_a_style_that_is_made_of_theirs():
    reading = read(TITLE, *TEXT[:2], '<text:p text:style-name="P1">„Wir sind früher fertig.“</text:p>', *TEXT[2:])

    assert ("quote", "„Wir sind früher fertig.“") in body(reading)


def test_blanks_tabs_and_breaks():
    reading = read(
        TITLE,
        *TEXT,
        '<text:p>Das<text:s text:c="99999"/>Amt<text:tab/>baut\n   heute<text:line-break/>weiter.</text:p>',
    )

    assert "Das Amt baut heute" in " ".join(printed(reading).split())
    assert len(reading.text) < 3_000


def test_notes():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>Stand der Zahlen: Ende Februar 2024.</text:p></text:note-body></text:note>"
    )
    reading = read(TITLE, *TEXT, f"<text:p>Die Kosten sind gestiegen{note}, sagt die Stadt.</text:p>")

    assert [text for _kind, text in body(reading)][-2:] == [
        "Die Kosten sind gestiegen[1], sagt die Stadt.",
        "[1] Stand der Zahlen: Ende Februar 2024.",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:p><text:span text:style-name="T2">Nur für das Amt</text:span></text:p>',
        '<text:p>Ende.<text:hidden-text text:string-value="Nur für das Amt"/></text:p>',
        '<text:section text:display="none"><text:p>Nur für das Amt</text:p></text:section>',
    ],
)
def test_hidden_text_is_told_and_not_printed(hidden):
    reading = read(TITLE, *TEXT[:2], hidden, *TEXT[2:])

    assert "Nur für das Amt" not in printed(reading)
    assert said(reading)["hidden_text"] == ["Nur für das Amt"]
    assert rule_of(reading, "Nur für das Amt") == "format:hidden"


def test_tracked_changes_and_comments_are_told():
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Petra Vorlage</dc:creator></office:change-info><text:p>fünf Millionen</text:p></text:deletion>"
        '</text:changed-region><text:changed-region text:id="c2"><text:insertion/></text:changed-region>'
        "</text:tracked-changes>"
    )
    text = (
        '<text:p>Gekostet hat das <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>'
        'vier Millionen<text:change-end text:change-id="c2"/> Euro.<office:annotation><dc:creator>Jo</dc:creator>'
        "<text:p>Bitte prüfen!</text:p></office:annotation></text:p>"
    )
    reading = read(changes, TITLE, *TEXT, text)

    assert "Gekostet hat das vier Millionen Euro." in printed(reading)
    assert "fünf" not in printed(reading)
    assert "prüfen" not in printed(reading)
    facts = said(reading)
    assert facts["deleted_text"] == ["fünf Millionen (Petra Vorlage)"]
    assert facts["inserted_text"] == ["vier Millionen"]
    assert facts["annotation"] == ["Bitte prüfen! (Jo)"]


@FORMS
def test_heads_of_pages_and_properties(flat):
    meta = (
        "<dc:title>Neue Brücke</dc:title><meta:initial-creator>Jakob Vorlage</meta:initial-creator>"
        "<meta:keyword>Verkehr</meta:keyword><dc:date>2024-03-03T17:45:00</dc:date><dc:language>de-DE</dc:language>"
    )
    reading = read(TITLE, *TEXT, meta=meta, header="Stadt Auenfeld, Seite 1", flat=flat)

    assert rule_of(reading, "Stadt Auenfeld, Seite 1") == "format:running_head"
    assert reading.document.headline == HEADLINE
    assert reading.document.date.value.isoformat() == "2024-03-03"
    assert said(reading)["author"] == ["Jakob Vorlage"]
    assert said(reading)["keyword"] == ["Verkehr"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt(), "empty"),
        (odt(TITLE)[:-40], "damaged"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "damaged"),
        (
            zipped(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "content.xml": b"<a/>",
                    "META-INF/manifest.xml": b"<manifest:encryption-data/>",
                }
            ),
            "encrypted",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(data, code):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "m.odt")

    assert (refused.value.code, refused.value.kind) == (code, "open_document")


def test_a_document_whose_kind_is_packed_is_known_too():
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made,
        zipfile.ZipFile(io.BytesIO(odt(TITLE, *TEXT))) as stored,
    ):
        for name in ["content.xml", "mimetype"]:
            made.writestr(name, stored.read(name))

    assert parse_clip(packed.getvalue(), "m.zip").document.headline == HEADLINE
