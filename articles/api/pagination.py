"""Pages by cursor: a page begins after the last row of the one before, whatever has been added since."""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api import exceptions
from articles.api.addresses import absolute
from articles.api.parameters import ChoiceParameter, choices_message

COUNT = ChoiceParameter("count", ("true", "false"), "false", "Whether to count what the filters find; costs time.")
MAX_CURSOR_CHARS = 4_000
EXAMPLE_VALUES = {"id": 12, "history_id": 40, "name": "Rathaus", "publish_at": datetime(2024, 6, 19, 6, tzinfo=UTC)}


class KeysetPagination(BasePagination):
    """Reads a view's `orders`: the names that `ordering` accepts, each with its keys; the last key is unique.

    The first order is the default. `results` hold at most `limit` rows; `next` is the address of the next page.
    """

    default_limit = 20
    max_limit = 100
    count_means = "rows on all pages together"

    def paginate_queryset(
        self, queryset: models.QuerySet[Any] | Sequence[Any], request: Request, view: Any = None
    ) -> list[Any]:
        """The rows of the page that the request asks for."""
        assert isinstance(queryset, models.QuerySet)  # no list is paged here
        self.request = request
        self.order = self.read_order(request, view.orders)
        keys = view.orders[self.order]
        limit = self.read_limit(request, self.default_limit, self.max_limit)
        self.count = self.rows_to_count(queryset).order_by().count() if COUNT.read(request) == "true" else None
        rows = list(self._after_cursor(queryset, keys).order_by(*keys)[: limit + 1])
        self.last = [getattr(rows[limit - 1], key.lstrip("-")) for key in keys] if len(rows) > limit else None
        return rows[:limit]

    def rows_to_count(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows that `count` counts; by default all."""
        return queryset

    @staticmethod
    def read_order(request: Request, orders: Mapping[str, Sequence[str]]) -> str:
        """The name of the requested order; raises ValidationError for an unknown one."""
        order = request.query_params.get("ordering", next(iter(orders)))
        if order not in orders:
            raise exceptions.bad_parameter("ordering", choices_message(orders), "unknown_choice")
        return str(order)

    @staticmethod
    def read_limit(request: Request, default: int, max_limit: int) -> int:
        """The requested number of rows, at most `max_limit`; raises ValidationError."""
        text = request.query_params.get("limit")
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and text.strip("0")):
            raise exceptions.bad_parameter("limit", _("Give a whole number above 0."), "invalid_number")
        return min(int(text.lstrip("0")[:9]), max_limit)

    def _after_cursor(self, queryset: models.QuerySet[Any], keys: Sequence[str]) -> models.QuerySet[Any]:
        token = self.request.query_params.get("cursor")
        if token is None:
            return queryset
        values = self.read_cursor(token, [queryset.model._meta.get_field(key.lstrip("-")) for key in keys])
        return queryset.filter(after_values(list(zip(keys, values, strict=True))))

    def read_cursor(self, token: str, fields: Sequence[Any]) -> list[Any]:
        """The values of a cursor of this list, one for each field; raises ValidationError for any other."""
        try:
            order, *values = _decode(token)
            if order != self.order or len(values) != len(fields):
                raise ValueError("the cursor of another list")
            return [_checked(field, value) for field, value in zip(fields, values, strict=True)]
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            raise invalid_cursor() from None

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the address of the next one."""
        page = {"results": data, "next": self.next_url()}
        if self.count is not None:
            page["count"] = self.count
        return Response(page)

    def next_url(self) -> str | None:
        """The address of the next page; None on the last one."""
        if self.last is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = _encode([self.order, *self.last])
        return absolute(self.request, f"{self.request.path}?{query.urlencode(safe=',')}")

    def parameters(self, view: Any) -> set[str]:
        """The names of the query parameters that the pagination reads."""
        return {"cursor", "limit", "count"} | ({"ordering"} if len(view.orders) > 1 else set())

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the schema."""
        described: list[tuple[str, dict[str, Any], str]] = [
            ("cursor", {"type": "string"}, "Where the page begins: comes in `next`, means nothing by itself."),
            (
                "limit",
                {"type": "integer", "minimum": 1, "default": self.default_limit},
                f"Rows of a page; more than {self.max_limit} are not given.",
            ),
            ("count", {"type": "string", "enum": list(COUNT.choices), "default": COUNT.default}, COUNT.description),
        ]
        if len(view.orders) > 1:
            schema = {"type": "string", "enum": list(view.orders), "default": next(iter(view.orders))}
            described.append(("ordering", schema, "The order of the rows; a minus stands for the newest first."))
        parameters: list[dict[str, Any]] = [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": words}
            for name, schema, words in described
        ]
        order, keys = next(iter(view.orders.items()))
        parameters[0]["example"] = _encode([order, *self.example_values([key.lstrip("-") for key in keys])])
        return parameters

    @staticmethod
    def example_values(keys: Sequence[str]) -> list[Any]:
        """Values of the last row of a page, for an example of a cursor."""
        return [EXAMPLE_VALUES[key] for key in keys]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """For the schema."""
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {"type": ["string", "null"], "format": "uri", "description": "The next page; null: the last."},
                "count": {"type": "integer", "description": f"Only with `count=true`: {self.count_means}."},
            },
        }


def invalid_cursor() -> Exception:
    """The exception for a cursor that this list never gave."""
    message = _("This cursor is not of this list. Please follow “next” as it was given.")
    return exceptions.bad_parameter("cursor", message, "invalid_cursor")


def after_values(pairs: list[tuple[str, Any]]) -> models.Q:
    """The condition for rows after these values in the order of the keys, in a form that an index range serves."""
    (key, value), *rest = pairs
    name, side = key.lstrip("-"), "lt" if key.startswith("-") else "gt"
    further = models.Q(**{f"{name}__{side}": value})
    if not rest:
        return further
    return models.Q(**{f"{name}__{side}e": value}) & (further | after_values(rest))


def _checked(field: Any, value: Any) -> Any:
    """The cursor's value in the field's type; raises ValueError or TypeError for any other."""
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(value).astimezone(UTC)
    if isinstance(field, models.IntegerField):
        if type(value) is not int or not 0 <= value < 2**63:
            raise ValueError("no id")
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("no text")
    value.encode()  # half a surrogate pair, which JSON can hold and no database
    return value


def _encode(values: Iterable[Any]) -> str:
    plain = [v.astimezone(UTC).isoformat() if isinstance(v, datetime) else v for v in values]
    data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(token: str) -> list[Any]:
    if len(token) > MAX_CURSOR_CHARS:
        raise ValueError("too long")
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    values = json.loads(data.decode())
    if not isinstance(values, list) or not values:
        raise ValueError("no list")
    return values
