"""Restricts changes of pictures, sources, topics and persons that a public article shows to users who may publish.

Such a change appears at once on every page that shows the row; no review comes before it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.domain import errors
from articles.models import Article, Image, Person, PreparedVersion, Source, Topic

PUBLISH = "articles.publish_article"
KEEP_RIGHTS = "articles.change_source"  # whoever sets the end of a right may also bring it forward

# The fields that pages, feeds and API show of each. The right to use a source's texts has a permission of its own.
PUBLIC_FIELDS: dict[type[Model], frozenset[str]] = {
    Image: frozenset(
        {"kind", "file", "focal_x", "focal_y", "caption", "alt_text", "credit", "photographer", "agency"}
        | {"copyright", "usage_terms", "rights_until"}
    ),
    Source: frozenset({"kind", "name", "slug", "homepage"}),
    Topic: frozenset({"name", "slug", "description"}),
    Person: frozenset({"name", "slug"}),
}
PATHS_FROM_ARTICLE: dict[type[Model], tuple[str, ...]] = {  # lookups from an article
    Image: ("placements__image",),
    Source: ("source", "article_agencies__source"),
    Topic: ("topics",),
    Person: ("contributions__person",),
}


class LiveChangeRefused(errors.Refused):
    """Readers would see the change at once, and the user may not publish."""


def live_in(shared: Model) -> Article | None:
    """An article that shows the row to readers, or will by itself at its time; None where there is none."""
    rows = Article.objects.released().only("headline").order_by("-pk")
    for path in PATHS_FROM_ARTICLE[type(shared)]:
        if (article := rows.filter(**{path: shared}).first()) is not None:
            return article
    return _about_to_show(shared) if isinstance(shared, Image) else None


def _about_to_show(image: Image) -> Article | None:
    """The article of a scheduled version that will show the picture."""
    waiting = PreparedVersion.objects.waiting().exclude(goes_live_at=None).select_related("article")
    version = waiting.filter(values__body__icontains=f'data-image="{image.pk}"').first()
    return version.article if version is not None else None


def closed_fields(shared: Model, by: User | None) -> frozenset[str]:
    """The fields of a stored row that this user may not change."""
    if by is None or by.has_perm(PUBLISH) or shared.pk is None or live_in(shared) is None:
        return frozenset()
    return PUBLIC_FIELDS[type(shared)] - ({"rights_until"} if by.has_perm(KEEP_RIGHTS) else set())


def refusal(shared: Model, by: User | None, changes: Mapping[str, Any]) -> str:
    """Why this user may not give these fields these values: a sentence, empty where they may.

    A keeper of rights may end a picture's earlier than set: that only removes something.
    """
    changed = PUBLIC_FIELDS[type(shared)] & set(changes)
    if not changed or by is None or by.has_perm(PUBLISH) or (article := live_in(shared)) is None:
        return ""
    if changed == {"rights_until"} and by.has_perm(KEEP_RIGHTS) and _is_sooner(shared, changes["rights_until"]):
        return ""
    return message(shared, article)


def message(shared: Model, article: Article) -> str:
    """The sentence that says which article shows the row."""
    names = {"name": Truncator(str(shared)).chars(80), "article": Truncator(str(article)).chars(80)}
    return (
        _(
            "“%(name)s” belongs to “%(article)s”, which is published or will be by itself: readers would see a change "
            "at once. Only who may publish changes it."
        )
        % names
    )


def _is_sooner(image: Model, day: date | None) -> bool:
    """Whether a picture's rights would end earlier than they do."""
    current = Image.objects.values_list("rights_until", flat=True).get(pk=image.pk)
    return day is not None and (current is None or day < current)
