"""Tokens for programs: made here, shown once, revoked here."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, confirmation, object_views
from articles.admin.base.changelist import LargeListAdmin
from articles.domain import api_tokens
from articles.domain.staff import staff
from articles.models import ApiToken
from articles.models.api_token import Scope


class TokenForm(forms.ModelForm):
    """What a new token is for."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("may be used to"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ApiToken
        fields = ("name", "user", "scopes", "expires_at")

    def clean(self) -> dict[str, Any]:
        """Issue the token; show what the domain refuses at its field."""
        data = super().clean() or {}
        if not self.errors:
            try:
                self.issued = api_tokens.issue(**data, by=self.by)
            except api_tokens.TokenRefused as refusal:
                self.add_error(refusal.field, str(refusal))
        return data

    by: User | None = None
    issued: tuple[ApiToken, str]


@admin.register(ApiToken)
class TokenAdmin(LargeListAdmin):
    """The tokens' pages."""

    form = TokenForm
    list_display = ("name", "user", "opening", "scope_labels", "state", "expires_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__username", "opening")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form knows who makes the token."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only who works here has tokens."""
        if db_field.name == "user":
            kwargs["queryset"] = api_tokens.bearers(staff(request)).order_by("username")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """For oneself, for three months."""
        return {"user": request.user.pk, "scopes": ["read"], "expires_at": timezone.now() + timedelta(days=90)}

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """A token is made and revoked, never changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """A revoked token stays on record."""
        return False

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> ApiToken:
        """The domain has stored it already."""
        token: ApiToken = form.issued[0]
        return token

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        """The domain has stored it already."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing belongs to it."""

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """Show the secret, this once."""
        secret = request.issued_secret  # type: ignore[attr-defined]  # see construct_change_message()
        sentence = _("The token is {}. It is shown this once only: put it where the program finds it.")
        self.message_user(request, format_html(sentence, format_html("<code>{}</code>", secret)), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_apitoken_changelist"))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The audit has it."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Keep the secret with the request for response_add(); nothing records it."""
        if add:
            request.issued_secret = form.issued[1]  # type: ignore[attr-defined]  # read by response_add()
        return super().construct_change_message(request, form, formsets, add)

    @admin.display(description=gettext_lazy("may be used to"))
    def scope_labels(self, token: ApiToken) -> str:
        """The labels of its scopes."""
        return ", ".join(str(Scope(scope).label) for scope in token.scopes)

    @admin.display(description=gettext_lazy("state"))
    def state(self, token: ApiToken) -> SafeString:
        """Valid, expired or revoked; a valid one can be revoked."""
        if token.revoked_at:
            return badges.status("rejected", _("revoked"))
        if token.expires_at <= timezone.now():
            return badges.status("offline", _("expired"))
        url = reverse("admin:articles_apitoken_revoke", args=[token.pk])
        return format_html('{} <a href="{}">{}</a>', badges.status("approved", _("valid")), url, _("revoke …"))

    def get_urls(self) -> list[URLPattern]:
        """With the page that revokes a token."""
        view = self.admin_site.admin_view(self.revoke_view)
        return [path("<int:object_id>/revoke/", view, name="articles_apitoken_revoke"), *super().get_urls()]

    def revoke_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask, and end the token at once."""
        token = self.get_object(request, str(object_id))
        if token is None:
            return object_views.redirect_missing(self, request, object_id)
        if not request.user.has_perm("articles.change_apitoken"):
            raise PermissionDenied
        back = reverse("admin:articles_apitoken_changelist")
        form = confirmation.ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            api_tokens.revoke(token, staff(request), form.cleaned_data["reason"])
            self.message_user(request, _("The token was revoked."), messages.SUCCESS)
            return HttpResponseRedirect(back)
        about = _("The program that uses it is shut out with its next request.")
        return confirmation.ask(self, request, form, _("Revoke the token"), about, [str(token)], _("Revoke"), back)
