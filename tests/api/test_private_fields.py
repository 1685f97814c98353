"""For every column of every table: who may read it in the API and who may write it."""

import itertools
import json

import pytest
from django.apps import apps
from django.db import models, transaction
from model_bakery import baker

from articles.api import filters, staff_filters
from articles.api.serializers import agency_task, article_input, clip, moderation, taxonomy_input
from articles.api.views.article import ArticleListView
from articles.api.views.docs import openapi
from articles.domain.search import index
from articles.models import Article, Clip, CommentPolicy, Image, Imprint, Person, Source, Topic
from tests.rounds import slow_but

from .test_writing import Program

ROOMS = apps.get_app_config("articles")
NOUNS = [model for model in ROOMS.get_models() if not model.__name__.startswith("Historical")]

# Text columns of public rows that everybody may read.
PUBLIC = {
    "Article": "kicker headline subheadline lead dateline byline signoff body original_url language",
    "Source": "name homepage slug",
    "Topic": "name description slug",
    "Person": "name slug",
    "Image": "caption credit photographer agency copyright usage_terms alt_text",
    "Placement": "alt_text",
    "Comment": "author text written_text",
    "Correction": "text",
    "ChangeCounter": "series",  # a part of a position in changes/
}
# Text columns that staff may read as well, each with its permission.
INTERNAL = {
    "Article": "note",
    "AgencyTask": "reason",
    "Source": "right_note",
    "Clip": "state_reason language url text encoding format",
    "ClipName": "name",
    "Reading": "parser_version segments warnings evidence holds said",
    "Comment": "decision_note screened",
}
# The fields that each serializer writes; columns that the system decides, counts or hashes are never among them.
WRITTEN = {
    article_input.ArticleInputSerializer: ""
    "kicker headline headline_is_provisional subheadline lead body dateline byline "
    "signoff genre language source agencies persons topics original_url issued expires_at embargo_until comments_are "
    "noindex due_at note reason",
    article_input.MoveSerializer: "move reason at override_reason",
    article_input.RestoreSerializer: "reason",
    taxonomy_input.TopicInputSerializer: "name slug description",
    taxonomy_input.PersonInputSerializer: "name slug",
    taxonomy_input.SourceInputSerializer: "name slug kind homepage right right_note right_until",
    taxonomy_input.ImageInputSerializer: "kind caption credit photographer agency copyright usage_terms rights_until "
    "alt_text focal_x focal_y",
    taxonomy_input.ImageFileSerializer: "kind caption credit photographer agency copyright usage_terms rights_until "
    "alt_text focal_x focal_y file",
    agency_task.AgencyTaskDecisionSerializer: "verdict reason",
    clip.ClipInputSerializer: "name text",
    clip.ClipFileSerializer: "file",
    clip.ClipDecisionSerializer: "verdict start end",
    clip.ClipMoveSerializer: "move reason",
    moderation.DecisionSerializer: "comments verb reason legal_ground note",
    moderation.CommentInputSerializer: "author text email parent",
    moderation.ReportInputSerializer: "kind reason explanation url name email good_faith",
}
FILTERS = {
    filters.ArticleFilterSet: "q id source agency topic person genre place published_from published_to changed_since "
    "language date_from date_to",
    filters.ImageFilterSet: "article",
    staff_filters.StaffArticleFilterSet: "state source clip held",
    staff_filters.ClipFilterSet: "state held",
    staff_filters.AgencyTaskFilterSet: "state kind article",
    staff_filters.StaffCommentFilterSet: "status article",
}
WITHOUT_CANARY = {
    "Article": {"slug"},
    "Source": {"slug"},
    "Topic": {"slug"},
    "Person": {"slug"},
    "Clip": {"sha256"},
    "Comment": {"path"},
    "SearchEntry": {"terms"},
}  # addresses


def column_names(table):
    return {f"{model}.{name}" for model, names in table.items() for name in names.split()}


def canaries(model, codes):
    """A unique word for each text column that can hold one."""
    values = {}
    for field in model._meta.concrete_fields:
        is_free_text = (
            not field.choices and not field.unique and field.name not in WITHOUT_CANARY.get(model.__name__, ())
        )
        if not is_free_text or not isinstance(field, models.CharField | models.TextField | models.JSONField):
            continue
        if isinstance(field, models.CharField) and (field.max_length or 99) < 8:
            continue
        code = f"qz{next(COUNTER):04d}x"
        codes[code] = f"{model.__name__}.{field.name}"
        values[field.name] = canary_value(field, code)
    return values


COUNTER = itertools.count()


def canary_value(field, code):
    if isinstance(field, models.URLField):
        return f"https://{code}.example/"
    if isinstance(field, models.EmailField):
        return f"{code}@example.org"
    if isinstance(field, models.JSONField):
        return [
            {
                "code": code,
                "message": code,
                "start": 0,
                "end": 1,
                "role": code,
                "rule": code,
                "field": code,
                "how": code,
            }
        ]
    return f"<p>{code}</p>" if field.name == "body" else code


@pytest.fixture
def codes(make_article, make_clip, make_comment, outlet, add_image, add_topic, add_person, add_agency):
    """Rows with a unique word in each text column; maps each word to its column."""
    column_by_code = {}
    clip = make_clip(source=outlet, right="full")
    make_clip("Noch einer.", source=outlet)
    clip.names.create(name="a.txt")
    article = make_article(slug="offen", clip=clip, reading=clip.readings.get())
    make_comment(article, parent_is_inferred=False)
    for add in (add_image, add_topic, add_person, add_agency):
        add(article)
    article.corrections.create(text="x")
    index.update(article)
    for model in NOUNS:
        rows, values = model._default_manager.all(), canaries(model, column_by_code)
        if rows.exists():
            rows.update(**values) if values else None
            continue
        with transaction.atomic():
            baker.make(
                model, **values, **related_values(model), **({"pk": 1} if model in {CommentPolicy, Imprint} else {})
            )
    return column_by_code


def related_values(model):
    """Existing rows for the relations of a new row; two relations to clips get different clips."""
    related_rows, used_ids = {}, []
    for field in (f for f in model._meta.concrete_fields if f.is_relation):
        row = field.related_model._default_manager.exclude(pk__in=used_ids).order_by("pk").first()
        if row is not None:
            related_rows[field.name] = row
            used_ids += [row.pk] if field.related_model is Clip else []
    return related_rows


def addresses():
    """Every path that can be built from the rows, with the name of what it returns."""
    public = "include=source,images,comments,corrections"
    for path, operations in openapi()["paths"].items():
        if "get" not in operations:
            continue
        path = path.removeprefix("/api/v1")
        noun = path.strip("/").split("/")[-2 if "{" in path and not path.endswith("s/") else -1]
        model = {
            "agencies": Source,
            "sources": Source,
            "topics": Topic,
            "persons": Person,
            "images": Image,
            "clips": Clip,
        }.get(path.replace("/desk", "").split("/")[1], Article)
        for row in model._default_manager.all() if "{" in path else [None]:
            yield path.format(key=row and row.pk, id=row and row.pk), noun
    for body in ("html", "blocks", "text"):
        yield f"/articles/?body={body}&{public}", "articles"
        yield f"/articles/offen/?body={body}&{public}", "article"


def columns_shown(ask, codes):
    """The columns whose words appear at any of the addresses."""
    columns = set()
    for address, _noun in addresses():
        text = ask(address)
        columns |= {column for code, column in codes.items() if code in text}
    return columns


def test_the_public_sees_public_columns_only(client, codes):
    columns = columns_shown(lambda address: client.get(f"/api/v1{address}").content.decode(), codes)

    assert columns - column_names(PUBLIC) == set()
    assert column_names(PUBLIC) - columns <= {f"{model}.slug" for model in WITHOUT_CANARY} | {
        "Topic.name"
    }  # unique: not filled


def test_other_formats_show_no_more_columns(client, codes):
    def ask(address):
        answers = [
            client.get(f"/api/v1{address}", headers={"accept": form}).getvalue().decode()
            for form in ("application/ninjs+json", "application/feed+json", "application/x-ndjson")
        ]
        return json.dumps(answers)

    assert columns_shown(ask, codes) - column_names(PUBLIC) == set()


@pytest.mark.parametrize("role", slow_but(["editor", "moderator"], ["reporter", "editor", "moderator", "admin_user"]))
def test_staff_see_only_the_columns_meant_for_them(request, codes, role):
    program = Program(request.getfixturevalue(role))

    columns = columns_shown(lambda address: program.ask("GET", address).getvalue().decode(), codes)

    assert columns - column_names(PUBLIC) - column_names(INTERNAL) == set()
    if role == "moderator":
        assert {column for column in columns if column.startswith(("Clip", "Reading"))} == set()


def test_the_check_would_detect_a_leak(request, codes, admin_user):
    program = Program(admin_user)

    columns = columns_shown(lambda address: program.ask("GET", address).getvalue().decode(), codes)

    assert column_names(INTERNAL) - columns <= {"Reading.evidence", "Clip.encoding"}
    assert len(codes) > 100


@pytest.mark.parametrize("serializer", WRITTEN, ids=lambda serializer_class: serializer_class.__name__)
def test_each_serializer_writes_only_the_listed_fields(serializer):
    assert set(serializer().fields) == set(WRITTEN[serializer].split())


def test_every_request_body_has_a_listed_serializer():
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2].removesuffix("Request").removeprefix("Patched")
        for operations in openapi()["paths"].values()
        for operation in operations.values()
        for content in operation.get("requestBody", {"content": {}})["content"].values()
    }

    assert bodies == {serializer.__name__.removesuffix("Serializer") for serializer in WRITTEN}


@pytest.mark.parametrize("serializer", WRITTEN, ids=lambda serializer_class: serializer_class.__name__)
def test_any_other_field_is_refused(serializer):
    for name in ("id", "version", "state", "publish_at", "sha256", "status", "password", "user"):
        bound_serializer = serializer(data={name: 1})

        assert not bound_serializer.is_valid(), name
        assert bound_serializer.errors[name][0].code == "unknown_field", name


@pytest.mark.parametrize("filter_set", FILTERS, ids=lambda filter_set_class: filter_set_class.__name__)
def test_each_filter_set_has_only_the_listed_filters(filter_set):
    assert set(filter_set.base_filters) == set(FILTERS[filter_set].split())


def test_lists_are_ordered_by_public_columns_only():
    assert {key.lstrip("-") for keys in ArticleListView.orders.values() for key in keys} == {
        "publish_at",
        "updated_at",
        "id",
    }


def test_an_excerpt_cannot_be_found_by_text_it_does_not_show(find_headlines, make_article, outlet, add_person):
    outlet.right = "excerpt"
    outlet.save()
    article = make_article(dateline="Kanaripolis", body="<p>Kanari</p>")
    add_person(article, "Kanarius")

    assert [find_headlines(f"{query}") for query in ("place=Kanaripolis", "person=kanarius", "q=Kanari")] == [set()] * 3
