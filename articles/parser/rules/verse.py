"""Verse in a plain text: the lines of a stanza are one paragraph and stay lines."""

import re
from collections.abc import Iterator, Sequence

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.structure_borders import text_goes_on

MIN_LINES = 3  # of a stanza
MAX_LINES = 40
MAX_LINE_CHARS = 64  # of a line of verse
MIN_WORDS = 2.5  # a line, on average
MAX_LINES_BESIDE = 2  # lines between a stanza and text

_QUOTED = re.compile(r">{1,2}\s+")
_CLOSING = "“”\"»«’'‘)*_"
_ENDS = ".!?…:"
_PAUSES = ",;–—-/"
_TEXTS = frozenset((Role.LEAD, Role.PARAGRAPH, Role.SUBHEADING, Role.QUOTE, Role.LIST_ITEM))
_NONE = frozenset((Role.HEADLINE, Role.BYLINE, Role.CREDIT, Role.TABLE))


def verse(lines: list[LabelledLine]) -> None:
    """The lines of a stanza between, or below, those of the text become one paragraph, or one quotation."""
    if any(line.label.rule.startswith("html_") for line in lines):
        return  # a page tells its line breaks
    for first, last in _stanzas(lines):
        if not _stands_in_text(lines, first, last):
            continue
        role = Role.QUOTE if all(_QUOTED.match(line.words) for line in lines[first:last]) else Role.PARAGRAPH
        for line in lines[first:last]:
            line.relabel(role, "verse", 0.7)
            mark = _QUOTED.match(line.words)
            line.mark, line.keeps_mark = mark.end() if mark else 0, True
            line.goes_on = line is not lines[first]
        above = lines[first - 1]
        if above.words.endswith(":") and above.role in (Role.BOILERPLATE, Role.CAPTION, Role.KICKER):
            above.relabel(Role.PARAGRAPH, "above_verse", 0.7)
        text_goes_on(lines, last, "below_verse")


def _stanzas(lines: Sequence[LabelledLine]) -> Iterator[tuple[int, int]]:
    """The stanzas, each from its first line to that behind its last."""
    first = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and not lines[number].text_line.gap:
            continue
        if first and MIN_LINES <= number - first <= MAX_LINES and _is_stanza(lines[first:number]):
            yield first, number
        first = number


def _is_stanza(lines: Sequence[LabelledLine]) -> bool:
    """Whether short lines without an empty one between them are a sentence that goes over their ends."""
    texts = [_QUOTED.sub("", line.words, 1) for line in lines]
    if any(len(text) > MAX_LINE_CHARS for text in texts) or any(line.role in _NONE for line in lines):
        return False
    if any(line.traits.phrase or line.traits.credit or line.traits.bullet for line in lines):
        return False
    *upper, last = [text.rstrip(_CLOSING) or text for text in texts]
    if sum(len(text.split()) for text in texts) < MIN_WORDS * len(texts) or last[-1] not in _ENDS + _PAUSES:
        return False
    if any(map(str.isdigit, "".join(texts))) or any(text[-1] == ":" for text in upper):
        return False
    is_open = [text[-1] not in _ENDS for text in upper]
    goes_over = sum(text[:1].islower() for text in texts[1:])
    paused = sum(text[-1] in _PAUSES for text in upper)
    return sum(is_open) * 2 >= len(upper) and (goes_over * 3 >= len(upper) or paused * 3 >= len(upper))


def _stands_in_text(lines: Sequence[LabelledLine], first: int, last: int) -> bool:
    """Whether text stands above a stanza, and near it."""
    above = lines[max(0, first - MAX_LINES_BESIDE) : first]
    below = lines[last : last + MAX_LINES_BESIDE]
    own = sum(line.role in _TEXTS for line in lines[first:last])
    near = any(line.role in _TEXTS for line in (*above, *below)) or own * 2 >= last - first
    return near and any(line.role in _TEXTS for line in lines[:first])
