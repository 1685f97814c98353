"""Splits lines in which a credit or date is joined with the text after it: `© Picture Alliance Die Banken wollen …`."""

import re
from functools import cache
from itertools import pairwise

from articles.lexicon import load
from articles.parser.patterns.comment_head import parse_comment_head, parse_heading
from articles.parser.patterns.names import label_pattern
from articles.text.lines import TextLine

MAX_CREDIT_CHARS = 120
MAX_DATED_LINE_CHARS = 200  # of a line with a date before a headline
MIN_REST_CHARS = 25  # characters after a credit that form a line of their own
MAX_WROTE_CHARS = 150  # of „Name schrieb am …:“, its colon included
MAX_CUTS = 40  # cuts in one line

_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?:[,|]?\s\d{1,2}[:.]\d\d(?: Uhr)?)?\s\|\s(?=[„\"»]?[A-ZÄÖÜ])")
_DATED = re.compile(r"\d{4}|\d[:.]\d\d|\A(?:Von|VON|von|By|Aktualisiert|Stand)\b|\|")
_HEAD = re.compile(r"[A-Z]{2,12}/")
_NAME = re.compile(r"[A-ZÄÖÜ][\w’'.-]+ [A-ZÄÖÜ][\w’'-]+")
_CAPITALS = re.compile(r"[A-ZÄÖÜ]{2,}(?:[ -][A-ZÄÖÜ]{2,})*(?= [A-ZÄÖÜ„\"][a-zäöüß])")
_PART = re.compile(r"[\w.&’'-]{2,20}(?: [\w.&’'-]{2,20}){0,2}(?=\s?[/|])")
_SEPARATOR = re.compile(r"\s?[/|]\s?")
_NEXT = re.compile(r"\s(?=[„\"»]?[A-ZÄÖÜ])")


def split_joined_line(line: TextLine) -> list[TextLine]:
    """The line, split after each credit or date that a text follows; joined, the parts are the line again."""
    before = line.begin - line.start
    return _parted(line, _cuts(line.text, before) or _date_before(line.text, before))


def split_comment_heads(lines: list[TextLine]) -> list[TextLine]:
    """The lines, split behind each head that a reader's comment follows in the same line: „Name schrieb am …: Text“.

    One alone is a sentence, unless a heading of comments stands above.
    """
    heads = {number: cut for number, line in enumerate(lines) if (cut := _comment_head_end(line))}
    first = min(heads, default=0)
    if len(heads) < 2 and not any(parse_heading(line.words) for line in lines[max(first - 2, 0) : first]):
        return lines
    return [
        part for number, line in enumerate(lines) for part in _parted(line, [heads[number]] if number in heads else [])
    ]


def _comment_head_end(line: TextLine) -> int:
    """The offset behind „Name schrieb am …: “ in the line's text; 0 where it does not begin so."""
    before = line.begin - line.start
    if ":" not in line.text[before : before + MAX_WROTE_CHARS]:
        return 0
    match = _wrote().match(line.text, before)
    if match is None or parse_comment_head(match[0]) is None:
        return 0
    return match.end()


@cache
def _wrote() -> re.Pattern[str]:
    words = f"{label_pattern('comments', 'wrote')}|{label_pattern('comments', 'says')}"
    return re.compile(rf"\S.{{1,60}}?\s(?:{words})\s.{{4,50}}?:\s+(?=\S)")


def _parted(line: TextLine, cuts: list[int]) -> list[TextLine]:
    if not cuts:
        return [line]
    before = line.begin - line.start
    edges = [0, *cuts, len(line.text)]
    parts = [TextLine(line.start + low, line.text[low:high]) for low, high in pairwise(edges)]
    parts[0].gap = line.gap
    parts[0].cut(before - parts[0].indent)  # keep a date that was cut off out
    return parts


def _date_before(text: str, begin: int) -> list[int]:
    """The offset after a date and a bar before a headline: `19.06.2024 | Ein Theater öffnet wieder seine Türen`."""
    if len(text) > MAX_DATED_LINE_CHARS or not text[begin : begin + 1].isdigit():
        return []
    match = _DATE.match(text, begin)
    rest = text[match.end() :].strip() if match else ""
    return [match.end()] if match and len(rest) >= MIN_REST_CHARS and not _DATED.search(rest) else []


def _cuts(text: str, begin: int) -> list[int]:
    if len(text) < MIN_REST_CHARS or not ("©" in text or "/" in text):
        return []
    cuts: list[int] = []
    starts = [match.end() for match in _marks().finditer(text)]
    if _HEAD.match(text, begin):
        starts.insert(0, begin)
    for start in starts[:MAX_CUTS]:
        end = _credit_end(text, start)
        if end and len(text.rstrip()) - end >= MIN_REST_CHARS and _NEXT.match(text, end):
            cuts.append(end + 1)
    return cuts


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"(?:©|(?<!\w)(?:{label_pattern('credit', 'photo')})\s?:)\s{{0,2}}")


@cache
def _agency() -> re.Pattern[str]:
    names = sorted((name for name, entry in load.agencies().items() if entry.pictures), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def _credit_end(text: str, start: int) -> int | None:
    """The end of a credit that begins at `start`: after its last agency or name; None if that is unclear."""
    at, has_agency = start, False
    seen: list[str] = []
    while at < min(len(text), start + MAX_CREDIT_CHARS):
        agency = _agency().match(text, at)
        name = _PART.match(text, at) or _CAPITALS.match(text, at) or _NAME.match(text, at)
        if agency and _PART.match(text, at) and not _SEPARATOR.match(text, agency.end()):
            agency = None  # „dpa-Bildfunk / …“: the name goes on
        part = agency or next((earlier for earlier in seen if text.startswith(earlier, at)), None) or name
        if part is None:
            return None
        end = at + len(part) if isinstance(part, str) else part.end()
        has_agency = has_agency or agency is not None
        seen.append(text[at:end])
        separator = _SEPARATOR.match(text, end)
        if separator is None or separator.end() == end:
            return end if has_agency else None
        at = separator.end()
    return None
