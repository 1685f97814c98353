"""Stores what belonged to a version of an article beside its columns, so that it can be compared and brought back."""

from typing import Any

from django.db.models import Manager, Model
from django.db.models.fields.related import ForeignKey

from articles.models import Article, VersionParts

Row = dict[str, Any]  # a row's columns by their names, as JSON takes them; `said` is the row in words
Parts = dict[str, list[Row]]

RELATIONS = ("article_agencies", "contributions", "corrections", "placements")


def current_parts(article: Article) -> Parts:
    """What belongs to the article now: relation → its rows in their order, topics included."""
    parts: Parts = {name: [_row(row) for row in _rows(article, name)] for name in RELATIONS}
    parts["topics"] = [{"topic_id": t.pk, "said": t.name} for t in article.topics.order_by("name")]
    return parts


def _rows(article: Article, relation: str) -> Any:
    rows: Manager[Model] = getattr(article, relation)
    pointing = [f.name for f in rows.model._meta.fields if isinstance(f, ForeignKey) and f.related_model != Article]
    return rows.select_related(*pointing)


def _row(row: Model) -> Row:
    columns = [f for f in row._meta.concrete_fields if f.related_model != Article]
    return {**{f.attname: f.value_from_object(row) for f in columns}, "said": str(row)}


def store_parts(current: Article) -> None:
    """Store the parts of the article's present version, because its next one is about to be stored."""
    VersionParts.objects.get_or_create(
        article=current, version=current.version, defaults={"values": lambda: current_parts(current)}
    )


def parts_of_version(article: Article, version: int) -> Parts | None:
    """What belonged to that version; None where it was stored before anybody put it down."""
    if version == Article.objects.values_list("version", flat=True).get(pk=article.pk):
        return current_parts(article)
    stored = VersionParts.objects.filter(article=article, version=version).first()
    return stored.values if stored else None
