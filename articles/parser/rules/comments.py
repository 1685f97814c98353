"""Finds the readers' comments: their heading, and the range of their lines."""

from dataclasses import dataclass, replace

from articles.parser.patterns.comment_head import MAX_HEADING_CHARS, names_title, parse_heading, parse_item
from articles.parser.phrases import MAX_FOLDED_NUMBER_CHARS, load_phrases
from articles.parser.rules.comment_evidence import Prose, are_comments, are_replies, is_button, is_said
from articles.parser.rules.comment_heads import MAX_HEAD_CHARS, CommentHeadMatch, find_head, may_hold_time
from articles.text.lines import TextLine

MAX_LINES_TO_HEAD = 15  # lines from the heading to the first name
MAX_LINES_TO_ITEM = 40  # … or to the first bullet; log-in forms may be between
MAX_PROSE_TO_COMMENTS = 3  # lines of running text between: rules for comments; more is the article
MAX_FIRST_HEADS = 5  # names with times that are tried as the first comment
MAX_HEADINGS = 20  # limits the time for a page that only contains headings
MAX_LINES_BELOW_NAME = 3
MAX_LINKS = 6  # list items without a text, one after another: there the comments have ended
MIN_ARTICLE_CHARS = 60  # of running text above the heading of comments
MIN_ARTICLE_LINES = 2  # of running text above comments without a heading


@dataclass(frozen=True, slots=True)
class CommentZone:
    """The lines of the readers' comments: index of the heading, of the first line, and after the last line.

    Without a heading the article ends with the line before `start`.
    """

    heading: int | None
    start: int
    end: int
    kind: str  # "list": bullets or numbers; "heads": names above the texts; "none": none of them can be told apart
    announced: int | None  # as the heading says

    @property
    def article_end(self) -> int:
        """The index after the last line of the article."""
        return self.start if self.heading is None else self.heading


def bullet_length(words: str) -> int:
    """The length of the bullet or number at the head of a line; 0 if there is none."""
    mark = parse_item(words)
    return mark.span[1] if mark else 0


def find_comment_zone(lines: list[TextLine]) -> CommentZone | None:
    """Find the comments. A heading is not enough: an article must stand above it, names or items with texts below."""
    prose = Prose(lines)
    announced: CommentZone | None = None
    untold: CommentZone | None = None
    for index, count, is_titled in _headings(lines):
        if prose.chars(0, index) < MIN_ARTICLE_CHARS:
            continue
        zone = _zone_by_heads(lines, index, count) or _zone_by_items(lines, index, count)
        if zone and prose.count(index + 1, zone.start) > MAX_PROSE_TO_COMMENTS:
            zone = None
        if zone and zone.kind == "heads":
            return zone
        announced = announced or zone
        if is_titled and untold is None and index + 1 < len(lines):
            untold = CommentZone(index, index + 1, _end(lines, index + 1), "none", count)
    talk = _zone_without_heading(lines, prose)
    if announced and talk and announced.article_end < talk.start <= announced.start:
        return replace(talk, heading=announced.heading, announced=announced.announced)
    # names and times above the heading belong to the article or a teaser
    return announced or untold or talk or _zone_of_replies(lines, prose)


def _headings(lines: list[TextLine]) -> list[tuple[int, int | None, bool]]:
    """Headings of comments: index of the line, announced count, whether the title of the article is repeated in it."""
    found: list[tuple[int, int | None, bool]] = []
    for index, line in enumerate(lines):
        if index == 0 or len(line.words) > MAX_HEADING_CHARS or len(found) == MAX_HEADINGS:
            continue
        form = parse_heading(line.words)
        if form and form.count != 0:
            found.append((index, form.count, names_title(line.words)))
    return found


def ends_comments(words: str) -> bool:
    """Whether a line marks the end of all comments."""
    match = _ENDS.find(words) if len(words) <= MAX_FOLDED_NUMBER_CHARS * 2 else None
    return match is not None and match.place in ("whole", "begins")


_ENDS = load_phrases("comment_ends", "teasers", "newsletter")


def _zone_by_heads(lines: list[TextLine], index: int, announced: int | None) -> CommentZone | None:
    start = next(
        (i for i in range(index + 1, min(len(lines), index + MAX_LINES_TO_HEAD)) if _opens_comment(lines, i)), None
    )
    if start is None or bullet_length(lines[start].words):
        return None
    return CommentZone(index, start, _end(lines, start), "heads", announced)


def _end(lines: list[TextLine], start: int) -> int:
    """The index after the last comment."""
    for index in range(start, len(lines)):
        if ends_comments(lines[index].words) and not is_button(lines[index].words):
            return index
    return len(lines)


def _zone_without_heading(lines: list[TextLine], prose: Prose) -> CommentZone | None:
    """Comments with names and times, without a heading."""
    heads: list[tuple[int, CommentHeadMatch]] = []
    for index in range(1, len(lines) - 1):
        if prose.count(0, index) >= MIN_ARTICLE_LINES and _may_be_dated(lines, index):
            head = head_at(lines, index)
            if head and head.time and not (heads and index < heads[-1][0] + heads[-1][1].lines):
                heads.append((index, head))
    for number, (start, _head) in enumerate(heads[:MAX_FIRST_HEADS]):  # the first may be a byline with its time
        skipped, end = number, _end(lines, start)
        inside = [pair for pair in heads[skipped:] if pair[0] < end]
        if not are_comments(inside, lines, end):
            continue
        while skipped and heads[skipped - 1][1].shape == heads[skipped][1].shape:  # no byline: it is headed as they are
            skipped -= 1
            start = heads[skipped][0]
        if not bullet_length(lines[start].words):
            return CommentZone(None, start, end, "heads", None)
        if (items := _zone_by_items(lines, start - 1, None)) and items.start == start:
            return replace(items, heading=None)
    return None


def _may_be_dated(lines: list[TextLine], index: int) -> bool:
    """Whether a line can be a comment head: short, with a time in it or in the lines below; a cheap test."""
    if len(lines[index].words) > MAX_HEAD_CHARS:
        return False
    return any(
        len(other.words) < MAX_HEAD_CHARS and may_hold_time(other.words)
        for other in lines[index : index + MAX_LINES_BELOW_NAME]
    )


def _zone_of_replies(lines: list[TextLine], prose: Prose) -> CommentZone | None:
    """List items that answer each other, without a heading."""
    start = next((i for i in range(1, len(lines)) if bullet_length(lines[i].words)), None)
    if start is None or not prose.chars(0, start):
        return None
    zone = _zone_by_items(lines, start - 1, None)
    if zone is None or zone.start != start:
        return None
    inside = lines[zone.start : zone.end]
    is_talk = are_replies(inside, [bullet_length(line.words) for line in inside])
    return replace(zone, heading=None) if is_talk else None


def _opens_comment(lines: list[TextLine], index: int) -> bool:
    """Whether a comment head with a text below it begins here."""
    head = head_at(lines, index)
    return head is not None and index + head.lines < len(lines)


def head_at(lines: list[TextLine], index: int, end: int | None = None) -> CommentHeadMatch | None:
    """The head of a comment that begins in this line, without its bullet, and ends before the line `end`."""
    words = lines[index].words
    mark = bullet_length(words)
    if len(words) - mark > MAX_HEAD_CHARS:
        return None
    below: list[str] = []
    for line in lines[index + 1 : min(index + 1 + MAX_LINES_BELOW_NAME, len(lines) if end is None else end)]:
        if bullet_length(line.words):
            break
        below.append(line.words)
    return find_head(words[mark:], *below)


def _zone_by_items(lines: list[TextLine], index: int, announced: int | None) -> CommentZone | None:
    window = range(index + 1, min(len(lines), index + MAX_LINES_TO_ITEM))
    start = next((i for i in window if bullet_length(lines[i].words) and _holds_comment(lines, i)), None)
    if start is None:
        return None
    hanging = any(
        line.indent and line.gap and not bullet_length(line.words) for line in lines[start : start + MAX_LINES_TO_ITEM]
    )
    last = max(i for i in range(start, len(lines)) if bullet_length(lines[i].words))
    hanging = hanging or all(line.indent for line in lines[start : last + 1])
    end, items, full, links = start, 0, 0, 0
    for i in range(start, len(lines)):
        line = lines[i]
        bullet = bullet_length(line.words)
        if not bullet and line.indent == 0 and (hanging or (ends_comments(line.words) and not is_button(line.words))):
            break
        if bullet:
            links = 0 if _holds_comment(lines, i) else links + 1
            items += 1
            full += not links
            if links == MAX_LINKS and full:
                return _cut_links(lines, CommentZone(index, start, i + 1, "list", announced), items, full)
        end = i + 1
    return CommentZone(index, start, end, "list", announced) if full * 2 >= items else None


def _cut_links(lines: list[TextLine], zone: CommentZone, items: int, full: int) -> CommentZone | None:
    """The zone without the links at its end, which are the menu of the page."""
    if full * 2 < items - MAX_LINKS:
        return None
    end = zone.end
    for _ in range(MAX_LINKS):
        end = max(i for i in range(zone.start, end) if bullet_length(lines[i].words))
    return replace(zone, end=end)


def _holds_comment(lines: list[TextLine], index: int) -> bool:
    """Whether a list item, with the indented lines below it, is more than a link."""
    base = lines[index].indent
    for i in range(index, min(len(lines), index + 6)):
        line = lines[i]
        mark = bullet_length(line.words)
        if i > index and (mark or line.indent < base):
            return False
        if is_said(line.words[mark if i == index else 0 :]) or head_at(lines, i):
            return True
    return False
