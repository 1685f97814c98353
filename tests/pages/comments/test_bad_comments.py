"""Invalid comments: a clear message at the field, the text kept, the right status, nothing stored."""

import ipaddress
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client, override_settings
from lxml import html

from articles.models import Article, Comment, CommentPolicy
from articles.pages import form_token
from tests.pages.conftest import post

Make = Callable[..., Article]
Send = Callable[..., Any]


@pytest.mark.parametrize(
    ("fields", "status", "field", "sentence"),
    [
        ({"text": "x " * 1_001}, 400, "text", "Zeichen zu lang"),
        ({"text": " ".join(f"http://{n}.example" for n in range(100))}, 400, "text", "zu viele Links"),
        ({"text": "vor\x00nach"}, 400, "text", ""),
        ({"text": "Z̷̡̛̗͇̼͗͐͋͝a̶̢̛̞͋͝lgo"}, 400, "text", "aufgetürmte Akzente"),
        ({"text": "👍👍👍"}, 400, "text", "Bitte sagen Sie es in Worten."),
        ({"text": "\u202e \u2066"}, 400, "text", "Bitte geben Sie einen Text ein."),
        ({"text": " \n\t "}, 400, "text", "Bitte geben Sie einen Text ein."),
        ({"author": "\u200b\u202e"}, 400, "author", "Bitte geben Sie einen Namen ein."),
        ({"author": "🦄"}, 400, "author", "Bitte geben Sie einen Namen mit Buchstaben ein."),
        ({"trap": "http://spam.example"}, 400, "trap", "Bitte leeren Sie es"),
    ],
)
def test_an_error_is_shown_at_its_field_and_the_text_is_kept(
    make_article: Make, send: Send, fields: dict[str, str], status: int, field: str, sentence: str
) -> None:
    page = send(make_article(), **fields)

    assert page.status_code == status
    assert f'<p class="fault" id="fault-{field}">' in page.text
    assert sentence in page.text
    expected_text = {"text": "Ein Gedanke dazu.", **fields}["text"].replace("\x00", "")
    assert f"\n{expected_text}</textarea>" in page.text
    assert not Comment.objects.exists()


def test_five_thousand_links_are_refused(make_article: Make, send: Send) -> None:
    page = send(make_article(), text="\n".join(f"https://x{n}.example" for n in range(5_000)))

    assert page.status_code == 400
    assert "https://x4999.example" in page.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("size", [251_000, 10_000_000])
def test_a_far_too_large_body_is_not_read(make_article: Make, send: Send, size: int) -> None:
    page = send(make_article(), text="x" * size)

    assert page.status_code == 413
    assert not Comment.objects.exists()


def test_a_form_counts_once(make_article: Make, send: Send) -> None:
    article = make_article()
    token = form_token.token(article, time.time() - 60)

    first = send(article, token=token)
    second = send(article, token=token, text="Etwas ganz anderes.")

    assert (first.status_code, second.status_code) == (303, 403)
    assert "schon gesendet" in second.text and "Etwas ganz anderes.</textarea>" in second.text
    assert Comment.objects.count() == 1


def test_readers_of_one_kept_page_may_share_its_form(client: Client, make_article: Make) -> None:
    article = make_article()
    token = form_token.token(article, time.time() - 60)

    answers = [
        client.post(
            f"/articles/{article.slug}/comments/",
            f"author=Ada&text=Gedanke+{number}&token={token}",
            content_type="application/x-www-form-urlencoded",
            headers={"Origin": "http://testserver"},
            REMOTE_ADDR=f"192.0.2.{number}",
        ).status_code
        for number in range(3)
    ]

    assert answers == [303] * 3


@pytest.fixture
def _frozen_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still, so that a form is sent in the same second however slow the machine."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)


@pytest.mark.usefixtures("_frozen_time")
def test_a_form_sent_too_quickly_can_be_sent_again_without_typing(
    make_article: Make, send: Send, client: Client
) -> None:
    article = make_article()

    page = send(article, token=form_token.token(article), text="Blitzschnell.")

    assert page.status_code == 400
    assert "Das ging sehr schnell." in page.text and "Blitzschnell.</textarea>" in page.text


def _send_again(client: Client, article: Article, page: Any) -> Any:
    """Send the form of a page again, corrected, with the token of that page."""
    token = html.fromstring(page.content.decode()).xpath("//form//input[@name='token']/@value")[0]
    return post(client, article, {"author": "Ada", "text": "Berichtigt.", "token": token})


@pytest.mark.parametrize(
    ("invalid_fields", "status"),
    [
        ({"text": ""}, 400),
        ({"author": ""}, 400),
        ({"email": "ada"}, 400),
        ({"text": "lang " * 5_000}, 400),
        ({"parent": "99999"}, 400),
        ({"token": ""}, 403),
        ({"token": "x"}, 403),
        ({"token": "of another article"}, 403),
        ({"token": "of last year"}, 403),
        ({"token": "of another key"}, 403),
    ],
)
def test_correcting_an_error_is_never_too_quick(
    client: Client,
    make_article: Make,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
    invalid_fields: dict[str, str],
    status: int,
) -> None:
    article, other = make_article(), make_article()
    generated = {
        "of another article": form_token.token(other),
        "of another key": signing.dumps([article.pk, "f", 1.0], "k"),
    }
    with monkeypatch.context() as then:
        then.setattr("time.time", lambda: 1_000_000_000.0)
        generated["of last year"] = form_token.token(article)
    invalid_fields = {name: generated.get(value, value) for name, value in invalid_fields.items()}

    page = send(article, **invalid_fields)
    second = _send_again(client, article, page)

    assert (page.status_code, second.status_code) == (status, 303)
    assert Comment.objects.get().text == "Berichtigt."


def test_sending_again_after_a_missing_origin_is_not_too_quick(client: Client, make_article: Make) -> None:
    article = make_article()
    values = {"author": "Ada", "text": "Ein Gedanke.", "token": form_token.token(article, time.time() - 60)}

    page = post(client, article, values, origin="")

    assert (page.status_code, _send_again(client, article, page).status_code) == (403, 303)


@pytest.mark.usefixtures("_frozen_time")
def test_an_error_in_the_first_second_does_not_bypass_the_time_trap(
    client: Client, make_article: Make, send: Send
) -> None:
    article = make_article()

    page = send(article, token=form_token.token(article), text="")
    second = _send_again(client, article, page)

    assert (page.status_code, second.status_code) == (400, 400)
    assert "Das ging sehr schnell." in second.text


def test_the_sixth_comment_in_ten_minutes_is_refused_with_its_text(make_article: Make, send: Send) -> None:
    article = make_article()
    answers = [send(article, text=f"Gedanke {n}") for n in range(5)]

    page = send(article, text="Noch ein <b>Gedanke</b>", author="Ada B.")

    assert [a.status_code for a in answers] == [303] * 5
    assert (page.status_code, 500 < int(page["Retry-After"]) <= 600) == (429, True)
    assert "Zu viele Leserkommentare in kurzer Zeit. Bitte versuchen Sie es in 10 Minuten erneut." in page.text
    assert "\nNoch ein &lt;b&gt;Gedanke&lt;/b&gt;</textarea>" in page.text
    assert 'name="author" value="Ada B."' in page.text
    assert Comment.objects.count() == 5


def test_a_limited_address_learns_nothing_about_articles(client: Client, make_article: Make, send: Send) -> None:
    article, draft = make_article(), make_article(state="draft", slug="entwurf")
    for number in range(5):
        send(article, text=f"Gedanke {number}")

    values = {"author": "Ada", "text": "x", "token": "t"}
    answers = [post(client, a, values) for a in (article, draft, Article(slug="unbekannt"))]

    assert {a.status_code for a in answers} == {429}
    assert len({a.content for a in answers}) == 1


def test_a_flood_takes_two_reads_and_no_write(
    make_article: Make, send: Send, django_assert_max_num_queries: Any
) -> None:
    article = make_article()
    for number in range(5):
        send(article, text=f"Gedanke {number}")

    with django_assert_max_num_queries(2) as queries:
        page = send(article, text="Noch einer")

    assert page.status_code == 429
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_a_forged_address_does_not_lift_the_limit(client: Client, make_article: Make) -> None:
    article = make_article()

    def send_as(claimed: str, number: int) -> int:
        return client.post(
            f"/articles/{article.slug}/comments/",
            f"author=Ada&text=Gedanke+{number}&token={form_token.token(article, time.time() - 60)}",
            content_type="application/x-www-form-urlencoded",
            headers={
                "Origin": "http://testserver",
                "X-Forwarded-For": claimed,
                "Forwarded": f"for={claimed}",
                "X-Real-IP": claimed,
            },
        ).status_code

    answers = [send_as(f"198.51.100.{n}", n) for n in range(8)]
    with override_settings(TRUSTED_PROXIES=[ipaddress.ip_network("127.0.0.0/8")]):
        behind = [send_as(f"198.51.100.{n}, 203.0.113.7", 10 + n) for n in range(8)]

    assert answers == [303] * 5 + [429] * 3
    assert behind == [303] * 5 + [429] * 3


def test_a_closed_discussion_says_so_and_keeps_the_text(make_article: Make, send: Send, client: Client) -> None:
    CommentPolicy.objects.create(pk=1, is_open=False, closed_because="Heute wird umgebaut.")
    article = make_article()

    page = send(article, text="Zu spät.")

    assert page.status_code == 403
    assert "Heute wird umgebaut." in page.text and "Zu spät.</textarea>" in page.text
    assert "<form" not in client.get(f"/articles/{article.slug}/").text
    assert not Comment.objects.exists()


def test_a_comment_on_an_article_withdrawn_meanwhile_shows_the_reason_and_the_text(
    make_article: Make, send: Send
) -> None:
    article = make_article(state="withdrawn", withdrawn_reason="Der Bericht war falsch.")

    page = send(article, text="Eine Stunde <b>Arbeit</b>.")

    field = html.fromstring(page.text).xpath("//textarea[@readonly]")[0]
    assert page.status_code == 410
    assert "Der Bericht war falsch." in page.text
    assert field.text.strip() == "Eine Stunde <b>Arbeit</b>."
    assert "no-store" in page["Cache-Control"]
    assert not Comment.objects.exists()


@pytest.mark.parametrize("state", ["locked", "draft", "unknown"])
def test_articles_that_are_not_public_answer_alike_and_keep_the_text(
    make_article: Make, send: Send, state: str
) -> None:
    article = Article(slug="hier-war-etwas") if state == "unknown" else make_article(slug="hier-war-etwas", state=state)
    nothing = Article(slug="unbekannt")

    page, unknown = (send(target, text="Eine Stunde Arbeit.", token="x") for target in (article, nothing))

    assert (page.status_code, unknown.status_code) == (404, 404)
    assert page.text == unknown.text
    assert "\nEine Stunde Arbeit.</textarea>" in page.text
    assert not Comment.objects.exists()


def test_the_comments_of_a_withdrawn_article_have_no_form(client: Client, make_article: Make) -> None:
    article = make_article(state="withdrawn", withdrawn_reason="Der Bericht war falsch.")

    page = client.get(f"/articles/{article.slug}/comments/")

    assert (page.status_code, "<textarea" in page.text) == (410, False)
