"""Tables of every written form become one block with their cells apart; what only looks like one stays what it is."""

import re
from collections.abc import Callable
from html import escape

import pytest

from articles.models.fields import body_tables
from articles.parser import tables
from articles.parser.document import BodyBlock, ParsedClip
from articles.parser.pipeline import parse_clip

HEADLINE = "Gemeinde legt neue Preise für das Hallenbad fest"
ABOVE = (
    "Die Gemeinde hat am Mittwoch die Preise für das kommende Jahr festgelegt. Der Rat stimmte mit großer Mehrheit zu.",
    "Für viele Familien wird der Besuch teurer. Das Bad hatte zuletzt rund 12.000 Besucher im Monat gezählt.",
)
BELOW = (
    "Der Bürgermeister verteidigte den Schritt. Ohne höhere Einnahmen müsse das Bad an zwei Tagen geschlossen bleiben.",
    "Die Opposition kündigte an, im Herbst einen eigenen Vorschlag vorzulegen. Dann soll es um die Sauna gehen.",
)
TABLES: dict[str, tuple[list[list[str]], int]] = {
    "prices": (
        [
            ["Karte", "bisher", "künftig"],
            ["Erwachsene", "4,00 Euro", "5,00 Euro"],
            ["Kinder", "2,00 Euro", "2,50 Euro"],
        ],
        1,
    ),
    "results": (
        [
            ["Jugend Nord", "3:1", "12"],
            ["Verein Süd", "2:2", "10"],
            ["Kickers Ost", "0:4", "7"],
            ["Sport West", "1:1", "5"],
        ],
        0,
    ),
    "two columns": ([["Wahlkreis", "Stimmen"], ["Nordstadt", "1.204"], ["Südstadt", "988"], ["Altstadt", "2.310"]], 1),
    "a corner without words": (
        [["", "2025", "2026"], ["Einnahmen", "1,2", "1,4"], ["Ausgaben", "1,5", "1,3"], ["Saldo", "-0,3", "0,1"]],
        0,
    ),
}


def tabs(rows: list[list[str]], _heads: int) -> str:
    return "\n".join("\t".join(row) for row in rows)


def framed(rows: list[list[str]], heads: int) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines[:heads], *(["|" + "---|" * len(rows[0])] if heads else []), *lines[heads:]])


def bars(rows: list[list[str]], _heads: int) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def blanks(rows: list[list[str]], _heads: int) -> str:
    widths = [max(map(len, column)) + 3 for column in zip(*rows, strict=True)]
    return "\n".join(
        "".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def right_aligned(rows: list[list[str]], _heads: int) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    first = widths[0] + 2
    rest = (("".join(f"{cell:>{width + 3}}" for cell, width in zip(row[1:], widths[1:], strict=True))) for row in rows)
    return "\n".join(f"{row[0]:{first}}{more}" for row, more in zip(rows, rest, strict=True))


PLAIN: dict[str, Callable[[list[list[str]], int], str]] = {
    "tabs": tabs,
    "framed": framed,
    "bars": bars,
    "blanks": blanks,
    "right": right_aligned,
}


def html_table(rows: list[list[str]], heads: int, cell: str = "{}", more: str = "", caption: str = "") -> str:
    def line(row: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell.format(escape(words))}</{tag}>" for words in row) + "</tr>"

    head = "".join(line(row, "th") for row in rows[:heads])
    return f"<table{more}>{caption}{head}{''.join(line(row, 'td') for row in rows[heads:])}</table>"


MARKUP: dict[str, Callable[[list[list[str]], int], str]] = {
    "plain": html_table,
    "caption": lambda rows, heads: html_table(rows, heads, caption="<caption>Die Übersicht</caption>"),
    "paragraphs in cells": lambda rows, heads: html_table(rows, heads, "<p>{}</p>"),
    "marks in cells": lambda rows, heads: html_table(rows, heads, "<b>{}</b>"),
    "figure": lambda rows, heads: f"<figure>{html_table(rows, heads)}<figcaption>Die Übersicht</figcaption></figure>",
    "scrolling box": lambda rows, heads: f'<div class="table-wrap"><div>{html_table(rows, heads)}</div></div>',
    "no end tags": lambda rows, heads: re.sub(r"</(?:td|th|tr)>", "", html_table(rows, heads)),
}


def plain_clip(table: str) -> bytes:
    return "\n\n".join([HEADLINE, *ABOVE, table, *BELOW]).encode()


def page(table: str, below: tuple[str, ...] = BELOW) -> bytes:
    texts = ["".join(f"<p>{text}</p>" for text in part) for part in (ABOVE, below)]
    return (
        f"<!DOCTYPE html><html><head><title>{HEADLINE}</title></head><body><main><article><h1>{HEADLINE}</h1>"
        f"{texts[0]}{table}{texts[1]}</article></main></body></html>"
    ).encode()


def blocks(clip: ParsedClip) -> list[BodyBlock]:
    """The blocks of the body; every character of the clip is accounted for once."""
    assert clip.document is not None
    assert "".join(clip.text[s.start : s.end] for s in clip.segments) == clip.text
    return list(clip.document.body)


def the_table(clip: ParsedClip) -> BodyBlock:
    (found,) = [block for block in blocks(clip) if block.kind == "table"]
    texts = [block.text for block in blocks(clip) if block.kind != "table"]
    assert all(text in [*texts, clip.document.lead] for text in (*ABOVE, *BELOW))
    assert not clip.document.images
    return found


def expected(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("form", PLAIN)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_a_plain_text_is_one_block(name: str, form: str) -> None:
    rows, heads = TABLES[name]

    table = the_table(parse_clip(plain_clip(PLAIN[form](rows, heads)), "a.txt"))

    assert (table.text, table.heads) == (expected(rows), heads)


@pytest.mark.parametrize("form", PLAIN)
def test_windows_line_ends_change_nothing(form: str) -> None:
    rows, heads = TABLES["prices"]
    data = plain_clip(PLAIN[form](rows, heads)).replace(b"\n", b"\r\n")

    assert the_table(parse_clip(data, "a.txt")).text == expected(rows)


@pytest.mark.parametrize("form", MARKUP)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_on_a_page_is_one_block(name: str, form: str) -> None:
    rows, heads = TABLES[name]

    table = the_table(parse_clip(page(MARKUP[form](rows, heads)), "a.html"))

    caption = "Die Übersicht\n\n" if form in {"caption", "figure"} else ""
    assert (table.text, table.heads) == (caption + expected(rows), heads)


def test_a_table_at_the_end_of_a_page_belongs_to_the_text() -> None:
    rows, heads = TABLES["prices"]
    clip = parse_clip(page(html_table(rows, heads), ()), "a.html")

    assert blocks(clip)[-1].text == expected(rows)


def test_cells_that_reach_over_others_keep_the_columns() -> None:
    spans = (
        "<table><tr><th rowspan=2>Verein<th colspan=2>Punkte<tr><th>daheim<th>auswärts"
        "<tr><td>Nord<td>12<td>9<tr><td>Süd<td colspan=2>7</table>"
    )

    table = the_table(parse_clip(page(spans), "a.html"))

    assert table.text == "Verein\tPunkte\n\tdaheim\tauswärts\nNord\t12\t9\nSüd\t7"
    assert table.heads == 2


CELL = "Ein längerer Satz, der in dieser Spalte steht und zu einem Text gehört. " * 6
LAYOUT = {
    "one cell": f"<table><tr><td><p>{CELL}</p></td></tr></table>",
    "two columns of text": f"<table><tr><td><p>{CELL}</p></td><td><p>{CELL[::-1]}</p></td></tr></table>",
    "a role": f"<table role=presentation>{'<tr><td>eins</td><td>zwei</td></tr>' * 3}</table>",
    "a table in it": "<table><tr><td>a<td><table><tr><td>b<td>c</table><tr><td>d<td>e</table>",
    "links": "<table>" + '<tr><td><a href="/a">Mehr Sport</a><td><a href="/b">Mehr Kultur</a>' * 4 + "</table>",
    "headings": "<table><tr><td><h3>Mehr</h3><td>zum<tr><td>Thema<td>hier</table>",
}


@pytest.mark.parametrize("name", LAYOUT)
def test_a_table_that_lays_out_a_page_is_none(name: str) -> None:
    assert not [block for block in blocks(parse_clip(page(LAYOUT[name]), "a.html")) if block.kind == "table"]


NO_TABLES = {
    "verse": "Im Garten steht ein Baum\nden keiner je gesehen\ner träumt den alten Traum\nvom Bleiben und vom Gehen",
    "a list": "- Brot   und Wasser\n- Käse   und Wein\n- Obst   und Saft",
    "sentences with two blanks": "\n".join(
        f"Das ist der {n}. Satz in einem Text.  Ihm folgt ein zweiter Satz mit mehr Worten." for n in range(4)
    ),
    "a menu": "Start | Sport | Kultur",
    "an indented quotation": "    Wir haben lange darüber gesprochen, sagte sie.\n    Nun ist es so weit, sagte er.",
    "a signature": "Ute Probe\nTelefon  0123 456\nE-Mail  probe@example.org",
    "tabs before paragraphs": "\t" + ABOVE[0][::-1] + "\n\t" + ABOVE[1][::-1],
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_only_looks_like_a_table_is_none(name: str) -> None:
    clip = parse_clip(plain_clip(NO_TABLES[name]), "a.txt")

    assert not [block for block in blocks(clip) if block.kind == "table"]


def test_a_table_outside_of_the_text_is_none() -> None:
    menu = tabs([["Start", "Sport"], ["Kultur", "Wetter"]], 0)
    clip = parse_clip("\n\n".join([menu, HEADLINE, *ABOVE, *BELOW]).encode(), "a.txt")

    assert not [block for block in blocks(clip) if block.kind == "table"]


def test_a_quotation_in_a_figure_is_one_and_no_picture() -> None:
    quote = "<figure><blockquote><p>Wer schwimmt, der lebt.</p></blockquote><figcaption>Ute Probe</figcaption></figure>"

    clip = parse_clip(page(quote), "a.html")

    assert [block.text for block in blocks(clip) if block.kind == "quote"] == ["Wer schwimmt, der lebt.", "Ute Probe"]
    assert not clip.document.images


def test_a_picture_with_a_quotation_in_its_figure_stays_a_picture() -> None:
    caption = "<figcaption>Das Bad im Sommer. Foto: Ute Probe</figcaption>"
    figure = f"<figure><img src=a.jpg><blockquote>Im Bad</blockquote>{caption}</figure>"

    assert parse_clip(page(figure), "a.html").document.images


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>Von</span><strong>Erika Beispiel</strong></div>",
        "<p><span>Von Erika Beispiel</span><span>Max Muster</span></p>",
        "<p><b>Von Erika Beispiel</b><small>Redakteurin</small></p>",
        "<p><span>Von Erika Beispiel</span><span>19. Juni 2024</span></p>",
        "<dl><dt>Von Erika Beispiel</dt><dd>Redakteurin</dd></dl>",
        "<table><tr><td>Von Erika Beispiel</td><td>Redakteurin</td></tr></table>",
    ],
)
def test_authors_and_what_stands_beside_them_are_never_glued(line: str) -> None:
    clip = parse_clip(page("").replace(b"</h1>", f"</h1>{line}".encode()), "a.html")
    document = clip.document

    texts = " ".join([document.byline, document.lead, *document.authors, *(block.text for block in document.body)])
    assert not re.search(r"VonErika|Beispiel(?:Max|Redakteurin|19)", texts)


@pytest.mark.parametrize("word", ["H<sub>2</sub>O", "m<sup>2</sup>", "<i>p</i><b>H</b>-Wert", "Donau<wbr>dampf"])
def test_a_word_with_marks_in_it_stays_one(word: str) -> None:
    clip = parse_clip(
        page("", (f"Im Wasser wurden Werte gemessen, die {word} heißen, wie das Amt am Montag mitteilte.",)), "a.html"
    )

    assert f"die {re.sub('<[^>]*>', '', word)} heißen" in blocks(clip)[-1].text


@pytest.mark.parametrize(
    ("rows", "sides"),
    [
        ("<tr><th>Karte<th>alt<th>neu<tr><th>Kinder<td>2<td>3<tr><th>Hunde<td>1<td>2", 1),
        ("<tr><td><th>alt<th>neu<tr><th>Kinder<td>2<td>3<tr><th>Hunde<td>1<td>2", 0),  # the corner is no header
        ("<tr><th>Kinder<td>2<td>3<tr><th>Hunde<td>1<td>2", 1),
        ("<tr><th>Karte<th>alt<th>neu<tr><th rowspan=2>Kinder<td>2<td>3<tr><td>1<td>2", 1),
        ("<tr><th>Karte<th>alt<th>neu<tr><td>Kinder<td>2<td>3<tr><th>Hunde<td>1<td>2", 0),
        ("<tr><th>Karte<th>alt<tr><th>Kinder<th>2<tr><th>Hunde<th>1", 0),
    ],
)
def test_headers_at_the_left_are_known(rows: str, sides: int) -> None:
    found = the_table(parse_clip(page(f"<table>{rows}</table>"), "a.html"))

    assert found.sides == sides


CAPTIONS = ("Tabelle 1: Die neuen Preise", "Tab. 2 – Die neuen Preise", "Table 3. New prices", "Übersicht: Neue Preise")


@pytest.mark.parametrize("form", PLAIN)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("caption", CAPTIONS)
def test_the_caption_of_a_table_in_a_plain_text_belongs_to_it(caption: str, gap: str, form: str) -> None:
    rows, heads = TABLES["prices"]
    text = PLAIN[form](rows, heads)

    above = the_table(parse_clip(plain_clip(f"{caption}{gap}{text}"), "a.txt"))
    below = the_table(parse_clip(plain_clip(f"{text}{gap}{caption}"), "a.txt"))

    assert above.text == below.text == f"{caption}\n\n{expected(rows)}"
    assert above.heads == below.heads == heads


@pytest.mark.parametrize("source", ["Quelle: Stadt Hangstedt", "(Angaben in Euro)", "Source: Town of Hangstedt"])
def test_where_the_figures_of_a_table_come_from_belongs_to_it_and_is_no_picture(source: str) -> None:
    rows, heads = TABLES["prices"]
    text = PLAIN["tabs"](rows, heads)

    alone = the_table(parse_clip(plain_clip(f"{text}\n{source}"), "a.txt"))
    both = the_table(parse_clip(plain_clip(f"Die neuen Preise\n{text}\n{source}"), "a.txt"))

    assert alone.text == f"{source}\n\n{expected(rows)}"
    assert both.text == f"Die neuen Preise. {source}\n\n{expected(rows)}"


def test_a_table_stays_rectangular_where_cells_reach_over_others() -> None:
    table = (
        "<table><tr><th rowspan=2>Karte</th><th colspan=2>Preis</th></tr><tr><th>alt</th><th>neu</th></tr>"
        "<tr><td rowspan=2>Kinder</td><td>2,00</td><td>2,50</td></tr><tr><td colspan=2>ermäßigt 1,00</td></tr>"
        "<tr><td>Erwachsene</td><td>4,00</td><td>5,00</td></tr></table>"
    )

    found = the_table(parse_clip(page(table), "a.html"))

    assert found.text == "Karte\tPreis\n\talt\tneu\nKinder\t2,00\t2,50\n\termäßigt 1,00\nErwachsene\t4,00\t5,00"
    assert found.heads == 2


def test_the_limits_are_those_of_a_body() -> None:
    assert (tables.MAX_COLUMNS, tables.MAX_ROWS) == (body_tables.MAX_COLUMNS, body_tables.MAX_ROWS)
