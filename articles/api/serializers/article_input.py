"""What staff may write of an article: all fields are listed here, any other is refused."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.keys import find_by_any_key
from articles.api.serializers.strict import StrictSerializer, WebField
from articles.domain.articles import workflow
from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic
from articles.models.fields import partial_date
from articles.models.fields.partial_date import DateOutOfRange, parse_period

SINGLE_LINE_FIELDS = {"kicker", "headline", "subheadline", "dateline", "byline", "signoff"}


class KeyField(serializers.CharField):
    """Names another object by its id, its slug or one that it had once."""

    def __init__(self, rows: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows

    def to_internal_value(self, data: Any) -> Any:
        """The row."""
        key = str(data) if isinstance(data, int) and not isinstance(data, bool) else super().to_internal_value(data)
        row = find_by_any_key(self.rows(), key)
        if row is None:
            raise serializers.ValidationError(_("There is none of this name."), "unknown")
        return row


class AgencyLinkSerializer(StrictSerializer):
    """An agency and its part."""

    # DRF's metaclass takes the field out of the class: it hides no attribute
    source = KeyField(Source.objects.agencies)  # type: ignore[assignment]
    part = serializers.ChoiceField(ArticleAgency.Part.choices, default=ArticleAgency.Part.ORIGIN)

    def to_internal_value(self, data: Any) -> Any:
        """The agency and its part as a tuple."""
        read = super().to_internal_value(data)
        return read["source"], read["part"]


class PersonLinkSerializer(StrictSerializer):
    """A person and their part."""

    person = KeyField(Person.objects.all)
    role = serializers.ChoiceField(Contribution.Role.choices, default=Contribution.Role.AUTHOR)

    def to_internal_value(self, data: Any) -> Any:
        """The person and their role as a tuple."""
        read = super().to_internal_value(data)
        return read["person"], read["role"]


@extend_schema_field({"type": "string", "description": "`2024-06-19`, `2024-06` or `2024`."})
class IssuePeriodField(serializers.Field[Any, Any, Any, Any]):
    """A date as exactly as it is known."""

    def to_internal_value(self, data: Any) -> Any:
        """The first day and the precision."""
        try:
            return parse_period(data)
        except DateOutOfRange as error:
            raise serializers.ValidationError(str(error), "out_of_bounds") from None
        except (TypeError, ValueError):
            raise serializers.ValidationError(
                _("Give a date such as 2024-06-19, 2024-06 or 2024."), "invalid_date"
            ) from None


class ArticleInputSerializer(StrictSerializer):
    """What may be written of an article. Only what is sent is changed."""

    kicker = serializers.CharField(required=False, allow_blank=True, max_length=200)
    headline = serializers.CharField(required=False, allow_blank=True, max_length=300)
    headline_is_provisional = serializers.BooleanField(required=False)
    subheadline = serializers.CharField(required=False, allow_blank=True, max_length=300)
    lead = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    body = serializers.CharField(
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        max_length=1_000_000,
        help_text="HTML of the body's small grammar; anything else in it is removed.",
    )
    dateline = serializers.CharField(required=False, allow_blank=True, max_length=200)
    byline = serializers.CharField(required=False, allow_blank=True, max_length=300)
    signoff = serializers.CharField(required=False, allow_blank=True, max_length=300)
    genre = serializers.ChoiceField(Article.Genre.choices, required=False, allow_blank=True)
    language = serializers.RegexField(r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}$", required=False, max_length=12)
    # DRF's metaclass takes the field out of the class: it hides no attribute
    source = KeyField(Source.objects.outlets, required=False, allow_null=True, help_text="Slug or id of an outlet.")  # type: ignore[assignment]
    agencies = AgencyLinkSerializer(many=True, required=False, help_text="In their order; replaces all.")
    persons = PersonLinkSerializer(many=True, required=False, help_text="In their order; replaces all.")
    topics = serializers.ListField(
        child=KeyField(Topic.objects.all), required=False, max_length=50, help_text="Slugs or ids; replaces all."
    )
    original_url = WebField(required=False, allow_blank=True, max_length=2000)
    issued = IssuePeriodField(required=False, allow_null=True, write_only=True)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
    embargo_until = serializers.DateTimeField(required=False, allow_null=True)
    comments_are = serializers.ChoiceField(Article.Comments.choices, required=False, source="comment_status")
    noindex = serializers.BooleanField(required=False)
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="What was changed, and why: for the record."
    )

    PARTS = ("agencies", "persons", "topics")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """No part twice; a line is one line."""
        for name in ("agencies", "persons"):
            keys = [(link[0].pk, link[1]) if name == "persons" else link[0].pk for link in attrs.get(name, ())]
            if len(keys) != len(set(keys)):
                raise serializers.ValidationError(
                    {name: [serializers.ErrorDetail(_("One of them is named twice."), "repeated")]}
                )
        return {name: " ".join(value.split()) if name in SINGLE_LINE_FIELDS else value for name, value in attrs.items()}

    def split(self) -> tuple[dict[str, Any], dict[str, Any], str]:
        """Columns, parts and the reason, as `domain/articles/editing.py` takes them."""
        data = dict(self.validated_data)
        reason = data.pop("reason", "")
        parts = {name: data.pop(name) for name in self.PARTS if name in data}
        if "topics" in parts:
            parts["topics"] = sorted(set(parts["topics"]), key=lambda topic: topic.name)
        if "issued" in data:
            data["issued_on"], data["issued_precision"] = data.pop("issued") or (None, "")
        return data, parts, reason


class MoveSerializer(StrictSerializer):
    """A move of the workflow."""

    move = serializers.ChoiceField([(one.verb, one.verb) for one in workflow.ARTICLE_MOVES])
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
    at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="With `publish`: when it goes live; null: now."
    )
    override_reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=500,
        default="",
        help_text="Publish in spite of open points, because.",
    )

    def validate_at(self, at: datetime | None) -> datetime | None:
        """Refuse a time of publication out of bounds, under the name that the field has here."""
        if at is not None and (message := partial_date.fault_message("publish_at", at, "at")):
            raise serializers.ValidationError(message, "out_of_bounds")
        return at


class RestoreSerializer(StrictSerializer):
    """Why an older version is brought back."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
