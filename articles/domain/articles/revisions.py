"""Saves articles so that every change is one revision with who and why, and nothing is silently overwritten."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain import audit, change_feed, errors
from articles.domain.articles import revision_relations, rules
from articles.domain.search import index
from articles.models import Article, Image, Placement
from articles.models.fields import body, partial_date

# What may be set right in an approved article without another look at it: nothing of this is its text.
NOT_TEXT = frozenset(
    {"state", "state_reason", "submitted_by_id", "went_with_clip", "slug", "withdrawn_at", "withdrawn_reason"}
    | {"override_reason", "publish_at", "expires_at", "embargo_until", "comment_status", "moderation", "comment_days"}
    | {"noindex", "responsible_id", "due_at", "note"}
)

DATE_COLUMNS = frozenset({"issued_on", *partial_date.MOMENTS})


class Conflict(Exception):
    """Somebody else has saved the article since; `current` is the stored article."""

    def __init__(self, current: Article) -> None:
        super().__init__(_("Somebody else has saved this article in the meantime."))
        self.current = current


@transaction.atomic
def save(
    article: Article,
    by: User | None,
    reason: str = "",
    expected_version: int | None = None,
    changed_parts: Collection[str] = (),
    verb: str = "",
    details: Mapping[str, Any] | None = None,
) -> bool:
    """Store the article as one revision with one audit entry; returns whether there was anything to store.

    `expected_version` is the version that the change was made from; another stored one raises Conflict.
    `changed_parts` names what changes beside the article's own columns (agencies, topics, persons, corrections), which
    makes a revision as well, so that a form that does not know of it is out of date. `verb` is what the audit says was
    done, if it was more than adding or changing, and `details` what else it is told. An approved article whose text
    has changed is in review again (REAPPROVE_EDITED); the text of a legally locked one does not change: errors.Refused.
    What breaks a rule, and a date that cannot be right, is a ValidationError at its column.
    """
    if article.pk is None:
        rules.check(article)
        partial_date.check(article, DATE_COLUMNS)
        _store(article, by, reason)
        audit.record(verb or "add", article, by, reason, **(details or {}))
        return True
    current = Article.objects.select_for_update().get(pk=article.pk)
    if expected_version is not None and current.version != expected_version:
        raise Conflict(current)
    changed = changed_fields(current, article)
    if not changed_parts and not changed:
        return False
    rules.check(article)
    partial_date.check(article, DATE_COLUMNS & set(changed))
    is_text = bool(changed_parts) or bool(set(changed) - NOT_TEXT)
    if is_text and current.state == article.state == Article.State.LOCKED:
        raise errors.Refused(_("The article is legally locked: nobody changes its text until it is unlocked."))
    if is_text and current.state == article.state == Article.State.APPROVED and settings.REAPPROVE_EDITED:
        article.state = Article.State.IN_REVIEW
        changed = changed_fields(current, article)
    revision_relations.store_parts(current)
    _note(current)
    article.version = current.version + 1
    _store(article, by, reason)
    before, after = ({name: getattr(row, name) for name in changed} for row in (current, article))
    kept = audit.before_and_after(article, before, after) | dict(details or {})
    audit.record(verb or "change", article, by, reason, fields=[*changed, *changed_parts], **kept)
    return True


@contextmanager
def locked_at_version(article: Article, expected_version: int | None) -> Iterator[Article]:
    """The stored article, locked until the block ends; raises Conflict where it is at another version."""
    with transaction.atomic():
        current = Article.objects.select_for_update().get(pk=article.pk)
        if expected_version is not None and current.version != expected_version:
            raise Conflict(current)
        yield current


def changed_fields(old: Article, new: Article) -> list[str]:
    """The names of the fields that differ in value, in the model's order; version and times of saving left out."""
    own = [f.attname for f in Article._meta.concrete_fields if f.attname not in {"version", "updated_at"}]
    new_body = body.clean(new.body)
    return [n for n in own if getattr(old, n) != (new_body if n == "body" else getattr(new, n))]


def _store(article: Article, by: User | None, reason: str) -> None:
    article._history_user = by  # type: ignore[attr-defined]
    article._change_reason = reason or None  # type: ignore[attr-defined]
    is_new = article.pk is None
    article.save()
    _note(article)
    if not is_new or "<figure" in article.body:
        place_images(article)
    index.update(article)


def _note(article: Article) -> None:
    """Note the change for the change feed, whatever is done before its next reading."""
    if article.state == Article.State.PUBLISHED:
        change_feed.note(Article.objects.filter(pk=article.pk))


def place_images(article: Article) -> None:
    """Bring the article's placements in step with the figures of its body."""
    wanted = body.image_ids(article.body)
    existing = {p.image_id: p for p in article.placements.all()}
    known = set(Image.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    Placement.objects.filter(pk__in=[p.pk for i, p in existing.items() if i not in wanted]).delete()
    for position, image in enumerate(i for i in wanted if i in known):
        if image not in existing:
            Placement.objects.create(article=article, image_id=image, position=position)
        elif existing[image].position != position:
            Placement.objects.filter(pk=existing[image].pk).update(position=position)
