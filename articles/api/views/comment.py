"""Readers' comments of an article, as a flat list in thread order or as a tree."""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.pagination import Keyset, foreign_cursor
from articles.api.parameters import Choice
from articles.api.serializers.comment import ThreadedCommentSerializer, as_tree
from articles.api.views.article import public_article, robots_of
from articles.api.views.public import ListView
from articles.models import Article, Comment
from articles.models.comments.comment import CommentQuerySet

SHAPE = Choice("as", ("list", "tree"), "list", "Flat with `parent` and `depth`, or replies inside what they answer.")


class ThreadPages(Keyset):
    """Longer pages: a comment is short. The cursor names comments, and no place: places are numbered one after the
    other, so that their gaps would tell how many are hidden."""

    limit = 50
    most = 200
    count_means = "visible comments on all pages together, like `comment_count` of the article; no placeholders"
    named = 8  # so many of the last ones: where one is removed meanwhile, the page begins after the one before it

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        """The comments of the page that the request asks for."""
        rows = super().paginate_queryset(queryset, request, view)
        if self.last is not None:
            names = [row.pk for row in rows[-self.named :]]
            self.last = [*[0] * (self.named - len(names)), *names]
        return rows

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The visible ones: a place is no comment, and the number is the same everywhere."""
        return cast(CommentQuerySet, queryset).visible()

    @classmethod
    def sample(cls, keys: Sequence[str]) -> list[Any]:
        """The last comments of a page, for an example of a cursor."""
        return [*[0] * (cls.named - 2), 31, 32]

    def _after_cursor(self, queryset: QuerySet[Any], keys: Sequence[str]) -> QuerySet[Any]:
        token = self.request.query_params.get("cursor")
        if token is None:
            return queryset
        names = self.read_cursor(token, [Comment._meta.pk] * self.named)
        path = queryset.filter(pk__in=names).order_by("-path").values_list("path", flat=True).first()
        if path is None:  # all removed, hidden, or never here: one answer
            raise foreign_cursor()
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
class CommentList(ListView):
    """The comments of an article."""

    serializer_class = ThreadedCommentSerializer
    pagination_class = ThreadPages
    parameters = (SHAPE,)
    problems = (400, 404, 406, 410)
    orders = {"thread": ("path",)}
    queryset = Comment.objects.none()  # for the schema

    def get_queryset(self) -> QuerySet[Comment]:
        """What stands in the thread; nothing below an excerpt."""
        public = (
            Article.objects.published().select_related("clip", "source").only("clip__right", "source__right", "noindex")
        )
        article = public_article(public, self.kwargs["key"])
        self.robots = robots_of(article)
        return Comment.objects.none() if article.is_excerpt else article.comments.in_threads().for_readers()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the thread."""
        shape = SHAPE.read(request)
        response = super().get(request, *args, **kwargs)
        if shape == "tree":
            response.data["results"] = as_tree(response.data["results"])
        return response
