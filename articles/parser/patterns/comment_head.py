"""Lines above readers' comments and at the head of each: announced count, number, author, time, addressee."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from articles.lexicon import load
from articles.parser.patterns.date import find_date
from articles.parser.patterns.names import label_pattern
from articles.text.lines import Span

MAX_COMMENT_HEAD_CHARS = 120
MAX_NAME_CHARS = 50


@dataclass(frozen=True, slots=True)
class CommentsHeading:
    """„9 Kommentare“, „Kommentare (12)“, „Alle Kommentare“; `count` is None if none is announced."""

    span: Span
    count: int | None = None


@dataclass(frozen=True, slots=True)
class CommentHead:
    """A line above a comment: `author` and `written_text` as written; `written_at` if the time is absolute.

    `ago` is the distance of a relative time („vor 3 Stunden“), for `resolve_time`.
    """

    span: Span
    author: str
    author_span: Span
    written_text: str = ""
    written_at: datetime | None = None
    ago: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """The addressee of a reply: „@Name:“, „Antwort auf Name“. `span` is not part of the comment's text."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class ItemMark:
    """The mark of a list item before a comment: bullet or number, and its indentation in characters."""

    span: Span
    indent: int
    number: int | None = None


_ITEM = re.compile(r"(?P<indent>[ \t]{0,80})(?:[•◦▪‣*·○●–-]|(?P<number>\d{1,4})[.)])[ \t]{1,4}(?=\S)")
_MONTH_NEXT = re.compile(rf"(?:{'|'.join(map(re.escape, load.months()))})\b", re.IGNORECASE)
_AT = re.compile(r"\s{0,20}@\s?(?P<name>[^\s:,@][^:@\n]{0,48}?)\s?(?::\s{0,2}|\s{0,2}\Z)")
_AT_WORD = re.compile(r"\s{0,20}@(?P<name>[\w.-]{2,40})[,:]?(?:\s{1,3}|\Z)")
_AGO = re.compile(
    r"(?P<words>vor\s(?P<number>\d{1,3}|einer|einem|einigen|wenigen)\s"
    r"(?P<unit>Sekunden?|Minuten?|Min\.?|Stunden?|Std\.?|Tage?n?|Wochen?|Monate?n?|Jahre?n?)"
    r"|(?P<ennumber>\d{1,3}|an?|one)\s(?P<enunit>seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago"
    r"|(?P<just>gerade eben|soeben|just now))",
    re.IGNORECASE,
)
_UNITS = {"se": 1, "mi": 60, "st": 3600, "ho": 3600, "hr": 3600, "ta": 86400, "da": 86400, "wo": 604800, "we": 604800}
_NAME = re.compile(r"[^\s,|•·:()][^,|•·:()\n]{0,48}")
_BETWEEN = " \t,|•·–-:()"


@cache
def _headings() -> re.Pattern[str]:
    nouns, headings = label_pattern("comments", "nouns"), label_pattern("comments", "headings")
    return re.compile(
        rf"(?:(?:Alle|All|Die)\s)?(?:(?P<before>\d{{1,6}}|\d{{1,3}}\.\d{{3}})\s(?:{nouns})"
        rf"|(?:{nouns}|{headings})\s?[(\[:]?\s?(?P<after>\d{{1,6}})\s?[)\]]?"
        rf"|(?:Alle\s(?P<all>\d{{1,6}})\s(?:{nouns}))|(?P<plain>{headings}))"
        r"(?:\s(?:anzeigen|lesen|ansehen|zum Artikel|zu diesem Artikel))?\s?:?",
        re.IGNORECASE,
    )


@cache
def _reply() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,20}}[↳→>]?\s?(?:{label_pattern('comments', 'reply')})[:\s]\s{{0,2}}"
        r"@?(?P<name>[^\s:][^:\n|]{0,48}?)\s*(?::\s{0,2}|\Z)"
    )


def parse_heading(line: str) -> CommentsHeading | None:
    """The heading above the comments, with the announced count."""
    stripped = line.strip()
    if not stripped or len(stripped) > 60:
        return None
    match = _headings().fullmatch(stripped)
    if not match:
        return None
    start = line.index(stripped[0])
    count = match["before"] or match["after"] or match["all"]
    return CommentsHeading((start, start + len(stripped)), int(count.replace(".", "")) if count else None)


def parse_item(line: str) -> ItemMark | None:
    """The bullet or number with which a line begins. A tab counts as one character, as it does in the clip."""
    match = _ITEM.match(line)
    if not match or (match["number"] and _MONTH_NEXT.match(line, match.end())):
        return None
    return ItemMark(match.span(), len(match["indent"]), int(match["number"]) if match["number"] else None)


def parse_address(line: str) -> Address | None:
    """The addressee at the head of a comment: „@Name:“ may contain blanks, „@Name …“ is one word."""
    for pattern in (_AT, _AT_WORD, _reply()):
        match = pattern.match(line)
        if match and (":" in match[0] or pattern is not _AT or len(match["name"].split()) < 3):
            return Address(match.span(), match["name"].strip())
    return None


def parse_comment_head(line: str) -> CommentHead | None:
    """A name with a time: „GuterMensch vor 3 Stunden“, „Name, 19. Juni 2024, 14:05“, „Name schrieb am …:“."""
    stripped = line.strip()
    if (
        not 3 < len(stripped) <= MAX_COMMENT_HEAD_CHARS
        or "\n" in stripped
        or (stripped[-1] in ".!?" and "Min." not in stripped)
    ):
        return None
    start = line.index(stripped[0])
    ago = _AGO.search(stripped)
    form = None if ago else find_date(stripped)
    if not ago and not (form and form.date.at):
        form = form if form and form.date.precision == "day" and not stripped[form.span[1] :].strip(_BETWEEN) else None
        if not form:
            return None
    low, high = ago.span() if ago else form.span  # type: ignore[union-attr]
    if stripped[high:].strip(_BETWEEN + "#0123456789"):
        return None
    name = _author(stripped[:low])
    if name is None:
        return None
    at = start + stripped.index(name)
    when = stripped[low:high]
    written = form.date.at if form else None
    return CommentHead((start, start + len(stripped)), name, (at, at + len(name)), when, written, _distance(ago))


def resolve_time(written_at: datetime | None, ago: timedelta | None, base_time: datetime | None) -> datetime | None:
    """The time of a comment: absolute, or counted back from `base_time`, the time at which the page was saved."""
    if written_at or not ago or base_time is None:
        return written_at
    return base_time - ago


def _author(text: str) -> str | None:
    """The name before a time, without „schrieb am“; None for a sentence. Labels such as „Stand:“ belong to the date."""
    text = re.sub(rf"\s(?:{label_pattern('comments', 'wrote')})\s*\Z", "", text.rstrip(_BETWEEN)).strip(_BETWEEN)
    text = text.lstrip("@")
    if not text or len(text) > MAX_NAME_CHARS or len(text.split()) > 4 or not _NAME.fullmatch(text):
        return None
    return text if any(char.isalpha() for char in text) else None


def _distance(match: re.Match[str] | None) -> timedelta | None:
    """The distance of a relative time; None for months and years, which have no fixed length, and for „einigen“."""
    if match is None:
        return None
    if match["just"]:
        return timedelta()
    number, unit = match["number"] or match["ennumber"], (match["unit"] or match["enunit"]).casefold()
    seconds = None if unit.startswith(("mon", "jahr", "year")) else _UNITS.get(unit[:2])
    if number.casefold() in ("einer", "einem", "a", "an", "one"):
        number = "1"
    return timedelta(seconds=int(number) * seconds) if seconds and number.isdigit() else None
