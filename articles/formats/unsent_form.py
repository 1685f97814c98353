"""The input of a form that could not be processed, returned as fields of a form that can be sent once more.

For the pages shown when a session has ended or the database is unavailable. Passwords and tokens are left out.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import BadRequest, FieldDoesNotExist, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ReasonCode

MAX_FIELD_ROWS = 12
SECRET = re.compile(r"csrfmiddlewaretoken|.*password.*")
CARRIED_FIELD = "unsent"  # the field that carries all of this through the log-in
MACHINE_MADE = re.compile(
    r"unsent|picture_uses|token|verb|what|parent|known|nth|index|action|select_across|.*ids?|trap|_.*|form_.*|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|.*-__prefix__-.*"
)
NO_WORDS = re.compile(r"\s*|\d+|on|true|false|[0-9a-fA-F-]{32,36}")
LABELS: dict[str, Any] = {
    "author": gettext_lazy("Name"),
    "text": gettext_lazy("Your comment"),
    "email": gettext_lazy("E-mail address"),
    "note": gettext_lazy("Note"),
    "explanation": gettext_lazy("Why is it illegal?"),
    "url": gettext_lazy("Exact place"),
    "name": gettext_lazy("Your name"),
    "reason": gettext_lazy("Reason"),
    "save_reason": gettext_lazy("What was changed, and why"),
    "legal_ground": gettext_lazy("Legal ground"),
    "passage": gettext_lazy("Passage to cut"),
}


class Field(NamedTuple):
    """One value; `rows` is the height of its field in lines, 0 where it was not typed."""

    name: str
    label: str
    value: str
    rows: int


def fields(request: HttpRequest) -> list[Field]:
    """All submitted values, in their order; none where the request cannot be parsed."""
    try:
        posted = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, BadRequest, SuspiciousOperation, MultiPartParserError, ValueError):
        return []
    return describe(posted, request.path)


def describe(posted: Iterable[tuple[str, Any]], path: str) -> list[Field]:
    """The same for pairs of name and value."""
    pairs = [(name, str(value).replace("\x00", "")) for name, value in posted if not SECRET.fullmatch(name)]
    return [_describe(name, value, path) for name, value in pairs]


def typed(fields: Iterable[Field]) -> list[Field]:
    """The values that somebody would have to type again."""
    return [field for field in fields if field.rows or (field.name == CARRIED_FIELD and field.value)]


def as_json(fields: Iterable[Field], address: str) -> str:
    """The values as JSON, to be carried through another form, such as the log-in."""
    return json.dumps(
        {"address": address, "fields": [(field.name, field.value) for field in fields if field.name != CARRIED_FIELD]}
    )


def from_json(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The address and the pairs of as_json(); an empty address where the text is invalid."""
    try:
        data = json.loads(text)
        return str(data["address"]), [(str(name), str(value)) for name, value in data["fields"]]
    except (ValueError, TypeError, KeyError):
        return "", []


def _describe(name: str, value: str, path: str) -> Field:
    field = _of_model(name, path)
    verbose_name = capfirst(field.verbose_name) if field is not None else LABELS.get(name)
    codes = {str(code) for code, _word in getattr(field, "flatchoices", ())} | set(ReasonCode.values)
    label = str(verbose_name or _("Field “%(name)s”") % {"name": name})
    return Field(name, label, value, 0 if value in codes else _rows(name, value))


def _of_model(name: str, path: str) -> Any:
    """The model field of this name, of the model whose admin page has the path; None where there is none."""
    parts = path.strip("/").split("/")
    if len(parts) < 3 or parts[0] != "admin":
        return None
    try:
        field = apps.get_model(parts[1], parts[2])._meta.get_field(name.rpartition("-")[2])
    except (LookupError, FieldDoesNotExist, ValueError):
        return None
    return field if hasattr(field, "verbose_name") else None


def _rows(name: str, value: str) -> int:
    if MACHINE_MADE.fullmatch(name) or NO_WORDS.fullmatch(value):
        return 0
    lines = value.count("\n") + len(value) // 70 + 1
    return min(lines, MAX_FIELD_ROWS)
