"""A text made of pieces of a source, each of its characters mapped to the characters that it stands for."""

from array import array
from collections.abc import Iterable, Iterator

from articles.parser.ledger import Entry
from articles.parser.roles import Role
from articles.text.lines import Span

NOT_IN_SOURCE = -1  # an inserted character: a line break, a bullet


class MappedText:
    """Built from front to back: `take` copies, `stand_for` decodes, `insert` adds what the source does not have."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts, self.ends = array("q"), array("q")  # of each character, in the source
        self._parts: list[str] = []
        self._text: str | None = None

    @property
    def text(self) -> str:
        """What has been written."""
        if self._text is None:
            self._text = "".join(self._parts)
        return self._text

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, start: int, end: int) -> Span:
        """Copy a span of the source; returns where it stands in the text, as all of these do."""
        return self.add(self.source[start:end], range(start, end), range(start + 1, end + 1))

    def stand_for(self, text: str, start: int, end: int) -> Span:
        """Write characters that stand together for a span of the source: an entity, an escape, a decoded word."""
        return self.add(text, [start] * len(text), [end] * len(text))

    def insert(self, text: str) -> Span:
        """Write characters that the source does not have."""
        return self.stand_for(text, NOT_IN_SOURCE, NOT_IN_SOURCE)

    def add(self, text: str, starts: Iterable[int], ends: Iterable[int]) -> Span:
        """Write characters whose spans in the source are known one by one."""
        begin = len(self.starts)
        self._parts.append(text)
        self._text = None
        self.starts.extend(starts)
        self.ends.extend(ends)
        return begin, len(self.starts)

    def to_source(self, span: Span) -> Span:
        """The span of the source from the first to the last character of a span of the text; (0, 0): there is none."""
        low, high = span
        while low < high and self.starts[low] == NOT_IN_SOURCE:
            low += 1
        while high > low and self.starts[high - 1] == NOT_IN_SOURCE:
            high -= 1
        return (self.starts[low], self.ends[high - 1]) if low < high else (0, 0)

    def compose(self, upper: "MappedText") -> "MappedText":
        """A text whose source is this text, as a text of this one's source."""
        composed = MappedText(self.source)
        starts = [NOT_IN_SOURCE if at == NOT_IN_SOURCE else self.starts[at] for at in upper.starts]
        ends = [NOT_IN_SOURCE if at == NOT_IN_SOURCE else self.ends[at - 1] for at in upper.ends]
        composed.add(upper.text, starts, ends)
        return composed

    def entries(self, entries: Iterable[Entry]) -> list[Entry]:
        """Entries of the text as entries of the source: one for each contiguous stretch of it."""
        return [part for entry in entries for part in carry(self.source, self.starts, self.ends, entry)]


def carry(source: str, starts: "array[int]", ends: "array[int]", entry: Entry) -> Iterator[Entry]:
    """An entry for each contiguous span of the source that the characters of `entry` occupy."""
    begin, stop, role, rule = entry
    low = high = NOT_IN_SOURCE
    for at in range(begin, stop):
        start = starts[at]
        if start == NOT_IN_SOURCE or ends[at] <= high:
            continue
        if low != NOT_IN_SOURCE and (start <= high or source[high:start].isspace()):
            high = ends[at]
            continue
        yield from trimmed(source, low, high, role, rule)
        low, high = start, ends[at]
    yield from trimmed(source, low, high, role, rule)


def trimmed(source: str, low: int, high: int, role: Role, rule: str) -> Iterator[Entry]:
    """The entry of a span without the blanks at its ends; none if nothing is left."""
    if low == NOT_IN_SOURCE or low >= high:
        return
    words = source[low:high]
    low, high = low + len(words) - len(words.lstrip()), high - (len(words) - len(words.rstrip()))
    if low < high:
        yield low, high, role, rule


def fill(source: str, entries: Iterable[Entry], rule: str) -> Iterator[Entry]:
    """The entries in their order, and boilerplate with `rule` for all that lies between them."""
    position = 0
    for entry in sorted(entries, key=lambda entry: entry[0]):
        yield from trimmed(source, position, entry[0], Role.BOILERPLATE, rule)
        yield entry
        position = entry[1]
    yield from trimmed(source, position, len(source), Role.BOILERPLATE, rule)
