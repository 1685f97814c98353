"""Query parameters beside filters and pages: declared once, read strictly, described in the schema."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from articles.api import exceptions


@dataclass(frozen=True, slots=True)
class ChoiceParameter:
    """A parameter with one value out of a few."""

    name: str
    choices: tuple[str, ...]
    default: str
    description: str

    def read(self, request: Request) -> str:
        """The value of the request, or the default; raises ValidationError for any other."""
        word = request.query_params.get(self.name, self.default)
        if word not in self.choices:
            raise exceptions.bad_parameter(self.name, choices_message(self.choices), "unknown_choice")
        return str(word)

    def to_openapi(self) -> OpenApiParameter:
        """For the schema."""
        return OpenApiParameter(
            self.name, str, description=self.description, enum=self.choices, default=self.default or None
        )


@dataclass(frozen=True, slots=True)
class ListParameter:
    """A parameter with several values, separated by commas. An absent one differs from an empty one."""

    name: str
    choices: tuple[str, ...]
    description: str

    def read(self, request: Request) -> frozenset[str] | None:
        """The values of the request; None where the parameter is absent. Raises ValidationError."""
        text = request.query_params.get(self.name)
        if text is None:
            return None
        words = frozenset(text.split(",")) - {""}
        if not words <= set(self.choices):
            raise exceptions.bad_parameter(self.name, choices_message(self.choices), "unknown_choice")
        return words

    def to_openapi(self) -> OpenApiParameter:
        """For the schema."""
        schema = {"type": "array", "items": {"type": "string", "enum": list(self.choices)}}
        return OpenApiParameter(self.name, schema, description=self.description, style="form", explode=False)


def choices_message(choices: Iterable[str]) -> str:
    """The message for a value that is none of the choices."""
    return _("Possible here: %(choices)s.") % {"choices": ", ".join(choices)}


def reject_unknown(request: Request, known: set[str]) -> None:
    """Raise ValidationError for a parameter that is unknown or repeated.

    A misspelt filter that is ignored would answer with everything: that is worse than an error.
    """
    for name in request.query_params:
        if name not in known:
            shown = "".join(c for c in name[:40] if c.isprintable())
            raise exceptions.bad_parameter(shown, choices_message(sorted(known)), "unknown_parameter")
        if len(request.query_params.getlist(name)) > 1:
            raise exceptions.bad_parameter(name, _("Give this parameter once; separate values by commas."), "repeated")
