"""Reads the cells of a sheet of articles: each text becomes the value of a column or the parts of an article."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic
from articles.models.fields import partial_date
from articles.models.fields.partial_date import parse_period

LANGUAGE_PATTERN = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}")
LINK_PATTERN = re.compile(r"(?P<key>[-\w]{1,100})(?:\s*\((?P<part>\w+)\))?")
MAX_TEXT_CHARS = {"lead": 10_000, "note": 20_000}


class CellRefused(Exception):
    """A cell cannot be taken; `str()` is a sentence for people."""


def read_columns(name: str, cell: str) -> dict[str, Any]:
    """The values that a cell has for the article's columns, two for a date and its precision. Raises CellRefused."""
    cell = cell.strip()
    if name == "issued":
        issued_on, precision = _period(cell)
        return {"issued_on": issued_on, "issued_precision": precision}
    return {name: CELL_READERS.get(name, _text(name))(cell)}


def read_part(name: str, cell: str) -> list[Any]:
    """The agencies, persons or topics of a cell, which are separated by bars. Raises CellRefused."""
    return PARTS[name]([key.strip() for key in cell.split("|") if key.strip()])


def _text(name: str) -> Callable[[str], str]:
    max_chars = MAX_TEXT_CHARS.get(name) or Article._meta.get_field(name).max_length or 0  # type: ignore[union-attr]

    def read(cell: str) -> str:
        text = cell.replace("\r\n", "\n") if name in MAX_TEXT_CHARS else " ".join(cell.split())
        if "\x00" in text:
            raise CellRefused(_("No text has a NUL."))
        if len(text) > max_chars:
            raise CellRefused(_("At most %(n)d characters.") % {"n": max_chars})
        return text

    return read


def _period(cell: str) -> tuple[Any, str]:
    try:
        return parse_period(cell) if cell else (None, "")
    except partial_date.DateOutOfRange as error:
        raise CellRefused(str(error)) from None
    except ValueError:
        raise CellRefused(_("Give a date such as 2024-06-19, 2024-06 or 2024.")) from None


def _genre(cell: str) -> str:
    if cell and cell not in Article.Genre.values:
        raise CellRefused(_("Known are: %(names)s") % {"names": ", ".join(Article.Genre.values)})
    return cell


def _language(cell: str) -> str:
    if not LANGUAGE_PATTERN.fullmatch(cell) or len(cell) > 12:
        raise CellRefused(_("Give a language such as de or en-GB."))
    return cell


def _flag(cell: str) -> bool:
    known = {"1": True, "0": False, "true": True, "false": False, "wahr": True, "falsch": False}
    if cell.lower() not in known:
        raise CellRefused(_("Give 1 or 0."))
    return known[cell.lower()]


def _url(cell: str) -> str:
    try:
        if cell:
            URLValidator(schemes=["http", "https"])(cell)
    except ValidationError:
        raise CellRefused(_("This is no address.")) from None
    return cell


def _moment(cell: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(cell) if cell else None
    except ValueError:
        raise CellRefused(_("Give a moment such as 2024-06-19T18:30.")) from None
    if at is not None and (message := partial_date.fault_message("due_at", at, _("due at"))):
        raise CellRefused(message)
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at


def _user(cell: str) -> User | None:
    user = User.objects.filter(username=cell, is_staff=True, is_active=True).first() if cell else None
    if cell and user is None:
        raise CellRefused(_("Nobody of this name works here."))
    return user


def _source(cell: str) -> Source | None:
    return _named(Source.objects.outlets(), cell) if cell else None


def _named(rows: QuerySet[Any], cell: str) -> Any:
    """By its short address, or by its name if that is nobody else's."""
    row = rows.filter(slug=cell).first() or (rows.filter(name=cell)[:2] or [None])[0]
    if row is None:
        raise CellRefused(_("There is none of the name “%(name)s”.") % {"name": cell[:80]})
    return row


def _linked(rows: Callable[[], QuerySet[Any]], parts: Any) -> Callable[[list[str]], list[Any]]:
    """Reads `slug (part)`; the part may be missing."""

    def read(cells: list[str]) -> list[Any]:
        links = []
        for cell in cells:
            match = LINK_PATTERN.fullmatch(cell)
            if match is None or (match["part"] or parts.values[0]) not in parts.values:
                raise CellRefused(_("Write “name (part)”; parts are: %(names)s") % {"names": ", ".join(parts.values)})
            links.append((_named(rows(), match["key"]), match["part"] or parts.values[0]))
        if len({(row.pk, part if parts is Contribution.Role else "") for row, part in links}) < len(links):
            raise CellRefused(_("One of them is named twice."))
        return links

    return read


def _topics(cells: list[str]) -> list[Topic]:
    return sorted({_named(Topic.objects.all(), cell) for cell in cells}, key=lambda topic: topic.name)


CELL_READERS: dict[str, Callable[[str], Any]] = {
    "genre": _genre,
    "language": _language,
    "source": _source,
    "original_url": _url,
    "noindex": _flag,
    "due_at": _moment,
    "responsible": _user,
}
PARTS: dict[str, Callable[[list[str]], list[Any]]] = {
    "agencies": _linked(Source.objects.agencies, ArticleAgency.Part),
    "persons": _linked(Person.objects.all, Contribution.Role),
    "topics": _topics,
}
