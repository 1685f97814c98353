"""The workflow on the article's page: the moves that this user may make now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles.schedule_change import may_prepare
from articles.admin.base.workflow_buttons import WorkflowMixin
from articles.domain.articles import publishing, review, workflow
from articles.domain.staff import staff
from articles.models import Article

FORM_MOVES = ("submit", "approve")  # what is typed is saved first


class ArticleWorkflowMixin(WorkflowMixin):
    """Buttons below the form save what was typed and then move; the others lead to a question."""

    table = tuple(one for one in workflow.ARTICLE_MOVES if one.verb != "publish")
    about = {
        "submit": gettext_lazy("Somebody who may approve articles will read it."),
        "approve": gettext_lazy("The text is in order and may be published."),
        "send_back": gettext_lazy("Who works on it reads the reason beside the article. The public never sees it."),
        "withdraw": gettext_lazy(
            "The page will say that it was withdrawn by the desk, and the reason stands on it for everybody to read. "
            "Lists, feeds and search forget it at once."
        ),
        "lock": gettext_lazy(
            "The article disappears everywhere at once, as if it had never been there, and nobody can edit it. "
            "The reason stays in the house."
        ),
        "unlock": gettext_lazy("It becomes a draft again, or withdrawn where it was withdrawn before."),
        "discard": gettext_lazy("It leaves the lists of what waits. Nothing is deleted; it can be taken back."),
        "restore": gettext_lazy("It becomes a draft again."),
    }
    done = {
        "withdraw": gettext_lazy("The article was withdrawn."),
        "submit": gettext_lazy("The article was given for review."),
        "approve": gettext_lazy("The article was approved."),
        "send_back": gettext_lazy("The article was sent back."),
        "lock": gettext_lazy("The article is legally locked."),
    }

    def make_move(self, request: HttpRequest, article: Any, verb: str, reason: str) -> None:
        """Make the move by the domain's function."""
        if verb == "withdraw":
            publishing.withdraw(article, by=staff(request), reason=reason)
        else:
            review.apply_move(article, verb, by=staff(request), reason=reason)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After everything is stored, the move whose button was pressed."""
        super().save_related(request, form, formsets, change)
        if verb := self._pressed(request):
            self.make_move(request, form.instance, verb, "")

    def _pressed(self, request: HttpRequest) -> str:
        verb = request.POST.get("_move", "")
        return verb if verb in FORM_MOVES else ""

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After a move one stays at the article."""
        return self._move_response(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        """After a move one goes to the article."""
        return self._move_response(request, obj) or super().response_add(request, obj, post_url_continue)

    def _move_response(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        verb = self._pressed(request)
        if not verb:
            return None
        self.message_user(request, self.done[verb], messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> Any:
        """The moves that are possible: by the form's own buttons where it can be saved, by links elsewhere."""
        may_edit = self.has_change_permission(request, obj) if obj is not None else True
        moves = self.moves_for(request, obj if obj is not None else Article())
        context |= {
            "form_moves": [move for move in moves if may_edit and move["verb"] in FORM_MOVES],
            "linked_moves": [move for move in moves if move["url"] and not (may_edit and move["verb"] in FORM_MOVES)],
            "may_publish": may_edit and any(move["verb"] == "publish" for move in moves),
            "may_prepare": may_prepare(request, obj),
            "facts_of_state": _facts(obj) if obj is not None else [],
        }
        return super().render_change_form(request, context, add, change, form_url, obj)


def _facts(article: Article) -> list[tuple[str, Any]]:
    """Labels and values of what belongs to the state."""
    facts: list[tuple[str, Any]] = []
    if article.state_reason:
        facts.append((_("Reason"), article.state_reason))
    if article.submitted_by is not None and article.state in {Article.State.IN_REVIEW, Article.State.APPROVED}:
        facts.append((_("Given for review by"), article.submitted_by))
    if article.override_reason and article.state == Article.State.PUBLISHED:
        facts.append((_("Published in spite of open points because"), article.override_reason))
    return facts
