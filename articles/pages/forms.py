"""The forms that readers fill in. The domain validates them; the forms only hold what was typed."""

from typing import Any, NamedTuple, Self

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models import ReasonCode

BAD_EMAIL = {"invalid": _("Please enter a valid e-mail address.")}


class KeptField(NamedTuple):
    """Something that was typed, for a page where it can only be copied; `rows` is how high its field is."""

    name: str
    label: str | Promise
    text: str
    rows: int


class ReaderForm(forms.Form):
    """A form that keeps what was typed, whatever it was."""

    token = forms.Field(required=False)  # judged by the view: whatever it holds is no typing error

    written: tuple[tuple[str, Promise, int], ...] = ()  # the fields into which people put work, each with its height

    @property
    def typed(self) -> dict[str, str]:
        """The content of all fields, without null characters, which no page may contain."""
        return {name: self._value(name) for name in self.fields}

    @property
    def kept(self) -> list[KeptField]:
        """What somebody would have to write again where the form cannot be sent any more."""
        typed = self.typed
        return [KeptField(name, label, typed[name], rows) for name, label, rows in self.written if typed[name].strip()]

    def _value(self, name: str) -> str:
        value: Any = self[name].value()
        return "" if value is None else str(value).replace("\x00", "")

    def give(self, **values: Any) -> Self:
        """Set other values in the form's hidden fields; returns the form."""
        self.data = {**{name: self.data[name] for name in self.data}, **values}
        return self

    def refuse(self, field: str, sentence: str) -> None:
        """Add the domain's error at the field; above the form where the form has no such field."""
        self.add_error(field if field in self.fields else None, sentence)


class CommentForm(ReaderForm):
    """Name, text, and optionally an e-mail address."""

    author = forms.CharField(error_messages={"required": _("Please enter a name.")})
    text = forms.CharField(error_messages={"required": _("Please enter a text.")})
    email = forms.EmailField(required=False, max_length=254, error_messages=BAD_EMAIL)
    parent = forms.Field(required=False)  # judged by the view, like the token
    trap = forms.CharField(required=False)  # people do not see it

    written = (("text", _("Your comment"), 7),)


class ReportForm(ReaderForm):
    """A breach of the rules: a reason, and optionally a note."""

    reason = forms.ChoiceField(
        choices=ReasonCode.choices,
        error_messages={"required": _("Please choose a reason."), "invalid_choice": _("Please choose a reason.")},
    )
    note = forms.CharField(required=False)

    written = (("reason", _("What breaks the rules?"), 1), ("note", _("A word about it (optional)"), 3))

    @property
    def kept(self) -> list[KeptField]:
        """With the label of the reason; an unknown reason is left out."""
        labels = {code.value: capfirst(str(code.label)) for code in ReasonCode}
        fields = [
            field._replace(text=labels.get(field.text, "")) if field.name == "reason" else field
            for field in super().kept
        ]
        return [field for field in fields if field.text]


class NoticeForm(ReaderForm):
    """Illegal content: what Article 16 (2) of the Digital Services Act asks for."""

    explanation = forms.CharField(
        error_messages={"required": _("Please explain why you take this comment to be illegal.")}
    )
    url = forms.CharField(error_messages={"required": _("Please name the exact place.")})
    name = forms.CharField(required=False, max_length=120)
    email = forms.EmailField(required=False, max_length=254, error_messages=BAD_EMAIL)
    is_anonymous = forms.BooleanField(required=False)
    good_faith = forms.BooleanField(error_messages={"required": _("Please confirm that you act in good faith.")})

    written = (
        ("explanation", _("Why is it illegal?"), 6),
        ("url", _("Exact place"), 1),
        ("name", _("Your name"), 1),
        ("email", _("Your e-mail address"), 1),
    )
