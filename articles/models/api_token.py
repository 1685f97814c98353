"""API tokens. Only a hash of the secret is stored."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may be used for, within what its person may do."""

    READ = "read", _("read what is not public")
    EDIT = "edit", _("create and change")
    PUBLISH = "publish", _("review, publish, withdraw")
    MODERATE = "moderate", _("moderate comments")
    IMPORT = "import", _("import clips")


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Queries on tokens."""

    def valid(self) -> "TokenQuerySet":
        """Neither expired nor revoked, of an active member of staff."""
        return self.filter(
            revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True, user__is_staff=True
        ).select_related("user")

    def of_secret(self, secret: str) -> "ApiToken | None":
        """The valid token with this secret."""
        return self.valid().filter(digest=digest(secret)).first()


class ApiToken(models.Model):
    """A token with which a program acts for a user, restricted to some of that user's rights."""

    name = models.CharField(_("name"), max_length=100, help_text=_("What the program is called, and where it runs."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name=_("person")
    )
    scopes = models.JSONField(_("may be used to"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    opening = models.CharField(_("begins with"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


def digest(secret: str) -> str:
    """The stored hash of a secret: it has 256 random bits, so a plain SHA-256 suffices."""
    return hashlib.sha256(secret.encode()).hexdigest()
