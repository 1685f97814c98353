"""Redacts spans of a clip, in its bytes and in its text, so that all other offsets stay valid."""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.parser.decoding import BOMS, decode
from articles.parser.document import UnreadableClip
from articles.parser.formats import packing
from articles.parser.html import page
from articles.text.lines import Span

BLANKS = (" ", "\u00a0", "\u3000", "\u2003", "\U000e0020")  # by length in bytes of UTF-8
LINE_BREAKS = "\r\n"  # kept, so that the lines stay the same


@dataclass(frozen=True, slots=True)
class RedactedText:
    """A redacted clip. Its text has as many characters as before, in the same lines.

    `data` has as many bytes, and decodes to `text`. If bytes and characters cannot be matched
    (a packed page, a damaged file in a rare encoding), `data` is encoded anew as `encoding` says.
    """

    data: bytes
    text: str
    encoding: str


def redact(data: bytes, text: str, encoding: str, spans: Iterable[Span]) -> RedactedText:
    """Replace spans of the decoded text by blanks; spans may overlap and exceed the text."""
    wanted = _merge(spans, len(text))
    raw = packing.unpack(data)
    pieces = _pieces(raw, text, encoding)
    if pieces is None:
        blanked = _without(text, wanted)
        return RedactedText(blanked.encode("utf-8", "replace"), blanked, "utf-8")
    mark, bytes_of = pieces
    text_parts, byte_parts, position = [], [mark], 0
    for start, end in wanted:
        chars, taken = _blanks(text[start:end], bytes_of[start:end], encoding)
        text_parts += [text[position:start], chars]
        byte_parts += [*bytes_of[position:start], taken]
        position = end
    new = b"".join([*byte_parts, *bytes_of[position:]])
    redacted = RedactedText(
        gzip.compress(new, mtime=0) if raw is not data else new, "".join([*text_parts, text[position:]]), encoding
    )
    return (
        redacted
        if _reads_as(redacted.data, redacted.text)
        else RedactedText(redacted.text.encode("utf-8", "replace"), redacted.text, "utf-8")
    )


def _merge(spans: Iterable[Span], length: int) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted((max(s, 0), min(e, length)) for s, e in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(raw: bytes, text: str, encoding: str) -> tuple[bytes, list[bytes]] | None:
    """The byte order mark and the bytes of each character; None if they cannot be matched."""
    mark = next((m for m, _name in BOMS if raw.startswith(m)), b"")
    body = raw[len(mark) :]
    try:
        pieces = [c.encode(encoding) for c in text]
        if b"".join(pieces) == body:
            return mark, pieces
    except (UnicodeError, LookupError):
        pass
    if encoding == "utf-8":  # damaged: each invalid byte is a character of its own
        escaped = [c.encode("utf-8", "surrogateescape") for c in body.decode("utf-8", "surrogateescape")]
        return (mark, escaped) if len(escaped) == len(text) else None
    if len(body) == len(text):
        return mark, [bytes([b]) for b in body]
    return None


def _without(text: str, spans: Sequence[Span]) -> str:
    parts, position = [], 0
    for start, end in spans:
        parts += [text[position:start], "".join(c if c in LINE_BREAKS else " " for c in text[start:end])]
        position = end
    return "".join([*parts, text[position:]])


def _blanks(text: str, pieces: Sequence[bytes], encoding: str) -> tuple[str, bytes]:
    """As many blanks with as many bytes; within a line their sizes do not reveal where an umlaut was."""
    chars: list[str] = []
    start = 0
    for end in [*(i for i, c in enumerate(text) if c in LINE_BREAKS), len(text)]:
        chars += _line_of_blanks([len(p) for p in pieces[start:end]], encoding)
        chars += text[end : end + 1]
        start = end + 1
    blanks = "".join(chars)
    return blanks, blanks.encode(encoding, "replace")


def _line_of_blanks(sizes: Sequence[int], encoding: str) -> list[str]:
    blank_by_size: dict[int, str] = {}
    for blank in BLANKS:
        try:
            blank_by_size.setdefault(len(blank.encode(encoding)), blank)
        except UnicodeError:
            continue
    if set(blank_by_size) >= {1, 2, 3, 4}:
        least, more = divmod(sum(sizes), len(sizes) or 1)
        sizes = [least + (i < more) for i in range(len(sizes))]
    return [blank_by_size.get(size, " ") for size in sizes]


def _reads_as(data: bytes, text: str) -> bool:
    for read in (decode, page.decode_page):
        try:
            if read(data).text == text:
                return True
        except UnreadableClip:
            continue
    return not text.strip()
