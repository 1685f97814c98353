"""Who works through a list gets what the list shows: every filter, the search and the order stay, whatever is done."""

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
PAIRS = [{**one, **other} for one, other in combinations(ALONE, 2)]
ASKED = [
    *ORDERS,
    *ALONE,
    *PAIRS,
    *({**FILTERS, **order} for order in ORDERS),
    *({"q": "Hafen", **o} for o in ORDERS[1:]),
]


@pytest.fixture
def many(make_article, make_comment):
    articles = [make_article(headline=name) for name in ("Rathaus wird saniert", "Brücke bleibt zu")]
    for n, (article, author, text) in enumerate(product(articles, ("Ada", "Bo"), ("Zum Hafen", "Zum Markt"))):
        make_comment(article, author=author, text=f"{text} {n}", status="pending")
    make_comment(articles[0], author="Ada", text="Hafen, längst entschieden")
    return articles


def shown(visitor, address):
    """The numbers that a list shows, and where its walk begins."""
    page = html.fromstring(visitor.get(address).text)
    rows = [int(n) for n in page.xpath("//input[@name='_selected_action']/@value")]
    return rows, page.xpath("//p[@class='work-through']/a/@href")[0]


def walk(visitor, first, moderator):
    """The numbers that come one after the other, until the first comes again or the list does."""
    found, answer = [], visitor.get(first)
    while "/change/" in answer["Location"]:
        number = int(answer["Location"].split("/")[4])
        if number in found:
            break
        found.append(number)
        page = html.fromstring(visitor.get(answer["Location"]).text)
        answer = visitor.get(page.xpath("//a[@data-key='n']/@href")[0])
    claims.give_back(moderator)
    return found


@pytest.mark.parametrize("step", every(4))
def test_a_walk_goes_through_what_its_list_shows(many, visit, moderator, step):
    visitor = visit(moderator)

    for asked in ASKED[::step]:
        rows, first = shown(visitor, f"{LIST}?{urlencode({'waiting': 'pending', **asked})}")
        expected = rows if "o" in asked else sorted(rows)  # oldest first, where nobody has chosen an order

        assert walk(visitor, first, moderator) == expected, asked


@pytest.mark.parametrize("act", ["approve", "spam", "reject", "take-over", "cut", "undo", "next", "wrong"])
def test_the_walk_is_the_same_after_whatever_is_done(many, visit, moderator, act):
    visitor = visit(moderator)
    asked = {"waiting": "pending", "person": "Ada", "q": "Hafen", "o": "-5"}
    rows, first = shown(visitor, f"{LIST}?{urlencode(asked)}")
    here = visitor.get(first)["Location"]
    way = urlsplit(here).query
    number = int(here.split("/")[4])
    page = html.fromstring(visitor.get(here).text)
    at = {f.get("action").split("?")[0].rstrip("/").split("/")[-1]: f.get("action") for f in page.xpath("//form")}

    if act == "next":
        answer = visitor.get(page.xpath("//a[@data-key='n']/@href")[0])
    elif act == "cut":
        answer = visitor.post(at["cut"], {"passage": "Zum"})
    elif act == "take-over":
        answer = visitor.post(f"{LIST}{number}/take-over/?{way}")
    elif act == "wrong":
        again = html.fromstring(visitor.post(at["decide"], {"verb": "reject"}).text)
        answer = visitor.get(again.xpath("//a[@data-key='n']/@href")[0])
    else:
        answer = visitor.post(at["decide"], {"verb": "spam" if act == "undo" else act, "reason": "insult", "known": 0})
    if act == "undo":
        following = html.fromstring(visitor.get(answer["Location"]).text)
        form = following.xpath("//form[@class='undo']")[0]
        answer = visitor.post(form.get("action"), {"batch": str(Decision.objects.get().batch)})

    assert parse_qs(urlsplit(answer["Location"]).query) == parse_qs(way)
    stays = act in {"cut", "take-over", "undo"}
    assert int(answer["Location"].split("/")[4]) == (number if stays else rows[1])


def test_when_nothing_is_left_the_list_is_the_filtered_one(many, visit, moderator):
    visitor = visit(moderator)
    asked = {"waiting": "pending", "person": "Ada", "q": "Hafen"}
    rows, first = shown(visitor, f"{LIST}?{urlencode(asked)}")
    here = visitor.get(first)["Location"]
    Comment.objects.filter(pk__in=rows[:-1]).update(status="spam")

    answer = visitor.post(here.replace("/change/", "/decide/"), {"verb": "approve", "known": 0})

    assert parse_qs(urlsplit(answer["Location"]).query) == {name: [value] for name, value in asked.items()}
    assert Comment.objects.filter(status="pending").count() == 6
