"""Rate limits: each token by itself, everybody else by address; every answer has the remaining quota.

Source: draft-ietf-httpapi-ratelimit-headers-10.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.views import APIView

from articles.domain import api_usage, sender_hashes
from articles.domain.api_usage import UsageStatus

WINDOW_SECONDS = 60  # seconds


class ThrottledViewMixin(APIView):
    """Counts each request of a view before anything else is done."""

    usages: Sequence[UsageStatus] = ()

    def check_throttles(self, request: Request) -> None:
        """Count the request; raises Throttled."""
        self.usages = list(_count(request))
        for usage in self.usages:
            if usage.is_over:
                raise Throttled(usage.seconds, _("These are too many requests. Please wait a little."))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the rate limit headers."""
        response = super().finalize_response(request, response, *args, **kwargs)
        set_rate_limit_headers(response, self.usages)
        return response


def _count(request: Request) -> Iterator[UsageStatus]:
    token = request.auth
    who, limit = ("token", settings.API_TOKEN_LIMIT) if token else ("address", settings.API_ADDRESS_LIMIT)
    if limit:
        sender = token.pk if token else sender_hashes.network(request.META.get("REMOTE_ADDR", ""))
        yield api_usage.count(f"{who} {sender}", limit, WINDOW_SECONDS)


def set_rate_limit_headers(response: HttpResponseBase, usages: Sequence[UsageStatus]) -> None:
    """Set RateLimit-Policy and RateLimit by the usage that is counted."""
    for usage in usages:
        response["RateLimit-Policy"] = f'"default";q={usage.limit};w={usage.window}'
        response["RateLimit"] = f'"default";r={max(0, usage.remaining)};t={usage.seconds}'
