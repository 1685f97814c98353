"""Finds the heads of readers' comments among the lines of a page, and the parts of a page that hold comments."""

import re
from bisect import bisect_right
from functools import cache

from articles.parser.html.tokenizer import HEADINGS
from articles.parser.html.tree import HtmlTree
from articles.parser.patterns.comment_head import parse_comment_head, parse_heading
from articles.parser.patterns.date import parse_date
from articles.parser.patterns.names import label_pattern
from articles.parser.rules.comment_evidence import is_button, is_writer

MAX_DATED_CHARS = 120  # characters of a line with name and time
AGO = re.compile(r"(?:vor\s.{2,20}|.{2,20}\sago|gestern.{0,15}|heute.{0,15}|gerade eben)\Z", re.IGNORECASE)
_HEADING_TAGS = {*HEADINGS, "summary", "legend"}


def find_threads(tree: HtmlTree, title: int | None) -> set[int]:
    """The elements below the headline that begin with a heading of comments, and hold as many heads as it promises.

    Each is the largest that begins with the heading: what stands beside it is not of it.
    """
    headings = {
        index: found
        for index, line in enumerate(tree.lines)
        if index > (title or 0) and (found := parse_heading(line.text)) and not line.linked
    }
    if not headings:
        return set()
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, line in enumerate(tree.lines):
        first.setdefault(line.element, index)
        last[line.element] = index
    for number in range(len(tree.elements) - 1, 0, -1):
        parent = tree.elements[number].parent
        if number in first:
            first[parent] = min(first[number], first.get(parent, first[number]))
            last[parent] = max(last[number], last.get(parent, last[number]))
    threads = set()
    every_dated = [other for other in range(min(headings) + 1, len(tree.lines)) if is_dated(tree, other)]
    unnamed = [other for other in every_dated if not _has_writer(tree, other)]
    for index, found in headings.items():
        number = tree.lines[index].element
        if found.count is None and not any(tree.elements[n].tag in _HEADING_TAGS for n in around(tree, number)[:3]):
            continue
        while first[tree.elements[number].parent] == index:
            number = tree.elements[number].parent
        dated, nameless = (
            bisect_right(lines, last[number]) - bisect_right(lines, index) for lines in (every_dated, unnamed)
        )
        if (found.count is not None or not nameless) and (dated > 1 or (dated and found.count == 1)):
            threads.add(number)
    return threads


def _has_writer(tree: HtmlTree, line_number: int) -> bool:
    """Whether somebody is named with a time, or above it in words that lead nowhere: dated teasers are links."""
    line, above = tree.lines[line_number], tree.lines[line_number - 1]
    if end_of_head(tree, line_number) or parse_comment_head(line.text.strip()):
        return not line.linked or line.linked * 10 < len(line.text) * 7
    return not above.linked and is_writer(above.text.strip())


def is_dated(tree: HtmlTree, line_number: int) -> bool:
    """Whether a line is the head of a comment, begins with one, or is the time in one."""
    line = tree.lines[line_number]
    words = line.text.strip()
    if end_of_head(tree, line_number):
        return True
    if len(words) > MAX_DATED_CHARS or is_button(words) or parse_heading(words):
        return False
    is_ago = AGO.fullmatch(words) and (words[-1] not in ".!?" or words.lower().startswith(("vor ", "vor\u00a0")))
    return bool(line.timed or is_ago or parse_comment_head(words) or _is_date(words))


def end_of_head(tree: HtmlTree, line_number: int) -> int:
    """Where the head ends that a line with the text of a comment begins with; 0 where it begins with none.

    It ends at a tag, a line break for example, or at the colon behind „schrieb am …“.
    """
    line = tree.lines[line_number]
    for place in range(min(len(line.text) - 1, MAX_DATED_CHARS), 2, -1):
        if line.text[place].isspace() or not line.text[place - 1].isspace():
            continue
        between = tree.source[line.source_ends[place - 2] : line.source_starts[place]]
        head = line.text[:place].rstrip()
        if ("<" in between or (head.endswith(":") and _wrote().search(head))) and parse_comment_head(head):
            return place
    return 0


def around(tree: HtmlTree, number: int) -> list[int]:
    """The element and all that contain it, the innermost first."""
    elements = []
    while number >= 0:
        elements.append(number)
        number = tree.elements[number].parent
    return elements


@cache
def _wrote() -> re.Pattern[str]:
    words = f"{label_pattern('comments', 'wrote')}|{label_pattern('comments', 'says')}"
    return re.compile(rf"\s(?:{words})\s", re.IGNORECASE)


def _is_date(words: str) -> bool:
    date = parse_date(words)
    return date is not None and date.span[1] - date.span[0] >= len(words) - 2
