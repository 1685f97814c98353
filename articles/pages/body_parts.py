"""Turns an article's body into the parts of its page, with the pictures and the dateline in place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Placement
from articles.models.fields.body import Block
from articles.pages.tables import PageTable, page_table


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A part of the body. `kind`: paragraph, subheading, quote, list, table or picture."""

    kind: str
    texts: tuple[SafeString, ...] = ()  # a paragraph, a list's items, a quote's paragraphs
    level: int = 2  # of a subheading
    is_ordered: bool = False  # of a list
    table: PageTable | None = None
    placement: Placement | None = None
    is_first_picture: bool = False
    dateline: str = ""  # before the first paragraph

    @property
    def template(self) -> str:
        """The template that sets it."""
        return f"pages/blocks/{self.kind}.html"


def parts(article: Article, blocks: list[Block]) -> Iterator[BodyPart]:
    """The parts in their order; the dateline precedes the first paragraph, or is a paragraph where there is none."""
    placed = {p.image_id: p for p in article.pictures}
    first_file = next((b.image for b in blocks if b.image in placed and placed[b.image].image.has_file), None)
    opening = next((b for b in blocks if b.kind == "paragraph"), None)
    if opening is None and article.dateline:
        yield BodyPart("paragraph", dateline=article.dateline)
    level = 1
    for kind, group in groupby(blocks, key=lambda b: (b.kind, b.ordered)):
        if kind[0] == "list_item":
            yield BodyPart("list", tuple(_texts(group)), is_ordered=kind[1])
            continue
        for block in group:
            if block.kind == "image" and block.image in placed:
                yield BodyPart("picture", placement=placed[block.image], is_first_picture=block.image == first_file)
            elif block.kind == "subheading":
                level = min(block.level, level + 1)  # headings of a page must not leave out a level
                yield BodyPart("subheading", tuple(_texts([block])), level=max(level, 2))
            elif block.kind == "quote":
                yield BodyPart("quote", tuple(mark_safe(p) for p in block.html.split("<br><br>")))
            elif block.kind == "table":
                yield BodyPart("table", table=page_table(block))
            elif block.kind == "paragraph":
                dateline = article.dateline if block is opening else ""
                yield BodyPart("paragraph", tuple(_texts([block])), dateline=dateline)


def _texts(blocks: Iterable[Block]) -> Iterator[SafeString]:
    for block in blocks:
        yield mark_safe(block.html)
