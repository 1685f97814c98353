"""Readers' comments of an article, as a flat list in thread order or as a tree."""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.pagination import KeysetPagination, invalid_cursor
from articles.api.parameters import ChoiceParameter
from articles.api.serializers.comment import ThreadedCommentSerializer, as_tree
from articles.api.views.article import get_public_article, robots_header
from articles.api.views.public import PublicListView
from articles.models import Article, Comment
from articles.models.comments.comment import CommentQuerySet

SHAPE_PARAMETER = ChoiceParameter(
    "as", ("list", "tree"), "list", "Flat with `parent` and `depth`, or replies inside what they answer."
)


class ThreadPagination(KeysetPagination):
    """Longer pages, because a comment is short. The cursor names comments instead of places in the thread: gaps in the
    numbers of the places would tell how many comments are hidden.
    """

    default_limit = 50
    max_limit = 200
    count_means = "visible comments on all pages together, like `comment_count` of the article; no placeholders"
    # The cursor names the last comments of a page: where one is removed meanwhile, the next page begins after the
    # one before it.
    cursor_comments = 8

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: Any = None
    ) -> list[Any]:
        """The comments of the page that the request asks for."""
        rows = super().paginate_queryset(queryset, request, view)
        if self.last is not None:
            names = [row.pk for row in rows[-self.cursor_comments :]]
            self.last = [*[0] * (self.cursor_comments - len(names)), *names]
        return rows

    def rows_to_count(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The visible comments, without placeholders: the same number as `comment_count`."""
        return cast(CommentQuerySet, queryset).visible()

    @classmethod
    def example_values(cls, keys: Sequence[str]) -> list[Any]:
        """The last comments of a page, for an example of a cursor."""
        return [*[0] * (cls.cursor_comments - 2), 31, 32]

    def _after_cursor(self, queryset: QuerySet[Any], keys: Sequence[str]) -> QuerySet[Any]:
        token = self.request.query_params.get("cursor")
        if token is None:
            return queryset
        names = self.read_cursor(token, [Comment._meta.pk] * self.cursor_comments)
        path = queryset.filter(pk__in=names).order_by("-path").values_list("path", flat=True).first()
        if path is None:  # all removed, hidden, or never here: one answer
            raise invalid_cursor()
        return queryset.filter(path__gt=path)


@extend_schema_view(
    get=extend_schema(
        operation_id="listComments",
        summary="The comments of an article, in thread order",
        description="What waits for its first decision is not here. A comment that was removed, erased or put back to "
        "be examined stays as a placeholder as long as replies to it can be seen. A tree is made of the comments of "
        "one page.",
    )
)
class CommentListView(PublicListView):
    """The comments of an article."""

    serializer_class = ThreadedCommentSerializer
    pagination_class = ThreadPagination
    parameters = (SHAPE_PARAMETER,)
    problems = (308, 400, 404, 406, 410)
    orders = {"thread": ("path",)}
    queryset = Comment.objects.none()  # for the schema

    def get_queryset(self) -> QuerySet[Comment]:
        """The comments of the thread; none of an excerpt."""
        public = (
            Article.objects.published().select_related("clip", "source").only("clip__right", "source__right", "noindex")
        )
        article = get_public_article(public, self.kwargs["key"])
        self.robots = robots_header(article)
        return Comment.objects.none() if article.is_excerpt else article.comments.in_threads().for_readers()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the thread."""
        shape = SHAPE_PARAMETER.read(request)
        response = super().get(request, *args, **kwargs)
        if shape == "tree":
            response.data["results"] = as_tree(response.data["results"])
        return response
