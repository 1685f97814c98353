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
from articles.api.exceptions import Withdrawn
from articles.api.field_selection import GUARDED, Asked, Manner, ask
from articles.api.filters import ArticleFilters
from articles.api.pagination import Keyset
from articles.api.renderers import OF_LISTS, OF_ONE, JsonFeedRenderer, LinesRenderer, NinjsRenderer, as_feed, streamed
from articles.api.serializers import ArticleSerializer
from articles.api.views.public import DetailView, ListView, by_address
from articles.domain.articles import scheduled_changes
from articles.formats import ninjs
from articles.models import Article
from articles.models.articles.prepared_version import change_is_due
from articles.models.lists import with_comment_counts

FEEDS = (NinjsRenderer.format, JsonFeedRenderer.format)
OTHERS = {(200, one.media_type): OpenApiTypes.OBJECT for one in (NinjsRenderer, JsonFeedRenderer)}
IN_LISTS = Manner(body="none", can_be_searched=True)
ALONE = Manner(body="blocks", include=frozenset({"images", "corrections"}), has_evidence=True)


class AsksForArticles:
    """Reads once what the request wants, for the query and for the serializer."""

    manner: Manner
    request: Any
    parameters: tuple[Any, ...]

    def known_parameters(self) -> set[str]:
        """In the forms of others everything has its place: there is nothing to choose."""
        known = super().known_parameters()  # type: ignore[misc]
        if self.form in FEEDS:
            return known - {parameter.name for parameter in self.parameters}
        return known - {"limit", "cursor", "count"} if self.form == LinesRenderer.format else known

    @property
    def form(self) -> str:
        """The form that was asked for."""
        renderer = getattr(self.request, "accepted_renderer", None)  # none while the schema is made
        return str(renderer.format) if renderer else JSONRenderer.format

    @cached_property
    def asked(self) -> Asked:
        """What the request wants of each article."""
        return ask(self.request, self.manner)

    def get_queryset(self) -> QuerySet[Article]:
        """What is public, with what was asked for."""
        if self.request is not None and self.form in FEEDS:
            return with_comment_counts(Article.objects.published().for_feeds())
        return self.asked.rows(Article.objects.published())

    def get_serializer_context(self) -> dict[str, Any]:
        """With what was asked for."""
        return {**super().get_serializer_context(), "asked": self.asked}  # type: ignore[misc]


@extend_schema_view(
    get=extend_schema(
        operation_id="listArticles",
        summary="Published articles, newest first",
        description="Filters narrow each other down. Bodies, images, comments and corrections come only when asked. "
        "As `application/ninjs+json` and `application/feed+json` without the choice of fields; as "
        "`application/x-ndjson` all that the filters find, without pages, an article a line.",
        responses={
            (200, "application/json"): ArticleSerializer(many=True),
            **OTHERS,
            (200, LinesRenderer.media_type): OpenApiTypes.STR,
        },
    )
)
class ArticleList(AsksForArticles, ListView):
    """Published articles."""

    serializer_class = ArticleSerializer
    renderer_classes = OF_LISTS
    filterset_class = ArticleFilters
    manner = IN_LISTS
    parameters = IN_LISTS.parameters
    orders = {
        "-published_at": ("-publish_at", "-id"),
        "published_at": ("publish_at", "id"),
        "-updated_at": ("-updated_at", "-id"),
        "updated_at": ("updated_at", "id"),
    }

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page, or all of them line by line."""
        if self.form == LinesRenderer.format:
            keys = self.orders[Keyset.read_order(request, self.orders)]
            return streamed(self.filter_queryset(self.get_queryset()), keys, self.get_serializer().to_representation)
        if self.form in FEEDS:
            rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            following = self.paginator.address_of_next()
            headers = {"Link": f'<{following}>; rel="next"'} if following else None
            return Response(as_feed(request, rows, self.form, following), headers=headers)
        return super().get(request, *args, **kwargs)


@extend_schema_view(
    get=extend_schema(
        operation_id="getArticle",
        summary="One article",
        description="By slug or id. 410 where it was public once and has been withdrawn; anything else that is not "
        "public is not found, as if it did not exist.",
        responses={(200, "application/json"): ArticleSerializer, **OTHERS},
    )
)
class ArticleDetail(AsksForArticles, DetailView):
    """One article."""

    serializer_class = ArticleSerializer
    renderer_classes = OF_ONE
    manner = ALONE
    parameters = ALONE.parameters
    problems = (400, 404, 406, 410)

    @property
    def wants_evidence(self) -> bool:
        """Whether the answer depends on who asks."""
        request = self.request  # None while the schema is made
        return request is not None and not GUARDED.isdisjoint(request.GET.get("include", "").split(","))

    def get_authenticators(self) -> list[Any]:
        """Nobody is asked who they are but for the evidence."""
        return [SessionAuthentication()] if self.wants_evidence else []

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What not everybody may read is kept by nobody."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.wants_evidence:
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The article in the form that was asked for."""
        if self.form == NinjsRenderer.format:
            return Response(ninjs.item(self.get_object(), f"{base(request)}/", settings.SITE_NAME))
        if self.form == JsonFeedRenderer.format:
            return Response(as_feed(request, [self.get_object()], self.form, None))
        return super().get(request, *args, **kwargs)

    def get_object(self) -> Article:
        """The article of the address."""
        article = public_article(self.get_queryset(), self.kwargs["key"])
        self.robots = robots_of(article)
        return article


def robots_of(article: Article) -> str:
    """What the article's page says to search engines; empty: they are welcome."""
    return "noindex" if article.noindex else ""


def public_article(rows: QuerySet[Article], key: str) -> Article:
    """The article of this slug or id among public rows; raises Withdrawn or Http404."""
    rows = rows.annotate(change_is_due=change_is_due())
    article = by_address(rows, key)
    if article is not None and article.change_is_due and scheduled_changes.catch_up(article):
        article = by_address(rows, key)  # who asks first after the minute of a change reads it
    if article is not None:
        return article
    withdrawn = by_address(Article.objects.withdrawn(), key)
    if withdrawn is not None:
        raise Withdrawn(withdrawn.withdrawn_reason)
    raise Http404
