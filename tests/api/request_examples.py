"""The rows that the examples of the API's schema refer to, and functions that send those examples."""

import io
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from PIL import Image as Picture

from articles.api.examples import agency_tasks as example_agency_tasks
from articles.api.examples import articles as example_articles
from articles.api.examples import clips as example_clips
from articles.api.examples import sample_values
from articles.api.examples import taxonomy as example_taxonomy
from articles.domain import change_feed
from articles.domain.images import library
from articles.models import (
    AgencyTask,
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
from articles.models.comments.comment import STEP

BASE = "/api/v1"
ON_DRAFTS = {"restoreRevision", "moveArticle", "changeArticle", "moveClip"}


def make_png(colour: str = "white") -> bytes:
    """The bytes of a PNG of one colour."""
    buffer = io.BytesIO()
    Picture.new("RGB", (500, 400), colour).save(buffer, "PNG")
    return buffer.getvalue()


def create_example_world(responsible: User) -> None:
    """Create the rows that the examples refer to, with the primary keys that they name."""
    outlet = Source.objects.create(**{**example_taxonomy.OUTLET, "kind": "outlet", "right": "full"})
    agency = Source.objects.create(**{**example_taxonomy.AGENCY, "kind": "agency"})
    topic, person = Topic.objects.create(**example_taxonomy.TOPIC), Person.objects.create(**example_taxonomy.PERSON)
    image = library.take_in(SimpleUploadedFile("rathaus.png", make_png()), None).image
    Image.objects.filter(pk=image.pk).delete()
    image.pk, image.caption = 9, "Das Rathaus im Juni"
    image.save(force_insert=True)
    text = example_clips.CLIP_TEXT
    data = {"data": text.encode(), "text": text, "size": len(text), "encoding": "utf-8", "source": outlet}
    clip = Clip.objects.create(pk=7, sha256="9" * 64, issued_on=date(2024, 6, 1), issued_precision="month", **data)
    clip.names.create(name="turm.txt")
    segments = [{"start": 0, "end": len(text), "role": "paragraph", "rule": "text.rest"}]
    warnings = example_clips.WHOLE_CLIP["warnings"]
    Reading.objects.create(clip=clip, parser_version="0.3", segments=segments, warnings=warnings)
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
        body=example_articles.BODY,
        publish_at=datetime(2024, 6, 19, 6, tzinfo=UTC),
        issued_on=date(2024, 6, 1),
        issued_precision="month",
        version=7,
        responsible=responsible,
    )
    ArticleAgency.objects.create(article=article, source=agency)
    later = example_agency_tasks.WHOLE_TASK["later_text"]
    kill = {"data": later.encode(), "text": later, "size": len(later), "encoding": "utf-8"}
    AgencyTask.objects.create(
        pk=2,
        article=article,
        clip=Clip.objects.create(pk=8, sha256="8" * 64, **kill),
        kind="kill",
        matched_by="headline",
    )
    Contribution.objects.create(article=article, person=person)
    Placement.objects.create(article=article, image=image)
    article.topics.add(topic)
    Correction.objects.create(article=article, text="Es waren zwei.", dated=timezone.now())
    for values in ({"pk": 31, "path": f"{1:0{STEP}d}"}, {"pk": 32, "path": f"{1:0{STEP}d}" * 2, "parent_id": 31}):
        Comment.objects.create(article=article, author="Ada", text="Gut so.", status="approved", **values)
    Comment.objects.create(pk=33, article=article, path=f"{2:0{STEP}d}", author="Cem", text="Ein Gedanke dazu.")
    article.history.update(history_id=40)
    Article.objects.filter(pk=12).update(updated_at=datetime(2024, 6, 19, 10, 30, tzinfo=UTC))
    change_feed.catch_up()
    ChangeCounter.objects.update(series="5f3a9c1e", last=48)
    with connection.cursor() as cursor:  # what comes next gets other numbers than these
        models = [AgencyTask, Article, Article.history.model, Clip, Comment, Image, Source, Topic, Person]
        for command in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(command)


def fill_path(path: str, operation: dict[str, Any]) -> str:
    """The path with the example values of its parameters, relative to /api/v1."""
    example_values = {p["name"]: p["example"] for p in operation.get("parameters", ()) if p["in"] == "path"}
    return path.format(**example_values).removeprefix(BASE)


def prepare_article(operation: dict[str, Any]) -> None:
    """Set the example article to the state that the operation needs."""
    Article.objects.filter(pk=12).update(state="draft" if operation["operationId"] in ON_DRAFTS else "published")


def send(program: Any, path: str, method: str, operation: dict[str, Any], media_type: str) -> Any:
    """Send the request example of a writing operation with the given program; returns the response."""
    name, example = operation["operationId"], operation["requestBody"]["content"][media_type]["example"]
    headers = {p["name"]: p["example"] for p in operation.get("parameters", ()) if p["in"] == "header"}
    address = fill_path(path, operation)
    if media_type != sample_values.FORM_TYPE:
        return program.ask(method.upper(), address, example, **headers)
    data = make_png("red") if name == "createImage" else example["file"].encode()
    form_data = {**example, "file": SimpleUploadedFile("turm.txt", data)}
    headers = {"Authorization": f"Bearer {program.secret}"}
    return program.client.post(BASE + address, form_data, headers=headers)


def create_more_articles(count: int) -> None:
    """Create `count` more articles of the same outlet, agency, person, topic and image, with comments and a clip."""
    for number in range(count):
        clip = Clip.objects.create(sha256=f"{number:064x}", size=1, encoding="utf-8", data=b"x", text="x", source_id=3)
        article = Article.objects.create(
            headline=f"Turm {number}",
            slug=f"turm-{number}",
            state="published",
            publish_at=timezone.now(),
            source_id=3,
            clip=clip,
            body=example_articles.BODY,
        )
        ArticleAgency.objects.create(article=article, source_id=4)
        Contribution.objects.create(article=article, person_id=6)
        Placement.objects.create(article=article, image_id=9)
        article.topics.add(5)
        Correction.objects.create(article=article, text="Es waren zwei.")
        for position in (1, 2):
            Comment.objects.create(article=article, path=f"{position:0{STEP}d}", author="Ada", text="Gut so.")
