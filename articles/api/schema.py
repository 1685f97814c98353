"""Describes the API in OpenAPI 3.1: what the views declare, and what all of them have in common."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type
from drf_spectacular.utils import OpenApiParameter

from .filters import KEY
from .problems import MEDIA_TYPE
from .serializers import ProblemSerializer
from .serializers.article import BlockSerializer

KEY_SCHEMA = {"type": "string", "pattern": f"^{KEY.pattern}$"}
WORDS = {
    304: "What you have is still right.",
    400: "A parameter is unknown or cannot be understood; `errors` names it.",
    404: "There is nothing, or it is not public.",
    406: "Only JSON is spoken here.",
    410: "It was public once and has been withdrawn.",
}


class Described(AutoSchema):
    """Adds to each operation the view's own parameters, its problems, and what an ETag spares."""

    def get_tags(self) -> list[str]:
        """The first word after the version."""
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "index"]

    def get_override_parameters(self) -> list[Any]:
        """The parameters that the view reads itself, and the condition."""
        words = "The ETag of what you have."
        known = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description=words)
        key = OpenApiParameter("key", KEY_SCHEMA, OpenApiParameter.PATH, description="Slug or id.")
        own = [parameter.described() for parameter in self.view.parameters]
        return [*super().get_override_parameters(), *own, *([key] if "{key}" in self.path else []), known]

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        bodies = super()._get_response_bodies(*args, **kwargs)
        etag = {"description": "Give it back in `If-None-Match`.", "schema": {"type": "string"}}
        for body in bodies.values():
            body["headers"] = {"ETag": etag}
        bodies["304"] = {"description": WORDS[304]}
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        for status in self.view.problems:
            bodies[str(status)] = {"description": WORDS[status], "content": {MEDIA_TYPE: {"schema": problem}}}
        return bodies


class BodyFieldDescribed(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A body is a list of blocks, or a string."""

    target_class = "articles.api.serializers.article.BodyField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        """For the schema."""
        block = auto_schema.resolve_serializer(BlockSerializer, direction).ref
        return {"oneOf": [build_array_type(block), {"type": "string"}]}
