"""Lines that a tool tore at a link: `… davon aktuell nur ` / (empty lines) / `VIP-Mitglieder, die …` are one."""

from articles.text.lines import TextLine

MIN_EMPTY_LINES = 2  # empty lines behind the place where a line was torn

_GOES_ON = ",;(„–-"  # besides letters and digits: what a line that goes on can end in


def join_broken_lines(lines: list[TextLine], text: str) -> list[TextLine]:
    """The lines, torn ones put together; each is one stretch of the text. Linear in its length.

    Only where lines stand without empty ones between them: there a blank at the end of a line that goes on, and the
    empty lines behind it, come from the link that stood there.
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
    whole.cut(first.begin - first.start - whole.indent)  # a date that was cut off stays off
    return whole
