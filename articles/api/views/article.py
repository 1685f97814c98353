"""Articles: the list, and one by one."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.authentication import SessionAuthentication
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.addresses import base
from articles.api.exceptions import AddressChanged, ArticleWithdrawn
from articles.api.field_selection import STAFF_FIELDS, FieldSelection, SelectionDefaults, read_selection
from articles.api.filters import ArticleFilterSet
from articles.api.keys import find_by_key, present_slug
from articles.api.pagination import KeysetPagination
from articles.api.renderers import (
    DETAIL_RENDERERS,
    LIST_RENDERERS,
    JsonFeedRenderer,
    JsonLinesRenderer,
    NinjsRenderer,
    as_feed,
    stream_lines,
)
from articles.api.serializers import ArticleSerializer
from articles.api.views.public import PublicDetailView, PublicListView, PublicView
from articles.domain.articles import scheduled_changes
from articles.formats import ninjs
from articles.models import Article
from articles.models.articles.prepared_version import change_is_due
from articles.models.lists import with_comment_counts

FEED_FORMATS = (NinjsRenderer.format, JsonFeedRenderer.format)
FEED_RESPONSES = {(200, one.media_type): OpenApiTypes.OBJECT for one in (NinjsRenderer, JsonFeedRenderer)}
LIST_DEFAULTS = SelectionDefaults(body="none", can_be_searched=True)
DETAIL_DEFAULTS = SelectionDefaults(body="blocks", include=frozenset({"images", "corrections"}), has_evidence=True)


class FieldSelectionMixin(PublicView):
    """Reads the selection of the request once, for the query and for the serializer."""

    manner: SelectionDefaults

    def known_parameters(self) -> set[str]:
        """Foreign formats have fixed fields: there is nothing to select."""
        known = super().known_parameters()
        if self.requested_format in FEED_FORMATS:
            return known - {parameter.name for parameter in self.parameters}
        return known - {"limit", "cursor", "count"} if self.requested_format == JsonLinesRenderer.format else known

    @property
    def requested_format(self) -> str:
        """The name of the negotiated format."""
        renderer = getattr(self.request, "accepted_renderer", None)  # none while the schema is made
        return str(renderer.format) if renderer else JSONRenderer.format

    @cached_property
    def selection(self) -> FieldSelection:
        """What the request selects of each article."""
        return read_selection(self.request, self.manner)

    def get_queryset(self) -> QuerySet[Article]:
        """Published articles, with what the request selects."""
        if self.request is not None and self.requested_format in FEED_FORMATS:
            return with_comment_counts(Article.objects.published().for_feeds())
        return self.selection.rows(Article.objects.published())

    def get_serializer_context(self) -> dict[str, Any]:
        """The context with the selection."""
        return {**super().get_serializer_context(), "selection": self.selection}


@extend_schema_view(
    get=extend_schema(
        operation_id="listArticles",
        summary="Published articles, newest first",
        description="Filters narrow each other down. Bodies, images, comments and corrections come only when asked. "
        "As `application/ninjs+json` and `application/feed+json` without the choice of fields; as "
        "`application/x-ndjson` all that the filters find, without pages, an article a line.",
        responses={
            (200, "application/json"): ArticleSerializer(many=True),
            **FEED_RESPONSES,
            (200, JsonLinesRenderer.media_type): OpenApiTypes.STR,
        },
    )
)
class ArticleListView(FieldSelectionMixin, PublicListView):
    """Published articles."""

    serializer_class = ArticleSerializer
    renderer_classes = LIST_RENDERERS
    filterset_class = ArticleFilterSet
    manner = LIST_DEFAULTS
    parameters = LIST_DEFAULTS.parameters
    orders = {
        "-published_at": ("-publish_at", "-id"),
        "published_at": ("publish_at", "id"),
        "-updated_at": ("-updated_at", "-id"),
        "updated_at": ("updated_at", "id"),
    }

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page, or all of them line by line."""
        if self.requested_format == JsonLinesRenderer.format:
            keys = self.orders[KeysetPagination.read_order(request, self.orders)]
            rows = self.filter_queryset(self.get_queryset())
            return stream_lines(rows, keys, self.get_serializer().to_representation)
        if self.requested_format in FEED_FORMATS:
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            following = self.paginator.next_url() if isinstance(self.paginator, KeysetPagination) else None
            headers = {"Link": f'<{following}>; rel="next"'} if following else None
            return Response(as_feed(request, page, self.requested_format, following), headers=headers)
        return super().get(request, *args, **kwargs)


@extend_schema_view(
    get=extend_schema(
        operation_id="getArticle",
        summary="One article",
        description="By slug or id. 308 at a slug that it had once, 410 where it was public once and has been "
        "withdrawn; anything else that is not public is not found, as if it did not exist.",
        responses={(200, "application/json"): ArticleSerializer, **FEED_RESPONSES},
    )
)
class ArticleDetailView(FieldSelectionMixin, PublicDetailView):
    """One article."""

    serializer_class = ArticleSerializer
    renderer_classes = DETAIL_RENDERERS
    manner = DETAIL_DEFAULTS
    parameters = DETAIL_DEFAULTS.parameters
    problems = (308, 400, 404, 406, 410)

    @property
    def wants_evidence(self) -> bool:
        """Whether the request includes what only staff may read."""
        request = self.request  # None while the schema is made
        return request is not None and not STAFF_FIELDS.isdisjoint(request.GET.get("include", "").split(","))

    def get_authenticators(self) -> list[Any]:
        """Authenticate only for the evidence."""
        return [SessionAuthentication()] if self.wants_evidence else []

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Forbid caches to keep an answer with evidence."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.wants_evidence:
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The article in the form that was asked for."""
        if self.requested_format == NinjsRenderer.format:
            return Response(ninjs.item(self.get_object(), f"{base(request)}/", settings.SITE_NAME))
        if self.requested_format == JsonFeedRenderer.format:
            return Response(as_feed(request, [self.get_object()], self.requested_format, None))
        return super().get(request, *args, **kwargs)

    def get_object(self) -> Article:
        """The article of the address."""
        article = get_public_article(self.get_queryset(), self.kwargs["key"])
        self.robots = robots_header(article)
        return article


def robots_header(article: Article) -> str:
    """The X-Robots-Tag of the article, as on its page; empty where search engines may index it."""
    return "noindex" if article.noindex else ""


def get_public_article(rows: QuerySet[Article], key: str) -> Article:
    """The article of this slug or id among public rows; raises ArticleWithdrawn, AddressChanged or Http404."""
    rows = rows.annotate(change_is_due=change_is_due())
    article = find_by_key(rows, key)
    if article is not None and getattr(article, "change_is_due", False) and scheduled_changes.catch_up(article):
        article = find_by_key(rows, key)  # who asks first after the minute of a change reads it
    if article is not None:
        return article
    withdrawn = find_by_key(Article.objects.withdrawn(), key)
    if withdrawn is not None:
        raise ArticleWithdrawn(withdrawn.withdrawn_reason)
    if slug := present_slug(Article.objects.published() | Article.objects.withdrawn(), key):
        raise AddressChanged(slug)
    raise Http404
