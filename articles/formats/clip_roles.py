"""The roles of a clip's segments: a family, which has a colour, and a label."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROLES: dict[str, tuple[str, Any]] = {
    "kicker": ("head", _("kicker")),
    "headline": ("head", _("headline")),
    "subheadline": ("head", _("subheadline")),
    "lead": ("head", _("lead")),
    "paragraph": ("text", _("paragraph")),
    "subheading": ("text", _("crosshead")),
    "quote": ("text", _("quote")),
    "list_item": ("text", _("list item")),
    "table": ("text", _("table")),
    "date": ("origin", _("date")),
    "dateline": ("origin", _("dateline")),
    "byline": ("origin", _("byline")),
    "signoff": ("origin", _("sign-off")),
    "note": ("origin", _("note")),
    "caption": ("picture", _("caption")),
    "credit": ("picture", _("credit")),
    "comment": ("comment", _("reader's comment")),
    "comment_author": ("comment", _("name at a comment")),
    "comment_meta": ("comment", _("frame of a comment")),
    "boilerplate": ("waste", pgettext_lazy("role", "boilerplate")),
}
