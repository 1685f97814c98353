"""Tells what a text is where no article was found in it, and whether one that was read is data and no prose."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from articles.lexicon import load
from articles.parser.document import ClipWarning, ParsedClip

MIN_TABLE_LINES = 4
MIN_SHARE = 0.8  # of a text's lines that have the form of a kind
MIN_ENCODED_CHARS = 56  # of a line of base64
MIN_SENTENCE_CHARS = 60
MIN_WORDS = 25  # of a text that may hold an article
MIN_LIST_LINES = 8
MAX_LIST_LINE_CHARS = 90
MAX_SAMPLED_CHARS = 60_000  # of a text that are looked at; the rest is of the same kind

DATA_KINDS = ("json", "xml", "table", "calendar", "encoded", "program")
KINDS = (*DATA_KINDS, *load.table("contents"), "links", "too_short")
_ENDS = '.!?…"“”»«'
_SEPARATORS = "\t;|,"
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>|<\?xml")
_KEY = re.compile(r'"[^"\n]{1,80}"\s{0,3}:')
_CODE = re.compile(
    r"(?:[;{}]|\):)\s*\Z|^\s*(?:def|class|import|from|return|function|const|let|var|public|private|#include|SELECT|INSERT)\b"
)
_ENCODED = re.compile(r"[A-Za-z0-9+/=_-]+")
_PROSE = re.compile(r"\w\w[.!?…][\"'“”»)]?(?:\s|\Z)")
_UNMARKED = re.compile(  # up to the next such tag: a page of them that are never closed must not take for ever
    r"<(script|style)\b[^<]*(?:<(?!/?(?:script|style)\b)[^<]*)*</\1\s*>|<[^<>]*>", re.IGNORECASE
)


NO_ARTICLE = ClipWarning("no_article", "No article was found in the clip; it is kept as it is.")


def mark(parsed: ParsedClip) -> ParsedClip:
    """The clip, with the kind of its text in the warning `no_article`, or with `kind_unknown` where it is data.

    Of formats that consist of markup only the words are looked at.
    """
    is_plain = parsed.format == "text"
    if parsed.document is None and parsed.children:
        return parsed
    if parsed.document is None and not any(warning.code == "no_article" for warning in parsed.warnings):
        parsed = replace(parsed, warnings=(*parsed.warnings, NO_ARTICLE))
    if parsed.document is not None:
        kind = data_kind(parsed.text) if is_plain else ""
        if not kind:
            return parsed
        message = "The file holds data rather than a text."
        return replace(parsed, warnings=(*parsed.warnings, ClipWarning("kind_unknown", message, (), (("kind", kind),))))
    kind = kind_of(parsed.text if is_plain else _UNMARKED.sub("\n", parsed.text))
    if not kind:
        return parsed
    warnings = [
        replace(warning, params=(("kind", kind),)) if warning.code == "no_article" else warning
        for warning in parsed.warnings
    ]
    return replace(parsed, warnings=tuple(warnings))


def kind_of(text: str) -> str:
    """What a text without an article is: one of KINDS, or "" where nobody can tell."""
    sample = text[:MAX_SAMPLED_CHARS]
    if kind := data_kind(sample):
        return kind
    lower = sample.casefold()
    for kind, row in load.table("contents").items():
        if sum(phrase in lower for phrase in row["phrases"]) >= row["at_least"]:
            return str(kind)
    lines = [line.strip() for line in sample.splitlines() if line.strip()]
    short = [line for line in lines if len(line) <= MAX_LIST_LINE_CHARS and not _PROSE.search(line)]
    if len(lines) >= MIN_LIST_LINES and len(short) >= MIN_SHARE * len(lines):
        return "links"
    return "too_short" if len(sample.split()) < MIN_WORDS else ""


def data_kind(text: str) -> str:
    """The kind of data that a text is, of DATA_KINDS; "" for prose and whatever else people read."""
    sample = text[:MAX_SAMPLED_CHARS].strip()
    first = sample[:1]
    if first in ("{", "[") and _is_json(sample, whole=len(text) <= MAX_SAMPLED_CHARS):
        return "json"
    lines = [line for line in sample.splitlines() if line.strip()]
    if first == "<" and _share(lines, lambda line: bool(_TAG.search(line))) >= MIN_SHARE / 2:
        return "xml"
    if sample.startswith(("BEGIN:VCALENDAR", "BEGIN:VCARD")):
        return "calendar"
    if len(lines) < MIN_TABLE_LINES or _reads_as_prose(lines):
        return ""
    if (
        _share(lines, lambda line: len(line) >= MIN_ENCODED_CHARS and bool(_ENCODED.fullmatch(line.strip())))
        >= MIN_SHARE
    ):
        return "encoded"
    if _is_table(lines):
        return "table"
    return "program" if _share(lines, lambda line: bool(_CODE.search(line))) >= MIN_SHARE else ""


def _reads_as_prose(lines: list[str]) -> bool:
    """A cheap test for what nearly every clip is: a fifth of its lines are sentences."""
    sentences = [line for line in lines if len(line) > MIN_SENTENCE_CHARS and line.rstrip()[-1] in _ENDS]
    return len(sentences) > (1 - MIN_SHARE) * len(lines)


def _share(lines: list[str], has_form: Callable[[str], bool]) -> float:
    return sum(map(has_form, lines)) / len(lines) if lines else 0.0


def _is_json(sample: str, whole: bool) -> bool:
    if whole:
        try:
            return isinstance(json.loads(sample), dict | list)
        except (ValueError, RecursionError):
            pass
    return len(_KEY.findall(sample)) >= max(3, len(sample.split()) // 12)


def _is_table(lines: list[str]) -> bool:
    """Whether nearly all lines have the same number of the same separator, and are no sentences."""
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        number, times = counts.most_common(1)[0]
        least = 3 if separator == "," else 2 if separator == ";" else 1
        prose = _share(lines, lambda line: bool(_PROSE.search(line)) and len(line) > 2 * MAX_LIST_LINE_CHARS)
        if number >= least and times >= MIN_SHARE * len(lines) and prose < 1 - MIN_SHARE:
            return True
    return False
