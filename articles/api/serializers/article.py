"""Articles as the public sees them, with the fields that the request selects."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from rest_framework import serializers

from articles.api.serializers.article_parts import (
    AgencyPartSerializer,
    ArticleBodyField,
    CorrectionSerializer,
    DifferenceSerializer,
    EvidenceSerializer,
    HighlightsSerializer,
    IssuedSerializer,
    PersonPartSerializer,
    SourceReferenceSerializer,
    block_as_dict,
    partial_date_as_dict,
)
from articles.api.serializers.comment import CommentSerializer
from articles.api.serializers.image import PlacedImageSerializer
from articles.api.serializers.plain import PlainSerializer, ReferenceSerializer, format_timestamp, reference_as_dict
from articles.api.serializers.source import SourceSerializer
from articles.domain.articles import import_fields
from articles.domain.search import highlights, query
from articles.formats import clip_differences
from articles.formats.field_evidence import field_evidence
from articles.models import Article, ClosedReason, CommentPolicy
from articles.models.fields.body import parse, plain_text

PASSAGE_CHARS = 260  # characters around the hits


class ArticleSerializer(PlainSerializer):
    """An article. Only `id` always comes; `fields`, `include` and `body` decide on the rest.

    Of a text that may only be quoted (`is_excerpt`) come headline and lead: no body, no pictures, no comments.
    """

    id = serializers.IntegerField()
    slug = serializers.CharField(required=False)
    url = serializers.URLField(required=False, help_text="The article's page for readers.")
    api_url = serializers.URLField(required=False)
    language = serializers.CharField(required=False)
    genre = serializers.ChoiceField(Article.Genre.choices, required=False, allow_blank=True)
    kicker = serializers.CharField(required=False)
    headline = serializers.CharField(required=False)
    headline_is_provisional = serializers.BooleanField(
        required=False, help_text="The clip had none: made of its own words, not yet confirmed by an editor."
    )
    subheadline = serializers.CharField(required=False)
    lead = serializers.CharField(required=False)
    dateline = serializers.CharField(required=False)
    byline = serializers.CharField(required=False)
    signoff = serializers.CharField(required=False)
    # DRF's metaclass takes the field out of the class: it hides no attribute
    source = SourceReferenceSerializer(required=False, allow_null=True, help_text="The outlet.")  # type: ignore[assignment]
    agencies = AgencyPartSerializer(many=True, required=False)
    persons = PersonPartSerializer(many=True, required=False)
    topics = ReferenceSerializer(many=True, required=False)
    issued = IssuedSerializer(required=False, allow_null=True, help_text="When the original appeared.")
    published_at = serializers.DateTimeField(required=False, help_text="When it was published here.")
    updated_at = serializers.DateTimeField(required=False)
    original_url = serializers.CharField(required=False, help_text="The original's address; may be empty.")
    is_excerpt = serializers.BooleanField(required=False, help_text="Only headline, lead and link may be shown.")
    comments_are = serializers.ChoiceField(
        Article.Comments.choices, required=False, help_text="What the article itself says; see `comments_closed`."
    )
    comments_closed = serializers.ChoiceField(
        ClosedReason.choices,
        required=False,
        allow_blank=True,
        help_text="Why nobody can write under it at this moment, whether by the article's own word or by the site's "
        "rules; empty while comments are taken.",
    )
    comments_closed_told = serializers.CharField(
        required=False, help_text="The same as the sentence that readers are told; empty while comments are taken."
    )
    comment_count = serializers.IntegerField(required=False)
    comments_url = serializers.URLField(required=False)
    body = ArticleBodyField(
        required=False,
        help_text="Blocks, or a string with `body=html` and `body=text`. In HTML an empty `<figure data-image>` "
        "stands where the picture of that id has its place.",
    )
    images = PlacedImageSerializer(many=True, required=False, help_text="Only if included; in the body's order.")
    comments = CommentSerializer(
        many=True, required=False, help_text="Only if included; the first 100 in thread order, flat."
    )
    corrections = CorrectionSerializer(many=True, required=False, help_text="Only if included.")
    highlights = HighlightsSerializer(required=False, help_text="Only if included, and with `q`.")
    differences = DifferenceSerializer(
        many=True,
        required=False,
        allow_null=True,
        help_text="Only if included, for staff who may see clips; null where they are too long to compare.",
    )
    evidence = EvidenceSerializer(
        many=True, required=False, help_text="Only if included, for staff who may see clips; empty without a clip."
    )

    def names(self) -> Iterable[str]:
        selected = self.context["selection"].names
        return [name for name in self._declared_fields if name in selected]

    @cached_property
    def _address(self) -> str:
        return self.absolute(reverse("api:articles"))

    def write_url(self, article: Article) -> str:
        """The page for readers."""
        return self.absolute(article.get_absolute_url())

    def write_api_url(self, article: Article) -> str:
        """The address here, by the id: it never changes."""
        return f"{self._address}{article.pk}/"

    def write_comments_url(self, article: Article) -> str:
        """The address of the whole thread."""
        return f"{self._address}{article.pk}/comments/"

    def write_kicker(self, article: Article) -> str:
        """Not of an excerpt."""
        return "" if article.is_excerpt else article.kicker

    def write_subheadline(self, article: Article) -> str:
        """Not of an excerpt."""
        return "" if article.is_excerpt else article.subheadline

    def write_dateline(self, article: Article) -> str:
        """Not of an excerpt."""
        return "" if article.is_excerpt else article.dateline

    def write_byline(self, article: Article) -> str:
        """Not of an excerpt."""
        return "" if article.is_excerpt else article.byline

    def write_signoff(self, article: Article) -> str:
        """Not of an excerpt."""
        return "" if article.is_excerpt else article.signoff

    def write_source(self, article: Article) -> dict[str, Any] | None:
        """The outlet, short or whole."""
        if article.source is None:
            return None
        return (
            self._whole_source(article.source)
            if self.context["selection"].whole_source
            else reference_as_dict(article.source)
        )

    @cached_property
    def _whole_source(self) -> Any:
        return SourceSerializer(context=self.context).to_representation

    def write_agencies(self, article: Article) -> list[dict[str, Any]]:
        """In their order."""
        return [{**reference_as_dict(part.source), "part": part.part} for part in article.article_agencies.all()]

    def write_persons(self, article: Article) -> list[dict[str, Any]]:
        """In their order; none of an excerpt."""
        if article.is_excerpt:
            return []
        return [{**reference_as_dict(part.person), "role": part.role} for part in article.contributions.all()]

    def write_topics(self, article: Article) -> list[dict[str, Any]]:
        """By name."""
        return [reference_as_dict(topic) for topic in article.topics.all()]

    def write_issued(self, article: Article) -> dict[str, str] | None:
        """As precise as known."""
        return partial_date_as_dict(article.issued_on, article.issued_precision)

    def write_published_at(self, article: Article) -> str | None:
        """In UTC."""
        return format_timestamp(article.publish_at)

    def write_updated_at(self, article: Article) -> str | None:
        """In UTC."""
        return format_timestamp(article.updated_at)

    def write_comments_are(self, article: Article) -> str:
        """An excerpt has none."""
        return Article.Comments.CLOSED if article.is_excerpt else article.comment_status

    @cached_property
    def _policy(self) -> CommentPolicy:
        """The site's rules, read once for however many articles, and only where they are asked for."""
        return CommentPolicy.current()

    def write_comments_closed(self, article: Article) -> str:
        """As the page has it."""
        return str(self._policy.closed_reason(article))

    def write_comments_closed_told(self, article: Article) -> str:
        """As the page tells it."""
        closed = self._policy.closed_reason(article)
        return self._policy.message(closed) if closed else ""

    def write_comment_count(self, article: Any) -> int:
        """An excerpt has none."""
        return 0 if article.is_excerpt else article.comment_count

    def write_body(self, article: Article) -> list[dict[str, Any]] | str:
        """In the form that was asked for; empty of an excerpt."""
        form = self.context["selection"].body
        markup = "" if article.is_excerpt else article.body
        if form == "html":
            return markup
        return plain_text(markup) if form == "text" else [block_as_dict(b) for b in parse(markup)]

    def write_images(self, article: Article) -> list[dict[str, Any]]:
        """In the body's order; none of an excerpt."""
        return [self._placed(p) for p in article.pictures]

    @cached_property
    def _placed(self) -> Any:
        return PlacedImageSerializer(context=self.context).to_representation

    def write_comments(self, article: Any) -> list[dict[str, Any]]:
        """The first of them; none of an excerpt."""
        return [] if article.is_excerpt else [self._comment(c) for c in article.first_comments]

    @cached_property
    def _comment(self) -> Any:
        return CommentSerializer(context=self.context).to_representation

    def write_corrections(self, article: Any) -> list[dict[str, Any]]:
        """By date; none of an excerpt."""
        return [] if article.is_excerpt else [self._correction(c) for c in article.corrections.all()]

    @cached_property
    def _correction(self) -> Any:
        return CorrectionSerializer(context=self.context).to_representation

    def write_highlights(self, article: Article) -> dict[str, str]:
        """What the question has found; nothing of an excerpt's text."""
        hit = highlights.highlight(article, self.context["selection"].question, PASSAGE_CHARS)
        return {"headline": _marked(hit.headline), "passage": _marked(hit.passage)}

    def write_differences(self, article: Article) -> list[dict[str, Any]] | None:
        """In the order of the clip's text."""
        write = DifferenceSerializer(context=self.context).to_representation
        try:
            return [write(difference) for difference in clip_differences.differences(article)]
        except clip_differences.TooLong:
            return None

    def write_evidence(self, article: Article) -> list[dict[str, Any]]:
        """In the reading's order, the desk's own fields first."""
        write = EvidenceSerializer(context=self.context).to_representation
        return [write(proof) for proof in field_evidence(article.reading, import_fields.edited_fields(article))]


def _marked(pieces: Iterable[query.Piece]) -> str:
    return "".join(f"<mark>{escape(p.text)}</mark>" if p.is_hit else escape(p.text) for p in pieces)
