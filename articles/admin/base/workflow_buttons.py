"""The buttons of the workflow: an address for each move, and a question where it needs a reason."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles.admin.base import confirmation, object_views
from articles.domain import errors
from articles.domain.articles import workflow
from articles.domain.staff import staff


class WorkflowMixin(admin.ModelAdmin):
    """A page whose thing goes from state to state; `about` says what a move means, `done` that it was made.

    `make_move` calls the desk with the request, the thing, the verb and the reason.
    """

    make_move: Callable[[HttpRequest, Any, str, str], None]
    table: tuple[workflow.Move, ...] = ()
    about: dict[str, Any] = {}
    done: dict[str, Any] = {}

    def get_urls(self) -> list[URLPattern]:
        """One address for each move that is no button of the form alone."""
        pages = [
            path(
                f"<int:object_id>/{move.verb.replace('_', '-')}/",
                self.admin_site.admin_view(partial(self.move_view, verb=move.verb)),
                name=self.move_name(move.verb),
            )
            for move in self.table
        ]
        return [*pages, *super().get_urls()]

    def move_name(self, verb: str) -> str:
        """The name of a move's address."""
        return f"articles_{self.opts.model_name}_move_{verb}"

    def move_view(self, request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
        """Ask, then make the move and go back to the object's page."""
        row = self.get_object(request, str(object_id))
        if row is None:
            return object_views.redirect_missing(self, request, object_id)
        move = workflow.get_move(row, verb)
        if not request.user.has_perm(move.permission) or not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        back = reverse(f"admin:articles_{self.opts.model_name}_change", args=[row.pk])
        form = (confirmation.ReasonForm if move.asks_why else forms.Form)(
            request.POST if request.method == "POST" else None
        )
        if request.method == "POST" and form.is_valid():
            self._apply_move(request, row, verb, form.cleaned_data.get("reason", ""))
            return HttpResponseRedirect(back)
        title, about = str(move.word).removesuffix(" …"), str(self.about.get(verb, ""))
        return confirmation.ask(self, request, form, title, about, [str(row)], title, back)

    def _apply_move(self, request: HttpRequest, row: Any, verb: str, reason: str) -> None:
        try:
            self.make_move(request, row, verb, reason)
        except errors.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            message = self.done.get(verb) or _("Done: the state is “%(state)s” now.")
            self.message_user(request, message % {"state": row.get_state_display()}, messages.SUCCESS)

    def move_url(self, verb: str, row: Any) -> str:
        """The address of a move; empty where there is none."""
        has_move = row.pk is not None and any(move.verb == verb for move in self.table)
        return reverse(f"admin:{self.move_name(verb)}", args=[row.pk]) if has_move else ""

    def moves_for(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """The moves that this user may make now, as a page's buttons."""
        return [
            {
                "verb": move.verb,
                "word": move.word,
                "asks_why": move.asks_why,
                "url": self.move_url(move.verb, row),
            }
            for move in workflow.possible_moves(row, staff(request))
        ]
