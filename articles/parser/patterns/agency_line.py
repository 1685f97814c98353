"""The line that credits an agency with a report: „© dpa-infocom, dpa:240619-930-1/1“, „(Keystone-SDA)“, „© AFP“."""

import re

from articles.parser.document import Agency
from articles.parser.patterns.names import find_agency, is_sign, split_list

MAX_AGENCY_LINE_CHARS = 90

_MARK = re.compile(
    r"(?:©|\(c\)|copyright\b|\(?quelle\s?:|\(?source\s?:|agentur\s?:)\s*(?:©\s*)?(?:by\s)?", re.IGNORECASE
)
_NUMBER = re.compile(r"[,;]?\s*(?:dpa|afp|apa|epd|kna)\s?:\s?\d{6}-[\d-]+(?:/\d+)?\s*\Z", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b,?")
_RIGHTS = re.compile(r"[.,]?\s*(?:alle rechte vorbehalten|all rights reserved)\.?\s*\Z", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[/,;|+&]\s*|\s(?:und|and)\s")


def parse_agency_line(words: str) -> tuple[Agency, ...]:
    """The news agencies of a line that only names the origin of the text; empty if it is another line."""
    if not 1 < len(words) <= MAX_AGENCY_LINE_CHARS:
        return ()
    rest = _RIGHTS.sub("", words.strip())
    numbered = _NUMBER.search(rest)
    rest = rest[: numbered.start()] if numbered else rest
    rest = rest.strip().removesuffix(".")
    if rest.startswith("(") and rest.endswith(")") and not rest.lower().startswith("(c)"):
        rest = rest[1:-1]
    mark = _MARK.match(rest)
    rest = _YEAR.sub("", rest[mark.end() :] if mark else rest).strip(" ,")
    agencies: dict[str, Agency] = {}
    whole = find_agency(rest)
    for name in [rest] if whole else [piece.text for piece in split_list(rest, _SPLIT)]:
        entry = find_agency(name) or find_agency(name.removeprefix("The "))
        if entry and entry.news:
            agencies.setdefault(entry.name, Agency(entry.name))
        elif not is_sign(name):
            return ()
    return tuple(agencies.values())
