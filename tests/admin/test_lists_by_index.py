"""The queries of long lists: one for the rows of a page, in the order of an index, without needless joins."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, AuditEntry, Clip, Comment, FrontPlace, Image, Person, PreparedVersion, Reading
from articles.models.comments.comment import STEP, has_email


@pytest.fixture
def long_tables(db):
    """Tables so long that PostgreSQL, which estimates costs, has one cheapest plan for each queue."""
    if connection.vendor != "postgresql":  # SQLite decides by the query alone
        return
    articles = Article.objects.bulk_create(Article(headline=f"Nummer {n}", slug=f"nummer-{n}") for n in range(1_000))
    Comment.objects.bulk_create(
        Comment(article=article, path=f"{n + 1:0{STEP}d}", author="Ada", text="Gut so.", status=status)
        for n, status in enumerate(["pending", "approved"] * 200)
        for article in articles[:10]
    )
    Image.objects.bulk_create(Image(caption="Ein Bild", credit="dpa", alt_text="Ein Haus") for _ in range(3_000))
    AuditEntry.objects.bulk_create(AuditEntry(verb="add", noun="articles.image") for _ in range(3_000))
    clips = Clip.objects.bulk_create(
        Clip(sha256=f"{n:064d}", size=1, encoding="utf-8", data=b"x", text="x") for n in range(3_000)
    )
    Reading.objects.bulk_create(Reading(clip=clip, parser_version="1", segments=[]) for clip in clips)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1")  # as on a solid-state disk
        cursor.execute(
            "ANALYZE articles_article, articles_comment, articles_image, articles_auditentry, articles_reading"
        )


def _discussed_article():
    return Comment.objects.values_list("article", flat=True).order_by("pk").first() or 7


@pytest.mark.parametrize(
    ("index", "rows"),
    [
        ("comment_reported", lambda: Comment.objects.reported().order_by("-pk")),
        ("comment_count", lambda: Comment.objects.pending().filter(article=_discussed_article()).order_by("-pk")),
        ("comment_by_email", lambda: Comment.objects.filter(has_email("Ada@example.org")).order_by("-pk")),
        ("audit_by_kind", lambda: AuditEntry.objects.filter(noun="articles.article").order_by("-pk")),
        ("image_without_alt_text", lambda: Image.objects.without_alt_text().order_by("-pk")),
        ("image_without_credit", lambda: Image.objects.without_credit().order_by("-pk")),
        ("reading_held", lambda: Reading.objects.held().order_by()),
        ("article_by_headline", lambda: Article.objects.order_by("headline", "pk")),
    ],
)
def test_a_queue_is_found_by_its_index_in_the_order_of_its_list(long_tables, index, rows):
    plan = rows().values("pk")[:51].explain()

    assert index in plan
    assert not any(word in plan for word in ("TEMP B-TREE", "Sort"))


@pytest.mark.django_db
def test_an_e_mail_address_is_found_in_capitals_or_not(make_article, make_comment):
    article = make_article()
    comment = make_comment(article, email="Ada@Example.org")
    for email in ("", "ada@example.com", "dada@example.org"):
        make_comment(article, email=email)

    matches = {typed: list(Comment.objects.filter(has_email(typed))) for typed in ("ada@example.org", "%", "", "ADA%")}

    assert matches == {"ada@example.org": [comment], "%": [], "": [], "ADA%": []}


def key_queries(visitor, address):
    """The queries for the primary keys of the rows of a page."""
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(address).status_code == 200
    return [
        query["sql"]
        for query in queries
        if query["sql"].startswith('SELECT "') and ' AS "pk" FROM' in query["sql"][:80]
    ]


def test_the_rows_of_the_first_page_need_one_query(make_article, visit, admin_user, monkeypatch):
    monkeypatch.setattr("articles.admin.base.changelist.LargeListAdmin.list_per_page", 2)
    articles = [make_article(headline=f"Nummer {number}") for number in range(5)]
    visitor = visit(admin_user)

    queries = key_queries(visitor, "/admin/articles/article/")
    pages = [visitor.get(f"/admin/articles/article/?p={n}").context_data["cl"].result_list for n in (1, 2, 3)]

    assert len(queries) == 1
    assert [article for page in pages for article in page] == articles[::-1]


def test_a_search_needs_one_query_however_many_rows_match(visit, admin_user, monkeypatch):
    monkeypatch.setattr("articles.admin.base.changelist.LargeListAdmin.list_per_page", 2)
    monkeypatch.setattr("articles.admin.base.changelist.MAX_COUNTED_ROWS", 5)
    for number in range(6):
        Person.objects.create(name=f"Ada {number}", slug=f"ada-{number}")
    visitor = visit(admin_user)

    for page, names in ((1, ["Ada 0", "Ada 1"]), (2, ["Ada 2", "Ada 3"]), (3, ["Ada 4"])):
        with CaptureQueriesContext(connection) as queries:
            response = visitor.get(f"/admin/articles/person/?q=Ada&p={page}")
        changelist = response.context_data["cl"]
        assert [person.name for person in changelist.result_list] == names
        assert (changelist.result_count, changelist.is_long) == (5, True)
        assert len([query for query in queries if "%Ada%" in query["sql"]]) == 1


def test_a_page_behind_the_last_of_a_search_shows_the_last_page(visit, admin_user):
    ada = Person.objects.create(name="Ada", slug="ada")

    response = visit(admin_user).get("/admin/articles/person/?q=Ada&p=7")

    assert response.context_data["cl"].result_list == [ada]


@pytest.mark.parametrize(
    ("query_string", "order"),
    [
        ("?o=1", '"headline" ASC, "articles_article"."id" ASC'),
        ("?o=-1", '"headline" DESC, "articles_article"."id" DESC'),
        ("", '"updated_at" DESC, "articles_article"."id" DESC'),
        ("?o=99", '"updated_at" DESC, "articles_article"."id" DESC'),
    ],
)
def test_a_chosen_column_is_followed_by_the_primary_key_alone(query_string, order, make_article, visit, admin_user):
    make_article()

    [query] = key_queries(visit(admin_user), f"/admin/articles/article/{query_string}")

    assert f'ORDER BY "articles_article".{order} LIMIT' in re.sub(
        r"\b1 (ASC|DESC)", r'"articles_article"."id" \1', query
    )


def test_the_places_of_the_front_page_join_no_article(make_article, visit, admin_user):
    FrontPlace.objects.create(article=make_article(headline="Das Rathaus"), position=1)

    with CaptureQueriesContext(connection) as queries:
        response = visit(admin_user).get("/admin/articles/frontplace/")

    assert "Das Rathaus" in response.content.decode()
    assert not any('JOIN "articles_article"' in query["sql"] for query in queries)


def test_prepared_versions_are_searched_by_the_words_of_their_articles_headlines(make_article, visit, admin_user):
    for headline in ("Das Rathaus brennt", "Das Rathaus steht", "Der Markt brennt"):
        PreparedVersion.objects.create(article=make_article(headline=headline), values={}, before={})
    visitor = visit(admin_user)

    def headlines_of(words):
        rows = visitor.get("/admin/articles/preparedversion/", {"q": words}).context_data["cl"].result_list
        return [row.article.headline for row in rows]

    assert headlines_of("rathaus") == ["Das Rathaus steht", "Das Rathaus brennt"]
    assert headlines_of("brennt Rathaus") == ["Das Rathaus brennt"]
    assert headlines_of("Zitadelle") == []
    assert not any(
        'JOIN "articles_article"' in query for query in key_queries(visitor, "/admin/articles/preparedversion/?q=x")
    )
