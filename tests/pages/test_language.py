"""The interface is German or English by the browser's preference; an article keeps its own language."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article

Make = Callable[..., Article]


@pytest.mark.parametrize(
    ("accept_language", "language"),
    [
        ("en", "en"),
        ("en-GB,en;q=0.9,de;q=0.1", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", "de"),
        ("", "de"),
        ("xx;q=a", "de"),
    ],
)
def test_the_interface_uses_the_readers_language(
    client: Client, make_article: Make, accept_language: str, language: str
) -> None:
    article = make_article(language="de")

    answer = client.get(f"/articles/{article.slug}/", headers={"Accept-Language": accept_language})

    assert f'<html lang="{language}">' in answer.text
    assert ('<div class="text" lang="de">') in answer.text
    assert ("Noch keine Leserkommentare" in answer.text) == (language == "de")
    assert ("No readers' comments yet" in answer.text.replace("&#x27;", "'")) == (language == "en")


def test_a_shared_cache_varies_by_language(client: Client, make_article: Make) -> None:
    make_article()

    assert "Accept-Language" in client.get("/")["Vary"]


def test_the_api_describes_errors_in_the_clients_language(client: Client, db: None) -> None:
    details = [
        client.get("/api/v1/articles/?date_from=x", headers={"Accept-Language": language}).json()["errors"][0][
            "message"
        ]
        for language in ("en", "de")
    ]

    assert details == [
        "Give a date such as 2024-06-19, 2024-06 or 2024.",
        "Bitte geben Sie ein Datum an wie 2024-06-19, 2024-06 oder 2024.",
    ]
