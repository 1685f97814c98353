"""Readers' comments as the page shows them: limited indentation, quotes marked, origin named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from articles.models import Article, Comment, Source
from articles.pages.comments.linkify import linkify

MAX_INDENT_LEVEL = 5  # levels that are indented; deeper ones stand at this one and say whom they answer
EMPTY_LINE = re.compile(r"\n\s*\n")
QUOTE_MARK = re.compile(r"^\s*(?:>\s?)+")


@dataclass(frozen=True, slots=True)
class CommentPassage:
    """A paragraph of a comment, or of a quote in it."""

    is_quote: bool
    text: str

    @property
    def html(self) -> SafeString:
        """The words with their line breaks and links."""
        return linkify(self.text)


@dataclass(frozen=True, slots=True)
class DisplayedComment:
    """One comment in its thread."""

    comment: Comment
    level: int  # 0 to DEEPEST
    passages: tuple[CommentPassage, ...]
    parent: Comment | None
    parent_is_here: bool  # on the same page
    outlet: Source | None  # where an imported one appeared first, as far as that is known


def remarks(article: Article, comments: list[Comment]) -> list[DisplayedComment]:
    """The comments of a thread, in its order. Hidden ones keep their place, without their text."""
    here = {c.pk: c for c in comments}
    by_id = {**_parents_elsewhere(article, comments, here), **here}
    return [
        DisplayedComment(
            comment=c,
            level=min(c.depth, MAX_INDENT_LEVEL),
            passages=tuple(passages(c.text)) if c.is_visible else (),
            parent=by_id.get(c.parent_id) if c.parent_id else None,
            parent_is_here=c.parent_id in here,
            outlet=_outlet(article, c),
        )
        for c in comments
    ]


def _parents_elsewhere(article: Article, comments: list[Comment], here: dict[int, Comment]) -> dict[int, Comment]:
    """The comments on other pages that comments of this page answer."""
    elsewhere = {c.parent_id for c in comments if c.parent_id and c.parent_id not in here}
    return {c.pk: c for c in article.comments.in_threads().for_readers().filter(pk__in=elsewhere)} if elsewhere else {}


def _outlet(article: Article, comment: Comment) -> Source | None:
    if comment.clip is None:
        return None
    return comment.clip.source or (article.source if comment.clip_id == article.clip_id else None)


def passages(text: str) -> Iterator[CommentPassage]:
    """Plain text as paragraphs; lines that begin with “>” are a quote."""
    for paragraph in EMPTY_LINE.split(text):
        for is_quote, lines in groupby(paragraph.split("\n"), key=lambda line: bool(QUOTE_MARK.match(line))):
            text_shown = "\n".join(QUOTE_MARK.sub("", line) if is_quote else line for line in lines).strip()
            if text_shown:
                yield CommentPassage(is_quote, text_shown)
