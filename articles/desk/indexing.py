"""Keeps the search's entries in step with the articles: whoever writes one calls this in the same transaction."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import Stemmer
from django.db import transaction
from django.db.models import QuerySet

from ..clips import stems, terms
from ..clips.lexicon import load
from ..models import Article, SearchEntry, search

VERSION = "2"  # to be raised when the analysis changes otherwise than by its lists or its stemmers
BATCH = 200
TEXTS = ("headline", "lead", "kicker", "subheadline", "byline", "dateline", "body")
_INLINE = re.compile(r"</?(?:a|strong|em)(?=[\s>])(?:\"[^\"]*\"|[^\">])*>")
_TAG = re.compile(r"<(?:\"[^\"]*\"|[^\">])*>")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a comparison of the index with the archive has found, in ids of articles."""

    missing: list[int]
    outdated: list[int]
    is_sound: bool  # whether the full-text index itself agrees with the entries


def add(articles: Sequence[Article]) -> None:
    """Enter articles that have just been created."""
    SearchEntry.objects.bulk_create([_entry(article) for article in articles])


def update(article: Article) -> None:
    """Bring the entry of a changed article up to date; one whose words have not changed costs a look."""
    new = digest(article)
    if SearchEntry.objects.filter(pk=article.pk, digest=new).exists():
        return
    _replace([article])


def rebuild(every: bool = False) -> Iterator[int]:
    """Enter what is missing or outdated, or everything; yields how many entries each step has written."""
    for batch in _batches():
        known = dict(SearchEntry.objects.filter(pk__in=[a.pk for a in batch]).values_list("pk", "digest"))
        stale = [a for a in batch if every or known.get(a.pk) != digest(a)]
        with transaction.atomic():
            # Locked and read again: what somebody saves meanwhile must not be overwritten with older words.
            _replace(list(_texts().select_for_update().filter(pk__in=[a.pk for a in stale]).order_by("pk")))
        yield len(stale)


def compare() -> Difference:
    """What of the archive the index does not know, or knows by other words. An entry without an article cannot be."""
    difference = Difference([], [], search.is_sound())
    for batch in _batches():
        known = dict(SearchEntry.objects.filter(pk__in=[a.pk for a in batch]).values_list("pk", "digest"))
        for article in batch:
            if article.pk not in known:
                difference.missing.append(article.pk)
            elif known[article.pk] != digest(article):
                difference.outdated.append(article.pk)
    return difference


def digest(article: Article) -> str:
    """Of the words that the search knows an article by, and of how they are taken apart."""
    said = "\x00".join((_analysis(), article.language, *(getattr(article, name) for name in TEXTS)))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def bare_text(markup: str) -> str:
    """The words of a body's HTML, a line for each block; quick, for what is clean already."""
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", markup))).strip()


def _entry(article: Article) -> SearchEntry:
    rest = (article.kicker, article.subheadline, article.byline, article.dateline, bare_text(article.body))
    found = terms.terms([[article.headline], [article.lead], [text for text in rest if text]], article.language)
    language = stems.known(article.language)
    return SearchEntry(article_id=article.pk, language=language, digest=digest(article), terms=found)


def _replace(articles: Iterable[Article]) -> None:
    SearchEntry.objects.bulk_create(
        [_entry(article) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["language", "digest", "terms"],
    )


def _batches() -> Iterator[list[Article]]:
    """All articles with their words, by id."""
    last = 0
    while batch := list(_texts().filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _texts() -> QuerySet[Article]:
    return Article.objects.only("language", *TEXTS)


@cache
def _analysis() -> str:
    lists = b"".join((load.HERE / name).read_bytes() for name in ("compound_parts.txt", "plurals.toml"))
    return f"{VERSION} {Stemmer.version()} {blake2b(lists, digest_size=8).hexdigest()}"
