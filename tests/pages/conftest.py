"""Fixtures of the public pages' tests: sending the comment form like a browser, and an image file."""

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


def post(client: Client, article: Article, values: dict[str, str], origin: str = "http://testserver") -> Any:
    """Send one POST to the article's comments as a browser on a page of `origin` would."""
    headers = {"Origin": origin} if origin else {}
    return client.post(
        f"/articles/{article.slug}/comments/",
        data=urlencode(values),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


@pytest.fixture
def picture_file() -> ContentFile:
    """A valid PNG of 3 × 2 pixels."""
    buffer = io.BytesIO()
    Picture.new("RGB", (3, 2), "white").save(buffer, "PNG")
    return ContentFile(buffer.getvalue())
