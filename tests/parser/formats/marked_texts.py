"""The texts of the marked samples: every author, paragraph, item, cell and field between two words of its own."""

import io
import json
import re
import textwrap
import zipfile
from itertools import count

from tests.parser.formats.documents import docx, grid, item, par, run
from tests.parser.formats.pdfs import flow, pdf
from tests.parser.formats.rtfs import coded, rtf
from tests.parser.formats.samples import PARAGRAPHS

MARK = re.compile(r"Zq[a-j]{4}qz")
_numbers = count()


def mark() -> str:
    """A word that nothing else has."""
    return "Zq" + f"{next(_numbers):04}".translate(str.maketrans("0123456789", "abcdefghij")) + "qz"


def unit(words: str) -> str:
    """Words between two of their own."""
    return f"{mark()} {words} {mark()}"


def sentences(number: int) -> str:
    """A paragraph."""
    return unit(PARAGRAPHS[number % len(PARAGRAPHS)])


def name() -> str:
    """Somebody's name."""
    return f"{mark()} {mark()}"


def plain_text(width: int = 0) -> str:
    """A text: headline, authors, paragraphs, a list, a table, comments."""
    paragraphs = [sentences(number) for number in range(4)]
    if width:
        paragraphs = [textwrap.fill(paragraph, width) for paragraph in paragraphs]
    items = "\n".join(f"- {unit('ist ein Punkt der Liste')}" for _number in range(3))
    table = "\n".join("\t".join(mark() for _cell in range(3)) for _row in range(4))
    comments = "\n\n".join(f"{name()}\n03.03.2024, 17:45 Uhr\n{unit('Endlich wird gebaut!')}" for _number in range(2))
    return "\n\n".join(
        (
            unit("Brücke wird früher fertig"),
            f"Von {name()} und {name()}",
            *paragraphs[:2],
            unit("Was noch fehlt"),
            items,
            *paragraphs[2:],
            table,
            f"Foto: {name()}",
            "2 Kommentare",
            comments,
        )
    )


def markup() -> str:
    """The body of an article, without a blank between its elements."""
    items = "".join(f"<li>{unit('ist ein Punkt der Liste')}</li>" for _number in range(3))
    cells = [f"<tr>{''.join(f'<{tag}>{mark()}</{tag}>' for _cell in range(3))}</tr>" for tag in ("th", "td", "td")]
    return (
        f"<p>{sentences(0)}</p><h2>{unit('Was fehlt')}</h2><p>{sentences(1)}<br>{sentences(2)}</p>"
        f"<ul>{items}</ul>"
        f"<ol><li>{mark()}<ol><li>{mark()}</li></ol></li><li><p>{mark()}</p><p>{mark()}</p></li></ol>"
        f"<table><caption>{unit('Tabelle')}</caption>{''.join(cells)}</table>"
        f"<blockquote><p>{unit('Wir sind schneller als gedacht.')}</p><p>{unit('Das ist gut.')}</p></blockquote>"
        f"<dl><dt>{mark()}</dt><dd>{mark()}</dd><dt>{mark()}</dt><dd>{mark()}</dd></dl>"
        f"<figure><img src='/b.jpg' alt='{unit('Bild')}'><figcaption>{unit('Die Brücke am Morgen.')}"
        f"<span class='credit'>Foto: {name()}</span></figcaption></figure>"
        f"<div>{unit('Ein Absatz in einem Kasten, der auch zum Text gehört.')}</div><p>{sentences(3)}</p>"
    )


def page() -> str:
    people = [name(), name()]
    said = {
        "@type": "NewsArticle",
        "headline": unit("Brücke"),
        "author": [{"@type": "Person", "name": person} for person in people],
        "datePublished": "2024-03-03T17:45:00+01:00",
    }
    comment = "".join(
        f"<li class='comment'><b class='author'>{name()}</b>"
        "<time datetime='2024-03-04T10:00'>4. März 2024, 10:00 Uhr</time>"
        f"<p>{unit('Endlich wird hier gebaut, sagte ich immer.')}</p><p>{mark()}</p></li>"
        for _number in range(2)
    )
    return (
        f"<!DOCTYPE html><html lang='de'><head><meta charset='utf-8'><title>{unit('Brücke')}</title>"
        f"<meta name='author' content='{people[0]}'><meta property='og:title' content='{unit('Brücke')}'>"
        f"<script type='application/ld+json'>{json.dumps(said)}</script></head><body><nav><a href='/'>{mark()}</a>"
        f"<a href='/a'>{mark()}</a></nav><main><article><span class='kicker'>{mark()}</span>"
        f"<h1>{unit('Brücke wird früher fertig')}</h1><div class='byline'>Von <a rel='author'>{people[0]}</a>"
        f"<a rel='author'>{people[1]}</a></div>{markup()}</article><section id='comments'><h2>2 Kommentare</h2>"
        f"<ul>{comment}</ul></section></main><footer>{mark()}</footer></body></html>"
    )


def report() -> str:
    paragraphs = [textwrap.fill(sentences(number), 68) for number in range(4)]
    return (
        f"lno0412 4 pl 131  dpa 1077\n\nVerkehr/Bau/\n{unit('Brücke wird früher fertig')}\n"
        f"Von {name()} und {name()}, dpa =\n\n"
        + f"Auenfeld (dpa/lno) - {paragraphs[0]}\n\n"
        + "\n\n".join(paragraphs[1:])
        + f"\n\n# Notizblock\n\n## dpa-Kontakte\n- Autor: {name()}, <a@b.example>\n- Redaktion: {name()}\n\n"
        "dpa xy yyno a3\n\n"
        "031745 Mär 24\n"
    )


def markdown() -> str:
    rows = "\n".join(f"| {mark()} | {mark()} |" for _row in range(2))
    return (
        f"---\ntitle: {unit('Brücke')}\nauthors:\n  - {name()}\n  - {name()}\ntags: [{mark()}, {mark()}]\n---\n\n"
        f"# {unit('Brücke wird früher fertig')}\n\n{sentences(0)}\n\n## {unit('Was fehlt')}\n\n"
        f"{sentences(1)}\n{sentences(2)}\n\n- {unit('ein Punkt')}\n- {unit('noch einer')}\n\n"
        f"1. {mark()}\n2. {mark()}\n\n> {unit('Wir sind schneller.')}\n\n"
        f"| {mark()} | {mark()} |\n|---|---|\n{rows}\n\n{sentences(3)}\n\n![{mark()}](b.jpg)*{mark()}*\n"
    )


def word() -> dict[str, bytes]:
    return members(
        docx(
            par(unit("Brücke wird früher fertig"), "Titel"),
            par(f"Von {name()} und {name()}"),
            par(sentences(0)),
            par(unit("Was fehlt"), "berschrift2"),
            *(item(unit("ist ein Punkt")) for _number in range(2)),
            *(item(unit("ist gezählt"), 2) for _number in range(2)),
            grid(*(tuple(mark() for _cell in range(3)) for _row in range(3))),
            par(unit("Die Brücke am Morgen."), "Beschriftung"),
            par(run(sentences(1)) + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            par(sentences(2), "Zitat"),
            par(sentences(3)),
            properties=f"<dc:title>{unit('Brücke')}</dc:title><dc:creator>{name()}</dc:creator>",
            footnotes=f'<w:footnote w:id="2">{par(mark())}{par(mark())}</w:footnote>',
            header1=par(mark()) + par(mark()),
        )
    )


def open_text() -> tuple[str, ...]:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{mark()}</text:p></table:table-cell>" for _cell in range(3))
        + "</table:table-row>"
        for _row in range(3)
    )
    items = "".join(f"<text:list-item><text:p>{unit('ein Punkt')}</text:p></text:list-item>" for _number in range(3))
    return (
        f"<text:h>{unit('Brücke wird früher fertig')}</text:h>",
        f"<text:p>Von {name()} und {name()}</text:p>",
        *(f"<text:p>{sentences(number)}</text:p>" for number in range(4)),
        f"<text:list>{items}</text:list>",
        f"<table:table>{rows}</table:table>",
        f"<text:p>{mark()}<text:line-break/>{mark()}<text:tab/>{mark()}</text:p>",
    )


def rich() -> bytes:
    row = "".join(rf"{mark()}\cell " for _cell in range(3))
    return rtf(
        rf"\pard\s15 {coded(unit('Brücke wird früher fertig'))}\par",
        rf"\pard Von {name()} und {name()}\par",
        *(rf"\pard {coded(sentences(number))}\par" for number in range(4)),
        rf"\pard {mark()}\line {mark()}\tab {mark()}\par",
        rf"\trowd\cellx1000\cellx2000\cellx3000\intbl {row}\row\pard",
        rf"\pard {{\footnote \pard {mark()}\par {mark()}\par}}{mark()}\par",
        info=rf"{{\info{{\title {unit('Titel')}}}{{\author {name()}}}}}",
    )


def printed() -> bytes:
    columns = [(60.0 + 150 * cell, 300.0 - 14 * row, 10.0, "F1", mark()) for row in range(4) for cell in range(3)]
    return pdf(
        [
            (60, 760, 20, "F2", mark()),
            (60, 735, 10, "F1", f"Von {name()} und {name()}"),
            *flow([sentences(number) for number in range(4)]),
            *columns,
        ],
        Title=mark(),
        Author=name(),
    )


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}
