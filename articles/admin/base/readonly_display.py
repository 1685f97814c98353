"""The values of read-only fields on a page: formatted for people, a body as HTML."""

import re
from typing import Any

from django import template
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.admin.base import badges
from articles.models import Image
from articles.models.fields import body as article_body

register = template.Library()
FIGURE = re.compile(r'<figure data-image="(\d+)"></figure>')
EMPTY_VALUE = "–"


@register.simple_tag(takes_context=True)
def in_words(context: Any, shown: Any) -> str:
    """One of the admin's fields that are only read (helpers.AdminReadonlyField)."""
    row, name = shown.form.instance, shown.field["field"]
    try:
        field, _attr, value = lookup_field(name, row, shown.model_admin)
    except (AttributeError, ValueError, ObjectDoesNotExist):
        return EMPTY_VALUE
    if field is None:
        return shown.contents() if not (value is None or isinstance(value, bool)) else yes_or_no(value)
    return _of_column(context, shown, field, value)


def _of_column(context: Any, shown: Any, field: Any, value: Any) -> str:
    row = shown.form.instance
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(field, models.ManyToManyField):
        return ", ".join(map(str, value.all())) or EMPTY_VALUE
    if value is None or value == "":
        return EMPTY_VALUE
    if isinstance(field, article_body.BodyField):
        return render_body(value)
    if isinstance(field, models.ForeignKey):
        return _linked(context, shown, value)
    if field.name == "language":
        return badges.language(value)
    if field.name == "issued_on":
        return badges.partial_date(value, row.issued_precision)
    if isinstance(field, models.URLField):
        return format_html('<a href="{}" rel="noreferrer">{}</a>', value, value) if _is_web(value) else str(value)
    return str(shown.contents())


@register.simple_tag
def breakable(path: str) -> SafeString:
    """A path that may be broken behind each slash, before a line breaks within a name."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in path.split("/")))


def yes_or_no(value: bool | None) -> str:
    """In a word, as a picture says nothing to who cannot see it."""
    return EMPTY_VALUE if value is None else _("yes") if value else _("no")


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _linked(context: Any, shown: Any, row: Any) -> str:
    """The related object, with a link for whoever may view it."""
    page, request = shown.model_admin.admin_site._registry.get(type(row)), context.get("request")
    if page is None or request is None or not page.has_view_permission(request, row):
        return str(row)
    try:
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return str(row)
    return format_html('<a href="{}">{}</a>', address, row)


def render_body(markup: str) -> SafeString:
    """A body as readers get it: clean, with its crossheads, lists, quotes and pictures."""
    clean = article_body.clean(markup)
    images = Image.objects.in_bulk(article_body.image_ids(clean))

    def figure(match: re.Match[str]) -> str:
        image = images.get(int(match[1]))
        return render_to_string("admin/picture_in_text.html", {"image": image, "small": _small(image)})

    return format_html('<div class="set-text">{}</div>', mark_safe(FIGURE.sub(figure, clean)))


def _small(image: Image | None) -> Any:
    return image.rendition(kind="webp", width=640) if image is not None else None
