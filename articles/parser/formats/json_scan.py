"""Reads JSON as it is written: values with their places in the decoded source; what is broken, as far as it goes."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.parser import limits
from articles.parser.document import UnreadableClip
from articles.parser.mapped_text import MappedText
from articles.text.lines import Span

MAX_DEPTH = 100
MAX_VALUES = 400_000

_TOKEN = re.compile(  # possessive: else a long string takes a hundred bytes of memory for each of its characters
    r"[\[\]{},:]|\"[^\"\\]*+(?:\\.[^\"\\]*+)*+(?:\"|\\?\Z)|[^\s\[\]{},:\"]+", re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "\f"}


@dataclass(slots=True)
class Value:
    """A value. `kind`: object, array, string or plain (a number, true, false, null); `span` includes its quotes."""

    kind: str
    start: int
    end: int = -1
    fields: dict[str, "Value"] = field(default_factory=dict)
    items: list["Value"] = field(default_factory=list)
    plain: str = ""  # of a plain value, as written

    @property
    def span(self) -> Span:
        """All of the value."""
        return self.start, self.end

    def get(self, *names: str) -> "Value | None":
        """The value of a field along a path of names."""
        found: Value | None = self
        for name in names:
            found = found.fields.get(name) if found else None
        return found

    def each(self, name: str) -> Iterator["Value"]:
        """The items of an array, or the values of an object, in a field."""
        found = self.fields.get(name)
        if found:
            yield from found.items if found.kind == "array" else found.fields.values()


def is_json(data: bytes) -> bool:
    """Whether the bytes begin as JSON does."""
    return data[:2_000].removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def scan(text: str) -> Value:
    """The value of a document; an empty object if there is none. Raises UnreadableClip (`nested`, `too_many`)."""
    stack: list[Value] = []
    top: Value | None = None
    keys: list[str | None] = []
    number = 0
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word in "]}":
            if stack:
                stack.pop().end = match.end()
                keys.pop()
            continue
        if word in ",:":
            if word == "," and keys:
                keys[-1] = None
            continue
        number += 1
        if number > MAX_VALUES:
            raise UnreadableClip("too_many", f"The file has more than {MAX_VALUES} values.", "json")
        kind = {"{": "object", "[": "array", '"': "string"}.get(word[0], "plain")
        value = Value(kind, match.start(), match.end(), plain=word if kind == "plain" else "")
        if not stack:
            if top is None and kind in ("object", "array"):
                top = value
        elif stack[-1].kind == "array":
            stack[-1].items.append(value)
        elif keys[-1] is None:
            if kind == "string":
                keys[-1] = characters(text, value).text
                continue
        else:
            stack[-1].fields.setdefault(keys[-1] or "", value)
            keys[-1] = None
        if kind in ("object", "array"):
            if len(stack) >= MAX_DEPTH:
                raise UnreadableClip("nested", f"Its values lie more than {MAX_DEPTH} deep.", "json")
            value.end = len(text)
            stack.append(value)
            keys.append(None)
    return top or Value("object", 0, len(text))


def characters(text: str, value: Value | None) -> MappedText:
    """The characters of a string or a number, each with its place; empty for what is neither.

    Raises UnreadableClip (`too_long`) for a string that is longer than any article.
    """
    place = MappedText(text)
    if value is None or value.kind not in ("string", "plain") or value.plain == "null":
        return place
    at, stop = value.start, value.end
    if value.kind == "string":
        is_closed = stop - at > 1 and text[stop - 1] == '"'
        at, stop = at + 1, stop - 1 if is_closed else stop
    if stop - at > limits.MAX_BODY_CHARS:
        raise limits.too_long()
    for match in _ESCAPE.finditer(text, at, stop):
        place.take(at, match.start())
        place.stand_for(_unescape(match[0]), *match.span())
        at = match.end()
    if at < stop:
        place.take(at, stop)
    return place


def unescaped(words: str) -> str:
    """A stretch of a string with its escapes decoded."""
    return _ESCAPE.sub(lambda match: _unescape(match[0]), words)


def _unescape(escape: str) -> str:
    if len(escape) == 12:
        return chr(0x10000 + ((int(escape[2:6], 16) - 0xD800) << 10) + int(escape[8:], 16) - 0xDC00)
    if len(escape) == 6:
        number = int(escape[2:], 16)
        return "\ufffd" if number == 0 or 0xD800 <= number < 0xE000 else chr(number)
    return _SHORT.get(escape[1:], escape[1:])
