"""Creates and revokes the API tokens of programs."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.models import ApiToken
from articles.models.api_token import Scope, digest
from articles.models.fields.lengths import fit

MAX_TOKEN_AGE = timedelta(days=366)
PREFIX = "nr_"  # so that a secret that has leaked can be recognised as one of ours
LAST_USE_PRECISION = timedelta(minutes=1)  # the last use is kept as exactly as this; not every request writes


class TokenRefused(Exception):
    """The token cannot be made; `field` names what is wrong, `str()` is a sentence for people."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def bearers(by: User) -> QuerySet[User]:
    """The users for whom `by` may create a token: active staff. A token has the rights of its user, so only a superuser
    creates one for a superuser."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    return staff if by.is_superuser else staff.filter(is_superuser=False)


@transaction.atomic
def issue(
    user: User, name: str, scopes: Collection[str], expires_at: datetime, by: User | None
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is not stored and cannot be read again. Raises TokenRefused."""
    if not name.strip():
        raise TokenRefused("name", _("Please enter a name."))
    if not scopes or not set(scopes) <= set(Scope.values):
        raise TokenRefused("scopes", _("Please choose what the token may be used for."))
    if not timezone.now() < expires_at <= timezone.now() + MAX_TOKEN_AGE:
        raise TokenRefused("expires_at", _("A token is valid for a year at most."))
    if not (user.is_active and user.is_staff):
        raise TokenRefused("user", _("Only who works here has tokens."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=fit(ApiToken, "name", name.strip()),
        scopes=sorted(scopes),
        expires_at=expires_at,
        digest=digest(secret),
        opening=secret[:8],
    )
    audit.record("add", token, by, scopes=token.scopes, user=user.pk)
    return token, secret


@transaction.atomic
def revoke(token: ApiToken, by: User | None, reason: str = "") -> bool:
    """End a token at once; False where it was revoked before."""
    changed = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    if changed:
        audit.record("revoke", token, by, reason)
    return bool(changed)


def note_use(token: ApiToken) -> None:
    """Record the use, to the minute (LAST_USE_PRECISION)."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > LAST_USE_PRECISION:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
