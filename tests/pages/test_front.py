"""The front page and paging through older articles."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from articles.pages import paging

Make = Callable[..., Article]


def headlines(html: str) -> list[str]:
    """The linked headlines of a page, in order."""
    return re.findall(r"<h[23][^>]*>\s*<a[^>]*>([^<]*)</a>\s*</h[23]>", html)


def link_target(html: str, rel: str) -> str:
    return re.search(rf'<a rel="{rel}" href="([^"]*)"', html)[1].replace("&amp;", "&")


def hours_ago(hours: int) -> dict[str, object]:
    return {"publish_at": timezone.now() - timedelta(hours=hours)}


def test_an_empty_site_says_so(client: Client, db: None) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert "Noch ist nichts veröffentlicht." in page.text


def test_the_newest_article_leads_with_the_opening_of_its_text(client: Client, make_article: Make) -> None:
    make_article(headline="Alt", **hours_ago(5))
    make_article(headline="Neu", body="<p>So beginnt der Text.</p><p>So geht er weiter.</p>", dateline="Bonn")

    page = client.get("/").text

    assert headlines(page) == ["Neu", "Alt"]
    assert "So beginnt der Text." in page
    assert '<span class="dateline"><bdi>Bonn</bdi></span>' in page


def test_a_provisional_headline_does_not_lead_if_another_can(client: Client, make_article: Make) -> None:
    make_article(headline="Geschrieben", **hours_ago(5))
    make_article(headline="Aus dem Text gewählt", headline_is_provisional=True)

    assert headlines(client.get("/").text) == ["Geschrieben", "Aus dem Text gewählt"]


def test_a_teaser_continues_a_provisional_headline(client: Client, make_article: Make) -> None:
    make_article(headline="Vorn")
    lead = "Das Rathaus wird saniert, weil es zieht."
    make_article(headline="Das Rathaus wird", headline_is_provisional=True, lead=lead, **hours_ago(5))

    assert "… saniert, weil es zieht." in client.get("/").text


def test_articles_that_are_not_public_are_on_no_list(client: Client, make_article: Make) -> None:
    later = timezone.now() + timedelta(hours=1)
    make_article(headline="Offen")
    make_article(headline="geheim-entwurf", state="draft")
    make_article(headline="geheim-geplant", publish_at=later)
    make_article(headline="geheim-sperrfrist", embargo_until=later)
    make_article(headline="geheim-abgelaufen", expires_at=timezone.now() - timedelta(minutes=1))
    make_article(headline="geheim-zurückgezogen", state="withdrawn")

    pages = [client.get(path).text for path in ("/", "/sources/der-anzeiger/")]

    assert [headlines(p) for p in pages] == [["Offen"], ["Offen"]]
    assert "geheim" not in "".join(pages)


def test_paging_neither_skips_nor_repeats_while_articles_arrive(client: Client, make_article: Make) -> None:
    for number in range(30):
        make_article(headline=f"Nr. {number:02}", **hours_ago(100 - number))
    first = client.get("/").text

    make_article(headline="Dazwischen gekommen")
    second = client.get("/" + link_target(first, "next")).text
    third = client.get("/" + link_target(second, "next")).text

    listed = headlines(first) + headlines(second) + headlines(third)
    assert listed == [f"Nr. {number:02}" for number in range(29, -1, -1)]


def test_paging_back_passes_every_article_up_to_the_first(client: Client, make_article: Make) -> None:
    for number in range(30):
        make_article(headline=f"Nr. {number:02}", **hours_ago(100 - number))
    second = client.get("/" + link_target(client.get("/").text, "next")).text
    third = client.get("/" + link_target(second, "next")).text

    back = client.get("/" + link_target(third, "prev")).text
    top = client.get("/" + link_target(back, "prev")).text

    assert headlines(back) == headlines(second)
    assert headlines(top)[0] == "Nr. 29"
    assert 'rel="prev"' not in top


def test_articles_of_the_same_moment_keep_an_order_across_pages(client: Client, make_article: Make) -> None:
    moment = timezone.now() - timedelta(hours=1)
    for number in range(paging.PAGE_ARTICLES + 2):
        make_article(headline=f"Nr. {number:02}", publish_at=moment)

    first = client.get("/").text
    second = client.get("/" + link_target(first, "next")).text

    assert headlines(first) + headlines(second) == [f"Nr. {n:02}" for n in range(paging.PAGE_ARTICLES + 1, -1, -1)]


def test_a_malformed_anchor_is_not_found(client: Client, make_article: Make) -> None:
    make_article()
    anchors = ("", "x", "-1", "1-", "1e9-1", "%00", "999999999999999999-1", "0-0", "٣-٣", "1" * 10_000)

    answers = {client.get(f"/?before={anchor}").status_code for anchor in anchors}

    assert answers == {404}


def test_an_unknown_parameter_changes_nothing(client: Client, make_article: Make) -> None:
    make_article()

    assert client.get("/?page=-1&x=%00").content == client.get("/").content


def test_the_front_page_takes_six_queries_however_many_articles(
    client: Client, make_article: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_article()

    # the list, its agencies, its pictures, what editors have placed, the lead story's opening, the topics
    with django_assert_num_queries(6) as queries:
        client.get("/")

    bodies = [query["sql"] for query in queries.captured_queries if '"body"' in query["sql"]]
    assert len(bodies) == 1
    assert "SUBSTR(" in bodies[0] or "LEFT(" in bodies[0]  # SQLite, PostgreSQL: the opening, not the whole


def test_a_provisional_headline_that_is_a_whole_sentence_is_not_shown_as_cut(
    client: Client, make_article: Make
) -> None:
    make_article(
        headline="Das Rathaus wird saniert", headline_is_provisional=True, lead="Das Rathaus wird saniert. Im Mai."
    )

    page = client.get("/sources/der-anzeiger/").text

    assert "Das Rathaus wird saniert</a>" in page
    assert ">Im Mai.<" in page
