"""Tells where in a page's markup a line stands: the tags and class names around it, and how its neighbours differ."""

from bisect import bisect_right

from articles.parser.html.page_parts import MIN_PROSE_CHARS, STOPS, heading, is_linked, words_of
from articles.parser.html.source_map import SourceMap
from articles.parser.html.tokenizer import HEADINGS
from articles.parser.html.tree import HtmlTree

MAX_OPENING_CHARS = 350  # of a first paragraph that is a lead because its element differs
ANCESTOR_LEVELS = 2  # ancestors of a line whose class names count for it


class LinePlaces:
    """The places of the chosen lines of a page."""

    def __init__(self, source_map: SourceMap) -> None:
        self.tree: HtmlTree = source_map.tree
        self.chosen_lines = source_map.chosen_lines

    def is_crosshead(self, line_number: int) -> bool:
        """Whether a line is a heading below the first level and no link."""
        html_line = self.tree.lines[line_number]
        return heading(self.tree, html_line.element) > "h1" and not is_linked(html_line)

    def heading_of(self, title: int | None) -> int | None:
        """The heading element around the headline, or None; it may contain several lines."""
        if title is None:
            return None
        number = self.tree.lines[title].element
        for _ in range(6):
            if self.tree.elements[number].tag in HEADINGS:
                return number
            number = max(self.tree.elements[number].parent, 0)
        return None

    def is_within(self, number: int, ancestor: int) -> bool:
        """Whether an element is, or is in, another."""
        return self.tree.is_within(number, ancestor)

    def marks_near(self, number: int) -> frozenset[str]:
        """The words of the class names of an element and of its ANCESTOR_LEVELS ancestors."""
        words: frozenset[str] = frozenset()
        for _ in range(ANCESTOR_LEVELS + 1):
            element = self.tree.elements[number]
            if element.parent < 0 or element.tag in ("article", "main", "body"):
                break
            words |= words_of(element.marks)
            number = element.parent
        return words

    def tags_around(self, number: int) -> list[str]:
        """The tags of an element and of those around it, at most five."""
        tags: list[str] = []
        for _ in range(5):
            element = self.tree.elements[number]
            tags.append(element.tag)
            number = element.parent
            if number < 0:
                break
        return tags

    def is_set_off(self, line_number: int) -> bool:
        """Whether the line's tag, parent or class differs from that of the next line."""
        place = bisect_right(self.chosen_lines, line_number)
        return (
            place >= len(self.chosen_lines) or self._kind(line_number)[:3] != self._kind(self.chosen_lines[place])[:3]
        )

    def is_opening(self, line_number: int, words: str) -> bool:
        """Whether a line is a short first paragraph with its own tag or class, while the next ones share theirs."""
        if len(words) > MAX_OPENING_CHARS or len(words) < 60 or words[-1] not in STOPS:
            return False
        place = bisect_right(self.chosen_lines, line_number)
        following = [
            other for other in self.chosen_lines[place : place + 8] if self._kind(other)[3] >= MIN_PROSE_CHARS
        ][:2]
        tag, _, marks, _ = self._kind(line_number)
        kinds = {self._kind(other)[0:3:2] for other in following}
        first = words_of(marks) & {"first", "initial", "dropcap", "initials"}
        return len(following) == 2 and len(kinds) == 1 and (tag, marks) not in kinds and not first

    def _kind(self, line_number: int) -> tuple[str, int, str, int]:
        """Tag, parent and class names of a line's element, and the length of the line."""
        html_line = self.tree.lines[line_number]
        element = self.tree.elements[html_line.element]
        return element.tag, element.parent, element.marks, len(html_line.text)
