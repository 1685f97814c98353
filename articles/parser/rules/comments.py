"""Finds the readers' comments: their heading, and the range of their lines."""

from dataclasses import dataclass, replace

from articles.lexicon import load
from articles.parser.patterns.comment_head import parse_heading, parse_item
from articles.parser.phrases import MAX_FOLDED_NUMBER_CHARS, fold_phrase, load_phrases
from articles.parser.rules import comments_without_heading
from articles.parser.rules.comment_heads import CommentHeadMatch, find_head
from articles.text.lines import TextLine

MAX_LINES_TO_HEAD = 15  # lines from the heading to the first name
MAX_LINES_TO_ITEM = 40  # … or to the first bullet; log-in forms may be between
MAX_FIRST_HEADS = 5  # names with times that are tried as the first comment
MAX_HEADINGS = 20  # limits the time for a page that only contains headings
MIN_ITEM_CHARS = 40  # characters; shorter items are links, not comments


@dataclass(frozen=True, slots=True)
class CommentZone:
    """The lines of the readers' comments: index of the heading, of the first line, and after the last line.

    Without a heading the article ends with the line before `start`.
    """

    heading: int | None
    start: int
    end: int
    kind: str  # "list": bullets or numbers; "heads": names above the texts
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
    """Find the comments. A heading alone is not enough: names or items with texts must follow."""
    tried = 0
    announced: CommentZone | None = None
    for index, line in enumerate(lines):
        form = parse_heading(line.words) if index > 0 and len(line.words) <= 60 and tried < MAX_HEADINGS else None
        if form and form.count != 0:
            tried += 1
            zone = _zone_by_heads(lines, index, form.count) or _zone_by_items(lines, index, form.count)
            if zone and zone.kind == "heads":
                return zone
            announced = announced or zone
    talk = _zone_without_heading(lines)
    if announced and talk and announced.article_end < talk.start <= announced.start:
        return replace(talk, heading=announced.heading, announced=announced.announced)
    return (
        announced or talk or _zone_of_replies(lines)
    )  # names and times above the heading belong to the article or a teaser


def ends_comments(words: str) -> bool:
    """Whether a line marks the end of all comments."""
    match = _ENDS.find(words) if len(words) <= MAX_FOLDED_NUMBER_CHARS * 2 else None
    return match is not None and match.place in ("whole", "begins")


def is_button(words: str) -> bool:
    """Whether a line is a button below a comment: reply, report, like."""
    return len(words) <= 40 and fold_phrase(words) in _BUTTONS


_ENDS = load_phrases("comment_ends", "teasers", "newsletter")
_BUTTONS = frozenset(fold_phrase(words) for words in load.entries("comment_buttons"))


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


def _zone_without_heading(lines: list[TextLine]) -> CommentZone | None:
    """Comments with names and times, without a heading."""
    heads: list[tuple[int, CommentHeadMatch]] = []
    for index in range(1, len(lines) - 1):
        if comments_without_heading.may_be_dated(lines[index], lines[index + 1]) and not bullet_length(
            lines[index].words
        ):
            head = head_at(lines, index)
            if head and head.time:
                heads.append((index, head))
    for skipped, (start, _head) in enumerate(heads[:MAX_FIRST_HEADS]):  # the first may be a byline with its time
        end = _end(lines, start)
        inside = [pair for pair in heads[skipped:] if pair[0] < end]
        if comments_without_heading.are_talk(inside, lines, end):
            return CommentZone(None, start, end, "heads", None)
    return None


def _zone_of_replies(lines: list[TextLine]) -> CommentZone | None:
    """List items that answer each other, without a heading."""
    start = next((i for i in range(1, len(lines)) if bullet_length(lines[i].words)), None)
    if start is None:
        return None
    zone = _zone_by_items(lines, start - 1, None)
    if zone is None or zone.start != start:
        return None
    inside = lines[zone.start : zone.end]
    is_talk = comments_without_heading.are_replies(inside, [bullet_length(line.words) for line in inside])
    return replace(zone, heading=None) if is_talk else None


def _opens_comment(lines: list[TextLine], index: int) -> bool:
    """Whether a comment head with a text below it begins here."""
    head = head_at(lines, index)
    return head is not None and index + head.lines < len(lines)


def head_at(lines: list[TextLine], index: int, end: int | None = None) -> CommentHeadMatch | None:
    """The head of a comment that begins in this line, without its bullet, and ends before the line `end`."""
    line = lines[index]
    following = lines[index + 1].words if index + 1 < (len(lines) if end is None else end) else ""
    return find_head(line.words[bullet_length(line.words) :], following)


def _zone_by_items(lines: list[TextLine], index: int, announced: int | None) -> CommentZone | None:
    window = range(index + 1, min(len(lines), index + MAX_LINES_TO_ITEM))
    start = next((i for i in window if bullet_length(lines[i].words) and _has_prose(lines, i)), None)
    if start is None:
        return None
    hanging = any(
        line.indent and line.gap and not bullet_length(line.words) for line in lines[start : start + MAX_LINES_TO_ITEM]
    )
    last = max(i for i in range(start, len(lines)) if bullet_length(lines[i].words))
    hanging = hanging or all(line.indent for line in lines[start : last + 1])
    end, items, full = start, 0, 0
    for i in range(start, len(lines)):
        line = lines[i]
        bullet = bullet_length(line.words)
        if not bullet and line.indent == 0 and (hanging or (ends_comments(line.words) and not is_button(line.words))):
            break
        if bullet:
            items += 1
            full += _has_prose(lines, i)
        end = i + 1
    return CommentZone(index, start, end, "list", announced) if full * 2 >= items else None


def _has_prose(lines: list[TextLine], index: int) -> bool:
    """Whether a list item, with the indented lines below it, is more than a link."""
    base = lines[index].indent
    for i in range(index, min(len(lines), index + 6)):
        line = lines[i]
        if i > index and (bullet_length(line.words) or line.indent < base):
            return False
        if len(line.words) - (bullet_length(line.words) if i == index else 0) >= MIN_ITEM_CHARS or head_at(lines, i):
            return True
    return False
