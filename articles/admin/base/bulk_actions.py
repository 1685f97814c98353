"""Actions on many rows of a list: a page that asks first, and one that says which rows were left out, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.base import confirmation
from articles.admin.base.changelist import LargeListAdmin
from articles.domain.articles import bulk as domain_bulk
from articles.domain.articles import revisions, workflow
from articles.domain.staff import staff
from articles.models.fields.keys import parse_pk

MAX_NAMED_ROWS = 20  # in the question; the others are counted


@dataclass(frozen=True, slots=True)
class BulkAction:
    """An action on many rows: `do(request, row, cleaned data of the form)` calls the domain for one of them."""

    name: str
    word: Any
    permission: str
    do: Callable[[HttpRequest, Any, dict[str, Any]], Any]
    form: type[forms.Form] = forms.Form
    about: Any = ""

    @property
    def title(self) -> str:
        """The action's word without the dots that announce a question."""
        return str(self.word).removesuffix(" …")


def by_moves(
    table: Iterable[workflow.Move], make: Callable[..., Any], about: dict[str, Any], *left_out: str
) -> list[BulkAction]:
    """The moves of the workflow as actions; `make(row, verb, by=…, reason=…)` is the domain's function."""

    def do(request: HttpRequest, row: Any, data: dict[str, Any], verb: str) -> None:
        make(row, verb, by=staff(request), reason=data.get("reason", ""))

    return [
        BulkAction(
            move.verb,
            move.word,
            move.permission,
            partial(do, verb=move.verb),
            confirmation.ReasonForm if move.asks_why else forms.Form,
            about.get(move.verb, ""),
        )
        for move in table
        if move.verb not in left_out
    ]


class BulkActionsMixin(LargeListAdmin):
    """A list with actions that ask before they change the chosen rows."""

    bulk: tuple[BulkAction, ...] = ()
    bulk_without: tuple[str, ...] = ()  # long columns that neither page shows

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own, and the bulk actions that this user may do."""
        actions: dict[str, Any] = super().get_actions(request)
        if "_popup" not in request.GET:
            for action in self.bulk:
                if request.user.has_perm(action.permission):
                    actions[action.name] = (partial(_run_action, action=action), action.name, action.word)
        return actions

    def get_urls(self) -> list[URLPattern]:
        """One address more, which the question is posted to."""
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", view, name=f"articles_{self.opts.model_name}_bulk"), *super().get_urls()]

    def ask_bulk(self, request: HttpRequest, action: BulkAction, queryset: QuerySet) -> HttpResponse:
        """The question about the rows chosen in the list, with their present state."""
        keys = list(queryset.values_list("pk", flat=True)[: domain_bulk.BULK_ROWS + 1])
        missing, back = left_out(self, request, keys), request.get_full_path()
        if not keys and missing:
            return self._bulk_answer(request, action, domain_bulk.BulkOutcome(skipped=missing), back)
        rows = self._bulk_rows(request, keys[: domain_bulk.BULK_ROWS])
        marks = ",".join(_mark(row) for row in rows)
        is_cut = len(keys) > domain_bulk.BULK_ROWS
        return self._bulk_question(request, action, action.form(), rows, marks, back, is_cut, named(missing))

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Do it, and show what was changed and what was not."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        action = next((a for a in self.bulk if a.name == request.POST.get("bulk")), None)
        back = self._list_address(request)
        versions = _parse_marks(request.POST.get("rows", ""))
        if action is None or not versions:
            self.message_user(request, _("Nothing was chosen, and nothing was changed."), messages.WARNING)
            return HttpResponseRedirect(back)
        if not request.user.has_perm(action.permission):
            raise PermissionDenied
        rows = self._bulk_rows(request, list(versions))
        form = action.form(request.POST)
        if not form.is_valid():
            return self._bulk_question(request, action, form, rows, request.POST["rows"], back)
        do = partial(self._do_unless_saved_since, request, action, form.cleaned_data, versions)
        outcome = domain_bulk.apply_to_each(rows, do)
        present = {row.pk for row in rows}
        outcome.skipped += [_gone(pk) for pk in versions if pk not in present]
        return self._bulk_answer(request, action, outcome, back)

    def _do_unless_saved_since(
        self, request: HttpRequest, action: BulkAction, data: dict[str, Any], versions: dict[int, int | None], row: Any
    ) -> Any:
        """Change one row, unless somebody has saved it since the list showed it."""
        version = versions[row.pk]
        if version is None:
            return action.do(request, row, data)
        with revisions.locked_at_version(row, version):
            return action.do(request, row, data)

    def _bulk_rows(self, request: HttpRequest, keys: list[int]) -> list[Any]:
        """The rows of these primary keys, in their order, without the columns that are too long for a list."""
        rows = self.get_queryset(request).defer(*self.bulk_without).in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def _bulk_question(
        self,
        request: HttpRequest,
        action: BulkAction,
        form: forms.Form,
        rows: list[Any],
        marks: str,
        back: str,
        is_cut: bool = False,
        missing: list[str] | None = None,
    ) -> TemplateResponse:
        about = [f"{self._bulk_count(len(rows))}.", str(action.about)]
        if is_cut:
            sentence = _(
                "More were chosen: these are the first %(n)d in the order of the list, and no more go at once."
            )
            about.insert(1, sentence % {"n": domain_bulk.BULK_ROWS})
        names = [str(row) for row in rows[:MAX_NAMED_ROWS]]
        if (rest := len(rows) - MAX_NAMED_ROWS) > 0:
            names.append(ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest})
        hidden = [("bulk", action.name), ("rows", marks), ("next", back)]
        extra: dict[str, Any] = {"action_url": reverse(f"admin:articles_{self.opts.model_name}_bulk")}
        if missing is not None:
            extra["left_out"] = missing
        title, text = action.title, " ".join(filter(None, about))
        return confirmation.ask(self, request, form, title, text, names, title, back, hidden, extra)

    def _bulk_answer(
        self, request: HttpRequest, action: BulkAction, outcome: domain_bulk.BulkOutcome, back: str
    ) -> HttpResponse:
        n = len(outcome.changed)
        message = _("%(what)s: %(count)s changed.") % {"what": action.title, "count": self._bulk_count(n)}
        if not outcome.skipped:
            self.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(back)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": action.title,
            "message": message,
            "is_none": n == 0,
            "skipped": [
                (str(row), reverse(name, args=[row.pk]) if hasattr(row, "pk") else "", reason)
                for row, reason in outcome.skipped
            ],
            "back": back,
        }
        return TemplateResponse(request, "admin/bulk.html", context)

    def _bulk_count(self, n: int) -> str:
        noun = self.opts.verbose_name if n == 1 else self.opts.verbose_name_plural
        return f"{n} {noun}"

    def _list_address(self, request: HttpRequest) -> str:
        back = request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            return back
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def left_out(page: LargeListAdmin, request: HttpRequest, kept: Iterable[int]) -> list[tuple[Any, str]]:
    """The ticked rows that are not among the primary keys `kept`, each with the reason.

    Somebody has changed them since the list was shown, so that the list's filters do not match them any more. A row
    that does not exist is given as a text with its number. Choosing all rows of the list ticks none.
    """
    if request.POST.get("select_across") == "1":
        return []
    ticked = [pk for text in request.POST.getlist(ACTION_CHECKBOX_NAME) if (pk := parse_pk(text)) is not None]
    missing = [pk for pk in dict.fromkeys(ticked) if pk not in set(kept)]
    rows = page.get_queryset(request).in_bulk(missing)
    return [(rows[pk], _present_state(rows[pk])) if pk in rows else _gone(pk) for pk in missing]


def named(missing: Iterable[tuple[Any, str]]) -> list[str]:
    """What was left out, each in a line."""
    return [f"{row} – {reason}" for row, reason in missing]


def _present_state(row: Any) -> str:
    """A sentence about a row that was changed, with its present state where it has one."""
    for name in ("state", "status"):
        display = getattr(row, f"get_{name}_display", None)
        if display is not None:
            return _("Changed since the list was shown; now: %(state)s.") % {"state": display()}
    return _("Changed since the list was shown.")


def _gone(pk: int) -> tuple[str, str]:
    """A row that does not exist any more, by its number, and the reason that it was left out."""
    return _("number %(n)d") % {"n": pk}, _("It is not here any more.")


def _run_action(page: BulkActionsMixin, request: HttpRequest, rows: QuerySet, action: BulkAction) -> HttpResponse:
    return page.ask_bulk(request, action, rows)


def _mark(row: Any) -> str:
    """The row's primary key, with the version that the list has shown where it has versions: `12:3`."""
    version = getattr(row, "version", None)
    return f"{row.pk}" if version is None else f"{row.pk}:{version}"


def _parse_marks(text: str) -> dict[int, int | None]:
    """Primary key → version of what `_mark` has written, separated by commas; what makes no sense is left out."""
    versions: dict[int, int | None] = {}
    for mark in text.split(",")[: domain_bulk.BULK_ROWS]:
        key, _colon, version = mark.partition(":")
        if (pk := parse_pk(key)) is not None:
            versions[pk] = parse_pk(version)
    return versions
