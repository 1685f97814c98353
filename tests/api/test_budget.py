"""The number of queries that each address may take, whatever the number of rows it returns."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.api import urls
from articles.api.examples.sample_values import JSON_TYPE
from articles.api.views.docs import openapi
from articles.domain import change_feed
from articles.models import Article, Clip, Correction, Topic

from .request_examples import create_more_articles, fill_path, prepare_article, send
from .test_writing import Program

ALL = "include=source,images,comments,corrections"


@pytest.fixture
def four_articles(make_article, make_comment, make_clip, add_image, add_agency, add_topic, add_person, outlet):
    for number in range(4):
        article = make_article(slug=f"a{number}", clip=make_clip(source=outlet))
        for index in range(2):
            make_comment(article, make_comment(article, clip=article.clip), clip=article.clip)
            add_image(article)
            add_agency(article, f"agentur{index}")
            add_topic(article, f"thema{index}")
            add_person(article, f"person{index}")
            Correction.objects.create(article=article, text="Es waren zwei.")


FIXED = {
    "/articles/": 5,  # articles with outlet, clip and count of comments; agencies; persons; topics; rules of comments
    "/articles/?body=html": 5,
    f"/articles/?{ALL}": 8,
    "/articles/?count=true": 6,
    "/articles/?fields=headline": 2,
    "/articles/?source=der-anzeiger&agency=agentur1&topic=thema1&person=person1&date_from=2024": 5,
    "/articles/a1/": 7,
    "/articles/a1/?body=none&include=": 5,
    f"/articles/a1/?{ALL}": 8,
    "/articles/a1/comments/": 2,
    "/articles/a1/comments/?as=tree": 2,
    "/sources/": 1,
    "/agencies/?count=true": 2,
    "/topics/": 1,
    "/persons/": 1,
    "/images/": 1,
    "/images/?article=a1": 1,
    "/sources/der-anzeiger/": 1,
    "/articles/?ordering=-updated_at&changed_since=2024-01-01T00:00:00Z&genre=&place=Berlin": 1,
    "/articles/?id={ids}&body=html&include=images": 6,
    "/changes/": 2,
    "/": 0,
    "/schema/": 0,
}


def test_an_address_costs_a_fixed_number_of_queries(get, four_articles, monkeypatch):
    monkeypatch.setattr(change_feed, "MIN_COMPARE_SECONDS", 3_600)  # however long the machine takes
    ids = ",".join(str(pk) for pk in Article.objects.values_list("pk", flat=True)[:3])
    exceptions = {}

    for address, count in FIXED.items():
        cache.clear()
        get("/changes/")  # the first request records the changes
        with CaptureQueriesContext(connection) as queries:
            get(address.format(ids=ids))
        if len(queries) != count:
            exceptions[address] = [query["sql"] for query in queries]

    assert exceptions == {}


@pytest.mark.parametrize(
    ("accept", "queries"),
    [("application/ninjs+json", 6), ("application/feed+json", 6), ("application/x-ndjson", 5)],
)
def test_another_format_takes_no_more_queries(client, four_articles, django_assert_num_queries, accept, queries):
    with django_assert_num_queries(queries):
        assert client.get("/api/v1/articles/", headers={"accept": accept}).getvalue()


@pytest.mark.parametrize(
    ("address", "queries"),
    [  # the token with its person, and the superuser's rights cost one
        ("/desk/articles/", 2),
        ("/desk/articles/{article}/", 5),
        ("/desk/articles/{article}/revisions/", 3),
        ("/desk/comments/", 2),
        ("/desk/topics/{topic}/", 2),
        ("/clips/", 2),
        ("/clips/{clip}/", 6),
    ],
)
def test_a_staff_address_costs_a_fixed_number_of_queries(
    admin_user, four_articles, django_assert_num_queries, address, queries
):
    program = Program(admin_user)
    program.ask("GET", "/clips/")  # its use is noted once a minute
    rows = {model.__name__.lower(): model.objects.first().pk for model in (Article, Topic, Clip)}

    with django_assert_num_queries(queries):
        assert program.ask("GET", address.format(**rows)).status_code == 200


def test_no_query_reads_the_bytes_or_the_text_of_a_clip(get, four_articles, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as queries:
        get(f"/articles/?body=html&{ALL}")
        get("/articles/a1/comments/")

    read = [q["sql"] for q in queries.captured_queries]
    assert not [sql for sql in read if '"articles_clip"."data"' in sql or '"articles_clip"."text"' in sql]
    assert not [sql for sql in read if '"email"' in sql or '"note"' in sql or '"decision_note"' in sql]


# The queries of each address and method, requested as in its example in the schema.
BUDGET = {
    ("agencies", "get"): 1,
    ("agency", "get"): 1,
    ("article", "get"): 7,
    ("articles", "get"): 5,
    ("changes", "get"): 2,
    ("clip", "get"): 6,
    ("clip_decisions", "post"): 11,
    ("clip_moves", "post"): 28,
    ("clips", "get"): 2,
    ("clips", "post"): 16,  # with the article that is found in it
    ("comments", "get"): 2,
    ("comments", "post"): 39,
    ("desk_article", "get"): 5,
    ("desk_article", "patch"): 29,
    ("desk_articles", "get"): 2,
    ("desk_articles", "post"): 30,
    ("desk_comments", "get"): 2,
    ("desk_decisions", "post"): 11,
    ("desk_image", "get"): 2,
    ("desk_image", "patch"): 26,  # the row is locked and read again
    ("desk_images", "post"): 24,  # every constraint is asked, so that what it refuses is a 400
    ("desk_moves", "post"): 38,  # two for the change feed, one for an agency's kill that waits
    ("desk_person", "get"): 2,
    ("desk_person", "patch"): 10,  # the row is locked and read again
    ("desk_persons", "post"): 14,  # a redirect from the new address, if one is left, goes
    ("desk_restore", "post"): 31,  # the parts before and after
    ("desk_revisions", "get"): 3,
    ("desk_source", "get"): 2,
    ("desk_source", "patch"): 14,  # locked; the public values before and after
    ("desk_sources", "post"): 16,
    ("desk_task", "get"): 3,  # both texts in one
    ("desk_task_decisions", "post"): 8,  # the row is locked and read again
    ("desk_tasks", "get"): 2,
    ("desk_topic", "get"): 2,
    ("desk_topic", "patch"): 11,  # the row is locked and read again
    ("desk_topics", "post"): 15,  # a redirect from the new address, if one is left, goes
    ("docs", "get"): 0,
    ("image", "get"): 1,
    ("images", "get"): 1,
    ("index", "get"): 0,
    ("person", "get"): 1,
    ("persons", "get"): 1,
    ("reports", "post"): 19,
    ("schema", "get"): 0,
    ("source", "get"): 1,
    ("sources", "get"): 1,
    ("topic", "get"): 1,
    ("topics", "get"): 1,
}


def endpoints():
    """The name and the method of each address that the router knows."""
    methods = ("get", "post", "put", "patch", "delete")
    named = [(pattern, pattern.callback.view_class) for pattern in urls.urlpatterns if pattern.name]
    return {(p.name, m) for p, view in named for m in methods if hasattr(view, m) and m in view.http_method_names}


def described(name, method):
    """The path of an address in the schema and its operation; the schema's own addresses have only a name."""
    (pattern,) = [p for p in urls.urlpatterns if p.name == name]
    parts = {"pk": "id"}
    path = "/api/v1/" + re.sub(r"<\w+:(\w+)>", lambda m: f"{{{parts.get(m[1], m[1])}}}", str(pattern.pattern))
    return path, openapi()["paths"].get(path, {}).get(method, {"operationId": name})


def test_every_address_has_a_budget():
    assert set(BUDGET) == endpoints()


def begin(program):
    """The first requests record the use of the token and the changes."""
    cache.clear()
    for address in ("/clips/", "/changes/"):
        program.ask("GET", address)


def test_reading_an_address_costs_what_its_budget_says(example_world, admin_user):
    program, exceptions = Program(admin_user), {}
    create_more_articles(6)

    for name in sorted(name for name, method in endpoints() if method == "get"):
        begin(program)
        with CaptureQueriesContext(connection) as queries:
            answer = program.ask("GET", fill_path(*described(name, "get")))
        assert answer.status_code == 200, (name, answer.content)
        if len(queries) != BUDGET[name, "get"]:
            exceptions[name] = [query["sql"] for query in queries]

    assert exceptions == {}


@pytest.mark.parametrize(("name", "method"), sorted(key for key in endpoints() if key[1] != "get"))
def test_writing_costs_what_its_budget_says(example_world, admin_user, django_assert_num_queries, name, method):
    path, operation = described(name, method)
    program = Program(admin_user)
    create_more_articles(6)
    prepare_article(operation)
    begin(program)

    with django_assert_num_queries(BUDGET[name, method]):
        answer = send(program, path, method, operation, JSON_TYPE)

    assert answer.status_code in {200, 201}, answer.content
