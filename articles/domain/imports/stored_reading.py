"""Readings as JSON for the database, and stored readings as the parser's dataclasses again."""

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from articles.models import Reading
from articles.parser import document as read
from articles.parser.roles import Role
from articles.text.lines import Span

_AS_THEY_ARE = frozenset((str, int, float, bool, type(None), read.Derivation))


def jsonable(value: Any) -> Any:
    """Dataclasses and segments as dicts, dates as ISO strings, tuples as lists; `asdict` copies every string."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple or kind is list:
        return [jsonable(v) for v in value]
    if kind is date or kind is datetime:
        return value.isoformat()
    if is_dataclass(kind):
        return {name: jsonable(getattr(value, name)) for name in _names(kind)}
    if kind is read.Segment:
        return value._asdict()
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(column.name for column in dataclass_fields(kind))


def recall(reading: Reading) -> read.ParsedClip:
    """The reading with its corrections; the text comes from the stored clip."""
    clip = reading.clip
    return read.ParsedClip(
        name="",
        sha256=clip.sha256,
        encoding=clip.encoding,
        text=clip.text,
        language=clip.language,
        parser_version=reading.parser_version,
        segments=tuple(read.Segment(s["start"], s["end"], Role(s["role"]), s["rule"]) for s in reading.segments),
        document=document(reading.fields) if reading.fields else None,
        evidence=tuple(_evidence(row) for row in reading.evidence),
        warnings=tuple(read.ClipWarning(row["code"], row["message"], _spans(row)) for row in reading.warnings),
        format=clip.format,
        said=tuple(read.SaidFact(row["name"], row["value"], _spans(row), row["rule"]) for row in reading.said),
    )


def document(fields: Mapping[str, Any]) -> read.Document:
    """The article as it was read, from a reading's fields."""
    known = {name: fields[name] for name in read.Document.__slots__ if name in fields}
    return read.Document(
        **{
            **known,
            **{name: tuple(known.get(name) or ()) for name in ("authors", "signs", "notes")},
            "embargo_until": _moment(known.get("embargo_until")),
            "date": _date(known.get("date")),
            "agencies": tuple(read.Agency(row["name"], row["part"]) for row in known.get("agencies") or ()),
            "body": tuple(_block(row) for row in known.get("body") or ()),
            "images": tuple(picture(row) for row in known.get("images") or ()),
            "comments": tuple(_comment(row) for row in known.get("comments") or ()),
        }
    )


def picture(row: Mapping[str, Any]) -> read.Picture:
    """A picture as the clip describes it."""
    return read.Picture(
        row["caption"],
        row["credit"],
        row["before"],
        row["kind"],
        tuple(row["photographers"]),
        tuple(row["agencies"]),
        _spans(row),
        row.get("alt", ""),
    )


def _block(row: Mapping[str, Any]) -> read.BodyBlock:
    start, end = row["span"]
    more = (row.get("heads", 0), row.get("ordered", False), row.get("sides", 0))
    return read.BodyBlock(row["kind"], row["text"], (start, end), *more)


def _comment(row: Mapping[str, Any]) -> read.ReaderComment:
    known = {name: row[name] for name in read.ReaderComment.__slots__ if name in row}
    return read.ReaderComment(**{**known, "written_at": _moment(row.get("written_at")), "spans": _spans(row)})


def _evidence(row: Mapping[str, Any]) -> read.Evidence:
    return read.Evidence(
        row["field"],
        read.Derivation(row["how"]),
        row.get("rule", ""),
        _spans(row),
        1.0 if row.get("confidence") is None else row["confidence"],
        tuple(row.get("alternatives") or ()),
        tuple(row.get("repairs") or ()),
    )


def _spans(row: Mapping[str, Any]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in row.get("spans") or ())


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _date(value: Mapping[str, Any] | None) -> read.PartialDate | None:
    if not value:
        return None
    return read.PartialDate(
        date.fromisoformat(value["value"]),
        value["precision"],
        _moment(value.get("at")),
        bool(value.get("zone_is_assumed")),
    )
