"""Clips: read them, send new ones (with a dry run), and move them through the triage."""

from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.idempotency import create_once
from articles.api.pagination import KeysetPagination
from articles.api.parameters import ChoiceParameter
from articles.api.parsers import PlainJSONParser
from articles.api.serializers import clip as shape
from articles.api.staff_filters import ClipFilterSet
from articles.api.views.staff import StaffView
from articles.api.views.staff_article import IDEMPOTENCY_KEY
from articles.domain.imports import importer, triage, uncertain_places
from articles.domain.staff import staff
from articles.models import Clip
from articles.models.api_token import Scope

DRY_RUN = ChoiceParameter("dry_run", ("true", "false"), "false", "Say what would come of it, and store nothing.")
VIEW, IMPORT, TRIAGE = "articles.view_clip", "articles.import_clip", "articles.triage_clip"
CHANGE = "articles.change_article"


class ClipListView(StaffView):
    """The list, and where new ones come in."""

    permissions_by_method = {"GET": (VIEW, Scope.READ), "POST": (IMPORT, Scope.IMPORT)}
    parser_classes = [PlainJSONParser, MultiPartParser]
    pagination_class = KeysetPagination
    filterset_class = ClipFilterSet
    queryset = Clip.objects.none()  # for the schema
    orders = {"-id": ("-id",), "id": ("id",)}
    serializer_class = shape.ClipSerializer
    write_parameters = (DRY_RUN,)

    @extend_schema(operation_id="listClips", summary="The clips of the archive, newest first")
    def get(self, request: Request) -> Response:
        """A page of them, without their texts."""
        rows = self.paginate_queryset(self.filter_queryset(Clip.objects.for_lists().with_holds()))
        return self.get_paginated_response([shape.clip_as_dict(row) for row in rows or ()])

    @extend_schema(
        operation_id="importClip",
        summary="Send a clip",
        description="As multipart with `file`, or as JSON with `name` and `text`. The same bytes come in once only.",
        parameters=[IDEMPOTENCY_KEY],
        request={"application/json": shape.ClipInputSerializer, "multipart/form-data": shape.ClipFileSerializer},
        responses={200: shape.ImportOutcomeSerializer, 201: shape.ImportOutcomeSerializer},
    )
    def post(self, request: Request) -> Response:
        """Import it, or with `dry_run=true` tell what would come of it."""
        name, data = self._sent()
        if len(data) > settings.CLIP_MAX_BYTES:
            raise exceptions.ValidationError({"file": [exceptions.ErrorDetail("", "too_large")]})
        if DRY_RUN.read(request) == "true":
            return Response(shape.preview_as_dict(importer.preview_import(data, name), importer.preview(data, name)))

        def create() -> tuple[dict[str, Any], int]:
            outcome = importer.import_clip(data, name, by=staff(request))
            if outcome.status == "failed":
                raise exceptions.ValidationError({"file": [exceptions.ErrorDetail(outcome.sentence, "unreadable")]})
            return shape.outcome_as_dict(outcome), 201 if outcome.status == "new" else 200

        return create_once(request, create)

    def _sent(self) -> tuple[str, bytes]:
        if self.request.FILES:
            file = self.read_body(shape.ClipFileSerializer).validated_data["file"]
            return file.name, file.read(settings.CLIP_MAX_BYTES + 1)
        read = self.read_body(shape.ClipInputSerializer).validated_data
        return read["name"], read["text"].encode("utf-8", "surrogatepass")


class ClipDetailView(StaffView):
    """One clip with its text and what the reader saw in it."""

    problems = (400, 404, 406)
    permissions_by_method = {"GET": (VIEW, Scope.READ)}
    serializer_class = shape.WholeClipSerializer

    @extend_schema(operation_id="getClip", summary="One clip with its text, its segments and warnings")
    def get(self, request: Request, pk: int) -> Response:
        """The text as it came, and the newest reading."""
        return Response(
            shape.clip_with_text(self.get_row(Clip.objects.defer("data").select_related("source").with_holds(), pk))
        )


class ClipMoveView(StaffView):
    """The triage."""

    problems = (400, 404, 406, 409)
    permissions_by_method = {"POST": (TRIAGE, Scope.EDIT)}
    serializer_class = shape.ClipSerializer

    @extend_schema(
        operation_id="moveClip",
        summary="Take over, discard, mark as a duplicate …",
        request=shape.ClipMoveSerializer,
        responses=shape.ClipSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make one move."""
        clip = self.get_row(Clip.objects.for_lists().with_holds(), pk)
        data = self.read_body(shape.ClipMoveSerializer).validated_data
        triage.apply_move(clip, data["move"], staff(request), data["reason"])
        return Response(shape.clip_as_dict(Clip.objects.for_lists().with_holds().get(pk=pk)))


class ClipDecisionView(StaffView):
    """Decisions about the uncertain places of the newest reading."""

    problems = (400, 404, 406, 409)
    permissions_by_method = {"POST": (CHANGE, Scope.EDIT)}
    serializer_class = shape.ClipDecisionOutcomeSerializer

    def has_access(self) -> bool:
        """Who decides about a clip may see it."""
        return bool(self.request.user.has_perm(VIEW))

    @extend_schema(
        operation_id="decideClipPlace",
        summary="Keep an uncertain place in the text, remove it, or take one's last decision back",
        request=shape.ClipDecisionSerializer,
        responses=shape.ClipDecisionOutcomeSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Decide about one place: a span of the warning `uncertain_text`."""
        reading = self.get_row(Clip.objects.only("pk"), pk).readings.select_related("clip").first()
        if reading is None:
            raise Http404
        data = self.read_body(shape.ClipDecisionSerializer).validated_data
        if data["verdict"] == shape.REOPENED:
            outcome, _span = uncertain_places.reopen(reading, staff(request))
        else:
            outcome = uncertain_places.decide(reading, data["start"], data["end"], data["verdict"], staff(request))
        return Response(shape.decision_as_dict(outcome))
