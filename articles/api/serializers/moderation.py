"""Comments for moderators, decisions about them, and what readers send."""

from typing import Any

from rest_framework import serializers

from articles.api.serializers.plain import format_timestamp
from articles.api.serializers.strict import StrictSerializer
from articles.domain.comments import moderation
from articles.domain.comments import reports as reporting
from articles.domain.comments.screening import length
from articles.models import Comment, ReasonCode
from articles.models.comments.decision import Decision

# Never among them: e-mail, the codes of sender and text, the private link.
COLUMNS = (
    *(
        "id",
        "article__id",
        "article__headline",
        "parent",
        "path",
        "status",
        "awaits_ancestor",
        "author",
        "text",
        "clip",
    ),
    *("created_at", "decided_at", "decision_note", "reports_count", "screened"),
)
RECEIVED_STATES = [(state, state) for state in ("waits", "visible")]


class DeskCommentSerializer(serializers.Serializer[Any]):
    """A comment in any state."""

    id = serializers.IntegerField()
    article = serializers.IntegerField()
    headline = serializers.CharField(
        help_text="The article's; empty where it is not public and who asks does not read what the desk works on."
    )
    # DRF's metaclass takes the field out of the class: it hides no attribute
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]
    status = serializers.ChoiceField(Comment.Status.choices)
    waits = serializers.BooleanField(help_text="A comment above it waits for its first decision.")
    author = serializers.CharField()
    text = serializers.CharField()
    is_imported = serializers.BooleanField()
    received_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_note = serializers.CharField()
    reports = serializers.IntegerField(help_text="That nobody has answered yet.")
    screened = serializers.JSONField(help_text="What each rule said when it came in.")


class DecisionSerializer(StrictSerializer):
    """A decision about some comments."""

    comments = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        min_length=1,
        max_length=moderation.BATCH_COMMENTS,
    )
    verb = serializers.ChoiceField([(v, v) for v in ("approve", "reject", "spam", "hold")])
    reason = serializers.ChoiceField(ReasonCode.choices, required=False, allow_blank=True, default="")
    legal_ground = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    note = serializers.CharField(required=False, allow_blank=True, max_length=400, default="")


class OutcomeSerializer(serializers.Serializer[Any]):
    """What became of a decision."""

    batch = serializers.UUIDField(help_text="What was decided together.")
    changed = serializers.ListField(child=serializers.IntegerField())
    overtaken = serializers.ListField(child=serializers.IntegerField(), help_text="Decided by somebody else meanwhile.")
    held = serializers.ListField(child=serializers.IntegerField(), help_text="Somebody else has them open.")


class CommentInputSerializer(StrictSerializer):
    """A reader's comment."""

    author = serializers.CharField(max_length=length.MAX_NAME_CHARS, allow_blank=True)
    text = serializers.CharField(max_length=length.MAX_TEXT_CHARS, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254, default="")
    # DRF's metaclass takes the field out of the class: it hides no attribute
    parent = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**63 - 1, default=None)  # type: ignore[assignment]


class ReceivedSerializer(serializers.Serializer[Any]):
    """What becomes of a comment that has come in."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(RECEIVED_STATES)
    status_url = serializers.URLField(help_text="Private: shows what became of it, and why.")


class ReportInputSerializer(StrictSerializer):
    """A reader's report."""

    kind = serializers.ChoiceField([("quick", "quick"), ("illegal", "illegal")], default="quick")
    reason = serializers.ChoiceField(ReasonCode.choices, required=False, help_text="Of a quick one.")
    explanation = serializers.CharField(
        required=False, allow_blank=True, max_length=reporting.MAX_EXPLANATION_CHARS, default=""
    )
    url = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")
    name = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254, default="")
    good_faith = serializers.BooleanField(required=False, default=False)


class ReportReceivedSerializer(serializers.Serializer[Any]):
    """That a report has come in."""

    received_at = serializers.DateTimeField()


def comment_as_dict(comment: Any) -> dict[str, Any]:
    """The comment for moderators; the row comes from `staff_groups.with_article_names()`."""
    return {
        "id": comment.pk,
        "status": comment.status,
        "waits": comment.awaits_ancestor,
        "author": comment.author,
        "text": comment.text,
        "is_imported": comment.is_imported,
        "decision_note": comment.decision_note,
        "screened": comment.screened,
        "article": comment.article_id,
        "headline": str(comment.article) if comment.names_article else "",
        "parent": comment.parent_id,
        "received_at": format_timestamp(comment.created_at),
        "decided_at": format_timestamp(comment.decided_at),
        "reports": comment.reports_count,
    }


def outcome_as_dict(outcome: moderation.ModerationOutcome) -> dict[str, Any]:
    """The outcome of a decision."""
    overtaken: list[Decision] = outcome.overtaken
    return {
        "batch": outcome.batch,
        "changed": outcome.changed,
        "overtaken": [decision.comment_id for decision in overtaken],
        "held": [decision.comment_id for decision in outcome.held],
    }
