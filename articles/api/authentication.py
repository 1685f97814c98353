"""Authenticates programs by token and staff by session, and checks permission and scope."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled

from articles.domain import api_tokens, login_guard
from articles.domain.rate_limit import RateLimited
from articles.models import ApiToken
from articles.models.api_token import Scope


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`; `request.auth` is the token. Source: RFC 6750."""

    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        """The token's user and the token; None where no token is sent. Raises AuthenticationFailed and Throttled."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        token = ApiToken.objects.of_secret(parts[1].decode("latin-1")) if len(parts) == 2 else None
        if token is None:
            self._count(request)
            raise AuthenticationFailed(_("This token is not valid (any more)."))
        api_tokens.note_use(token)
        return token.user, token

    def _count(self, request: Any) -> None:
        """Raise Throttled where this address has sent many invalid tokens; valid ones are not counted."""
        try:
            login_guard.count_wrong_token(request.META.get("REMOTE_ADDR", ""))
        except RateLimited as refusal:
            raise Throttled(
                refusal.seconds, _("These were too many invalid tokens. Please wait a little.")
            ) from refusal

    def authenticate_header(self, request: Any) -> str:
        """The WWW-Authenticate header of a 401."""
        return 'Bearer realm="newsroom"'


class BearerTokenExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular's hook has no types
    """Describes the tokens in the schema."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "A token made in the admin, with its scopes."}


STAFF_AUTHENTICATION = [TokenAuthentication, SessionAuthentication]


def has_permission(request: Any, permission: str, scope: Scope) -> bool:
    """Whether the user is staff with this permission, and the token, where one is used, has the scope."""
    user = request.user
    if not (user.is_authenticated and user.is_staff and user.has_perm(permission)):
        return False
    return request.auth is None or scope in request.auth.scopes
