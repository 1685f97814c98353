"""Mails: what was written is read as an article; signature, earlier mails and the other form of the text are set apart.

The text is made of the decoded parts: the head, the text, the other parts, a line for each attachment. Attachments
become clips of their own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from email.message import Message
from html import unescape

from articles.parser import notices
from articles.parser.document import Child, ClipWarning, Picture, UnreadableClip
from articles.parser.formats import agency, mail_text, mime, sealed_mail
from articles.parser.formats.document_text import written_alt
from articles.parser.formats.plain import PlainLines
from articles.parser.formats.source import PICTURE, SUBJECT, Source
from articles.parser.html.page import PageLines
from articles.parser.html.tokenizer import parse
from articles.parser.mapped_text import MappedText, trimmed
from articles.parser.roles import Role
from articles.parser.said import SENT, Said, SaidValue
from articles.text.lines import Span, overlap, split_lines

SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "Keywords", "Organization")
MAX_ALT_CHARS = 500
CUT = (mail_text.QUOTED, mail_text.SIGNATURE)  # what is shown there belongs to no article
MIN_PLAIN_SHARE = 0.5  # of the letters of the page that a plain text must have to be the mail's text

_PREFIX = re.compile(
    r"(?:\[[^\]]{1,40}\]\s*|(?:AW|WG|Re|RE|Fwd?|FW|Antwort|Wtr)\s?:\s*|(?:Pressemitteilung|Presseinformation|Pressemeldung"
    r"|Medienmitteilung|Medieninformation|Press release|PM|MM|OTS)(?:\s\d[\d/-]*)?\s?[:|–-]\s+)+",
    re.IGNORECASE,
)
_HTML_HISTORY = re.compile(
    r"<(?:div|blockquote|hr|p|span)\b[^<>]{0,200}(?:gmail_quote|type=[\"']?cite|divRplyFwdMsg|appendonsend|moz-cite-prefix"
    r"|OutlookMessageHeader|yahoo_quoted|protonmail_quote)",
    re.IGNORECASE,
)
_HTML_SIGNATURE = re.compile(
    r"<(?:div|pre|p|table|span)\b[^<>]{0,200}(?:gmail_signature|moz-signature|id=[\"']?[Ss]ignature|protonmail_signature)",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"<img\b[^<>]{1,2000}>", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s?=\s?([\"'])cid:([^\"'<>]{1,300})\1", re.IGNORECASE)
_ALT = re.compile(r"\salt\s?=\s?([\"'])((?:(?!\1).){1,2000})\1", re.IGNORECASE | re.DOTALL)
_LOGO = re.compile(r"\b(?:logo|icon|facebook|twitter|instagram|linkedin|youtube|xing|mastodon)\b|logo\b", re.IGNORECASE)
_FOOTER = re.compile(r"\s*(?:_{3,}|--\s?\n|={5,})")  # of a mailing list
_SHOWN = frozenset(name.lower() for name in SHOWN_HEADERS)


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes begin with the head of a mail."""
    return bool(mime.head_of(data))


def read(data: bytes, name: str) -> Source:
    """The mail. Raises UnreadableClip if it cannot be taken apart, or is encrypted."""
    return read_message(mime.parse(_bare(data)))


def read_message(message: Message) -> Source:
    """A mail that is taken apart already. Raises UnreadableClip as `read` does."""
    return _Letter(message).source()


def _bare(data: bytes) -> bytes:
    """The bytes of a mail without what a mail program stores around it: its length, the line of a mailbox."""
    numbered = re.match(rb"(\d{1,9})[ \t]{0,20}\r?\n", data)
    if numbered:
        data = data[numbered.end() :][: int(numbered[1])]
    return re.sub(rb"\AFrom [^\r\n]{1,200}\r?\n", b"", data)


class _Letter:
    """A mail, written as text from top to bottom."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._written: list[str] = []
        self._length = 0
        self._roles: list[tuple[Span, str]] = []  # of what is not the mail's own text: the names of rules
        self._children: list[Child] = []
        self._headers: dict[str, SaidValue] = {}
        self._pictures: list[tuple[mime.Part, Span]] = []
        self._seals: dict[str, Span] = {}  # what the mail is signed with, and where it stands

    def source(self) -> Source:
        """The text, with the roles of all that is not what was written in this mail."""
        self._write_head()
        parts = list(mime.parts(self._message))
        own = choose_text(parts)
        _refuse_locked(parts, own)
        contents: list[tuple[mime.Part, Span]] = []
        for number, part in enumerate(parts):
            if number in own:
                contents.append((part, self._write(part.text or "")))
            elif part.text is not None:
                self._roles.append((self._write(part.text), "other_part"))
            else:
                self._write_file(part, number)
            self._write("\n")
        self._write_rest()
        text = "".join(self._written)
        place = MappedText(text)
        if contents and contents[0][0].kind == "text/html":
            self._take_pages(place, [span for _part, span in contents])
        else:
            for part, span in contents:
                self._take_plain(place, span, part)
        inner = self._inner(place.text, bool(contents) and contents[0][0].kind == "text/html").within(place)
        fixed = [
            entry for span, rule in self._roles for entry in trimmed(text, *span, Role.BOILERPLATE, f"format:{rule}")
        ]
        told = self._told_pictures(text, [span for _part, span in contents])
        said, notes = self._with_notice(self._said(inner.said, told))
        return replace(
            inner,
            fixed=[*inner.fixed, *fixed],
            said=said,
            notes=(*inner.notes, *notes),
            pictures=(*inner.pictures, *(picture for _fact, picture in told if picture)),
            children=self._children,
            encoding="utf-8",
        )

    def _inner(self, text: str, is_page: bool) -> Source:
        """What was written, as an article of its own: a page, an agency's report, plain text."""
        if not _letters(text, is_page):
            return Source(text, "utf-8")
        if is_page:
            return Source(text, "utf-8", PageLines(text))
        return agency.read_text(text) if agency.matches(text.encode(), "") else Source(text, "utf-8", PlainLines(text))

    def _write(self, text: str) -> Span:
        start = self._length
        self._written.append(text)
        self._length += len(text)
        return start, self._length

    def _write_head(self) -> None:
        start = self._length
        for name in SHOWN_HEADERS:
            value = mime.header(self._message, name)
            if value:
                self._write(f"{name}: ")
                self._headers[name] = SaidValue(value, self._write(value), f"format:{name.lower()}")
                self._write("\n")
        self._roles.append(((start, self._length), "header"))
        self._write("\n")

    def _write_rest(self) -> None:
        """The headers of the transport, and what stands outside the parts, at the end."""
        start = self._length
        for name, value in self._message.items():
            if name.lower() not in _SHOWN:
                self._write(f"{mime.decoded_header(name)}: {mime.decoded_header(value)}\n")
        for outside in (self._message.preamble, self._message.epilogue):
            if isinstance(outside, str) and outside.strip():
                self._write(outside.encode("utf-8", "replace").decode().replace("\x00", "�") + "\n")
        self._roles.append(((start, self._length), "header"))

    def _write_file(self, part: mime.Part, number: int) -> None:
        """A line for an attachment, which becomes a clip; pictures within the text and seals do not."""
        name = part.name or f"{number + 1}.{part.kind.rpartition('/')[2] or 'bin'}"
        span = self._write(f"{name} ({part.kind}, {len(part.data)} bytes)")
        if part.kind.startswith("image/") and part.data:
            self._pictures.append((part, span))
        if part.seal:
            self._roles.append((span, mail_text.SEAL))
            self._seals.setdefault(part.seal, span)
        elif part.is_related or not part.data:
            self._roles.append((span, "attachment"))
        else:
            self._roles.append((span, "child"))
            self._children.append(Child(name, part.data, span, _locked(part.lock) if part.lock else None))

    def _told_pictures(self, text: str, own: Sequence[Span]) -> list[tuple[SaidValue, Picture | None]]:
        """Each picture in the mail; one whose alternative text the page has is a picture of the article."""
        tags: dict[str, tuple[str, Span]] = {}
        for tag in _IMAGE.finditer(text):
            source, alt = _SOURCE.search(tag[0]), _ALT.search(tag[0])
            words = " ".join(unescape(alt[2]).split()) if alt else ""
            if source and written_alt(words) and not _LOGO.search(words):
                tags.setdefault(unescape(source[2]), (words[:MAX_ALT_CHARS], tag.span()))
        told: list[tuple[SaidValue, Picture | None]] = []
        for part, span in self._pictures:
            alt_text, place = tags.get(part.identity, ("", span))
            name = part.name or part.kind
            fact = SaidValue(f"{name}: {alt_text}" if alt_text else name, span, PICTURE)
            is_shown = bool(alt_text) and not any(overlap(place, other) for other, rule in self._roles if rule in CUT)
            place = place if any(overlap(place, content) for content in own) else span
            told.append((fact, Picture("", "", 0, spans=(place,), alt=alt_text) if is_shown else None))
        return told

    # what was written

    def _take_plain(self, place: MappedText, content: Span, part: mime.Part) -> None:
        """Take the lines of a plain text without salutation, signature and earlier mails."""
        for stretch in mail_text.sort_lines(part.text or ""):
            span = (content[0] + stretch.span[0], content[0] + stretch.span[1])
            if stretch.kind == mail_text.TEXT:
                self._take(place, span, part.is_flowed)
            else:
                self._roles.append((span, stretch.kind))
                place.insert("\n")
            if stretch.kind == mail_text.SEAL:
                self._seals.setdefault(sealed_mail.OPENPGP, span)
        place.insert("\n")

    def _take(self, place: MappedText, span: Span, is_flowed: bool) -> None:
        if not is_flowed:
            place.take(*span)
            return
        for line in split_lines(place.source[slice(*span)]):
            bare = line.text.rstrip("\r\n")
            is_soft = bare.endswith(" ") and bool(line.words) and line.words != "--"
            place.take(span[0] + line.start, span[0] + (line.start + len(bare) if is_soft else line.end))

    def _take_pages(self, place: MappedText, contents: Sequence[Span]) -> None:
        """Take the source of pages without signature and earlier mails."""
        for content in contents:
            self._take_page(place, content)

    def _take_page(self, place: MappedText, content: Span) -> None:
        start, stop = content
        source = place.source[start:stop]
        for pattern, rule in ((_HTML_HISTORY, "quoted"), (_HTML_SIGNATURE, "signature")):
            match = pattern.search(source, 0, stop - start)
            if match and _letters(source[: match.start()], is_page=True) >= mail_text.MIN_OWN_LETTERS:
                self._roles.append(((start + match.start(), stop), rule))
                stop = start + match.start()
                source = source[: match.start()]
        place.take(start, stop)
        place.insert("\n")

    def _with_notice(self, said: Said) -> tuple[Said, tuple[ClipWarning, ...]]:
        """What is said, and what the subject tells the desk: an embargo, not for publication."""
        subject = self._headers.get("Subject")
        found = notices.find_in_title(subject.value) if subject else None
        if subject is None or found is None:
            return said, ()
        spans = tuple((subject.span[0] + low, subject.span[0] + high) for low, high in found.warning.spans)
        if found.until and said.embargo is None:
            said = replace(said, embargo=(found.until, subject))
        return said, (replace(found.warning, spans=spans),)

    def _said(self, inner: Said, told: Sequence[tuple[SaidValue, Picture | None]]) -> Said:
        """What the head says. The subject is a headline only where the text has none, and a report says its own."""
        subject, day = self._headers.get("Subject"), mime.sent(self._message)
        title: tuple[SaidValue, ...] = ()
        if subject:
            bare = _PREFIX.match(subject.value)
            at = bare.end() if bare and bare.end() < len(subject.value) else 0
            title = (SaidValue(subject.value[at:], (subject.span[0] + at, subject.span[1]), SUBJECT),)
        named = (("From", "sender"), ("Message-ID", "guid"), ("Keywords", "keyword"))
        facts = tuple((fact, self._headers[name]) for name, fact in named if name in self._headers)
        facts += tuple(
            ("seal", SaidValue(seal, span, f"format:{mail_text.SEAL}")) for seal, span in self._seals.items()
        )
        facts += tuple(("picture", fact) for fact, _picture in told)
        if inner.is_firm:
            return replace(inner, facts=(*inner.facts, *facts))
        return Said(
            titles=title,
            date=(day, replace(self._headers["Date"], rule=SENT)) if day and "Date" in self._headers else None,
            facts=facts,
        )


def choose_text(parts: Sequence[mime.Part]) -> list[int]:
    """The indexes of the parts that are the mail's text: the plain ones, unless the page says much more."""
    plain = [n for n, part in enumerate(parts) if part.kind != "text/html" and _is_own(part)]
    pages = [n for n, part in enumerate(parts) if part.kind == "text/html" and _is_own(part)]
    plain = plain[:1] + [n for n in plain[1:] if not _FOOTER.match(parts[n].text or "")]
    if not plain or not pages:
        return plain or pages
    letters = [
        sum(_letters(parts[n].text or "", parts[n].kind == "text/html") for n in numbers) for numbers in (plain, pages)
    ]
    return plain if letters[0] >= MIN_PLAIN_SHARE * letters[1] else pages


def _refuse_locked(parts: Sequence[mime.Part], own: Sequence[int]) -> None:
    """Raise UnreadableClip for a mail that is encrypted; one with a text or files beside that is read."""
    locks = [part.lock for part in parts if part.lock]
    letters = 0
    for number in own:
        bare, found = mail_text.LOCKED.subn("", parts[number].text or "")
        locks += [sealed_mail.OPENPGP] * found
        letters += _letters(bare, parts[number].kind == "text/html")
    others = any(part.text is None and part.data and not (part.lock or part.seal) for part in parts)
    if locks and letters < mail_text.MIN_OWN_LETTERS and not others:
        raise _locked(locks[0])


def _locked(by: str) -> UnreadableClip:
    code = "encrypted_smime" if by == sealed_mail.SMIME else "encrypted_pgp"
    return UnreadableClip(code, f"The mail is encrypted ({by}).", "mail")


def _is_own(part: mime.Part) -> bool:
    return part.text is not None and part.kind != "text/css" and bool(part.text.strip())


def _letters(text: str, is_page: bool) -> int:
    """How many letters a reader sees."""
    texts = [line.text for line in parse(text).lines] if is_page else [text]
    return sum(sum(map(str.isalpha, part)) for part in texts)
