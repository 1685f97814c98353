"""The formats of clips, and what files say of themselves, in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.domain.imports.refusals import KINDS
from articles.parser.formats import registry

UNITS: dict[str, str | Promise] = {  # of the ledger
    "character": _("every character of the file"),
    "part": _("every character of the decoded parts"),
    "entry": _("every file in it"),
    "paragraph": _("every paragraph"),
}
SAID: dict[str, str | Promise] = {  # names of facts that a file says of itself
    "headline": _("headline"),
    "description": _("description"),
    "author": _("author"),
    "kicker": _("kicker"),
    "subheadline": _("subheadline"),
    "dateline": _("dateline"),
    "byline": _("byline"),
    "signoff": _("sign-off"),
    "outlet": _("outlet"),
    "agency": _("agency"),
    "url": _("address"),
    "date": _("date"),
    "embargo": _("embargo until"),
    "status": _("publication status"),
    "urgency": _("urgency"),
    "keyword": _("keyword"),
    "rights": _("rights"),
    "picture": _("picture"),
    "guid": _("identifier"),
    "version": _("version"),
    "slug": _("slug line"),
    "take": _("take"),
    "number": _("number of the report"),
    "service": _("service"),
    "sender": _("sender"),
    "seal": _("signed by (not checked)"),
    "event": _("kind of report"),
    "note": _("note to editors"),
    "place": _("place"),
    "credit": _("credit"),
    "media": _("sound or video"),
    "address": _("end of the address"),
    "title": _("title of the file"),
    "subject": _("subject"),
    "hidden_text": _("hidden text"),
    "deleted_text": _("text marked as deleted"),
    "inserted_text": _("text marked as inserted"),
    "annotation": _("comment on the document"),
}


def label(name: str) -> str | Promise:
    """The name of a format; empty for a clip that was read before formats were told."""
    return KINDS.get(name, name)


def unit(name: str) -> str | Promise:
    """What the ledger of a clip of this format counts."""
    found = next((entry.unit for entry in registry.FORMATS if entry.name == name), "character")
    return UNITS[found]


def said(facts: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str | Promise, str]]:
    """What a reading has kept of what the file says, each with its name in words."""
    for fact in facts:
        yield SAID.get(fact["name"], fact["name"]), fact["value"]
