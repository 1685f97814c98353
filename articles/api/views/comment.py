"""Readers' comments of an article, as a flat list in thread order or as a tree."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from ...models import Article, Comment
from ..pagination import Keyset
from ..parameters import Choice
from ..serializers.comment import ThreadedCommentSerializer, as_tree
from .article import public_article
from .public import ListView

SHAPE = Choice("as", ("list", "tree"), "list", "Flat with `parent` and `depth`, or replies inside what they answer.")


class ThreadPages(Keyset):
    """Longer pages: a comment is short."""

    limit = 50
    most = 200


@extend_schema_view(
    get=extend_schema(
        operation_id="listComments",
        summary="The comments of an article, in thread order",
        description="What waits for the moderation is not here. A comment that was removed or erased stays as a "
        "placeholder as long as replies to it can be seen. A tree is made of the comments of one page.",
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
        public = Article.objects.published().select_related("clip", "source").only("clip__right", "source__right")
        article = public_article(public, self.kwargs["key"])
        return Comment.objects.none() if article.is_excerpt else article.comments.in_threads().for_readers()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the thread."""
        shape = SHAPE.read(request)
        response = super().get(request, *args, **kwargs)
        if shape == "tree":
            response.data["results"] = as_tree(response.data["results"])
        return response
