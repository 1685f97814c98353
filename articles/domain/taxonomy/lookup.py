"""Finds sources and persons by the names that a text gives them, and adds those that are not known yet."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from articles.domain import slugs
from articles.domain.taxonomy import entries
from articles.models import Person, Source
from articles.models.fields.lengths import fit


def find_or_add_source(name: str, kind: str, by: User | None = None) -> Source:
    """The source of that name, spelt in any case, or a new one whose right to use is unclear."""
    name = fit(Source, "name", name)
    known = Source.objects.filter(kind=kind, name__iexact=name).first()
    if known is not None:
        return known
    source = Source(kind=kind, name=name, slug=slugs.free_slug(name, Source.objects.all()))
    try:
        with transaction.atomic():
            entries.store_new(source, by)
    except IntegrityError:  # somebody else has added it in this moment
        return Source.objects.get(kind=kind, name=name)
    return source


def find_or_add_person(name: str, by: User | None = None) -> Person:
    """The person of that name, or a new one."""
    name = fit(Person, "name", name)
    known = Person.objects.filter(name=name).first()
    if known is not None:
        return known
    person = Person(name=name, slug=slugs.free_slug(name, Person.objects.all()))
    with transaction.atomic():
        entries.store_new(person, by)
    return person
