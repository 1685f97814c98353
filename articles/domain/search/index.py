"""Updates the search index: whoever writes an article calls this in the same transaction."""

import html
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b

import Stemmer
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.domain import job_runner
from articles.lexicon import load
from articles.models import Article, Image, Placement, SearchEntry, search
from articles.models.fields.bulk_insert import insert
from articles.text import stemming, terms

logger = logging.getLogger(__name__)

VERSION = "4"  # to be raised when the analysis changes otherwise than by its lists or its stemmers
BATCH_ARTICLES = 200
TEXTS = ("headline", "lead", "kicker", "subheadline", "byline", "dateline", "body")
_INLINE = re.compile(r"</?(?:a|strong|em|sub|sup)(?=[\s>])(?:\"[^\"]*\"|[^\">])*>")
_TAG = re.compile(r"<(?:\"[^\"]*\"|[^\">])*>")


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions that stand in an article now, and the last day on which all of them may."""

    texts: list[str]
    until: date | None


@dataclass(frozen=True, slots=True)
class IndexDifference:
    """The differences between index and articles, as ids of articles."""

    missing: list[int]
    outdated: list[int]
    is_sound: bool  # whether the full-text index itself agrees with the entries


def add(articles: Sequence[Article]) -> None:
    """Index articles that have just been created, with their pictures."""
    captions = _captions(articles)
    insert(_entry(article, captions[article.pk]) for article in articles)


def update(article: Article) -> None:
    """Update the entry of a changed article; one whose words have not changed costs two queries."""
    captions = _captions([article])
    new = digest(article, captions[article.pk])
    if not SearchEntry.objects.filter(pk=article.pk, digest=new).exists():
        _replace([article], captions)


def update_pictured(images: Iterable[Image]) -> None:
    """Update the entries of all articles that show one of these pictures. Call it in a transaction."""
    _update_all(_texts().filter(pk__in=Placement.objects.filter(image__in=images).values("article")))


def forget_ended() -> None:
    """Remove captions whose rights have ended. Until then such articles match by headline and lead only."""
    job_runner.each(_batches(_texts().filter(pk__in=SearchEntry.objects.ended().values("pk"))), _enter_stale)


def rebuild(every: bool = False) -> int:
    """Index what is missing or outdated, or everything; returns how many entries were written.

    An article that cannot be indexed does not stop the others. Raises job_runner.SomeFailed at the end.
    """
    return job_runner.each(_batches(_texts()), _enter if every else _enter_stale)


def _enter_stale(batch: Sequence[Article]) -> int:
    stale = _stale(batch)
    return _enter([article for article in batch if article.pk in stale])


def _enter(articles: Sequence[Article]) -> int:
    """Index these in one transaction; where that fails, each in one of its own."""
    try:
        return _replace_locked([article.pk for article in articles])
    except Exception:
        logger.warning("A batch of articles was not entered in the search; each is tried by itself", exc_info=True)
    return job_runner.each(articles, lambda article: _replace_locked([article.pk]))


def compare() -> IndexDifference:
    """The articles that the index does not have, or has with other words. An entry without an article cannot exist."""
    difference = IndexDifference([], [], search.is_sound())
    for batch in _batches(_texts()):
        for pk, is_known in _stale(batch).items():
            (difference.outdated if is_known else difference.missing).append(pk)
    return difference


def _stale(batch: Sequence[Article]) -> dict[int, bool]:
    """Those whose entry is missing (False) or made of other words (True), by id."""
    known = dict(SearchEntry.objects.filter(pk__in=[a.pk for a in batch]).values_list("pk", "digest"))
    captions = _captions(batch)
    return {a.pk: a.pk in known for a in batch if known.get(a.pk) != digest(a, captions[a.pk])}


def digest(article: Article, captions: Captions) -> str:
    """The hash of an article's indexed words, of how long they are valid, and of the version of the analysis."""
    words = [_analysis(), article.language, *(getattr(article, name) for name in TEXTS), *captions.texts]
    if captions.until:
        words.append(captions.until.isoformat())
    return blake2b("\x00".join(words).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def bare_text(markup: str) -> str:
    """The words of a body's HTML, a line for each block; fast, for markup that is clean already."""
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", markup))).strip()


def _captions(articles: Sequence[Article]) -> Mapping[int, Captions]:
    """The captions of each article's pictures whose rights have not ended; an entry for every article."""
    texts: dict[int, list[str]] = {article.pk: [] for article in articles}
    ends: dict[int, list[date]] = defaultdict(list)
    pictured = [article.pk for article in articles if "<figure" in article.body]
    places = Placement.objects.filter(article__in=pictured).exclude(image__rights_until__lt=timezone.localdate())
    shown = places.order_by("position", "id").values_list("article", "image__caption", "image__rights_until")
    for pk, caption, until in shown:
        texts[pk].append(caption)
        ends[pk] += [until] if until else []
    return {pk: Captions(captions, min(ends[pk], default=None)) for pk, captions in texts.items()}


def _entry(article: Article, captions: Captions) -> SearchEntry:
    rest = (article.kicker, article.subheadline, article.byline, article.dateline, bare_text(article.body))
    fields = [[article.headline], [article.lead], [text for text in (*rest, *captions.texts) if text]]
    return SearchEntry(
        article_id=article.pk,
        language=stemming.stemmer_code(article.language),
        digest=digest(article, captions),
        until=captions.until,
        terms=terms.terms(fields, article.language),
    )


def _replace(articles: Iterable[Article], captions: Mapping[int, Captions]) -> None:
    SearchEntry.objects.bulk_create(
        [_entry(article, captions[article.pk]) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["language", "digest", "until", "terms"],
    )


def _update_all(rows: QuerySet[Article]) -> None:
    for batch in _batches(rows):
        _replace_locked(list(_stale(batch)))


def _replace_locked(ids: Sequence[int]) -> int:
    """Index these; they are locked and read again, so that older words never replace newer ones."""
    if ids:
        with transaction.atomic():
            rows = list(_texts().select_for_update().filter(pk__in=ids).order_by("pk"))
            _replace(rows, _captions(rows))
    return len(ids)


def _batches(rows: QuerySet[Article]) -> Iterator[list[Article]]:
    """These articles with their words, by id."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH_ARTICLES]):
        yield batch
        last = batch[-1].pk


def _texts() -> QuerySet[Article]:
    return Article.objects.only("language", *TEXTS)


@cache
def _analysis() -> str:
    lists = b"".join((load.HERE / name).read_bytes() for name in ("compound_parts.txt", "plurals.toml", "verbs.toml"))
    return f"{VERSION} {Stemmer.version()} {blake2b(lists, digest_size=8).hexdigest()}"
