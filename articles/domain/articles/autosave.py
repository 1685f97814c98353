"""Stores what editors type before they save it, and who has which article open. Nothing here makes a revision."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.domain.images import image_uses
from articles.models import Article, ArticleAgency, Contribution, Correction, Draft, Image, Placement, Presence, Topic
from articles.models.fields import body as article_body

Form = dict[str, list[str]]  # a form as a browser posts it: field → values


def store_draft(
    key: uuid.UUID | None,
    by: User,
    article: Article | None,
    data: Form,
    based_on: int | None,
    is_left_over: bool = False,
) -> Draft:
    """Store the form under its key; two hundred times, it is still one draft.

    A key whose form was saved in the meantime gets a new draft, unless `is_left_over`: then the browser only asks
    whether what it still holds was saved, and gets the draft that says so. So does a key of somebody else.
    """
    known = Draft.objects.filter(key=key).first() if key else None
    if known is not None and known.by_id == by.pk:
        if known.state == Draft.State.SAVED and is_left_over:
            return known
        if known.state == Draft.State.OPEN and known.article_id == (article.pk if article else None):
            return _update(known, data, based_on)
    if known is not None or key is None:
        key = uuid.uuid4()
    try:
        with transaction.atomic():
            return Draft.objects.create(key=key, by=by, article=article, data=data, based_on=based_on)
    except IntegrityError:
        if not Draft.objects.filter(key=key).exists():
            raise  # the article or the author is gone
        return store_draft(key, by, article, data, based_on, is_left_over)  # the same form twice in one moment


def _update(draft: Draft, data: Form, based_on: int | None) -> Draft:
    draft.data, draft.based_on, draft.updated_at = data, based_on, timezone.now()
    draft.save(update_fields=["data", "based_on", "updated_at"])
    return draft


def mark_saved(key: uuid.UUID, by: User, article: Article) -> None:
    """The form of this key was saved: its draft is empty from now on, and only says so."""
    values = {"state": Draft.State.SAVED, "data": {}, "shown": {}, "article": article, "updated_at": timezone.now()}
    if not Draft.objects.of(by).filter(key=key).update(**values) and not Draft.objects.filter(key=key).exists():
        Draft.objects.create(key=key, by=by, article=article, state=Draft.State.SAVED)


def set_aside(draft: Draft) -> Draft:
    """Keep a copy of what somebody typed, before it is merged with what somebody else did."""
    copy = Draft(by=draft.by, article=draft.article, data=draft.data, based_on=draft.based_on)
    copy.state = Draft.State.KEPT
    copy.save()
    return copy


def delete_outdated() -> int:
    """Delete drafts untouched for thirty days, and presence of a day ago; returns how many drafts went."""
    Presence.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()
    return Draft.objects.outdated().delete()[0]


def record_presence(article: Article, user: User, is_editing: bool) -> None:
    """Note that the user has the article's form open; somebody who was away comes anew."""
    now = timezone.now()
    here = Presence.objects.filter(article=article, user=user)
    if here.now().update(seen_at=now, is_editing=is_editing):
        return
    values = {"since": now, "seen_at": now, "is_editing": is_editing}
    Presence.objects.update_or_create(article=article, user=user, defaults=values)


def snapshot(
    article: Article, topics: list[Topic], rows: Mapping[str, list[Any]], uses: Mapping[int, image_uses.ImageUse]
) -> dict[str, Any]:
    """An article that nobody has saved, as JSON.

    `rows` maps a relation's name to its unsaved rows, `uses` a picture's number to what the article says of it.
    """
    return {
        "columns": {
            f.attname: f.value_to_string(article) for f in _columns() if f.value_from_object(article) is not None
        },
        "topics": [topic.pk for topic in topics],
        "uses": {str(n): [use.alt_text, use.is_decorative] for n, use in uses.items()},
        "rows": {
            name: [{f.attname: f.value_to_string(row) for f in _columns_of(row)} for row in relation_rows]
            for name, relation_rows in rows.items()
        },
    }


def _columns() -> list[Any]:
    return [f for f in Article._meta.concrete_fields if not f.primary_key]


def _columns_of(row: Any) -> list[Any]:
    fields = row._meta.concrete_fields
    return [
        f for f in fields if not f.primary_key and f.related_model != Article and f.value_from_object(row) is not None
    ]


ROWS = {"article_agencies": ArticleAgency, "contributions": Contribution, "corrections": Correction}


def as_article(draft: Draft) -> Article:
    """The article that the draft would make, with all that belongs to it; it is not to be saved."""
    columns = {f.attname: f for f in _columns()}
    values = {n: columns[n].to_python(v) for n, v in draft.shown["columns"].items() if n in columns}
    number = draft.article_id or 0  # a row has to have one; no article has this
    article = Article(pk=number, **values)
    article.body = article_body.clean(article.body)
    parts = {name: [_made(model, row) for row in draft.shown["rows"].get(name, [])] for name, model in ROWS.items()}
    parts["topics"] = list(Topic.objects.filter(pk__in=draft.shown["topics"]))
    parts["placements"] = _placements(article, draft.shown.get("uses", {}))
    article._prefetched_objects_cache = parts  # type: ignore[attr-defined]
    return article


def _made(model: Any, row: dict[str, str]) -> Any:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in row.items() if name in fields})


def _placements(article: Article, uses: Mapping[str, list[Any]]) -> list[Placement]:
    """The pictures that the text refers to, each with the words that it has here."""
    image_ids = article_body.image_ids(article.body)
    images = Image.objects.in_bulk(image_ids)
    known = {p.image_id: (p.alt_text, p.is_decorative) for p in Placement.objects.filter(article=article.pk)}
    placements = []
    for image in (images[pk] for pk in image_ids if pk in images):
        words, is_decorative = uses.get(str(image.pk)) or known.get(image.pk) or ("", False)
        placements.append(Placement(image=image, alt_text=words, is_decorative=is_decorative))
    return placements
