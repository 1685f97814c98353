"""How the admin shows the object of an audit entry: its name, its kind, its page, and the entry's details."""

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
from articles.formats.clip_roles import ROLES
from articles.models import AuditEntry, Decision
from articles.models.api_token import Scope
from articles.models.audit import VERBS

DETAIL_LABELS: dict[str, str | Promise] = {  # of details that are no column of the object
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
EXTRA_VALUE_LABELS: dict[str, str | Promise] = {
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
    """The details of an entry, with their labels."""
    rows = [(label(entry, name), _describe_value(entry, name, value)) for name, value in entry.details.items()]
    facts = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows)
    return format_html('<dl class="facts">{}</dl>', facts) if rows else SafeString("")


def label(entry: AuditEntry, name: str) -> str:
    """The label of a detail: its column's name, or one of DETAIL_LABELS."""
    column = _column(entry, name)
    return capfirst(str(DETAIL_LABELS.get(name) or (column.verbose_name if column else field_labels.label(name))))


def _column(entry: AuditEntry, name: str) -> Any:
    model = entry.model
    for column_name in (name, name.removesuffix("_id")) if model is not None else ():
        try:
            column = model._meta.get_field(column_name)
        except FieldDoesNotExist:
            continue
        if hasattr(column, "verbose_name"):
            return column
    return None


def _names(entry: AuditEntry, names: Iterable[str]) -> str:
    columns = [(name, _column(entry, name)) for name in names]
    return ", ".join(
        capfirst(str(column.verbose_name if column else DETAIL_LABELS.get(name) or _kind_of_part(name)))
        for name, column in columns
    )


def _kind_of_part(name: str) -> str:
    """A part of an article by its model's name; else as the fields of an import are called."""
    model = AuditEntry(noun=f"articles.{name}").model
    return str(model._meta.verbose_name_plural if model is not None else field_labels.label(name))


def _describe_value(entry: AuditEntry, name: str, value: Any) -> str:
    if name == "fields":
        if isinstance(value, dict):
            return ", ".join(
                f"{_names(entry, [item])}: {_format_value(entry, item, choice)}" for item, choice in value.items()
            )
        return _names(entry, list(value)) or "–"
    if name == "scopes":
        return ", ".join(str(dict(Scope.choices).get(scope, scope)) for scope in value)
    if isinstance(value, list) and len(value) == 2:  # before and after
        return " → ".join(_format_value(entry, name, version) for version in value)
    if isinstance(value, list):
        return ", ".join(_format_value(entry, name, item) for item in value)
    return _format_value(entry, name, value)


def _format_value(entry: AuditEntry, name: str, value: Any) -> str:
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
        return str(dict(Decision.Verb.choices).get(text) or EXTRA_VALUE_LABELS.get(text) or VERBS.get(text, ""))
    column = _column(entry, "state" if name in {"before", "after"} else name)
    return str(dict(getattr(column, "flatchoices", ())).get(text) or EXTRA_VALUE_LABELS.get(text, ""))


def _moment(text: str) -> str:
    """A day or a minute as people write it; empty where it is none."""
    try:
        if len(text) == len("2026-01-31"):
            return date_format(date.fromisoformat(text))
        return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT") if "T" in text else ""
    except ValueError:
        return ""


def link(entry: AuditEntry) -> SafeString:
    """A link to the object of an entry; one without a name is called by its kind and number."""
    name = entry.object_text or f"{kind(entry.noun)} {entry.object_id or ''}".strip()
    url = address(entry.noun, entry.object_id)
    return format_html('<a href="{}">{}</a>', url, name) if url else format_html("{}", name)


def address(noun: str, object_id: int | None) -> str:
    """The address of an object's page in the admin; empty where it has none."""
    if object_id is None:
        return ""
    try:
        return reverse(f"admin:{noun.replace('.', '_')}_change", args=[object_id])
    except NoReverseMatch:
        return ""


def kind(noun: str) -> str:
    """The name of a model, given as `app.model`."""
    model = AuditEntry(noun=noun).model
    return str(model._meta.verbose_name) if model is not None else noun
