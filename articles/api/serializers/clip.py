"""Clips and the outcome of their import, for staff."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from articles.api.serializers.article_parts import partial_date_as_dict
from articles.api.serializers.plain import reference_as_dict
from articles.api.serializers.staff_article import NamedSerializer, PeriodOutSerializer
from articles.api.serializers.strict import StrictSerializer
from articles.domain.articles import workflow
from articles.domain.imports import holds, importer, relabelling, uncertain_places
from articles.models import Clip

HELD = [(code, code) for code in holds.LABELS]
OUTCOMES = [(one, one) for one in ("new", "seen", "changed", "failed")]  # of an import
REOPENED = "reopened"  # the verdict that takes one's last decision back


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
    format = serializers.CharField(help_text="As the reader has recognised it; empty: it was read before that.")
    parent = serializers.IntegerField(  # type: ignore[assignment]  # as `source`
        allow_null=True, help_text="The clip of the file that it was in."
    )
    held = serializers.ListField(
        child=serializers.ChoiceField(HELD), help_text="Why no import publishes it, until somebody has looked."
    )


class WholeClipSerializer(ClipSerializer):
    """A clip with its text and the newest reading of it."""

    names = serializers.ListField(child=serializers.CharField(), help_text="The names it came under.")
    text = serializers.CharField(help_text="As decoded; segments count its characters.")
    reader_version = serializers.CharField(allow_null=True)
    segments = serializers.JSONField()
    said = serializers.JSONField(help_text="What the file says of itself: name, value, spans, rule.")
    range_in_parent = serializers.ListField(
        child=serializers.IntegerField(), help_text="From and to before a character of its text; empty: it has none."
    )
    children = serializers.ListField(child=serializers.IntegerField(), help_text="The clips of the files in it.")
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


class ClipDecisionSerializer(StrictSerializer):
    """A decision about an uncertain place; `reopened` takes one's own last one back and needs no place."""

    verdict = serializers.ChoiceField([(one, one) for one in (*uncertain_places.VERDICTS, REOPENED)])
    start = serializers.IntegerField(required=False, min_value=0, help_text="As the warning `uncertain_text` says.")
    end = serializers.IntegerField(required=False, min_value=1, help_text="Behind the last character.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """With a place, unless a decision is taken back."""
        missing = [name for name in ("start", "end") if name not in data]
        if missing and data["verdict"] != REOPENED:
            detail = serializers.ErrorDetail(_("This field is required."), "required")
            raise serializers.ValidationError({name: [detail] for name in missing})
        return data


class PlaceSerializer(serializers.Serializer[Any]):
    """A stretch of the clip's text."""

    start = serializers.IntegerField()
    end = serializers.IntegerField(help_text="Behind the last character.")


class ClipDecisionOutcomeSerializer(serializers.Serializer[Any]):
    """What followed from a decision, and what is left to decide."""

    uncertain = PlaceSerializer(many=True, help_text="The places that are left.")
    fields_changed = serializers.ListField(child=serializers.CharField(), help_text="Of the article.")
    fields_kept = serializers.ListField(
        child=serializers.CharField(), help_text="Of the article: edited since, and left as they are."
    )
    is_prepared = serializers.BooleanField(help_text="The article is live: a change of it is prepared.")


class ChildOutcomeSerializer(serializers.Serializer[Any]):
    """What became of a file in the file that was sent, or would."""

    name = serializers.CharField()
    status = serializers.ChoiceField(OUTCOMES)
    sentence = serializers.CharField(help_text="For people.")
    clip = serializers.IntegerField(allow_null=True)
    article = serializers.IntegerField(allow_null=True, help_text="The draft that was made of it.")
    held = serializers.ListField(child=serializers.ChoiceField(HELD), help_text="Why no import publishes it.")


class ImportOutcomeSerializer(serializers.Serializer[Any]):
    """What became of a clip that was sent, or would."""

    status = serializers.ChoiceField(OUTCOMES)
    sentence = serializers.CharField(help_text="For people.")
    clip = serializers.IntegerField(allow_null=True)
    article = serializers.IntegerField(allow_null=True, help_text="The draft that was made of it.")
    held = serializers.ListField(child=serializers.ChoiceField(HELD), help_text="Why no import publishes it.")
    children = ChildOutcomeSerializer(many=True, help_text="The files in it, however deep.")
    reading = serializers.JSONField(required=False, help_text="With a dry run: what was read.")


def clip_as_dict(clip: Clip) -> dict[str, Any]:
    """The clip as in lists."""
    names = ("id", "sha256", "state", "state_reason", "size", "encoding", "language", "url", "right")
    return {name: getattr(clip, name) for name in names} | {
        "format": clip.format,
        "parent": clip.parent_id,
        "source": reference_as_dict(clip.source) if clip.source else None,
        "issued": partial_date_as_dict(clip.issued_on, clip.issued_precision),
        "held": _held(clip),
    }


def _held(clip: Clip) -> list[str]:
    """The reasons that with_holds() has found."""
    return [code for code in (getattr(clip, "holds", None) or "").split(",") if code]


def clip_with_text(clip: Clip) -> dict[str, Any]:
    """The clip with its text."""
    reading = clip.readings.first()
    return clip_as_dict(clip) | {
        "names": list(clip.names.values_list("name", flat=True)),
        "text": clip.text,
        "reader_version": reading.parser_version if reading else None,
        "segments": reading.segments if reading else [],
        "said": reading.said if reading else [],
        "range_in_parent": [] if clip.parent_end is None else [clip.parent_start, clip.parent_end],
        "children": list(clip.children.order_by("pk").values_list("pk", flat=True)),
        "warnings": reading.warnings if reading else [],
        "articles": list(clip.articles.order_by("pk").values_list("pk", flat=True)),
    }


def decision_as_dict(outcome: relabelling.RelabelOutcome) -> dict[str, Any]:
    """What followed from a decision about a place."""
    return {
        "uncertain": [{"start": start, "end": end} for start, end in uncertain_places.places(outcome.reading)],
        "fields_changed": outcome.fields,
        "fields_kept": outcome.differences,
        "is_prepared": outcome.is_prepared,
    }


def outcome_as_dict(outcome: importer.ImportOutcome) -> dict[str, Any]:
    """The outcome of an import, with the files in the file."""
    _own, *children = outcome.with_children()
    return _own_outcome(outcome) | {"children": [{"name": child.name} | _own_outcome(child) for child in children]}


def _own_outcome(outcome: importer.ImportOutcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "sentence": outcome.sentence,
        "clip": outcome.clip.pk if outcome.clip else None,
        "article": outcome.article.pk if outcome.article else None,
        "held": list(outcome.held),
    }


def preview_as_dict(outcome: importer.ImportOutcome, reading: dict[str, Any]) -> dict[str, Any]:
    """The outcome of a dry run."""
    return outcome_as_dict(outcome) | {"reading": reading}
