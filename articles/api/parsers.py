"""Parses request bodies: JSON with a limited depth, and without text or numbers that are invalid."""

import io
import math
import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import JSONParser

SURROGATE = re.compile("[\ud800-\udfff]")
MAYBE_INFINITE = re.compile(rb"\d[eE]\+?\d|\d{300}")
MAYBE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class PlainJSONParser(JSONParser):
    """JSON. What is nested too deeply to be read is a bad request: nothing that is written here is nested.

    Half of a surrogate pair, which JSON can hold and no text, is refused at its place, and so is a number that is
    too large to be one.
    """

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The value; raises ParseError and ValidationError."""
        data = stream.read()
        try:
            value = super().parse(io.BytesIO(data), media_type, parser_context)
        except RecursionError:
            raise ParseError(_("This JSON is nested too deeply.")) from None
        if MAYBE_SURROGATE.search(data) or MAYBE_INFINITE.search(data):
            _reject_invalid_values(value)
        return value


def _reject_invalid_values(value: Any) -> None:
    waiting = [("", value)]
    while waiting:
        path, value_here = waiting.pop()
        if isinstance(value_here, dict):
            waiting += [(f"{path}.{name}".lstrip("."), inner) for name, inner in value_here.items()]
        elif isinstance(value_here, list):
            waiting += [(f"{path}.{n}".lstrip("."), inner) for n, inner in enumerate(value_here)]
        if SURROGATE.search(path) or (isinstance(value_here, str) and SURROGATE.search(value_here)):
            message = _("There is half of a character here (a surrogate without the other), which is no text.")
            name = path.encode("ascii", "backslashreplace").decode()[:200]
            raise ValidationError({name: [ErrorDetail(message, "invalid_value")]})
        if isinstance(value_here, float) and math.isinf(value_here):
            message = _("This number is larger than any that is read here.")
            raise ValidationError({path[:200]: [ErrorDetail(message, "invalid_number")]})
