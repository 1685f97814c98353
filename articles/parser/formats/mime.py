"""Messages by MIME: headers and parts decoded, whatever is wrong with them."""

import re
from codecs import lookup
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from articles.parser.decoding import decode
from articles.parser.document import PartialDate, UnreadableClip
from articles.parser.formats import sealed_mail

MAX_PARTS = 500
MAX_HEADER_CHARS = 2_000  # of one header that are kept
HEAD_BYTES = 16_384  # in which a message shows its first headers

_NAMES = (
    rb"(?:From|Subject|Date|To|Cc|MIME-Version|Message-ID|Received|Return-Path|Delivered-To|Content-Type|Reply-To|Sender"
    rb"|Content-Transfer-Encoding|List-Id|Importance|Organization|References|In-Reply-To|DKIM-Signature|User-Agent"
    rb"|Snapshot-Content-Location|Resent-[\w-]{2,20}|Authentication-Results|ARC-[\w-]{2,40}|X-[\w-]{2,60})"
)
_HEAD = re.compile(
    rb"(?:\d{1,9}[ \t]{0,20}\r?\n)?(?P<mbox>From [^\r\n]{1,200}\r?\n)?"
    rb"(?P<head>" + _NAMES + rb":[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n|[!-9;-~]{1,70}:[^\r\n]*\r?\n)*)",
    re.IGNORECASE,
)
_SENDER = re.compile(rb"^(?:From|Subject|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE)
_TRANSPORT = re.compile(
    rb"^(?:Date|To|MIME-Version|Message-ID|Received|Return-Path|Content-Type):", re.IGNORECASE | re.M
)
_BLANKS = b"\r\n\t "
_NULL = "\x00"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message that has no parts itself. `text` is decoded; None for what is no text."""

    kind: str  # „text/plain“
    name: str  # of its file, if it has one
    data: bytes
    text: str | None
    is_attached: bool
    is_flowed: bool  # its lines may be joined where they end with a blank
    is_related: bool  # it belongs to another part: a picture in a page
    location: str = ""
    identity: str = ""  # by which a page refers to it: „logo@auenfeld.example“
    seal: str = ""  # what it signs the message with: „S/MIME“
    lock: str = ""  # what it is encrypted with


def head_of(data: bytes) -> bytes:
    """The first headers of a message; empty if the bytes do not begin as one does."""
    match = _HEAD.match(data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS))
    head = match["head"] if match else b""
    return head if _SENDER.search(head) and _TRANSPORT.search(head) else b""


def parse(data: bytes) -> Message:
    """The message. Raises UnreadableClip (`damaged`, `nested`) for one that cannot be taken apart."""
    try:
        return message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS), policy=policy.compat32)
    except RecursionError as error:
        raise UnreadableClip("nested", "The parts of the message lie too deep in one another.", "mail") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableClip("damaged", "The message is damaged and cannot be taken apart.", "mail") from error


def header(message: Message, name: str) -> str:
    """A header, decoded, on one line; empty if there is none."""
    return decoded_header(message.get(name))


def decoded_header(value: object) -> str:
    """The words of a header whose encoded words are decoded; what cannot be decoded stays as it is."""
    raw = str(value or "")[:MAX_HEADER_CHARS]
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        parts = decode_header(re.sub(r"\r?\n[ \t]*", " ", raw))
    except (HeaderParseError, ValueError, LookupError):
        parts = [(raw, None)]
    words = "".join(_text(part, charset) if isinstance(part, bytes) else part for part, charset in parts)
    return " ".join(words.replace(_NULL, "�").split())


def sent(message: Message) -> PartialDate | None:
    """When the message was sent, by its own head."""
    try:
        at = parsedate_to_datetime(str(message.get("Date") or ""))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if not 1970 <= at.year <= 2199:
        return None
    return PartialDate(at.date(), "day", at if at.tzinfo else None)


def parts(message: Message) -> Iterator[Part]:
    """The parts of a message in their order. A message within it is one part. Raises UnreadableClip (`too_many`)."""
    number = 0
    waiting: list[tuple[Message, bool]] = [(message, False)]
    while waiting:
        part, is_related = waiting.pop()
        number += 1
        if number > MAX_PARTS:
            raise UnreadableClip("too_many", f"The message has more than {MAX_PARTS} parts.", "mail")
        kind = _kind(part)
        payload = part.get_payload() if part.is_multipart() else None
        if kind == "multipart/encrypted" and isinstance(payload, list):
            locked = [_part(child, _kind(child), False) for child in payload if isinstance(child, Message)]
            yield from (replace(child, text=None, lock=_lock(part)) for child in locked)
        elif kind == "message/rfc822" and isinstance(payload, list) and payload:
            yield _message(part, payload[0])
        elif isinstance(payload, list):
            below = [child for child in payload if isinstance(child, Message)]
            related = kind == "multipart/related"
            waiting += [(child, is_related or (related and n > 0)) for n, child in enumerate(below)][::-1]
        else:
            found, inner = _opened(_part(part, kind, is_related))
            yield found
            waiting += [(inner, False)] if inner is not None else []


def _opened(part: Part) -> tuple[Part, Message | None]:
    """A part, with what it is sealed or locked with, and the message in it if it is a container of S/MIME."""
    if part.kind in sealed_mail.SEALS:
        return replace(part, seal=sealed_mail.SEALS[part.kind]), None
    if part.kind == "application/pgp-encrypted" or part.data.lstrip()[:40].startswith(sealed_mail.LOCKED_ARMOR):
        return replace(part, text=None, lock=sealed_mail.OPENPGP), None
    if part.kind not in sealed_mail.CONTAINERS and not part.name.lower().endswith(".p7m"):
        return part, None
    container = sealed_mail.open_container(part.data)
    inner = parse(container.content) if container.content else None
    seal = sealed_mail.SMIME if container.kind == sealed_mail.SIGNED else ""
    lock = sealed_mail.SMIME if container.kind == sealed_mail.LOCKED else ""
    return replace(part, seal=seal, lock=lock), inner


def _lock(part: Message) -> str:
    protocol = _parameter(part, "protocol") or ""
    return sealed_mail.SMIME if "pkcs7" in protocol.lower() else sealed_mail.OPENPGP


def _kind(part: Message) -> str:
    """The type of a part; one that nobody knows is that of any bytes."""
    kind = part.get_content_type()
    return kind if is_kind(kind) else "application/octet-stream"


def is_kind(kind: str) -> bool:
    """Whether it is a type of MIME: „text/plain“."""
    return re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,100}", kind, re.ASCII) is not None


def _message(part: Message, inner: object) -> Part:
    try:
        data = inner.as_bytes() if isinstance(inner, Message) else b""
    except (UnicodeError, ValueError, LookupError, TypeError, AttributeError):
        data = str(inner).encode("utf-8", "replace")
    if data and not head_of(data):  # too few headers to be known by them
        data = b"MIME-Version: 1.0\n" + (b"" if _SENDER.search(data[:HEAD_BYTES]) else b"Subject:\n") + data
    subject = header(inner, "Subject") if isinstance(inner, Message) else ""
    return Part("message/rfc822", _name(part) or f"{subject[:80] or 'message'}.eml", data, None, True, False, False)


def _part(part: Message, kind: str, is_related: bool) -> Part:
    name = _name(part)
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    is_attached = disposition.startswith("attachment") or (bool(name) and not is_related)
    is_text = kind in ("text/plain", "text/html", "text/enriched", "text/css") and not is_attached
    flowed = (_parameter(part, "format") or "").lower() == "flowed"
    location, charset = header(part, "Content-Location"), _parameter(part, "charset")
    data, identity = _data(part), header(part, "Content-ID").strip("<> ")
    text = _body(data, charset) if is_text else None
    return Part(kind, name, data, text, is_attached, flowed, is_related, location, identity)


def _data(part: Message) -> bytes:
    """The decoded bytes of a part; as they are if its own head stands in the way."""
    for hindering in ("Content-Type", "Content-Transfer-Encoding", ""):
        try:
            raw = part.get_payload(decode=True)
        except (ValueError, LookupError, TypeError, AttributeError):
            del part[hindering]
            continue
        return raw if isinstance(raw, bytes) else b""
    return b""


def _parameter(part: Message, name: str) -> str | None:
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return value if isinstance(value, str) else None


def _name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError):
        name = None
    plain = decoded_header(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c if c.isprintable() else "�" for c in plain)[:200]


def _body(data: bytes, charset: str | None) -> str:
    """The text of a part, in its own encoding if that fits."""
    if charset:
        try:
            name = lookup(charset).name
            name = "cp1252" if name in ("iso8859-1", "ascii") else name  # as mail programs do
            return data.decode(name).replace(_NULL, "�")
        except (LookupError, UnicodeError, ValueError):
            pass
    try:
        return decode(data).text
    except UnreadableClip:
        return data.decode("cp1252", "replace").replace(_NULL, "�")


def _text(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeError, ValueError):
        return data.decode("cp1252", "replace")
