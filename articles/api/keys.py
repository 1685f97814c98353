"""Keys: what an address, a filter or a field names a row by. Digits alone are an id, anything else is a slug.

A slug that a row had once names it as well, unless another row has that slug now. An address with a former slug is
answered with the present one; a filter and a field take the row.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from articles.domain.taxonomy import redirects
from articles.models.fields.keys import parse_pk

KEY = re.compile(r"[-a-zA-Z0-9_]{1,100}")

Row = TypeVar("Row", bound=Model)


def key_q(key: str) -> Q:
    """The condition for the row that has this id or slug now."""
    if key.isdigit():
        pk = parse_pk(key)
        return Q(pk=pk) if pk is not None else Q(pk__in=[])
    return Q(slug=key)


def keys_q(keys: Iterable[str]) -> Q:
    """The condition for the rows that have one of these ids or slugs now; for all rows where there is no key."""
    condition = Q()
    for key in keys:
        condition |= key_q(key)
    return condition


def find_by_key(rows: QuerySet[Row], key: str) -> Row | None:
    """The row that has this id or slug now, or None."""
    return rows.filter(key_q(key)).first() if KEY.fullmatch(key) else None


def present_slug(rows: QuerySet[Row], key: str) -> str:
    """The slug of the row that had this slug once; empty where there is none, and for an id."""
    if key.isdigit() or not KEY.fullmatch(key):
        return ""
    former = rows.filter(pk__in=redirects.former_owners(rows.model, [key]))
    return former.order_by().values_list("slug", flat=True).first() or ""


def find_by_any_key(rows: QuerySet[Row], key: str) -> Row | None:
    """The row that has this id or slug, or had the slug once; None where there is none."""
    if not KEY.fullmatch(key):
        return None
    return find_by_key(rows, key) or rows.filter(pk__in=redirects.former_owners(rows.model, [key])).first()


def rows_of_keys(rows: QuerySet[Row], keys: list[str]) -> QuerySet[Row]:
    """The rows that have these ids or slugs, or had the slugs once and no other row has them now."""
    slugs = [key for key in keys if not key.isdigit()]
    if not slugs:
        return rows.filter(keys_q(keys))
    taken = rows.order_by().filter(slug__in=slugs).values("slug")
    former = redirects.former_owners(rows.model, slugs).exclude(slug__in=taken)
    return rows.filter(keys_q(keys) | Q(pk__in=former))


def ids_of_keys(rows: QuerySet[Row], keys: list[str]) -> list[int]:
    """The ids of `rows_of_keys`."""
    return list(rows_of_keys(rows, keys).order_by().values_list("pk", flat=True))
