"""Keeps what belonged to a version of an article beside its columns, so that it can be compared and brought back."""

from typing import Any

from django.db.models import Manager, Model
from django.db.models.fields.related import ForeignKey

from articles.models import Article, VersionParts

Row = dict[str, Any]  # a row's columns by their names, as JSON takes them; `said` is the row in words
Parts = dict[str, list[Row]]

RELATIONS = ("article_agencies", "contributions", "corrections", "placements")


def current_parts(article: Article) -> Parts:
    """What belongs to the article now: relation → its rows in their order, topics included."""
    found: Parts = {name: [_row(one) for one in _rows(article, name)] for name in RELATIONS}
    found["topics"] = [{"topic_id": t.pk, "said": t.name} for t in article.topics.order_by("name")]
    return found


def _rows(article: Article, relation: str) -> Any:
    rows: Manager[Model] = getattr(article, relation)
    pointing = [f.name for f in rows.model._meta.fields if isinstance(f, ForeignKey) and f.related_model != Article]
    return rows.select_related(*pointing)


def _row(one: Model) -> Row:
    columns = [f for f in one._meta.concrete_fields if f.related_model != Article]
    return {**{f.attname: f.value_from_object(one) for f in columns}, "said": str(one)}


def store_parts(current: Article) -> None:
    """Put down the parts of the article as it stands, because its next version is about to be stored."""
    VersionParts.objects.get_or_create(
        article=current, version=current.version, defaults={"values": lambda: current_parts(current)}
    )


def parts_of_version(article: Article, version: int) -> Parts | None:
    """What belonged to that version; None where it was stored before anybody put it down."""
    if version == Article.objects.values_list("version", flat=True).get(pk=article.pk):
        return current_parts(article)
    kept = VersionParts.objects.filter(article=article, version=version).first()
    return kept.values if kept else None
