"""Clips and the outcome of their import, for staff."""

from typing import Any

from rest_framework import serializers

from articles.api.serializers.article_parts import partial_date_as_dict
from articles.api.serializers.plain import reference_as_dict
from articles.api.serializers.staff_article import NamedSerializer, PeriodOutSerializer
from articles.api.serializers.strict import StrictSerializer
from articles.domain.articles import workflow
from articles.domain.imports import importer
from articles.models import Clip


class ClipSerializer(serializers.Serializer[Any]):
    """A clip, without its text."""

    id = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Of its bytes.")
    state = serializers.ChoiceField(Clip.State.choices)
    state_reason = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    encoding = serializers.CharField()
    language = serializers.CharField()
    # DRF's metaclass takes the field out of the class: it hides no attribute
    source = NamedSerializer(allow_null=True)  # type: ignore[assignment]
    url = serializers.CharField()
    right = serializers.CharField(help_text="Empty: the outlet's holds.")
    issued = PeriodOutSerializer(allow_null=True)


class WholeClipSerializer(ClipSerializer):
    """A clip with its text and the newest reading of it."""

    names = serializers.ListField(child=serializers.CharField(), help_text="The names it came under.")
    text = serializers.CharField(help_text="As decoded; segments count its characters.")
    reader_version = serializers.CharField(allow_null=True)
    segments = serializers.JSONField()
    warnings = serializers.JSONField()
    articles = serializers.ListField(child=serializers.IntegerField())


class ClipInputSerializer(StrictSerializer):
    """A clip as text."""

    name = serializers.CharField(max_length=1000)
    text = serializers.CharField(trim_whitespace=False)


class ClipFileSerializer(StrictSerializer):
    """A clip as a file."""

    file = serializers.FileField(use_url=False)


class ClipMoveSerializer(StrictSerializer):
    """A move of the triage."""

    move = serializers.ChoiceField([(one.verb, one.verb) for one in workflow.CLIP_MOVES])
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


class ImportOutcomeSerializer(serializers.Serializer[Any]):
    """What became of a clip that was sent, or would."""

    status = serializers.ChoiceField([(one, one) for one in ("new", "seen", "changed", "failed")])
    sentence = serializers.CharField(help_text="For people.")
    clip = serializers.IntegerField(allow_null=True)
    article = serializers.IntegerField(allow_null=True, help_text="The draft that was made of it.")
    reading = serializers.JSONField(required=False, help_text="With a dry run: what was read.")


def clip_as_dict(clip: Clip) -> dict[str, Any]:
    """The clip as in lists."""
    names = ("id", "sha256", "state", "state_reason", "size", "encoding", "language", "url", "right")
    return {name: getattr(clip, name) for name in names} | {
        "source": reference_as_dict(clip.source) if clip.source else None,
        "issued": partial_date_as_dict(clip.issued_on, clip.issued_precision),
    }


def clip_with_text(clip: Clip) -> dict[str, Any]:
    """The clip with its text."""
    reading = clip.readings.first()
    return clip_as_dict(clip) | {
        "names": list(clip.names.values_list("name", flat=True)),
        "text": clip.text,
        "reader_version": reading.parser_version if reading else None,
        "segments": reading.segments if reading else [],
        "warnings": reading.warnings if reading else [],
        "articles": list(clip.articles.order_by("pk").values_list("pk", flat=True)),
    }


def outcome_as_dict(outcome: importer.ImportOutcome) -> dict[str, Any]:
    """The outcome of an import."""
    return {
        "status": outcome.status,
        "sentence": outcome.sentence,
        "clip": outcome.clip.pk if outcome.clip else None,
        "article": outcome.article.pk if outcome.article else None,
    }


def preview_as_dict(outcome: importer.ImportOutcome, reading: dict[str, Any]) -> dict[str, Any]:
    """The outcome of a dry run."""
    return outcome_as_dict(outcome) | {"reading": reading}
