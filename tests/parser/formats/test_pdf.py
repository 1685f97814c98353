"""PDF documents: the text of their text layer in the order in which it is read."""

import pytest
from django.utils import translation

from articles.domain.imports import refusals
from articles.parser.document import UnreadableClip
from articles.parser.formats import pdf as pdf_format
from articles.parser.formats.pdf_layout import join_words
from articles.parser.pipeline import parse_clip
from tests.parser.formats.pdfs import flow, pdf
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.parser.formats.test_word import body, printed, rule_of, said

TITLE = (60, 760, 20, "F2", HEADLINE)


def texts(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


@pytest.mark.parametrize("gap", [8, 3])
def test_lines_become_paragraphs(gap):
    reading = parse_clip(pdf([TITLE, *flow(PARAGRAPHS, gap=gap)]), "m.pdf")

    assert (reading.format, reading.document.headline) == ("pdf", HEADLINE)
    assert texts(reading) == list(PARAGRAPHS)


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns):
    long = [f"{words} {words}" for words in PARAGRAPHS]
    chars = {2: 44, 3: 27}[columns]
    pieces, spread = flow(long, chars=chars), []
    height = len(pieces) // columns + 1
    for number in range(columns):
        taken = pieces[number * height : (number + 1) * height]
        top = taken[0][1]
        spread += [
            (60 + number * 480 / columns, 700 - (top - y), size, font, words) for _x, y, size, font, words in taken
        ]
    reading = parse_clip(pdf([TITLE, *spread]), "m.pdf")

    assert reading.document.headline == HEADLINE
    assert " ".join(texts(reading)) == " ".join(long)


def test_indented_paragraphs_are_apart():
    pieces, y = [], 700
    for words in PARAGRAPHS:
        for number, piece in enumerate(flow([words])):
            pieces.append((72 if number == 0 else 60, y, *piece[2:]))
            y -= 13
    assert texts(parse_clip(pdf([TITLE, *pieces]), "m.pdf")) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("Das teilte die Stadtver-", "waltung mit.", "Das teilte die Stadtverwaltung mit."),
        ("In Nordrhein-", "Westfalen regnet es.", "In Nordrhein-Westfalen regnet es."),
        ("Der Bus-", "und Bahnverkehr ruht.", "Der Bus- und Bahnverkehr ruht."),
        ("Das war –", "wie immer – schön.", "Das war – wie immer – schön."),
        ("Am Montag", "wird gebaut.", "Am Montag wird gebaut."),
    ],
)
def test_words_parted_at_the_end_of_a_line_are_whole(above, below, joined):
    assert join_words(above, below) == joined
    lines = flow(PARAGRAPHS)
    y = lines[-1][1] - 21
    rest = " Noch ist nicht entschieden, wie es mit der alten Straße weitergehen soll."
    pieces = [(60, y, 10, "F1", above), (60, y - 13, 10, "F1", below + rest)]
    assert joined in printed(parse_clip(pdf([TITLE, *lines, *pieces]), "m.pdf"))


def test_heads_feet_and_numbers_of_pages_are_no_text():
    pages = []
    for number, words in enumerate(PARAGRAPHS, 1):
        head = [
            (60, 810, 8, "F1", f"Stadt Auenfeld | Mitteilung {number}/2024"),
            (290, 30, 8, "F1", f"Seite {number} von 4"),
        ]
        title = [TITLE] if number == 1 else []
        pages.append([*head, *title, *flow([words])])
    reading = parse_clip(pdf(*pages), "m.pdf")

    assert texts(reading) == list(PARAGRAPHS)
    assert rule_of(reading, "Stadt Auenfeld |") == "format:running_head"
    assert rule_of(reading, "Seite 2 von 4") == "format:running_head"


def test_a_paragraph_goes_on_on_the_next_page():
    lines = flow([PARAGRAPHS[0]])
    first = [TITLE, *lines[:1]]
    second = [(60, 700 - 13 * n, *piece[2:]) for n, piece in enumerate(lines[1:])]
    reading = parse_clip(pdf(first, [*second, *flow(PARAGRAPHS[1:], y=600)]), "m.pdf")

    assert texts(reading) == list(PARAGRAPHS)


@pytest.mark.parametrize(("font", "size"), [("F2", 10), ("F2", 13), ("F1", 13)])
def test_headings_by_their_letters(font, size):
    above = flow(PARAGRAPHS[:2])
    y = above[-1][1] - 30
    heading = (60, y, size, font, "Wer den Bau bezahlt")
    reading = parse_clip(pdf([TITLE, *above, heading, *flow(PARAGRAPHS[2:], y=y - 20)]), "m.pdf")

    assert ("subheading", "Wer den Bau bezahlt") in body(reading)


def test_lists_by_their_points():
    above = flow(PARAGRAPHS[:2])
    y = above[-1][1] - 21
    words = ["die alte Brücke am Markt", "der Radweg am Ufer", "die Treppe zum Hafen"]
    items = [(60, y - 13 * n, 10, "F1", f"• {word}") for n, word in enumerate(words)]
    reading = parse_clip(pdf([TITLE, *above, *items, *flow(PARAGRAPHS[2:], y=y - 60)]), "m.pdf")

    assert [block.text for block in reading.document.body if block.kind == "list_item"] == words


def test_tables_by_their_columns():
    above = flow(PARAGRAPHS[:3])
    y = above[-1][1] - 30
    rows = [("Jahr", "Kosten"), ("2022", "0,5 Mio. Euro"), ("2023", "1 Mio. Euro"), ("2024", "2,5 Mio. Euro")]
    cells = [
        (60 + 200 * column, y - 15 * n, 10, "F2" if n == 0 else "F1", cell)
        for n, row in enumerate(rows)
        for column, cell in enumerate(row)
    ]
    reading = parse_clip(pdf([TITLE, *above, *cells, *flow(PARAGRAPHS[3:], y=y - 90)]), "m.pdf")
    found = [block for block in reading.document.body if block.kind == "table"]

    assert [block.text for block in found] == ["\n".join("\t".join(row) for row in rows)]
    assert [text for kind, text in body(reading) if kind == "paragraph"][-1] == PARAGRAPHS[3]


def test_properties_are_weak():
    data = pdf(
        [TITLE, *flow(PARAGRAPHS)],
        Title="Neue Brücke",
        Author="Jo",
        Keywords="Bau, Verkehr",
        ModDate="D:20240303174500+01'00'",
    )
    reading = parse_clip(data, "m.pdf")

    assert reading.document.headline == HEADLINE
    assert reading.document.authors == ()
    assert reading.document.date.at.isoformat() == "2024-03-03T17:45:00+01:00"
    assert said(reading)["keyword"] == ["Bau", "Verkehr"]


@pytest.mark.parametrize("page", [[], [(60, 20, 8, "F1", "Scan 0012")]])
def test_a_scan_is_told(page):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(pdf(page, picture=True), "scan.pdf")

    assert (refused.value.code, refused.value.kind) == ("no_text_layer", "pdf")
    with translation.override("de"):
        assert "PDF ohne Textebene" in refusals.message("scan.pdf", refused.value)


def test_without_its_reader_a_document_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(pdf_format, "is_readable", lambda: False)
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(pdf([TITLE]), "m.pdf")

    assert refused.value.code == "missing_reader"
    assert "requirements-pdf.txt" in refusals.message("m.pdf", refused.value)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", pdf([TITLE])[:200]])
def test_a_damaged_document_is_refused(data):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "m.pdf")

    assert refused.value.code == "damaged"


def test_too_many_pages_are_refused():
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(pdf(*[[TITLE]] * 301), "m.pdf")

    assert refused.value.code == "too_large"
