"""The head of a reader's comment in one to four lines: number, name, words such as „sagt:“, time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from articles.lexicon import load
from articles.parser.patterns.comment_head import parse_comment_head
from articles.parser.patterns.comment_time import NUMBER, When, cut_buttons, parse_when
from articles.parser.patterns.names import label_pattern

MAX_HEAD_CHARS = 130  # of the first line of a head
MAX_NAME_CHARS = 60
MAX_TIME_CHARS = 60  # of a line that holds the time alone
MAX_LINES_BETWEEN = 2  # between name and time: the name once more, „Gast“

_CLOCK = re.compile(
    r"\d|\bvor\s|\bago\b|gestern|heute|soeben|gerade|just now|yesterday|today|hier|ieri|ayer", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CommentHeadMatch:
    """A comment's author and time as written. `lines` is the number of lines they take, the name is in `author_line`.

    `shape` is the same for heads of one kind; `is_certain` if nothing but a comment is headed so.
    """

    author: str
    time: str = ""
    at: datetime | None = None
    ago: timedelta | None = None
    lines: int = 1
    author_line: int = 0
    shape: str = ""
    is_certain: bool = False


def may_hold_time(words: str) -> bool:
    """Whether a line can hold a time; a cheap test before parsing."""
    return _CLOCK.search(words) is not None


def find_head(words: str, *below: str) -> CommentHeadMatch | None:
    """Parse `GuterMensch vor 3 Stunden`, `Karl sagt:`, a name or a number alone with the rest in the lines below."""
    if not words or len(words) > MAX_HEAD_CHARS:
        return None
    if below and _number_line().fullmatch(words):
        head = _find(below[0], below[1:])
        if head is None or not head.time:
            return None
        return replace(
            head, lines=head.lines + 1, author_line=head.author_line + 1, shape=f"# {head.shape}", is_certain=True
        )
    return _find(words, below)


def _find(words: str, below: Sequence[str]) -> CommentHeadMatch | None:
    says = _says().fullmatch(cut_buttons(words))
    if says or (
        len(words) <= MAX_NAME_CHARS and words[-1] not in ".!?:" and any(map(str.isalpha, words)) and not _time(words)
    ):
        head = _above_time(says["name"] if says else words, below, bool(says))
        if head:
            return head
        if says and words.endswith(":"):
            return CommentHeadMatch(says["name"], shape="says")
    form = parse_comment_head(words)
    if form is None:
        return None
    before = words[: form.author_span[0]].strip()
    shape = f"{'in front' if not before else re.sub(r'[0-9]+', '0', before)} {'at' if form.written_at else 'ago'}"
    is_certain = before.startswith(("#", "Kommentar", "Comment", "Antwort")) or "»" in words
    return CommentHeadMatch(
        form.author, form.written_text, form.written_at, form.ago, shape=shape, is_certain=is_certain
    )


def _above_time(name: str, below: Sequence[str], says: bool) -> CommentHeadMatch | None:
    """A name with the time in the next line, or behind the name once more and words such as „Gast“."""
    author_line = 0
    for offset, line in enumerate(below[: MAX_LINES_BETWEEN + 1], 1):
        when = _time(line)
        if when:
            shape = f"{'says' if says else 'name'} {offset} {'day' if when.is_day else 'clock'}"
            return CommentHeadMatch(name, line, when.at, when.ago, offset + 1, author_line, shape, says)
        if line.casefold() in name.casefold() and any(map(str.isalpha, line)):
            name, author_line = line, offset
        elif line.casefold().strip(" .:()") not in _beside_names():
            return None
    return None


def _time(words: str) -> When | None:
    """The time of a line that consists of one."""
    return parse_when(words) if 2 < len(words) < MAX_TIME_CHARS and may_hold_time(words) else None


@cache
def _beside_names() -> frozenset[str]:
    table = load.table("labels")["comments"]
    return frozenset(word.casefold() for word in (*table["beside_names"], *table["says"]))


@cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>\S.{{0,78}}?)\s(?:{label_pattern('comments', 'says')})\s?:?", re.IGNORECASE)


@cache
def _number_line() -> re.Pattern[str]:
    numbered = label_pattern("comments", "numbered")
    return re.compile(rf"(?:{NUMBER}|(?:{numbered})\s(?:{NUMBER}|\d{{1,5}}))\s?:?", re.IGNORECASE)
