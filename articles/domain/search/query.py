"""Searches the index. Visibility is decided at the time of the query, not when an article is indexed.

Hits come by field and likeness (the word itself in a headline first, a compound with it somewhere in the text last),
the newest first among equals. Which of the two an article is depends on itself and the question alone: not on how
common a word is in articles that nobody may see.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.functional import cached_property

from articles.domain import staff_groups
from articles.models import Article, Right, SearchEntry, search
from articles.models.articles.querysets import rights_q
from articles.models.fields.text_rights import FULL_RIGHTS
from articles.text import query_sql
from articles.text.highlighting import Piece
from articles.text.query import SearchQuery
from articles.text.query import parse_query as read_question
from articles.text.query_sql import WordMatch

__all__ = [
    "Piece",
    "Place",
    "SearchQuery",
    "SearchResult",
    "find",
    "matching",
    "matching_all_fields",
    "matching_for",
    "newest_hits",
    "read_question",
]


MAX_RANKED_HITS = 1_000  # hits that are ranked and counted: the newest
MAX_LISTED_IDS = 2_500  # entries that are looked up one by one; beyond them the newest articles are tried in turn
RECENT_ENTRIES = 4_000  # of more: those entered last, as long as enough of them are public
FIELDS = 3
PLACES = [(fields, likeness) for fields in range(1, FIELDS + 1) for likeness in WordMatch]
Place = tuple[int, datetime, int]  # rank, time of publication, id


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Some hits: their ids in order, the place of the last one if more follow, and how many there are up to MOST."""

    ids: list[int]
    count: int
    is_capped: bool
    last: Place | None


def matching(rows: QuerySet[Article], question: SearchQuery) -> QuerySet[Article]:
    """Those of published `rows` that answer the question; of an excerpt only headline and lead can.

    So it is where the rights of a caption's picture have ended, until `tick` has removed the caption from the index.
    """
    if not question:
        return rows.none()
    ask = _IndexQuery(question)
    return _answering(ask.narrow(rows), ask)


def _answering(rows: QuerySet[Article], ask: "_IndexQuery", first: int = 0) -> QuerySet[Article]:
    """Those of `rows`, outside which nothing answers, that do; `first` is the smallest id among them."""
    in_full, in_part = rights_q(FULL_RIGHTS) | Q(clip=None, source=None), rights_q((Right.EXCERPT,))
    if ask.has_ended:
        ended = Q(pk__in=SearchEntry.objects.ended().values("pk"))
        in_full, in_part = in_full & ~ended, in_part | ended
    if ask.question.unwanted:
        in_full &= Q(pk__in=ask.having(FIELDS, first))
    return rows.filter(in_full | in_part & Q(pk__in=ask.having(FIELDS - 1, first)))


def matching_all_fields(rows: QuerySet[Article], question: SearchQuery) -> QuerySet[Article]:
    """Those of any `rows` that match by any of their words: for staff only.

    The last word may be unfinished.
    """
    return _IndexQuery(question, is_unfinished=True).narrow(rows) if question else rows.none()


def matching_for(user: User | AnonymousUser, rows: QuerySet[Article], question: SearchQuery) -> QuerySet[Article]:
    """Those of `rows` that answer the question by words that this user may read: any, or what the public reads."""
    if staff_groups.reads_drafts(user):
        return matching_all_fields(rows, question)
    return matching(rows.filter(pk__in=Article.objects.published().values("pk")), question)


def find(rows: QuerySet[Article], question: SearchQuery, size: int, after: Place | None = None) -> SearchResult:
    """The best `size` hits among published `rows` behind the place `after`.

    Of very many hits those are ranked that were entered last, in the order of their publication.
    """
    ask = _IndexQuery(question) if question else None
    newest = _newest(rows, ask, MAX_RANKED_HITS + 1) if ask else []
    ranked = _ranked(newest[:MAX_RANKED_HITS], ask) if ask and newest else []
    rest = ranked if after is None else _behind(after, ranked)
    last = rest[size - 1] if len(rest) > size else None
    place = (last[0], _times([last[1]])[last[1]], last[1]) if last else None
    return SearchResult([pk for _rank, pk in rest[:size]], len(ranked), len(newest) > MAX_RANKED_HITS, place)


def newest_hits(rows: QuerySet[Article], question: SearchQuery, most: int) -> list[int]:
    """The ids of the hits among published `rows` that appeared here last, `most` at most; none without a question."""
    return _newest(rows, _IndexQuery(question), most) if question else []


def _newest(rows: QuerySet[Article], ask: "_IndexQuery", most: int) -> list[int]:
    entered = ask.last_entered(RECENT_ENTRIES)
    if not entered:
        return []
    ids = _ids(_answering(_among(rows, entered), ask, entered[-1]), most)
    if len(ids) < most and len(entered) == RECENT_ENTRIES:  # too few of these may be read
        ids = _ids(_answering(ask.narrow(rows), ask), most)
    return ids


def _ids(hits: QuerySet[Article], most: int) -> list[int]:
    return list(hits.order_by("-publish_at", "-id").values_list("pk", flat=True)[:most])


def _among(rows: QuerySet[Article], ids: Sequence[int]) -> QuerySet[Article]:
    """The rows with these ids. They are looked up if they are few."""
    listed = RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    if connection.vendor == "sqlite":
        listed = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])
    return rows.filter(pk__in=listed) if len(ids) <= MAX_LISTED_IDS else _walking(rows, listed)


def _walking(rows: QuerySet[Article], ids: RawSQL) -> QuerySet[Article]:
    """The addition keeps the database from looking up each of many ids: it reads rows in order, and filters them."""
    return rows.alias(number=F("pk") + 0).filter(number__in=ids)


def _behind(after: Place, ranked: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    times = _times([pk for _rank, pk in ranked])
    return [(rank, pk) for rank, pk in ranked if pk in times and _key((rank, times[pk], pk)) > _key(after)]


def _times(ids: Sequence[int]) -> dict[int, datetime]:
    known = Article.objects.filter(pk__in=ids).values_list("pk", "publish_at")
    return {pk: when for pk, when in known if when is not None}


def _ranked(newest: Sequence[int], ask: "_IndexQuery") -> list[tuple[int, int]]:
    """The hits by rank, each with it; among equals they stay as they came."""
    ids, rank = set(newest), dict[int, int]()
    for number, (fields, likeness) in enumerate(PLACES[:-1]):
        if len(rank) == len(ids):
            break
        for pk in ask.ids_between(fields, likeness, min(ids), max(ids)):
            if pk in ids:
                rank.setdefault(pk, number)
    return sorted(((rank.get(pk, len(PLACES) - 1), pk) for pk in newest), key=lambda hit: hit[0])


def _key(place: Place) -> tuple[int, float, int]:
    rank, when, pk = place
    return rank, -when.timestamp(), -pk


class _IndexQuery:
    """A question as a query to this database's index."""

    def __init__(self, question: SearchQuery, is_unfinished: bool = False) -> None:
        self.question = question
        self.is_unfinished = is_unfinished
        content = _rows(search.CONTENT_SQL, [connection.ops.adapt_datefield_value(timezone.localdate())])
        self.languages = [code for code in content if code]  # the stemmers that some entry went through
        self.has_ended = "" in content  # whether some entry knows a caption that no reader may see any more

    def express(self, fields: int, likeness: WordMatch = WordMatch.PART) -> str:
        """The expression for hits in these fields."""
        how = (connection.vendor, self.languages, fields, likeness, self.is_unfinished)
        return query_sql.build_expression(self.question, *how)

    def having(self, fields: int, first: int = 0) -> RawSQL:
        """The ids from `first` on of those that answer in these fields."""
        query = search.matching_ids(self.express(fields), connection.vendor)
        return RawSQL(f"{query.sql} AND {_column()} >= {first:d}", query.params)  # noqa: S611 - a number

    @cached_property
    def wide(self) -> RawSQL:
        """A set of ids outside which nothing answers."""
        expressed = self.express(FIELDS)
        if self.question.unwanted:  # in an excerpt's text, which must not speak, they exclude nothing
            expressed = query_sql.match_either(expressed, self.express(FIELDS - 1), connection.vendor)
        return search.matching_ids(expressed, connection.vendor)

    @cached_property
    def is_rare(self) -> bool:
        """Whether few articles, hidden ones included, answer."""
        counting = f"SELECT COUNT(*) FROM ({self.wide.sql} LIMIT {MAX_LISTED_IDS + 1}) few"  # noqa: S608 - constants
        return bool(_rows(counting, self.wide.params)[0] <= MAX_LISTED_IDS)

    def narrow(self, rows: QuerySet[Article]) -> QuerySet[Article]:
        """The rows outside which nothing answers."""
        return rows.filter(pk__in=self.wide) if self.is_rare else _walking(rows, self.wide)

    def last_entered(self, most: int) -> list[int]:
        """The ids of those outside which nothing answers that were entered last, `most` of them, the last first."""
        query = self.wide
        return _rows(f"{query.sql} ORDER BY {_column()} DESC LIMIT {most:d}", query.params)

    def ids_between(self, fields: int, likeness: WordMatch, first: int, last: int) -> list[int]:
        """The ids from `first` to `last` of those that answer in this way."""
        query = search.matching_ids(self.express(fields, likeness), connection.vendor)
        return _rows(f"{query.sql} AND {_column()} BETWEEN %s AND %s", [*query.params, first, last])


def _column() -> str:
    return "article_id" if connection.vendor == "postgresql" else "rowid"


def _rows(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
