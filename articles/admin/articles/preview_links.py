"""The page of an article's preview links: created for a number of days, listed, revoked."""

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base.form_data import parse_number
from articles.domain.articles import preview_links
from articles.domain.staff import staff
from articles.models import Article


class PreviewLinkForm(forms.Form):
    """For how many days, and for whom."""

    days = forms.IntegerField(
        label=gettext_lazy("Days until it expires"), min_value=1, max_value=preview_links.MAX_LINK_DAYS, initial=7
    )
    note = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For the record; whoever opens the link does not see it."),
    )


def links_view(page: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """The list; whoever may change the article creates and revokes links."""
    article = get_object_or_404(Article.objects.select_related("source", "clip"), pk=object_id)
    if not page.has_view_or_change_permission(request, article):
        raise PermissionDenied
    may_make = page.has_change_permission(request, article)
    if request.method == "POST" and not may_make:
        raise PermissionDenied
    if request.method == "POST" and "_revoke" in request.POST:
        return _revoke_link(page, request, article)
    form = PreviewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _make_link(page, request, article, form)
    context = {
        **page.admin_site.each_context(request),
        "title": _("Preview links"),
        "subtitle": str(article),
        "opts": page.opts,
        "object_id": object_id,
        "links": [
            {"link": link, "url": request.build_absolute_uri(link.get_absolute_url())}
            for link in article.preview_links.select_related("created_by", "revoked_by")
        ],
        "refusal": preview_links.refusal(article),
        "may_make": may_make,
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/preview_links.html", context)


def _make_link(page: ModelAdmin, request: HttpRequest, article: Article, form: PreviewLinkForm) -> HttpResponse:
    try:
        preview_links.make_link(article, staff(request), form.cleaned_data["days"], form.cleaned_data["note"])
    except preview_links.PreviewLinkRefused as refusal:
        page.message_user(request, str(refusal), messages.ERROR)
    else:
        page.message_user(request, _("The link is made. Whoever has it can read the article."), messages.SUCCESS)
    return HttpResponseRedirect(request.path)


def _revoke_link(page: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    link = get_object_or_404(article.preview_links, pk=parse_number(request.POST["_revoke"]))
    if preview_links.revoke_link(link, staff(request)):
        page.message_user(request, _("The link opens nothing any more."), messages.SUCCESS)
    return HttpResponseRedirect(request.path)
