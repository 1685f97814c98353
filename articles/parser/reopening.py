"""Takes an editor's decision about an uncertain place back: the text, its roles and the mark are as before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.parser import uncertainty
from articles.parser.document import Derivation, Evidence, ParsedClip
from articles.parser.relabel import Assignment, CannotAssign, assign
from articles.parser.roles import BLOCK_KINDS, Role
from articles.text.lines import Span, overlap

_ROLES = {kind: role for role, kind in BLOCK_KINDS.items()}


@dataclass(frozen=True, slots=True)
class FormerBlock:
    """A block of the body before the decision: its span within the place, its role and the rule behind it."""

    start: int
    end: int
    role: Role
    rule: str


def former_blocks(clip: ParsedClip, span: Span) -> list[FormerBlock]:
    """The blocks of the body in a place; what `reopen` needs when the decision about it is taken back."""
    blocks = clip.document.body if clip.document else ()
    found = []
    for block in blocks:
        start, end = max(block.span[0], span[0]), min(block.span[1], span[1])
        if start < end:
            rules = [s.rule for s in clip.segments if s.role in BLOCK_KINDS and overlap(s.span, (start, end))]
            found.append(FormerBlock(start, end, _ROLES[block.kind], rules[0] if rules else uncertainty.KEPT))
    return found


def reopen(clip: ParsedClip, span: Span, former: Iterable[FormerBlock]) -> ParsedClip:
    """The clip with the place uncertain again, and the blocks that stood there back in the text."""
    blocks = list(former)
    proof = next((entry for entry in clip.evidence if entry.field == "body"), None)
    for block in blocks:
        inside = [s for s in clip.segments if s.role is not Role.BLANK and overlap(s.span, (block.start, block.end))]
        if not any(segment.role in BLOCK_KINDS for segment in inside):
            try:
                clip = assign(clip, Assignment(block.start, block.end, block.role))
            except CannotAssign:  # its words were erased since
                continue
    if proof is None and blocks:  # all of the body had been removed
        proof = Evidence("body", Derivation.VERBATIM, blocks[0].rule, ())
    if proof is not None and clip.document is not None:
        spans = tuple(block.span for block in clip.document.body)[: len(proof.spans) + len(blocks)]
        others = [entry for entry in clip.evidence if entry.field != "body"]
        clip = replace(clip, evidence=(*others, replace(proof, spans=spans)))
    segments = [
        next(
            (
                segment._replace(rule=block.rule)
                for block in blocks
                if segment.role in BLOCK_KINDS and overlap(segment.span, (block.start, block.end))
            ),
            segment,
        )
        for segment in clip.segments
    ]
    places = sorted({*uncertainty.open_places(clip.warnings), span})
    return replace(clip, segments=tuple(segments), warnings=uncertainty.with_places(clip.warnings, places))
