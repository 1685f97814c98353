"""The press's fixed forms against the tables in patterns/: `the form → field: value; field: value`, or `→ none`."""

import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from articles.parser.document import Agency, PartialDate
from articles.parser.patterns.byline import BylinePerson, parse_byline
from articles.parser.patterns.comment_head import (
    parse_address,
    parse_comment_head,
    parse_heading,
    parse_item,
    resolve_time,
)
from articles.parser.patterns.comment_time import parse_when
from articles.parser.patterns.credit import find_credit
from articles.parser.patterns.date import HOME_ZONE, find_date, parse_date, parse_placed_date, parse_prefix, parse_value
from articles.parser.patterns.dateline import parse_dateline
from articles.parser.patterns.note import parse_note
from articles.parser.patterns.notice import find_notice
from articles.parser.patterns.signoff import find_signoff, parse_signoff
from articles.parser.patterns.times_ago import find_time_ago
from tests.rounds import every_pair
from tests.timing import grows_in_proportion

TABLES = Path(__file__).parent / "patterns"
PARSERS: dict[str, Callable[[str], Any]] = {
    "date": find_date,
    "placed_date": parse_placed_date,
    "prefix": parse_prefix,
    "dateline": parse_dateline,
    "byline": parse_byline,
    "credit": find_credit,
    "signoff": parse_signoff,
    "signoff_behind_a_text": find_signoff,
    "note": parse_note,
    "desk_notice": find_notice,
    "comment_head": parse_comment_head,
    "comment_time": parse_when,
    "time_ago": find_time_ago,
    "comments_heading": parse_heading,
    "comment_address": parse_address,
    "comment_item": parse_item,
}
HOSTILE = [
    "Von ",
    "Berlin/",
    "(dpa) ",
    "Foto: (",
    "© ",
    "IMAGO/Name. ",
    "19. ",
    "Bad ",
    "Stand: ",
    "19.06.2024, ",
    "@a ",
    "vor 3 ",
]
HOSTILE += [
    "(",
    " ",
    "a",
    "\n",
    "Sperrfrist ",
    "Embargo until ",
    "Die Meldung … ",
    "Achtung: ",
    "Anna Beispiel, ",
    ". (dpa)",
    "1.1.",
    "Antwort auf ",
]


def cases(table: str) -> Iterator[tuple[str, str]]:
    """The forms of a table, and what is expected of each."""
    for line in (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            form, _, expected = line.partition(" → ")
            yield form.removeprefix("|").removesuffix("|"), expected


def told(value: Any) -> str:
    """A value as the tables write it."""
    if isinstance(value, PartialDate):
        zone = " (zone assumed)" if value.zone_is_assumed else ""
        return f"{value.value.isoformat()} {value.precision}" + (f" {value.at.isoformat()}{zone}" if value.at else "")
    if isinstance(value, Agency):
        return value.name if value.part == "origin" else f"with {value.name}"
    if isinstance(value, BylinePerson):
        return f"{value.name} ({value.role})" + (f" [{value.function}]" if value.function else "")
    if isinstance(value, tuple):
        return " + ".join(map(told, value))
    return value.isoformat() if isinstance(value, (datetime, date)) else str(value)


def described(match: Any, form: str) -> str:
    if match is None:
        return "none"
    parts = [f"at: {form[slice(*match.span)].strip()}"] if form[slice(*match.span)].strip() != form.strip() else []
    for field in fields(match):
        value = getattr(match, field.name)
        if field.name.endswith("span") or value in ("", (), None, False) or (field.name, value) == ("sure", 1.0):
            continue
        if field.name == "text" and value.strip() == form.strip():
            continue
        parts.append(f"{field.name}: {told(value)}")
    return "; ".join(parts) or "found"


@pytest.mark.parametrize("table", PARSERS)
def test_a_form_of_the_press_is_read_as_an_editor_reads_it(table):
    expected = list(cases(table))

    assert [(form, described(PARSERS[table](form), form)) for form, _ in expected] == expected


def test_the_tables_hold_more_than_sixty_forms_and_a_good_many_that_only_look_like_one():
    expectations = [expected for table in PARSERS for _, expected in cases(table)]

    assert len(expectations) >= 160
    assert expectations.count("none") >= 45


@pytest.mark.parametrize("table", PARSERS)
def test_spans_cut_the_very_words_out_of_the_line(table):
    for line in ("  " + form for form, expected in cases(table) if expected != "none"):
        match = PARSERS[table](line)

        if match is not None and hasattr(match, "text_span"):
            assert line[slice(*match.text_span)] == match.text, line
        if match is not None and hasattr(match, "author_span"):
            assert line[slice(*match.author_span)] == match.author, line


@pytest.mark.parametrize(("name", "piece"), every_pair(PARSERS, HOSTILE))
def test_a_hostile_line_costs_time_in_proportion_to_its_length(name, piece):
    parser = PARSERS[name]

    assert grows_in_proportion(lambda size: seconds(parser, piece * (size // len(piece))), size=100_000, slack=0.1)


def seconds(parser: Callable[[str], Any], text: str) -> float:
    start = time.process_time()
    parser(text)
    return time.process_time() - start


def test_a_line_is_a_date_only_if_nothing_else_is_in_it():
    assert parse_date("Stand: 19.06.2024, 14:05 Uhr |").date.value == date(2024, 6, 19)
    assert parse_date("Am 19.06.2024 kam er") is None


@pytest.mark.parametrize(("value", "precision"), [("2024", "year"), ("2024-06", "month"), ("2024-06-19", "day")])
def test_a_value_of_the_command_line_keeps_its_precision(value, precision):
    assert parse_value(value).precision == precision


@pytest.mark.parametrize("value", ["2024-13", "2024-02-30", "gestern", "0024", ""])
def test_an_impossible_value_is_no_date(value):
    assert parse_value(value) is None


def test_a_relative_time_is_resolved_only_against_a_known_one():
    head = parse_comment_head("GuterMensch vor 3 Stunden")
    base_time = datetime(2024, 6, 19, 14, tzinfo=HOME_ZONE)

    assert resolve_time(head.written_at, head.ago, None) is None
    assert resolve_time(head.written_at, head.ago, base_time) == base_time - timedelta(hours=3)
