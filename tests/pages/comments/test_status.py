"""The private page of who wrote a comment."""

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
def written(make_article: Make, send: Send) -> Comment:
    """A comment that a reader has just sent."""
    send(make_article(), text="Mein Gedanke.", email="ada@example.org")
    return Comment.objects.get()


def page(client: Client, comment: Comment) -> str:
    answer = client.get(f"/comments/status/{comment.status_token}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"] and "noindex" in answer.text
    return answer.text


def test_whoever_writes_is_given_the_link_and_nobody_else(client: Client, make_article: Make, send: Send) -> None:
    article = make_article()

    thanks = client.get(send(article)["Location"])
    other = client.get(f"/articles/{article.slug}/?sent=1")

    token = Comment.objects.get().status_token
    assert token and f'href="/comments/status/{token}/"' in thanks.text
    assert "no-store" in thanks["Cache-Control"]
    assert token not in other.text and token not in client.get(f"/articles/{article.slug}/").text
    assert "eingegangen" in thanks.text


@pytest.mark.parametrize("token", ["1", "unsinn", "", "%00", "%D9%A1", "x" * 2_000])
def test_nothing_has_arrived_that_was_not_sent(client: Client, make_article: Make, send: Send, token: str) -> None:
    article, other = make_article(), make_article()
    elsewhere = send(other)["Location"].partition("=")[2].partition("#")[0]

    pages = [client.get(f"/articles/{article.slug}/?sent={one}") for one in (token, elsewhere)]

    assert [(page.status_code, "eingegangen" in page.text) for page in pages] == [(200, False)] * 2


def test_it_waits_is_shown_is_removed_with_its_reason(client: Client, written: Comment, moderator: User) -> None:
    waits = page(client, written)
    thread.approve([written], by=moderator)
    shown = page(client, written)
    thread.reject([written], by=moderator, reason="insult", note="Der zweite Satz")
    removed = page(client, written)

    assert "wartet auf die Moderation" in waits and "Mein Gedanke." in waits
    assert f'href="/articles/{written.article.slug}/comments/{written.pk}/"' in shown
    assert "Er wird nicht gezeigt." in removed
    assert "Beleidigung: Der zweite Satz" in removed
    assert "ada@example.org" not in waits + shown + removed


def test_who_never_confirmed_an_address_reads_here_how_it_was_decided(
    client: Client, written: Comment, moderator: User
) -> None:
    thread.approve([written], by=moderator)
    reports.report(written, "insult", address="203.0.113.7")
    thread.reject([written], by=moderator, reason="insult")

    removed = page(client, written)

    assert "Der Leserkommentar war gemeldet worden." in removed
    assert "Ein Mensch hat die Entscheidung getroffen." in removed


def test_it_does_not_tell_that_the_comment_above_was_hidden(
    client: Client, make_article: Make, make_comment: Any, send: Send, moderator: User
) -> None:
    article = make_article()
    above = make_comment(article, text="geheim-oben")
    send(article, parent=str(above.pk))
    mine = Comment.objects.get(parent=above)
    waiting = page(client, mine)
    thread.approve([mine], by=moderator)
    shown = page(client, mine)
    reparenting.move(mine.pk, make_comment(article, text="geheim-daneben", status="pending").pk, moderator)

    assert "Er ist für alle zu lesen." in shown
    assert page(client, mine) == waiting


@pytest.mark.parametrize("state", ["withdrawn", "locked", "draft"])
def test_an_article_that_is_not_public_is_not_named(client: Client, written: Comment, state: str) -> None:
    values = {"state": state, "headline": "geheim-titel", "withdrawn_reason": "geheim-grund"}
    Article.objects.update(**values)

    told = page(client, written)

    assert "nicht öffentlich" in told
    assert "geheim" not in told


def test_the_page_of_an_erased_comment_is_gone(client: Client, written: Comment, moderator: User) -> None:
    link = f"/comments/status/{written.status_token}/"

    erasure.erase(erasure.PersonToErase(comments=(written.pk,)), moderator, "Auf Wunsch")

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


def test_where_comments_appear_at_once_it_does(client: Client, make_article: Make, send: Send) -> None:
    article = make_article(moderation="post")

    thanks = client.get(send(article, text="Sofort da.")["Location"])

    assert "Er ist jetzt zu lesen." in thanks.text
    assert "Sofort da." in client.get(f"/articles/{article.slug}/").text
    assert Comment.objects.get().seen_at is None


def test_a_program_is_named_only_where_one_had_marked_the_comment(
    client: Client, make_article: Make, send: Send, moderator: User
) -> None:
    BlockedWord.objects.create(text="Quatsch", kind=BlockedWord.Kind.SUSPECT)
    article = make_article()
    for text in ("Mein Gedanke dazu.", "So ein Quatsch."):
        send(article, text=text)
    plain, marked = Comment.objects.order_by("pk")

    thread.reject([plain, marked], by=moderator, reason="insult")

    told = "Ein Programm hatte ihn zur Prüfung vorgemerkt."
    assert (told in page(client, plain), told in page(client, marked)) == (False, True)
