"""Articles: what the public sees of them, as much of it as was asked for."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from ...desk import filling
from ...formats.evidence import Proof, proofs
from ...models import Article, ArticleAgency, Contribution, Source
from ...models.body import Block, parse, plain_text
from ...models.dates import Precision
from .comment import CommentSerializer
from .image import PlacedImageSerializer
from .plain import Plain, ReferenceSerializer, moment, reference
from .source import SourceSerializer

HOW = [(how, how) for how in ("verbatim", "normalised", "rule", "assumed", "editor")]
BLOCK_KINDS = [(kind, kind) for kind in ("paragraph", "subheading", "quote", "list_item", "image")]


class IssuedSerializer(serializers.Serializer):
    """A date, exactly as known."""

    value = serializers.CharField(help_text="`2024-06-19`, `2024-06` or `2024`.")
    precision = serializers.ChoiceField(Precision.choices)


class SourceReferenceSerializer(ReferenceSerializer):
    """The outlet; with `include=source` everything about it."""

    kind = serializers.ChoiceField(Source.Kind.choices, required=False)
    homepage = serializers.CharField(required=False)
    url = serializers.URLField(required=False)


class AgencyPartSerializer(ReferenceSerializer):
    """An agency and its part in the article."""

    part = serializers.ChoiceField(ArticleAgency.Part.choices)


class PersonPartSerializer(ReferenceSerializer):
    """A person and their part in the article."""

    role = serializers.ChoiceField(Contribution.Role.choices)


class CorrectionSerializer(Plain):
    """A correction notice."""

    dated = serializers.DateTimeField()
    text = serializers.CharField()

    def write_dated(self, correction: Any) -> str | None:
        """The time of the notice."""
        return moment(correction.dated)


class EvidenceSerializer(Plain):
    """Where one field came from. For staff: it tells what stands in the clip."""

    field = serializers.CharField(help_text="A path into the article as it was read: `headline`, `images.2.credit`.")
    how = serializers.ChoiceField(HOW, help_text="`editor`: the desk has changed it since, or told it at the import.")
    rule = serializers.CharField(help_text="The reader's name for what it went by; may be empty.")
    confidence = serializers.FloatField(allow_null=True, help_text="0 … 1; null where a person decided.")
    spans = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Start and end in characters of the clip's text; the end is exclusive.",
    )
    alternatives = serializers.ListField(child=serializers.CharField(), help_text="Other roles or values in question.")

    def write_spans(self, proof: Proof) -> list[list[int]]:
        """As lists."""
        return [list(span) for span in proof.spans]

    def write_alternatives(self, proof: Proof) -> list[str]:
        """As a list."""
        return list(proof.alternatives)


class BlockSerializer(serializers.Serializer):
    """One block of a body."""

    kind = serializers.ChoiceField(BLOCK_KINDS)
    text = serializers.CharField(required=False, help_text="Plain text; not of an image.")
    html = serializers.CharField(required=False, help_text="The same with links and emphasis: a, strong, em, br.")
    level = serializers.IntegerField(required=False, help_text="2 or 3, of a subheading.")
    ordered = serializers.BooleanField(required=False, help_text="Of a list item: its list is numbered.")
    image = serializers.IntegerField(required=False, help_text="Of an image: the id of one of `images`.")


class BodyField(serializers.JSONField):
    """The body in one of its forms; schema.py describes it."""


class ArticleSerializer(Plain):
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
    source = SourceReferenceSerializer(required=False, allow_null=True, help_text="The outlet.")
    agencies = AgencyPartSerializer(many=True, required=False)
    persons = PersonPartSerializer(many=True, required=False)
    topics = ReferenceSerializer(many=True, required=False)
    issued = IssuedSerializer(required=False, allow_null=True, help_text="When the original appeared.")
    published_at = serializers.DateTimeField(required=False, help_text="When it was published here.")
    updated_at = serializers.DateTimeField(required=False)
    original_url = serializers.CharField(required=False, help_text="The original's address; may be empty.")
    is_excerpt = serializers.BooleanField(required=False, help_text="Only headline, lead and link may be shown.")
    comments_are = serializers.ChoiceField(Article.Comments.choices, required=False)
    comment_count = serializers.IntegerField(required=False)
    comments_url = serializers.URLField(required=False)
    body = BodyField(
        required=False,
        help_text="Blocks, or a string with `body=html` and `body=text`. In HTML an empty `<figure data-image>` "
        "stands where the picture of that id has its place.",
    )
    images = PlacedImageSerializer(many=True, required=False, help_text="Only if included; in the body's order.")
    comments = CommentSerializer(
        many=True, required=False, help_text="Only if included; the first 100 in thread order, flat."
    )
    corrections = CorrectionSerializer(many=True, required=False, help_text="Only if included.")
    evidence = EvidenceSerializer(
        many=True, required=False, help_text="Only if included, for staff who may see clips; empty without a clip."
    )

    def names(self) -> Iterable[str]:
        """Those that were asked for."""
        asked = self.context["asked"].names
        return [name for name in self._declared_fields if name in asked]

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

    def write_signoff(self, article: Article) -> str:
        """Not of an excerpt."""
        return "" if article.is_excerpt else article.signoff

    def write_source(self, article: Article) -> dict[str, Any] | None:
        """The outlet, short or whole."""
        if article.source is None:
            return None
        return self._whole_source(article.source) if self.context["asked"].whole_source else reference(article.source)

    @cached_property
    def _whole_source(self) -> Any:
        return SourceSerializer(context=self.context).to_representation

    def write_agencies(self, article: Article) -> list[dict[str, Any]]:
        """In their order."""
        return [{**reference(part.source), "part": part.part} for part in article.article_agencies.all()]

    def write_persons(self, article: Article) -> list[dict[str, Any]]:
        """In their order."""
        return [{**reference(part.person), "role": part.role} for part in article.contributions.all()]

    def write_topics(self, article: Article) -> list[dict[str, Any]]:
        """By name."""
        return [reference(topic) for topic in article.topics.all()]

    def write_issued(self, article: Article) -> dict[str, str] | None:
        """As precise as known."""
        return issued(article.issued_on, article.issued_precision)

    def write_published_at(self, article: Article) -> str | None:
        """In UTC."""
        return moment(article.publish_at)

    def write_updated_at(self, article: Article) -> str | None:
        """In UTC."""
        return moment(article.updated_at)

    def write_comments_are(self, article: Article) -> str:
        """An excerpt has none."""
        return Article.Comments.CLOSED if article.is_excerpt else article.comments_are

    def write_comment_count(self, article: Any) -> int:
        """An excerpt has none."""
        return 0 if article.is_excerpt else article.comment_count

    def write_body(self, article: Article) -> list[dict[str, Any]] | str:
        """In the form that was asked for; empty of an excerpt."""
        form = self.context["asked"].body
        markup = "" if article.is_excerpt else article.body
        if form == "html":
            return markup
        return plain_text(markup) if form == "text" else [block(b) for b in parse(markup)]

    def write_images(self, article: Article) -> list[dict[str, Any]]:
        """In the body's order; none of an excerpt."""
        return [] if article.is_excerpt else [self._placed(p) for p in article.placements.all()]

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

    def write_evidence(self, article: Article) -> list[dict[str, Any]]:
        """In the reading's order, the desk's own fields first."""
        write = EvidenceSerializer(context=self.context).to_representation
        return [write(proof) for proof in proofs(article.reading, filling.edited(article))]


def issued(day: date | None, precision: str) -> dict[str, str] | None:
    """A date with its precision, e.g. `2024-06` of a month."""
    if day is None:
        return None
    return {"value": day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]], "precision": precision}


def block(b: Block) -> dict[str, Any]:
    """A block of the body as JSON."""
    if b.kind == "image":
        return {"kind": b.kind, "image": b.image}
    written: dict[str, Any] = {"kind": b.kind, "text": b.text, "html": b.html}
    if b.kind == "subheading":
        written["level"] = b.level
    if b.kind == "list_item":
        written["ordered"] = b.ordered
    return written
