"""Notes below the text: paragraphs that keep the mark by which the text refers to them."""

import re
from collections import Counter
from collections.abc import Sequence

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role

MAX_HEADING_CHARS = 40
MAX_LINES_BELOW_NOTES = 3  # lines of text between or below the notes: one of them goes on
HEADINGS = frozenset(
    (
        *("anmerkung", "anmerkungen", "fußnote", "fußnoten", "fussnoten", "endnoten", "belege", "quellen", "nachweise"),
        *("einzelnachweise", "notes", "footnotes", "endnotes", "references", "sources", "note", "footnote"),
    )
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"(?P<mark>\[\^?\w{{1,3}}\]|[{_RAISED}]{{1,3}}|\(\d{{1,2}}\)|\d{{1,2}}\)|\*{{1,3}}\)|\*{{1,3}}|[†‡])"
    r"(?P<colon>:)?\s*(?=[^\W_„“\"«»'(]|[„“\"«»'(])"
)
_REFERS = re.compile(  # a sentence that ends with the mark of a note
    rf"\s\S+[.!?…“”\"»]\s?(?:\[\^?\w{{1,3}}\]|\(\d{{1,2}}\)|\d{{1,2}}\)|[{_RAISED}]{{1,3}}|\*{{1,3}}|[†‡])\Z"
)
_NUMBER = re.compile(r"\d{1,3}[.:]?\s+(?=[^\W\d_])")
_TEXTS = frozenset((Role.LEAD, Role.PARAGRAPH, Role.SUBHEADING, Role.QUOTE, Role.LIST_ITEM))
_NOTES = frozenset((Role.PARAGRAPH, Role.LIST_ITEM, Role.BOILERPLATE, Role.CAPTION, Role.SUBHEADING, Role.LEAD))


def footnotes(lines: list[LabelledLine]) -> None:
    """Lines below the text whose mark stands in the text become paragraphs with it, their heading a subheading."""
    marks = {number: mark for number in range(1, len(lines)) if (mark := _mark(lines[number]))}
    if not (marks or _below_heading(lines)):
        return
    last = max((n for n, line in enumerate(lines) if line.role in _TEXTS and n not in marks), default=-1)
    text = [line.words for line in lines[: last + 1] if line.role in _TEXTS or _REFERS.search(line.words)]
    often = Counter(marks.values())
    notes = [n for n, mark in marks.items() if n > 1 and often[mark] == 1 and _is_referred_to(mark, text)]
    notes = sorted({*notes, *_below_heading(lines)})
    if not notes or notes[0] < last - MAX_LINES_BELOW_NOTES:
        return
    for number in notes:
        line = lines[number]
        is_list = number not in marks and line.role is Role.LIST_ITEM  # its numbers are written by the list
        if line.role in _NOTES and not line.traits.phrase and not is_list:
            line.relabel(Role.PARAGRAPH, "footnote", 0.8)
            line.mark, line.keeps_mark, line.is_numbered = 0, True, False
    _heading(lines, notes[0])
    for line in lines[1 : notes[0]]:  # without an end mark at its end the model takes a sentence for something else
        if (
            line.role in (Role.BOILERPLATE, Role.CAPTION)
            and line.label.rule == "weighed"
            and _REFERS.search(line.words)
        ):
            line.relabel(Role.PARAGRAPH, "refers_to_footnote", 0.7)


def _mark(line: LabelledLine) -> str:
    """The mark of a note with which a line begins; "" if it begins with none."""
    words = line.words
    if words[0].isalpha() or line.text_line.words != words:
        return ""
    match = _MARK.match(words)
    return match["mark"] if match else ""


def _is_referred_to(mark: str, text: Sequence[str]) -> bool:
    """Whether the mark stands behind a word of the text."""
    bare = mark.rstrip(")") if mark.endswith("*)") else mark
    behind = re.compile(
        rf"[^\s\[(*]\s?{re.escape(bare)}(?![\w*])" if bare[0] in "[(" else rf"[^\s*]{re.escape(bare)}(?![\w*])"
    )
    return any(behind.search(words) for words in text)


def _below_heading(lines: Sequence[LabelledLine]) -> list[int]:
    """The numbered lines below a heading of notes, at the end."""
    heading = next((n for n in range(len(lines) - 1, 0, -1) if _is_heading(lines[n])), len(lines))
    numbered: list[int] = []
    for number in range(heading + 1, len(lines)):
        if not (_NUMBER.match(lines[number].words) or _MARK.match(lines[number].words)):
            break
        numbered.append(number)
    return numbered


def _is_heading(line: LabelledLine) -> bool:
    words = line.words
    return len(words) <= MAX_HEADING_CHARS and words.strip(" :*").casefold() in HEADINGS


def _heading(lines: list[LabelledLine], first: int) -> None:
    """The heading above the notes."""
    for line in lines[max(0, first - 2) : first]:
        if _is_heading(line) and line.role is not Role.SUBHEADING:
            line.relabel(Role.SUBHEADING, "above_footnotes", 0.8)
