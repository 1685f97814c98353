"""Rules for captions and credits, by their form and their neighbours; called in the order of rules/sequence.py."""

import re
from itertools import pairwise

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.article_range import article_range
from articles.parser.rules.headline import is_picture_label

MAX_CAPTION_CHARS = 450
MAX_UNCREDITED_CHARS = 200  # of a caption without credit
MAX_CREDIT_CHARS = 120
MIN_REPEATED_CHARS = 20  # … of a caption that is repeated without its credit
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?](?=\s+[A-ZÄÖÜ„\"»\d]|\Z)")


def picture_labels(lines: list[LabelledLine]) -> None:
    """Lines that name themselves a picture's become captions: `(Symbolbild) …`, `Archivbild: …`."""
    for line in lines:
        if line.role is not Role.CAPTION and line.traits.length <= MAX_CAPTION_CHARS and is_picture_label(line.words):
            line.relabel(Role.CAPTION, "picture_label")


def credits_by_form(lines: list[LabelledLine]) -> None:
    """Lines that are or end in a credit become credits or captions: `Bildrechte: dpa`, `… in Bonn. Foto: Name/dpa`."""
    for number in article_range(lines):
        line = lines[number]
        credit = line.traits.credit
        if not credit or line.role in (Role.CREDIT, Role.HEADLINE):
            continue
        if line.role is Role.CAPTION and not (credit.startswith("whole") and _stands_below_caption(lines, number)):
            continue
        if credit.startswith("whole") and line.traits.length <= 160:
            line.relabel(Role.CREDIT, "credit_line")
        elif credit.startswith("tail") and line.traits.length <= MAX_CAPTION_CHARS:
            line.relabel(Role.CAPTION, "caption_with_credit")


def _stands_below_caption(lines: list[LabelledLine], number: int) -> bool:
    """Whether the line above is a caption that has no credit yet, in the same block."""
    above = lines[number - 1]
    return number > 0 and lines[number].text_line.gap == 0 and above.role is Role.CAPTION and not above.traits.credit


def repeated_caption(lines: list[LabelledLine]) -> None:
    """Find captions repeated with their credit: `… in Pjöngjang.` / `… in Pjöngjang. © DPA`."""
    for number, (line, below) in enumerate(pairwise(lines)):
        if len(line.words) <= 12 or not below.words.startswith(line.words) or below.role is Role.HEADLINE:
            continue
        role_below = lines[number + 2].role if number + 2 < len(lines) else None
        is_credited = bool(below.traits.credit)  # else it is a lead with which the text begins once more
        sentence = is_credited and line.traits.shape in ("E", "P") and line.traits.length <= MAX_CAPTION_CHARS
        if Role.CAPTION in (line.role, below.role) or role_below is Role.CREDIT or sentence:
            for part in (line, below):
                if part.role is not Role.CAPTION or part.label.rule == "weighed":
                    part.relabel(Role.CAPTION, "repeated_caption")


def caption_above_credit(lines: list[LabelledLine]) -> None:
    """The line right above a credit becomes its caption."""
    for number, (line, below) in enumerate(pairwise(lines)):
        if below.role is not Role.CREDIT or line.traits.phrase or line.traits.shape not in "EPsmMe":
            continue
        if line.traits.shape == "e" and (below.text_line.gap > 0 or "clocke" in line.traits.features):
            continue
        if line.role is Role.PARAGRAPH and _is_block(lines, number) and line.traits.length <= MAX_CAPTION_CHARS:
            line.relabel(Role.CAPTION, "caption_above_credit", 0.7)
            continue
        near = below.text_line.gap == 0 or (line.traits.shape in "smE" and line.label.rule == "weighed")
        loose = line.role is Role.BOILERPLATE and 15 <= line.traits.length <= MAX_CAPTION_CHARS
        labelled = below.traits.credit == "whole:" and line.label.rule == "weighed"
        if ((near or labelled) and loose) or line.role is Role.SUBHEADING:
            line.relabel(Role.CAPTION, "caption_above_credit", 0.8)


def _is_block(lines: list[LabelledLine], number: int) -> bool:
    """Whether a line and the next one form a block between empty lines."""
    line, below = lines[number], lines[number + 1]
    gap_below = lines[number + 2].text_line.gap if number + 2 < len(lines) else 1
    return line.text_line.gap > 0 and below.text_line.gap == 0 and gap_below > 0


def alternative_above_caption(lines: list[LabelledLine]) -> None:
    """A short line and a short text in one block become alternative text and caption if subheadings stand alone."""
    heads = [
        number
        for number, (line, below) in enumerate(pairwise(lines))
        if below.role is Role.PARAGRAPH and (line.role is Role.SUBHEADING or _is_loose_in_text(lines, number))
    ]
    blocks = [number for number in heads if _is_block(lines, number)]
    if len(blocks) * 2 > len(heads):
        return
    for number in blocks:
        line, below = lines[number], lines[number + 1]
        if below.traits.length <= MAX_UNCREDITED_CHARS and line.label.rule == below.label.rule == "weighed":
            line.relabel(Role.CAPTION, "alternative_above_caption", 0.6)
            below.relabel(Role.CAPTION, "alternative_above_caption", 0.6)


def _is_loose_in_text(lines: list[LabelledLine], number: int) -> bool:
    """Whether a few words below a paragraph are boilerplate only because the model found nothing better."""
    line = lines[number]
    is_short = line.traits.shape == "s" and line.traits.phrase is None and line.label.rule == "weighed"
    return is_short and line.role is Role.BOILERPLATE and number > 0 and lines[number - 1].role is Role.PARAGRAPH


def caption_behind_credit(lines: list[LabelledLine]) -> None:
    """A line after a credit, in the same line or block, becomes the caption unless it is text."""
    for number, (line, below) in enumerate(pairwise(lines)):
        same = line.text_line.end == below.text_line.start and not line.text_line.text.endswith(("\n", "\r"))
        block = (
            below.text_line.gap == 0
            and number + 2 < len(lines)
            and lines[number + 2].text_line.gap > 0
            and line.text_line.gap == 0
        )
        block = block and below.role is Role.BOILERPLATE and not below.traits.phrase and below.traits.length >= 15
        if line.role is not Role.CREDIT or below.traits.length > MAX_CAPTION_CHARS:
            continue
        if block or (same and below.role in (Role.BOILERPLATE, Role.SUBHEADING)):
            below.relabel(Role.CAPTION, "caption_behind_credit", 0.7)
