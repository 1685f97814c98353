"""The head of a reader's comment in one or two lines: the name, and after or below it the time."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from articles.parser.patterns.comment_head import parse_comment_head
from articles.parser.patterns.date import parse_date

MAX_HEAD_CHARS = 130  # of the first line of a head
MAX_NAME_CHARS = 60

_SAYS = re.compile(r"(?P<name>\S.{0,78}?)\s(?:sagt|schreibt|schrieb|meint|says|wrote):")
_AGO = re.compile(r"vor [\w.]{1,8} [A-Z][a-zä]{2,9}\.?|\w{1,3} \w{3,8} ago|gestern|heute", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CommentHeadMatch:
    """A comment's author and time as written. `lines` is the number of lines they take, 1 or 2."""

    author: str
    time: str = ""
    at: datetime | None = None
    ago: timedelta | None = None
    lines: int = 1


def find_head(words: str, following: str = "") -> CommentHeadMatch | None:
    """Parse `GuterMensch vor 3 Stunden`, or `Karl sagt:` or a name alone with the time in the next line."""
    if len(words) > MAX_HEAD_CHARS:
        return None
    says = _SAYS.fullmatch(words)
    if says or (len(words) <= MAX_NAME_CHARS and words[-1] not in ".!?:" and not _is_time(words)):
        name = says["name"] if says else words
        below = _is_time(following)
        if below:
            at, time = below
            return CommentHeadMatch(name, time, at, lines=2)
        if says:
            return CommentHeadMatch(name)
    form = parse_comment_head(words)
    return CommentHeadMatch(form.author, form.written_text, form.written_at, form.ago) if form else None


def _is_time(words: str) -> tuple[datetime | None, str] | None:
    """The time of a line that consists of one, and the line; the time is None if it is relative."""
    if not 4 < len(words) < 60:
        return None
    if any(char.isdigit() for char in words):
        form = parse_date(words)
        if form and form.date.precision == "day":
            return form.date.at, words
    return (None, words) if _AGO.fullmatch(words) else None
