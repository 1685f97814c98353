"""A form whose session ended while somebody typed: what was typed goes along through the log-in, and is sent then."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from articles.formats import unsent_form


def has_lost_session(site: admin.AdminSite, request: HttpRequest) -> bool:
    """Whether a form was sent in a session that has ended; requests of scripts are left to the scripts."""
    return (
        request.method == "POST"
        and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and request.path != reverse("admin:logout")
        and not site.has_permission(request)
        and bool(unsent_form.typed(unsent_form.fields(request)))
    )


def login_page(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    """The log-in page, which carries what was typed."""
    address, fields = request.get_full_path(), unsent_form.fields(request)
    return _log_in(site, request, address, [(field.name, field.value) for field in fields], bool(request.FILES))


def _log_in(site: Any, request: HttpRequest, address: str, posted: list[tuple[str, str]], files: bool) -> HttpResponse:
    fields = unsent_form.describe(posted, address)
    login_url = f"{reverse('admin:login')}?{urlencode({'next': address})}"
    more = {"app_path": login_url, "next": address, **context(fields, address), "has_files": files}
    request.method = "GET"
    response = admin.AdminSite.login(site, request, more)
    response.status_code = 403
    return response


def context(fields: list[unsent_form.Field], address: str) -> dict[str, Any]:
    """What the pages show and carry along."""
    return {"unsent": unsent_form.as_json(fields, address), "unsent_typed": unsent_form.typed(fields)}


def carried_form(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    """Address and fields of the form carried through the log-in; empty unless it is for a page of the admin."""
    address, posted = unsent_form.from_json(request.POST.get("unsent", "")) if request.method == "POST" else ("", [])
    inside = urlsplit(address).path.startswith(reverse("admin:index"))
    is_ours = inside and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return (address, posted) if is_ours else ("", [])


def carried_context(request: HttpRequest) -> dict[str, Any]:
    """What the log-in page shows again of what came along, where the log-in failed or has to wait."""
    address, posted = carried_form(request)
    if not address:
        return {}
    fields = unsent_form.describe(posted, address)
    return {"app_path": request.get_full_path(), "next": address, **context(fields, address)}


def resend_page(
    site: Any, request: HttpRequest, address: str, fields: list[unsent_form.Field], **more: Any
) -> HttpResponse:
    """The page that sends the form again, with a valid CSRF token and everything as it was typed."""
    about = {
        **site.each_context(request),
        "title": _("Not saved yet"),
        "address": address,
        "fields": fields,
        "has_typed": bool(unsent_form.typed(fields)),
        **more,
    }
    request.META["REQUEST_METHOD"] = "POST"
    return TemplateResponse(request, "admin/unsent.html", about, status=more.get("status", 200))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not hold: mostly because its author has signed in anew since. Nothing typed is lost.

    What comes from another site is given back to nobody: it would be sent with a token of ours then.
    """
    site: Any = admin.site
    address, fields = request.get_full_path(), unsent_form.fields(request)
    if not _is_ours(request):
        return resend_page(site, request, address, [], status=403, is_foreign=True)
    if request.path == reverse("admin:login"):
        address, posted = carried_form(request)
        if address and site.has_permission(request):
            return resend_page(site, request, address, unsent_form.describe(posted, address), status=403)
        if not address:
            return resend_page(site, request, reverse("admin:index"), [], status=403)
        return _log_in(site, request, address, posted, files=False)
    if not site.has_permission(request):
        return login_page(site, request)
    return resend_page(site, request, address, fields, status=403, has_files=bool(request.FILES))


def _is_ours(request: HttpRequest) -> bool:
    origin = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    return f"{origin.scheme}://{origin.netloc}" == f"{request.scheme}://{request.get_host()}"
