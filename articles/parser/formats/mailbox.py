"""Mailboxes (mbox): many mails in a file, each a clip of its own; the text is the list of them."""

import re

from articles.parser.document import Child, UnreadableClip
from articles.parser.formats import mime
from articles.parser.formats.source import Source
from articles.parser.ledger import Entry
from articles.parser.roles import Role

MAX_MAILS = 2_000
MAX_SUBJECT_CHARS = 80  # in the name of a mail's clip

_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,200}\r?\n(?=[!-9;-~]{1,70}:)")
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_UNFIT = re.compile(r"[^\w ()-]+")  # in a file's name


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes begin as a mailbox does; one with a single mail is that mail."""
    return data.startswith(b"From ") and bool(mime.head_of(data)) and _FROM.search(data, 1) is not None


def read(data: bytes, name: str) -> Source:
    """The list of the mails, and the mails. Raises UnreadableClip: `too_many`."""
    starts = list(_FROM.finditer(data))
    if len(starts) > MAX_MAILS:
        raise UnreadableClip("too_many", f"The mailbox holds more than {MAX_MAILS} mails.", "mail")
    lines: list[str] = []
    fixed: list[Entry] = []
    children: list[Child] = []
    length = 0
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(data)
        mail = _ESCAPED.sub(b"", data[start.end() : end]).rstrip(b"\r\n") + b"\n"
        message = mime.parse(mime.head_of(mail) or mail)
        subject, sender = mime.header(message, "Subject"), mime.header(message, "From")
        file = " ".join(_UNFIT.sub(" ", subject).split())[:MAX_SUBJECT_CHARS].strip()
        line = f"{number + 1}. {subject or '–'} | {sender or '–'} | {mime.header(message, 'Date') or '–'}"
        fixed.append((length, length + len(line), Role.BOILERPLATE, "format:child"))
        children.append(Child(f"{number + 1:04} {file}".rstrip() + ".eml", mail, (length, length + len(line))))
        lines.append(line + "\n")
        length += len(line) + 1
    return Source("".join(lines), "utf-8", fixed=fixed, children=children)
