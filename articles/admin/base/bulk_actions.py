"""Doing something to many rows of a list: a question that says how many, an answer that says which not, and why."""

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
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import confirmation
from articles.admin.base.changelist import LargeListAdmin
from articles.domain.articles import bulk as batching
from articles.domain.articles import revisions, workflow
from articles.models.fields.keys import parse_pk

GONE = gettext_lazy("It is not here any more.")
SHOWN = 20  # rows that the question names


@dataclass(frozen=True, slots=True)
class BulkAction:
    """One thing that can be done to many rows: `do(request, thing, what was answered)` calls the desk."""

    name: str
    word: Any
    permission: str
    do: Callable[[HttpRequest, Any, dict[str, Any]], Any]
    form: type[forms.Form] = forms.Form
    about: Any = ""


def by_moves(
    table: Iterable[workflow.Move], make: Callable[..., Any], about: dict[str, Any], *left_out: str
) -> list[BulkAction]:
    """The moves of the workflow, as things to do to many; `make(thing, verb, by=…, reason=…)` is the desk's."""

    def do(request: HttpRequest, thing: Any, answered: dict[str, Any], verb: str) -> None:
        make(thing, verb, by=request.user, reason=answered.get("reason", ""))

    return [
        BulkAction(
            one.verb,
            one.word,
            one.permission,
            partial(do, verb=one.verb),
            confirmation.ReasonForm if one.asks_why else forms.Form,
            about.get(one.verb, ""),
        )
        for one in table
        if one.verb not in left_out
    ]


class BulkActionsMixin(LargeListAdmin):
    """A list whose rows can be changed together."""

    bulk: tuple[BulkAction, ...] = ()
    bulk_without: tuple[str, ...] = ()  # long columns that no question and no answer shows

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Those that this user may do."""
        actions = super().get_actions(request)
        if "_popup" not in request.GET:
            for one in self.bulk:
                if request.user.has_perm(one.permission):
                    actions[one.name] = (partial(_chosen, one=one), one.name, one.word)
        return actions

    def get_urls(self) -> list[URLPattern]:
        """One address more: where the question is answered."""
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", view, name=f"articles_{self.opts.model_name}_bulk"), *super().get_urls()]

    def ask_bulk(self, request: HttpRequest, one: BulkAction, rows: QuerySet) -> HttpResponse:
        """The question, about the rows chosen in the list, as they stand now."""
        keys = list(rows.values_list("pk", flat=True)[: batching.AT_ONCE + 1])
        left = left_out(self, request, keys)
        if not keys and left:
            return self._bulk_told(request, one, batching.BulkOutcome(skipped=left), request.get_full_path())
        things = self._bulk_rows(request, keys[: batching.AT_ONCE])
        chosen = ",".join(_mark(thing) for thing in things)
        back = request.get_full_path()
        response = self._bulk_question(request, one, one.form(), things, chosen, back, len(keys) > batching.AT_ONCE)
        response.context_data["left_out"] = named(left)
        return response

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Do it, and say what was done and what was not."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        one = next((b for b in self.bulk if b.name == request.POST.get("bulk")), None)
        back = self._list_address(request)
        chosen = _read(request.POST.get("rows", ""))
        if one is None or not chosen:
            self.message_user(request, _("Nothing was chosen, and nothing was changed."), messages.WARNING)
            return HttpResponseRedirect(back)
        if not request.user.has_perm(one.permission):
            raise PermissionDenied
        things = self._bulk_rows(request, list(chosen))
        form = one.form(request.POST)
        if not form.is_valid():
            return self._bulk_question(request, one, form, things, request.POST["rows"], back, is_cut=False)
        outcome = batching.apply_to_each(things, partial(self._bulk_do, request, one, form.cleaned_data, chosen))
        here = {thing.pk for thing in things}
        outcome.skipped += [(_number(pk), GONE) for pk in chosen if pk not in here]
        return self._bulk_told(request, one, outcome, back)

    def _bulk_do(
        self, request: HttpRequest, one: BulkAction, answered: dict[str, Any], seen: dict[int, int | None], thing: Any
    ) -> Any:
        """To one row, as the list has shown it: what was saved since is left as it is."""
        if seen[thing.pk] is None:
            return one.do(request, thing, answered)
        with revisions.unchanged(thing, seen[thing.pk]):
            return one.do(request, thing, answered)

    def _bulk_rows(self, request: HttpRequest, keys: list[int]) -> list[Any]:
        """The rows of these numbers, in their order, without what is longer than a list needs."""
        found = self.get_queryset(request).defer(*self.bulk_without).in_bulk(keys)  # type: ignore[arg-type]
        return [found[key] for key in keys if key in found]

    def _bulk_question(
        self,
        request: HttpRequest,
        one: BulkAction,
        form: forms.Form,
        things: list[Any],
        rows: str,
        back: str,
        is_cut: bool,
    ) -> TemplateResponse:
        title = str(one.word).removesuffix(" …")
        about = [f"{self._bulk_count(len(things))}.", str(one.about)]
        if is_cut:
            sentence = _(
                "More were chosen: these are the first %(n)d in the order of the list, and no more go at once."
            )
            about.insert(1, sentence % {"n": batching.AT_ONCE})
        names = [str(thing) for thing in things[:SHOWN]]
        if rest := len(things) - SHOWN if len(things) > SHOWN else 0:
            names.append(ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest})
        hidden = [("bulk", one.name), ("rows", rows), ("next", back)]
        response = confirmation.ask(
            self, request, form, title, " ".join(filter(None, about)), names, title, back, hidden
        )
        response.context_data["action_url"] = reverse(f"admin:articles_{self.opts.model_name}_bulk")  # type: ignore[index]
        return response

    def _bulk_told(
        self, request: HttpRequest, one: BulkAction, outcome: batching.BulkOutcome, back: str
    ) -> HttpResponse:
        n = len(outcome.changed)
        told = _("%(what)s: %(count)s changed.") % {
            "what": str(one.word).removesuffix(" …"),
            "count": self._bulk_count(n),
        }
        if not outcome.skipped:
            self.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(back)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(one.word).removesuffix(" …"),
            "told": told,
            "is_none": n == 0,
            "skipped": [
                (str(thing), reverse(name, args=[thing.pk]) if hasattr(thing, "pk") else "", why)
                for thing, why in outcome.skipped
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


def left_out(page: LargeListAdmin, request: HttpRequest, found: Iterable[int]) -> list[tuple[Any, str]]:
    """What was ticked and is not among `found`: somebody has changed it since the list was shown, so that it does not
    belong there any more. Each with how it stands now. Whoever chose all that the list has has ticked no rows."""
    if request.POST.get("select_across") == "1":
        return []
    ticked = [pk for text in request.POST.getlist(ACTION_CHECKBOX_NAME) if (pk := parse_pk(text)) is not None]
    missing = [pk for pk in dict.fromkeys(ticked) if pk not in set(found)]
    rows = page.get_queryset(request).in_bulk(missing)
    return [(rows[pk], _stands(rows[pk])) if pk in rows else (_number(pk), GONE) for pk in missing]


def named(left: Iterable[tuple[Any, str]]) -> list[str]:
    """What was left out, each in a line."""
    return [f"{thing} – {why}" for thing, why in left]


def _stands(thing: Any) -> str:
    """How something stands now, by its state where it has one."""
    for name in ("state", "status"):
        told = getattr(thing, f"get_{name}_display", None)
        if told is not None:
            return _("Changed since the list was shown; now: %(state)s.") % {"state": told()}
    return _("Changed since the list was shown.")


def _number(pk: int) -> str:
    return _("number %(n)d") % {"n": pk}


def _chosen(page: BulkActionsMixin, request: HttpRequest, rows: QuerySet, one: BulkAction) -> HttpResponse:
    return page.ask_bulk(request, one, rows)


def _mark(thing: Any) -> str:
    """The row, and at which version the list has shown it where it has versions."""
    version = getattr(thing, "version", None)
    return f"{thing.pk}" if version is None else f"{thing.pk}:{version}"


def _read(rows: str) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for mark in rows.split(",")[: batching.AT_ONCE]:
        key, _colon, version = mark.partition(":")
        if (pk := parse_pk(key)) is not None:
            found[pk] = parse_pk(version)
    return found
