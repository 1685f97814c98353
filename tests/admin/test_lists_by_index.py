"""What the lists ask of a large house: each page once, in an order that an index has, and no table for nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, AuditEntry, Comment, FrontPlace, Image, Person, PreparedVersion
from articles.models.comments.comment import STEP, has_email


@pytest.fixture
def long_tables(db):
    """Tables so long that PostgreSQL, which counts what a way costs, has one cheapest way to each queue."""
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
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1")  # no disk that turns
        cursor.execute("ANALYZE articles_article, articles_comment, articles_image, articles_auditentry")


def _a_discussed_one():
    return Comment.objects.values_list("article", flat=True).order_by("pk").first() or 7


@pytest.mark.parametrize(
    ("index", "rows"),
    [
        ("comment_reported", lambda: Comment.objects.reported().order_by("-pk")),
        ("comment_count", lambda: Comment.objects.pending().filter(article=_a_discussed_one()).order_by("-pk")),
        ("comment_by_email", lambda: Comment.objects.filter(has_email("Ada@example.org")).order_by("-pk")),
        ("audit_by_kind", lambda: AuditEntry.objects.filter(noun="articles.article").order_by("-pk")),
        ("image_without_alt_text", lambda: Image.objects.without_alt_text().order_by("-pk")),
        ("image_without_credit", lambda: Image.objects.without_credit().order_by("-pk")),
        ("article_by_headline", lambda: Article.objects.order_by("headline", "pk")),
    ],
)
def test_a_queue_is_found_by_its_index_in_the_order_of_its_list(long_tables, index, rows):
    found = rows().values("pk")[:51].explain()

    assert index in found
    assert not any(word in found for word in ("TEMP B-TREE", "Sort"))


@pytest.mark.django_db
def test_an_e_mail_address_is_found_in_capitals_or_not(make_article, make_comment):
    article = make_article()
    theirs = make_comment(article, email="Ada@Example.org")
    for other in ("", "ada@example.com", "dada@example.org"):
        make_comment(article, email=other)

    found = {typed: list(Comment.objects.filter(has_email(typed))) for typed in ("ada@example.org", "%", "", "ADA%")}

    assert found == {"ada@example.org": [theirs], "%": [], "": [], "ADA%": []}


def numbers_asked_for(visitor, address):
    """The queries that ask which rows a page has."""
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(address).status_code == 200
    return [one["sql"] for one in queries if one["sql"].startswith('SELECT "') and ' AS "pk" FROM' in one["sql"][:80]]


def test_the_rows_of_the_first_page_are_found_once(make_article, visit, admin_user, monkeypatch):
    monkeypatch.setattr("articles.admin.base.changelist.LargeListAdmin.list_per_page", 2)
    made = [make_article(headline=f"Nummer {number}") for number in range(5)]
    visitor = visit(admin_user)

    asked = numbers_asked_for(visitor, "/admin/articles/article/")
    pages = [visitor.get(f"/admin/articles/article/?p={n}").context_data["cl"].result_list for n in (1, 2, 3)]

    assert len(asked) == 1
    assert [one for page in pages for one in page] == made[::-1]


def test_a_search_is_made_once_however_many_it_finds(visit, admin_user, monkeypatch):
    monkeypatch.setattr("articles.admin.base.changelist.LargeListAdmin.list_per_page", 2)
    monkeypatch.setattr("articles.admin.base.changelist.MAX_COUNTED_ROWS", 5)
    for number in range(6):
        Person.objects.create(name=f"Ada {number}", slug=f"ada-{number}")
    visitor = visit(admin_user)

    for page, names in ((1, ["Ada 0", "Ada 1"]), (2, ["Ada 2", "Ada 3"]), (3, ["Ada 4"])):
        with CaptureQueriesContext(connection) as queries:
            response = visitor.get(f"/admin/articles/person/?q=Ada&p={page}")
        changes = response.context_data["cl"]
        assert [one.name for one in changes.result_list] == names
        assert (changes.result_count, changes.is_long) == (5, True)
        assert len([one for one in queries if "%Ada%" in one["sql"]]) == 1


def test_a_page_behind_the_last_of_a_search_shows_the_few_there_are(visit, admin_user):
    ada = Person.objects.create(name="Ada", slug="ada")

    response = visit(admin_user).get("/admin/articles/person/?q=Ada&p=7")

    assert response.context_data["cl"].result_list == [ada]


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("?o=1", '"headline" ASC, "articles_article"."id" ASC'),
        ("?o=-1", '"headline" DESC, "articles_article"."id" DESC'),
        ("", '"updated_at" DESC, "articles_article"."id" DESC'),
        ("?o=99", '"updated_at" DESC, "articles_article"."id" DESC'),
    ],
)
def test_a_chosen_column_is_followed_by_the_number_alone(question, order, make_article, visit, admin_user):
    make_article()

    [asked] = numbers_asked_for(visit(admin_user), f"/admin/articles/article/{question}")

    assert f'ORDER BY "articles_article".{order} LIMIT' in re.sub(
        r"\b1 (ASC|DESC)", r'"articles_article"."id" \1', asked
    )


def test_the_places_of_the_front_page_join_no_article(make_article, visit, admin_user):
    FrontPlace.objects.create(article=make_article(headline="Das Rathaus"), position=1)

    with CaptureQueriesContext(connection) as queries:
        page = visit(admin_user).get("/admin/articles/frontplace/")

    assert "Das Rathaus" in page.content.decode()
    assert not any('JOIN "articles_article"' in one["sql"] for one in queries)


def test_prepared_versions_are_searched_by_the_words_of_their_articles_headlines(make_article, visit, admin_user):
    for headline in ("Das Rathaus brennt", "Das Rathaus steht", "Der Markt brennt"):
        PreparedVersion.objects.create(article=make_article(headline=headline), values={}, before={})
    visitor = visit(admin_user)

    def found(words):
        rows = visitor.get("/admin/articles/preparedversion/", {"q": words}).context_data["cl"].result_list
        return [row.article.headline for row in rows]

    assert found("rathaus") == ["Das Rathaus steht", "Das Rathaus brennt"]
    assert found("brennt Rathaus") == ["Das Rathaus brennt"]
    assert found("Zitadelle") == []
    assert not any(
        'JOIN "articles_article"' in one for one in numbers_asked_for(visitor, "/admin/articles/preparedversion/?q=x")
    )
