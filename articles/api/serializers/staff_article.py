"""Articles and their versions, for staff."""

from typing import Any

from rest_framework import serializers

from articles.api.preconditions import version_etag
from articles.api.serializers.article_parts import BlockSerializer, block_as_dict, partial_date_as_dict
from articles.api.serializers.plain import format_timestamp, reference_as_dict
from articles.domain.articles import publishing, workflow
from articles.models import Article, ArticleAgency, Contribution
from articles.models.fields import body

TEXT_FIELDS = ("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff", "note")


class GateSerializer(serializers.Serializer[Any]):
    """Something that stands between the article and its readers."""

    code = serializers.CharField()
    field = serializers.CharField()
    message = serializers.CharField()
    blocks = serializers.BooleanField()


class NamedSerializer(serializers.Serializer[Any]):
    """Another object."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()


class AgencyOutSerializer(NamedSerializer):
    """An agency and its part."""

    part = serializers.ChoiceField(ArticleAgency.Part.choices)


class PersonOutSerializer(NamedSerializer):
    """A person and their part."""

    role = serializers.ChoiceField(Contribution.Role.choices)


class PeriodOutSerializer(serializers.Serializer[Any]):
    """A date, exactly as known."""

    value = serializers.CharField()
    precision = serializers.ChoiceField([("day", "day"), ("month", "month"), ("year", "year")])


class DeskArticleSerializer(serializers.Serializer[Any]):
    """An article as the desk has it, whatever its state."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Grows with each change; the ETag is made of it.")
    etag = serializers.CharField(help_text="For `If-Match`.")
    state = serializers.ChoiceField(Article.State.choices)
    slug = serializers.CharField(allow_null=True)
    kicker = serializers.CharField()
    headline = serializers.CharField()
    headline_is_provisional = serializers.BooleanField()
    subheadline = serializers.CharField()
    lead = serializers.CharField()
    body = serializers.CharField(required=False, help_text="HTML; not in lists.")
    blocks = BlockSerializer(many=True, required=False, help_text="The same as typed blocks; not in lists.")
    dateline = serializers.CharField()
    byline = serializers.CharField()
    signoff = serializers.CharField()
    genre = serializers.CharField()
    language = serializers.CharField()
    # DRF's metaclass takes the field out of the class: it hides no attribute
    source = NamedSerializer(allow_null=True)  # type: ignore[assignment]
    agencies = AgencyOutSerializer(many=True, required=False)
    persons = PersonOutSerializer(many=True, required=False)
    topics = NamedSerializer(many=True, required=False)
    original_url = serializers.CharField()
    issued = PeriodOutSerializer(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    embargo_until = serializers.DateTimeField(allow_null=True)
    comments_are = serializers.ChoiceField(Article.Comments.choices)
    noindex = serializers.BooleanField()
    due_at = serializers.DateTimeField(allow_null=True)
    responsible = serializers.CharField(allow_null=True, help_text="The name of who is responsible.")
    note = serializers.CharField()
    clip = serializers.IntegerField(allow_null=True)
    right = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    moves = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What you may do with it now."
    )
    gates = GateSerializer(many=True, required=False, help_text="Why it is not public; empty where it is.")


class RevisionSerializer(serializers.Serializer[Any]):
    """A version of an article."""

    id = serializers.IntegerField(help_text="For restoring it.")
    version = serializers.IntegerField()
    saved_at = serializers.DateTimeField()
    saved_by = serializers.CharField(allow_null=True, help_text="null: the machine itself.")
    reason = serializers.CharField()
    state = serializers.CharField()
    headline = serializers.CharField()


def revision_as_dict(record: Any) -> dict[str, Any]:
    """A version in the list of them."""
    return {
        "id": record.history_id,
        "version": record.version,
        "saved_at": format_timestamp(record.history_date),
        "saved_by": record.history_user.get_username() if record.history_user else None,
        "reason": record.history_change_reason or "",
        "state": record.state,
        "headline": record.headline,
    }


COPIED_FIELDS = (
    *("id", "version", "state", "slug", *TEXT_FIELDS),
    *("headline_is_provisional", "genre", "language", "original_url"),
)
TIMESTAMP_FIELDS = ("expires_at", "embargo_until", "due_at", "created_at", "updated_at")


def article_summary(article: Article) -> dict[str, Any]:
    """The article as in lists."""
    copied = {name: getattr(article, name) for name in COPIED_FIELDS}
    published = {"comments_are": article.comment_status, "noindex": article.noindex}
    timestamps = {name: format_timestamp(getattr(article, name)) for name in TIMESTAMP_FIELDS}
    return {
        **copied,
        **published,
        **timestamps,
        "etag": version_etag(article.version),
        "source": reference_as_dict(article.source) if article.source else None,
        "issued": partial_date_as_dict(article.issued_on, article.issued_precision),
        "published_at": format_timestamp(article.publish_at),
        "responsible": article.responsible.get_username() if article.responsible else None,
        "clip": article.clip_id,
        "right": article.right,
    }


def article_as_dict(article: Article, user: Any) -> dict[str, Any]:
    """The article with its text, its parts, and the moves that this user may make."""
    links = article.article_agencies.select_related("source")
    people = article.contributions.select_related("person")
    return article_summary(article) | {
        "body": article.body,
        "blocks": [block_as_dict(b) for b in body.parse(article.body)],
        "agencies": [{**reference_as_dict(link.source), "part": link.part} for link in links],
        "persons": [{**reference_as_dict(part.person), "role": part.role} for part in people],
        "topics": [reference_as_dict(topic) for topic in article.topics.all()],
        "moves": [move.verb for move in workflow.possible_moves(article, user)],
        "gates": [
            {"code": g.code, "field": g.field, "message": str(g.message), "blocks": g.blocks}
            for g in publishing.why_not_public(article)
        ],
    }
