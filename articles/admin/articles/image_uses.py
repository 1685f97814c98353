"""What an article says of its pictures, as the form carries it: a hidden field that the body's editor fills."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.domain.images import library
from articles.models import Placement
from articles.models.fields.keys import parse_pk

LONGEST = Placement._meta.get_field("alt_text").max_length or 0  # characters


def written(uses: Mapping[int, library.ImageUse]) -> str:
    """The uses as the field holds them: `{"12": {"alt": "…", "decorative": false}}`."""
    return json.dumps({str(n): {"alt": use.alt_text, "decorative": use.is_decorative} for n, use in uses.items()})


class PictureUsesField(forms.CharField):
    """Alternative text and decoration by the picture's number."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[int, library.ImageUse]:
        """What was said; anything that no editor of ours writes is refused."""
        given = super().clean(value) or "{}"
        try:
            said = json.loads(given)
            uses = {_pk(number): _use(use) for number, use in said.items()}
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            raise forms.ValidationError(_("The pictures' alternative texts could not be read.")) from None
        if any(len(use.alt_text) > LONGEST for use in uses.values()):
            raise forms.ValidationError(
                _("An alternative text is longer than %(limit)d characters."), params={"limit": LONGEST}
            )
        return uses


def _pk(number: str) -> int:
    pk = parse_pk(number)
    if pk is None:
        raise ValueError("a picture's number is asked for")
    return pk


def _use(said: Mapping[str, Any]) -> library.ImageUse:
    if not isinstance(said["alt"], str) or not isinstance(said["decorative"], bool):
        raise TypeError("a text and a yes or no are asked for")
    text = " ".join(said["alt"].replace("\x00", "").split())
    return library.ImageUse("" if said["decorative"] else text, said["decorative"])
