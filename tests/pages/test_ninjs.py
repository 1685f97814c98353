"""Articles and lists as ninjs 3.1, checked against rules written from its specification."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from articles.models import Article, Correction, Source

from .test_feeds import full_article  # noqa: F401 - a fixture

Make = Callable[..., Article]
TYPES = {"text", "picture", "graphic", "composite"}
TEXTS = ("headlines", "descriptions", "bodies")
KNOWN = {
    *("standard", "uri", "type", "representationType", "version", "versionCreated", "firstCreated", "pubStatus"),
    *("language", "slugline", "headlines", "descriptions", "bodies", "infoSources", "copyrightHolder", "genres"),
    *("subjects", "altIds", "by", "located", "edNote", "people", "associations", "renditions", "copyrightNotice"),
    *("usageTerms", "title", "name", "rel"),
}


def check_item(item: dict[str, Any], *, is_associated: bool = False) -> None:
    """Check the rules of the specification for the properties in use."""
    assert set(item) <= KNOWN - (set() if is_associated else {"name", "rel"})
    assert item["type"] in TYPES
    assert urlsplit(item["uri"]).scheme == ("tag" if item["type"] == "text" else "http")
    assert not is_associated or item["name"]
    assert item.get("pubStatus", "usable") == "usable"
    assert all(datetime.fromisoformat(item[n]).tzinfo for n in ("versionCreated", "firstCreated") if n in item)
    for text in (association for name in TEXTS for association in item.get(name, ())):
        assert set(text) <= {"role", "contentType", "value", "charCount", "wordCount"} and text["value"]
    for rendition in item.get("renditions", ()):
        assert set(rendition) == {"name", "href", "contentType", "width", "height"}
    for association in item.get("associations", ()):
        check_item(association, is_associated=True)


def test_a_full_article_has_all_its_ninjs_properties(client: Client, full_article: Article) -> None:  # noqa: F811
    answer = client.get(f"/articles/{full_article.slug}/ninjs.json")
    item = json.loads(answer.content)

    check_item(item)
    assert answer["Content-Type"] == "application/ninjs+json"
    assert item["headlines"] == [{"role": "main", "contentType": "text/plain", "value": "Rathaus & Markt"}]
    assert item["altIds"] == [{"role": "web", "value": f"http://testserver/articles/{full_article.slug}/"}]
    assert (item["by"], item["located"], item["representationType"]) == ("Von Ada Berg", "Neustadt", "full")
    assert [person["name"] for person in item["people"]] == ["Ada Berg"]
    assert {"name": "Der Anzeiger", "role": "originator"} in item["infoSources"]
    assert item["associations"][0]["infoSources"] == [{"name": "Foto: Ada/Bildhaus", "role": "credit"}]


def test_an_excerpt_is_marked_as_partial(client: Client, full_article: Article, outlet: Source) -> None:  # noqa: F811
    outlet.right = "excerpt"
    outlet.save()

    text = client.get(f"/articles/{full_article.slug}/ninjs.json").content.decode()
    item = json.loads(text)

    check_item(item)
    assert item["representationType"] == "partial"
    assert not any(word in text for word in ("Erster Absatz", "Ada Berg", "Bildhaus", "Neustadt"))


def test_a_correction_is_a_body_of_its_own(client: Client, full_article: Article) -> None:  # noqa: F811
    Correction.objects.create(article=full_article, text="Es sind zwei Häuser.")

    item = client.get(f"/articles/{full_article.slug}/ninjs.json").json()

    check_item(item)
    assert [body["role"] for body in item["bodies"]] == ["main", "correction"]
    assert "Es sind zwei Häuser." in item["bodies"][1]["value"]


def test_a_noindex_article_is_noindex_as_ninjs_too(client: Client, make_article: Make) -> None:
    noindexed, indexed = make_article(noindex=True), make_article()

    answers = [client.get(f"/articles/{article.slug}/ninjs.json") for article in (noindexed, indexed)]

    assert [answer.get("X-Robots-Tag") for answer in answers] == ["noindex", None]


def test_a_list_is_a_composite(client: Client, full_article: Article, make_article: Make) -> None:  # noqa: F811
    make_article(headline="Zweiter", genre="interview")

    item = json.loads(client.get("/feed.ninjs").content)

    check_item(item)
    assert (item["type"], [entry["name"] for entry in item["associations"]]) == (
        "composite",
        ["Zweiter", "Rathaus & Markt"],
    )


def test_hidden_articles_are_unknown_and_withdrawn_ones_gone(client: Client, make_article: Make) -> None:
    draft, withdrawn = make_article(state="draft", slug="entwurf"), make_article(state="withdrawn")

    assert client.get(f"/articles/{draft.slug}/ninjs.json").status_code == 404
    assert client.get(f"/articles/{withdrawn.slug}/ninjs.json").status_code == 410
