"""A form whose session ended while somebody typed: what was typed goes along through the log-in, and is sent then."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from articles.formats import unsent


def is_lost(site: admin.AdminSite, request: HttpRequest) -> bool:
    """Whether somebody sends what they typed, and may not any more. (What a script sends is the script's business.)"""
    return (
        request.method == "POST"
        and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and request.path != reverse("admin:logout")
        and not site.has_permission(request)
        and bool(unsent.typed(unsent.fields(request)))
    )


def ask(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    """The page for signing in, with what was typed."""
    address, found = request.get_full_path(), unsent.fields(request)
    return _log_in(site, request, address, [(one.name, one.value) for one in found], bool(request.FILES))


def _log_in(site: Any, request: HttpRequest, address: str, posted: list[tuple[str, str]], files: bool) -> HttpResponse:
    found = unsent.describe(posted, address)
    way = f"{reverse('admin:login')}?{urlencode({'next': address})}"
    more = {"app_path": way, "next": address, **context(found, address), "has_files": files}
    request.method = "GET"
    response = admin.AdminSite.login(site, request, more)
    response.status_code = 403
    return response


def context(found: list[unsent.Field], address: str) -> dict[str, Any]:
    """What the pages show and carry along."""
    return {"unsent": unsent.as_json(found, address), "unsent_typed": unsent.typed(found)}


def carried(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    """What came along through the log-in: for one of our own pages, or nothing."""
    address, posted = unsent.from_json(request.POST.get("unsent", "")) if request.method == "POST" else ("", [])
    inside = urlsplit(address).path.startswith(reverse("admin:index"))
    is_ours = inside and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return (address, posted) if is_ours else ("", [])


def carried_context(request: HttpRequest) -> dict[str, Any]:
    """What the log-in page shows again of what came along, where the log-in failed or has to wait."""
    address, posted = carried(request)
    if not address:
        return {}
    found = unsent.describe(posted, address)
    return {"app_path": request.get_full_path(), "next": address, **context(found, address)}


def go_on(site: Any, request: HttpRequest, address: str, found: list[unsent.Field], **more: Any) -> HttpResponse:
    """The page that sends it: with a token that holds, and everything as it was typed."""
    about = {
        **site.each_context(request),
        "title": _("Not saved yet"),
        "address": address,
        "fields": found,
        "has_typed": bool(unsent.typed(found)),
        **more,
    }
    request.META["REQUEST_METHOD"] = "POST"
    return TemplateResponse(request, "admin/unsent.html", about, status=more.get("status", 200))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not hold: mostly because its author has signed in anew since. Nothing typed is lost.

    What comes from another site is given back to nobody: it would be sent with a token of ours then.
    """
    site: Any = admin.site
    address, found = request.get_full_path(), unsent.fields(request)
    if not _is_ours(request):
        return go_on(site, request, address, [], status=403, is_foreign=True)
    if request.path == reverse("admin:login"):
        address, posted = carried(request)
        if address and site.has_permission(request):
            return go_on(site, request, address, unsent.describe(posted, address), status=403)
        if not address:
            return go_on(site, request, reverse("admin:index"), [], status=403)
        return _log_in(site, request, address, posted, files=False)
    if not site.has_permission(request):
        return ask(site, request)
    return go_on(site, request, address, found, status=403, has_files=bool(request.FILES))


def _is_ours(request: HttpRequest) -> bool:
    said = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    return f"{said.scheme}://{said.netloc}" == f"{request.scheme}://{request.get_host()}"
