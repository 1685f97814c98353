"""The text of a clip, split into lines, with the date prefix cut off and the readers' comments located."""

from articles.parser.document import PartialDate
from articles.parser.patterns.date import parse_prefix
from articles.parser.rules.broken_lines import join_broken_lines
from articles.parser.rules.comments import CommentZone, find_comment_zone
from articles.parser.rules.joined_lines import split_comment_heads, split_joined_line
from articles.parser.tables import TextTable
from articles.text.lines import Span, TextLine, nonempty_lines, split_lines


class ClipText:
    """A text and its non-empty lines, without the date prefix of the first; offsets count characters of `text`.

    `lines` are those of the text, if already split; they are changed.
    """

    __slots__ = ("breaks", "date", "date_span", "lines", "seams", "tables", "text", "zone")

    def __init__(self, text: str, lines: list[TextLine] | None = None) -> None:
        self.text = text
        self.lines: list[TextLine] = list(nonempty_lines(split_lines(text) if lines is None else lines))
        self.date: PartialDate | None = None
        self.date_span: Span = (0, 0)
        self.breaks: list[int] = []  # where a line of a page has a line break, in their order
        self.seams: frozenset[int] = frozenset()  # where two things stand side by side in a line of a page
        self.tables: list[TextTable] = []  # those that stand in the article, once its lines are labelled
        self._cut_date()
        self.lines = [part for line in join_broken_lines(self.lines, text) for part in split_joined_line(line)]
        self.lines = split_comment_heads(self.lines)
        self.zone: CommentZone | None = find_comment_zone(self.lines)

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
    def article(self) -> list[TextLine]:
        """The lines above the readers' comments."""
        return self.lines[: self.zone.article_end] if self.zone else self.lines
