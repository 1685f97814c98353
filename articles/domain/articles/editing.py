"""Changes an article as a whole: its columns and what belongs to it, as one revision or not at all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain.articles import revisions
from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic

# What decides about what the public sees belongs to who may publish.
TIMES = frozenset({"publish_at", "expires_at", "embargo_until"})
FROZEN = frozenset({Article.State.LOCKED, Article.State.DISCARDED})


def may_change(article: Article, user: User, columns: frozenset[str] = frozenset()) -> bool:
    """Whether this user may change these columns of the article as it stands."""
    if not user.has_perm("articles.change_article") or article.state in FROZEN:
        return False
    decides = article.state == Article.State.PUBLISHED or columns & TIMES
    return not decides or user.has_perm("articles.publish_article")


@transaction.atomic
def create(columns: Mapping[str, Any], parts: Mapping[str, Sequence[Any]], by: User, reason: str = "") -> Article:
    """A new draft. `parts` are agencies [(source, part)], persons [(person, role)] and topics, each where given.

    Raises PermissionDenied where the times are given by who may not publish, and ValidationError.
    """
    if set(columns) & TIMES and not by.has_perm("articles.publish_article"):
        raise PermissionDenied
    article = Article(**columns)
    _refuse_impossible(article)
    revisions.save(article, by, reason)
    _link(article, parts)
    return article


@transaction.atomic
def change(
    article: Article,
    columns: Mapping[str, Any],
    parts: Mapping[str, Sequence[Any]],
    by: User,
    reason: str = "",
    expected_version: int | None = None,
) -> bool:
    """Put the values into the article as one revision; returns whether there was anything to change.

    Raises revisions.Conflict where it is not at `expected_version` any more, errors.Refused where it is locked,
    PermissionDenied, and ValidationError where a column cannot be so.
    """
    current = Article.objects.select_for_update().get(pk=article.pk)
    if expected_version is not None and current.version != expected_version:
        raise revisions.Conflict(current)
    if not may_change(current, by, frozenset(columns)):
        raise PermissionDenied
    for name, value in columns.items():
        setattr(current, name, value)
    _refuse_impossible(current)
    differing = {name: rows for name, rows in parts.items() if list(rows) != STANDING[name](current)}
    changed = revisions.save(current, by, reason, expected_version, more_has_changed=bool(differing))
    _link(current, differing)
    article.refresh_from_db()
    return changed


def _refuse_impossible(article: Article) -> None:
    """Raises ValidationError at its field for what the archive cannot hold."""
    faults = {}
    if article.state == Article.State.PUBLISHED and not article.headline:
        faults["headline"] = ValidationError(_("Please enter a headline."), "required")
    if article.publish_at and article.expires_at and article.expires_at <= article.publish_at:
        told = _("The article would go offline before it is published.")
        faults["expires_at"] = ValidationError(told, "invalid_range")
    if faults:
        raise ValidationError(faults)


def _agencies(article: Article) -> list[tuple[Source, str]]:
    return [(link.source, link.part) for link in article.article_agencies.select_related("source")]


def _persons(article: Article) -> list[tuple[Person, str]]:
    return [(part.person, part.role) for part in article.contributions.select_related("person")]


def _topics(article: Article) -> list[Topic]:
    return list(article.topics.all())


STANDING: dict[str, Callable[[Article], list[Any]]] = {"agencies": _agencies, "persons": _persons, "topics": _topics}


def _link(article: Article, parts: Mapping[str, Sequence[Any]]) -> None:
    if "agencies" in parts:
        article.article_agencies.all().delete()
        rows = [
            ArticleAgency(article=article, source=source, part=part, position=n)
            for n, (source, part) in enumerate(parts["agencies"])
        ]
        ArticleAgency.objects.bulk_create(rows)
    if "persons" in parts:
        article.contributions.all().delete()
        people = [
            Contribution(article=article, person=person, role=role, position=n)
            for n, (person, role) in enumerate(parts["persons"])
        ]
        Contribution.objects.bulk_create(people)
    if "topics" in parts:
        article.topics.set(parts["topics"])
