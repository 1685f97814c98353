"""Renditions of images: every format and width, only while they are public, and never the original."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.domain.articles import revisions
from articles.domain.images import library
from articles.models import Article, Image
from tests.picture_files import picture, sent

Make = Callable[..., Article]


@pytest.fixture
def place_image(make_article: Make) -> Callable[..., tuple[Image, Article]]:
    """Creates an image in a published article; keywords are the image's fields."""

    def place(**values: Any) -> tuple[Image, Article]:
        image = library.take_in(sent(picture(1000, 700)), None).image
        Image.objects.filter(pk=image.pk).update(**{"caption": "Das Rathaus", "credit": "Ada/Bildhaus", **values})
        article = make_article(body=f'<p>Eins.</p><figure data-image="{image.pk}"></figure><p>Zwei.</p>')
        revisions.place_images(article)
        return Image.objects.get(pk=image.pk), article

    return place


def get_page(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_a_browser_chooses_format_and_width(client, place_image):
    _image, article = place_image(alt_text="Ein Haus mit Turm")

    page = get_page(client, article)

    sources = re.findall(r'<source type="image/(\w+)" srcset="([^"]*)" sizes="[^"]+">', page)
    assert [kind for kind, _set in sources] == ["avif", "webp"]
    assert re.findall(r"(\d+)w", sources[0][1]) == ["320", "640", "960", "1000"]
    tag = re.search(r"<img[^>]*>", page)[0]
    assert 'width="960" height="672" alt="Ein Haus mit Turm" fetchpriority="high"' in " ".join(tag.split())
    assert "<small><bdi>Ada/Bildhaus</bdi></small>" in page


def test_every_rendition_address_of_a_page_exists(client, place_image):
    _image, article = place_image()

    addresses = set(re.findall(r'/pictures/[^ "]+', get_page(client, article)))

    answers = {address: client.get(address.removeprefix("http://testserver")) for address in addresses}
    assert len(answers) == 12
    assert {(response.status_code, response["Content-Type"]) for response in answers.values()} == {
        (200, "image/avif"),
        (200, "image/webp"),
        (200, "image/jpeg"),
    }


def test_a_rendition_is_cached_by_browsers_and_briefly_by_proxies(client, place_image):
    image, _article = place_image()

    first = client.get(image.rendition().url, headers={"Accept-Encoding": "gzip"})
    second = client.get(image.rendition().url, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=31536000, s-maxage=300, immutable"
    assert (first["X-Content-Type-Options"], first.get("Content-Encoding")) == ("nosniff", None)
    assert first["Content-Disposition"] == f'inline; filename="picture-{image.pk}-1000.jpg"'
    assert "Cookie" not in first.get("Vary", "")
    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize(
    "change", [("whole-960", "whole-961"), ("whole-960", "4x3-960"), (".jpg", ".png"), (".jpg", ".svg"), ("-960", "-0")]
)
def test_only_listed_renditions_are_created(client, place_image, change):
    image, _article = place_image()

    assert client.get(image.rendition(width=960).url.replace(*change)).status_code == 404
    assert not default_storage.exists("renditions")


def test_a_rendition_with_a_former_credit_is_gone(client, place_image):
    image, _article = place_image()
    Image.objects.update(credit="Bo")

    assert client.get(image.rendition().url).status_code == 404
    assert client.get(Image.objects.get().rendition().url).status_code == 200


@pytest.mark.parametrize("values", [{"state": "draft"}, {"embargo_until": "2199-12-31T23:59Z"}])
def test_a_picture_is_public_only_with_its_article(client, place_image, editor, values):
    image, _article = place_image()
    assert client.get(image.rendition().url).status_code == 200

    Article.objects.update(**values)

    assert client.get(image.rendition().url).status_code == 404
    client.force_login(editor)
    answer = client.get(image.rendition().url)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_a_picture_disappears_everywhere_when_its_rights_end(client, place_image):
    image, article = place_image()
    address, api = article.get_absolute_url(), f"/api/v1/articles/{article.slug}/"
    image_paths = [address, api, f"/api/v1/images/{image.pk}/", "/api/v1/images/", "/feed.rss", "/feed.json"]
    assert {path: "/pictures/" in client.get(path).content.decode() for path in image_paths} == dict.fromkeys(
        image_paths, True
    )

    Image.objects.update(rights_until=timezone.localdate() - timedelta(days=1))

    for path in (*image_paths, "/", "/feed.atom", "/sitemap.xml", "/api/v1/articles/?include=images"):
        text = client.get(path).content.decode()
        assert "Das Rathaus" not in text, path
        assert "/pictures/" not in text, path
        assert "Ada/Bildhaus" not in text, path
    page = get_page(client, article)
    assert "<figure" not in page
    assert page.index("Eins.") < page.index("Zwei.")
    assert client.get(api).json()["images"] == []
    assert {client.get(a).status_code for a in (image.rendition().url, f"/api/v1/images/{image.pk}/")} == {404}


def test_on_the_last_day_of_the_rights_it_is_cached_for_a_day_at_most(noon, client, place_image):
    image, _article = place_image(rights_until=noon.date())

    cache_control = client.get(image.rendition().url)["Cache-Control"]

    assert int(re.fullmatch(r"public, max-age=(\d+), s-maxage=\d+", cache_control)[1]) <= 24 * 60 * 60


def test_an_original_has_no_address(client, place_image, admin_user):
    image, _article = place_image()
    client.force_login(admin_user)

    assert default_storage.exists(image.file.name)
    for address in (f"/media/{image.file.name}", f"/{image.file.name}", f"/pictures/{image.file.name}"):
        assert client.get(address).status_code == 404


def test_a_lost_original_is_not_found_without_an_error(client, place_image):
    image, article = place_image()
    default_storage.delete(image.file.name)

    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get(image.rendition().url).status_code == 404


def test_a_decorative_picture_has_an_empty_alternative_text(client, place_image):
    _image, article = place_image(alt_text="Ein Haus mit Turm")
    article.placements.update(is_decorative=True)

    assert 'alt=""' in re.search(r"<img[^>]*>", get_page(client, article))[0]


def test_the_api_lists_every_rendition_of_a_picture(client, place_image):
    image, article = place_image(focal_x=0.25, copyright="© 2026", usage_terms="Nur hier")

    (data,) = client.get(f"/api/v1/articles/{article.slug}/").json()["images"]

    assert data["file"] == "http://testserver" + image.rendition().url
    assert data["focal_point"] == {"x": 0.25, "y": 0.5}
    assert (data["copyright"], data["usage_terms"]) == ("© 2026", "Nur hier")
    assert data["renditions"][0] == {
        "url": "http://testserver" + image.rendition(kind="avif", width=320).url,
        "media_type": "image/avif",
        "width": 320,
        "height": 224,
        "crop": None,
    }
    assert {r["crop"] for r in data["renditions"]} == {None, "3:2"}


def test_a_command_creates_renditions_in_advance(client, place_image, capsys):
    from django.core.management import call_command

    image, _article = place_image()
    hidden = library.take_in(sent(picture(colour="blue")), None).image

    call_command("make_renditions")
    call_command("make_renditions")

    assert "24 Fassungen von 1 Bildern erzeugt.\n0 Fassungen" in capsys.readouterr().out
    assert all(default_storage.exists(r.stored_as) for r in image.renditions)
    assert not default_storage.exists(hidden.rendition().stored_as)


def test_a_teaser_shows_its_cropped_picture_with_its_credit(client, place_image, make_article):
    image, _article = place_image(alt_text="Ein Haus mit Turm")
    Image.objects.create(caption="Ohne Datei", credit="Bo")

    page = client.get("/").content.decode()

    figure = re.search(r'<figure class="teaser-picture">.*?</figure>', page, re.DOTALL)[0]
    assert image.rendition("3x2", width=960).url in figure
    assert 'width="960" height="640" alt="Ein Haus mit Turm" fetchpriority="high"' in " ".join(figure.split())
    assert "<small><bdi>Ada/Bildhaus</bdi></small>" in figure
