"""Error pages in the site's layout. They do not say why an address is not public."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles.domain.errors import DATABASE_AWAY, RETRY_AFTER_SECONDS
from articles.formats import unsent_form
from articles.pages import redirects, rendering
from articles.pages.forms import KeptField


class Withdrawn(Exception):
    """The page was public once; `str()` is the newsroom's reason."""


def _error(
    request: HttpRequest, status: int, title: str, sentence: str, reason: str = "", kept: Sequence[KeptField] = ()
) -> HttpResponse:
    context = {"status": status, "title": title, "sentence": sentence, "reason": reason, "kept": kept}
    return rendering.render(request, "error", context, status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is invalid. The host may be invalid as well, so nothing is read from the request."""
    sentence = _("What your browser has sent could not be understood.")
    return rendering.plain("error", {"status": 400, "title": _("Not understood"), "sentence": sentence}, 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is not public; 301 where it has moved."""
    address = redirects.new_address(request)
    if address:
        return HttpResponsePermanentRedirect(address)
    return _not_found(request)


def _not_found(request: HttpRequest, kept: Sequence[KeptField] = ()) -> HttpResponse:
    return _error(request, 404, _("Page not found"), _("There is nothing at this address (any more)."), kept=kept)


def gone(request: HttpRequest, reason: str, kept: Sequence[KeptField] = ()) -> HttpResponse:
    """410: a withdrawn article, with the newsroom's reason."""
    return _error(request, 410, _("Page withdrawn"), _("This page was withdrawn by the newsroom."), reason, kept)


def article_gone(request: HttpRequest, error: Exception, kept: Sequence[KeptField]) -> HttpResponse:
    """410 or 404 with what was typed into the form: the article went away while somebody wrote."""
    return gone(request, str(error), kept) if isinstance(error, Withdrawn) else _not_found(request, kept)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than the limit."""
    sentence = _("Your text is far too long and was not read. Go back in your browser: it is still in the form there.")
    return _error(request, 413, _("Text too long"), sentence)


def method_not_allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """405 with the `methods` that the page accepts."""
    sentence = _("Your browser has sent something here that this page does not take.")
    response = _error(request, 405, _("Not this way"), sentence)
    response["Allow"] = ", ".join(methods)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without a database query, because the database may be broken; 503 where it does not answer."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return _database_away(request)
    sentence = _("Something went wrong on our side. Please try again in a few minutes.")
    return rendering.plain("error", {"status": 500, "title": _("An error of ours"), "sentence": sentence}, 500)


def _database_away(request: HttpRequest) -> HttpResponse:
    """503: the database is away or locked. What was typed is shown in a form that can be sent once more."""
    fields = unsent_form.fields(request) if request.method == "POST" else []
    if unsent_form.typed(fields):
        context = {
            "address": request.get_full_path(),
            "fields": fields,
            "has_files": bool(request.FILES),
            "csrf_token_said": get_token(request) if getattr(request, "csrf_processing_done", False) else "",
        }
        response = rendering.plain("unsent", context, 503)
    else:
        sentence = _("Something went wrong on our side. Please try again in a few minutes.")
        response = rendering.plain("error", {"status": 503, "title": _("An error of ours"), "sentence": sentence}, 503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def gone_when_withdrawn(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 410 where the view raises Withdrawn."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as withdrawn:
            return gone(request, str(withdrawn))

    return wrapped


def allow_methods(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer 405 to any other method than these."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if request.method in methods else method_not_allowed(request, methods)

        return wrapped

    return decorate


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 405 to any method but GET and HEAD; a CSRF cookie is not needed then."""
    return csrf_exempt(allow_methods("GET", "HEAD")(view))
