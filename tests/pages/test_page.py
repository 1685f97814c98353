"""Imprint, privacy and comment rules; the order of the front page; redirects from former addresses."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.domain.articles.slug import SlugRefused, change_slug
from articles.models import Article, FrontPlace, Imprint, Page, Redirect, Topic

from .test_front import headlines

Make = Callable[..., Article]


def test_an_imprint_names_what_is_missing(client: Client, db: None) -> None:
    Imprint.objects.create(pk=1, provider="Anzeiger GmbH", street="Markt 1")

    page = client.get("/imprint/").text

    assert "Anzeiger GmbH" in page and "Markt 1" in page
    assert "Noch nicht angegeben: Postleitzahl und Ort, E-Mail, verantwortlich für den Inhalt" in page


def test_a_complete_imprint_misses_nothing(client: Client, db: None) -> None:
    required = {"provider": "A", "street": "B", "place": "C", "email": "d@e.example", "responsible": "F"}
    Imprint.objects.create(pk=1, more="<p>G<script>h</script></p>", **required)

    page = client.get("/imprint/").text

    assert "Noch nicht angegeben" not in page
    assert '<a href="mailto:d@e.example">' in page
    assert "<p>G</p>" in page


@pytest.mark.parametrize("key", Page.Key.values)
def test_a_page_has_a_default_text_until_the_newsroom_writes_its_own(client: Client, db: None, key: str) -> None:
    before = client.get(f"/about/{key}/")
    Page.objects.create(key=key, title="Eigene Worte", body="<p>Unser Text.<img src=x onerror=y></p>")
    after = client.get(f"/about/{key}/").text

    assert before.status_code == 200 and "Leserkommentare" in before.text
    assert "<h1>Eigene Worte</h1>" in after and "<p>Unser Text.</p>" in after


def test_an_unknown_page_is_not_found(client: Client, db: None) -> None:
    assert client.get("/about/nix/").status_code == 404


def test_every_page_links_the_imprint(client: Client, db: None) -> None:
    assert 'href="/imprint/"' in client.get("/").text
    assert 'href="/about/privacy/"' in client.get("/nix/").text


# the front page's order


def test_placed_articles_come_first_in_the_editors_order(client: Client, make_article: Make) -> None:
    articles = [make_article(headline=f"Nr. {n}") for n in range(4)]
    FrontPlace.objects.create(article=articles[0], position=2)
    FrontPlace.objects.create(article=articles[1], position=1)

    assert headlines(client.get("/").text) == ["Nr. 1", "Nr. 0", "Nr. 3", "Nr. 2"]


def test_a_placed_article_that_is_not_public_is_left_out(client: Client, make_article: Make) -> None:
    make_article(headline="Offen")
    FrontPlace.objects.create(article=make_article(headline="Geheim", state="draft"))

    assert headlines(client.get("/").text) == ["Offen"]


def test_a_placed_article_is_not_repeated_on_the_second_page(client: Client, make_article: Make) -> None:
    articles = [make_article(headline=f"Nr. {n}") for n in range(20)]
    FrontPlace.objects.create(article=articles[0])

    first = client.get("/").text
    second = client.get("/" + first.split('rel="next" href="')[1].split('"')[0]).text

    assert sorted(headlines(first) + headlines(second)) == sorted(a.headline for a in articles)


# addresses


def test_a_former_address_redirects_to_the_new_one(client: Client, make_article: Make, editor: User) -> None:
    article = make_article(slug="alt")
    change_slug(article, "neu", by=editor)

    answers = [client.get(path) for path in ("/articles/alt/", "/articles/alt/?reply=3", "/articles/alt/comments/")]

    assert [(a.status_code, a["Location"]) for a in answers] == [
        (301, "/articles/neu/"),
        (301, "/articles/neu/?reply=3"),
        (301, "/articles/neu/comments/"),
    ]
    assert client.get("/articles/neu/").status_code == 200


def test_a_former_address_of_a_hidden_article_is_unknown(client: Client, make_article: Make, editor: User) -> None:
    article = make_article(slug="alt")
    change_slug(article, "neu", by=editor)
    Article.objects.update(state="draft")

    assert client.get("/articles/alt/").content == client.get("/articles/nix/").content


def test_a_withdrawn_article_is_gone_at_its_former_address_too(
    client: Client, make_article: Make, editor: User
) -> None:
    change_slug(make_article(slug="alt", state="withdrawn"), "neu", by=editor)

    answer = client.get("/articles/alt/", follow=True)

    assert (answer.status_code, answer.redirect_chain) == (410, [("/articles/neu/", 301)])


def test_returning_to_a_former_address_makes_no_redirect_loop(client: Client, make_article: Make, editor: User) -> None:
    article = make_article(slug="eins")
    for slug in ("zwei", "eins"):
        change_slug(article, slug, by=editor)

    assert client.get("/articles/eins/").status_code == 200
    assert client.get("/articles/zwei/")["Location"] == "/articles/eins/"
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize("slug", ["zwei", "frueher", "12", "mit leer", "", "ü", "x" * 101])
def test_an_unavailable_or_invalid_address_is_refused(make_article: Make, editor: User, slug: str) -> None:
    article, other = make_article(slug="eins"), make_article(slug="frueher")
    change_slug(other, "zwei", by=editor)

    with pytest.raises(SlugRefused):
        change_slug(article, slug, by=editor)
    assert Article.objects.get(pk=article.pk).slug == "eins"


def test_an_editor_changes_an_address_in_the_admin(client: Client, make_article: Make, editor: User) -> None:
    article = make_article(slug="alt")
    client.force_login(editor)

    answer: Any = client.post(f"/admin/articles/article/{article.pk}/address/", {"slug": "neu"}, follow=True)

    assert "hat eine neue Adresse" in answer.text
    assert client.get("/articles/alt/").status_code == 301


def test_a_reporter_cannot_change_an_address(client: Client, make_article: Make, reporter: User) -> None:
    client.force_login(reporter)

    assert (
        client.post(f"/admin/articles/article/{make_article(slug='alt').pk}/address/", {"slug": "n"}).status_code == 403
    )


def test_a_renamed_topic_redirects_too(client: Client, make_article: Make, admin_user: User) -> None:
    topic = Topic.objects.create(name="Bauen", slug="bauen")
    make_article().topics.add(topic)
    client.force_login(admin_user)

    address = f"/admin/articles/topic/{topic.pk}/change/"
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', client.get(address).text))
    form_values = {name: html.unescape(value) for name, value in hidden.items()}
    client.post(address, {**form_values, "name": "Bauen", "slug": "bau", "description": ""})

    assert client.get("/topics/bauen/")["Location"] == "/topics/bau/"
    assert client.get("/topics/bauen/feed.rss")["Location"] == "/topics/bau/feed.rss"
