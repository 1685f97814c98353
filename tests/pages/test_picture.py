"""Pictures as readers get them: every format and width, as long as they may be seen, and never an original."""

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
def placed(make_article: Make) -> Callable[..., tuple[Image, Article]]:
    """A picture in a published article; keywords change the picture."""

    def place(**values: Any) -> tuple[Image, Article]:
        image = library.take_in(sent(picture(1000, 700)), None).image
        Image.objects.filter(pk=image.pk).update(**{"caption": "Das Rathaus", "credit": "Ada/Bildhaus", **values})
        article = make_article(body=f'<p>Eins.</p><figure data-image="{image.pk}"></figure><p>Zwei.</p>')
        revisions.place_images(article)
        return Image.objects.get(pk=image.pk), article

    return place


def page_of(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_a_browser_chooses_format_and_width(client, placed):
    _image, article = placed(alt_text="Ein Haus mit Turm")

    page = page_of(client, article)

    sources = re.findall(r'<source type="image/(\w+)" srcset="([^"]*)" sizes="[^"]+">', page)
    assert [kind for kind, _set in sources] == ["avif", "webp"]
    assert re.findall(r"(\d+)w", sources[0][1]) == ["320", "640", "960", "1000"]
    tag = re.search(r"<img[^>]*>", page)[0]
    assert 'width="960" height="672" alt="Ein Haus mit Turm" fetchpriority="high"' in " ".join(tag.split())
    assert "<small><bdi>Ada/Bildhaus</bdi></small>" in page


def test_every_address_of_a_page_leads_to_a_picture(client, placed):
    _image, article = placed()

    addresses = set(re.findall(r'/pictures/[^ "]+', page_of(client, article)))

    answers = {a: client.get(a.removeprefix("http://testserver")) for a in addresses}
    assert len(answers) == 12
    assert {(r.status_code, r["Content-Type"]) for r in answers.values()} == {
        (200, "image/avif"),
        (200, "image/webp"),
        (200, "image/jpeg"),
    }


def test_an_answer_is_kept_for_good_but_not_by_caches_on_the_way(client, placed):
    image, _article = placed()

    first = client.get(image.rendition().url, headers={"Accept-Encoding": "gzip"})
    again = client.get(image.rendition().url, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=31536000, s-maxage=300, immutable"
    assert (first["X-Content-Type-Options"], first.get("Content-Encoding")) == ("nosniff", None)
    assert first["Content-Disposition"] == f'inline; filename="picture-{image.pk}-1000.jpg"'
    assert "Cookie" not in first.get("Vary", "")
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "change", [("whole-960", "whole-961"), ("whole-960", "4x3-960"), (".jpg", ".png"), (".jpg", ".svg"), ("-960", "-0")]
)
def test_only_what_is_listed_is_made(client, placed, change):
    image, _article = placed()

    assert client.get(image.rendition(width=960).url.replace(*change)).status_code == 404
    assert not default_storage.exists("renditions")


def test_a_former_credit_is_sent_no_more(client, placed):
    image, _article = placed()
    Image.objects.update(credit="Bo")

    assert client.get(image.rendition().url).status_code == 404
    assert client.get(Image.objects.get().rendition().url).status_code == 200


@pytest.mark.parametrize("values", [{"state": "draft"}, {"embargo_until": "2199-12-31T23:59Z"}])
def test_a_picture_is_public_only_with_its_article(client, placed, editor, values):
    image, _article = placed()
    assert client.get(image.rendition().url).status_code == 200

    Article.objects.update(**values)

    assert client.get(image.rendition().url).status_code == 404
    client.force_login(editor)
    answer = client.get(image.rendition().url)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_when_the_rights_end_the_picture_leaves_everywhere_at_the_next_request(client, placed):
    image, article = placed()
    address, api = article.get_absolute_url(), f"/api/v1/articles/{article.slug}/"
    with_pictures = [address, api, f"/api/v1/images/{image.pk}/", "/api/v1/images/", "/feed.rss", "/feed.json"]
    assert {place: "/pictures/" in client.get(place).content.decode() for place in with_pictures} == dict.fromkeys(
        with_pictures, True
    )

    Image.objects.update(rights_until=timezone.localdate() - timedelta(days=1))

    for place in (*with_pictures, "/", "/feed.atom", "/sitemap.xml", "/api/v1/articles/?include=images"):
        said = client.get(place).content.decode()
        assert "Das Rathaus" not in said, place
        assert "/pictures/" not in said, place
        assert "Ada/Bildhaus" not in said, place
    page = page_of(client, article)
    assert "<figure" not in page
    assert page.index("Eins.") < page.index("Zwei.")
    assert client.get(api).json()["images"] == []
    assert {client.get(a).status_code for a in (image.rendition().url, f"/api/v1/images/{image.pk}/")} == {404}


def test_on_the_last_day_it_is_kept_no_longer_than_the_day(noon, client, placed):
    image, _article = placed(rights_until=noon.date())

    kept = client.get(image.rendition().url)["Cache-Control"]

    assert int(re.fullmatch(r"public, max-age=(\d+), s-maxage=\d+", kept)[1]) <= 24 * 60 * 60


def test_an_original_has_no_address(client, placed, admin_user):
    image, _article = placed()
    client.force_login(admin_user)

    assert default_storage.exists(image.file.name)
    for address in (f"/media/{image.file.name}", f"/{image.file.name}", f"/pictures/{image.file.name}"):
        assert client.get(address).status_code == 404


def test_a_lost_original_is_not_found_and_no_error(client, placed):
    image, article = placed()
    default_storage.delete(image.file.name)

    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get(image.rendition().url).status_code == 404


def test_a_decorative_picture_says_nothing(client, placed):
    _image, article = placed(alt_text="Ein Haus mit Turm")
    article.placements.update(is_decorative=True)

    assert 'alt=""' in re.search(r"<img[^>]*>", page_of(client, article))[0]


def test_programs_get_every_form_of_a_picture(client, placed):
    image, article = placed(focal_x=0.25, copyright="© 2026", usage_terms="Nur hier")

    (told,) = client.get(f"/api/v1/articles/{article.slug}/").json()["images"]

    assert told["file"] == "http://testserver" + image.rendition().url
    assert told["focal_point"] == {"x": 0.25, "y": 0.5}
    assert (told["copyright"], told["usage_terms"]) == ("© 2026", "Nur hier")
    assert told["renditions"][0] == {
        "url": "http://testserver" + image.rendition(kind="avif", width=320).url,
        "media_type": "image/avif",
        "width": 320,
        "height": 224,
        "crop": None,
    }
    assert {r["crop"] for r in told["renditions"]} == {None, "3:2"}


def test_renditions_are_made_ahead_by_a_command(client, placed, capsys):
    from django.core.management import call_command

    image, _article = placed()
    hidden = library.take_in(sent(picture(colour="blue")), None).image

    call_command("make_renditions")
    call_command("make_renditions")

    assert "24 Fassungen von 1 Bildern erzeugt.\n0 Fassungen" in capsys.readouterr().out
    assert all(default_storage.exists(r.stored_as) for r in image.renditions)
    assert not default_storage.exists(hidden.rendition().stored_as)


def test_a_teaser_shows_its_picture_cut_with_its_credit(client, placed, make_article):
    image, _article = placed(alt_text="Ein Haus mit Turm")
    Image.objects.create(caption="Ohne Datei", credit="Bo")

    page = client.get("/").content.decode()

    figure = re.search(r'<figure class="teaser-picture">.*?</figure>', page, re.DOTALL)[0]
    assert image.rendition("3x2", width=960).url in figure
    assert 'width="960" height="640" alt="Ein Haus mit Turm" fetchpriority="high"' in " ".join(figure.split())
    assert "<small><bdi>Ada/Bildhaus</bdi></small>" in figure
