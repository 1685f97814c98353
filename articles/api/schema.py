"""Describes the API in OpenAPI 3.1: what the views declare, and what all operations have in common."""

from http import HTTPStatus
from typing import Any, Literal

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type
from drf_spectacular.utils import OpenApiParameter

from articles.api import examples
from articles.api.examples import sample_values
from articles.api.exceptions import CODES, MEDIA_TYPE
from articles.api.keys import KEY
from articles.api.serializers import ProblemSerializer
from articles.api.serializers.article_parts import BlockSerializer

KEY_SCHEMA = {"type": "string", "pattern": f"^{KEY.pattern}$"}
ID_SCHEMA = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
STATUS_DESCRIPTIONS = {
    304: "What you have is still right.",
    308: "It had this slug once: `Location` is its present address, with the same query. Send the same there.",
    400: "A parameter or a field is unknown or cannot be understood; `errors` names it.",
    401: "Say who you are: with a token, or logged in.",
    403: "Your rights, or those of your token, are not enough.",
    409: "The desk does not do it as things stand; `errors` names what stands in the way.",
    412: "Somebody else has changed it since; `version` is the current one.",
    415: "This kind of content is not read here.",
    422: "The Idempotency-Key came with something else before.",
    428: "Say in `If-Match` which version you have changed.",
    429: "Too much in a short time; `Retry-After` says when to come back.",
    404: "There is nothing, or it is not public.",
    406: "Not in this form: see the media types of 200.",
    410: "It was public once and has been withdrawn.",
    503: "The database does not answer at the moment; `Retry-After` says when to come back.",
}
HEADERS = {
    "ETag": "Give it back in `If-None-Match`.",
    "Last-Modified": "Give it back in `If-Modified-Since`; may be missing.",
    "X-Robots-Tag": "What search engines are asked, as on the page of the same; mostly missing.",
}
STAFF_ETAG_DESCRIPTIONS = {True: HEADERS["ETag"], False: "Its version: give it back in `If-Match`."}
FOREIGN_SCHEMA = {"type": "object", "additionalProperties": {}}  # their own specifications say what is in it
MEDIA_TYPE_SCHEMAS = {
    sample_values.NINJS_TYPE: FOREIGN_SCHEMA,
    sample_values.FEED_TYPE: FOREIGN_SCHEMA,
    sample_values.LINES_TYPE: {"type": "string"},
}
RATE_LIMIT_HEADERS = {
    "RateLimit-Policy": "How many requests (`q`) in how many seconds (`w`).",
    "RateLimit": "How many remain (`r`), and the seconds until they are all there again (`t`).",
}


class NewsroomAutoSchema(AutoSchema):
    """Adds parameters, problems, ETags and examples to each operation."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with examples of parameters, request and responses."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            examples.add_examples(operation)
        return operation

    @property
    def is_read(self) -> bool:
        """Whether the operation changes nothing."""
        return self.method == "GET"

    @property
    def is_staff(self) -> bool:
        """Whether the operation needs authentication."""
        return hasattr(self.view, "permissions_by_method")

    @property
    def is_conditional(self) -> bool:
        """Whether the operation answers 304 to a client that has the answer."""
        return self.is_read and not getattr(self.view, "has_version", False)

    def get_tags(self) -> list[str]:
        """The first part of the path after the version."""
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "index"]

    def get_auth(self) -> list[dict[str, Any]]:
        """One of the authentication schemes for staff; none is needed for the public."""
        return [way for way in super().get_auth() if way] if self.is_staff else super().get_auth()

    def get_override_parameters(self) -> list[Any]:
        """The view's own parameters, those of the path, and the validators of conditional requests."""
        own = getattr(self.view, "parameters", ()) if self.is_read else getattr(self.view, "write_parameters", ())
        parameters = [*super().get_override_parameters(), *(parameter.to_openapi() for parameter in own)]
        if "{key}" in self.path:
            parameters.append(OpenApiParameter("key", KEY_SCHEMA, OpenApiParameter.PATH, description="Slug or id."))
        for name in ("id", "revision"):
            if f"{{{name}}}" in self.path:
                parameters.append(OpenApiParameter(name, ID_SCHEMA, OpenApiParameter.PATH, description="Its number."))
        if self.is_conditional:
            validators = {"If-None-Match": "The ETag", "If-Modified-Since": "The Last-Modified"}
            if self.is_staff:
                del validators["If-Modified-Since"]
            parameters += [
                OpenApiParameter(name, str, OpenApiParameter.HEADER, description=f"{validator} of what you have.")
                for name, validator in validators.items()
            ]
        return parameters

    def problem_statuses(self) -> list[int]:
        """The statuses of all problems that the operation can answer with."""
        statuses = {*getattr(self.view, "problems", ()), 429, 503}
        if self.is_staff:
            statuses |= {401, 403}
        if not self.is_read:
            statuses |= {415, *getattr(self.view, "refuses", ())}
        names = {parameter["name"] for parameter in self._get_parameters()}
        if "If-Match" in names:
            statuses |= {409, 412, 428}
        if "Idempotency-Key" in names:
            statuses.add(422)
        return sorted(statuses)

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Whether the answer is a page of rows."""
        return self.is_read and getattr(self.view, "pagination_class", None) is not None

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        bodies = super()._get_response_bodies(*args, **kwargs)
        etag_headers: dict[str, str] = {}
        if self.is_read:
            etag_headers = {"ETag": STAFF_ETAG_DESCRIPTIONS[self.is_conditional]} if self.is_staff else HEADERS
        for body in bodies.values():
            for media_type in MEDIA_TYPE_SCHEMAS.keys() & body.get("content", {}).keys():
                body["content"][media_type]["schema"] = MEDIA_TYPE_SCHEMAS[media_type]  # not in our pages
            body["headers"] = _headers({**etag_headers, **RATE_LIMIT_HEADERS})
        if self.is_conditional:
            bodies["304"] = {"description": STATUS_DESCRIPTIONS[304]}
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        for status in self.problem_statuses():
            content = {MEDIA_TYPE: {"schema": problem, "example": example(status)}}
            bodies[str(status)] = {"description": STATUS_DESCRIPTIONS[status], "content": content}
        if "308" in bodies:
            bodies["308"]["headers"] = _headers({"Location": "The present address."})
        if "429" in bodies:
            bodies["429"]["headers"] = _headers({"Retry-After": "Seconds.", **RATE_LIMIT_HEADERS})
        if "503" in bodies:
            bodies["503"]["headers"] = _headers({"Retry-After": "Seconds."})
        return bodies


def _headers(words: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": what, "schema": {"type": "string"}} for name, what in words.items()}


def example(status: int) -> dict[str, Any]:
    """An example of a problem with this status."""
    code = CODES[status]
    problem: dict[str, Any] = {
        "type": f"urn:newsroom:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": STATUS_DESCRIPTIONS[status],
    }
    if status == 400:
        message = "Possible here: blocks, html, none, text."
        problem["errors"] = [{"name": "body", "code": "unknown_choice", "message": message}]
    if status == 412:
        problem["version"] = 7
    return problem


class BodyFieldExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # drf-spectacular's hook has no types
    """Describes a body: a list of blocks, or a string."""

    target_class = "articles.api.serializers.article.ArticleBodyField"

    def map_serializer_field(
        self, auto_schema: AutoSchema, direction: Literal["request", "response"]
    ) -> dict[str, Any]:
        """For the schema."""
        block = auto_schema.resolve_serializer(BlockSerializer, direction).ref
        return {"oneOf": [build_array_type(block), {"type": "string"}]}
