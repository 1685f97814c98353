"""Fixtures that call the API and create the rows that articles are related to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.text import slugify

from articles.models import Article, ArticleAgency, Contribution, Image, Person, Placement, Source, Topic

from . import request_examples

V1 = "/api/v1"


@pytest.fixture
def get(client: Any, db: None) -> Callable[..., Any]:
    """The JSON at an address below /api/v1 that must answer 200."""

    def ask(path: str) -> Any:
        response = client.get(path if path.startswith("http") else V1 + path)
        assert response.status_code == 200, (path, response.content)
        return response.json()

    return ask


@pytest.fixture
def get_problem(client: Any, db: None) -> Callable[..., Any]:
    """Status, code and first error of an address below /api/v1 that must answer with a problem."""

    def ask(path: str, method: str = "get", **headers: str) -> Any:
        response = getattr(client, method)(V1 + path, headers=headers)
        assert response["Content-Type"] == "application/problem+json", (path, response.content)
        problem = response.json()
        assert problem["status"] == response.status_code
        errors = problem.get("errors", [{}])
        return response.status_code, problem["code"], errors[0].get("name"), errors[0].get("code")

    return ask


@pytest.fixture
def add_image(db: None) -> Callable[..., Image]:
    """Places a picture of its own in an article."""

    def add(article: Article, **values: Any) -> Image:
        image = Image.objects.create(**{"caption": "Das Rathaus", "credit": "Erika Muster", **values})
        Placement.objects.create(article=article, image=image, position=article.placements.count())
        return image

    return add


@pytest.fixture
def add_agency(db: None) -> Callable[..., Source]:
    """Gives an article an agency."""

    def add(article: Article, name: str = "dpa", part: str = "origin") -> Source:
        agency = Source.objects.get_or_create(kind="agency", name=name, slug=name.lower())[0]
        ArticleAgency.objects.create(article=article, source=agency, part=part)
        return agency

    return add


@pytest.fixture
def add_topic(db: None) -> Callable[..., Topic]:
    """Gives an article a topic."""

    def add(article: Article, name: str = "Rathaus") -> Topic:
        topic = Topic.objects.get_or_create(name=name, slug=slugify(name))[0]
        article.topics.add(topic)
        return topic

    return add


@pytest.fixture
def add_person(db: None) -> Callable[..., Person]:
    """Gives an article an author."""

    def add(article: Article, name: str = "Erika") -> Person:
        person = Person.objects.get_or_create(name=name, slug=name.lower())[0]
        Contribution.objects.create(article=article, person=person)
        return person

    return add


@pytest.fixture
def find_headlines(get: Callable[..., Any]) -> Callable[[str], set[str]]:
    """The headlines that the list of articles gives to a query."""
    return lambda query: {row["headline"] for row in get(f"/articles/?{query}")["results"]}


@pytest.fixture
def example_world(db: None, editor: User) -> None:
    """The rows that the examples of the API's schema refer to."""
    request_examples.create_example_world(editor)
