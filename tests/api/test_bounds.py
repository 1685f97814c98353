"""Values of the maximum length in the schema are accepted; one character more is refused at its field."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from articles.api.examples import sample_values
from articles.models import Article
from tests.rounds import every

from .request_examples import fill_path, prepare_article
from .test_every_character import DOCUMENT, WRITES
from .test_writing import Program


def request_properties(operation: dict[str, Any]) -> dict[str, Any]:
    schema = operation["requestBody"]["content"][sample_values.JSON_TYPE]["schema"]
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return dict(schema["properties"])


def sample_text(name: str, schema: dict[str, Any], length: int, number: int) -> str:
    """A new value of that length in the format that the field requires."""
    if schema.get("format") == "uri":
        return "https://example.org/".ljust(length, "a")
    if name == "language":
        return "deu-12345678"[:length].ljust(length, "-")
    return ("ab " * length)[: length - 1] + "c" if name == "text" else f"n{number}".ljust(length, "a")


@pytest.mark.parametrize("step", every(3))
def test_values_up_to_each_max_length_of_the_schema_are_accepted(
    example_world: None, admin_user: User, step: int
) -> None:
    program, number = Program(admin_user), 0

    for path, method, operation in WRITES[::step]:
        example = operation["requestBody"]["content"][sample_values.JSON_TYPE]["example"]
        for name, schema in request_properties(operation).items():
            if "maxLength" not in schema or schema.get("format") == "email":
                continue
            for surplus in (0, 1):
                cache.clear()
                prepare_article(operation)
                Article.objects.filter(state="published").update(headline="Rathaus")
                data = {**example, name: sample_text(name, schema, schema["maxLength"] + surplus, number)}
                if name != "slug":
                    data.pop("slug", None)
                response = program.ask(method.upper(), fill_path(path, operation), data, If_Match="*")
                context = (
                    operation["operationId"],
                    name,
                    schema["maxLength"] + surplus,
                    response.status_code,
                    response.content[:300],
                )
                messages = {error["name"]: error["message"] for error in response.json().get("errors", ())}
                if surplus:
                    assert response.status_code == 400, context
                    assert messages.get(name), context
                else:
                    assert name not in messages, context
                number += 1

    assert number > 60 / step


@pytest.mark.parametrize("name", ["id", "source", "agency", "topic", "person", "language"])
def test_a_filter_takes_at_most_a_hundred_values(get: Any, client: Any, name: str) -> None:
    value = "de" if name == "language" else "1"

    assert get(f"/articles/?limit=100&{name}=" + ",".join([value] * 100))["results"] == []
    response = client.get(f"/api/v1/articles/?{name}=" + ",".join([value] * 101))

    assert response.status_code == 400
    assert "100" in response.json()["errors"][0]["message"]


def test_a_hundred_articles_can_be_listed_by_id(get: Any, make_article: Any) -> None:
    article = make_article()
    rows = [
        Article(
            headline=f"{number}",
            slug=f"a-{number}",
            state="published",
            publish_at=article.publish_at,
            source=article.source,
        )
        for number in range(99)
    ]
    Article.objects.bulk_create(rows)
    ids = sorted(Article.objects.values_list("pk", flat=True))

    articles = get(f"/articles/?limit=100&id={','.join(map(str, ids))}")["results"]

    assert sorted(row["id"] for row in articles) == ids
    assert len(ids) == 100
