"""The table of formats: the first that recognises a file by its content reads it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from articles.parser import compound_file, file_kinds
from articles.parser.document import ClipWarning, UnreadableClip
from articles.parser.formats import (
    agency,
    archive,
    broken_off,
    feed,
    fixture,
    ghost,
    json_feed,
    json_scan,
    mail,
    mailbox,
    markdown,
    news_item,
    newsml,
    ninjs,
    nitf,
    open_document,
    outlook,
    packing,
    page,
    pdf,
    plain,
    rtf,
    warc,
    web_archive,
    word,
    wordpress,
    xml_scan,
)
from articles.parser.formats.source import Source


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `name` is stored with the clip and a key of `lexicon/file_kinds.toml`.

    `matches` is asked for every file, so it looks at few bytes; the file's name counts only where the content does not
    tell. `unit` is what the ledger counts: `character` of the decoded file, or a part of it in a text made of the file.
    `breaks_off` tells whether the file ends before it should; None where nothing tells.
    """

    name: str
    matches: Callable[[bytes, str], bool]
    read: Callable[[bytes, str], Source]
    unit: str = "character"
    decode: Callable[[str], str] | None = None  # a stretch of the text as what it stands for, where it is escaped
    breaks_off: Callable[[bytes], bool] | None = None


FORMATS = (
    Format("word", word.matches, word.read, "paragraph"),
    Format("outlook", outlook.matches, outlook.read, "part", breaks_off=compound_file.breaks_off),
    Format(
        "open_document", open_document.matches, open_document.read, "paragraph", breaks_off=broken_off.flat_document
    ),
    Format("pdf", pdf.matches, pdf.read, "paragraph"),
    Format("rtf", rtf.matches, rtf.read, "paragraph", breaks_off=broken_off.rtf),
    Format("packed", archive.matches, archive.read, "entry"),
    Format("warc", warc.matches, warc.read, "part", breaks_off=broken_off.warc),
    Format("web_archive", web_archive.matches, web_archive.read, "part", breaks_off=broken_off.message),
    Format("mailbox", mailbox.matches, mailbox.read, "entry"),
    Format("mail", mail.matches, mail.read, "part", breaks_off=broken_off.message),
    Format("news_item", news_item.matches, news_item.read, decode=xml_scan.unescaped, breaks_off=broken_off.xml),
    Format("newsml", newsml.matches, newsml.read, decode=xml_scan.unescaped, breaks_off=broken_off.xml),
    Format("nitf", nitf.matches, nitf.read, decode=xml_scan.unescaped, breaks_off=broken_off.xml),
    Format("wordpress", wordpress.matches, wordpress.read, decode=xml_scan.unescaped, breaks_off=broken_off.xml),
    Format("feed", feed.matches, feed.read, decode=xml_scan.unescaped, breaks_off=broken_off.xml),
    Format("json_feed", json_feed.matches, json_feed.read, decode=json_scan.unescaped, breaks_off=broken_off.json_data),
    Format("ghost", ghost.matches, ghost.read, decode=json_scan.unescaped, breaks_off=broken_off.json_data),
    Format("fixture", fixture.matches, fixture.read, decode=json_scan.unescaped, breaks_off=broken_off.json_data),
    Format("ninjs", ninjs.matches, ninjs.read, decode=json_scan.unescaped, breaks_off=broken_off.json_data),
    Format("page", page.matches, page.read, breaks_off=broken_off.page),
    Format("agency", agency.matches, agency.read),
    Format("markdown", markdown.matches, markdown.read),
    Format("text", plain.matches, plain.read),
)
BREAKS_OFF = ClipWarning("breaks_off", "The file breaks off before its end; what follows is missing.")


def decode(name: str, words: str) -> str:
    """A stretch of the text of a clip as what it stands for; it may still be markup of a page."""
    found = next((entry.decode for entry in FORMATS if entry.name == name), None)
    return found(words) if found else words


def find(data: bytes, name: str) -> Format:
    """The format of unpacked bytes."""
    return next(entry for entry in FORMATS if entry.matches(data, name))


def read(data: bytes, name: str) -> tuple[Format, Source]:
    """The format of a file, also of a packed one, and what it makes of it. Raises UnreadableClip."""
    is_whole = True
    if packing.is_packed(data):
        unpacked = packing.unpack_whole(data)
        data, name, is_whole = unpacked.data, packing.bare_name(name), unpacked.is_whole
    found = find(data, name)
    source = found.read(data, name)
    if not is_whole or (found.breaks_off is not None and found.breaks_off(data)):
        source = replace(source, notes=(*source.notes, BREAKS_OFF))
    return found, source


def refuse(data: bytes, name: str) -> None:
    """Raise UnreadableClip (`unsupported`) for a text that is no article by its name: a program, a table, data.

    What a format recognises is read whatever its name; an empty file is let through, to be called empty. Raises it as
    well for a packed file that cannot be unpacked.
    """
    if packing.is_packed(data):
        data, name = packing.unpack(data), packing.bare_name(name)
    kind = file_kinds.kind_by_name(name) if data else ""
    if kind and kind not in file_kinds.READABLE_KINDS and find(data, name).name == "text":
        code = "binary" if file_kinds.kind_by_bytes(data) == kind else "unsupported"
        raise UnreadableClip(code, f"The file is {file_kinds.phrase(kind)}, which is not read.", kind)
