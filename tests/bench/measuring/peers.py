"""Other extractors, given the HTML of a page: what each says of headline, authors and text, in the dry run's form.

Each is imported only where it is asked for. The lines of their text are the blocks, all of one kind, without marks of
lists; a line that repeats their headline is none. Where an extractor gives a tree, its elements are the lines: its
plain text would keep the line breaks of the source within paragraphs.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from articles.parser.html.page import decode_page
from articles.parser.json_report import Json

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCK = re.compile(
    r"address|article|aside|blockquote|br|caption|cell|d[dlt]|div|fig(?:caption|ure)|footer|h[1-6r]|head(?:er)?|item|"
    r"l[bi]|list|main|nav|[ou]l|p|pre|quote|row|section|table|t[dhr]"  # of HTML, and of trafilatura's XML
)
BULLET = re.compile(r"^(?:[-•*▪]|\d+\.)\s+")


@dataclass(frozen=True, slots=True)
class Peer:
    """An extractor: its package on PyPI, the module that it is imported as, its licence, and how it reads a page."""

    package: str
    module: str
    licence: str
    read: Callable[[bytes, str], Json]
    tells_authors: bool = True

    @property
    def is_installed(self) -> bool:
        """Whether it can be imported."""
        return find_spec(self.module) is not None


def article(headline: str, byline: str, lines: Iterable[str]) -> Json:
    """The object that the dry run would print for an article of this text."""
    cleaned = [BULLET.sub("", line.strip()) for line in lines]
    body = [{"kind": "paragraph", "text": line} for line in cleaned if line and line != headline]
    return {"article": {"headline": headline, "byline": byline, "body": body} if body else None}


def lines_of(root: "_Element") -> list[str]:
    """The text of a tree, a line for each block and each line break; the tree is changed."""
    for element in root.iter():
        element.tail = re.sub(r"\s+", " ", element.tail or "")
        if isinstance(element.tag, str):  # no comment
            element.text = re.sub(r"\s+", " ", element.text or "")
            if BLOCK.fullmatch(element.tag):
                element.text, element.tail = f"\n{element.text}", f"\n{element.tail}"
    return str(root.xpath("string()")).split("\n")


def read_trafilatura(data: bytes, address: str) -> Json:
    """As trafilatura reads the page."""
    from trafilatura import bare_extraction

    found = bare_extraction(data, url=address, with_metadata=True, include_comments=False)
    if found is None:
        return {"article": None}
    return article(found.title or "", found.author or "", lines_of(found.body))


def read_readability(data: bytes, _address: str) -> Json:
    """As readability-lxml reads the page."""
    from lxml import html
    from readability import Document

    found = Document(decode_page(data).text)
    text = html.fromstring(found.summary(html_partial=True))
    return article(found.short_title() or "", found.author() or "", lines_of(text))


def read_newspaper(data: bytes, address: str) -> Json:
    """As newspaper4k reads the page."""
    from newspaper import Article

    found = Article(address, fetch_images=False)
    found.download(input_html=decode_page(data).text)
    found.parse()
    return article(found.title or "", ", ".join(found.authors), (found.text or "").splitlines())


def read_resiliparse(data: bytes, _address: str) -> Json:
    """As resiliparse reads the page; it has no byline, and its headline is the title of the window."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(decode_page(data).text)
    headline = tree.title or ""
    text = extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False)
    return article(headline, "", text.splitlines())


PEERS = {
    "trafilatura": Peer("trafilatura", "trafilatura", "Apache-2.0", read_trafilatura),
    "readability": Peer("readability-lxml", "readability", "Apache-2.0", read_readability),
    "newspaper4k": Peer("newspaper4k", "newspaper", "MIT", read_newspaper),
    "resiliparse": Peer("resiliparse", "resiliparse", "Apache-2.0", read_resiliparse, tells_authors=False),
}
