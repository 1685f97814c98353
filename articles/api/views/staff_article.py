"""Articles in every state, to read and to write, for staff. Each change names its version in If-Match."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from articles.api.idempotency import create_once
from articles.api.pagination import KeysetPagination
from articles.api.preconditions import expected_version, set_etag
from articles.api.serializers import article_input, staff_article
from articles.api.staff_filters import StaffArticleFilterSet
from articles.api.views.staff import StaffView
from articles.domain import staff_groups
from articles.domain.articles import editing, publishing, restore, review, revisions, workflow
from articles.domain.staff import staff
from articles.models import Article
from articles.models.api_token import Scope

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag that was changed; `*` for any."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key again: done once, answered again."
)
VIEW, ADD, CHANGE = (f"articles.{verb}_article" for verb in ("view", "add", "change"))
MOVE_PERMISSIONS = {one.verb: one.permission for one in workflow.ARTICLE_MOVES}


def article_rows() -> QuerySet[Article]:
    """All articles, without the columns that are never answered."""
    return Article.objects.select_related("source", "clip", "responsible").defer("clip__data", "clip__text")


class StaffArticleListView(StaffView):
    """The list, and where a new one is made."""

    permissions_by_method = {"GET": (VIEW, Scope.READ), "POST": (ADD, Scope.EDIT)}
    pagination_class = KeysetPagination
    filterset_class = StaffArticleFilterSet
    queryset = Article.objects.none()  # for the schema
    orders = {"-id": ("-id",), "id": ("id",)}
    serializer_class = staff_article.DeskArticleSerializer

    def has_access(self) -> bool:
        """Who sees only public articles uses the public list; creating a draft reveals no other."""
        return self.request.method == "POST" or staff_groups.reads_drafts(self.request.user)

    @extend_schema(operation_id="listDeskArticles", summary="Articles in every state, newest first")
    def get(self, request: Request) -> Response:
        """A page of them, without bodies."""
        rows = self.filter_queryset(article_rows().defer("body"))
        return self.get_paginated_response(
            [staff_article.article_summary(row) for row in self.paginate_queryset(rows) or ()]
        )

    @extend_schema(
        operation_id="createArticle",
        summary="Make a draft",
        parameters=[IDEMPOTENCY_KEY],
        request=article_input.ArticleInputSerializer,
        responses={201: staff_article.DeskArticleSerializer},
    )
    def post(self, request: Request) -> Response:
        """Make it."""
        columns, parts, reason = self.read_body(article_input.ArticleInputSerializer).split()

        def create() -> tuple[dict[str, Any], int]:
            draft = editing.create(columns, parts, staff(request), reason)
            return staff_article.article_as_dict(article_rows().get(pk=draft.pk), staff(request)), 201

        response = create_once(request, create)
        response["ETag"] = response.data["etag"]
        return response


class StaffArticleView(StaffView):
    """An address of one article."""

    has_version = True
    serializer_class: type[Serializer[Any]] = staff_article.DeskArticleSerializer
    problems = (400, 404, 406)

    def has_access(self) -> bool:
        """Drafts, notes and versions are for those who may read drafts."""
        return staff_groups.reads_drafts(self.request.user)

    def answer(self, pk: int) -> Response:
        """The response with the current article and its ETag."""
        article = self.get_row(article_rows(), pk)
        response = Response(staff_article.article_as_dict(article, staff(self.request)))
        set_etag(response, article)
        return response


class StaffArticleDetailView(StaffArticleView):
    """One article, to read and to change."""

    permissions_by_method = {"GET": (VIEW, Scope.READ), "PATCH": (CHANGE, Scope.EDIT)}

    @extend_schema(operation_id="getDeskArticle", summary="One article in any state")
    def get(self, request: Request, pk: int) -> Response:
        """With its text, what may be done with it, and why it is not public."""
        return self.answer(pk)

    @extend_schema(
        operation_id="changeArticle",
        summary="Change an article",
        parameters=[IF_MATCH],
        request=article_input.ArticleInputSerializer,
        responses=staff_article.DeskArticleSerializer,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Only what is sent is changed; all of it is one revision."""
        article = self.get_row(article_rows(), pk)
        expected = expected_version(request, article)
        columns, parts, reason = self.read_body(article_input.ArticleInputSerializer).split()
        editing.change(article, columns, parts, staff(request), reason, expected)
        return self.answer(pk)


class ArticleMoveView(StaffArticleView):
    """The workflow's moves."""

    permissions_by_method = {"POST": (VIEW, Scope.READ)}

    @extend_schema(
        operation_id="moveArticle",
        summary="Submit, send back, approve, publish, withdraw …",
        parameters=[IF_MATCH],
        request=article_input.MoveSerializer,
        responses=staff_article.DeskArticleSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make one move; its permission is the desk's own."""
        article = self.get_row(article_rows(), pk)
        expected = expected_version(request, article)
        asked = self.read_body(article_input.MoveSerializer).validated_data
        verb, reason, user = asked["move"], asked["reason"], staff(request)
        needed = Scope.EDIT if verb in {"submit", "discard", "restore"} else Scope.PUBLISH
        self.require_permission(MOVE_PERMISSIONS[verb], needed)
        with revisions.locked_at_version(article, expected):
            if verb == "publish":
                publishing.publish(article, user, asked["override_reason"], asked["at"])
            elif verb == "withdraw":
                publishing.withdraw(article, user, reason)
            else:
                review.apply_move(article, verb, user, reason)
        return self.answer(pk)


class RevisionListView(StaffArticleView):
    """What the article was before."""

    has_version = False
    permissions_by_method = {"GET": (VIEW, Scope.READ)}
    pagination_class = KeysetPagination
    serializer_class = staff_article.RevisionSerializer
    queryset = Article.objects.none()  # for the schema: the number in the address is the article's
    orders = {"newest": ("-history_id",)}

    @extend_schema(operation_id="listRevisions", summary="The versions of an article, newest first")
    def get(self, request: Request, pk: int) -> Response:
        """Who saved when, and why."""
        article = self.get_row(article_rows(), pk)
        rows = self.paginate_queryset(article.history.select_related("history_user").defer("body", "note", "lead"))
        return self.get_paginated_response([staff_article.revision_as_dict(row) for row in rows or ()])


class RestoreRevisionView(StaffArticleView):
    """An older version, brought back."""

    permissions_by_method = {"POST": (CHANGE, Scope.EDIT)}

    @extend_schema(
        operation_id="restoreRevision",
        summary="Bring an older version back, as a new one",
        parameters=[IF_MATCH],
        request=article_input.RestoreSerializer,
        responses=staff_article.DeskArticleSerializer,
    )
    def post(self, request: Request, pk: int, revision: int) -> Response:
        """Restore what was said, not what was decided."""
        article = self.get_row(article_rows(), pk)
        self.get_row(article.history.all(), revision)
        expected = expected_version(request, article)
        reason = self.read_body(article_input.RestoreSerializer).validated_data["reason"]
        restore.restore(article, revision, staff(request), reason, expected)
        return self.answer(pk)
