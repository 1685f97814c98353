"""What letters say of the site they come from."""

from typing import Any

import pytest

from articles.domain import mail


@pytest.mark.parametrize(
    ("site_url", "hosts", "link"),
    [
        ("https://news.example", ["news.example", "127.0.0.1"], "https://news.example/a/"),
        ("", ["news.example", "127.0.0.1"], "http://news.example/a/"),
        ("", [".news.example", "127.0.0.1"], "http://news.example/a/"),
        ("", ["*", "127.0.0.1"], "http://127.0.0.1:8001/a/"),
        ("", ["127.0.0.1", "localhost", "[::1]"], "http://127.0.0.1:8001/a/"),
        ("", [], "http://127.0.0.1:8001/a/"),
    ],
)
def test_a_letter_has_links_that_can_be_followed(settings: Any, site_url: str, hosts: list[str], link: str) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS, settings.PORT = site_url, hosts, 8001

    assert mail.address("/a/") == link
