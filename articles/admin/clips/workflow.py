"""The workflow on the clip's page: taken over, put aside, and back again."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles.admin.base.workflow_buttons import WorkflowMixin
from articles.domain.articles import workflow
from articles.domain.imports import triage
from articles.domain.staff import staff


class ClipWorkflowMixin(WorkflowMixin):
    """Buttons beside the clip; those that need a reason lead to a question."""

    table = workflow.CLIP_MOVES
    about = {
        "start": gettext_lazy("Others see that somebody works on it."),
        "adopt": gettext_lazy("You become responsible for the article made from it, unless somebody is already."),
        "mark_duplicate": gettext_lazy("The house has this text already: please say where. Its draft is put aside."),
        "archive": gettext_lazy("The clip is kept, and its draft is put aside."),
        "discard": gettext_lazy("The clip is kept, and its draft is put aside; both can be taken back."),
        "mark_unreadable": gettext_lazy("What came is not what stood in the paper. Its draft is put aside."),
        "restore": gettext_lazy("The clip is new again, and the draft that was put aside with it comes back."),
    }

    def make_move(self, request: HttpRequest, clip: Any, verb: str, reason: str) -> None:
        """Make the move by the domain's function."""
        triage.apply_move(clip, verb, by=staff(request), reason=reason)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the moves that are possible now."""
        context["moves"] = self.moves_for(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)
