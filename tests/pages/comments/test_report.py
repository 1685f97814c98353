"""The two forms for reports, and the reporter's private status page."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.domain.comments import thread
from articles.models import Article, Comment, Report
from articles.pages import form_token

NOTICE = {
    "explanation": "Der zweite Satz ist eine Beleidigung im Sinn von Paragraf 185.",
    "url": "http://testserver/articles/a/comments/1/",
    "name": "Bo Beispiel",
    "email": "bo@example.org",
    "good_faith": "1",
}


@pytest.fixture
def comment(make_article: Callable[..., Any], make_comment: Callable[..., Comment]) -> Comment:
    """A visible comment."""
    return make_comment(make_article(), text="Ein Gedanke.", email="ada@example.org")


def report(
    client: Client, comment: Comment, action: str = "report/", origin: str = "http://testserver", **fields: str
) -> Any:
    values = {"token": form_token.token(comment.article, time.time() - 60), **fields}
    return client.post(
        f"/articles/{comment.article.slug}/comments/{comment.pk}/{action}",
        urlencode(values),
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": origin},
    )


def test_every_visible_comment_can_be_reported_without_a_script_or_a_cookie(client: Client, comment: Comment) -> None:
    page = client.get(f"/articles/{comment.article.slug}/").text
    form = client.get(f"/articles/{comment.article.slug}/comments/{comment.pk}/report/")

    assert f'href="/articles/{comment.article.slug}/comments/{comment.pk}/report/"' in page
    assert "Regelverstoß melden" in form.text and "Rechtswidrigen Inhalt melden" in form.text
    assert "Ein Gedanke." in form.text
    assert "ada@example.org" not in form.text
    assert not client.cookies


def test_a_report_redirects_to_a_private_page_with_the_decision(
    client: Client, comment: Comment, moderator: User
) -> None:
    answer = report(client, comment, reason="insult", note="Zweiter Satz")
    received_page = client.get(answer["Location"])
    thread.reject([comment], by=moderator, reason="insult")
    early_page = client.get(answer["Location"])
    Report.objects.update(decided_at=timezone.now() - timedelta(minutes=11))
    decided = client.get(answer["Location"])

    assert answer.status_code == 303
    assert "Ihre Meldung ist eingegangen" in received_page.text
    assert "noindex" in received_page.text and "no-store" in received_page["Cache-Control"]
    assert "Der Leserkommentar wurde entfernt" not in early_page.text  # it may still be undone
    assert "Der Leserkommentar wurde entfernt" in decided.text


def test_a_notice_of_illegal_content_has_a_form_of_its_own(client: Client, comment: Comment) -> None:
    form = client.get(f"/articles/{comment.article.slug}/comments/{comment.pk}/report/illegal/").text
    answer = report(client, comment, "report/illegal/", **NOTICE)

    notice = Report.objects.get()
    assert f'value="http://testserver/articles/{comment.article.slug}/comments/{comment.pk}/"' in form
    assert answer.status_code == 303
    assert (notice.kind, notice.name, notice.email, notice.good_faith) == (
        "illegal",
        "Bo Beispiel",
        "bo@example.org",
        True,
    )


@pytest.mark.parametrize(
    ("action", "fields", "sentence"),
    [
        ("report/", {}, "Bitte wählen Sie einen Grund."),
        ("report/", {"reason": "unsinn"}, "Bitte wählen Sie einen Grund."),
        ("report/illegal/", {**NOTICE, "explanation": " "}, "Bitte erläutern Sie, warum"),
        ("report/illegal/", {**NOTICE, "explanation": "Pfui"}, "Bitte erläutern Sie es in mindestens 20 Zeichen."),
        ("report/illegal/", {**NOTICE, "explanation": "x" * 7_500}, "2.500 Zeichen zu lang; erlaubt sind 5.000."),
        ("report/illegal/", {**NOTICE, "name": ""}, "Bitte geben Sie Ihren Namen ein."),
        ("report/illegal/", {**NOTICE, "email": "bo"}, "Bitte geben Sie eine gültige E-Mail-Adresse ein."),
        ("report/illegal/", {k: v for k, v in NOTICE.items() if k != "good_faith"}, "guten Glauben"),
    ],
)
def test_missing_fields_are_named_and_the_text_is_kept(
    client: Client, comment: Comment, action: str, fields: dict[str, str], sentence: str
) -> None:
    page = report(client, comment, action, note="Mein Wort dazu", **fields)

    assert page.status_code == 400
    assert sentence in page.text or sentence.replace("guten", "gutem") in page.text
    assert ("Mein Wort dazu" if action == "report/" else fields["explanation"]) in page.text
    assert not Report.objects.exists()


def test_a_second_report_and_a_flood_of_reports_are_refused(
    client: Client, comment: Comment, make_comment: Any
) -> None:
    report(client, comment, reason="insult")
    repeated = report(client, comment, reason="insult")
    others = [make_comment(comment.article) for _ in range(5)]
    answers = [report(client, other, reason="spam") for other in others]

    assert (repeated.status_code, "schon gemeldet" in repeated.text) == (400, True)
    assert [a.status_code for a in answers] == [303] * 4 + [429]
    assert int(answers[-1]["Retry-After"]) > 500


def test_a_report_from_elsewhere_is_refused(client: Client, comment: Comment) -> None:
    assert report(client, comment, origin="https://evil.example", reason="insult").status_code == 403
    assert report(client, comment, token="x", reason="insult").status_code == 403
    assert not Report.objects.exists()


def test_too_long_texts_and_null_characters_are_refused(client: Client, comment: Comment) -> None:
    assert report(client, comment, reason="insult", note="x" * 300_000).status_code == 413
    assert report(client, comment, reason="insult", note="a\x00b").status_code == 400
    assert not Report.objects.exists()


@pytest.mark.parametrize("status", ["rejected", "pending"])
def test_a_reports_text_is_kept_if_the_comment_was_hidden_meanwhile(
    client: Client, comment: Comment, status: str
) -> None:
    unknown = Comment(pk=comment.pk + 1, article=comment.article)
    Comment.objects.update(status=status)
    fields = {"report/": {"reason": "insult", "note": "Mein <Wort>"}, "report/illegal/": NOTICE}

    for action, typed in fields.items():
        pages = [report(client, target, action, **typed) for target in (comment, unknown)]

        assert [page.status_code for page in pages] == [404, 404]
        assert pages[0].text == pages[1].text
        assert "Der Leserkommentar, den Sie melden, ist nicht (mehr) hier." in pages[0].text
        assert ("Mein &lt;Wort&gt;" if action == "report/" else NOTICE["explanation"]) in pages[0].text
        assert "Ein Gedanke." not in pages[0].text
    assert not Report.objects.exists()


def test_an_unknown_report_page_is_not_found(client: Client, db: None) -> None:
    assert client.get("/reports/unbekannt/").status_code == 404


@pytest.mark.parametrize(("state", "status"), [("withdrawn", 410), ("locked", 404)])
def test_a_notice_is_kept_if_the_article_was_hidden_meanwhile(
    client: Client, comment: Comment, state: str, status: int
) -> None:
    Article.objects.update(state=state, withdrawn_reason="Der Bericht war falsch.")

    notice = report(client, comment, "report/illegal/", **NOTICE)
    quick = report(client, comment, reason="insult", note="Der zweite Satz")

    assert (notice.status_code, quick.status_code) == (status, status)
    assert all(f"{word}" in notice.text for name, word in NOTICE.items() if name != "good_faith")
    assert "Beleidigung" in quick.text and "Der zweite Satz</textarea>" in quick.text
    assert not Report.objects.exists()
