"""Brings an older version of an article back, as a new one. What is said is restored, not what was decided about it.

State, times, embargo, right to use, responsibility and the internal note stay as they are, and so do the correction
notices: they are owed to the readers.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain.articles import editing, import_fields, revision_relations, revisions
from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic

COLUMNS = (
    *("kicker", "headline", "headline_is_provisional", "subheadline", "lead", "body", "dateline", "byline", "signoff"),
    *("genre", "language", "source_id", "original_url", "issued_on", "issued_precision"),
)
PARTS = ("article_agencies", "contributions", "topics", "placements")


class RestoreImpossible(Exception):
    """That version cannot be the article's again; `str()` says why."""


@transaction.atomic
def restore(
    article: Article, history_id: int, by: User | None, reason: str, expected_version: int | None = None
) -> bool:
    """Store the article as that entry of its history has it, as one revision; False where it says the same already.

    Raises revisions.Conflict where the article is not at `expected_version` any more, Impossible, and PermissionDenied
    for who may not change the article as it stands.
    """
    current = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not editing.may_change(current, by):
        raise PermissionDenied
    record: Any = current.history.get(history_id=history_id)
    if current.state == Article.State.PUBLISHED and not record.headline:
        raise RestoreImpossible(_("That version has no headline, and the article is published."))
    parts = revision_relations.parts_of(current, record.version)
    more = parts is not None and differs(parts, revision_relations.parts(current))
    for name in COLUMNS:
        setattr(current, name, getattr(record, name))
    if record.source_id and not Source.objects.filter(pk=record.source_id).exists():
        current.source = article.source  # the outlet is gone
    told = {"restored": record.version}
    try:
        changed = revisions.save(current, by, reason, expected_version, more, verb="restore_version", details=told)
    except ValidationError as error:  # a date that was taken when nobody asked whether it can be right
        raise RestoreImpossible(" ".join(error.messages)) from None
    if more and parts is not None:
        _put_back(current, parts)
    return changed


def differs(one: revision_relations.Parts, other: revision_relations.Parts) -> bool:
    """Whether restoring would change a part."""
    return any(_told(one, name) != _told(other, name) for name in PARTS)


def _told(parts: revision_relations.Parts, name: str) -> list[revision_relations.Row]:
    return [{k: v for k, v in row.items() if k not in {"id", "said"}} for row in parts.get(name, [])]


def _put_back(article: Article, parts: revision_relations.Parts) -> None:
    article.article_agencies.all().delete()
    for row in parts["article_agencies"]:
        source = Source.objects.filter(pk=row["source_id"]).first()
        source = source or revisions.find_or_add_source(row["said"], Source.Kind.AGENCY)
        ArticleAgency.objects.create(article=article, source=source, part=row["part"], position=row["position"])
    article.contributions.all().delete()
    for row in parts["contributions"]:
        person = Person.objects.filter(pk=row["person_id"]).first()
        person = person or import_fields.find_or_add_person(row["said"].rsplit(" (", 1)[0])
        Contribution.objects.create(article=article, person=person, role=row["role"], position=row["position"])
    article.topics.set(Topic.objects.filter(pk__in=[row["topic_id"] for row in parts["topics"]]))
    for row in parts["placements"]:  # which pictures there are follows from the text
        words = {k: v for k, v in row.items() if k in {"alt_text", "is_decorative"}}
        article.placements.filter(image_id=row["image_id"]).update(**words)
