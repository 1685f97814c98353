"""Moderation by programs: the queues, and decisions with their reasons."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.pagination import KeysetPagination
from articles.api.serializers import moderation as shape
from articles.api.staff_filters import StaffCommentFilterSet
from articles.api.views.staff import StaffView
from articles.domain import staff_groups
from articles.domain.comments import moderation
from articles.domain.staff import staff
from articles.models import Comment
from articles.models.api_token import Scope

MODERATE = "articles.moderate_comment"


class StaffCommentListView(StaffView):
    """Comments in every state."""

    permissions_by_method = {"GET": (MODERATE, Scope.MODERATE)}
    pagination_class = KeysetPagination
    filterset_class = StaffCommentFilterSet
    queryset = Comment.objects.none()  # for the schema
    orders = {"-id": ("-id",), "id": ("id",)}
    serializer_class = shape.DeskCommentSerializer

    @extend_schema(operation_id="listDeskComments", summary="Comments in every state, newest first")
    def get(self, request: Request) -> Response:
        """A page of a queue. E-mail addresses and codes of senders are never given out."""
        comments = staff_groups.with_article_names(Comment.objects.all(), request.user)
        rows = self.filter_queryset(comments.select_related("article").only(*shape.COLUMNS))
        return self.get_paginated_response([shape.comment_as_dict(row) for row in self.paginate_queryset(rows) or ()])


class DecisionView(StaffView):
    """Where comments are decided about."""

    permissions_by_method = {"POST": (MODERATE, Scope.MODERATE)}
    serializer_class = shape.OutcomeSerializer

    @extend_schema(
        operation_id="decide",
        summary="Approve, reject or hold comments",
        request=shape.DecisionSerializer,
        responses=shape.OutcomeSerializer,
    )
    def post(self, request: Request) -> Response:
        """At most 500 at once; what somebody else has open or decided about meanwhile is left and told."""
        data = self.read_body(shape.DecisionSerializer).validated_data
        reason = (
            moderation.DecisionReason(data["reason"], data["legal_ground"], data["note"]) if data["reason"] else None
        )
        outcome = moderation.decide(data["comments"], data["verb"], staff(request), reason)
        return Response(shape.outcome_as_dict(outcome))
