"""The change feed: what was published, changed and withdrawn, for programs that keep a copy."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.addresses import absolute
from articles.api.exceptions import bad_parameter
from articles.api.pagination import KeysetPagination
from articles.api.serializers.plain import format_timestamp
from articles.api.views.public import PublicView
from articles.domain import change_feed
from articles.models import ChangeFeedEntry

MAX_CHANGES = 500
ADDRESS = "Where to ask next; it holds the position."


class ChangeSerializer(serializers.Serializer[Any]):
    """The last thing to be said of an article."""

    id = serializers.IntegerField(help_text="The article's.")
    gone = serializers.BooleanField(help_text="It is not public any more: take it out of your copy.")
    at = serializers.DateTimeField(help_text="When it was noticed.")
    api_url = serializers.URLField(allow_null=True, help_text="The article; null where it is gone.")


class ChangesSerializer(serializers.Serializer[Any]):
    """Changes, oldest first."""

    results = ChangeSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="There is more already: go on here. null: that is all.")
    follow = serializers.URLField(help_text="Ask here later for what happens from now on.")


class ChangeListView(PublicView):
    """Changes after a position."""

    pagination_class = None
    problems = (400, 406)
    serializer_class = ChangesSerializer

    def known_parameters(self) -> set[str]:
        """Position and length."""
        return {"since", "limit"} if self.request.method in {"GET", "HEAD"} else set()

    @extend_schema(
        operation_id="listChanges",
        summary="What has come, changed and gone",
        description="Each article stands here once, with the last thing to be said of it: follow `next` until it is "
        "null, then ask at `follow` from time to time. Whoever does that has exactly what is public. It is at most a "
        "few seconds late. What was never public is never here, and why something has gone is not said.",
        parameters=[
            OpenApiParameter("since", str, description="The position, as `follow` gives it; none: the beginning."),
            OpenApiParameter(
                "limit", {"type": "integer", "minimum": 1, "default": 100}, description=f"At most {MAX_CHANGES}."
            ),
        ],
    )
    def get(self, request: Request) -> Response:
        """A page of them."""
        limit = KeysetPagination.read_limit(request, 100, MAX_CHANGES)
        try:
            rows, position = change_feed.after(request.query_params.get("since", ""), limit + 1)
        except change_feed.UnknownSeries:
            raise bad_parameter(
                "since", _("This position is not known here. Begin anew without one."), "invalid_cursor"
            ) from None
        has_more = len(rows) > limit
        if has_more:
            position = f"{position.partition('-')[0]}-{rows[limit - 1].sequence}"
        limit_parameter = request.query_params.get("limit")
        query = f"since={position}" + (f"&limit={limit}" if limit_parameter else "")
        address = absolute(request, f"{reverse('api:changes')}?{query}")
        articles = absolute(request, reverse("api:articles"))
        changes = [_change_as_dict(row, articles) for row in rows[:limit]]
        return Response({"results": changes, "next": address if has_more else None, "follow": address})


def _change_as_dict(change: ChangeFeedEntry, articles: str) -> dict[str, Any]:
    address = None if change.gone else f"{articles}{change.article_number}/"
    return {"id": change.article_number, "gone": change.gone, "at": format_timestamp(change.at), "api_url": address}
