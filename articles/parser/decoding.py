"""Decodes the bytes of a clip: detects the encoding and warns about assumptions and damage."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup
from dataclasses import dataclass
from string import ascii_letters

from articles.parser import file_kinds
from articles.parser.document import ClipWarning, UnreadableClip
from articles.text.lines import Span

BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
# Candidates when cp1252 gives nonsense: scripts in which nearly every letter is a high byte, and old Macintosh text.
RARE_ENCODINGS = (
    *("cp1251", "koi8_r", "iso8859_5", "cp866", "cp1256", "iso8859_6", "cp1253", "iso8859_7", "cp1255", "cp1250"),
    *("cp1254", "mac_roman", "cp850", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)
SAMPLE_BYTES = 65_536  # bytes that are enough to guess an encoding
MAX_WARNING_SPANS = 50  # places of damage that a warning names; its message counts them all

_TRANSMISSION = b"\x16\x16\x01"  # opens a report in ANPA 1312, whose tables are set with control characters
_CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))
_BAD = re.compile("[\udc80-\udcff]+")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a clip with its original line endings, without byte order mark; offsets count its characters."""

    text: str
    encoding: str
    notes: tuple[ClipWarning, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode bytes. Raises UnreadableClip (`empty`, `binary`) if they hold no text."""
    if not data:
        raise UnreadableClip("empty", "The file is empty.")
    _refuse_other_kinds(data)
    decoded = _by_mark(data) or _as_utf8(data) or _as_damaged_utf8(data) or _as_single_bytes(data)
    if "\x00" in decoded.text:
        raise UnreadableClip("binary", "The file is not text: it contains NUL characters.")
    if not decoded.text.strip().strip(_INVISIBLE).strip():
        raise UnreadableClip("empty", "The file holds nothing but white space.")
    return decoded


def decode_declared(data: bytes, charset: bytes) -> Decoded | None:
    """The bytes in the encoding that they declare, Latin-1 as cp1252 as browsers do; None if that does not fit."""
    try:
        name = lookup(charset.decode("ascii")).name
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        text = data.decode(name)
    except (LookupError, UnicodeError):
        return None
    return Decoded(text, name) if text.strip() and "\x00" not in text else None


def _refuse_other_kinds(data: bytes) -> None:
    kind = file_kinds.kind_by_bytes(data)
    if kind:
        raise UnreadableClip("binary", f"The file is not text but {file_kinds.phrase(kind)}.", kind)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_BE)):
        return
    if b"\x00" in data:
        raise UnreadableClip("binary", "The file is not text: it contains NUL bytes and has no byte order mark.")
    most = len(data) // (2 if data.lstrip(b"\r\n \x7f").startswith(_TRANSMISSION) else 20)
    if len(data) - len(data.translate(None, _CONTROLS)) > most:
        raise UnreadableClip("binary", "The file is not text: too many of its bytes are control characters.")


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in BOMS:
        if not data.startswith(mark):
            continue
        raw = data[len(mark) :]
        try:
            return Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8":
                return _as_damaged_utf8(raw, sure=True)
            if encoding == "utf-32-le":
                continue  # UTF-16 whose first character is NUL; refused later
            text = raw.decode(encoding, "replace")
            return Decoded(text, encoding, (_damage([m.span() for m in re.finditer("\ufffd+", text)], encoding),))
    return None


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _as_damaged_utf8(data: bytes, sure: bool = False) -> Decoded | None:
    """UTF-8 with some invalid bytes: a single one is decoded as cp1252, a cut sequence becomes U+FFFD."""
    text = data.decode("utf-8", "surrogateescape")
    spans = [match.span() for match in _BAD.finditer(text)]
    bad = sum(end - start for start, end in spans)
    well_formed = len(text) - bad - len(data.translate(None, bytes(range(128, 256))))
    if not sure and well_formed < bad:
        return None
    return Decoded(_BAD.sub(_mend, text), "utf-8", (_damage(spans, "utf-8"),) if spans else ())


def _mend(match: re.Match[str]) -> str:
    run = match[0]
    if len(run) > 1:  # every character stands for one byte, so that the damage keeps its length
        return "\ufffd" * len(run)
    byte = ord(run) - 0xDC00
    torn = byte in (0xC2, 0xC3) or match.end() == len(match.string)  # the head of an „ä“, or the file was cut
    return "\ufffd" if torn else bytes([byte]).decode("cp1252", "replace")


def _as_single_bytes(data: bytes) -> Decoded:
    """cp1252 if the text looks Western; else the guess of charset-normalizer for a sample."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = None
    if text is not None and _looks_western(data):
        return Decoded(text, "cp1252", (_assumed("cp1252"),))
    guess = _guess(data[:SAMPLE_BYTES])
    if guess:
        return Decoded(data.decode(guess, "replace"), guess, (_assumed(guess),))
    text = data.decode("cp1252", "replace")
    spans = [match.span() for match in re.finditer("\ufffd+", text)]
    return Decoded(text, "cp1252", (_assumed("cp1252"), *((_damage(spans, "cp1252"),) if spans else ())))


def _looks_western(data: bytes) -> bool:
    """Whether fewer than 40 % of the letters are high bytes; in Cyrillic, Greek or Arabic nearly all of them are."""
    sample = data[:SAMPLE_BYTES]
    high = len(sample.translate(None, bytes(range(192))))
    plain = len(sample) - len(sample.translate(None, ascii_letters.encode()))
    return high * 10 <= (high + plain) * 4 or high < 3


def _guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # heavy, and hardly ever needed

    best = from_bytes(sample, cp_isolation=list(RARE_ENCODINGS)).best()
    return best.encoding if best else None


def _assumed(encoding: str) -> ClipWarning:
    message = f"The file does not tell its encoding; it was read as {encoding}."
    return ClipWarning("encoding_assumed", message, params=(("encoding", encoding),))


def _damage(spans: list[Span], encoding: str) -> ClipWarning:
    places = "one place" if len(spans) == 1 else f"{len(spans)} places"
    message = f"The file is {encoding} but damaged in {places}; what could not be read is marked by �."
    params = (("encoding", encoding), ("places", len(spans)))
    return ClipWarning("encoding_damaged", message, tuple(spans[:MAX_WARNING_SPANS]), params)
