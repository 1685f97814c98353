"""Pictures: the search of the editor, where they are used, uploads."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from articles.models import Image


def jpeg():
    stream = BytesIO()
    Picture.new("RGB", (8, 6), "red").save(stream, "JPEG")
    return SimpleUploadedFile("rathaus.jpg", stream.getvalue(), "image/jpeg")


@pytest.fixture
def images(db):
    """Two pictures without files."""
    return [Image.objects.create(caption=f"Das Rathaus {n}", credit="Eva Muster/dpa") for n in ("alt", "neu")]


def test_the_search_finds_by_all_words_newest_first(images, visit, editor):
    found = visit(editor).get("/admin/articles/image/search/", {"q": "rathaus dpa"}).json()["pictures"]

    assert [p["caption"] for p in found] == ["Das Rathaus neu", "Das Rathaus alt"]
    assert visit(editor).get("/admin/articles/image/search/", {"q": "rathaus afp"}).json() == {"pictures": []}


def test_the_search_is_not_for_everybody(images, visit, moderator):
    assert visit(moderator).get("/admin/articles/image/search/").status_code == 403


def test_a_picture_without_a_file_is_never_an_image_tag(images, visit, editor, words_of):
    response = visit(editor).get("/admin/articles/image/")

    assert b"<img class=" not in response.content
    assert "keine Datei Eva Muster/dpa" in words_of(response)


def test_a_picture_says_where_it_is_used(imported, visit, editor, page_of, words_of):
    article = imported("003")

    said = words_of(visit(editor).get(page_of(article.images.get())))

    assert f"Wo es verwendet wird Entwurf {article.headline}" in said


def test_a_file_is_uploaded_and_measured(images, visit, editor, page_of):
    visit(editor).fill(page_of(images[0]), "image_form", file=jpeg(), _save="1")

    stored = Image.objects.get(pk=images[0].pk)
    assert (stored.has_file, stored.width, stored.height) == (True, 8, 6)
    assert str(stored.history.first().history_user) == "editor"


def test_what_is_no_picture_is_refused(images, visit, editor, page_of):
    svg = SimpleUploadedFile("bild.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")

    response = visit(editor).fill(page_of(images[0]), "image_form", file=svg, _save="1")

    assert response.status_code == 200
    assert not Image.objects.get(pk=images[0].pk).has_file


def test_a_picture_in_use_cannot_be_deleted(imported, visit, admin_user):
    image = imported("003").images.get()

    visit(admin_user).post(f"/admin/articles/image/{image.pk}/delete/", {"post": "yes"})

    assert Image.objects.filter(pk=image.pk).exists()


def test_saving_a_picture_untouched_makes_no_version(images, visit, editor, page_of):
    visit(editor).fill(page_of(images[0]), "image_form", _save="1")

    assert images[0].history.count() == 1
