"""The entry points of the API, and answers for addresses that do not exist."""

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

ENTRY_POINTS = ("articles", "changes", "sources", "agencies", "topics", "persons", "images", "schema", "docs")


class IndexView(PublicView):
    """The addresses to begin with."""

    pagination_class = None
    problems = (400, 406)

    @extend_schema(
        operation_id="getIndex",
        summary="The addresses to begin with",
        responses=inline_serializer("Index", {name: serializers.URLField() for name in ENTRY_POINTS}),
    )
    def get(self, request: Request) -> Response:
        """Each list by its name."""
        return Response({name: absolute(request, reverse(f"api:{name}")) for name in ENTRY_POINTS})


@extend_schema(exclude=True)
class NotFoundView(PublicView):
    """Answers an unknown address of the API with a problem instead of a page."""

    pagination_class = None
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raise Http404 whatever the parameters are."""
        raise Http404

    def get(self, request: Request) -> Response:
        """Never reached."""
        raise Http404


@csrf_exempt
def redirect_to_slash(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Redirect an address without its last slash; answer 404 to any other."""
    try:
        view: Any = resolve(f"{request.path_info}/").func
    except Resolver404:
        view = redirect_to_slash
    is_known = view is not redirect_to_slash and getattr(view, "view_class", None) is not NotFoundView
    if request.path_info.endswith("/") or not is_known:
        return problems.problem_response(404, _("There is nothing at this address, or it is not public."))
    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
