"""Readers' comments in the API."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.models import Comment, Source
from articles.models.comments.comment import STEP


def cursor_after(get, pk):
    """The cursor that a page of one comment gives, when that comment is this one."""
    page = get("/articles/a/comments/?limit=1")
    while page["results"][0]["id"] != pk:
        page = get(page["next"])
    return parse_qs(urlsplit(page["next"]).query)["cursor"][0]


def forge_cursor(comment_id):
    """A cursor made by hand that points at one comment."""
    position = json.dumps(["thread", *[0] * 7, comment_id], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(position).rstrip(b"=").decode()


@pytest.fixture
def article(make_article):
    return make_article(slug="a")


def test_a_thread_is_flat_with_parent_and_depth(get, article, make_comment):
    first, second = make_comment(article, author="Ada"), make_comment(article, author="")
    reply = make_comment(article, first, text="Nein.\n\nGar nicht.")

    rows = get("/articles/a/comments/")["results"]

    assert [(r["id"], r["parent"], r["depth"], r["author"]) for r in rows] == [
        (first.pk, None, 0, "Ada"),
        (reply.pk, first.pk, 1, "Ada"),
        (second.pk, None, 0, ""),
    ]
    assert rows[1]["text"] == "Nein.\n\nGar nicht."


def test_a_thread_is_a_tree_on_request(get, article, make_comment):
    first, second = make_comment(article), make_comment(article)
    reply = make_comment(article, first)
    deeper = make_comment(article, reply)

    tree = get(f"/articles/{article.pk}/comments/?as=tree")["results"]

    assert [c["id"] for c in tree] == [first.pk, second.pk]
    assert tree[0]["replies"][0]["id"] == reply.pk
    assert tree[0]["replies"][0]["replies"] == [{**tree[0]["replies"][0]["replies"][0], "id": deeper.pk, "replies": []}]


def test_a_removed_parent_is_a_placeholder_without_a_word_of_it(get, article, make_comment):
    removed = make_comment(article, status="rejected", text="KANARI", author="KANARI", written_text="KANARI")
    erased = make_comment(article, removed, status="erased", text="", author="")
    reply = make_comment(article, erased)
    make_comment(article, status="rejected", text="KANARI")

    rows = get("/articles/a/comments/")["results"]

    assert [(r["id"], r["state"], r["text"]) for r in rows] == [
        (removed.pk, "removed", ""),
        (erased.pk, "erased", ""),
        (reply.pk, "visible", "Gut so."),
    ]
    assert "KANARI" not in str(rows)
    assert get("/articles/a/")["comment_count"] == 1
    assert get("/articles/a/comments/?count=true&limit=1")["count"] == 1


def test_waiting_comments_and_their_replies_are_hidden(get, article, make_comment):
    visible = make_comment(article)
    waiting = make_comment(article, status="pending")
    make_comment(article, waiting, awaits_ancestor=True)

    assert [row["id"] for row in get("/articles/a/comments/")["results"]] == [visible.pk]
    assert [row["id"] for row in get("/articles/a/?include=comments")["comments"]] == [visible.pk]


def test_an_imported_comment_names_where_it_appeared(get, article, make_clip, make_comment):
    outlet = Source.objects.create(name="Die Post", slug="die-post")
    make_comment(article, clip=make_clip(source=outlet), author_is_inferred=True, written_text="19.6., 14:05")
    make_comment(article)

    imported, own = get("/articles/a/comments/")["results"]

    assert (imported["is_imported"], imported["appeared_in"], imported["author_is_inferred"]) == (
        True,
        "Die Post",
        True,
    )
    assert (imported["written_text"], imported["written_at"]) == ("19.6., 14:05", None)
    assert (own["is_imported"], own["appeared_in"]) == (False, None)


def test_an_endless_chain_of_replies_can_be_read_as_a_tree(get, article, make_comment):
    comment = None
    for _ in range(60):
        comment = make_comment(article, comment)
    levels, level = [], get("/articles/a/comments/?as=tree&limit=200")["results"]
    while level:
        levels.append(len(level))
        level = level[0]["replies"]

    assert levels == [1] * 20 + [40]
    assert len(comment.path) == 60 * STEP


def test_pages_of_a_thread_neither_skip_nor_repeat(get, article, make_comment):
    expected = []
    for _ in range(4):
        parent = make_comment(article)
        expected += [parent.pk, make_comment(article, parent).pk, make_comment(article, parent).pk]

    comment_ids, address = [], "/articles/a/comments/?limit=5"
    while address:
        page = get(address)
        comment_ids += [c["id"] for c in page["results"]]
        make_comment(article, status="pending")
        address = page["next"]

    assert comment_ids == expected


def test_a_cursor_reveals_no_hidden_comment(get, get_problem, article, make_comment):
    hidden = make_comment(article, status="pending")
    visible = make_comment(article)
    make_comment(article)

    cursor = cursor_after(get, visible.pk)
    problems = [get_problem(f"/articles/a/comments/?cursor={forge_cursor(pk)}") for pk in (hidden.pk, 10**9)]

    assert cursor == forge_cursor(visible.pk)  # its own name, and not its place as the second
    assert problems == [(400, "bad_request", "cursor", "invalid_cursor")] * 2


def test_paging_continues_after_a_comment_removed_meanwhile(get, article, make_comment):
    _first, second, third = (make_comment(article) for _ in range(3))
    address = get("/articles/a/comments/?limit=2")["next"]
    Comment.objects.filter(pk=second.pk).update(status="rejected")

    page = get(address)

    assert [c["id"] for c in page["results"]] == [third.pk]


def test_an_article_brings_its_first_hundred_comments(get, article, make_article, make_comment):
    for _ in range(101):
        make_comment(article)
    make_comment(make_article(slug="b"))

    by_slug = {a["slug"]: a for a in get("/articles/?include=comments")["results"]}

    assert [len(by_slug[s]["comments"]) for s in "ab"] == [100, 1]
    assert by_slug["a"]["comment_count"] == 101
    assert get("/articles/a/?include=comments")["comments"] == by_slug["a"]["comments"]


@pytest.mark.parametrize("state", ["draft", "locked", "discarded"])
def test_the_comments_of_a_hidden_article_are_not_found(get_problem, make_article, make_comment, state):
    make_comment(make_article(slug="b", state=state))

    assert get_problem("/articles/b/comments/")[:2] == (404, "not_found")
