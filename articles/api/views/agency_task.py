"""Tasks that an agency's kill, correction or new version raises on articles: read them, and decide about them."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.pagination import KeysetPagination
from articles.api.serializers import agency_task as shape
from articles.api.staff_filters import AgencyTaskFilterSet
from articles.api.views.staff import StaffView
from articles.domain.imports import agency_texts
from articles.domain.staff import staff
from articles.models import AgencyTask
from articles.models.api_token import Scope

VIEW = "articles.view_agencytask"
ROWS = AgencyTask.objects.select_related("article", "decided_by").defer(
    "article__body", "article__lead", "article__note"
)


class AgencyTaskListView(StaffView):
    """The list."""

    permissions_by_method = {"GET": (VIEW, Scope.READ)}
    pagination_class = KeysetPagination
    filterset_class = AgencyTaskFilterSet
    queryset = AgencyTask.objects.none()  # for the schema
    orders = {"-id": ("-id",), "id": ("id",)}
    serializer_class = shape.AgencyTaskSerializer

    @extend_schema(operation_id="listAgencyTasks", summary="What agencies have withdrawn, corrected or sent anew")
    def get(self, request: Request) -> Response:
        """A page of them, without the texts."""
        rows = self.paginate_queryset(self.filter_queryset(ROWS.all()))
        return self.get_paginated_response([shape.task_as_dict(row) for row in rows or ()])


class AgencyTaskDetailView(StaffView):
    """One task."""

    problems = (400, 404, 406)
    permissions_by_method = {"GET": (VIEW, Scope.READ)}
    serializer_class = shape.WholeAgencyTaskSerializer

    @extend_schema(operation_id="getAgencyTask", summary="One task with the two texts")
    def get(self, request: Request, pk: int) -> Response:
        """The text that the article was made from, and the later one."""
        return Response(shape.task_with_texts(self.get_row(ROWS.all(), pk)))


class AgencyTaskDecisionView(StaffView):
    """Where tasks are done or dismissed."""

    problems = (400, 404, 406, 409)
    permissions_by_method = {"POST": (agency_texts.DECIDE, Scope.EDIT)}
    serializer_class = shape.AgencyTaskSerializer

    def has_access(self) -> bool:
        """Who decides about a task may see it."""
        return bool(self.request.user.has_perm(VIEW))

    @extend_schema(
        operation_id="decideAgencyTask",
        summary="Mark a task as done, or dismiss it with a reason",
        request=shape.AgencyTaskDecisionSerializer,
        responses=shape.AgencyTaskSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Decide once; the article stays as it is."""
        task = self.get_row(ROWS.all(), pk)
        data = self.read_body(shape.AgencyTaskDecisionSerializer).validated_data
        agency_texts.decide(task, data["verdict"], staff(request), data["reason"])
        return Response(shape.task_as_dict(ROWS.get(pk=pk)))
