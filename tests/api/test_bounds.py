"""What the description says is the most is taken, and one more is refused with a sentence at its field."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from articles.api.examples import common as example_common
from articles.models import Article
from tests.rounds import every

from .exemplary import filled, make_ready
from .test_every_character import DOCUMENT, WRITES
from .test_writing import Program


def properties(operation: dict[str, Any]) -> dict[str, Any]:
    schema = operation["requestBody"]["content"][example_common.JSON_TYPE]["schema"]
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return dict(schema["properties"])


def text(name: str, schema: dict[str, Any], length: int, number: int) -> str:
    """A value of that length that was not there before, of the form that the field asks for."""
    if schema.get("format") == "uri":
        return "https://example.org/".ljust(length, "a")
    if name == "language":
        return "deu-12345678"[:length].ljust(length, "-")
    return ("ab " * length)[: length - 1] + "c" if name == "text" else f"n{number}".ljust(length, "a")


@pytest.mark.parametrize("step", every(3))
def test_every_length_of_the_description_is_the_most_that_is_taken(
    example_world: None, admin_user: User, step: int
) -> None:
    program, tried = Program(admin_user), 0

    for path, method, operation in WRITES[::step]:
        shown = operation["requestBody"]["content"][example_common.JSON_TYPE]["example"]
        for name, schema in properties(operation).items():
            if "maxLength" not in schema or schema.get("format") == "email":
                continue
            for more in (0, 1):
                cache.clear()
                make_ready(operation)
                Article.objects.filter(state="published").update(headline="Rathaus")
                sent = {**shown, name: text(name, schema, schema["maxLength"] + more, tried)}
                if name != "slug":
                    sent.pop("slug", None)
                answer = program.ask(method.upper(), filled(path, operation), sent, If_Match="*")
                here = (
                    operation["operationId"],
                    name,
                    schema["maxLength"] + more,
                    answer.status_code,
                    answer.content[:300],
                )
                messages = {one["name"]: one["message"] for one in answer.json().get("errors", ())}
                if more:
                    assert answer.status_code == 400, here
                    assert messages.get(name), here
                else:
                    assert name not in messages, here
                tried += 1

    assert tried > 60 / step


@pytest.mark.parametrize("name", ["id", "source", "agency", "topic", "person", "language"])
def test_a_filter_takes_a_hundred_values_and_no_more(get: Any, client: Any, name: str) -> None:
    value = "de" if name == "language" else "1"

    assert get(f"/articles/?limit=100&{name}=" + ",".join([value] * 100))["results"] == []
    refused = client.get(f"/api/v1/articles/?{name}=" + ",".join([value] * 101))

    assert refused.status_code == 400
    assert "100" in refused.json()["errors"][0]["message"]


def test_a_hundred_articles_come_at_once_by_their_ids(get: Any, make_article: Any) -> None:
    made = make_article()
    rows = [
        Article(headline=f"{n}", slug=f"a-{n}", state="published", publish_at=made.publish_at, source=made.source)
        for n in range(99)
    ]
    Article.objects.bulk_create(rows)
    ids = sorted(Article.objects.values_list("pk", flat=True))

    found = get(f"/articles/?limit=100&id={','.join(map(str, ids))}")["results"]

    assert sorted(row["id"] for row in found) == ids
    assert len(ids) == 100
