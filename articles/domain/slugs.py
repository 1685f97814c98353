"""Slugs made from words."""

from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify


def free_slug(text: str, among: QuerySet[Any], limit: int = 80) -> str:
    """A short address made from `text` that no row of `among` has yet; never digits alone, never empty."""
    german = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
    base = slugify(text.translate(german))
    if len(base) > limit - 6:
        base = base[: limit - 6].rsplit("-", 1)[0] or base[: limit - 6]
    base = base.strip("-_")
    if not base or base.isdigit():
        base = f"text-{base}".rstrip("-")
    taken = set(among.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
