"""What the tests of the public pages share: a way to send the comment form as a browser does."""

import io
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture

from articles.models import Article
from articles.pages import form_token


@pytest.fixture
def send(client: Client) -> Callable[..., Any]:
    """Sends the comment form of an article from the site's own page; keywords are its fields."""

    def send(article: Article, **fields: str) -> Any:
        values = {
            "author": "Ada",
            "text": "Ein Gedanke dazu.",
            "token": form_token.token(article, time.time() - 60),
            **fields,
        }
        return post(client, article, values)

    return send


def post(client: Client, article: Article, values: dict[str, str], came_from: str = "http://testserver") -> Any:
    """One POST to the article's comments, as a browser on `came_from` would send it."""
    headers = {"Origin": came_from} if came_from else {}
    return client.post(
        f"/articles/{article.slug}/comments/",
        data=urlencode(values),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


@pytest.fixture
def picture_file() -> ContentFile:
    """A real picture, three pixels wide and two high."""
    content = io.BytesIO()
    Picture.new("RGB", (3, 2), "white").save(content, "PNG")
    return ContentFile(content.getvalue())
