"""Normalises the text of a field: removes invisible characters, repairs mojibake, composes letters."""

import re
import unicodedata
from typing import NamedTuple

from articles.text.lines import TextLine

# UTF-8 that was decoded as cp1252 or Latin-1. Only sequences with no other meaning in press text: „MENÜ“ is kept.
_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_LATIN = f"(?<=â€)Å[“”]|[ÂÃ][{_TAIL}]|[ÄÅ](?:[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ](?=[a-zß-ÿ]|[ÂÃÄÅ][{_TAIL}]))"
_SIGNS = f"â[\x80-\x84€‚ƒ„][{_TAIL}]|ï¬[{_TAIL}]|ï»¿|ð[\x9fŸ][{_TAIL}]{{2}}"
_SCRIPTS = f"(?:[ÐÑ][{_TAIL}]){{3,}}|(?:[ØÙÚÛ][{_TAIL}]){{3,}}"
_GARBLED = re.compile(f"(?:{_SCRIPTS}|{_SIGNS}|{_LATIN})+")
_GARBLED_STARTS = re.compile("[ÐÑØÙÚÛâïðÂÃÄÅ]")  # with one of which _GARBLED begins
_REMAINS = re.compile("(?<![A-ZÀ-Þ])Ã(?=[a-z])|(?<=[a-zß-ÿ])Â(?=[a-z])|Ã[ \u00ad]|[ÂÃ][\x80-\xbf]|â€|ï¿½|\ufffd")

_SPECIAL = re.compile("[^\\n !-~äöüÄÖÜßéèàçôêîâ–—„“”‚‘’»«…€·•]|\\s\\s|^\\s|\\s$|[Ââ]|Ã")
# Most paragraphs contain only these. One repeated class is many times faster than a search for other characters.
_PLAIN = re.compile("[ !-~äöüÄÖÜßéèàçôêî–—„“”‚‘’»«…€·•]*")
_PLAIN_LATIN = bytes(code for code in range(256) if _PLAIN.fullmatch(chr(code)))
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u0085\u2028\u2029"
_RTL = re.compile("[\u0590-\u08ff]")
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u180e" + " \t\u00a0"

_RULES = (
    ("soft_hyphen", re.compile("\u00ad+"), ""),
    (
        "zero_width",
        re.compile("[\u200b\u2060\ufeff\u180e]+|(?<![\u0600-\uffff])[\u200c\u200d]+(?![\u0600-\uffff])"),
        "",
    ),
    ("direction_mark", re.compile("[\u202a-\u202e\u2066-\u2069]+"), ""),
    ("control_character", re.compile(f"[{_CONTROLS}]+"), ""),
    ("blank", re.compile(f"[{_BLANKS}]"), " "),
)
_REMOVED = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff\u180e\u202a-\u202e\u2066-\u2069" + _CONTROLS + _BLANKS + "]"
)  # by _RULES
_RUN = re.compile(r"\s{2,}|[\t\n\r\f\v]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Normalised(NamedTuple):
    """A normalised text, the names of the rules that changed it, and whether garbled characters remain."""

    text: str
    rules: tuple[str, ...] = ()
    garbled: bool = False


def normalise(text: str) -> Normalised:
    """One line of clean text: no invisible characters, single blanks, composed letters, mojibake repaired.

    Changes of blanks at the ends or in runs are not listed as rules, only changes of the words.
    """
    plain = text.strip(" ")
    if _is_plain(plain) and "  " not in plain:
        return Normalised(plain)
    if not _SPECIAL.search(text):
        return Normalised(text.replace("\n", " "))
    rules: list[str] = []
    cleaned = _apply_rules(text, rules)
    if rules:  # a removed character may have split a garbled letter
        cleaned = _apply_rules(cleaned, rules)
    if not _RTL.search(cleaned) and ("\u200e" in cleaned or "\u200f" in cleaned):
        cleaned = cleaned.replace("\u200e", "").replace("\u200f", "")
        rules.append("direction_mark")
    composed = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", cleaned))
    if composed != cleaned:
        rules.append("composed")
    return Normalised(_RUN.sub(" ", composed).strip(), tuple(dict.fromkeys(rules)), bool(_REMAINS.search(composed)))


def _is_plain(text: str) -> bool:
    """Whether nothing in a text is to be changed. Latin-1 is told by a table, many times faster than by the pattern."""
    try:
        return not text.encode("latin-1").translate(None, _PLAIN_LATIN)
    except UnicodeEncodeError:
        return _PLAIN.fullmatch(text) is not None


def _apply_rules(text: str, rules: list[str]) -> str:
    cleaned = _repair(text)
    if cleaned != text:
        rules.append("mojibake")
    if not _REMOVED.search(cleaned):
        return cleaned
    for name, pattern, replacement in _RULES:
        cleaned, count = pattern.subn(replacement, cleaned)
        if count:
            rules.append(name)
    return cleaned


def clean(text: str) -> str:
    """The normalised text alone."""
    return normalise(text).text


def normalise_line(line: TextLine) -> TextLine:
    """The line with normalised text, for its features; the same object if nothing changes."""
    words = line.words
    if words.isascii() or _is_plain(words):
        return line
    cleaned = normalise(words).text
    if not cleaned or cleaned == words:
        return line
    meant = TextLine(line.start, line.text[: line.indent] + cleaned)
    meant.gap = line.gap
    return meant


def _repair(text: str) -> str:
    if not _GARBLED_STARTS.search(text):
        return text
    for _ in range(3):  # text may be garbled more than once
        repaired = _GARBLED.sub(_decode_again, text)
        if repaired == text:
            break
        text = repaired
    return text


def _decode_again(match: re.Match[str]) -> str:
    try:
        return b"".join(_byte(char) for char in match[0]).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return match[0]


def _byte(char: str) -> bytes:
    return char.encode("latin-1") if ord(char) < 256 else char.encode("cp1252")
