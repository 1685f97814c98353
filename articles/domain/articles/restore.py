"""Brings an older version of an article back, as a new one. What is said is restored, not what was decided about it.

State, times, embargo, right to use, responsibility and the internal note stay as they are, and so do the correction
notices: they are owed to the readers.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain.articles import editing, permissions, revision_relations
from articles.domain.images import image_uses
from articles.domain.taxonomy import lookup
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

    Raises revisions.Conflict where the article is not at `expected_version` any more, RestoreImpossible, and
    PermissionDenied for who may not change the article as it stands.
    """
    current = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not permissions.may_change(current, by):
        raise PermissionDenied
    record: Any = current.history.get(history_id=history_id)
    if current.state == Article.State.PUBLISHED and not record.headline:
        raise RestoreImpossible(_("That version has no headline, and the article is published."))
    columns = {name: getattr(record, name) for name in COLUMNS}
    if record.source_id and not Source.objects.filter(pk=record.source_id).exists():
        columns["source_id"] = article.source_id  # the outlet is gone
    kept = revision_relations.parts_of_version(current, record.version)
    parts = _parts(kept, revision_relations.current_parts(current), by) if kept is not None else {}
    details = {"restored": record.version}
    try:
        return editing.change(current, columns, parts, by, reason, expected_version, "restore_version", details)
    except ValidationError as error:  # a date from before dates were checked
        raise RestoreImpossible(" ".join(error.messages)) from None


def _columns(parts: revision_relations.Parts, name: str) -> list[revision_relations.Row]:
    return [{k: v for k, v in row.items() if k not in {"id", "said"}} for row in parts.get(name, [])]


def _parts(kept: revision_relations.Parts, current: revision_relations.Parts, by: User | None) -> dict[str, Any]:
    """What belonged to the version, as far as it is not the article's now; which images there are follows its text."""
    differing = {name for name in PARTS if _columns(kept, name) != _columns(current, name)}
    uses = {row["image_id"]: image_uses.ImageUse(row["alt_text"], row["is_decorative"]) for row in kept["placements"]}
    parts: dict[str, Any] = {"images": uses}
    if "article_agencies" in differing:
        parts["agencies"] = lambda article: _put_agencies_back(article, kept["article_agencies"], by)
    if "contributions" in differing:
        parts["persons"] = lambda article: _put_persons_back(article, kept["contributions"], by)
    if "topics" in differing:
        parts["topics"] = list(Topic.objects.filter(pk__in=[row["topic_id"] for row in kept["topics"]]))
    return parts


def _put_agencies_back(article: Article, rows: list[revision_relations.Row], by: User | None) -> None:
    article.article_agencies.all().delete()
    for row in rows:
        source = Source.objects.filter(pk=row["source_id"]).first()
        source = source or lookup.find_or_add_source(row["said"], Source.Kind.AGENCY, by)
        ArticleAgency.objects.create(article=article, source=source, part=row["part"], position=row["position"])


def _put_persons_back(article: Article, rows: list[revision_relations.Row], by: User | None) -> None:
    article.contributions.all().delete()
    for row in rows:
        person = Person.objects.filter(pk=row["person_id"]).first()
        person = person or lookup.find_or_add_person(row["said"].rsplit(" (", 1)[0], by)
        Contribution.objects.create(article=article, person=person, role=row["role"], position=row["position"])
