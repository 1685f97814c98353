"""Every example of the schema is valid, is accepted by the API, and matches the shape of the real response."""

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from jsonschema import Draft202012Validator, FormatChecker

from articles.api import examples
from articles.api.examples import clips as example_clips
from articles.api.examples import sample_values
from articles.api.examples import taxonomy as example_taxonomy
from articles.api.views.docs import openapi
from articles.domain.imports import importer

from .request_examples import fill_path, prepare_article, send
from .test_schema import strict, strict_document
from .test_writing import Program

DOCUMENT = openapi()
OPERATIONS = [
    (path, method, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]
WRITES = [operation for operation in OPERATIONS if "requestBody" in operation[2]]
READS = [operation for operation in OPERATIONS if operation[1] == "get"]


def parametrize_operations(operations: list[Any]) -> Any:
    return pytest.mark.parametrize(
        ("path", "method", "operation"),
        operations,
        ids=lambda o: o.get("operationId", "") if isinstance(o, dict) else "",
    )


def schema_errors(schema: Any, value: Any) -> list[str]:
    schemas = {**strict_document(), **strict(schema)}
    return [fault.message for fault in Draft202012Validator(schemas, format_checker=FormatChecker()).iter_errors(value)]


def test_each_example_exists_and_matches_its_schema() -> None:
    for path, method, operation in OPERATIONS:
        examples = [(p["schema"], p["example"]) for p in operation.get("parameters", ())]
        bodies = [operation.get("requestBody", {"content": {}})]
        bodies += [answer for status, answer in operation["responses"].items() if status != "304"]
        for body in bodies:
            examples += [(content["schema"], content["example"]) for content in body["content"].values()]

        assert examples, (path, method)
        for schema, example in examples:
            assert schema_errors(schema, example) == [], (path, method, example)


def test_the_check_detects_a_wrong_example() -> None:
    schema = {"$ref": "#/components/schemas/Person"}

    assert schema_errors(schema, {**example_taxonomy.PERSON, "e-mail": "x"}) != []
    assert schema_errors(schema, {"id": "6", "name": "x"}) != []


def test_the_schema_is_the_same_each_time() -> None:
    first = repr(openapi())
    openapi.cache_clear()

    assert repr(openapi()) == first


def shape_differences(example: Any, answer: Any, path: str = "") -> list[str]:
    """The paths at which the fields or types of a response differ from those of its example."""
    if example is None or answer is None:
        return []
    if isinstance(example, dict) and isinstance(answer, dict):
        differences = [f"{path}: {sorted(example.keys() ^ answer.keys())}"] if example.keys() != answer.keys() else []
        return differences + [
            difference
            for key in example.keys() & answer.keys()
            for difference in shape_differences(example[key], answer[key], f"{path}.{key}")
        ]
    if isinstance(example, list) and isinstance(answer, list):
        return shape_differences(example[0], answer[0], f"{path}[]") if example and answer else []
    kinds = {
        type(value) if not isinstance(value, int | float) or isinstance(value, bool) else int
        for value in (example, answer)
    }
    return [] if len(kinds) == 1 else [f"{path}: {kinds}"]


@parametrize_operations(READS)
def test_an_answer_has_the_shape_of_its_example(
    path: str, method: str, operation: dict[str, Any], example_world: None, admin_user: User
) -> None:
    for media_type, content in operation["responses"]["200"]["content"].items():
        response = Program(admin_user).ask("GET", fill_path(path, operation), Accept=media_type)

        assert response.status_code == 200, response.getvalue()
        if media_type == sample_values.LINES_TYPE:
            assert response.getvalue().count(b"\n") == 1
        else:
            assert shape_differences(content["example"], response.json()) == [], response.json()
            assert schema_errors(content["schema"], response.json()) == []


@parametrize_operations(READS)
def test_each_parameter_accepts_its_example(
    path: str, method: str, operation: dict[str, Any], example_world: None, admin_user: User
) -> None:
    program = Program(admin_user)

    for parameter in operation.get("parameters", ()):
        value, address, headers = parameter["example"], fill_path(path, operation), {}
        if parameter["in"] == "query":
            text = ",".join(value) if isinstance(value, list) else str(value)
            address += f"?{parameter['name']}={quote(text)}"
        elif parameter["in"] == "header":
            headers = {parameter["name"]: value}
        response = program.ask("GET", address, **headers)

        assert response.status_code == 200, (address, response.content)


@parametrize_operations(WRITES)
def test_each_request_example_is_accepted_and_answered_in_its_shape(
    path: str, method: str, operation: dict[str, Any], example_world: None, admin_user: User
) -> None:
    for media_type in operation["requestBody"]["content"]:
        prepare_article(operation)
        response = send(Program(admin_user), path, method, operation, media_type)

        assert str(response.status_code) in operation["responses"], response.content
        assert response.status_code in {200, 201}, response.content
        documented = operation["responses"][str(response.status_code)]["content"][sample_values.JSON_TYPE]
        assert shape_differences(documented["example"], response.json()) == []
        assert schema_errors(documented["schema"], response.json()) == []


def test_every_creation_has_a_request_example() -> None:
    assert {operation["operationId"] for _path, method, operation in WRITES if method == "post"} >= {
        *("createArticle", "createImage", "createTopic", "createSource", "createPerson"),
        *(
            "importClip",
            "sendComment",
            "reportComment",
            "decide",
            "moveArticle",
            "moveClip",
            "decideClipPlace",
            "restoreRevision",
        ),
    }
    assert len(WRITES) == sum(method in {"post", "put", "patch", "delete"} for _path, method, _operation in OPERATIONS)


def test_a_dry_run_answers_with_its_reading(example_world: None, admin_user: User) -> None:
    sent = examples.REQUESTS["importClip"][sample_values.JSON_TYPE]
    answer = Program(admin_user).ask("POST", "/clips/?dry_run=true", sent)

    assert answer.json()["reading"] == importer.preview(example_clips.CLIP_TEXT.encode(), "turm.txt")
