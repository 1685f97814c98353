"""What can be done to many clips at once: the moves of the workflow, and the right to use them."""

from typing import Any

from django.utils.translation import gettext_lazy

from ..desk import moving, triaging
from .bulk import Bulk, WithBulk, by_moves
from .clip_moves import WithClipMoves
from .rights_bulk import ABOUT, ClipRightForm, set_right


def make(clip: Any, verb: str, by: Any, reason: str) -> Any:
    """Call the desk."""
    return triaging.make(clip, verb, by, reason)


class WithClipBulk(WithBulk):
    """The list's part of the clips' admin."""

    bulk = (
        *by_moves(moving.CLIP_MOVES, make, WithClipMoves.about),
        Bulk(
            "set_right", gettext_lazy("Set the right to use …"), "articles.change_clip", set_right, ClipRightForm, ABOUT
        ),
    )
    bulk_without = ("text",)
