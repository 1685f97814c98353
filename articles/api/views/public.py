"""The base of all public views: known parameters, and how long an answer may be kept."""

from typing import Any

from django.conf import settings
from django.http import Http404
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request

from articles.api.conditional_requests import make_conditional
from articles.api.exceptions import AddressChanged
from articles.api.keys import find_by_key, present_slug
from articles.api.pagination import KeysetPagination
from articles.api.parameters import ChoiceParameter, ListParameter, reject_unknown
from articles.api.throttling import ThrottledViewMixin


class PublicView(ThrottledViewMixin, GenericAPIView[Any]):
    """Reads what is public, without authentication: the answer is the same for everybody."""

    http_method_names = ["get", "head"]
    authentication_classes: list[Any] = []
    parameters: tuple[ChoiceParameter | ListParameter, ...] = ()
    problems: tuple[int, ...] = (400, 404, 406)
    robots = ""  # what the page of the same says to search engines

    def known_parameters(self) -> set[str]:
        """The names of all query parameters that this address reads; none for writing."""
        if self.request.method not in {"GET", "HEAD"}:
            return set()
        known = {parameter.name for parameter in self.parameters}
        if isinstance(self.paginator, KeysetPagination):
            known |= self.paginator.parameters(self)
        return known | set(getattr(getattr(self, "filterset_class", None), "base_filters", {}))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Reject unknown parameters before anything is done."""
        super().initial(request, *args, **kwargs)
        reject_unknown(request, self.known_parameters())

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add ETag, X-Robots-Tag and Cache-Control."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if robots := "noindex, nofollow" if settings.DEMO else self.robots:
            response["X-Robots-Tag"] = robots
        make_conditional(request, response)
        return response


class PublicListView(PublicView, ListAPIView[Any]):
    """Rows in pages."""

    problems: tuple[int, ...] = (400, 406)
    orders: dict[str, tuple[str, ...]] = {"name": ("name", "id")}


class PublicDetailView(PublicView, RetrieveAPIView[Any]):
    """One object, by its slug or its id at the same address."""

    pagination_class = None
    problems: tuple[int, ...] = (308, 400, 404, 406)

    def get_object(self) -> Any:
        """The object of the address; raises Http404 for a hidden one just as for an unknown one.

        Raises AddressChanged for a slug that the object had once.
        """
        rows, key = self.get_queryset(), self.kwargs["key"]
        row = find_by_key(rows, key)
        if row is not None:
            return row
        if slug := present_slug(rows, key):
            raise AddressChanged(slug)
        raise Http404
