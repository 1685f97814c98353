"""Creates and changes pictures, topics, sources and persons."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.idempotency import create_once
from articles.api.parsers import PlainJSONParser
from articles.api.preconditions import check_precondition, set_etag
from articles.api.serializers import taxonomy_input as shape
from articles.api.serializers.image import ImageSerializer
from articles.api.views.staff import StaffView
from articles.api.views.staff_article import IDEMPOTENCY_KEY, IF_MATCH
from articles.domain.images import library
from articles.domain.staff import staff
from articles.domain.taxonomy import entries
from articles.models import Image, Person, Source, Topic
from articles.models.api_token import Scope


class TaxonomyCreateView(StaffView):
    """Where one is made."""

    model: type[Topic | Source | Person]
    input: type[Any]

    def post(self, request: Request) -> Response:
        """Make it; a name that is there already is refused."""
        values = self.read_body(self.input).validated_data

        def create() -> tuple[dict[str, Any], int]:
            row = entries.create(self.model(**values), staff(request))
            return shape.as_dict(row), 201

        return create_once(request, create)


class TaxonomyDetailView(StaffView):
    """One of them."""

    problems = (400, 404, 406)
    model: type[Topic | Source | Person]
    input: type[Any]

    def get(self, request: Request, pk: int) -> Response:
        """As the house has it."""
        return self._answer(self.get_row(self.model._default_manager.all(), pk))

    def patch(self, request: Request, pk: int) -> Response:
        """Change what is sent, in what If-Match says it was made from."""
        with transaction.atomic():
            row = self.get_row(self.model._default_manager.select_for_update(), pk)
            check_precondition(request, row)
            values = self.read_body(self.input, partial=True).validated_data
            entries.change(row, values, staff(request))
        return self._answer(row)

    def _answer(self, row: Any) -> Response:
        response = Response(shape.as_dict(row))
        set_etag(response, row)
        return response


def describe_create(noun: str, request_serializer: type[Any], response_serializer: type[Any]) -> Any:
    """The schema of the address where objects of this kind are created."""
    described = extend_schema(
        operation_id=f"create{noun.capitalize()}",
        summary=f"Make a {noun}",
        parameters=[IDEMPOTENCY_KEY],
        request=request_serializer,
        responses={201: response_serializer},
    )
    return extend_schema_view(post=described)


def describe_detail(noun: str, request_serializer: type[Any], response_serializer: type[Any]) -> Any:
    """The schema of the address of one object."""
    name = noun.capitalize()
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"getDesk{name}", summary=f"One {noun}, used or not", responses=response_serializer
        ),
        patch=extend_schema(
            operation_id=f"change{name}",
            summary=f"Change a {noun}",
            parameters=[IF_MATCH],
            request=request_serializer,
            responses=response_serializer,
        ),
    )


@describe_create("topic", shape.TopicInputSerializer, shape.DeskTopicSerializer)
class TopicCreateView(TaxonomyCreateView):
    """Where topics are made."""

    model, input, serializer_class = Topic, shape.TopicInputSerializer, shape.DeskTopicSerializer
    permissions_by_method = {"POST": ("articles.add_topic", Scope.EDIT)}


@describe_detail("topic", shape.TopicInputSerializer, shape.DeskTopicSerializer)
class StaffTopicView(TaxonomyDetailView):
    """One topic."""

    model, input, serializer_class = Topic, shape.TopicInputSerializer, shape.DeskTopicSerializer
    permissions_by_method = {
        "GET": ("articles.view_topic", Scope.READ),
        "PATCH": ("articles.change_topic", Scope.EDIT),
    }


@describe_create("source", shape.SourceInputSerializer, shape.DeskSourceSerializer)
class SourceCreateView(TaxonomyCreateView):
    """Where sources are made."""

    model, input, serializer_class = Source, shape.SourceInputSerializer, shape.DeskSourceSerializer
    permissions_by_method = {"POST": ("articles.add_source", Scope.EDIT)}


@describe_detail("source", shape.SourceInputSerializer, shape.DeskSourceSerializer)
class StaffSourceView(TaxonomyDetailView):
    """One source."""

    model, input, serializer_class = Source, shape.SourceInputSerializer, shape.DeskSourceSerializer
    permissions_by_method = {
        "GET": ("articles.view_source", Scope.READ),
        "PATCH": ("articles.change_source", Scope.EDIT),
    }


@describe_create("person", shape.PersonInputSerializer, shape.DeskPersonSerializer)
class PersonCreateView(TaxonomyCreateView):
    """Where persons are made."""

    model, input, serializer_class = Person, shape.PersonInputSerializer, shape.DeskPersonSerializer
    permissions_by_method = {"POST": ("articles.add_person", Scope.EDIT)}


@describe_detail("person", shape.PersonInputSerializer, shape.DeskPersonSerializer)
class StaffPersonView(TaxonomyDetailView):
    """One person."""

    model, input, serializer_class = Person, shape.PersonInputSerializer, shape.DeskPersonSerializer
    permissions_by_method = {
        "GET": ("articles.view_person", Scope.READ),
        "PATCH": ("articles.change_person", Scope.EDIT),
    }


class ImageCreateView(StaffView):
    """Where pictures come in."""

    permissions_by_method = {"POST": ("articles.add_image", Scope.EDIT)}
    parser_classes = [MultiPartParser, PlainJSONParser]
    serializer_class = ImageSerializer

    @extend_schema(
        operation_id="createImage",
        summary="Send a picture, or words about one",
        description="As multipart with `file`. Where the archive has the file, 200 and its picture are the answer.",
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": shape.ImageFileSerializer, "application/json": shape.ImageInputSerializer},
        responses={200: ImageSerializer, 201: ImageSerializer},
    )
    def post(self, request: Request) -> Response:
        """Take it in."""
        read = self.read_body(shape.ImageFileSerializer if request.FILES else shape.ImageInputSerializer)
        values = dict(read.validated_data)
        file = values.pop("file", None)

        def create() -> tuple[dict[str, Any], int]:
            stored = library.receive(file, values, staff(request))
            return ImageSerializer(context={"request": request}).to_representation(
                stored.image
            ), 201 if stored.is_new else 200

        return create_once(request, create)


class StaffImageView(StaffView):
    """One picture."""

    problems = (400, 404, 406)
    permissions_by_method = {
        "GET": ("articles.view_image", Scope.READ),
        "PATCH": ("articles.change_image", Scope.EDIT),
    }
    serializer_class = ImageSerializer

    @extend_schema(operation_id="getDeskImage", summary="One picture, placed or not")
    def get(self, request: Request, pk: int) -> Response:
        """As the house has it."""
        return self._answer(self.get_row(Image.objects.all(), pk))

    @extend_schema(
        operation_id="changeImage",
        summary="Change what is said of a picture",
        parameters=[IF_MATCH],
        request=shape.ImageInputSerializer,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change what is sent, in what If-Match says it was made from."""
        with transaction.atomic():
            image = self.get_row(Image.objects.select_for_update(), pk)
            check_precondition(request, image)
            values = self.read_body(shape.ImageInputSerializer, partial=True).validated_data
            library.change(image, values, staff(request))
        return self._answer(image)

    def _answer(self, image: Image) -> Response:
        response = Response(ImageSerializer(context={"request": self.request}).to_representation(image))
        set_etag(response, image)
        return response
