"""Mails as Outlook saves them (`.msg`): their properties are put together as a MIME message, and read as any mail is.

Own code over `compound_file.py`, by [MS-OXMSG] and [MS-OXPROPS]: extract-msg, which reads them, is under the GPL.
"""

import re
import struct
from codecs import lookup
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import encoders, message_from_string
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import format_datetime, formataddr

from articles.parser import compound_file
from articles.parser.compound_file import Storage
from articles.parser.document import UnreadableClip
from articles.parser.formats import compressed_rtf, mail, mime, rtf
from articles.parser.formats.source import Source
from articles.parser.html.page import PageLines

KIND = "outlook"
PROPERTIES = "__properties_version1.0"
MAX_DEPTH = 6  # mails in mails
MAX_TOLD = 300  # properties that nobody knows, and that are told
MAX_TOLD_CHARS = 500

_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(-[0-9A-F]{8})?\Z", re.IGNORECASE)
_TEXT, _CODED_TEXT, _BINARY, _OBJECT = 0x1F, 0x1E, 0x102, 0x0D  # types of properties
_BODY, _HTML, _RTF, _HEADERS, _CLASS = 0x1000, 0x1013, 0x1009, 0x007D, 0x001A
_SENDER_NAMES, _SENDER_ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x5D02, 0x0C1F, 0x0065)
_TIMES, _CODE_PAGES = (0x0039, 0x0E06), (0x3FDE, 0x3FFD)
_NAMED = {0x0037: "Subject", 0x1035: "Message-ID", 0x1042: "In-Reply-To", 0x1039: "References"}
_SHOWN_RECIPIENTS = {0x0E04: "To", 0x0E03: "Cc", 0x0E02: "Bcc"}
_RECIPIENT_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_FILE_NAMES, _FILE_DATA, _FILE_KIND, _FILE_ID = (0x3707, 0x3704, 0x3001), 0x3701, 0x370E, 0x3712
_CODE_PAGE_NAMES = {  # of those that are not called as Python calls them
    **{28590 + part: f"iso-8859-{part}" for part in (*range(1, 10), 13, 15)},
    1200: "utf-16-le",
    20127: "ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    50220: "iso-2022-jp",
    51932: "euc-jp",
    51936: "gb2312",
    51949: "euc-kr",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
_CONTENT_HEADERS = ("content-type", "content-transfer-encoding", "mime-version", "content-disposition")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are a compound file with a mail."""
    return PROPERTIES in compound_file.top_names(data)


def read(data: bytes, name: str) -> Source:
    """The mail. Raises UnreadableClip: `damaged`, `nested`, and what a mail may raise."""
    try:
        message = _Item(compound_file.read(data), head_bytes=32).message(0)
    except compound_file.DamagedCompoundFile as error:
        raise UnreadableClip("damaged", "The mail is damaged and cannot be taken apart.", KIND) from error
    return mail.read_message(message)


class _Item:
    """A mail, a recipient or an attachment: its properties by their numbers."""

    def __init__(self, storage: Storage, head_bytes: int, code_page: str = "cp1252") -> None:
        self.storage = storage
        self.values = dict(_fixed(storage.streams.get(PROPERTIES, b""), head_bytes))
        pages = (self.values[number] for number in _CODE_PAGES if number in self.values)
        self.code_page = next((_page_name(struct.unpack("<i4x", page)[0]) for page in pages), code_page)
        self.texts: dict[int, str] = {}
        self.binaries: dict[int, bytes] = {}
        self.others: list[tuple[str, str]] = []  # what has no place in the tables above
        for name, content in storage.streams.items():
            match = _STREAM.match(name)
            if not match:
                if name != PROPERTIES:
                    self.others.append((name, _bytes_told(content)))
                continue
            number, kind = int(match[1], 16), int(match[2], 16)
            if kind == _BINARY:
                self.binaries[number] = content
            elif kind & 0xFFF in (_TEXT, _CODED_TEXT) and (not kind & 0x1000 or match[3]):
                coding = "utf-16-le" if kind & 0xFFF == _TEXT else self.code_page
                text = content.decode(coding, "replace").rstrip("\0").replace("\0", "�")
                if match[3]:  # one of several
                    self.others.append((match[1] + match[3], text))
                else:
                    self.texts[number] = text
            elif not kind & 0x1000:
                self.others.append((match[1], _bytes_told(content)))

    def first(self, *numbers: int) -> str:
        """The first of some texts that there is."""
        return next((self.texts[number] for number in numbers if self.texts.get(number)), "")

    def message(self, depth: int) -> Message:
        """The mail as a message of MIME."""
        if depth > MAX_DEPTH:
            raise UnreadableClip("nested", f"More than {MAX_DEPTH} mails lie in one another.", KIND)
        root: Message = MIMEMultipart("mixed")
        attached = list(self._attachments(depth))
        shown = [part for part, is_shown in attached if is_shown]
        is_sealed = any(part.get_content_maintype() == "multipart" for part, _is_shown in attached)
        below = MIMEMultipart("related") if shown else root
        for part in () if is_sealed else self._bodies():
            below.attach(part)
        for part in shown:
            below.attach(part)
        if shown:
            root.attach(below)
        for part, is_shown in attached:
            if not is_shown:
                root.attach(part)
        self._write_head(root)
        return root

    # the head

    def _write_head(self, root: Message) -> None:
        sent = message_from_string(self.texts.get(_HEADERS, "").lstrip("\r\n"))
        for name, value in sent.items():
            if name.lower() not in _CONTENT_HEADERS:
                _put(root, name, str(value))
        names = [address for address in (self.first(number) for number in _SENDER_ADDRESSES) if "@" in address]
        sender = self.first(*_SENDER_NAMES)
        rows = [("From", formataddr((sender, names[0])) if names and sender != names[0] else sender)]
        rows += [(name, self.texts.get(number, "")) for number, name in _NAMED.items()]
        rows += [("Date", self._time())]
        recipients = list(self._recipients())
        rows += recipients or [(name, self.texts.get(number, "")) for number, name in _SHOWN_RECIPIENTS.items()]
        for name, value in rows:
            if value.strip() and name not in root:
                _put(root, name, value)
        for label, value in list(self._told())[:MAX_TOLD]:
            _put(root, f"X-MAPI-{label}", value[:MAX_TOLD_CHARS])

    def _recipients(self) -> Iterator[tuple[str, str]]:
        found: dict[str, list[str]] = {}
        for item in self._items("__recip_version1.0_"):
            address = next((text for text in map(item.first, (0x39FE, 0x3003)) if "@" in text), "")
            name = item.first(0x3001)
            kind = struct.unpack("<i4x", item.values.get(0x0C15, bytes((1, *bytes(7)))))[0]
            shown = formataddr((name, address)) if address and name != address else name or address
            found.setdefault(_RECIPIENT_KINDS.get(kind, "To"), []).append(shown)
        for kind_name, shown_names in found.items():
            yield kind_name, ", ".join(shown_names)

    def _time(self) -> str:
        ticks = next((self.values[number] for number in _TIMES if number in self.values), None)
        if ticks is None:
            return ""
        try:
            return format_datetime(_EPOCH + timedelta(microseconds=struct.unpack("<q", ticks)[0] // 10))
        except (OverflowError, ValueError):
            return ""

    def _told(self) -> Iterator[tuple[str, str]]:
        """What the mail has besides: the properties that are not read, and storages of no known name."""
        known = {_BODY, _HEADERS, *_SENDER_NAMES, *_SENDER_ADDRESSES, *_NAMED, *_SHOWN_RECIPIENTS}
        yield from ((f"{number:04X}", text) for number, text in self.texts.items() if number not in known)
        for number, content in self.binaries.items():
            if number not in (_HTML, _RTF):
                yield f"{number:04X}", _bytes_told(content)
        yield from self.others
        for name, inner in self.storage.storages.items():
            if not name.startswith(("__recip_version1.0_", "__attach_version1.0_")):
                yield name, _bytes_told(b"".join(inner.streams.values()))

    def _items(self, prefix: str) -> Iterator["_Item"]:
        for name in sorted(self.storage.storages):
            if name.startswith(prefix):
                yield _Item(self.storage.storages[name], 8, self.code_page)

    # the text

    def _bodies(self) -> Iterator[Message]:
        """The forms of the text; one in RTF is read only where there is no other."""
        plain, page = self.texts.get(_BODY, ""), self.binaries.get(_HTML, b"")
        packed = self.binaries.get(_RTF, b"")
        if plain.strip():
            yield _part("text", "plain", plain.encode("utf-8", "replace"), charset="utf-8")
        if page.strip():
            yield _part("text", "html", page, charset=self.code_page)
        elif self.texts.get(_HTML, "").strip():
            yield _part("text", "html", self.texts[_HTML].encode("utf-8", "replace"), charset="utf-8")
        elif packed and not plain.strip():
            yield from self._rich(compressed_rtf.unpack(packed))
        elif packed:
            self.others.append(("rtf", _bytes_told(packed)))

    def _rich(self, data: bytes) -> Iterator[Message]:
        try:
            source = rtf.read(data, "")
        except UnreadableClip:
            yield _part("application", "rtf", data, name="text.rtf")
            return
        if isinstance(source.lines, PageLines):
            yield _part("text", "html", source.lines.text.encode("utf-8", "replace"), charset="utf-8")
        self.others += [(f"rtf-{name}", fact.value) for name, fact in source.said.facts]

    # the files

    def _attachments(self, depth: int) -> Iterator[tuple[Message, bool]]:
        """The files, and whether each is shown in the text. What is an object of another program is told."""
        pages = self.binaries.get(_HTML, b"") + self.texts.get(_HTML, "").encode("utf-8", "replace")
        is_sealed = self.texts.get(_CLASS, "").lower().endswith("smime.multipartsigned")
        for item in self._items("__attach_version1.0_"):
            name, kind = item.first(*_FILE_NAMES), item.first(_FILE_KIND).lower()
            content = item.binaries.get(_FILE_DATA, b"")
            inner = item.storage.storages.get(f"__substg1.0_{_FILE_DATA:04X}{_OBJECT:04X}")
            if inner is not None and PROPERTIES in inner.streams:
                letter = _Item(inner, head_bytes=24, code_page=self.code_page).message(depth + 1)
                yield _letter_part(letter, name), False
            elif inner is not None:
                self.others.append((f"object-{name}", _bytes_told(b"".join(inner.streams.values()))))
            elif is_sealed or kind == "multipart/signed":
                yield mime.parse(content), False
            else:
                identity = item.first(_FILE_ID).strip("<>").encode("utf-8", "replace")
                main, _slash, sub = (kind if mime.is_kind(kind) else "application/octet-stream").partition("/")
                part = _part(main, sub, content, name=name or "file")
                if identity:
                    part["Content-ID"] = f"<{identity.decode()}>"
                yield part, bool(identity) and b"cid:" + identity in pages


def _fixed(stream: bytes, head_bytes: int) -> Iterator[tuple[int, bytes]]:
    """The properties of a fixed size: eight bytes each."""
    for at in range(head_bytes, len(stream) - 15, 16):
        _kind, number = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 8 : at + 16]


def _page_name(number: int) -> str:
    name = _CODE_PAGE_NAMES.get(number, f"cp{number}")
    try:
        return lookup(name).name
    except LookupError:
        return "cp1252"


def _put(message: Message, name: str, value: str) -> None:
    """A header, on one line, whatever is in it."""
    label = re.sub(r"[^!-9;-~]", "-", name)[:70] or "X"
    words = " ".join(value.encode("utf-8", "replace").decode().replace("\0", "�").split())
    message[label] = words if words.isascii() else Header(words, "utf-8", maxlinelen=1_000_000)  # type: ignore[assignment]


def _part(main: str, sub: str, content: bytes, name: str = "", charset: str = "") -> Message:
    part = MIMEBase(main, sub)
    part.set_payload(content)
    encoders.encode_base64(part)
    if charset:
        part.set_param("charset", charset)
    else:
        part.add_header("Content-Disposition", "attachment", filename=name.encode("utf-8", "replace").decode())
    return part


def _letter_part(letter: Message, name: str) -> Message:
    """A mail in a mail."""
    bare = (name or mime.header(letter, "Subject")[:80] or "message").encode("utf-8", "replace").decode()
    part = MIMEBase("message", "rfc822")
    part.attach(letter)
    part.add_header(
        "Content-Disposition", "attachment", filename=f"{bare.removesuffix('.msg').removesuffix('.eml')}.eml"
    )
    return part


def _bytes_told(content: bytes) -> str:
    return f"({len(content)} bytes)"
