"""What can be done to many clips at once: the moves of the workflow, and the right to use them."""

from typing import Any

from django.utils.translation import gettext_lazy

from articles.admin.base.bulk_actions import BulkAction, BulkActionsMixin, by_moves
from articles.admin.base.rights_bulk import RIGHT_HELP, ClipRightForm, set_right
from articles.admin.clips.workflow import ClipWorkflowMixin
from articles.domain.articles import workflow
from articles.domain.imports import triage


def apply_move(clip: Any, verb: str, by: Any, reason: str) -> Any:
    """Make the move by the domain's function."""
    return triage.apply_move(clip, verb, by, reason)


class ClipBulkMixin(BulkActionsMixin):
    """The list's part of the clips' admin."""

    bulk = (
        *by_moves(workflow.CLIP_MOVES, apply_move, ClipWorkflowMixin.about),
        BulkAction(
            "set_right",
            gettext_lazy("Set the right to use …"),
            "articles.change_clip",
            set_right,
            ClipRightForm,
            RIGHT_HELP,
        ),
    )
    bulk_without = ("text",)
