"""Every column of every table: who may read it here, who may write it. What is not in these lists gets nowhere."""

import itertools
import json

import pytest
from django.apps import apps
from django.db import models, transaction
from model_bakery import baker

from articles.api import filters, staff_filters
from articles.api.serializers import article_input, clip, moderation, taxonomy_input
from articles.api.views.article import ArticleListView
from articles.api.views.docs import openapi
from articles.domain.search import index
from articles.models import Article, Clip, CommentPolicy, Image, Imprint, Person, Source, Topic

from .test_writing import Program

ROOMS = apps.get_app_config("articles")
NOUNS = [model for model in ROOMS.get_models() if not model.__name__.startswith("Historical")]

# Columns of text that everybody may read, of what is public.
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
# And those that the house reads beside them, each with its right.
HOUSE = {
    "Article": "note",
    "Source": "right_note",
    "Clip": "state_reason language url text encoding",
    "ClipName": "name",
    "Reading": "parser_version segments warnings evidence",
    "Comment": "decision_note screened",
}
# Never written through this door: what the desk decides, counts, remembers or hashes.
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
    clip.ClipInputSerializer: "name text",
    clip.ClipFileSerializer: "file",
    clip.ClipMoveSerializer: "move reason",
    moderation.DecisionSerializer: "comments verb reason legal_ground note",
    moderation.CommentInputSerializer: "author text email parent",
    moderation.ReportInputSerializer: "kind reason explanation url name email good_faith",
}
ASKED_BY = {
    filters.ArticleFilterSet: "q id source agency topic person genre place published_from published_to changed_since "
    "language date_from date_to",
    filters.ImageFilterSet: "article",
    staff_filters.StaffArticleFilterSet: "state source clip",
    staff_filters.ClipFilterSet: "state",
    staff_filters.StaffCommentFilterSet: "status article",
}
LEFT = {
    "Article": {"slug"},
    "Source": {"slug"},
    "Topic": {"slug"},
    "Person": {"slug"},
    "Clip": {"sha256"},
    "Comment": {"path"},
    "SearchEntry": {"terms"},
}  # addresses


def words_of(table):
    return {f"{model}.{name}" for model, names in table.items() for name in names.split()}


def canaries(model, codes):
    """A word of its own for each column of text, as far as the column takes it."""
    found = {}
    for field in model._meta.concrete_fields:
        free = not field.choices and not field.unique and field.name not in LEFT.get(model.__name__, ())
        if not free or not isinstance(field, models.CharField | models.TextField | models.JSONField):
            continue
        if isinstance(field, models.CharField) and (field.max_length or 99) < 8:
            continue
        code = f"qz{next(COUNTER):04d}x"
        codes[code] = f"{model.__name__}.{field.name}"
        found[field.name] = shaped(field, code)
    return found


COUNTER = itertools.count()


def shaped(field, code):
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
    """The archive with a word of its own in each column of text; the words, and where they stand."""
    known = {}
    ours = make_clip(source=outlet, right="full")
    make_clip("Noch einer.", source=outlet)
    ours.names.create(name="a.txt")
    article = make_article(slug="offen", clip=ours, reading=ours.readings.get())
    make_comment(article, parent_is_inferred=False)
    for add in (add_image, add_topic, add_person, add_agency):
        add(article)
    article.corrections.create(text="x")
    index.update(article)
    for model in NOUNS:
        rows, values = model._default_manager.all(), canaries(model, known)
        if rows.exists():
            rows.update(**values) if values else None
            continue
        with transaction.atomic():
            baker.make(model, **values, **links(model), **({"pk": 1} if model in {CommentPolicy, Imprint} else {}))
    return known


def links(model):
    """What is there already, for the relations of a new row; two of one kind get two."""
    found, used = {}, []
    for field in (f for f in model._meta.concrete_fields if f.is_relation):
        row = field.related_model._default_manager.exclude(pk__in=used).order_by("pk").first()
        if row is not None:
            found[field.name] = row
            used += [row.pk] if field.related_model is Clip else []
    return found


def addresses():
    """Every address that can be made of the archive, and all that one may ask there."""
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


def met(ask, codes):
    """The columns whose words are met on a walk through everything."""
    seen = set()
    for address, _noun in addresses():
        text = ask(address)
        seen |= {where for code, where in codes.items() if code in text}
    return seen


def test_everybody_meets_public_columns_only(client, codes):
    seen = met(lambda address: client.get(f"/api/v1{address}").content.decode(), codes)

    assert seen - words_of(PUBLIC) == set()
    assert words_of(PUBLIC) - seen <= {f"{model}.slug" for model in LEFT} | {"Topic.name"}  # unique: not filled


def test_other_forms_show_no_more(client, codes):
    def ask(address):
        answers = [
            client.get(f"/api/v1{address}", headers={"accept": form}).getvalue().decode()
            for form in ("application/ninjs+json", "application/feed+json", "application/x-ndjson")
        ]
        return json.dumps(answers)

    assert met(ask, codes) - words_of(PUBLIC) == set()


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator", "admin_user"])
def test_staff_read_only_the_columns_meant_for_them(request, codes, role):
    program = Program(request.getfixturevalue(role))

    seen = met(lambda address: program.ask("GET", address).getvalue().decode(), codes)

    assert seen - words_of(PUBLIC) - words_of(HOUSE) == set()
    if role == "moderator":
        assert {one for one in seen if one.startswith(("Clip", "Reading"))} == set()


def test_the_walk_would_meet_what_gets_out(request, codes, admin_user):
    program = Program(admin_user)

    seen = met(lambda address: program.ask("GET", address).getvalue().decode(), codes)

    assert words_of(HOUSE) - seen <= {"Reading.evidence", "Clip.encoding"}
    assert len(codes) > 100


@pytest.mark.parametrize("serializer", WRITTEN, ids=lambda one: one.__name__)
def test_what_may_be_written_is_in_the_list(serializer):
    assert set(serializer().fields) == set(WRITTEN[serializer].split())


def test_there_is_no_other_way_to_write():
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2].removesuffix("Request").removeprefix("Patched")
        for operations in openapi()["paths"].values()
        for operation in operations.values()
        for content in operation.get("requestBody", {"content": {}})["content"].values()
    }

    assert bodies == {serializer.__name__.removesuffix("Serializer") for serializer in WRITTEN}


@pytest.mark.parametrize("serializer", WRITTEN, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["id", "version", "state", "publish_at", "sha256", "status", "password", "user"])
def test_any_other_field_is_refused(serializer, name):
    found = serializer(data={name: 1})

    assert not found.is_valid()
    assert found.errors[name][0].code == "unknown_field"


@pytest.mark.parametrize("given", ASKED_BY, ids=lambda one: one.__name__)
def test_what_may_be_asked_by_is_in_the_list(given):
    assert set(given.base_filters) == set(ASKED_BY[given].split())


def test_lists_are_ordered_by_public_columns_only():
    assert {key.lstrip("-") for keys in ArticleListView.orders.values() for key in keys} == {
        "publish_at",
        "updated_at",
        "id",
    }


def test_nobody_finds_an_article_by_what_an_excerpt_does_not_show(found, make_article, outlet, add_person):
    outlet.right = "excerpt"
    outlet.save()
    article = make_article(dateline="Kanaripolis", body="<p>Kanari</p>")
    add_person(article, "Kanarius")

    assert [found(f"{asked}") for asked in ("place=Kanaripolis", "person=kanarius", "q=Kanari")] == [set()] * 3
