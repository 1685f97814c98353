"""Preview links of an article: made for a number of days, listed with who made them, revoked by a button."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base.form_data import number
from articles.domain.articles import preview_links
from articles.models import Article


class PreviewLinkForm(forms.Form):
    """How long, and for whom."""

    days = forms.IntegerField(
        label=gettext_lazy("Days until it expires"), min_value=1, max_value=preview_links.MOST_DAYS, initial=7
    )
    note = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For the record; whoever opens the link does not see it."),
    )


class PreviewLinksMixin(admin.ModelAdmin):
    """One more page of the article's."""

    def get_urls(self) -> list[URLPattern]:
        """The page of its links."""
        links = self.admin_site.admin_view(self.links_view)
        return [path("<int:object_id>/links/", links, name="articles_article_links"), *super().get_urls()]

    def links_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The list; who may change the article makes and revokes links."""
        article = get_object_or_404(Article.objects.select_related("source", "clip"), pk=object_id)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        may_make = self.has_change_permission(request, article)
        if request.method == "POST" and not may_make:
            raise PermissionDenied
        if request.method == "POST" and "_revoke" in request.POST:
            return self._revoke(request, article)
        form = PreviewLinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._make(request, article, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview links"),
            "subtitle": str(article),
            "opts": self.opts,
            "object_id": object_id,
            "links": [
                {"link": link, "url": request.build_absolute_uri(link.get_absolute_url())}
                for link in article.preview_links.select_related("created_by", "revoked_by")
            ],
            "refusal": preview_links.refusal(article),
            "may_make": may_make,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/article/links.html", context)

    def _make(self, request: HttpRequest, article: Article, form: PreviewLinkForm) -> HttpResponse:
        user: Any = request.user
        try:
            preview_links.make_link(article, user, form.cleaned_data["days"], form.cleaned_data["note"])
        except preview_links.PreviewLinkRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, _("The link is made. Whoever has it can read the article."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def _revoke(self, request: HttpRequest, article: Article) -> HttpResponse:
        link = get_object_or_404(article.preview_links, pk=number(request.POST["_revoke"]))
        user: Any = request.user
        if preview_links.revoke_link(link, user):
            self.message_user(request, _("The link opens nothing any more."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)
