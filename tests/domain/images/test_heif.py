"""Pictures of iPhones, and files with several pictures: taken and told."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image as Pillow

from articles.domain.images import heif, inspection, library, rendition_files
from articles.models import Article, Image, Placement
from tests.picture_files import heic, moving, picture, sent
from tests.rounds import slow_but

BRANDS = ("heic", "heix", "hevc", "mif1", "msf1", "heis")


@pytest.fixture
def without_decoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where requirements-heic.txt is not installed."""
    heif.is_readable.cache_clear()
    monkeypatch.setattr(heif, "find_spec", lambda name: None)
    yield
    heif.is_readable.cache_clear()


def test_a_picture_of_an_iphone_is_taken_upright_with_its_words(db: None, editor: User) -> None:
    image = library.take_in(sent(heic(), "IMG_0001.HEIC"), editor).image

    image.refresh_from_db()
    assert (image.width, image.height, image.file.name[-5:]) == (48, 80, ".heic")
    assert (image.caption, image.photographer) == ("Das Rathaus am Markt", "Ada Beispiel")
    assert image.embedded["credit"] == {"text": "Bildhaus", "from": "XMP photoshop:Credit"}
    with default_storage.open(image.file.name) as stored:
        assert stored.read() == heic()


@pytest.mark.parametrize("name", slow_but(["turned"], ["turned", "transparent"]))
def test_readers_get_every_rendition_in_forms_that_browsers_know(db: None, editor: User, name: str) -> None:
    image = library.take_in(sent(heic(name), "a.heif"), editor).image

    for rendition in image.renditions:
        made = Pillow.open(BytesIO(rendition_files.provide(image, rendition))).convert("RGB")
        left, right = made.getpixel((2, 2)), made.getpixel((made.width - 3, made.height - 3))
        assert made.size == (rendition.width, rendition.height)
        if rendition.shape == "whole" and name == "turned":  # red at the left of the camera is upright on top
            assert isinstance(left, tuple) and isinstance(right, tuple)
            assert left[0] > 200 > 60 > left[2] and right[2] > 200 > 60 > right[0]
        assert b"Exif" not in rendition_files.provide(image, rendition) or not made.getexif().get_ifd(0x8825)


@pytest.mark.parametrize("brand", BRANDS)
def test_every_brand_is_told_by_its_content(brand: str) -> None:
    assert inspection.kind_of(b"\0\0\0\x18ftyp" + brand.encode() + b"\0" * 8) == "heic"
    assert inspection.kind_of(b"\0\0\0\x1cftyp" + brand.encode() + b"\0\0\0\0mif1avif") == "avif"


@pytest.mark.parametrize("brand", ["mp42", "isom", "qt  ", "jp2 "])
def test_a_film_is_no_picture(brand: str) -> None:
    assert inspection.kind_of(b"\0\0\0\x18ftyp" + brand.encode() + b"\0" * 8) == ""


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells of the damage that is meant here
@pytest.mark.parametrize("count", [12, pytest.param(120, marks=pytest.mark.slow)])
def test_no_damage_brings_the_process_down(db: None, count: int) -> None:
    chance, whole = random.Random(7), heic()
    for number in range(count):
        data = bytearray(whole)
        if number % 4:
            for _ in range(chance.randrange(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        else:
            del data[chance.randrange(40, len(data)) :]
        try:
            inspection.inspect(bytes(data))
        except inspection.ImageRefused as refusal:
            assert str(refusal)


def test_a_reader_that_crashes_or_hangs_is_a_damaged_file(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any, **kwargs: Any) -> Any:
        raise subprocess.CalledProcessError(-11, "reader")

    def hangs(*args: Any, **kwargs: Any) -> Any:
        raise subprocess.TimeoutExpired("reader", 60)

    for way in (killed, hangs):
        monkeypatch.setattr(heif.subprocess, "run", way)
        with pytest.raises(inspection.ImageRefused, match="beschädigt"):
            inspection.inspect(heic())


def test_the_limit_of_pixels_holds(db: None, settings: Any) -> None:
    settings.PICTURE_MAX_PIXELS = 1_000
    with pytest.raises(inspection.ImageRefused, match="48 × 80 Pixel"):
        inspection.inspect(heic())


def test_without_the_decoder_a_sentence_says_what_to_do(db: None, without_decoder: None) -> None:
    with pytest.raises(inspection.ImageRefused, match=r"requirements-heic\.txt.*JPEG"):
        library.take_in(sent(heic(), "a.jpg"), None)
    assert not Image.objects.exists()
    assert library.take_in(sent(picture()), None).is_new


def test_without_the_decoder_nothing_is_imported_and_nothing_offered() -> None:
    code = (
        "import sys; sys.modules['pi_heif'] = None; import importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *more: None if name == 'pi_heif' else find(name, *more); "
        "import django; django.setup(); from articles.domain.images import inspection; "
        "print(inspection.NAMES, inspection.MEDIA_TYPES)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "HEIC" not in done.stdout and "heic" not in done.stdout
    assert "HEIC" in inspection.NAMES and "image/heic" in inspection.MEDIA_TYPES


# several pictures in a file


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF", "TIFF"])
def test_a_file_with_several_pictures_is_taken_and_known(db: None, editor: User, form: str) -> None:
    several = library.take_in(sent(moving(form)), editor).image
    single = library.take_in(sent(picture(form=form)), editor).image

    assert (Image.objects.get(pk=several.pk).is_series, Image.objects.get(pk=single.pk).is_series) == (True, False)
    assert (several.width, several.height) == (60, 40)


def test_another_file_forgets_that_the_one_before_moved(db: None, editor: User) -> None:
    image = library.take_in(sent(moving("GIF")), editor).image
    library.replace_file(image, sent(picture()), editor)

    assert not Image.objects.get(pk=image.pk).is_series


def test_the_desk_is_told_at_the_upload_and_at_the_picture(admin_client: Client, db: None) -> None:
    told = "mehrere Bilder"
    page = admin_client.post("/admin/articles/image/upload/", {"files": sent(moving("GIF"), "a.gif")}).text
    answer = admin_client.post(
        "/admin/articles/image/upload/",
        {"files": sent(moving("WEBP"), "b.webp")},
        headers={"accept": "application/json"},
    ).json()
    image = Image.objects.first()
    assert image is not None

    assert told in page and told in answer["outcomes"][0]["sentence"]
    assert told in admin_client.get(f"/admin/articles/image/{image.pk}/change/").text
    replaced = admin_client.post(
        f"/admin/articles/image/{image.pk}/file/", {"file": sent(moving("PNG"), "c.png")}, follow=True
    )
    assert told in replaced.text


def test_programs_are_told_too(client: Client, make_article: Callable[..., Article], editor: User) -> None:
    article = make_article(body="<p>Text.</p>")
    for data in (moving("GIF"), picture()):
        image = library.take_in(sent(data), editor).image
        Placement.objects.create(article=article, image=image, position=image.pk)

    rows = client.get("/api/v1/images/").json()["results"]

    assert [row["is_series"] for row in rows] == [False, True]
