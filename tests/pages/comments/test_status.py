"""The private status page of a comment's author."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.domain.comments import email_confirmation, reparenting, reports, thread
from articles.domain.privacy import erasure
from articles.models import Article, BlockedWord, Comment, CommentPolicy

Make = Callable[..., Article]
Send = Callable[..., Any]


@pytest.fixture
def sent_comment(make_article: Make, send: Send) -> Comment:
    """A comment just sent by a reader."""
    send(make_article(), text="Mein Gedanke.", email="ada@example.org")
    return Comment.objects.get()


def status_page(client: Client, comment: Comment) -> str:
    answer = client.get(f"/comments/status/{comment.status_token}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"] and "noindex" in answer.text
    return answer.text


def test_only_the_author_is_given_the_status_link(client: Client, make_article: Make, send: Send) -> None:
    article = make_article()

    thanks = client.get(send(article)["Location"])
    other = client.get(f"/articles/{article.slug}/?sent=1")

    token = Comment.objects.get().status_token
    assert token and f'href="/comments/status/{token}/"' in thanks.text
    assert "no-store" in thanks["Cache-Control"]
    assert token not in other.text and token not in client.get(f"/articles/{article.slug}/").text
    assert "eingegangen" in thanks.text


@pytest.mark.parametrize("token", ["1", "unsinn", "", "%00", "%D9%A1", "x" * 2_000])
def test_an_unknown_status_token_confirms_nothing(client: Client, make_article: Make, send: Send, token: str) -> None:
    article, other = make_article(), make_article()
    elsewhere = send(other)["Location"].partition("=")[2].partition("#")[0]

    pages = [client.get(f"/articles/{article.slug}/?sent={value}") for value in (token, elsewhere)]

    assert [(page.status_code, "eingegangen" in page.text) for page in pages] == [(200, False)] * 2


def test_the_status_page_shows_waiting_visible_and_removed_with_reason(
    client: Client, sent_comment: Comment, moderator: User
) -> None:
    waiting_page = status_page(client, sent_comment)
    thread.approve([sent_comment], by=moderator)
    visible_page = status_page(client, sent_comment)
    thread.reject([sent_comment], by=moderator, reason="insult", note="Der zweite Satz")
    removed_page = status_page(client, sent_comment)

    assert "wartet auf die Moderation" in waiting_page and "Mein Gedanke." in waiting_page
    assert f'href="/articles/{sent_comment.article.slug}/comments/{sent_comment.pk}/"' in visible_page
    assert "Er wird nicht gezeigt." in removed_page
    assert "Beleidigung: Der zweite Satz" in removed_page
    assert "ada@example.org" not in waiting_page + visible_page + removed_page


def test_the_status_page_shows_the_decision_without_a_confirmed_address(
    client: Client, sent_comment: Comment, moderator: User
) -> None:
    thread.approve([sent_comment], by=moderator)
    reports.report(sent_comment, "insult", address="203.0.113.7")
    thread.reject([sent_comment], by=moderator, reason="insult")

    removed = status_page(client, sent_comment)

    assert "Der Leserkommentar war gemeldet worden." in removed
    assert "Ein Mensch hat die Entscheidung getroffen." in removed


def test_the_status_page_does_not_reveal_a_hidden_parent(
    client: Client, make_article: Make, make_comment: Any, send: Send, moderator: User
) -> None:
    article = make_article()
    parent = make_comment(article, text="geheim-oben")
    send(article, parent=str(parent.pk))
    reply = Comment.objects.get(parent=parent)
    waiting_page = status_page(client, reply)
    thread.approve([reply], by=moderator)
    visible_page = status_page(client, reply)
    reparenting.move(reply.pk, make_comment(article, text="geheim-daneben", status="pending").pk, moderator)

    assert "Er ist für alle zu lesen." in visible_page
    assert status_page(client, reply) == waiting_page


@pytest.mark.parametrize("state", ["withdrawn", "locked", "draft"])
def test_an_article_that_is_not_public_is_not_named(client: Client, sent_comment: Comment, state: str) -> None:
    values = {"state": state, "headline": "geheim-titel", "withdrawn_reason": "geheim-grund"}
    Article.objects.update(**values)

    content = status_page(client, sent_comment)

    assert "nicht öffentlich" in content
    assert "geheim" not in content


def test_the_page_of_an_erased_comment_is_gone(client: Client, sent_comment: Comment, moderator: User) -> None:
    link = f"/comments/status/{sent_comment.status_token}/"

    erasure.erase(erasure.PersonToErase(comments=(sent_comment.pk,)), moderator, "Auf Wunsch")

    assert client.get(link).status_code == 404


def test_an_unknown_link_is_unknown(client: Client, db: None) -> None:
    assert client.get("/comments/status/unbekannt/").status_code == 404
    assert client.get("/comments/confirm/unbekannt/").status_code == 404
    assert client.get("/comments/confirm/%00/").status_code == 404


def test_the_address_is_confirmed_by_a_button_not_by_opening_the_link(
    client: Client, make_article: Make, send: Send, moderator: User
) -> None:
    CommentPolicy.objects.create(pk=1, moderation="trusted")
    article = make_article()
    for text in ("Der erste.", "Der zweite."):
        send(article, text=text, email="ada@example.org")
    first, second = Comment.objects.order_by("pk")
    email_confirmation.confirm(first)
    thread.approve([first], by=moderator)
    link = email_confirmation.link(second)

    opened = client.get(link)
    before = Comment.objects.get(pk=second.pk).status
    elsewhere = client.post(link, headers={"Origin": "https://evil.example"})
    pressed = client.post(link, headers={"Origin": "http://testserver"})

    assert "Ja, er ist von mir" in opened.text
    assert (before, elsewhere.status_code) == ("pending", 403)
    assert pressed["Location"] == f"/comments/status/{second.status_token}/"
    assert Comment.objects.get(pk=second.pk).status == "approved"
    assert "Der zweite." in client.get(f"/articles/{article.slug}/").text


def test_a_comment_appears_at_once_without_premoderation(client: Client, make_article: Make, send: Send) -> None:
    article = make_article(moderation="post")

    thanks = client.get(send(article, text="Sofort da.")["Location"])

    assert "Er ist jetzt zu lesen." in thanks.text
    assert "Sofort da." in client.get(f"/articles/{article.slug}/").text
    assert Comment.objects.get().seen_at is None


def test_automatic_screening_is_named_only_if_it_flagged_the_comment(
    client: Client, make_article: Make, send: Send, moderator: User
) -> None:
    BlockedWord.objects.create(text="Quatsch", kind=BlockedWord.Kind.SUSPECT)
    article = make_article()
    for text in ("Mein Gedanke dazu.", "So ein Quatsch."):
        send(article, text=text)
    plain, marked = Comment.objects.order_by("pk")

    thread.reject([plain, marked], by=moderator, reason="insult")

    sentence = "Ein Programm hatte ihn zur Prüfung vorgemerkt."
    assert (sentence in status_page(client, plain), sentence in status_page(client, marked)) == (False, True)
