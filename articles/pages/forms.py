"""The form for a reader's comment. What a comment may be is the desk's business; here is only what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """Name, text, and an e-mail address if the reader likes."""

    author = forms.CharField(error_messages={"required": _("Please enter a name.")})
    text = forms.CharField(error_messages={"required": _("Please enter a text.")})
    email = forms.EmailField(
        required=False, max_length=254, error_messages={"invalid": _("Please enter a valid e-mail address.")}
    )
    parent = forms.Field(required=False)  # these two are judged by the view: whatever they hold is no typing error
    token = forms.Field(required=False)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, without the null characters that no page may hold."""
        return {name: self._value(name) for name in self.fields}

    def _value(self, name: str) -> str:
        value: Any = self[name].value()
        return "" if value is None else str(value).replace("\x00", "")

    def give(self, **values: Any) -> "CommentForm":
        """The same form with other values in its hidden fields."""
        self.data = {**self.data.dict(), **values}
        return self
