"""Articles: the list, and one by one."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.authentication import SessionAuthentication

from ...models import Article
from ..asking import GUARDED, Asked, Manner, ask
from ..filters import ArticleFilters
from ..problems import Withdrawn
from ..serializers import ArticleSerializer
from .public import DetailView, ListView, by_address

IN_LISTS = Manner(body="none")
ALONE = Manner(body="blocks", include=frozenset({"images", "corrections"}), has_evidence=True)


class AsksForArticles:
    """Reads once what the request wants, for the query and for the serializer."""

    manner: Manner
    request: Any

    @cached_property
    def asked(self) -> Asked:
        """What the request wants of each article."""
        return ask(self.request, self.manner)

    def get_queryset(self) -> QuerySet[Article]:
        """What is public, with what was asked for."""
        return self.asked.rows(Article.objects.published())

    def get_serializer_context(self) -> dict[str, Any]:
        """With what was asked for."""
        return {**super().get_serializer_context(), "asked": self.asked}  # type: ignore[misc]


@extend_schema_view(
    get=extend_schema(
        operation_id="listArticles",
        summary="Published articles, newest first",
        description="Filters narrow each other down. Bodies, images, comments and corrections come only when asked.",
    )
)
class ArticleList(AsksForArticles, ListView):
    """Published articles."""

    serializer_class = ArticleSerializer
    filterset_class = ArticleFilters
    manner = IN_LISTS
    parameters = IN_LISTS.parameters
    orders = {
        "-published_at": ("-publish_at", "-id"),
        "published_at": ("publish_at", "id"),
    }


@extend_schema_view(
    get=extend_schema(
        operation_id="getArticle",
        summary="One article",
        description="By slug or id. 410 where it was public once and has been withdrawn; anything else that is not "
        "public is not found, as if it did not exist.",
    )
)
class ArticleDetail(AsksForArticles, DetailView):
    """One article."""

    serializer_class = ArticleSerializer
    manner = ALONE
    parameters = ALONE.parameters
    problems = (400, 404, 406, 410)

    @property
    def wants_evidence(self) -> bool:
        """Whether the answer depends on who asks."""
        request = self.request  # None while the schema is made
        return request is not None and GUARDED in request.GET.get("include", "").split(",")

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

    def get_object(self) -> Article:
        """The article of the address."""
        return public_article(self.get_queryset(), self.kwargs["key"])


def public_article(rows: QuerySet[Article], key: str) -> Article:
    """The article of this slug or id among public rows; raises Withdrawn or Http404."""
    article = by_address(rows, key)
    if article is not None:
        return article
    withdrawn = by_address(Article.objects.withdrawn(), key)
    if withdrawn is not None:
        raise Withdrawn(withdrawn.withdrawn_reason)
    raise Http404
