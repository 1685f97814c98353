"""Checks that every filled field of a document has evidence, and marks those that have none."""

from collections.abc import Iterator
from dataclasses import replace

from articles.parser.document import ClipWarning, Derivation, Document, Evidence, ParsedClip
from articles.text.language import Language

FIELDS = ("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff", "source", "date")


def filled_fields(document: Document) -> Iterator[str]:
    """The paths of all filled fields. The body counts as one field, authors belong to the byline."""
    yield from (name for name in (*FIELDS, "embargo_until", "body") if getattr(document, name))
    yield from (f"agencies.{index}" for index in range(len(document.agencies)))
    for index, image in enumerate(document.images):
        yield from (f"images.{index}.{part}" for part in ("caption", "credit") if getattr(image, part))
    for index, comment in enumerate(document.comments):
        yield f"comments.{index}.text"
        if comment.author:
            yield f"comments.{index}.author"
        if comment.parent is not None:
            yield f"comments.{index}.parent"


def complete_evidence(reading: ParsedClip) -> ParsedClip:
    """The parsed clip with evidence for every field; fields without it are marked `unproven` and give a warning."""
    if reading.document is None:
        return reading
    proven_fields = {entry.field for entry in reading.evidence}
    lacking = [path for path in filled_fields(reading.document) if path not in proven_fields]
    if not lacking:
        return reading
    marked = tuple(Evidence(path, Derivation.ASSUMED, "unproven", (), 0.0) for path in lacking)
    message = f"No evidence was kept for {', '.join(lacking[:5])}{' …' if len(lacking) > 5 else ''}."
    warnings = (*reading.warnings, ClipWarning("unproven", message))
    return replace(reading, evidence=(*reading.evidence, *marked), warnings=warnings)


def language_evidence(language: Language) -> tuple[Evidence, ...]:
    """The evidence for the language of a clip: how it was told and how sure that is; none if it is unclear."""
    if not language.code:
        return ()
    return (Evidence("language", Derivation.RULE, language.rule, (), language.confidence),)
