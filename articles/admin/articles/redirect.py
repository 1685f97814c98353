"""The page that changes an article's slug; its former address redirects to the new one."""

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import confirmation, object_views
from articles.domain.articles import slug
from articles.domain.staff import staff
from articles.models import Article


class SlugForm(forms.Form):
    """The new slug, and why."""

    slug = forms.SlugField(label=gettext_lazy("short address"), max_length=100)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)


def address_view(page: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """Ask for the new slug, and change it."""
    article: Article | None = page.get_object(request, str(object_id))
    if article is None:
        return object_views.redirect_missing(page, request, object_id)
    if not (request.user.has_perm("articles.publish_article") and page.has_change_permission(request, article)):
        raise PermissionDenied
    back = reverse("admin:articles_article_change", args=[article.pk])
    form = SlugForm(request.POST or None, initial={"slug": article.slug})
    if request.method == "POST" and form.is_valid():
        try:
            slug.change_slug(article, by=staff(request), **form.cleaned_data)
        except slug.SlugRefused as refusal:
            form.add_error("slug", str(refusal))
        else:
            message = _("The article has a new address; the old one leads to it.")
            page.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(back)
    about = _("Whoever knows the old address is led to the new one for good.")
    return confirmation.ask(page, request, form, _("Change the address"), about, [str(article)], _("Change"), back)
