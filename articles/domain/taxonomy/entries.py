"""Registers topics, sources, persons and pictures, and changes them; each with an entry in the audit."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.domain import audit, change_feed, live_protection, slugs
from articles.domain.images import library
from articles.domain.taxonomy import redirects
from articles.models import Image, Person, Source, Topic
from articles.models.fields import partial_date

RIGHTS = ("right", "right_note", "right_until")
RIGHTS_LAST = frozenset({"rights_until"})  # of a picture
Noun = Topic | Source | Person


@transaction.atomic
def add(noun: Noun, by: User | None) -> Noun:
    """Store a new one; one without a short address gets one. Raises ValidationError where it cannot be."""
    if not noun.slug:
        noun.slug = slugs.free_slug(noun.name, type(noun)._default_manager.all())
    return _store(noun, by, "add", [])


@transaction.atomic
def change(noun: Noun, values: Mapping[str, Any], by: User | None) -> Noun:
    """Put the values in; a short address that it had before leads on.

    Raises ValidationError where it cannot be; live_protection.Refused where readers see it and `by` may not publish.
    """
    before = {name: getattr(noun, name) for name in values}
    changed = [name for name, value in values.items() if value != before[name]]
    for name in changed:
        setattr(noun, name, values[name])
    if not changed:
        return noun
    live_protection.check(noun, by, changed)
    _store(noun, by, "change_rights" if set(changed) & set(RIGHTS) else "change", changed)
    if "slug" in changed:
        redirects.remember(noun, before["slug"])
    return noun


def _store(noun: Noun, by: User | None, verb: str, fields: list[str]) -> Noun:
    noun.full_clean()
    partial_date.check(noun, {"right_until"})
    noun._history_user = by  # type: ignore[union-attr]
    with change_feed.noted(noun) if isinstance(noun, Source) else nullcontext():  # its right to use may change
        noun.save()
    audit.record(verb, noun, by, fields=fields)
    return noun


@transaction.atomic
def take_picture(file: library.SentFile | None, values: Mapping[str, Any], by: User | None) -> tuple[Image, bool]:
    """A picture from a file, or of which there are words only; False where the archive has this file already.

    What is said of it goes into a new picture only. Raises inspection.Refused and ValidationError.
    """
    if file is None:
        image = Image(**values)
        if not (image.caption or image.credit):
            raise ValidationError({"caption": "caption or credit"}, "required")
        partial_date.check(image, RIGHTS_LAST)
        library.add(image, by)
        return image, True
    taken = library.take_in(file, by)
    if taken.is_new and values:
        for name, value in values.items():
            setattr(taken.image, name, value)
        partial_date.check(taken.image, RIGHTS_LAST)
        library.change(taken.image, list(values), by)
    return taken.image, taken.is_new


def change_picture(image: Image, values: Mapping[str, Any], by: User | None) -> None:
    """Put the values in; raises ValidationError where nothing would be left of the picture.

    Raises live_protection.Refused where readers see it and `by` may not publish.
    """
    for name, value in values.items():
        setattr(image, name, value)
    image.validate_constraints()
    partial_date.check(image, RIGHTS_LAST)
    library.change(image, list(values), by)
