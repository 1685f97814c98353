"""Rules for captions and credits, by their form and their neighbours; called in the order of rules/sequence.py."""

import re
from itertools import pairwise

from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.credit import find_credit
from articles.parser.roles import Role
from articles.parser.rules.article_range import article_range
from articles.parser.rules.body import is_sentence
from articles.parser.rules.headline import is_picture_label

MAX_CAPTION_CHARS = 450
MAX_UNCREDITED_CHARS = 200  # of a caption without credit
MAX_CREDIT_CHARS = 120
MIN_REPEATED_CHARS = 20  # … of a caption that is repeated without its credit
HEADING_ROLES = (Role.HEADLINE, Role.SUBHEADING)
SOURCE_LABELS = ("Quelle", "Source")
PLURAL_SOURCE_LABELS = ("Quellen",)  # a text can have several, a picture has one
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?](?=\s+[A-ZÄÖÜ„\"»\d]|\Z)")
MIN_CREDITED_IMAGES = 3  # pictures with a credit from which on all are expected to have one


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
        sentence = line.traits.shape in ("E", "P") and line.traits.length <= MAX_CAPTION_CHARS
        if Role.CAPTION in (line.role, below.role) or role_below is Role.CREDIT or sentence:
            for part in (line, below):
                if part.role is not Role.CAPTION or part.label.rule == "weighed":
                    part.relabel(Role.CAPTION, "repeated_caption")


def caption_once_more(lines: list[LabelledLine]) -> None:
    """Find captions with their credit, repeated without it: `… in Bonn. Foto: Name` / `… in Bonn.`"""
    for line, below in pairwise(lines):
        words = below.words
        if len(words) < MIN_REPEATED_CHARS or below.role in HEADING_ROLES or not line.words.startswith(words):
            continue
        if line.traits.credit.startswith("tail") and line.traits.length <= MAX_CAPTION_CHARS + MAX_CREDIT_CHARS:
            for part in (line, below):
                if part.role is not Role.CAPTION:
                    part.relabel(Role.CAPTION, "caption_once_more", 0.8)


def sources_below_text(lines: list[LabelledLine]) -> None:
    """`Quelle: dpa` right below the last paragraph names the origin of the text and is not a credit."""
    last = max((number for number, line in enumerate(lines) if line.role is Role.PARAGRAPH), default=len(lines))
    for number, (above, line) in enumerate(pairwise(lines), start=1):
        if line.role is not Role.CREDIT or above.role is not Role.PARAGRAPH or above.traits.shape not in ("P", "E"):
            continue
        credit = find_credit(line.words)
        label = credit.label if credit and line.traits.credit == "whole:" else ""
        if label in PLURAL_SOURCE_LABELS or (label in SOURCE_LABELS and number > last):
            line.relabel(Role.BOILERPLATE, "source_below_text", 0.7)


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


def captions_without_credit(lines: list[LabelledLine]) -> None:
    """If all pictures have credits, captions without one that share words with the text become text."""
    credited = sum(line.role is Role.CREDIT or line.traits.credit.startswith("tail") for line in lines)
    if not credited:
        captions_without_picture(lines)
    if credited < MIN_CREDITED_IMAGES:
        return
    for number in range(len(lines) - 2, 0, -1):
        line, above, below = lines[number], lines[number - 1], lines[number + 1]
        if line.role is not Role.CAPTION or line.label.rule != "weighed" or line.traits.credit:
            continue
        if below.role in (Role.CAPTION, Role.CREDIT) or below.words.startswith(line.words):
            continue
        pictures = above.role is Role.CREDIT or above.traits.credit or line.words.startswith(above.words)
        shows = any(name.startswith("shows") for name in line.traits.features)
        if not pictures and not shows and is_sentence(line):
            line.relabel(Role.PARAGRAPH, "caption_without_credit", 0.6)
        elif line.traits.shape == "s" and below.label.rule == "caption_without_credit" and not pictures:
            line.relabel(Role.SUBHEADING, "caption_without_credit", 0.6)


def captions_without_picture(lines: list[LabelledLine]) -> None:
    """If there is no trace of a picture, a caption of several sentences between two paragraphs becomes text."""
    found = []
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if line.role is not Role.CAPTION or line.label.rule != "weighed" or line.traits.end[0] != ".":
            continue
        between = above.role in (Role.LEAD, Role.PARAGRAPH) and below.role is Role.PARAGRAPH
        alike = (line.text_line.gap > 0) == (below.text_line.gap > 0)
        if between and alike and len(_SENTENCE_END.findall(line.words)) > 1:
            found.append(line)
    if found and not any(name.startswith("shows") for line in lines for name in line.traits.features):
        for line in found:
            line.relabel(Role.PARAGRAPH, "caption_without_picture", 0.6)


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
