"""Converts a parsed clip to the JSON of the dry run: plain dicts, lists and strings."""

from typing import Any

from articles.parser.document import Document, ParsedClip, PartialDate, UnreadableClip

Json = dict[str, Any]


def report(reading: ParsedClip) -> Json:
    """The dry run's object for one parsed file."""
    return {
        "file": reading.name,
        "sha256": reading.sha256,
        "article": _article(reading.document) if reading.document else None,
        "segments": [
            {"start": segment.start, "end": segment.end, "role": str(segment.role), "rule": segment.rule}
            for segment in reading.segments
        ],
        "warnings": [
            {
                "code": warning.code,
                "message": warning.message,
                "spans": [list(span) for span in warning.spans],
                "params": dict(warning.params),
            }
            for warning in reading.warnings
        ],
        "format": reading.format,
        "said": [
            {"name": fact.name, "value": fact.value, "spans": [list(span) for span in fact.spans], "rule": fact.rule}
            for fact in reading.said
        ],
    }


def refusal(name: str, error: UnreadableClip) -> Json:
    """The dry run's object for an unreadable file."""
    kind = {"kind": error.kind} if error.kind else {}
    return {"file": name, "error": {"code": error.code, "message": error.message, **kind}}


def _article(document: Document) -> Json:
    return {
        "kicker": document.kicker,
        "headline": document.headline,
        "headline_is_provisional": document.headline_is_provisional,
        "lead": document.lead,
        "dateline": document.dateline,
        "byline": document.byline,
        "source": {"name": document.source} if document.source else None,
        "agencies": [agency.name for agency in document.agencies],
        "date": _date(document.date),
        "body": [{"kind": block.kind, "text": block.text} for block in document.body],
        "images": [{"caption": image.caption, "credit": image.credit} for image in document.images],
        "comments": [
            {"text": comment.text, "author": comment.author, "parent": comment.parent} for comment in document.comments
        ],
    }


def _date(date: PartialDate | None) -> Json | None:
    if date is None:
        return None
    length = {"day": 10, "month": 7, "year": 4}[date.precision]
    return {"value": date.value.isoformat()[:length], "precision": date.precision}
