"""Tasks that an agency's later text raises on articles, for staff."""

from typing import Any

from rest_framework import serializers

from articles.api.serializers.plain import format_timestamp
from articles.api.serializers.strict import StrictSerializer
from articles.domain.imports import agency_texts
from articles.models import AgencyTask, Clip


class AgencyTaskSerializer(serializers.Serializer[Any]):
    """A task: a later text of an agency is about the one that an article was made from."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(AgencyTask.Kind.choices)
    state = serializers.ChoiceField(AgencyTask.State.choices)
    article = serializers.IntegerField()
    clip = serializers.IntegerField(help_text="The later text.")
    earlier_clip = serializers.IntegerField(allow_null=True, help_text="The text that the article was made from.")
    matched_by = serializers.ChoiceField(AgencyTask.Match.choices)
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(allow_null=True)
    reason = serializers.CharField()


class WholeAgencyTaskSerializer(AgencyTaskSerializer):
    """A task with the two texts."""

    earlier_text = serializers.CharField(help_text="As it came.")
    later_text = serializers.CharField(help_text="As it came.")


class AgencyTaskDecisionSerializer(StrictSerializer):
    """A decision about a task; `dismissed` needs a reason."""

    verdict = serializers.ChoiceField([(one, one) for one in agency_texts.VERBS])
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


def task_as_dict(task: AgencyTask) -> dict[str, Any]:
    """The task as in lists."""
    return {
        "id": task.pk,
        "kind": task.kind,
        "state": task.state,
        "article": task.article_id,
        "clip": task.clip_id,
        "earlier_clip": task.article.clip_id,
        "matched_by": task.matched_by,
        "created_at": format_timestamp(task.created_at),
        "decided_at": format_timestamp(task.decided_at),
        "decided_by": task.decided_by.get_username() if task.decided_by else None,
        "reason": task.reason,
    }


def task_with_texts(task: AgencyTask) -> dict[str, Any]:
    """The task with both texts."""
    clips = [pk for pk in (task.clip_id, task.article.clip_id) if pk]
    texts = dict(Clip.objects.filter(pk__in=clips).values_list("pk", "text"))
    return task_as_dict(task) | {
        "earlier_text": texts.get(task.article.clip_id or 0, ""),
        "later_text": texts.get(task.clip_id, ""),
    }
