"""Pictures that are sent: what is taken, what is refused and in which words, what their files say, where they go."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Pillow

from articles.domain.articles import revisions
from articles.domain.images import image_uses, library
from articles.models import AuditEntry, Image, Placement, PreparedVersion
from tests.picture_files import XMP, bomb, exif, iptc, picture, sent

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BIG_WEBP = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0" * 4 + b"\xff\x3f\0" * 2 + b"\0" * 8


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_a_picture_is_taken_by_its_content_whatever_its_name(db, editor, form):
    image = library.take_in(sent(picture(form=form), "../../index.php"), editor).image

    image.refresh_from_db()
    assert (image.width, image.height, image.has_file) == (60, 40, True)
    assert re.fullmatch(r"originals/([0-9a-f]{2})/\1[0-9a-f]{62}\.(jpg|png|webp|avif|gif|tif)", image.file.name)
    with default_storage.open(image.file.name) as stored:
        assert stored.read() == picture(form=form)
    assert str(image.history.get().history_user) == "editor"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            SVG,
            "Das ist kein Bild, das angenommen werden kann; angenommen werden JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC.",
        ),
        (b"<!doctype html><img src=x onerror=alert(1)>", "Das ist kein Bild"),
        (b"GIF89a<script>alert(1)</script>", "Die Datei ist beschädigt"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "Die Datei ist beschädigt, oder ein Teil von ihr fehlt."),
        (b"", "Die Datei ist leer."),
        (picture(600, 400)[:-200], "Die Datei ist beschädigt, oder ein Teil von ihr fehlt."),
        (picture(600, 400, form="PNG")[:-60], "Die Datei ist beschädigt"),
        (picture(600, 400, form="WEBP")[:-60], "Die Datei ist beschädigt"),
        (picture(600, 400, form="AVIF")[:-60], "Die Datei ist beschädigt"),
        (picture(600, 400, form="TIFF")[:900], "Die Datei ist beschädigt"),
        (BIG_WEBP, "Das Bild hat 16.384 × 16.384 Pixel; angenommen werden höchstens 64 Megapixel."),
    ],
    ids=["svg", "html", "gif", "jpeg", "empty", "cut-jpeg", "cut-png", "cut-webp", "cut-avif", "cut-tiff", "webp"],
)
def test_what_is_no_whole_picture_is_refused_with_a_sentence(db, data, sentence):
    with pytest.raises(library.ImageRefused) as refused:
        library.take_in(sent(data, "rathaus.jpg"), None)

    assert str(refused.value).startswith(sentence)
    assert not Image.objects.exists()
    assert not default_storage.exists("originals")


def test_the_limits_are_settings_and_said_in_the_error(db, settings):
    settings.PICTURE_MAX_BYTES = 500
    with pytest.raises(library.ImageRefused, match="angenommen werden höchstens 500 B"):
        library.take_in(sent(b"\xff" * 501), None)

    settings.PICTURE_MAX_BYTES, settings.PICTURE_MAX_PIXELS = 10_000, 1_000_000
    with pytest.raises(library.ImageRefused, match=r"1\.001 × 1\.000 Pixel; angenommen werden höchstens 1 Megapixel"):
        library.take_in(sent(picture(1001, 1000, form="PNG")), None)
    assert library.take_in(sent(picture(1000, 1000, form="PNG")), None).is_new


MEASURE = """
import resource, sys, time
import django; django.setup()
from django.core.files.base import ContentFile
from articles.domain.images import inspection, library
from tests.picture_files import picture
data = open(sys.argv[1], "rb").read()
inspection.inspect(picture(form="PNG"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    library.take_in(ContentFile(data), None)
except library.ImageRefused as refusal:
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, refusal)
"""


def test_a_bomb_is_refused_before_it_goes_off(tmp_path):
    file = tmp_path / "bomb.png"
    file.write_bytes(bomb())
    root = Path(__file__).parents[3]
    environment = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "PYTHONPATH": str(root), "LANGUAGE_CODE": "de"}

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True, env=environment
    )

    seconds, kilobytes, sentence = done.stdout.split(" ", 2)
    assert float(seconds) < 0.05
    assert int(kilobytes) < 50_000
    assert "angenommen werden" in sentence


def test_the_same_file_again_leads_to_the_picture_that_has_it(db, editor):
    first = library.take_in(sent(picture(), "a.jpg"), editor)

    again = library.take_in(sent(picture(), "b.jpg"), editor)

    assert (first.is_new, again.is_new, again.image) == (True, False, first.image)
    assert Image.objects.count() == 1


def test_what_the_file_says_fills_the_fields_and_tells_where_from(db):
    image = library.take_in(sent(picture(xmp=XMP.encode())), None).image

    assert (image.caption, image.credit) == ("Das Rathaus am Markt", "Bildhaus")
    assert (image.photographer, image.usage_terms) == ("Ada Müller, Bo Beispiel", "Nur redaktionell")
    assert image.alt_text == "Haus mit Turm"
    assert image.embedded["caption"] == {"text": "Das Rathaus am Markt", "from": "XMP dc:description"}


def test_the_older_standards_are_read_where_the_newest_is_silent(db):
    by_iptc = library.take_in(sent(iptc(caption="Die Brücke", credit="dpa", byline="Bo Groß")), None).image
    tags = exif(artist="Ada Müller".encode(), description=b"OLYMPUS DIGITAL CAMERA", copyright=b"(c) 2026 Ada")
    by_exif = library.take_in(sent(picture(exif=tags)), None).image

    assert (by_iptc.caption, by_iptc.credit, by_iptc.photographer) == ("Die Brücke", "dpa", "Bo Groß")
    assert by_iptc.embedded["photographer"]["from"] == "IPTC 2:80"
    assert (by_exif.caption, by_exif.credit, by_exif.copyright) == ("", "Ada Müller", "(c) 2026 Ada")


def test_what_an_editor_has_written_is_never_overwritten_by_a_file(db, editor):
    image = Image.objects.create(caption="Unser Satz", credit="Unser Nachweis")

    assert library.replace_file(image, sent(picture(xmp=XMP.encode())), editor)

    image.refresh_from_db()
    assert (image.caption, image.credit, image.alt_text) == ("Unser Satz", "Unser Nachweis", "Haus mit Turm")


def test_damaged_metadata_says_nothing_and_refuses_nothing(db):
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    with pytest.warns(UserWarning, match="Corrupt EXIF data"):
        taken = library.take_in(sent(picture(xmp=entity, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")), None)

    assert (taken.is_new, taken.image.embedded) == (True, {})


def test_a_picture_is_turned_upright(db):
    image = library.take_in(sent(picture(60, 40, exif=exif(orientation=6))), None).image

    assert (image.width, image.height) == (40, 60)


def test_a_file_of_another_picture_is_not_given_twice(db, editor):
    first = library.take_in(sent(picture()), editor).image
    second = Image.objects.create(caption="Zwei")

    with pytest.raises(library.KnownImage) as refused:
        library.replace_file(second, sent(picture()), editor)

    assert refused.value.image == first
    assert not Image.objects.get(pk=second.pk).has_file


def test_who_changed_what_of_a_picture_and_why_is_on_record(noon, db, admin_user):
    image = library.take_in(sent(picture()), admin_user).image
    library.change(image, {"rights_until": noon.date()}, admin_user, "Vertrag gekündigt")
    library.replace_file(image, sent(picture(colour="blue")), admin_user)
    number = image.pk
    library.delete(image, admin_user, "Wunsch der Fotografin")

    entries = AuditEntry.objects.filter(noun="articles.image", object_id=number).order_by("pk")
    assert [e.verb for e in entries] == ["add", "change_rights", "replace_file", "delete"]
    assert (entries[1].by, entries[1].reason, entries[1].details) == (
        admin_user,
        "Vertrag gekündigt",
        {"fields": ["rights_until"], "rights_until": [None, noon.date().isoformat()]},
    )


def test_a_picture_in_use_is_not_deleted(make_article, admin_user):
    image = library.take_in(sent(picture()), admin_user).image
    article = make_article(body=f'<figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)

    with pytest.raises(library.ImageRefused, match="verwendet"):
        library.delete(image, admin_user)

    assert image_uses.used_in(image) == [article]
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_picture_of_a_version_that_waits_is_not_deleted(make_article, admin_user):
    image, other = (Image.objects.create(caption=c) for c in "ab")
    values = {"body": f'<figure data-image="{image.pk}"></figure>'}
    PreparedVersion.objects.create(article=make_article(), values=values, before={})

    with pytest.raises(library.ImageRefused):
        library.delete(image, admin_user)
    library.delete(other, admin_user)

    assert list(Image.objects.all()) == [image]


def test_a_deleted_picture_leaves_no_file_behind(db, admin_user, django_capture_on_commit_callbacks):
    image = library.take_in(sent(picture()), admin_user).image
    name = image.file.name

    with django_capture_on_commit_callbacks(execute=True):
        library.delete(image, admin_user)

    assert not default_storage.exists(name)


def test_an_article_has_its_own_words_for_a_picture(make_article):
    first, second = (Image.objects.create(caption=c, alt_text="allgemein") for c in "ab")
    article = make_article(body=f'<figure data-image="{first.pk}"></figure><figure data-image="{second.pk}"></figure>')
    revisions.place_images(article)
    uses = {
        first.pk: image_uses.ImageUse("genauer"),
        second.pk: image_uses.ImageUse("", True),
        99: image_uses.ImageUse("nirgends"),
    }

    assert image_uses.changed_uses(article, article.body, uses)
    image_uses.store(article, uses)

    assert [p.shown_alt_text for p in article.placements.all()] == ["genauer", ""]
    assert not image_uses.changed_uses(article, article.body, uses)
    assert Placement.objects.count() == 2


def test_public_is_one_answer_whoever_asks(noon, make_article):
    today = noon.date()
    kinds = {"ended": today - timedelta(days=1), "last day": today, "unlimited": None}
    images = {name: Image.objects.create(caption=name, rights_until=day) for name, day in kinds.items()}
    article = make_article(body="".join(f'<figure data-image="{i.pk}"></figure>' for i in images.values()))
    revisions.place_images(article)

    assert {i.caption for i in Image.objects.public()} == {"last day", "unlimited"}
    assert {p.image.caption for p in article.pictures} == {"last day", "unlimited"}
    tomorrow = timezone.now() + timedelta(days=1)
    assert {i.caption for i in Image.objects.public(tomorrow)} == {"unlimited"}


def test_pillow_is_not_told_to_take_what_is_cut_off():
    from PIL import ImageFile

    assert not ImageFile.LOAD_TRUNCATED_IMAGES
    assert Pillow.MAX_IMAGE_PIXELS == 64_000_000
