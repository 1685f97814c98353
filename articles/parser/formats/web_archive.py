"""Pages saved with all that belongs to them in one file of MIME parts (MHTML): the page is read, the rest is listed."""

import re

from articles.parser.document import UnreadableClip
from articles.parser.formats import mime
from articles.parser.formats.source import Source
from articles.parser.html.page import PageLines
from articles.parser.mapped_text import MappedText, trimmed
from articles.parser.roles import Role
from articles.parser.said import Said, SaidValue
from articles.text.lines import Span

_SAVED = re.compile(
    rb"^(?:Snapshot-Content-Location:|From:\s*[<\"]?Saved by |X-MAF-|Content-Location:\s*(?:https?|file):)",
    re.IGNORECASE | re.MULTILINE,
)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes begin with the head of a saved page."""
    head = mime.head_of(data)
    return bool(head and _RELATED.search(head) and _SAVED.search(head))


def read(data: bytes, name: str) -> Source:
    """The page in the file. Raises UnreadableClip (`no_page`) if there is none."""
    message = mime.parse(data)
    parts = list(mime.parts(message))
    page = next((n for n, part in enumerate(parts) if part.kind == "text/html" and part.text), None)
    if page is None:
        raise UnreadableClip("no_page", "There is no page in the file.", "web_archive")
    written: list[str] = []
    length = 0
    roles: list[tuple[Span, str]] = []
    content: Span = (0, 0)
    said: dict[str, SaidValue] = {}
    for name_of_header in ("Subject", "Date", "Snapshot-Content-Location"):
        value = mime.header(message, name_of_header)
        if value:
            at = length + len(name_of_header) + 2
            said[name_of_header] = SaidValue(value, (at, at + len(value)), f"format:{name_of_header.lower()}")
            written.append(f"{name_of_header}: {value}\n")
            length += len(written[-1])
    roles.append(((0, length), "header"))
    for number, part in enumerate(parts):
        text = (
            part.text
            if part.text is not None
            else f"{part.location or part.name or part.kind} ({len(part.data)} bytes)"
        )
        span = (length, length + len(text))
        if number == page:
            content = span
        else:
            roles.append((span, "other_part" if part.text is not None else "attachment"))
        written.append(text + "\n")
        length += len(written[-1])
    source = "".join(written)
    place = MappedText(source)
    place.take(*content)
    url = said.get("Snapshot-Content-Location")
    if url is None and parts[page].location.startswith("http"):
        url = SaidValue(parts[page].location, (0, 0), "format:content-location")
    return Source(
        source,
        "utf-8",
        PageLines(place.text),
        place,
        fixed=[entry for span, rule in roles for entry in trimmed(source, *span, Role.BOILERPLATE, f"format:{rule}")],
        said=Said(titles=(said["Subject"],) if "Subject" in said else (), url=url),
    )
