"""The page of differences between clip and article."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.domain.imports import importer
from articles.models import Article, Clip


@pytest.fixture
def article(db: None, seed: Callable[[str], bytes], admin_user: User) -> Article:
    """The article of the third seed, published."""
    knows = importer.ImportDefaults(right="full")
    importer.import_clip(seed("003"), "003.txt", knows, by=admin_user, publish_reason="zur Probe")
    return Article.objects.get()


def test_readers_see_the_differences_only_if_the_newsroom_shows_them(
    client: Client, article: Article, settings: Any
) -> None:
    address = f"/articles/{article.slug}/differences/"
    hidden = client.get(address).status_code, address in client.get(article.get_absolute_url()).text

    settings.SHOW_DIFFERENCES = True
    shown = client.get(address).status_code, address in client.get(article.get_absolute_url()).text

    assert (hidden, shown) == ((404, False), (200, True))


def test_omitted_text_is_labelled_and_not_shown(client: Client, article: Article, settings: Any) -> None:
    settings.SHOW_DIFFERENCES = True
    comment = article.comments.order_by("path").first()

    page = client.get(f"/articles/{article.slug}/differences/").text

    assert "Leserkommentar:" in page
    assert comment is not None and comment.text[:30] not in page


def test_an_excerpt_shows_no_differences(client: Client, article: Article, settings: Any) -> None:
    settings.SHOW_DIFFERENCES = True
    Clip.objects.update(right="excerpt")

    assert client.get(f"/articles/{article.slug}/differences/").status_code == 404


def test_an_editor_sees_all_differences(client: Client, article: Article, admin_user: User) -> None:
    client.force_login(admin_user)

    page = client.get(f"/admin/articles/article/{article.pk}/differences/").text

    assert "weggelassen" in page
    assert "<del>" in page and "Leserkommentar" in page


def test_seeing_differences_needs_the_permission_for_clips(client: Client, article: Article, moderator: User) -> None:
    client.force_login(moderator)

    assert client.get(f"/admin/articles/article/{article.pk}/differences/").status_code == 403
