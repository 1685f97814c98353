"""Reading many comments: paging by thread, stable addresses, both orders, a fixed number of queries."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Comment
from articles.models.comments.comment import STEP
from articles.pages.comments import thread as threads
from articles.pages.comments.linkify import linkify

Make = Callable[..., Article]
MakeComment = Callable[..., Comment]


def create_threads(article: Article, sizes: list[int]) -> None:
    """Create one thread per size: a comment with that number of replies."""
    roots = [
        Comment(article=article, path=f"{number + 1:0{STEP}d}", text=f"Faden {number}", author="Ada", status="approved")
        for number in range(len(sizes))
    ]
    Comment.objects.bulk_create(roots)
    for root, replies in zip(roots, sizes, strict=True):
        Comment.objects.bulk_create(
            Comment(
                article=article,
                parent=root,
                path=f"{root.path}{number + 1:0{STEP}d}",
                text=f"Antwort {number}",
                author="Bo",
                status="approved",
            )
            for number in range(replies)
        )


def forward_pages(article: Article, order: str) -> list[list[int]]:
    """The comment ids of every page, from the first to the last."""
    pages, page = [], threads.page(article, None, order)
    while True:
        pages.append([c.pk for c in page.comments])
        if page.after is None:
            return pages
        page = threads.page(article, page.after, order)


def ids_paging_back(article: Article, order: str, last: int) -> set[int]:
    """The ids of all comments on the pages from the one that begins with `last` back to the first."""
    comment_ids, start = set(), last
    for _ in range(200):
        page = threads.page(article, start, order)
        comment_ids |= {c.pk for c in page.comments}
        if page.before is None:
            return comment_ids
        start = page.before
    raise AssertionError("the way back does not end")


@pytest.mark.parametrize("order", [threads.OLDEST, threads.NEWEST])
@pytest.mark.parametrize("sizes", [[], [0], [0] * 45, [3] * 30, [250, 0, 2], [0, 99, 99, 0], [1, 350, 1], [99], [100]])
def test_pages_contain_every_comment_once_and_in_order(make_article: Make, sizes: list[int], order: str) -> None:
    article = make_article()
    create_threads(article, sizes)
    line = list(article.comments.order_by("path"))
    by_thread = [[c.pk for c in line if c.path[:STEP] == f"{n + 1:0{STEP}d}"] for n in range(len(sizes))]
    expected = [pk for thread in (by_thread if order == threads.OLDEST else by_thread[::-1]) for pk in thread]

    pages = forward_pages(article, order)

    assert [pk for page in pages for pk in page] == expected
    assert all(len(page) <= threads.PAGE_COMMENTS for page in pages)
    assert not sizes or ids_paging_back(article, order, pages[-1][0]) == set(expected)


def test_a_thread_that_fits_a_page_is_not_split(make_article: Make) -> None:
    article = make_article()
    create_threads(article, [60, 60, 60])

    assert [len(page) for page in forward_pages(article, threads.OLDEST)] == [61, 61, 61]


def test_every_comment_shows_its_address(
    client: Client, make_article: Make, make_comment: MakeComment, make_clip: Callable[..., Any]
) -> None:
    article, clip = make_article(), make_clip()
    comments = [make_comment(article), make_comment(article, clip=clip)]
    comments += [
        make_comment(article, clip=clip, written_text="heute"),
        make_comment(article, clip=clip, written_at=timezone.now()),
    ]

    page = client.get(article.get_absolute_url()).text

    addresses = [f'<a rel="nofollow" href="/articles/{article.slug}/comments/{c.pk}/">' for c in comments]
    assert [page.count(address) for address in addresses] == [1, 1, 1, 1]


def test_a_comments_address_redirects_to_its_place(client: Client, make_article: Make) -> None:
    article = make_article()
    create_threads(article, [0] * 30 + [250])

    for comment in (article.comments.order_by("path")[25], article.comments.order_by("path").last()):
        answer = client.get(f"/articles/{article.slug}/comments/{comment.pk}/")
        page = client.get(answer["Location"])

        assert answer.status_code == 302
        assert answer["Location"].endswith(f"#comment-{comment.pk}")
        assert page.text.count(f'id="comment-{comment.pk}"') == 1


def test_hidden_foreign_and_unknown_comments_have_no_address(
    client: Client, make_article: Make, make_comment: MakeComment
) -> None:
    article, draft = make_article(), make_article(state="draft", slug="entwurf")
    hidden = [make_comment(article, status=status) for status in ("pending", "rejected", "spam")]
    foreign = [make_comment(make_article()), make_comment(draft)]
    addresses = [
        f"/articles/{article.slug}/comments/{c}/" for c in [*(c.pk for c in hidden + foreign), 999_999, 10**25]
    ]
    addresses.append(f"/articles/{draft.slug}/comments/{foreign[1].pk}/")

    answers = [client.get(address + action) for address in addresses for action in ("", "report/", "report/illegal/")]

    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1


def test_a_page_that_begins_with_a_hidden_comment_is_the_first(
    client: Client, make_article: Make, make_comment: MakeComment
) -> None:
    article = make_article()
    make_comment(article)
    hidden = make_comment(article, status="pending")
    make_comment(article)

    pages = {
        re.sub(r'name="token" value="[^"]*"', "", client.get(f"/articles/{article.slug}/?from={start}").text)
        for start in (hidden.pk, 999_999, "x", "-1", "9" * 30)
    }

    assert len(pages) == 1


def test_newest_threads_first_each_in_its_own_order(
    client: Client, make_article: Make, make_comment: MakeComment
) -> None:
    article = make_article()
    first, second = make_comment(article), make_comment(article)
    answers = [make_comment(article, first), make_comment(article, first)]

    page = client.get(f"/articles/{article.slug}/?sort=newest").text

    order = [int(pk) for pk in re.findall(r'<li class="level-\d" id="comment-(\d+)"', page)]
    assert order == [second.pk, first.pk, *(a.pk for a in answers)]
    assert "?sort=newest&amp;reply=" in page


def test_replying_stays_on_the_page_of_the_comment(client: Client, make_article: Make) -> None:
    article = make_article()
    create_threads(article, [0] * 50)
    late = article.comments.order_by("path").last()

    page = client.get(f"/articles/{article.slug}/?reply={late.pk}").text

    assert f'name="parent" value="{late.pk}"' in page
    assert page.count(f'id="comment-{late.pk}"') == 1


def test_a_reply_on_another_page_names_and_links_its_parent(client: Client, make_article: Make) -> None:
    article = make_article()
    create_threads(article, [150])
    root = article.comments.get(parent=None)
    second = threads.page(article).after

    page = client.get(f"/articles/{article.slug}/?from={second}").text

    assert f'<a href="/articles/{article.slug}/comments/{root.pk}/"><bdi>Ada</bdi></a>' in page


def read(client: Client, address: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert page.status_code == 200
    return page.text, len(queries)


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_thousands_of_comments_take_the_queries_of_ten(client: Client, make_article: Make, count: int) -> None:
    few, many = make_article(), make_article()
    create_threads(few, [1] * 5)
    create_threads(many, [1] * (count * 9 // 20) + [count // 10 - 1])

    costs = [
        [read(client, f"/articles/{article.slug}/{query}")[1] for query in ("", "?sort=newest")]
        for article in (few, many)
    ]
    page, _count = read(client, f"/articles/{many.slug}/")
    late = many.comments.order_by("path").last()
    _page, deep = read(client, f"/articles/{many.slug}/?from={late.pk}")

    assert costs[0] == costs[1]
    assert costs[0][0] <= 11 and deep <= 15
    assert re.search(rf">\s*{count} Leserkommentare\s*</h2>", page.replace(".", "").replace("\xa0", ""))
    assert page.count('<li class="level-') == 40


def test_the_comment_count_is_the_same_everywhere(
    client: Client, make_article: Make, make_comment: MakeComment
) -> None:
    article = make_article()
    removed = make_comment(article, status="rejected")
    for status in ("approved", "approved", "pending", "spam"):
        make_comment(article, removed, status=status)
    pending = make_comment(article, status="pending")
    make_comment(article, pending, awaits_ancestor=True)
    address = f"/articles/{article.slug}/"

    page = client.get(address).text
    front = client.get("/").text
    api = client.get("/api/v1/articles/").json()["results"][0]
    thread = client.get(f"/api/v1/articles/{article.slug}/comments/").json()["results"]
    feed = client.get(f"{address}comments/feed.atom").text

    assert page.count("2 Leserkommentare") == 2
    assert '"commentCount": 2' in page
    assert "2 Leserkommentare" in front
    assert api["comment_count"] == 2
    assert len([c for c in thread if c["state"] == "visible"]) == 2
    assert feed.count("<entry>") == 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "Siehe https://amt.example/a?b=1&c=2.",
            'Siehe <a href="https://amt.example/a?b=1&amp;c=2" rel="ugc nofollow noopener">'
            "https://amt.example/a?b=1&amp;c=2</a>.",
        ),
        (
            "(http://amt.example/x_(y))",
            '(<a href="http://amt.example/x_(y)" rel="ugc nofollow noopener">http://amt.example/x_(y)</a>)',
        ),
        (
            "javascript:alert(1) data:text/html,x ftp://a.example",
            "javascript:alert(1) data:text/html,x ftp://a.example",
        ),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ("<b>a</b>\nb", "&lt;b&gt;a&lt;/b&gt;<br>b"),
        ("https:// http://[ https://a:b", "https:// http://[ https://a:b"),
        (
            'https://a.example/"onmouseover="x',
            '<a href="https://a.example/" rel="ugc nofollow noopener">https://a.example/</a>&quot;onmouseover=&quot;x',
        ),
    ],
)
def test_links_are_safe_or_removed(text: str, html: str) -> None:
    assert linkify(text) == html


def test_links_in_a_comment_are_links_on_the_page(client: Client, make_article: Make, make_comment: Any) -> None:
    article = make_article()
    make_comment(article, text="> https://a.example\n\nhttps://b.example")

    page = client.get(f"/articles/{article.slug}/").text

    assert page.count('rel="ugc nofollow noopener"') == 2
