"""Renditions: what is sent of a picture, what is written into it, and what never leaves."""

import threading
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from PIL import Image as Pillow

from articles.domain.images import library, metadata, rendition_files
from articles.models import Image
from tests.picture_files import encoded, exif, halves, picture, sent

FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def opened(image: Image, **which: object) -> Pillow.Image:
    """One rendition, as whoever receives it opens it."""
    return Pillow.open(BytesIO(rendition_files.provide(image, image.rendition(**which))))


def test_widths_are_fixed_and_nothing_is_enlarged(db):
    image = library.take_in(sent(picture(1000, 700)), None).image
    small = library.take_in(sent(picture(90, 60)), None).image

    whole = [(r.kind, r.width, r.height) for r in image.renditions if r.shape == "whole" and r.kind == "webp"]
    assert whole == [("webp", 320, 224), ("webp", 640, 448), ("webp", 960, 672), ("webp", 1000, 700)]
    assert {(r.shape, r.width) for r in small.renditions} == {("whole", 90), ("3x2", 90)}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_rendition_is_what_its_address_says(db, kind):
    image = library.take_in(sent(picture(800, 400)), None).image

    made = opened(image, kind=kind, width=320)

    assert (made.format, made.size) == (FORMATS[kind], (320, 160))


@pytest.mark.parametrize("kind", FORMATS)
def test_the_credit_is_in_every_rendition_and_the_place_in_none(db, kind):
    data = picture(400, 300, exif=exif(with_place=True, artist="Ada Müller".encode()))
    image = library.take_in(sent(data), None).image
    Image.objects.filter(pk=image.pk).update(credit="Ada Müller/Bildhaus", copyright="© 2026", usage_terms="<nur hier>")
    image.refresh_from_db()

    made = opened(image, kind=kind)

    properties = {name: value["text"] for name, value in metadata.embedded(made).items()}
    assert properties == {
        "credit": "Ada Müller/Bildhaus",
        "photographer": "Ada Müller",
        "copyright": "© 2026",
        "usage_terms": "<nur hier>",
    }
    assert made.getexif()[0x8298].encode("latin-1").decode() == "© 2026"
    assert dict(Pillow.open(BytesIO(data)).getexif().get_ifd(0x8825))
    assert not dict(made.getexif().get_ifd(0x8825))
    assert b"4711" not in rendition_files.provide(image, image.rendition(kind=kind))


def test_a_picture_that_lies_is_sent_upright(db):
    data = encoded(halves(800, 400), exif=exif(orientation=6))  # shown turned to the right: red above, blue below
    image = library.take_in(sent(data), None).image

    made = opened(image, width=320).convert("RGB")

    assert made.size == (320, 640)
    assert [max(range(3), key=made.getpixel((160, y)).__getitem__) for y in (60, 580)] == [0, 2]


@pytest.mark.parametrize(("x", "colour"), [(0.1, 0), (0.9, 2)])
def test_a_cut_keeps_the_focal_point(db, x, colour):
    image = library.take_in(sent(encoded(halves(1600, 400))), None).image
    image.focal_x = x

    made = opened(image, shape="3x2", width=320).convert("RGB")

    assert made.size == (320, 213)
    assert {max(range(3), key=made.getpixel((at, 100)).__getitem__) for at in (10, 160, 310)} == {colour}


def test_transparency_stays_where_the_format_has_it(db):
    glass = Pillow.new("RGBA", (64, 64), (0, 0, 255, 0))
    image = library.take_in(sent(encoded(glass, "PNG")), None).image

    assert opened(image, kind="webp").convert("RGBA").getpixel((9, 9))[3] == 0
    assert opened(image, kind="jpg").getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_kind_of_pixels_can_be_sent(db, mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    image = library.take_in(sent(encoded(Pillow.new(mode, (40, 40)), form)), None).image

    assert {opened(image, kind=kind).size for kind in FORMATS} == {(40, 40)}


def test_another_credit_or_focal_point_is_another_address(db):
    image = library.take_in(sent(picture()), None).image
    before = image.rendition().url

    image.credit = "Ada"
    with_credit = image.rendition().url
    image.focal_x = 0.2

    assert len({before, with_credit, image.rendition().url}) == 3


def test_a_rendition_is_made_once_however_many_ask(transactional_db, monkeypatch):
    image = library.take_in(sent(picture(900, 600)), None).image
    made = []
    make = rendition_files._make
    monkeypatch.setattr(rendition_files, "_make", lambda *args: made.append(1) or make(*args))
    answers = []

    def ask() -> None:
        answers.append(rendition_files.provide(image, image.rendition(kind="avif", width=640)))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(answers), len(set(answers))) == (1, 6, 1)


def test_a_lost_original_is_said_and_breaks_nothing(db):
    image = library.take_in(sent(picture()), None).image
    default_storage.delete(image.file.name)

    with pytest.raises(rendition_files.RenditionUnavailable):
        rendition_files.provide(image, image.rendition())


def test_a_replaced_file_takes_its_renditions_with_it(db):
    image = library.take_in(sent(picture()), None).image
    rendition_files.make_all(image)
    old = image.rendition()

    library.replace_file(image, sent(picture(colour="blue")), None)

    assert not default_storage.exists(old.stored_as)
    assert rendition_files.make_all(image) == len(image.renditions) == 6
    assert rendition_files.make_all(image) == 0
