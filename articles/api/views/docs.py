"""The API's own description: the schema for programs, a page for people."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api import exceptions
from articles.api.views.public import PublicView


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The OpenAPI document; made once a process, because that takes a third of a second and it never changes."""
    generator: Any = SchemaGenerator  # it has no types
    schema: dict[str, Any] = generator().get_schema(public=True)
    return schema


@extend_schema(exclude=True)
class SchemaView(PublicView):
    """OpenAPI 3.1, as JSON or, if asked, as YAML."""

    pagination_class = None
    renderer_classes = [JSONRenderer, OpenApiJsonRenderer, OpenApiYamlRenderer]

    def get(self, request: Request) -> Response:
        """The schema."""
        return Response(openapi())


@method_decorator(csrf_exempt, "dispatch")
class DocsView(TemplateView):
    """Swagger UI from our own server, under the site's policy as it is."""

    http_method_names = ["get", "head"]
    template_name = "api/docs.html"
    extra_context = {"title": spectacular_settings.TITLE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A demonstration is for no search engine."""
        return super().get_context_data(is_demo=settings.DEMO, **kwargs)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A problem, as everywhere here."""
        return exceptions.problem_response(405, _("This page is only read."), {"Allow": "GET, HEAD"})
