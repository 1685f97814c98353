"""How the admin tells of what an audit entry was done to: its name, its kind, its page."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import field_labels
from articles.formats.role import ROLES
from articles.models import AuditEntry, Decision
from articles.models.api_token import Scope
from articles.models.audit import VERBS

DETAILS: dict[str, str | Promise] = {  # what is no column of the thing's
    "after": gettext_lazy("afterwards"),
    "article": gettext_lazy("article, by its number"),
    "batch": gettext_lazy("decided together, as"),
    "before": gettext_lazy("before"),
    "bytes": gettext_lazy("bytes"),
    "changed": gettext_lazy("changed"),
    "code": gettext_lazy("warning"),
    "decision": gettext_lazy("decision"),
    "end": gettext_lazy("to character"),
    "expires_at": gettext_lazy("valid until"),
    "failed": gettext_lazy("failed"),
    "fields": gettext_lazy("fields"),
    "format": gettext_lazy("format"),
    "front_place": gettext_lazy("place on the front page"),
    "link": gettext_lazy("preview link, by its number"),
    "new": gettext_lazy("new"),
    "query": gettext_lazy("filters"),
    "refused": gettext_lazy("refused"),
    "restored": gettext_lazy("restored version"),
    "role": gettext_lazy("role"),
    "rows": gettext_lazy("rows"),
    "scopes": gettext_lazy("scopes"),
    "seen": gettext_lazy("seen before"),
    "sheet": gettext_lazy("from a sheet"),
    "start": gettext_lazy("from character"),
    "user": gettext_lazy("person, by their number"),
    "what": gettext_lazy("what was erased"),
    "written": gettext_lazy("written"),
}
ALSO_SAID: dict[str, str | Promise] = {
    "name": gettext_lazy("name"),
    "mention": gettext_lazy("mention"),
    "mine": gettext_lazy("my version"),
    "theirs": gettext_lazy("the other version"),
    "both": gettext_lazy("both"),
    "confirm_parent": gettext_lazy("what it answers was confirmed"),
    "confirm_name": gettext_lazy("the name was confirmed"),
    "move": gettext_lazy("moved to another comment"),
}


def details(entry: AuditEntry) -> SafeString:
    """What an entry keeps beside the thing and the reason, in words."""
    rows = [(label(entry, name), _value(entry, name, value)) for name, value in entry.details.items()]
    told = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows)
    return format_html('<dl class="facts">{}</dl>', told) if rows else SafeString("")


def label(entry: AuditEntry, name: str) -> str:
    """What a detail is called: by its column's name, or in a word of ours."""
    column = _column(entry, name)
    return capfirst(str(DETAILS.get(name) or (column.verbose_name if column else field_labels.label(name))))


def _column(entry: AuditEntry, name: str) -> Any:
    model = entry.model
    for one in (name, name.removesuffix("_id")) if model is not None else ():
        try:
            found = model._meta.get_field(one)
        except FieldDoesNotExist:
            continue
        if hasattr(found, "verbose_name"):
            return found
    return None


def _names(entry: AuditEntry, names: Iterable[str]) -> str:
    said = (_column(entry, name) for name in names)
    return ", ".join(
        capfirst(str(one.verbose_name if one else DETAILS.get(name) or _kind_of_part(name)))
        for name, one in zip(names, said, strict=True)
    )


def _kind_of_part(name: str) -> str:
    """A part of an article by its model's name; else as the fields of an import are called."""
    model = AuditEntry(noun=f"articles.{name}").model
    return str(model._meta.verbose_name_plural if model is not None else field_labels.label(name))


def _value(entry: AuditEntry, name: str, value: Any) -> str:
    if name == "fields":
        if isinstance(value, dict):
            return ", ".join(f"{_names(entry, [one])}: {_said(entry, one, chosen)}" for one, chosen in value.items())
        return _names(entry, list(value)) or "–"
    if name == "scopes":
        return ", ".join(str(dict(Scope.choices).get(one, one)) for one in value)
    if isinstance(value, list) and len(value) == 2:  # what it was, and what it is
        return " → ".join(_said(entry, name, one) for one in value)
    if isinstance(value, list):
        return ", ".join(_said(entry, name, one) for one in value)
    return _said(entry, name, value)


def _said(entry: AuditEntry, name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number_format(value)
    text = str(value)
    return _moment(text) or _choice(entry, name, text) or text


def _choice(entry: AuditEntry, name: str, text: str) -> str:
    if name == "role" and text in ROLES:
        return str(ROLES[text][1])
    if name == "decision":
        return str(dict(Decision.Verb.choices).get(text) or ALSO_SAID.get(text) or VERBS.get(text, ""))
    column = _column(entry, "state" if name in {"before", "after"} else name)
    return str(dict(getattr(column, "flatchoices", ())).get(text) or ALSO_SAID.get(text, ""))


def _moment(text: str) -> str:
    """A day or a minute as people write it; empty where it is none."""
    try:
        if len(text) == len("2026-01-31"):
            return date_format(date.fromisoformat(text))
        return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT") if "T" in text else ""
    except ValueError:
        return ""


def link(entry: AuditEntry) -> SafeString:
    """A link to what an entry tells of; what has no name is told by its kind and number."""
    told = entry.object_text or f"{kind(entry.noun)} {entry.object_id or ''}".strip()
    url = address(entry.noun, entry.object_id)
    return format_html('<a href="{}">{}</a>', url, told) if url else format_html("{}", told)


def address(noun: str, object_id: int | None) -> str:
    """The page of a thing in the admin; empty where it has none."""
    if object_id is None:
        return ""
    try:
        return reverse(f"admin:{noun.replace('.', '_')}_change", args=[object_id])
    except NoReverseMatch:
        return ""


def kind(noun: str) -> str:
    """The word for a kind of thing."""
    model = AuditEntry(noun=noun).model
    return str(model._meta.verbose_name) if model is not None else noun
