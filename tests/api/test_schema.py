"""Responses of the API match its schema."""

import re
from datetime import date
from functools import cache
from io import StringIO

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from articles.api.views.docs import openapi
from articles.domain.imports import importer
from articles.domain.search import index
from articles.models import Correction


def strict(schema):
    """The schema, with every object closed: a field that it does not name is an error."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        return {"additionalProperties": False, **closed} if schema.get("type") == "object" else closed
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


@cache
def strict_document():
    """The schema of the API, with every object closed."""
    return strict(openapi())


def breaches(path_in_schema, status, media_type, answer):
    document = openapi()
    declared = document["paths"][path_in_schema]["get"]["responses"][str(status)]["content"][media_type]["schema"]
    return [e.message for e in Draft202012Validator({**strict_document(), **declared}).iter_errors(answer)]


def test_the_schema_is_valid_and_made_without_a_warning():
    out = StringIO()

    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)

    assert out.getvalue().startswith("openapi: 3.1.0")


@pytest.fixture
def rich(make_article, make_comment, make_clip, add_image, add_agency, add_topic, add_person, outlet):
    article = make_article(
        slug="a",
        genre="report",
        body="<h2>Z</h2><p>T <a href='https://example.org'>l</a></p><blockquote><p>Q</p></blockquote><ul><li>1</li></ul>",
        issued_on=date(2024, 6, 1),
        issued_precision="month",
    )
    first = make_comment(article, clip=make_clip(source=outlet))
    make_comment(article, make_comment(article, first, status="spam"))
    for add in (add_image, add_agency, add_topic, add_person):
        add(article)
    Correction.objects.create(article=article, text="Es waren zwei.")
    make_article(source=None)
    index.update(article)
    return article


ALL = "include=source,images,comments,corrections"


@pytest.mark.parametrize(
    ("path_in_schema", "address"),
    [
        ("/api/v1/", "/"),
        ("/api/v1/articles/", "/articles/"),
        ("/api/v1/articles/", f"/articles/?limit=1&count=true&body=html&{ALL}"),
        ("/api/v1/articles/", "/articles/?fields=headline"),
        ("/api/v1/articles/", "/articles/?q=rathaus&include=highlights"),
        ("/api/v1/articles/{key}/", f"/articles/a/?{ALL}"),
        ("/api/v1/articles/{key}/", "/articles/a/?body=text"),
        ("/api/v1/articles/{key}/", "/articles/a/?fields=body"),
        ("/api/v1/articles/{key}/comments/", "/articles/a/comments/"),
        ("/api/v1/articles/{key}/comments/", "/articles/a/comments/?as=tree"),
        ("/api/v1/sources/", "/sources/"),
        ("/api/v1/sources/{key}/", "/sources/der-anzeiger/"),
        ("/api/v1/agencies/", "/agencies/"),
        ("/api/v1/agencies/{key}/", "/agencies/dpa/"),
        ("/api/v1/topics/", "/topics/"),
        ("/api/v1/topics/{key}/", "/topics/rathaus/"),
        ("/api/v1/persons/", "/persons/"),
        ("/api/v1/persons/{key}/", "/persons/erika/"),
        ("/api/v1/images/", "/images/?count=true"),
    ],
)
def test_a_response_matches_the_schema(get, rich, path_in_schema, address):
    answer = get(address)

    assert breaches(path_in_schema, 200, "application/json", answer) == []
    assert answer.get("results", True)


def test_evidence_matches_the_schema(get, client, editor, seed):
    article = importer.import_clip(
        seed("001"), "001.txt", importer.ImportDefaults(right="full"), publish_reason="Test"
    ).article
    client.force_login(editor)

    answer = get(f"/articles/{article.pk}/?include=evidence")

    assert breaches("/api/v1/articles/{key}/", 200, "application/json", answer) == []
    assert len(answer["evidence"]) > 20


@pytest.mark.parametrize(
    ("path_in_schema", "address"),
    [
        ("/api/v1/articles/", "/articles/?sorce=taz"),
        ("/api/v1/articles/{key}/", "/articles/nirgends/"),
        ("/api/v1/articles/{key}/", "/articles/w/"),
        ("/api/v1/images/{key}/", "/images/x/"),
    ],
)
def test_a_problem_matches_the_schema(client, make_article, path_in_schema, address):
    make_article(slug="w", state="withdrawn")
    response = client.get(f"/api/v1{address}")

    assert breaches(path_in_schema, response.status_code, "application/problem+json", response.json()) == []


def test_the_check_detects_an_undeclared_field(get, rich):
    answer = {**get("/articles/a/"), "note": "intern"}

    assert len(breaches("/api/v1/articles/{key}/", 200, "application/json", answer)) == 1


def test_every_parameter_is_in_the_schema(client, admin_user):
    client.force_login(admin_user)

    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            described = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
            problem = getattr(client, method)(re.sub(r"{\w+}", "1", path) + "?nichts=1").json()

            assert problem["errors"][0]["code"] == "unknown_parameter", (path, method)
            named = problem["errors"][0]["message"].partition(": ")[2].rstrip(".").split(", ")
            assert set(named) - {""} == described, (path, method)


def test_the_schema_is_available_as_json_or_yaml(client, db):
    yaml = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi"})

    assert client.get("/api/v1/schema/").json()["openapi"] == "3.1.0"
    assert yaml.content.startswith(b"openapi: 3.1.0")


def test_the_documentation_page_loads_only_own_files_and_no_inline_script(client, db):
    response = client.get("/api/v1/docs/")
    page = response.content.decode()

    assert "http://" not in page and "https://" not in page
    assert page.count("<script") == page.count("<script src=") == 2
    assert "<style" not in page and "style=" not in page
    assert "unsafe" not in response["Content-Security-Policy"]
