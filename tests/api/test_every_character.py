"""Whatever characters a text is made of: it is refused with a sentence, or it comes back as docs/api.md says."""

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache as memory

from articles.api.examples import common as example_common
from articles.api.serializers.article_input import SINGLE_LINE_FIELDS
from articles.api.views.docs import openapi
from tests.rounds import every

from .exemplary import filled, make_ready
from .test_writing import Program

DOCUMENT = openapi()
WRITES = [
    (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if example_common.JSON_TYPE in operation.get("requestBody", {"content": {}})["content"]
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
def by_category() -> dict[str, str]:
    """The first, middle and last characters of each category of Unicode, those without a character included."""
    found: dict[str, list[int]] = {}
    for n in range(sys.maxunicode + 1):
        found.setdefault(unicodedata.category(chr(n)), []).append(n)
    return {name: "a" + "b".join(chr(all_[n]) for n in (0, len(all_) // 2, -1)) + "c" for name, all_ in found.items()}


def texts(schema: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The names of the fields that hold text, and whether it is a list of texts."""
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name, one in schema["properties"].items():
        if one.get("type") in ("string", ["string", "null"]) or "oneOf" in one or "enum" in one or "$ref" in one:
            yield name, False
        elif one.get("type") == "array":
            yield name, True


def fields() -> Iterator[tuple[Any, str, bool]]:
    for one in WRITES:
        for name, is_list in texts(one[2]["requestBody"]["content"][example_common.JSON_TYPE]["schema"]):
            yield one, name, is_list


def documented(name: str, text: str) -> str:
    """What comes back of it."""
    return " ".join(text.split()) if name in SINGLE_LINE_FIELDS else text.strip()


def walk(program: Program, samples: dict[str, str], step: int = 1) -> tuple[int, int]:
    """Send each sample as every `step`-th field; returns how many were taken and how many refused."""
    taken = refused = 0
    for (path, method, operation), name, is_list in list(fields())[::step]:
        address, shown = (
            filled(path, operation),
            operation["requestBody"]["content"][example_common.JSON_TYPE]["example"],
        )
        for what, sample in samples.items():
            memory.clear()  # who reports or comments often is told to wait
            make_ready(operation)
            answer = program.ask(
                method.upper(), address, {**shown, name: [sample] if is_list else sample}, If_Match="*"
            )
            here = (operation["operationId"], name, what, answer.status_code, answer.content[:400])
            assert answer.status_code < 500, here
            if answer.status_code >= 400:
                assert answer.json()["detail"], here
                refused += 1
                continue
            taken += 1
            told = answer.json().get(name)
            if isinstance(told, str) and name != "body" and not is_list and path.startswith("/api/v1/desk/"):
                assert told == documented(name, sample), here
    return taken, refused


@pytest.mark.slow
def test_each_special_text_in_each_field(example_world: None, admin_user: User) -> None:
    taken, refused = walk(Program(admin_user), SPECIAL)

    assert min(taken, refused) > 100


@pytest.mark.parametrize("step", every(3))
def test_the_worst_texts_in_each_field(example_world: None, admin_user: User, step: int) -> None:
    names = ("NUL", "controls", "noncharacters", "high half")

    taken, refused = walk(Program(admin_user), {name: SPECIAL[name] for name in names}, step)

    assert min(taken, refused) > 40 / step


@pytest.mark.slow
def test_each_category_of_unicode_in_each_field(example_world: None, admin_user: User) -> None:
    samples = by_category()
    assert {"Cn", "Cs", "Co", "Cc", "Cf", "Mn", "Lo", "Zs", "Zl"} <= set(samples)

    taken, refused = walk(Program(admin_user), samples)

    assert min(taken, refused) > 100
