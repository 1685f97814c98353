"""Labels of the fields that an import fills, and their values formatted for people."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.base import badges
from articles.models import Article, ArticleAgency, Image
from articles.models.fields import body as article_body

LABELS: dict[str, str | Promise] = {  # what is no column of the article's
    "agencies": _("agencies"),
    "authors": _("authors"),
    "comments": _("readers' comments"),
    "date": _("appeared on (original)"),
    "images": _("pictures"),
    "notes": _("notes"),
    "signs": _("signs"),
}
SINGULAR_LABELS: dict[str, str | Promise] = {
    "agencies": _("agency"),
    "comments": _("reader's comment"),
    "images": _("picture"),
    "notes": _("note"),
}
PART_LABELS: dict[str, str | Promise] = {"caption": _("caption"), "credit": _("credit")}
SHOWN_WITH_DATE = {"issued_precision"}  # told with their date


def label(name: str) -> str | Promise:
    """A field's name in the trade's words; a path such as `images.2.credit` is named by its first word."""
    first = name.partition(".")[0]
    if first in LABELS:
        return LABELS[first]
    try:
        column: Any = Article._meta.get_field(first)
    except FieldDoesNotExist:
        return first
    label: str | Promise = column.verbose_name
    return label


def label_of_path(path: str) -> str | Promise:
    """What a path into an article as it was read is called: „Bild 3, Bildnachweis“ for `images.2.credit`."""
    first, *rest = path.split(".")
    if not rest or not rest[0].isdigit():
        return label(first)
    numbered = f"{capfirst(str(SINGULAR_LABELS.get(first, label(first))))} {int(rest[0]) + 1}"
    return f"{numbered}, {capfirst(str(PART_LABELS[rest[1]]))}" if rest[1:] and rest[1] in PART_LABELS else numbered


def format_value(name: str, values: Mapping[str, Any]) -> str:
    """A value in the form of domain/articles/import_fields.py, formatted for people."""
    value = values.get(name)
    if name == "headline_is_provisional":
        return gettext("yes") if value else gettext("no")
    if not value:
        return ""
    formatter = VALUE_FORMATTERS.get(name)
    return formatter(value, values) if formatter is not None else str(value)


def _day(value: str, values: Mapping[str, Any]) -> str:
    return badges.partial_date(date.fromisoformat(value), values.get("issued_precision", ""))


def _moment(value: str, _values: Mapping[str, Any]) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")


def _agencies(value: Iterable[tuple[str, str]], _values: Mapping[str, Any]) -> str:
    parts = dict(ArticleAgency.Part.choices)
    return ", ".join(f"{name} ({parts.get(part, part)})" for name, part in value)


def _body(value: str, _values: Mapping[str, Any]) -> str:
    """A line for each block; one that is no paragraph is labelled, an image is given by its caption."""
    captions = dict(Image.objects.filter(pk__in=article_body.image_ids(value)).values_list("pk", "caption"))
    return "\n".join(
        block_line("image", captions.get(b.image or 0, "")) if b.kind == "image" else block_line(b.kind, b.text)
        for b in article_body.parse(value)
    )


BLOCK_LABELS = {
    "subheading": _("crosshead"),
    "quote": _("quote"),
    "list_item": _("list item"),
    "table": _("table"),
    "image": _("picture"),
}


def block_line(kind: str, text: str) -> str:
    """A block of a body as a line to compare."""
    return f"[{BLOCK_LABELS[kind]}] {text}" if kind in BLOCK_LABELS else text


VALUE_FORMATTERS: dict[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "issued_on": _day,
    "language": lambda value, _values: badges.language(value),
    "embargo_until": _moment,
    "agencies": _agencies,
    "authors": lambda value, _values: ", ".join(value),
    "body": _body,
}


def format_read_value(name: str, read: Mapping[str, Any]) -> str:
    """A field of a reading (parser/document.py, as JSON) in words."""
    value = read.get(name)
    if not value:
        return ""
    return READING_FORMATTERS.get(name, str)(value)


READING_FORMATTERS: dict[str, Callable[[Any], str]] = {
    "date": lambda v: badges.partial_date(date.fromisoformat(v["value"]), v.get("precision", "")),
    "embargo_until": lambda v: _moment(v, {}),
    "agencies": lambda v: _agencies([(a["name"], a["part"]) for a in v], {}),
    "authors": ", ".join,
    "signs": ", ".join,
    "notes": "\n".join,
    "body": lambda v: "\n".join(block_line(b["kind"], b["text"]) for b in v),
    "images": lambda v: "\n".join(" · ".join(filter(None, (p["caption"], p["credit"]))) for p in v),
    "comments": lambda v: "\n".join(f"{c['author'] or gettext('Unknown')}: {c['text']}" for c in v),
}


def count_labels(document: Any) -> list[str]:
    """How much a clip's document holds, in words, the empty left out."""
    kinds = [block.kind for block in document.body]
    counts: tuple[tuple[int, Callable[[int], str]], ...] = (
        (len(kinds) - kinds.count("subheading"), lambda n: ngettext("%(n)d paragraph", "%(n)d paragraphs", n)),
        (kinds.count("subheading"), lambda n: ngettext("%(n)d crosshead", "%(n)d crossheads", n)),
        (len(document.images), lambda n: ngettext("%(n)d picture", "%(n)d pictures", n)),
        (len(document.comments), lambda n: ngettext("%(n)d reader's comment", "%(n)d readers' comments", n)),
    )
    return [word(n) % {"n": n} for n, word in counts if n]
