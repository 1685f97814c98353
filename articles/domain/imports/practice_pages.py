"""Practice pages for the parser from what editors have set right: each clip with its gold, as parser learning reads it.

The gold says what editors have said, and where an article made of the clip has been approved, what the reading says as
well. What neither has said is null, and is learned in no direction.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from articles.domain.articles import import_fields
from articles.domain.imports import uncertain_places
from articles.domain.imports.explanations import PLAIN_FORMATS
from articles.models import Article, Clip, Reading
from articles.models.fields import body
from articles.parser.formats import page
from articles.parser.relabel_change import RULE
from articles.parser.roles import BLOCK_KINDS
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span, overlap

CONFIRMED = {Article.State.APPROVED, Article.State.PUBLISHED, Article.State.WITHDRAWN, Article.State.LOCKED}
MIN_PASSAGE_CHARS = 25  # of a paragraph of the article that is looked for in the clip
OPENING_CHARS = 2_000  # characters in which a page says that it is one
NAME_CHARS = 16  # of the clip's hash, by which its page is called
_TEXT_ROLES = {"lead", *(role.value for role in BLOCK_KINDS)}

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PracticePage:
    """A clip's text and its gold; `gold` is None where the clip is no plain text and is left out."""

    name: str
    text: str
    gold: Gold | None


def practice_pages() -> Iterator[PracticePage]:
    """A page for each clip about which an editor has said something, oldest first, one at a time."""
    corrected = Reading.objects.exclude(corrections=[]).values_list("clip", flat=True)
    confirmed = Article.objects.filter(state__in=CONFIRMED, clip__isnull=False).values_list("clip", flat=True)
    for pk in sorted({*corrected, *confirmed}):
        clip = Clip.objects.defer("data").select_related("source").get(pk=pk)
        reading = clip.readings.first()
        if reading is None or not reading.fields:
            continue
        article = clip.articles.select_related("reading", "clip__source", "source").order_by("-pk").first()
        said = _Said(clip, reading, article)
        if reading.corrections or (said.is_confirmed and said.edited & {"headline", "lead", "authors", "body"}):
            yield _page(clip, said)


def _page(clip: Clip, said: "_Said") -> PracticePage:
    name = clip.sha256[:NAME_CHARS]
    if (
        clip.format not in PLAIN_FORMATS
        or page.matches(clip.text[:OPENING_CHARS].encode("utf-8", "replace"), "")
        or said.has_markup
    ):
        return PracticePage(name, clip.text, None)
    return PracticePage(name, said.text, {"file": f"{name}.txt", **said.gold()})


class _Said:
    """What is known of a clip: its latest reading, what editors corrected there, and the article made of it."""

    def __init__(self, clip: Clip, reading: Reading, article: Article | None) -> None:
        self.clip, self.reading, self.article = clip, reading, article
        self.fields: dict[str, Any] = reading.fields or {}
        self.is_confirmed = article is not None and article.state in CONFIRMED
        self.edited = import_fields.edited_fields(article) if article is not None else set()
        self.has_markup = any(segment["rule"] == "markup" for segment in reading.segments)
        self._unwrapped = None if self.has_markup else unwrap(clip.text)
        self.text = self._unwrapped.text if self._unwrapped else clip.text  # as the line model sees it
        self._levelled = _level(self.text)
        self._by_editors = {row["field"] for row in reading.evidence if row["how"] == "editor"}

    def gold(self) -> Gold:
        """The gold of the page."""
        host = urlsplit(self.clip.url).hostname or ""
        gold: Gold = {
            "publisher": self.clip.source.name if self.clip.source else host or self.clip.sha256[:NAME_CHARS],
            "lang": self.clip.language,
            "titles": self._titles(),
            "lead": self._field("lead"),
            "authors": self._authors(),
            "images": self._rows("images", self._images),
            "comments": self._rows("comments", self._comments),
        }
        return gold | (self._confirmed_text() if self.is_confirmed else self._decided_text())

    # fields

    def _field(self, name: str) -> str | None:
        """A field as an editor wrote it, if the clip has these words; else as read, if that is known to be right."""
        if self.article is not None and name in self.edited:
            value = str(getattr(self.article, name))
            return value if value and _level(value) in self._levelled else None
        known = self.is_confirmed or name in self._by_editors
        return str(self.fields.get(name) or "") if known else None

    def _titles(self) -> list[str] | None:
        headline = self._field("headline")
        if headline is None:
            return None
        if self.fields.get("headline_is_provisional") and "headline" not in self.edited:
            return []  # the clip has none
        kicker = self._field("kicker")
        return [headline, *([f"{kicker} {headline}"] if kicker else [])]

    def _authors(self) -> list[str] | None:
        if self.article is not None and "authors" in self.edited:
            names: list[str] = import_fields.current_values(self.article)["authors"]
            return names if all(_level(name) in self._levelled for name in names) else None
        known = self.is_confirmed or "byline" in self._by_editors
        return list(self.fields.get("authors") or ()) if known else None

    def _rows(self, name: str, rows: list[Gold]) -> list[Gold] | None:
        return rows if self.is_confirmed else None

    @property
    def _images(self) -> list[Gold]:
        return [
            {"caption": row["caption"], "credits": [row["credit"]] if row["credit"] else [], "alt": row.get("alt", "")}
            for row in self.fields.get("images") or ()
        ]

    @property
    def _comments(self) -> list[Gold]:
        return [
            {"text": row["text"], "author": row.get("author", ""), "parent": row.get("parent")}
            for row in self.fields.get("comments") or ()
        ]

    # the text

    def _words(self, span: Span) -> str:
        start, end = self._unwrapped.from_source(span) if self._unwrapped else span
        return self.text[start:end].strip()

    def _decided_text(self) -> Gold:
        """The passages that editors have given a role; all others are open."""
        inside: list[str] = []
        outside: list[str] = []
        for segment in self.reading.segments:
            if segment["rule"] == RULE:
                words = self._words((segment["start"], segment["end"]))
                (inside if segment["role"] in _TEXT_ROLES else outside).append(words)
        return {"blocks": None, "segments": {"body": _lines(inside), "not_body": _lines(outside)}, "neutral": []}

    def _confirmed_text(self) -> Gold:
        """The blocks that the approved article has, too; what it left out, or nobody has decided about, is open."""
        article = self.article
        current = [block for block in body.parse(article.body) if block.text] if article is not None else []
        words = {_level(block.text) for block in current}
        whole = _level(" ".join(block.text for block in current))
        places = uncertain_places.places(self.reading)
        blocks, neutral = [], []
        for row in self.fields.get("body") or ():
            levelled = _level(row["text"])
            is_open = any(overlap((row["span"][0], row["span"][1]), place) for place in places)
            if is_open or ("body" in self.edited and levelled not in words and levelled not in whole):
                neutral.append(row["text"])
            else:
                blocks.append((self._levelled.find(levelled), {"kind": row["kind"], "text": row["text"]}))
        known = {_level(row["text"]) for row in self.fields.get("body") or ()} | {_level(self.fields.get("lead") or "")}
        for block in current:
            levelled = _level(block.text)
            is_new = levelled not in known and len(levelled) >= MIN_PASSAGE_CHARS
            if is_new and levelled in self._levelled and not any(levelled in other for other in known):
                blocks.append((self._levelled.find(levelled), {"kind": block.kind, "text": block.text}))
        blocks.sort(key=lambda block: block[0])
        return {"blocks": [block for _place, block in blocks], "neutral": neutral}


def _lines(passages: Iterable[str]) -> list[str]:
    """The lines of passages: gold is compared line by line."""
    return [line.strip() for passage in passages for line in re.split(r"[\r\n]+", passage) if line.strip()]


def _level(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
