"""Captions and credits by their forms and by what stands beside them."""

import re
from itertools import pairwise

from articles.parser.labels import LabelledLine
from articles.parser.patterns.credit import find_credit
from articles.parser.roles import Role
from articles.parser.rules.article_range import article_range
from articles.parser.rules.body import is_sentence
from articles.parser.rules.headline import is_picture_label

MAX_CAPTION_CHARS = 450
MAX_UNCREDITED_CHARS = 200  # characters of a caption that has no credit
MAX_CREDIT_CHARS = 120
MIN_REPEATED_CHARS = 20  # … of one that stands twice, the second time without its credit
HEADING_ROLES = (Role.HEADLINE, Role.SUBHEADING)
SOURCE_LABELS = ("Quelle", "Source")
PLURAL_SOURCE_LABELS = ("Quellen",)  # no picture has several
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?](?=\s+[A-ZÄÖÜ„\"»\d]|\Z)")
MIN_CREDITED_IMAGES = 3  # pictures with a credit, from which on one may expect it of all


def picture_labels(judged: list[LabelledLine]) -> None:
    """`(Symbolbild) …`, `Archivbild: …`: a line that says itself that it is a picture's."""
    for one in judged:
        if one.role is not Role.CAPTION and one.traits.length <= MAX_CAPTION_CHARS and is_picture_label(one.words):
            one.relabel(Role.CAPTION, "picture_label")


def credits_by_form(judged: list[LabelledLine]) -> None:
    """A line that is a credit, or ends in one, belongs to a picture: `Bildrechte: dpa`, `… in Bonn. Foto: Name/dpa`."""
    for number in article_range(judged):
        one = judged[number]
        found = one.traits.credit
        if not found or one.role in (Role.CAPTION, Role.CREDIT, Role.HEADLINE):
            continue
        if found.startswith("whole") and one.traits.length <= 160:
            one.relabel(Role.CREDIT, "credit_line")
        elif found.startswith("tail") and one.traits.length <= MAX_CAPTION_CHARS:
            one.relabel(Role.CAPTION, "caption_with_credit")


def repeated_caption(judged: list[LabelledLine]) -> None:
    """A caption that stands twice, the second time with its credit: `… in Pjöngjang.` / `… in Pjöngjang. © DPA`."""
    for number, (one, two) in enumerate(pairwise(judged)):
        if len(one.words) <= 12 or not two.words.startswith(one.words) or two.role is Role.HEADLINE:
            continue
        below = judged[number + 2].role if number + 2 < len(judged) else None
        sentence = one.traits.shape in ("E", "P") and one.traits.length <= MAX_CAPTION_CHARS
        if Role.CAPTION in (one.role, two.role) or below is Role.CREDIT or sentence:
            for part in (one, two):
                if part.role is not Role.CAPTION or part.label.rule == "weighed":
                    part.relabel(Role.CAPTION, "repeated_caption")


def caption_once_more(judged: list[LabelledLine]) -> None:
    """A caption with its credit, and below it the same without: `… in Bonn. Foto: Name` / `… in Bonn.`"""
    for one, two in pairwise(judged):
        words = two.words
        if len(words) < MIN_REPEATED_CHARS or two.role in HEADING_ROLES or not one.words.startswith(words):
            continue
        if one.traits.credit.startswith("tail") and one.traits.length <= MAX_CAPTION_CHARS + MAX_CREDIT_CHARS:
            for part in (one, two):
                if part.role is not Role.CAPTION:
                    part.relabel(Role.CAPTION, "caption_once_more", 0.8)


def sources_below_text(judged: list[LabelledLine]) -> None:
    """`Quelle: dpa` right below the last paragraph tells where the text comes from, not a picture."""
    last = max((number for number, one in enumerate(judged) if one.role is Role.PARAGRAPH), default=len(judged))
    for number, (above, one) in enumerate(pairwise(judged), start=1):
        if one.role is not Role.CREDIT or above.role is not Role.PARAGRAPH or above.traits.shape not in ("P", "E"):
            continue
        found = find_credit(one.words)
        label = found.label if found and one.traits.credit == "whole:" else ""
        if label in PLURAL_SOURCE_LABELS or (label in SOURCE_LABELS and number > last):
            one.relabel(Role.BOILERPLATE, "source_below_text", 0.7)


def caption_above_credit(judged: list[LabelledLine]) -> None:
    """The line right above a credit is its caption; a subheading has none."""
    for number, (one, two) in enumerate(pairwise(judged)):
        if two.role is not Role.CREDIT or one.traits.phrase or one.traits.shape not in "EPsmMe":
            continue
        if one.traits.shape == "e" and (two.text_line.gap > 0 or "clocke" in one.traits.features):
            continue
        if one.role is Role.PARAGRAPH and _is_block(judged, number) and one.traits.length <= MAX_CAPTION_CHARS:
            one.relabel(Role.CAPTION, "caption_above_credit", 0.7)
            continue
        near = two.text_line.gap == 0 or (one.traits.shape in "smE" and one.label.rule == "weighed")
        loose = one.role is Role.BOILERPLATE and 15 <= one.traits.length <= MAX_CAPTION_CHARS
        labelled = two.traits.credit == "whole:" and one.label.rule == "weighed"
        if ((near or labelled) and loose) or one.role is Role.SUBHEADING:
            one.relabel(Role.CAPTION, "caption_above_credit", 0.8)


def _is_block(judged: list[LabelledLine], number: int) -> bool:
    """Whether a line and the one below it stand together between empty lines."""
    one, two = judged[number], judged[number + 1]
    below = judged[number + 2].text_line.gap if number + 2 < len(judged) else 1
    return one.text_line.gap > 0 and two.text_line.gap == 0 and below > 0


def alternative_above_caption(judged: list[LabelledLine]) -> None:
    """A few words and a short text in one block, where subheadings stand alone: a picture's other text and caption."""
    heads = [
        number
        for number, (one, two) in enumerate(pairwise(judged))
        if one.role is Role.SUBHEADING and two.role is Role.PARAGRAPH
    ]
    blocks = [number for number in heads if _is_block(judged, number)]
    if len(blocks) * 2 > len(heads):
        return
    for number in blocks:
        one, two = judged[number], judged[number + 1]
        if two.traits.length <= MAX_UNCREDITED_CHARS and one.label.rule == two.label.rule == "weighed":
            one.relabel(Role.CAPTION, "alternative_above_caption", 0.6)
            two.relabel(Role.CAPTION, "alternative_above_caption", 0.6)


def captions_without_credit(judged: list[LabelledLine]) -> None:
    """Where every picture has its credit, sentences on the matter without one are no captions but the text's."""
    credited = sum(one.role is Role.CREDIT or one.traits.credit.startswith("tail") for one in judged)
    if not credited:
        captions_without_picture(judged)
    if credited < MIN_CREDITED_IMAGES:
        return
    for number in range(len(judged) - 2, 0, -1):
        one, above, below = judged[number], judged[number - 1], judged[number + 1]
        if one.role is not Role.CAPTION or one.label.rule != "weighed" or one.traits.credit:
            continue
        if below.role in (Role.CAPTION, Role.CREDIT) or below.words.startswith(one.words):
            continue
        pictures = above.role is Role.CREDIT or above.traits.credit or one.words.startswith(above.words)
        shows = any(name.startswith("shows") for name in one.traits.features)
        if not pictures and not shows and is_sentence(one):
            one.relabel(Role.PARAGRAPH, "caption_without_credit", 0.6)
        elif one.traits.shape == "s" and below.label.rule == "caption_without_credit" and not pictures:
            one.relabel(Role.SUBHEADING, "caption_without_credit", 0.6)


def captions_without_picture(judged: list[LabelledLine]) -> None:
    """Where nothing tells of a picture, several sentences between two paragraphs are one, too."""
    if any(name.startswith("shows") for one in judged for name in one.traits.features):
        return
    for above, one, below in zip(judged, judged[1:], judged[2:], strict=False):
        between = above.role in (Role.LEAD, Role.PARAGRAPH) and below.role is Role.PARAGRAPH
        alike = (one.text_line.gap > 0) == (below.text_line.gap > 0)
        told = len(_SENTENCE_END.findall(one.words)) > 1 and one.traits.end[0] == "."
        if one.role is Role.CAPTION and one.label.rule == "weighed" and between and alike and told:
            one.relabel(Role.PARAGRAPH, "caption_without_picture", 0.6)


def caption_behind_credit(judged: list[LabelledLine]) -> None:
    """What runs on behind a credit, in the same line or block, is the picture's caption, unless weighed as text."""
    for number, (one, two) in enumerate(pairwise(judged)):
        same = one.text_line.end == two.text_line.start and not one.text_line.text.endswith(("\n", "\r"))
        block = two.text_line.gap == 0 and number + 2 < len(judged) and judged[number + 2].text_line.gap > 0 and one.text_line.gap == 0
        block = block and two.role is Role.BOILERPLATE and not two.traits.phrase and two.traits.length >= 15
        if one.role is not Role.CREDIT or two.traits.length > MAX_CAPTION_CHARS:
            continue
        if block or (same and two.role in (Role.BOILERPLATE, Role.SUBHEADING)):
            two.relabel(Role.CAPTION, "caption_behind_credit", 0.7)
