"""Logging in: who guesses is slowed down, and told how long; see domain/login_guard.py for what is counted.

django-axes stays the place where attempts pass (its backend, its record of log-ins); its own counting has one limit
and one pause for all, and locks an account for everybody, so the counting is the desk's.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.base import expired_session
from articles.domain import login_guard
from articles.domain.rate_limit import RateLimited

COOKIE = "__Host-device" if settings.IS_HTTPS else "device"


class LoginGuardHandler(AxesDatabaseHandler):  # type: ignore[misc]  # the package has no types
    """Allows or refuses attempts; successes are recorded by django-axes."""

    def is_allowed(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        """Whether the password may be checked; counts the attempt once."""
        if hasattr(request, "login_pause"):
            return False
        if not hasattr(request, "login_attempt"):
            name = str((credentials or {}).get("username") or "")
            try:
                device = request.COOKIES.get(COOKIE, "")
                request.login_attempt = login_guard.begin(name, request.META.get("REMOTE_ADDR", ""), device)
            except RateLimited as refusal:
                request.login_pause, request.axes_locked_out = refusal.seconds, True
                return False
        return True

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        """Do nothing: the attempt was counted before the password was checked."""

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Take the attempt back."""
        super().user_logged_in(sender, request, user, **kwargs)
        if (attempt := getattr(request, "login_attempt", None)) is not None:
            login_guard.succeed(attempt)


class LoginPauseForm(AdminAuthenticationForm):
    """The log-in form during a pause: with the name, without the password, and with a message."""

    def __init__(self, request: HttpRequest, sentence: str) -> None:
        """`sentence` tells how long to wait."""
        super().__init__(request, data={"username": request.POST.get("username", "")})
        self.fields["password"].required = False
        self.sentence = sentence

    def clean(self) -> dict[str, Any]:
        """Refuse without checking a password."""
        raise ValidationError(self.sentence, code="paused")


class GuardedPasswordChangeForm(AdminPasswordChangeForm):
    """Limits guesses of the old password, so that nobody guesses it in somebody's open session."""

    pause = 0  # seconds

    def clean_old_password(self) -> str:
        """Check the old password, as often as at log-in."""
        try:
            attempt = login_guard.begin_confirmation(self.user.pk)
        except RateLimited as refusal:
            self.pause = refusal.seconds
            raise ValidationError(pause_sentence(refusal.seconds), code="paused") from refusal
        password = str(super().clean_old_password())
        login_guard.succeed(attempt)
        return password


def pause_sentence(seconds: int) -> str:
    """How long to wait, in words."""
    if seconds < 60:
        return ngettext(
            "Too many failed attempts. The next one is possible in %(n)d second.",
            "Too many failed attempts. The next one is possible in %(n)d seconds.",
            seconds,
        ) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many failed attempts. The next one is possible in %(n)d minute.",
        "Too many failed attempts. The next one is possible in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


def paused(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """429 with the log-in form: django-axes asks for it where an attempt was not let pass."""
    seconds = getattr(request, "login_pause", login_guard.BOTH.first_pause)
    context = {
        **admin.site.each_context(request),
        "title": _("Log in"),
        "app_path": request.get_full_path(),
        "form": LoginPauseForm(request, pause_sentence(seconds)),
        **expired_session.carried_context(request),
    }
    answer = TemplateResponse(request, "admin/login.html", context, status=429, headers={"Retry-After": str(seconds)})
    answer.headers["Cache-Control"] = "no-store"
    return answer.render()


def remember_device(response: HttpResponse, name: str) -> None:
    """Give this browser the word by which it is known when `name` logs in again."""
    response.set_cookie(
        COOKIE,
        login_guard.known_device(name),
        max_age=login_guard.KNOWN_SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
        path="/",
    )
