"""Lines above readers' comments and at the head of each: announced count, number, author, time, addressee."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from articles.lexicon import load
from articles.parser.patterns.comment_time import (
    NUMBER,
    SEPARATORS,
    When,
    cut_buttons,
    find_glued_time,
    find_when,
    opening_of_time,
)
from articles.parser.patterns.names import is_name, label_pattern
from articles.text.lines import Span

MAX_COMMENT_HEAD_CHARS = 120
MAX_NAME_CHARS = 50
MAX_NAME_WORDS = 4
MAX_SHORT_FORM_CHARS = 5  # with its full stop: „Min.“, „Std.“
MAX_HEADING_CHARS = 220  # of a heading that quotes the title


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
_NAME = re.compile(r"[^\s,|•·:()][^,|•·:()\n]{0,48}(?:\s\([^()\n]{1,30}\))?")


@cache
def _headings() -> re.Pattern[str]:
    nouns, headings = label_pattern("comments", "nouns"), label_pattern("comments", "headings")
    count = r"\d{1,6}|\d{1,3}[.,]\d{3}"
    return re.compile(
        rf"\[?\s?(?:(?:Alle|All|Die)\s)?(?:(?P<before>{count})\s(?:{nouns})"
        rf"|(?:{nouns}|{headings}|All (?:{nouns}))\s?[(\[:]?\s?(?P<after>\d{{1,6}})"
        r"(?:\s(?:of|von|de|di|van|sur)\s\d{1,6})?\s?[)\]]?"
        rf"|(?:Alle\s(?P<all>\d{{1,6}})\s(?:{nouns}))|(?P<plain>{headings}))"
        r"(?:\s(?:anzeigen|lesen|ansehen|zum Artikel|zu diesem Artikel))?\s?[:»\]]?",
        re.IGNORECASE,
    )


@cache
def _headings_with_title() -> re.Pattern[str]:
    """„45 Gedanken zu „…““, “One thought on “…””, “Se han publicado 11 comentarios”."""
    nouns, about = label_pattern("comments", "nouns"), label_pattern("comments", "about")
    return re.compile(
        rf"(?:Se han publicado (?P<published>\d{{1,6}}) (?:{nouns})"
        rf"|(?:(?P<before>\d{{1,6}}|\d{{1,3}}[.,]\d{{3}})|Ein|Eine|One|Un|Une|Una|Uno|Een)\s(?:{nouns})\s(?:{about})\s?[\s„“”\"»«:‚‘].{{1,180}})",
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
    if not stripped or len(stripped) > MAX_HEADING_CHARS:
        return None
    start = line.index(stripped[0])
    span = (start, start + len(stripped))
    match = _headings().fullmatch(stripped) if len(stripped) <= 60 else None
    if match:
        return CommentsHeading(span, _count(match["before"] or match["after"] or match["all"]))
    titled = _headings_with_title().fullmatch(stripped)
    return CommentsHeading(span, _count(titled["before"] or titled["published"] or "1")) if titled else None


def names_title(line: str) -> bool:
    """Whether a heading names what the comments are about: „45 Gedanken zu „Titel““."""
    return _headings_with_title().fullmatch(line.strip()) is not None


def _count(digits: str | None) -> int | None:
    return int(re.sub(r"\D", "", digits)) if digits else None


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
    """A name with a time: „GuterMensch vor 3 Stunden“, „Name schrieb am …:“, „#3 von Name » …“, „Am … von Name“."""
    stripped = line.strip()
    if not 3 < len(stripped) <= MAX_COMMENT_HEAD_CHARS or "\n" in stripped:
        return None
    start = line.index(stripped[0])
    words = cut_buttons(stripped)
    when = find_when(words) or find_glued_time(words)
    if when is None or _ends_sentence(words, when):
        return None
    low, high = when.span
    before, behind = words[:low], words[high:].strip(SEPARATORS + "#0123456789")
    if _ending_with_verb().search(before) and _participle().fullmatch(behind):  # „Name hat am … geschrieben:“
        before, behind = _ending_with_verb().sub("", before), ""
    name = _author(before) if not behind else None
    if behind and not opening_of_time().sub("", before).strip(SEPARATORS):
        name = _writer_behind(words[high:]) if _has_figures(words[low:high]) else None
        name = name or (None if when.is_day else _author_behind(words[high:]))
        before = words[high:]
        low = high
    if name is None:
        return None
    at = start + (words.index(name, low) if behind else words.index(name))
    return CommentHead(
        (start, start + len(stripped)), name, (at, at + len(name)), words[slice(*when.span)], when.at, when.ago
    )


def resolve_time(written_at: datetime | None, ago: timedelta | None, base_time: datetime | None) -> datetime | None:
    """The time of a comment: absolute, or counted back from `base_time`, the time at which the page was saved."""
    if written_at or not ago or base_time is None:
        return written_at
    return base_time - ago


@cache
def _opening_of_name() -> re.Pattern[str]:
    """What may stand before a name in the head of a comment: a number, „Kommentar von“."""
    by, numbered = label_pattern("comments", "by"), label_pattern("comments", "numbered")
    return re.compile(
        rf"\A\s{{0,9}}(?:(?:{NUMBER}|(?:{numbered})\s(?:{NUMBER}|\d{{1,5}}))[:,]?(?:\s|\Z)|(?:{by})(?:\s?:|(?!\w))\s{{0,3}}){{1,2}}",
        re.IGNORECASE,
    )


def _ends_sentence(words: str, when: When) -> bool:
    """Whether an end mark follows; „vor 5 Min.“ ends with a short form."""
    last = words[slice(*when.span)].split()[-1]
    return words[-1] in "!?" or (words[-1] == "." and (when.span[1] < len(words) or len(last) > MAX_SHORT_FORM_CHARS))


@cache
def _ending_with_verb() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{label_pattern('comments', 'auxiliaries')})(?:\s\w{{1,3}})?\s?\Z", re.IGNORECASE)


@cache
def _participle() -> re.Pattern[str]:
    return re.compile(rf"(?:{label_pattern('comments', 'participles')})", re.IGNORECASE)


@cache
def _ending_of_name() -> re.Pattern[str]:
    words = f"{label_pattern('comments', 'wrote')}|{label_pattern('comments', 'says')}"
    return re.compile(rf"(?:\s(?:{words})(?=\W*\Z|\s)){{1,2}}\W*\Z", re.IGNORECASE)


def _author(text: str) -> str | None:
    """The name before a time, without „von“ and „schrieb am“; None for a sentence."""
    return _name(_opening_of_name().sub("", _ending_of_name().sub("", text.rstrip(SEPARATORS.replace(")", "")))))


def _author_behind(text: str) -> str | None:
    """The name behind a time: after „von“, or after a bar."""
    stripped = text.lstrip(SEPARATORS)
    opening = _opening_of_name().match(stripped)
    if opening and re.search(rf"(?:{label_pattern('comments', 'by')})\W*\Z", opening[0], re.IGNORECASE):
        name = _name(stripped[opening.end() :])
        return name if name and (len(name.split()) == 1 or is_name(name)) else None
    return _name(stripped) if text.lstrip()[:1] == "|" and is_name(stripped.strip(SEPARATORS), 1) else None


def _writer_behind(text: str) -> str | None:
    """The name behind a time: „… schrieb Name:“, “…, Name wrote:”."""
    match = _wrote_behind().fullmatch(text.strip())
    name = _name(match["name"] or match["first"]) if match else None
    return name if name and (len(name.split()) == 1 or is_name(name)) else None


@cache
def _wrote_behind() -> re.Pattern[str]:
    verbs = label_pattern("comments", "wrote_behind")
    return re.compile(
        rf"[\s,;–—-]{{0,4}}(?:(?:{verbs})\s(?P<name>[^:]{{1,60}})|(?P<first>[^:]{{1,60}})\s(?:{verbs}))\s?:",
        re.IGNORECASE,
    )


def _has_figures(time: str) -> bool:
    """Whether a time is as programs write it, with the year: prose says „am 12. Mai“."""
    return len(re.findall(r"\d{1,4}", time)) >= 3


def _name(text: str) -> str | None:
    text = text.rstrip(SEPARATORS.replace(")", "")).strip(SEPARATORS.replace("(", "").replace(")", "")).lstrip("@")
    if not text or len(text) > MAX_NAME_CHARS or len(text.split()) > MAX_NAME_WORDS or not _NAME.fullmatch(text):
        return None
    return text if any(char.isalpha() for char in text) else None
