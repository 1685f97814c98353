"""Updates the pictures of a document when a span gets or loses the role of a caption or credit."""

from collections.abc import Sequence
from dataclasses import replace

from articles.parser.document import Derivation, Evidence, Picture, Segment
from articles.parser.patterns.credit import find_credit
from articles.parser.relabel_change import RULE, Change, with_editor
from articles.parser.roles import Role
from articles.text.lines import Span, any_overlap

IMAGE_ROLES = (Role.CAPTION, Role.CREDIT)
_Image = tuple[Picture, list[Evidence]]


def update_images(change: Change) -> None:
    """Take the span out of the pictures that it was part of, and add it as caption or credit."""
    if change.touched.isdisjoint(IMAGE_ROLES):
        return
    images: list[_Image] = []
    for picture, evidence in change.evidence_by_row("images", change.document.images):
        if not any_overlap(picture.spans, [change.span]):
            images.append((picture, evidence))
        elif (rest := _without_span(change, picture, evidence)) is not None:
            images.append(rest)
    if change.role in IMAGE_ROLES:
        _add(change, images)
    change.set(images=tuple(picture for picture, _evidence in images))
    change.replace_row_evidence("images", [evidence for _picture, evidence in images])


def _without_span(change: Change, picture: Picture, evidence: list[Evidence]) -> _Image | None:
    """The picture without the span; None if nothing of it is left."""
    outside = change.segments_outside(*IMAGE_ROLES)
    segments = [segment for segment in outside if any_overlap(picture.spans, [segment.span])]
    if not segments:
        return None
    captions = [segment for segment in segments if segment.role is Role.CAPTION]
    credits = [segment for segment in segments if segment.role is Role.CREDIT]
    picture = replace(picture, spans=tuple(segment.span for segment in segments))
    if any(entry.field.endswith(".caption") and change.touches(entry) for entry in evidence):
        picture = replace(picture, caption=_joined(change, captions, " "))
        evidence = with_editor(evidence, "caption", captions)
    if any(entry.field.endswith(".credit") and change.touches(entry) for entry in evidence):
        bare = replace(picture, credit="", photographers=(), agencies=())
        picture = _with_credit(bare, _joined(change, credits, " | "))
        evidence = with_editor(evidence, "credit", credits)
    return picture, evidence


def _joined(change: Change, segments: Sequence[Segment], separator: str) -> str:
    return separator.join(change.text_of(segment.span) for segment in segments)


def _add(change: Change, images: list[_Image]) -> None:
    """Add a caption or credit to an adjacent picture without one, or as a new picture."""
    name = "caption" if change.role is Role.CAPTION else "credit"
    words, entry = change.text_of(change.span), Evidence(name, Derivation.EDITOR, RULE, (change.span,))
    adjacent = [
        index
        for index, (picture, _evidence) in enumerate(images)
        if not getattr(picture, name) and _is_adjacent(change, picture.spans)
    ]
    if adjacent:
        picture, evidence = images[adjacent[0]]
        picture = replace(picture, spans=tuple(sorted((*picture.spans, change.span))))
    else:
        before = sum(block.span[0] < change.span[0] for block in change.document.body)
        picture, evidence = Picture("", "", before, spans=(change.span,)), []
    picture = replace(picture, caption=words) if name == "caption" else _with_credit(picture, words)
    if adjacent:
        images[adjacent[0]] = (picture, [*evidence, entry])
    else:
        index = sum((other.before, other.spans[:1]) < (picture.before, (change.span,)) for other, _evidence in images)
        images.insert(index, (picture, [entry]))


def _is_adjacent(change: Change, spans: Sequence[Span]) -> bool:
    """Whether only blanks (in the source of a page also tags) separate the assigned span from one of these."""
    own = change.span
    gaps = [(own[1], span[0]) if span[0] >= own[1] else (span[1], own[0]) for span in spans]
    return any(low <= high and not change.text_of((low, high)) for low, high in gaps)


def _with_credit(picture: Picture, words: str) -> Picture:
    """The picture with a credit, without its label, and with the photographers and agencies in it."""
    credit = find_credit(words)
    if credit is None:
        return replace(
            picture,
            credit=words,
            photographers=tuple(dict.fromkeys(picture.photographers)),
            agencies=tuple(dict.fromkeys(picture.agencies)),
        )
    low, high = credit.text_span
    return replace(
        picture,
        credit=words[low:high],
        kind=credit.kind if credit.kind != "photo" else picture.kind,
        photographers=tuple(dict.fromkeys((*picture.photographers, *credit.photographers))),
        agencies=tuple(dict.fromkeys((*picture.agencies, *credit.agencies))),
    )
