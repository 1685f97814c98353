"""Readers' comments, without e-mail addresses and without the text of any that is not approved."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.serializers.plain import PlainSerializer, format_timestamp
from articles.models import Comment

VISIBLE, HELD, REMOVED, ERASED = "visible", "held", "removed", "erased"
STATES = [(state, state) for state in (VISIBLE, HELD, REMOVED, ERASED)]
PLACEHOLDER_STATES = {Comment.Status.PENDING: HELD, Comment.Status.ERASED: ERASED}
MAX_DEPTH = 20  # many readers of JSON give up at 64 nested brackets; a level takes two


class CommentSerializer(PlainSerializer):
    """A reader's comment, or the placeholder that holds up the replies to one that is gone."""

    id = serializers.IntegerField()
    # DRF's metaclass takes the field out of the class: it hides no attribute
    parent = serializers.IntegerField(allow_null=True, help_text="The id of the comment that it answers.")  # type: ignore[assignment]
    depth = serializers.IntegerField(help_text="0: answers the article; 1: answers such a comment, and so on.")
    state = serializers.ChoiceField(
        STATES, help_text="`held` to be examined, `removed` by the moderation, or `erased`: a placeholder."
    )
    author = serializers.CharField(help_text="Empty: unknown.")
    author_is_inferred = serializers.BooleanField(help_text="The clip does not name the author; an answer does.")
    parent_is_inferred = serializers.BooleanField(help_text="The clip does not show whom it answers; its words do.")
    text = serializers.CharField(help_text="Plain text; paragraphs are separated by an empty line.")
    written_at = serializers.DateTimeField(allow_null=True)
    written_text = serializers.CharField(help_text="The time as the clip has it.")
    received_at = serializers.DateTimeField(help_text="When it came in here.")
    is_imported = serializers.BooleanField(help_text="Found in a clip: its author may never read an answer.")
    appeared_in = serializers.CharField(allow_null=True, help_text="The outlet of that clip.")

    def to_representation(self, comment: Comment) -> dict[str, Any]:
        """A comment; of one that is gone only its place."""
        there = comment.is_visible
        return {
            "id": comment.pk,
            "parent": comment.parent_id,
            "depth": comment.depth,
            "state": VISIBLE if there else PLACEHOLDER_STATES.get(Comment.Status(comment.status), REMOVED),
            "author": comment.author if there else "",
            "author_is_inferred": there and comment.author_is_inferred,
            "parent_is_inferred": there and comment.parent_is_inferred,
            "text": comment.text if there else "",
            "written_at": format_timestamp(comment.written_at) if there else None,
            "written_text": comment.written_text if there else "",
            "received_at": format_timestamp(comment.created_at),
            "is_imported": comment.is_imported,
            "appeared_in": comment.clip.source.name if comment.clip and comment.clip.source else None,
        }


@extend_schema_field(
    {
        "type": "array",
        "items": {"$ref": "#/components/schemas/ThreadedComment"},
        "description": f"Only with `as=tree`. Below {MAX_DEPTH} levels replies stand side by side.",
    }
)
class RepliesField(serializers.ListField):
    """Comments inside a comment."""


class ThreadedCommentSerializer(CommentSerializer):
    """A comment; asked `as=tree`, with the replies to it."""

    replies = RepliesField(required=False)


def as_tree(comments: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Comments in thread order, each below the one it answers; those whose parent is on another page come first."""
    roots: list[dict[str, Any]] = []
    above: dict[int, list[dict[str, Any]]] = {}  # by comment: where the replies to it go
    levels: dict[int, int] = {}
    for comment in comments:
        level = levels.get(comment["parent"], -1) + 1
        above.get(comment["parent"], roots).append(comment)
        replies: list[dict[str, Any]] = []
        comment["replies"] = replies
        levels[comment["id"]] = min(level, MAX_DEPTH)
        above[comment["id"]] = replies if level < MAX_DEPTH else above.get(comment["parent"], roots)
    return roots
