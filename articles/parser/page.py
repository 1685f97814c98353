"""A clip as the rules see it: its text, its lines, the date before it and the readers' comments below it."""

from articles.parser.document import PartialDate
from articles.parser.patterns.date import parse_prefix
from articles.parser.rules.broken_lines import mended
from articles.parser.rules.comments import Zone, zone
from articles.parser.rules.joined_lines import parts
from articles.text.lines import Line, Span, filled, split


class Page:
    """The lines of one text. `lines` are the ones that are not empty, without a date that stands before them all."""

    __slots__ = ("date", "date_span", "lines", "text", "zone")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = list(filled(split(text)))
        self.date: PartialDate | None = None
        self.date_span: Span = (0, 0)
        self._cut_date()
        self.lines = [part for line in mended(self.lines, text) for part in parts(line)]
        self.zone: Zone | None = zone(self.lines)

    def _cut_date(self) -> None:
        if not self.lines:
            return
        line = self.lines[0]
        form = parse_prefix(line.words)
        if form is None:
            return
        length = len(line.words[: form.span[1]].rstrip())
        self.date, self.date_span = form.date, (line.begin, line.begin + length)
        line.cut(length)
        if not line.words:
            self.lines.pop(0)

    @property
    def article(self) -> list[Line]:
        """The lines above the readers' comments."""
        return self.lines[: self.zone.above] if self.zone else self.lines
