"""The forms that readers fill in. What may be in them is the desk's business; here is only what was typed."""

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
    """A form that gives back what was typed, whatever it was."""

    token = forms.Field(required=False)  # judged by the view: whatever it holds is no typing error

    written: tuple[tuple[str, Promise, int], ...] = ()  # the fields into which people put work, each with its height

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, without the null characters that no page may hold."""
        return {name: self._value(name) for name in self.fields}

    @property
    def kept(self) -> list[KeptField]:
        """What somebody has written and would have to write again, where the form leads nowhere any more."""
        typed = self.typed
        return [KeptField(name, label, typed[name], rows) for name, label, rows in self.written if typed[name].strip()]

    def _value(self, name: str) -> str:
        value: Any = self[name].value()
        return "" if value is None else str(value).replace("\x00", "")

    def give(self, **values: Any) -> Self:
        """The same form with other values in its hidden fields."""
        self.data = {**{name: self.data[name] for name in self.data}, **values}
        return self

    def refuse(self, field: str, sentence: str) -> None:
        """Say at the field what the desk said; above the form where it names none of the form's."""
        self.add_error(field if field in self.fields else None, sentence)


class CommentForm(ReaderForm):
    """Name, text, and an e-mail address if the reader likes."""

    author = forms.CharField(error_messages={"required": _("Please enter a name.")})
    text = forms.CharField(error_messages={"required": _("Please enter a text.")})
    email = forms.EmailField(required=False, max_length=254, error_messages=BAD_EMAIL)
    parent = forms.Field(required=False)  # judged by the view, like the token
    trap = forms.CharField(required=False)  # people do not see it

    written = (("text", _("Your comment"), 7),)


class ReportForm(ReaderForm):
    """A breach of the rules: a reason, and a word if the reader likes."""

    reason = forms.ChoiceField(
        choices=ReasonCode.choices,
        error_messages={"required": _("Please choose a reason."), "invalid_choice": _("Please choose a reason.")},
    )
    note = forms.CharField(required=False)

    written = (("reason", _("What breaks the rules?"), 1), ("note", _("A word about it (optional)"), 3))

    @property
    def kept(self) -> list[KeptField]:
        """The reason in words; one that there is not was not chosen here."""
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
