"""A walk through a list of comments visits the rows of the list; filters, search and order stay after every action."""

from itertools import combinations, product
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from lxml import html

from articles.domain.comments import claims
from articles.models import Comment, Decision
from tests.rounds import every

LIST = "/admin/articles/comment/"
FILTERS = {
    "headline": "Rathaus wird saniert",
    "person": "Ada",
    "q": "Hafen",
    "created_at__gte": "2020-01-01 00:00:00+00:00",
}
ORDERS = ({}, {"o": "5"}, {"o": "-5"})
ALONE = [{name: value} for name, value in FILTERS.items()]
PAIRS = [{**first, **second} for first, second in combinations(ALONE, 2)]
QUERIES = [
    *ORDERS,
    *ALONE,
    *PAIRS,
    *({**FILTERS, **order} for order in ORDERS),
    *({"q": "Hafen", **o} for o in ORDERS[1:]),
]


@pytest.fixture
def comments(make_article, make_comment):
    articles = [make_article(headline=name) for name in ("Rathaus wird saniert", "Brücke bleibt zu")]
    for n, (article, author, text) in enumerate(product(articles, ("Ada", "Bo"), ("Zum Hafen", "Zum Markt"))):
        make_comment(article, author=author, text=f"{text} {n}", status="pending")
    make_comment(articles[0], author="Ada", text="Hafen, längst entschieden")
    return articles


def list_rows(visitor, address):
    """The primary keys of a list's rows, and the link to its walk."""
    page = html.fromstring(visitor.get(address).text)
    rows = [int(n) for n in page.xpath("//input[@name='_selected_action']/@value")]
    return rows, page.xpath("//p[@class='work-through']/a/@href")[0]


def walk(visitor, first, moderator):
    """The primary keys in the order of the walk, until one repeats or the list is shown."""
    visited, response = [], visitor.get(first)
    while "/change/" in response["Location"]:
        key = int(response["Location"].split("/")[4])
        if key in visited:
            break
        visited.append(key)
        page = html.fromstring(visitor.get(response["Location"]).text)
        response = visitor.get(page.xpath("//a[@data-key='n']/@href")[0])
    claims.give_back(moderator)
    return visited


@pytest.mark.parametrize("step", every(4))
def test_a_walk_goes_through_what_its_list_shows(comments, visit, moderator, step):
    visitor = visit(moderator)

    for query in QUERIES[::step]:
        rows, first = list_rows(visitor, f"{LIST}?{urlencode({'waiting': 'pending', **query})}")
        expected = rows if "o" in query else sorted(rows)  # oldest first unless an order is chosen

        assert walk(visitor, first, moderator) == expected, query


@pytest.mark.parametrize("act", ["approve", "spam", "reject", "take-over", "cut", "undo", "next", "wrong"])
def test_the_walk_is_the_same_after_every_action(comments, visit, moderator, act):
    visitor = visit(moderator)
    query = {"waiting": "pending", "person": "Ada", "q": "Hafen", "o": "-5"}
    rows, first = list_rows(visitor, f"{LIST}?{urlencode(query)}")
    address = visitor.get(first)["Location"]
    query_string = urlsplit(address).query
    key = int(address.split("/")[4])
    page = html.fromstring(visitor.get(address).text)
    form_actions = {
        f.get("action").split("?")[0].rstrip("/").split("/")[-1]: f.get("action") for f in page.xpath("//form")
    }

    if act == "next":
        response = visitor.get(page.xpath("//a[@data-key='n']/@href")[0])
    elif act == "cut":
        response = visitor.post(form_actions["cut"], {"passage": "Zum"})
    elif act == "take-over":
        response = visitor.post(f"{LIST}{key}/take-over/?{query_string}")
    elif act == "wrong":
        form_page = html.fromstring(visitor.post(form_actions["decide"], {"verb": "reject"}).text)
        response = visitor.get(form_page.xpath("//a[@data-key='n']/@href")[0])
    else:
        response = visitor.post(
            form_actions["decide"], {"verb": "spam" if act == "undo" else act, "reason": "insult", "known": 0}
        )
    if act == "undo":
        next_page = html.fromstring(visitor.get(response["Location"]).text)
        form = next_page.xpath("//form[@class='undo']")[0]
        response = visitor.post(form.get("action"), {"batch": str(Decision.objects.get().batch)})

    assert parse_qs(urlsplit(response["Location"]).query) == parse_qs(query_string)
    is_same_comment = act in {"cut", "take-over", "undo"}
    assert int(response["Location"].split("/")[4]) == (key if is_same_comment else rows[1])


def test_after_the_last_comment_the_filtered_list_is_shown(comments, visit, moderator):
    visitor = visit(moderator)
    query = {"waiting": "pending", "person": "Ada", "q": "Hafen"}
    rows, first = list_rows(visitor, f"{LIST}?{urlencode(query)}")
    address = visitor.get(first)["Location"]
    Comment.objects.filter(pk__in=rows[:-1]).update(status="spam")

    response = visitor.post(address.replace("/change/", "/decide/"), {"verb": "approve", "known": 0})

    assert parse_qs(urlsplit(response["Location"]).query) == {name: [value] for name, value in query.items()}
    assert Comment.objects.filter(status="pending").count() == 6
