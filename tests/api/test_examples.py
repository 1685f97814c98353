"""Every example of the description is true: it fits its schema, the product takes it, and answers in that shape."""

import io
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker
from PIL import Image as Picture

from articles.api import examples
from articles.api.views.docs import openapi
from articles.desk import following, importing, picturing
from articles.models import (
    Article,
    ArticleAgency,
    ChangeCounter,
    Clip,
    Comment,
    Contribution,
    Correction,
    Image,
    Person,
    Placement,
    Reading,
    Source,
    Topic,
)
from articles.models.comment import STEP

from .test_schema import strict
from .test_writing import BASE, Program

DOCUMENT = openapi()
OPERATIONS = [
    (path, method, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]
WRITES = [one for one in OPERATIONS if "requestBody" in one[2]]
READS = [one for one in OPERATIONS if one[1] == "get"]


def named(operations: list[Any]) -> Any:
    return pytest.mark.parametrize(
        ("path", "method", "operation"),
        operations,
        ids=lambda o: o.get("operationId", "") if isinstance(o, dict) else "",
    )


def faults(schema: Any, value: Any) -> list[str]:
    whole = {**strict(DOCUMENT), **strict(schema)}
    return [fault.message for fault in Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)]


@named(OPERATIONS)
def test_each_example_is_there_and_fits_its_schema(path: str, method: str, operation: dict[str, Any]) -> None:
    places = [(p["schema"], p["example"]) for p in operation.get("parameters", ())]
    bodies = [operation.get("requestBody", {"content": {}})]
    bodies += [answer for status, answer in operation["responses"].items() if status != "304"]
    for body in bodies:
        places += [(content["schema"], content["example"]) for content in body["content"].values()]

    assert places
    for schema, example in places:
        assert faults(schema, example) == [], example


def test_the_check_sees_a_wrong_example() -> None:
    schema = {"$ref": "#/components/schemas/Person"}

    assert faults(schema, {**examples.PERSON, "e-mail": "x"}) != []
    assert faults(schema, {"id": "6", "name": "x"}) != []


def test_the_description_is_made_the_same_each_time() -> None:
    first = repr(openapi())
    openapi.cache_clear()

    assert repr(openapi()) == first


def png(colour: str = "white") -> bytes:
    content = io.BytesIO()
    Picture.new("RGB", (1_700, 1_200), colour).save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def world(db: None, editor: User) -> None:
    """What the examples tell of, under their numbers."""
    outlet = Source.objects.create(**{**examples.OUTLET, "kind": "outlet", "right": "full"})
    agency = Source.objects.create(**{**examples.AGENCY, "kind": "agency"})
    topic, person = Topic.objects.create(**examples.TOPIC), Person.objects.create(**examples.PERSON)
    image = picturing.take_in(SimpleUploadedFile("rathaus.png", png()), None).image
    Image.objects.filter(pk=image.pk).delete()
    image.pk, image.caption = 9, "Das Rathaus im Juni"
    image.save(force_insert=True)
    text = examples.CLIP_TEXT
    data = {"data": text.encode(), "text": text, "size": len(text), "encoding": "utf-8", "source": outlet}
    clip = Clip.objects.create(pk=7, sha256="9" * 64, issued_on=date(2024, 6, 1), issued_precision="month", **data)
    clip.names.create(name="turm.txt")
    segments = [{"start": 0, "end": len(text), "role": "paragraph", "rule": "text.rest"}]
    Reading.objects.create(clip=clip, reader_version="0.3", segments=segments)
    article = Article.objects.create(
        pk=12,
        clip=clip,
        source=outlet,
        state="published",
        slug="rathaus-wird-saniert",
        headline="Rathaus wird saniert",
        lead="Im Juni beginnen die Arbeiten.",
        kicker="Innenstadt",
        dateline="Musterstadt",
        genre="news",
        body=examples.BODY,
        publish_at=datetime(2024, 6, 19, 6, tzinfo=UTC),
        issued_on=date(2024, 6, 1),
        issued_precision="month",
        version=7,
        responsible=editor,
    )
    ArticleAgency.objects.create(article=article, source=agency)
    Contribution.objects.create(article=article, person=person)
    Placement.objects.create(article=article, image=image)
    article.topics.add(topic)
    Correction.objects.create(article=article, text="Es waren zwei.", dated=timezone.now())
    for values in ({"pk": 31, "path": f"{1:0{STEP}d}"}, {"pk": 32, "path": f"{1:0{STEP}d}" * 2, "parent_id": 31}):
        Comment.objects.create(article=article, author="Ada", text="Gut so.", status="approved", **values)
    Comment.objects.create(pk=33, article=article, path=f"{2:0{STEP}d}", author="Cem", text="Ein Gedanke dazu.")
    article.history.update(history_id=40)
    Article.objects.filter(pk=12).update(updated_at=datetime(2024, 6, 19, 10, 30, tzinfo=UTC))
    following.catch_up()
    ChangeCounter.objects.update(series="5f3a9c1e", last=48)
    with connection.cursor() as cursor:  # what comes next gets other numbers than these
        models = [Article, Article.history.model, Clip, Comment, Image, Source, Topic, Person]
        for command in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(command)


def filled(path: str, operation: dict[str, Any]) -> str:
    """The address with the examples of its parts."""
    parts = {p["name"]: p["example"] for p in operation.get("parameters", ()) if p["in"] == "path"}
    return path.format(**parts).removeprefix(BASE)


def same_shape(shown: Any, told: Any, where: str = "") -> list[str]:
    """Where what is told differs from what is shown by its fields or by their kinds."""
    if shown is None or told is None:
        return []
    if isinstance(shown, dict) and isinstance(told, dict):
        found = [f"{where}: {sorted(shown.keys() ^ told.keys())}"] if shown.keys() != told.keys() else []
        return found + [f for k in shown.keys() & told.keys() for f in same_shape(shown[k], told[k], f"{where}.{k}")]
    if isinstance(shown, list) and isinstance(told, list):
        return same_shape(shown[0], told[0], f"{where}[]") if shown and told else []
    kinds = {type(one) if not isinstance(one, int | float) or isinstance(one, bool) else int for one in (shown, told)}
    return [] if len(kinds) == 1 else [f"{where}: {kinds}"]


@named(READS)
def test_an_answer_has_the_shape_of_its_example(
    path: str, method: str, operation: dict[str, Any], world: None, admin_user: User
) -> None:
    for media_type, content in operation["responses"]["200"]["content"].items():
        answer = Program(admin_user).ask("GET", filled(path, operation), Accept=media_type)

        assert answer.status_code == 200, answer.getvalue()
        if media_type == examples.LINES_TYPE:
            assert answer.getvalue().count(b"\n") == 1
        else:
            assert same_shape(content["example"], answer.json()) == [], answer.json()
            assert faults(content["schema"], answer.json()) == []


@named(READS)
def test_each_parameter_may_be_asked_as_its_example_has_it(
    path: str, method: str, operation: dict[str, Any], world: None, admin_user: User
) -> None:
    program = Program(admin_user)

    for parameter in operation.get("parameters", ()):
        value, address, headers = parameter["example"], filled(path, operation), {}
        if parameter["in"] == "query":
            given = ",".join(value) if isinstance(value, list) else str(value)
            address += f"?{parameter['name']}={quote(given)}"
        elif parameter["in"] == "header":
            headers = {parameter["name"]: value}
        answer = program.ask("GET", address, **headers)

        assert answer.status_code == 200, (address, answer.content)


ON_DRAFTS = {"restoreRevision", "moveArticle", "changeArticle", "moveClip"}


@named(WRITES)
def test_what_an_example_sends_is_taken_and_answered_in_its_shape(
    path: str, method: str, operation: dict[str, Any], world: None, admin_user: User
) -> None:
    name = operation["operationId"]
    for media_type, content in operation["requestBody"]["content"].items():
        program, shown = Program(admin_user), content["example"]
        Article.objects.filter(pk=12).update(state="draft" if name in ON_DRAFTS else "published")
        headers = {p["name"]: p["example"] for p in operation.get("parameters", ()) if p["in"] == "header"}
        address = filled(path, operation)
        if media_type == examples.FORM_TYPE:
            data = png("red") if name == "createImage" else shown["file"].encode()
            sent = {**shown, "file": SimpleUploadedFile("turm.txt", data)}
            headers = {"Authorization": f"Bearer {program.secret}"}
            answer = program.client.post(BASE + address, sent, headers=headers)
        else:
            answer = program.ask(method.upper(), address, shown, **headers)

        assert str(answer.status_code) in operation["responses"], answer.content
        assert answer.status_code in {200, 201}, answer.content
        told = operation["responses"][str(answer.status_code)]["content"][examples.PLAIN]
        assert same_shape(told["example"], answer.json()) == []
        assert faults(told["schema"], answer.json()) == []


def test_every_creation_is_among_what_is_sent() -> None:
    assert {operation["operationId"] for _path, method, operation in WRITES if method == "post"} >= {
        *("createArticle", "createImage", "createTopic", "createSource", "createPerson"),
        *("importClip", "sendComment", "reportComment", "decide", "moveArticle", "moveClip", "restoreRevision"),
    }
    assert len(WRITES) == sum(method in {"post", "put", "patch", "delete"} for _path, method, _operation in OPERATIONS)


def test_a_dry_run_answers_with_its_reading(world: None, admin_user: User) -> None:
    answer = Program(admin_user).ask("POST", "/clips/?dry_run=true", examples.SENT["importClip"][examples.PLAIN])

    assert answer.json()["reading"] == importing.preview(examples.CLIP_TEXT.encode(), "turm.txt")
