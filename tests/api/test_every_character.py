"""A text of any characters is either refused with a message or comes back as docs/api.md says."""

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache as memory

from articles.api.examples import sample_values
from articles.api.serializers.article_input import SINGLE_LINE_FIELDS
from articles.api.views.docs import openapi
from tests.rounds import every

from .request_examples import fill_path, prepare_article
from .test_writing import Program

DOCUMENT = openapi()
WRITES = [
    (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if sample_values.JSON_TYPE in operation.get("requestBody", {"content": {}})["content"]
]
SPECIAL = {
    "NUL": "a\x00b",
    "controls": "a\x01\x08\x0e\x1b\x7f\x9fb",
    "form feed": "a\x0cb\x0bc",
    "lines": "a\r\nb\rc\nd\x85e\u2028f\u2029g",
    "noncharacters": "a\ufffe\uffff\ufdd0\U0001fffe\U0010ffffb",
    "high half": "a\ud800b",
    "low half": "\udfff",
    "pair": "\U0001f600",
    "bidi": "\u202eabc\u2066\u202c\u2069\u200f",
    "marks": "e" + "\u0301\u0323" * 300,
    "nothing to see": "\u200b\u2060\ufeff",
    "long": "ä" * 30_000,
    "blanks": " \t \u00a0 ",
    "markup": "<b>&amp;</b>]]>\"'",
}


@cache
def category_samples() -> dict[str, str]:
    """The first, middle and last characters of each category of Unicode, those without a character included."""
    code_points: dict[str, list[int]] = {}
    for code_point in range(sys.maxunicode + 1):
        code_points.setdefault(unicodedata.category(chr(code_point)), []).append(code_point)
    return {
        category: "a" + "b".join(chr(points[index]) for index in (0, len(points) // 2, -1)) + "c"
        for category, points in code_points.items()
    }


def text_fields(schema: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The names of the fields that hold text, and whether it is a list of texts."""
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name, property_schema in schema["properties"].items():
        kind = property_schema.get("type")
        if kind in ("string", ["string", "null"]) or property_schema.keys() & {"oneOf", "enum", "$ref"}:
            yield name, False
        elif kind == "array":
            yield name, True


def text_fields_of_writes() -> Iterator[tuple[Any, str, bool]]:
    for write in WRITES:
        for name, is_list in text_fields(write[2]["requestBody"]["content"][sample_values.JSON_TYPE]["schema"]):
            yield write, name, is_list


def normalized(name: str, text: str) -> str:
    """The text as docs/api.md says that it comes back."""
    return " ".join(text.split()) if name in SINGLE_LINE_FIELDS else text.strip()


def send_samples(program: Program, samples: dict[str, str], step: int = 1) -> tuple[int, int]:
    """Send each sample as every `step`-th field; returns how many were taken and how many refused."""
    accepted = refused = 0
    for (path, method, operation), name, is_list in list(text_fields_of_writes())[::step]:
        address, example = (
            fill_path(path, operation),
            operation["requestBody"]["content"][sample_values.JSON_TYPE]["example"],
        )
        for kind, sample in samples.items():
            memory.clear()  # or frequent reports and comments would be refused
            prepare_article(operation)
            response = program.ask(
                method.upper(), address, {**example, name: [sample] if is_list else sample}, If_Match="*"
            )
            context = (operation["operationId"], name, kind, response.status_code, response.content[:400])
            assert response.status_code < 500, context
            if response.status_code >= 400:
                assert response.json()["detail"], context
                refused += 1
                continue
            accepted += 1
            stored = response.json().get(name)
            if isinstance(stored, str) and name != "body" and not is_list and path.startswith("/api/v1/desk/"):
                assert stored == normalized(name, sample), context
    return accepted, refused


@pytest.mark.slow
def test_each_special_text_in_each_field(example_world: None, admin_user: User) -> None:
    accepted, refused = send_samples(Program(admin_user), SPECIAL)

    assert min(accepted, refused) > 100


@pytest.mark.parametrize("step", every(3))
def test_the_worst_texts_in_each_field(example_world: None, admin_user: User, step: int) -> None:
    names = ("NUL", "controls", "noncharacters", "high half")

    accepted, refused = send_samples(Program(admin_user), {name: SPECIAL[name] for name in names}, step)

    assert min(accepted, refused) > 40 / step


@pytest.mark.slow
def test_each_category_of_unicode_in_each_field(example_world: None, admin_user: User) -> None:
    samples = category_samples()
    assert {"Cn", "Cs", "Co", "Cc", "Cf", "Mn", "Lo", "Zs", "Zl"} <= set(samples)

    accepted, refused = send_samples(Program(admin_user), samples)

    assert min(accepted, refused) > 100
