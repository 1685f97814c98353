"""The one way in which an article and what belongs to it are changed: as one revision, or not at all.

Form, API, sheet, bulk actions, restored versions, scheduled changes and imports all come by here. It asks for the
permission (permissions.py); revisions.save() keeps the rules (rules.py), makes the revision, writes the audit entry and
tells the change feed and the search index.

`parts` are what belongs to an article beside its columns, each by its name and given as a whole: `agencies`
[(source, part)], `persons` [(person, role)], `topics` [topic], `images` {number of the image: ImageUse}. A callable in
the place of the rows stores the part itself, of the article that it is given: the admin's formsets are such; it is
given only where it would change something.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain import audit, errors
from articles.domain.articles import permissions, revisions
from articles.domain.images import image_uses
from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic

Parts = Mapping[str, Any]


@transaction.atomic
def create(
    columns: Mapping[str, Any], parts: Parts, by: User | None, reason: str = "", article: Article | None = None
) -> Article:
    """Store a new draft; `article` is the unsaved row to fill, if there is one.

    Raises PermissionDenied, also where the times are given by who may not publish, and ValidationError.
    """
    if by is not None and not permissions.may_create(by, columns):
        raise PermissionDenied
    article = article or Article()
    _fill(article, columns)
    revisions.save(article, by, reason)
    _write(article, parts)
    return article


@transaction.atomic
def change(
    article: Article,
    columns: Mapping[str, Any],
    parts: Parts,
    by: User | None,
    reason: str = "",
    expected_version: int | None = None,
    verb: str = "",
    details: Mapping[str, Any] | None = None,
) -> bool:
    """Put the values into the article as one revision; returns whether there was anything to change.

    Raises revisions.Conflict where it is not at `expected_version` any more, PermissionDenied, errors.Refused where its
    state forbids it, and ValidationError where a column cannot be so.
    """
    current = _current(article, expected_version)
    if by is not None and not permissions.may_change(current, by, columns):
        raise PermissionDenied
    return _store(article, current, columns, parts, by, reason, verb, details)


@transaction.atomic
def carry_out(
    article: Article,
    columns: Mapping[str, Any],
    parts: Parts,
    by: User | None,
    reason: str = "",
    expected_version: int | None = None,
) -> bool:
    """The same for what was allowed elsewhere: a scheduled change when it was filed, a clip's reading by its import."""
    return _store(article, _current(article, expected_version), columns, parts, by, reason)


@transaction.atomic
def delete(article: Article, by: User | None, reason: str = "") -> None:
    """Remove an article that never was public.

    Raises PermissionDenied, and errors.Refused for one that has had an address, or is on its way to readers.
    """
    if by is not None and not by.has_perm("articles.delete_article"):
        raise PermissionDenied
    current = _current(article, None)
    if not permissions.is_deletable(current):
        raise errors.Refused(_("An article that has been public is withdrawn, not deleted."))
    audit.record("delete", current, by, reason)
    article._history_user, article._change_reason = by, reason or None  # type: ignore[attr-defined]
    article.delete()


def _current(article: Article, expected_version: int | None) -> Article:
    current = Article.objects.select_for_update().get(pk=article.pk)
    if expected_version is not None and current.version != expected_version:
        raise revisions.Conflict(current)
    return current


def _store(
    article: Article,
    current: Article,
    columns: Mapping[str, Any],
    parts: Parts,
    by: User | None,
    reason: str,
    verb: str = "",
    details: Mapping[str, Any] | None = None,
) -> bool:
    _fill(current, columns)
    differing = {name: part for name, part in parts.items() if callable(part) or DIFFERS[name](current, part)}
    changed = revisions.save(current, by, reason, changed_parts=sorted(differing), verb=verb, details=details)
    _write(current, differing)
    article.refresh_from_db()
    return changed


def _fill(article: Article, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(article, name, value)


def _agencies_differ(article: Article, rows: Sequence[tuple[Source, str]]) -> bool:
    return [(link.source, link.part) for link in article.article_agencies.select_related("source")] != list(rows)


def _persons_differ(article: Article, rows: Sequence[tuple[Person, str]]) -> bool:
    return [(part.person, part.role) for part in article.contributions.select_related("person")] != list(rows)


def _topics_differ(article: Article, topics: Sequence[Topic]) -> bool:
    return list(article.topics.all()) != list(topics)


def _images_differ(article: Article, uses: Mapping[int, image_uses.ImageUse]) -> bool:
    return image_uses.changed_uses(article, article.body, uses)


DIFFERS: dict[str, Callable[[Article, Any], bool]] = {
    "agencies": _agencies_differ,
    "persons": _persons_differ,
    "topics": _topics_differ,
    "images": _images_differ,
}


def _write(article: Article, parts: Parts) -> None:
    for name, part in parts.items():
        if callable(part):
            part(article)
        else:
            WRITERS[name](article, part)


def _write_agencies(article: Article, rows: Sequence[tuple[Source, str]]) -> None:
    article.article_agencies.all().delete()
    ArticleAgency.objects.bulk_create(
        ArticleAgency(article=article, source=source, part=part, position=position)
        for position, (source, part) in enumerate(rows)
    )


def _write_persons(article: Article, rows: Sequence[tuple[Person, str]]) -> None:
    article.contributions.all().delete()
    Contribution.objects.bulk_create(
        Contribution(article=article, person=person, role=role, position=position)
        for position, (person, role) in enumerate(rows)
    )


def _write_topics(article: Article, topics: Sequence[Topic]) -> None:
    article.topics.set(topics)


WRITERS: dict[str, Callable[[Article, Any], None]] = {
    "agencies": _write_agencies,
    "persons": _write_persons,
    "topics": _write_topics,
    "images": image_uses.store,
}
