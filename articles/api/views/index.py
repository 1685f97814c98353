"""Where to begin, and what is said where nothing is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api import exceptions as problems
from articles.api.addresses import absolute
from articles.api.views.public import PublicView

BEGINNINGS = ("articles", "changes", "sources", "agencies", "topics", "persons", "images", "schema", "docs")


class Index(PublicView):
    """The addresses to begin with."""

    pagination_class = None
    problems = (400, 406)

    @extend_schema(
        operation_id="getIndex",
        summary="The addresses to begin with",
        responses=inline_serializer("Index", {name: serializers.URLField() for name in BEGINNINGS}),
    )
    def get(self, request: Request) -> Response:
        """Each list by its name."""
        return Response({name: absolute(request, reverse(f"api:{name}")) for name in BEGINNINGS})


@extend_schema(exclude=True)
class Nothing(PublicView):
    """Answers an address that does not exist as every other of this door: with a problem, not a page."""

    pagination_class = None
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whatever the parameters are."""
        raise Http404

    def get(self, request: Request) -> Response:
        """Never reached."""
        raise Http404


@csrf_exempt
def elsewhere(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Leads on from an address whose last slash was forgotten; there is nothing at any other."""
    try:
        found: Any = resolve(f"{request.path_info}/").func
    except Resolver404:
        found = elsewhere
    if request.path_info.endswith("/") or found is elsewhere or getattr(found, "view_class", None) is Nothing:
        return problems.plain(404, _("There is nothing at this address, or it is not public."))
    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
