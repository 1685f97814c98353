"""The feed of changes for programs that mirror the site: which articles are new, changed or gone.

Visibility changes by writing, by the clock and by rights that end, also of outlets and clips; so no writer declares a
change. What `.published()` returns is compared with the last entries, and the difference becomes new entries.

A change between two comparisons leaves a note in its own transaction (`note()`), so that an article which has come and
gone again has an entry, too, although no comparison could find it.

The order depends on no clock: a change gets its number when a comparison finds it, and only committed changes are
found. A late commit with an older time is found by the next comparison.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone

from articles.models import Article, AuditEntry, ChangeCounter, ChangeFeedEntry, ChangeNote, Clip, Source
from articles.models.fields.keys import parse_pk

BATCH_ARTICLES = 2_000  # articles a transaction
MIN_COMPARE_SECONDS = 5  # seconds: no worker compares more often; 0.2 s of 20,000 articles
COMPARED_KEY = "articles.following.compared"


class UnknownSeries(Exception):
    """The position is not one of this database: the program has to begin anew."""


def after(position: str, limit: int) -> tuple[list[ChangeFeedEntry], str]:
    """At most `limit` changes after a position, oldest first, and the position after them; "" is the beginning.

    Each article is there once, with its last change. Raises UnknownSeries.
    """
    if cache.add(COMPARED_KEY, True, MIN_COMPARE_SECONDS):
        catch_up()
    counter = _counter()
    series, _, number = position.partition("-")
    since = parse_pk(number) if position else 0
    if since is None or since > counter.last or (position and series != counter.series):
        raise UnknownSeries
    rows = list(ChangeFeedEntry.objects.filter(sequence__gt=since).order_by("sequence")[:limit])
    return rows, f"{counter.series}-{rows[-1].sequence if rows else since}"


def note(articles: models.QuerySet[Article]) -> None:
    """Note which of these are public, or were by the clock, and are not in the feed.

    Call it in the transaction of the change: before one that may hide articles, after one that may publish them.
    """
    now = timezone.now()
    announced = ChangeFeedEntry.objects.filter(article_number=models.OuterRef("pk"), gone=False)
    rows = articles.published(now) | articles.run_out(now)  # type: ignore[attr-defined]
    visible = rows.exclude(models.Exists(announced)).order_by().values_list("pk", flat=True)
    ChangeNote.objects.bulk_create((ChangeNote(article_number=pk) for pk in visible), batch_size=BATCH_ARTICLES)


@contextmanager
def noted(holder: Source | Clip) -> Iterator[None]:
    """Note the articles of a source or clip before and after a change of its right to use."""
    note(holder.articles.all() if holder.pk else Article.objects.none())
    yield
    note(holder.articles.all())


def catch_up(now: datetime | None = None) -> int:
    """Record what is new, changed or gone since the last time; returns the number of articles."""
    count = 0
    while recorded := _record_batch(now):
        count += recorded
    return count


def _record_batch(at: datetime | None) -> int:
    if not any(True for _difference in _differences(at or timezone.now())):
        return 0  # the usual case takes no lock
    with transaction.atomic():
        counter = ChangeCounter.objects.select_for_update().get(pk=_counter().pk)
        now = at or timezone.now()  # after waiting for the lock: an earlier time would record what held before
        notes = dict(ChangeNote.objects.order_by("pk").values_list("pk", "article_number")[:BATCH_ARTICLES])
        stamps = dict(
            islice(_differences(now), BATCH_ARTICLES)
        )  # who went while we looked is there twice: last word holds
        if notes:
            current = Article.objects.published(now).filter(pk__in=notes.values()).annotate(stamp=_stamp())
            stamps |= {**dict.fromkeys(notes.values()), **dict(current.values_list("pk", "stamp"))}
        rows = [
            ChangeFeedEntry(article_number=pk, sequence=counter.last + n, gone=stamp is None, stamp=stamp or "", at=now)
            for n, (pk, stamp) in enumerate(stamps.items(), 1)
        ]
        ChangeFeedEntry.objects.filter(article_number__in=[row.article_number for row in rows]).delete()
        ChangeFeedEntry.objects.bulk_create(rows)
        ChangeNote.objects.filter(pk__in=notes).delete()
        counter.last += len(rows)
        counter.save()
    return len(rows)


def _differences(now: datetime) -> Iterator[tuple[int, str | None]]:
    """Each article that differs from its last entry, with its stamp; None where it is gone."""
    public = Article.objects.published(now)
    announced = ChangeFeedEntry.objects.filter(gone=False)
    unchanged = announced.filter(article_number=models.OuterRef("pk"), stamp=models.OuterRef("stamp"))
    changed = public.order_by().annotate(stamp=_stamp()).exclude(models.Exists(unchanged))
    yield from changed.values_list("pk", "stamp")[:BATCH_ARTICLES]
    still = public.filter(pk=models.OuterRef("article_number"))
    for pk in announced.exclude(models.Exists(still)).values_list("article_number", flat=True)[:BATCH_ARTICLES]:
        yield pk, None
    recorded = ChangeFeedEntry.objects.filter(
        article_number=models.OuterRef("pk"), at__gte=models.OuterRef("expires_at")
    )
    unseen = Article.objects.run_out(now).exclude(models.Exists(recorded)).order_by().values_list("pk", flat=True)
    for pk in unseen.union(ChangeNote.objects.values_list("article_number", flat=True))[:BATCH_ARTICLES]:
        yield pk, None  # notes and visibility are read again under the lock


def _stamp() -> Any:
    """What an article looks like to a mirror, as a text to compare: version, times, right and its outlet's name.

    Right and name may return to an earlier value, after a mirror has read another one in between; so the last
    audit entry of outlet and clip is a part of it, too.
    """
    text = models.TextField()
    own = models.Q(clip__right__gt="")
    right = models.Case(models.When(own, then="clip__right"), default="source__right", output_field=text)
    parts = [
        Cast("version", text),
        Cast("updated_at", text),
        Cast("publish_at", text),
        right,
        "source__slug",
        "source__name",
        Cast(_last_entry("articles.source", "source"), text),
        Cast(_last_entry("articles.clip", "clip"), text),
    ]
    texts = [models.functions.Coalesce(part, models.Value(""), output_field=text) for part in parts]
    separated = [piece for part in texts for piece in (part, models.Value("|"))]
    # Side by side: Django's Concat() puts one call into the other, deeper than SQLite's parser goes.
    return models.Func(*separated, template="(%(expressions)s)", arg_joiner=" || ", output_field=text)


def _last_entry(noun: str, column: str) -> models.Subquery:
    """The number of the last audit entry about the row that the article's column names; every write path leaves one."""
    entries = AuditEntry.objects.filter(noun=noun, object_id=models.OuterRef(column))
    return models.Subquery(entries.order_by("-pk").values("pk")[:1])


def _counter() -> ChangeCounter:
    return ChangeCounter.objects.get_or_create(pk=1, defaults={"series": secrets.token_hex(4)})[0]
