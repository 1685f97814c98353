"""How the admin tells of what an audit entry was done to: its name, its kind, its page."""

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import AuditEntry


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
