"""Tells where an outlet, an agency, a topic or a person is used, before anybody deletes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, ArticleAgency, Clip, Contribution, Person, Source, Topic

SHOWN = 20  # articles or clips that are named
MANY = 10_000  # beyond them nobody counts


@dataclass(frozen=True, slots=True)
class Usage:
    """One way of being used: in a word, the newest of what uses it, and how many do (MANY where there are more)."""

    word: str
    newest: list[Any]
    count: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.newest)


def uses(thing: Source | Topic | Person) -> list[Usage]:
    """Each way in which it is used; none where it may go."""
    return [use for use in (_use(word, rows) for word, rows in _ways(thing)) if use.count]


def is_used(thing: Source | Topic | Person) -> bool:
    """Whether anything would lose it."""
    return any(rows.exists() for _word, rows in _ways(thing))


def _ways(thing: Model) -> Iterable[tuple[str, QuerySet[Any]]]:
    articles = Article.objects.only("headline", "state", "publish_at", "expires_at")
    if isinstance(thing, Source):
        clips = Clip.objects.for_lists()
        return [
            (_("outlet of articles"), articles.filter(source=thing)),
            (_("agency of articles"), articles.filter(pk__in=_of(ArticleAgency.objects.filter(source=thing)))),
            (_("outlet of clips"), clips.filter(source=thing)),
        ]
    if isinstance(thing, Person):
        parts = Contribution.objects.filter(person=thing)
        return [(_("part in articles"), articles.filter(pk__in=_of(parts)))]
    given = Article.topics.through._default_manager.filter(topic=thing.pk)
    return [(_("topic of articles"), articles.filter(pk__in=_of(given)))]


def _of(links: QuerySet[Any]) -> QuerySet[Any]:
    """The articles at the other end, the newest MANY of them."""
    return links.order_by().values("article")


def _use(word: str, rows: QuerySet[Any]) -> Usage:
    return Usage(word, list(rows.order_by("-pk")[:SHOWN]), rows.order_by().values("pk")[:MANY].count())
