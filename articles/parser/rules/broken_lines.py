"""Joins lines that a tool broke at a link: `… davon aktuell nur ` / (empty lines) / `VIP-Mitglieder, die …`."""

from articles.text.lines import TextLine

MIN_EMPTY_LINES = 2  # empty lines after the place where a line was broken

_GOES_ON = ",;(„–-"  # besides letters and digits: the last characters of a line that continues


def join_broken_lines(lines: list[TextLine], text: str) -> list[TextLine]:
    """The lines, with broken ones joined; each is one span of the text. Takes linear time.

    Only if most lines have no empty line before them: then a blank at the end of a line, and the
    empty lines after it, come from a link.
    """
    if sum(line.gap == 0 for line in lines) * 3 < len(lines) * 2:
        return lines
    joined: list[TextLine] = []
    group: list[TextLine] = []
    for line in lines:
        if group and not (line.gap >= MIN_EMPTY_LINES and _is_broken(group[-1])):
            joined.append(_join(group, text))
            group = []
        group.append(line)
    if group:
        joined.append(_join(group, text))
    return joined


def _is_broken(line: TextLine) -> bool:
    ended = line.text.rstrip("\r\n")
    return ended[-1:] in (" ", "\u00a0") and (line.words[-1].isalnum() or line.words[-1] in _GOES_ON)


def _join(group: list[TextLine], text: str) -> TextLine:
    first = group[0]
    if len(group) == 1:
        return first
    whole = TextLine(first.start, text[first.start : group[-1].end])
    whole.gap = first.gap
    whole.cut(first.begin - first.start - whole.indent)  # keep a date that was cut off out
    return whole
