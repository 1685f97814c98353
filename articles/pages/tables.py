"""Sets the tables of a text: each scrolls within itself where it is wider than the page; numbers stand in columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.models.fields.body import Block, parse
from articles.models.fields.body_tables import Cell, head_rows

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_NUMBER = re.compile(r"\W{0,3}\d[\d.,:'’\s/–-]*(?:[^\W\d]{1,8}\.?|[%‰€$£])?")


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell as the page shows it; `scope` of a header cell is col or row."""

    html: SafeString
    scope: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as the page shows it; `name` is its caption without marks."""

    name: str
    caption: SafeString
    head: tuple[tuple[PageCell, ...], ...]
    rows: tuple[tuple[PageCell, ...], ...]


def page_table(block: Block) -> PageTable:
    """The table of a block. A column of numbers is one whose every cell below the head is a number or empty."""
    heads = head_rows(block.rows)
    numbers = _number_columns(block.rows[heads:])
    return PageTable(
        block.caption.text,
        mark_safe(block.caption.html),
        tuple(tuple(_cells(row, "col", numbers)) for row in block.rows[:heads]),
        tuple(tuple(_cells(row, "row", numbers)) for row in block.rows[heads:]),
    )


def _number_columns(rows: tuple[tuple[Cell, ...], ...]) -> frozenset[int]:
    words: dict[int, list[str]] = {}
    for row in rows:
        for column, cell in enumerate(row):
            if cell.text:
                words.setdefault(column, []).append(cell.text)
    return frozenset(column for column, texts in words.items() if all(map(_NUMBER.fullmatch, texts)))


def _cells(row: Iterable[Cell], scope: str, numbers: frozenset[int]) -> Iterator[PageCell]:
    for column, cell in enumerate(row):
        yield PageCell(mark_safe(cell.html), scope if cell.is_header else "", column in numbers)


def set_tables(markup: str) -> SafeString:
    """A clean body whose tables are as on an article's page, for pages that show their text as it is stored."""
    return mark_safe(_TABLE.sub(_set_table, markup))


def _set_table(markup: re.Match[str]) -> str:
    tables = (page_table(block) for block in parse(markup[0]) if block.kind == "table")
    return "".join(render_to_string("pages/blocks/table.html", {"part": {"table": table}}) for table in tables)
