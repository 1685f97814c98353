"""Template filters for images in the library."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.admin.base import badges
from articles.models import Image
from articles.models.images.rendition_specs import TEASER, Rendition

register = template.Library()
THUMBNAIL_PIXELS = 320  # wide


@register.filter
def small(image: Image) -> Rendition | None:
    """A small one, cut to the shape of teasers; None without a file."""
    return image.rendition(TEASER, "webp", THUMBNAIL_PIXELS)


@register.filter
def picture_name(image: Image) -> str:
    """The caption's opening, or what else there is to call it by."""
    return badges.opening(image.caption) or str(image)


@register.filter
def standing(image: Image) -> SafeString:
    """What an editor has to know of a picture before using it; empty where all is well."""
    words = SafeString("")
    if not image.has_file:
        words += badges.status("absent", _("no file"))
    if not image.rights_last():
        words += badges.status("failed", _("rights ended"))
    if not image.credit:
        words += badges.status("provisional", _("no credit"))
    if image.has_file and not image.alt_text:
        words += badges.status("provisional", _("no alternative text"))
    return words
