"""Removes a person's words from articles into which an import had brought them, not recognised as a comment.

From the articles themselves, and from everything that is stored about them: revisions, prepared versions, forms that
are not saved yet, the search index, the readings. Each passage becomes „[…]“, as where others have quoted it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.domain.articles import import_fields, revision_relations
from articles.domain.privacy import clip_redaction, quotations
from articles.domain.privacy.quotations import CUT, MIN_QUOTE_CHARS
from articles.domain.search import index
from articles.models import (
    Article,
    AuditEntry,
    Clip,
    Comment,
    Draft,
    Image,
    ImportedFile,
    PreparedVersion,
    VersionParts,
    search,
)
from articles.models.fields import body
from articles.models.fields.body import Block
from articles.models.fields.body_tables import Cell
from articles.text.lines import Span

ARTICLE_COLUMNS = (*import_fields.TEXT_FIELDS, "body")
IMAGE_COLUMNS = ("caption", "credit", "alt_text")
COLUMNS_BESIDE = ((PreparedVersion, ("values", "before")), (Draft, ("data", "shown")), (VersionParts, ("values",)))
READING_COLUMNS = ("fields", "evidence", "warnings", "corrections")
_RUN = re.compile(r"\[…\](?:\s*\[…\])+")
_QUOTED = re.compile("([„“])([^„“”]+)([“”])")
_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of a clip that are a person's own, as patterns that match however lines are broken elsewhere."""

    long: re.Pattern[str] | None  # pieces long enough to be nobody else's
    lines: frozenset[str]  # the person's where they are a whole line: short words, the name above a comment
    near: re.Pattern[str] | None  # the person's beside other words of theirs: short sentences, the name
    wholes: tuple[str, ...]  # lines and sentences, with whose beginning a provisional headline may be made
    others: str  # the rest of the clip

    def cut(self, text: str) -> str:
        """The text with "[…]" in their place."""
        kept = self.long.sub(CUT, text) if self.long else text
        kept = "\n".join(CUT if self._is_theirs(_plain(line)) else line for line in kept.split("\n"))
        if kept == text:
            return text
        return _RUN.sub(CUT, self.near.sub(CUT, kept) if self.near else kept)

    def _is_theirs(self, line: str) -> bool:
        """Whether a whole line is the person's: also where it is only the beginning of one."""
        if len(line) < MIN_QUOTE_CHARS or line in self.others:
            return line in self.lines
        return line in self.lines or any(whole.startswith(line) for whole in self.wholes)

    def cut_sentence(self, text: str) -> str:
        """A sentence that quotes a headline, redacted."""
        return self.cut(_QUOTED.sub(lambda quoted: f"{quoted[1]}{self.cut(quoted[2])}{quoted[3]}", text))

    def cut_markup(self, markup: str) -> str:
        """A body's HTML, redacted; a paragraph that had some of the words keeps the others, as plain text."""
        blocks = list(body.parse(body.clean(markup)))  # a form that was never saved is not cleaned yet
        kept = [self._cut_block(block) for block in blocks]
        return markup if kept == blocks else body.compose(kept)

    def _cut_block(self, block: Block) -> Block:
        if block.kind == "table":
            return self._cut_table(block)
        text = self.cut(block.text)
        if text == block.text and not (self.long and self.long.search(block.html)):
            return block
        return Block(block.kind, text, "", block.level, block.ordered, block.image)

    def _cut_table(self, block: Block) -> Block:
        """The table with the words of each cell redacted, and its rows as many as before."""

        def cut_cell(cell: Cell) -> Cell:
            text = self.cut(cell.text)
            is_theirs = text != cell.text or (self.long and self.long.search(cell.html))
            return Cell(text, escape(text, quote=False), cell.is_header) if is_theirs else cell

        rows = tuple(tuple(cut_cell(cell) for cell in row) for row in block.rows)
        caption = cut_cell(block.caption)
        return block if (caption, rows) == (block.caption, block.rows) else body.table_block(caption, rows)

    def cut_value(self, value: Any, name: str = "") -> Any:
        """JSON, redacted; a text named "body" is HTML. "comments" are left to clip_redaction.py."""
        if isinstance(value, str):
            return self.cut_markup(value) if name == "body" else self.cut(value)
        if isinstance(value, list):
            return [self.cut_value(part, name) for part in value]
        if isinstance(value, dict):
            return {key: part if key == "comments" else self.cut_value(part, key) for key, part in value.items()}
        return value


def own_words(texts: Iterable[str], elsewhere: str, names: Collection[str] = (), lines: Iterable[str] = ()) -> OwnWords:
    """The words of these texts that do not occur `elsewhere` in the clip. `names` are names and e-mail addresses."""
    texts, article = list(texts), _plain(elsewhere)
    pieces = {_plain(piece, False) for text in texts for piece in _pieces(text)}
    pieces_of_person = {p for p in pieces if len(p) > 1 and p.casefold() not in article}
    long_pieces = [*(p for p in pieces_of_person if len(p) >= MIN_QUOTE_CHARS), *quotations.sentences(texts, elsewhere)]
    long = quotations.pattern(sorted({*long_pieces, *(n for n in names if "@" in n)}, key=len, reverse=True), names)
    short_pieces = [p for p in pieces_of_person if len(p) < MIN_QUOTE_CHARS]
    own_lines = {_plain(line) for line in lines} - {_plain(line) for line in elsewhere.split("\n")}
    wholes = tuple(p.casefold() for p in pieces_of_person if len(p) >= MIN_QUOTE_CHARS)
    return OwnWords(
        long,
        frozenset({*map(_plain, short_pieces), *own_lines} - {""}),
        _words([*short_pieces, *names]),
        wholes,
        article,
    )


def _pieces(text: str) -> Iterator[str]:
    """Lines and sentences, but for those that are quotes."""
    for line in text.split("\n"):
        if not line.lstrip().startswith(">"):
            yield from (line, *_END.split(line))


def _words(words: Iterable[str]) -> re.Pattern[str] | None:
    alternatives = sorted({w for w in words if len(w) > 1}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, alternatives))})(?!\w)") if alternatives else None


def _plain(text: str, folded: bool = True) -> str:
    words = " ".join(text.split())
    return words.casefold() if folded else words


def own_words_of(clip: Clip, comments: Sequence[Comment]) -> OwnWords:
    """The words of these comments that occur nowhere else in their clip. Call it before the clip is redacted."""
    names = {name for c in comments for name in (c.author, c.email) if name}
    texts, lines = clip_redaction.texts_of(comments), clip_redaction.lines_with_names(clip, comments)
    return own_words(texts, clip_redaction.elsewhere(clip, comments), names, lines)


def own_words_at(clip: Clip, spans: Sequence[Span]) -> OwnWords:
    """The words of these passages that occur nowhere else in the clip."""
    pieces = [clip.text[start:end] for start, end in spans]
    return own_words(pieces, clip_redaction.without(clip.text, spans))


Redaction = tuple[Any, dict[str, Any]]  # a row, and the new values of its columns


def affected_articles(clip: Clip, own: OwnWords) -> list[Article]:
    """The articles that contain some of these words, in their text or in what is stored about them."""
    return [article for article in _articles(clip) if next(_of_article(article, own), None)]


def redact(clip: Clip, own: OwnWords, by: User | None, reason: str) -> None:
    """Remove these words everywhere. Call it in a transaction."""
    is_searched = False
    for article in _articles(clip).select_for_update(of=("self",)):
        redactions = list(_of_article(article, own))
        for row, changes in redactions:
            if row is not article:
                type(row)._default_manager.filter(pk=row.pk).update(**changes)
        if any(row is article for row, _changes in redactions):
            _write_version(article, own, by, reason)
            is_searched = True
    for file in ImportedFile.objects.filter(clip=clip):
        ImportedFile.objects.filter(pk=file.pk).update(sentence=own.cut_sentence(file.sentence))
    for row, changes in (*_of_images(clip, own), *_of_rows(clip.readings.all(), READING_COLUMNS, own)):
        type(row)._default_manager.filter(pk=row.pk).update(**changes)
        if isinstance(row, Image):
            index.update_pictured([row])
            is_searched = True
    if is_searched:
        search.rebuild()  # a full-text table only marks deleted words


def _articles(clip: Clip) -> QuerySet[Article]:
    """The articles made from the clip, and those that its comments were moved to since."""
    by_comments = Comment.objects.filter(clip=clip).values("article")
    return Article.objects.filter(Q(clip=clip) | Q(pk__in=by_comments)).order_by("pk")


def _of_article(article: Article, own: OwnWords) -> Iterator[Redaction]:
    yield from _of_rows([article], ARTICLE_COLUMNS, own)
    yield from _of_rows(article.history.all(), ARTICLE_COLUMNS, own)
    for model, columns in COLUMNS_BESIDE:
        yield from _of_rows(model._default_manager.filter(article=article), columns, own)
    for entry in AuditEntry.objects.about(article).exclude(object_text=""):
        if own.cut(entry.object_text) != entry.object_text:
            yield entry, {"object_text": ""}  # an entry may lose its text, and gets no other


def _of_images(clip: Clip, own: OwnWords) -> Iterator[Redaction]:
    images = list(Image.objects.filter(clip=clip))
    yield from _of_rows(images, IMAGE_COLUMNS, own)
    yield from _of_rows(Image.history.filter(id__in=[i.pk for i in images]), IMAGE_COLUMNS, own)


def _of_rows(rows: Iterable[Any], columns: Sequence[str], own: OwnWords) -> Iterator[Redaction]:
    for row in rows:
        new = {name: own.cut_value(getattr(row, name), name) for name in columns}
        changes = {name: value for name, value in new.items() if value != getattr(row, name)}
        if changes:
            yield row, changes


def _write_version(article: Article, own: OwnWords, by: User | None, reason: str) -> None:
    """Save a revision, so that no open form brings the old words back. Also where the text is locked."""
    revision_relations.store_parts(article)
    former = {name: getattr(article, name) for name in ARTICLE_COLUMNS}
    for name in ARTICLE_COLUMNS:
        setattr(article, name, own.cut_value(former[name], name))
    article.version += 1
    article._history_user = by  # type: ignore[attr-defined]
    article._change_reason = _("a person's words were erased")  # type: ignore[attr-defined]
    article.save()
    index.update(article)
    changed = [name for name in ARTICLE_COLUMNS if getattr(article, name) != former[name]]
    audit.record("erase", article, by, reason, fields=changed)
