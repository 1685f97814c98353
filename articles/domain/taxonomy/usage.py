"""Where an outlet, an agency, a topic or a person is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, ArticleAgency, Clip, Contribution, Person, Source, Topic

NAMED_ROWS = 20  # articles or clips that are named
MAX_COUNTED_ROWS = 10_000  # beyond them nobody counts


@dataclass(frozen=True, slots=True)
class Usage:
    """One kind of use: its label, the newest rows that use the entry, and how many do, at most MAX_COUNTED_ROWS."""

    label: str
    newest: list[Any]
    count: int

    @property
    def unnamed(self) -> int:
        """How many are not named."""
        return self.count - len(self.newest)


def uses(entry: Source | Topic | Person) -> list[Usage]:
    """Each kind of use; none where the entry may be deleted."""
    return [use for use in (_usage(label, rows) for label, rows in _queries(entry)) if use.count]


def is_used(entry: Source | Topic | Person) -> bool:
    """Whether an article or a clip would lose the entry."""
    return any(rows.exists() for _label, rows in _queries(entry))


def _queries(entry: Model) -> Iterable[tuple[str, QuerySet[Any]]]:
    articles = Article.objects.only("headline", "state", "publish_at", "expires_at")
    if isinstance(entry, Source):
        clips = Clip.objects.for_lists()
        return [
            (_("outlet of articles"), articles.filter(source=entry)),
            (_("agency of articles"), articles.filter(pk__in=_articles_of(ArticleAgency.objects.filter(source=entry)))),
            (_("outlet of clips"), clips.filter(source=entry)),
        ]
    if isinstance(entry, Person):
        contributions = Contribution.objects.filter(person=entry)
        return [(_("part in articles"), articles.filter(pk__in=_articles_of(contributions)))]
    topics = Article.topics.through._default_manager.filter(topic=entry.pk)
    return [(_("topic of articles"), articles.filter(pk__in=_articles_of(topics)))]


def _articles_of(links: QuerySet[Any]) -> QuerySet[Any]:
    """The numbers of the articles that the links are of."""
    return links.order_by().values("article")


def _usage(label: str, rows: QuerySet[Any]) -> Usage:
    count = rows.order_by().values("pk")[:MAX_COUNTED_ROWS].count()
    return Usage(label, list(rows.order_by("-pk")[:NAMED_ROWS]), count)
