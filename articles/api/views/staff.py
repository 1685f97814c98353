"""The base of all staff views: authentication, permission and scope; no cache keeps an answer."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from articles.api.authentication import STAFF_AUTHENTICATION, has_permission
from articles.api.conditional_requests import answer_not_modified
from articles.api.pagination import KeysetPagination
from articles.api.parameters import ChoiceParameter, ListParameter, reject_unknown
from articles.api.throttling import ThrottledViewMixin
from articles.models.api_token import Scope


class StaffView(ThrottledViewMixin, GenericAPIView[Any]):
    """Reads and writes what is not public. `permissions_by_method`: permission and scope by HTTP method."""

    authentication_classes = STAFF_AUTHENTICATION
    parameters: tuple[ChoiceParameter | ListParameter, ...] = ()
    write_parameters: tuple[ChoiceParameter | ListParameter, ...] = ()
    permissions_by_method: dict[str, tuple[str, Scope]] = {}
    problems: tuple[int, ...] = (400, 406)
    pagination_class: Any = None
    orders: dict[str, tuple[str, ...]] = {}
    has_version = False  # the ETag is a version, which says nothing of all that the answer tells beside it

    def known_parameters(self) -> set[str]:
        """The names of all query parameters that this address reads."""
        if self.request.method not in {"GET", "HEAD"}:
            return {parameter.name for parameter in self.write_parameters}
        known = {parameter.name for parameter in self.parameters}
        if isinstance(self.paginator, KeysetPagination):
            known |= self.paginator.parameters(self)
        return known | set(getattr(getattr(self, "filterset_class", None), "base_filters", {}))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check authentication, permission and scope, then reject unknown parameters."""
        super().initial(request, *args, **kwargs)
        permission, scope = self.permissions_by_method.get(
            "GET" if request.method == "HEAD" else str(request.method), ("", Scope.READ)
        )
        if not request.user.is_authenticated:
            raise exceptions.NotAuthenticated
        if not permission:
            raise exceptions.MethodNotAllowed(str(request.method))
        if not has_permission(request, permission, scope) or not self.has_access():
            raise exceptions.PermissionDenied
        reject_unknown(request, self.known_parameters())

    def has_access(self) -> bool:
        """Whether the user has access, beyond the permission of `permissions_by_method`."""
        return True

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Forbid shared caches to keep the answer."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization", "Cookie"])
        if not self.has_version:
            answer_not_modified(request, response)
        return response

    def read_body(self, serializer: type[Any], **kwargs: Any) -> Any:
        """The validated serializer of the request's body; raises ParseError and ValidationError."""
        if not isinstance(self.request.data, dict):
            raise exceptions.ParseError
        data = self.request.data
        repeated = [name for name in data if len(data.getlist(name)) > 1] if isinstance(data, QueryDict) else []
        if repeated:  # the last one would be taken, and the others lost without a word
            detail = exceptions.ErrorDetail(_("Give this field once."), "repeated")
            raise exceptions.ValidationError({name: [detail] for name in repeated})
        bound = serializer(data=data, **kwargs)
        bound.is_valid(raise_exception=True)
        return bound

    def require_permission(self, permission: str, scope: Scope) -> None:
        """Raise PermissionDenied without this permission and scope, where they depend on the request's body."""
        if not has_permission(self.request, permission, scope):
            raise exceptions.PermissionDenied

    def get_row(self, rows: Any, pk: int) -> Any:
        """The row with this id; raises Http404 for one that does not exist or may not be seen."""
        row: Any = rows.filter(pk=pk).first() if pk < 2**63 else None
        if row is None:
            raise Http404
        return row
