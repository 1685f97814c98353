"""What the content items of NewsML 1 hold: text in one of its forms, a caption, a picture, or something else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.parser.formats import nitf, xml_scan
from articles.parser.formats.fields import ArticleFields
from articles.parser.formats.xml_scan import Element, words

HEADLINES = ("headline", "title")
INTRODUCTIONS = ("lead", "abstract", "summary", "teaser", "intro", "introduction", "standfirst")
_CAPTIONS = ("caption", "legend")
_BESIDE = ("stylesheet", "tweettext", "quote", "contact", "logo", "metadata", "advisory")  # roles of what is no text
_PICTURES = ("photo", "picture", "image", "graphic")
_NO_TEXT = (*_PICTURES, "audio", "video", "animation", "css", "javascript", "application/pdf", "sound")
_HTML = re.compile(r"x?html", re.IGNORECASE)


@dataclass(slots=True)
class Content:
    """A content item. `data` holds its words, `path` are the components around it, `role` is that of the innermost."""

    item: Element
    path: tuple[Element, ...]
    data: Element | None
    role: str
    words: str

    @property
    def is_caption(self) -> bool:
        """Whether it is about a picture."""
        return bool(self.words) and any(self.role.endswith(name) for name in _CAPTIONS)

    @property
    def is_text(self) -> bool:
        """Whether it is the text of an article."""
        beside = (*HEADLINES, *INTRODUCTIONS, *_BESIDE)
        return bool(self.words) and not self.is_caption and self.role not in beside


def content_of(text: str, item: Element, component: Element, path: tuple[Element, ...]) -> Content:
    """What a content item holds; without words if it only refers to a file or is packed."""
    role = component.child("Role")
    data = next((one for one in item.walk() if one.name == "DataContent"), None)
    packed = item.child("Encoding")
    if data is not None and (_is_other(item) or (packed and packed.get("Notation").lower() not in ("", "none"))):
        data = None
    page = next((one for one in data.walk() if one.name == "body"), data) if data else None
    return Content(
        item,
        path,
        data,
        "".join(role.get("FormalName").lower().split()) if role else "",
        " ".join(words(text, page, apart=True).text.split()),
    )


def is_picture(item: Element) -> bool:
    """Whether a content item is a picture."""
    return any(name in kind for kind in _kinds(item) for name in _PICTURES)


def without_repeats(text: str, contents: Iterable[Content]) -> list[Content]:
    """Contents without those that say the same in another form; the richer form stays."""
    kept: list[Content] = []
    for content in sorted(contents, key=lambda one: one.data is None or not one.data.children):
        bare = _letters(xml_scan.unescaped(content.words))
        same = content.is_text and any(bare == _letters(xml_scan.unescaped(one.words)) for one in kept if one.is_text)
        if not same:
            kept.append(content)
    return sorted(kept, key=lambda one: one.item.start)


def write(fields: ArticleFields, content: Content) -> None:
    """Write the text of a content item: a news text in NITF, markup of a page, or plain text."""
    data = content.data
    if data is None:
        return
    inner = next((one for one in data.walk() if one.name in ("nitf", "body.content", "body")), None)
    if inner is not None and inner.name == "nitf":
        nitf.fill(fields, inner)
    elif nitf.is_content(inner or data):
        nitf.write(fields, inner or data)
    elif data.children:
        fields.markup(inner or data)
    else:
        is_page = any(_HTML.search(kind) for kind in _kinds(content.item))
        fields.body(words(fields.text, data), True if is_page else None)  # what is called plain may be markup


def _is_other(item: Element) -> bool:
    return any(name in kind for kind in _kinds(item) for name in _NO_TEXT)


def _kinds(item: Element) -> list[str]:
    """The names of its medium, its format and its type."""
    found = (item.child(name) for name in ("MediaType", "MimeType", "Format"))
    return [element.get("FormalName").lower() for element in found if element]


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()
