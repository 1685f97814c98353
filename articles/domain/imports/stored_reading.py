"""A stored reading as the reader's own dataclasses again: the way back of storage.jsonable()."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from articles.models import Reading
from articles.parser import document as read
from articles.parser.roles import Role
from articles.text.lines import Span


def recall(reading: Reading) -> read.ParsedClip:
    """The result of the parser, with what was set right in it; the clip's text comes from the archive."""
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
        evidence=tuple(_evidence(one) for one in reading.evidence),
        warnings=tuple(read.ClipWarning(one["code"], one["message"], _spans(one)) for one in reading.warnings),
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
            "agencies": tuple(read.Agency(one["name"], one["part"]) for one in known.get("agencies") or ()),
            "body": tuple(
                read.BodyBlock(one["kind"], one["text"], (one["span"][0], one["span"][1]))
                for one in known.get("body") or ()
            ),
            "images": tuple(picture(one) for one in known.get("images") or ()),
            "comments": tuple(_comment(one) for one in known.get("comments") or ()),
        }
    )


def picture(one: Mapping[str, Any]) -> read.Picture:
    """A picture as the clip tells of it."""
    return read.Picture(
        one["caption"],
        one["credit"],
        one["before"],
        one["kind"],
        tuple(one["photographers"]),
        tuple(one["agencies"]),
        _spans(one),
        one.get("alt", ""),
    )


def _block(one: Mapping[str, Any]) -> read.BodyBlock:
    start, end = one["span"]
    return read.BodyBlock(one["kind"], one["text"], (start, end))


def _comment(one: Mapping[str, Any]) -> read.ReaderComment:
    known = {name: one[name] for name in read.ReaderComment.__slots__ if name in one}
    return read.ReaderComment(**{**known, "written_at": _moment(one.get("written_at")), "spans": _spans(one)})


def _evidence(one: Mapping[str, Any]) -> read.Evidence:
    return read.Evidence(
        one["field"],
        read.Derivation(one["how"]),
        one.get("rule", ""),
        _spans(one),
        1.0 if one.get("confidence") is None else one["confidence"],
        tuple(one.get("alternatives") or ()),
        tuple(one.get("repairs") or ()),
    )


def _spans(one: Mapping[str, Any]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in one.get("spans") or ())


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
