"""A parsed page: its elements, and its lines of text with their offsets in the source."""

from array import array
from dataclasses import dataclass, field

from articles.parser.line_joins import BLANK, WORD


@dataclass(slots=True)
class Element:
    """An element. `parent` is the index of its parent, -1 for the root; `start` its offset in the source."""

    tag: str
    parent: int
    start: int
    attributes: dict[str, str]
    depth: int
    end: int = -1  # offset in the source where its content ends; -1: with the page, or it has none
    headed: bool = False  # a figure that contains a heading: a box, not a picture

    @property
    def marks(self) -> str:
        """The names that the page gives the element: class, id, role and the like."""
        attributes = self.attributes
        keys = ("class", "id", "role", "itemprop", "data-testid", "data-component", "data-qa", "aria-label")
        return " ".join(attributes[key] for key in keys if key in attributes)


@dataclass(slots=True)
class HtmlLine:
    """A line of text. `source_starts` and `source_ends` hold the offsets in the source of each of its characters."""

    element: int
    text: str = ""
    source_starts: "array[int]" = field(default_factory=lambda: array("q"))
    source_ends: "array[int]" = field(default_factory=lambda: array("q"))
    linked: int = 0  # characters inside links
    strong: int = 0  # characters in bold
    letters: int = 0  # characters that are no blanks, as they were put
    timed: bool = False  # contains a <time> element
    block: int = -1  # index of the <pre> element around it
    breaks: list[int] = field(default_factory=list)  # offsets of the blanks that stand for line breaks
    seams: list[int] = field(default_factory=list)  # … that stand between two inline elements side by side
    remark: bool = False  # a remark on a link for those who hear the page

    def append(self, other: "HtmlLine", join: str, is_break: bool = False) -> None:
        """Append the next line of a paragraph; the hyphen of a divided word belongs to the span of its last letter."""
        bare = self.text.rstrip()
        del self.source_starts[len(bare) :], self.source_ends[len(bare) :]
        self.text = bare
        if join == BLANK:
            self.breaks += [len(self.text)] if is_break else []
            self.text += " "
            self.source_starts.append(self.source_ends[-1])
            self.source_ends.append(other.source_starts[0])
        elif join == WORD:
            self.text = self.text[:-1]
            self.source_starts.pop()
            self.source_ends[-2:] = self.source_ends[-1:]
        self.breaks += [len(self.text) + at for at in other.breaks]
        self.text += other.text
        self.source_starts.extend(other.source_starts)
        self.source_ends.extend(other.source_ends)
        self.linked += other.linked
        self.strong += other.strong
        self.timed = self.timed or other.timed


@dataclass(slots=True)
class HtmlTree:
    """A parsed page: its elements in the order of their start tags, and its lines of text."""

    source: str
    elements: list[Element]
    lines: list[HtmlLine]
    raw: list[tuple[int, int, int]]  # element index, start and end of raw text: scripts, the title
    _nearest: "dict[frozenset[str], array[int]]" = field(default_factory=dict)
    _holding: dict[frozenset[str], bytearray] = field(default_factory=dict)
    _last: "array[int]" = field(default_factory=lambda: array("q"))

    def nearest(self, number: int, tags: frozenset[str]) -> int:
        """The innermost element with one of these tags that is, or is around, another; -1 if there is none.

        All are found at once: elements may lie very deep in one another.
        """
        found = self._nearest.get(tags)
        if found is None:
            found = array("q")
            for index, element in enumerate(self.elements):
                found.append(index if element.tag in tags else -1 if element.parent < 0 else found[element.parent])
            self._nearest[tags] = found
        return found[number]

    def holds(self, number: int, tags: frozenset[str]) -> bool:
        """Whether an element is, or has in it, one with one of these tags."""
        found = self._holding.get(tags)
        if found is None:
            found = bytearray(element.tag in tags for element in self.elements)
            for index in range(len(self.elements) - 1, 0, -1):
                if found[index]:
                    found[self.elements[index].parent] = 1
            self._holding[tags] = found
        return bool(found[number])

    def is_within(self, number: int, ancestor: int) -> bool:
        """Whether an element is, or is in, another."""
        if not self._last:
            self._last = array("q", range(len(self.elements)))
            for index in range(len(self.elements) - 1, 0, -1):
                parent = self.elements[index].parent
                self._last[parent] = max(self._last[parent], self._last[index])
        return ancestor <= number <= self._last[ancestor]
