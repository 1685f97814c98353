"""Another address for an article that has been published: the old one leads on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import confirmation, object_views
from articles.domain.articles import slug
from articles.domain.staff import staff


class SlugForm(forms.Form):
    """Another short address."""

    slug = forms.SlugField(label=gettext_lazy("short address"), max_length=100)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)


class ArticleRedirectMixin(ModelAdmin):
    """The page that gives an article another address."""

    def get_urls(self) -> list[URLPattern]:
        """One more page."""
        view = self.admin_site.admin_view(self.address_view)
        return [path("<int:object_id>/address/", view, name="articles_article_address"), *super().get_urls()]

    def address_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for the address, and move the article there."""
        article: Any = self.get_object(request, str(object_id))
        if article is None:
            return object_views.redirect_missing(self, request, object_id)
        if not (request.user.has_perm("articles.publish_article") and self.has_change_permission(request, article)):
            raise PermissionDenied
        back = reverse("admin:articles_article_change", args=[article.pk])
        form = SlugForm(request.POST or None, initial={"slug": article.slug})
        if request.method == "POST" and form.is_valid():
            try:
                slug.change_slug(article, by=staff(request), **form.cleaned_data)
            except slug.SlugRefused as refusal:
                form.add_error("slug", str(refusal))
            else:
                self.message_user(
                    request, _("The article has a new address; the old one leads to it."), messages.SUCCESS
                )
                return HttpResponseRedirect(back)
        about = _("Whoever knows the old address is led to the new one for good.")
        return confirmation.ask(self, request, form, _("Change the address"), about, [str(article)], _("Change"), back)
