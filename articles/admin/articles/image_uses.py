"""An article's uses of images in its form: a hidden field that the body's editor fills."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.domain.images import image_uses
from articles.models import Placement
from articles.models.fields.keys import parse_pk

MAX_ALT_TEXT_CHARS = Placement._meta.get_field("alt_text").max_length or 0  # characters


def as_form_value(uses: Mapping[int, image_uses.ImageUse]) -> str:
    """The uses as the field holds them: `{"12": {"alt": "…", "decorative": false}}`."""
    return json.dumps({str(n): {"alt": use.alt_text, "decorative": use.is_decorative} for n, use in uses.items()})


class PictureUsesField(forms.CharField):
    """Alternative text and decoration by the picture's number."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[int, image_uses.ImageUse]:
        """The uses by the image's primary key; raises ValidationError for what the editor's script does not write."""
        text = super().clean(value) or "{}"
        try:
            data = json.loads(text)
            uses = {_pk(number): _use(use) for number, use in data.items()}
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            raise forms.ValidationError(_("The pictures' alternative texts could not be read.")) from None
        if any(len(use.alt_text) > MAX_ALT_TEXT_CHARS for use in uses.values()):
            raise forms.ValidationError(
                _("An alternative text is longer than %(limit)d characters."), params={"limit": MAX_ALT_TEXT_CHARS}
            )
        return uses


def _pk(number: str) -> int:
    pk = parse_pk(number)
    if pk is None:
        raise ValueError("a picture's number is asked for")
    return pk


def _use(use: Mapping[str, Any]) -> image_uses.ImageUse:
    if not isinstance(use["alt"], str) or not isinstance(use["decorative"], bool):
        raise TypeError("a text and a yes or no are asked for")
    text = " ".join(use["alt"].replace("\x00", "").split())
    return image_uses.ImageUse("" if use["decorative"] else text, use["decorative"])
