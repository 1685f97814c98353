"""Readers' comments as the page shows them: indented so far and no further, quotes told from text, origin named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ..models import Article, Comment, Source

DEEPEST = 5  # levels that are indented; deeper ones stand at this one and say whom they answer
EMPTY_LINE = re.compile(r"\n\s*\n")
QUOTE_MARK = re.compile(r"^\s*(?:>\s?)+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a comment, or of something that it quotes."""

    is_quote: bool
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment in its thread."""

    comment: Comment
    level: int  # 0 to DEEPEST
    passages: tuple[Passage, ...]
    parent: Comment | None
    outlet: Source | None  # where an imported one appeared first, as far as that is known


def remarks(article: Article, comments: list[Comment]) -> list[Remark]:
    """The comments of a thread, in its order. What is not visible keeps its place and loses its words."""
    by_id = {c.pk: c for c in comments}
    return [
        Remark(
            comment=c,
            level=min(c.depth, DEEPEST),
            passages=tuple(passages(c.text)) if c.is_visible else (),
            parent=by_id.get(c.parent_id) if c.parent_id else None,
            outlet=_outlet(article, c),
        )
        for c in comments
    ]


def _outlet(article: Article, comment: Comment) -> Source | None:
    if comment.clip is None:
        return None
    return comment.clip.source or (article.source if comment.clip_id == article.clip_id else None)


def passages(text: str) -> Iterator[Passage]:
    """Plain text as paragraphs; lines that begin with “>” are a quote."""
    for paragraph in EMPTY_LINE.split(text):
        for is_quote, lines in groupby(paragraph.split("\n"), key=lambda line: bool(QUOTE_MARK.match(line))):
            shown = "\n".join(QUOTE_MARK.sub("", line) if is_quote else line for line in lines).strip()
            if shown:
                yield Passage(is_quote, shown)
