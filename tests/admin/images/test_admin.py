"""Pictures: the library, uploads, the editor's search and texts, and where a picture is used."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.domain.articles import revisions
from articles.domain.images import library
from articles.models import AuditEntry, Image
from tests.picture_files import XMP, iptc, picture, sent

JSON = {"headers": {"Accept": "application/json"}}


def upload(data=None, name="rathaus.jpg"):
    return SimpleUploadedFile(name, picture() if data is None else data, "image/jpeg")


@pytest.fixture
def images(db):
    """Two pictures without files."""
    return [Image.objects.create(caption=f"Das Rathaus {n}", credit="Eva Muster/dpa") for n in ("alt", "neu")]


def test_the_search_finds_by_all_words_newest_first(images, visit, editor):
    pictures = visit(editor).get("/admin/articles/image/search/", {"q": "rathaus dpa"}).json()["pictures"]

    assert [p["caption"] for p in pictures] == ["Das Rathaus neu", "Das Rathaus alt"]
    assert visit(editor).get("/admin/articles/image/search/", {"q": "rathaus afp"}).json() == {"pictures": []}


def test_the_search_is_not_for_everybody(images, visit, moderator):
    assert visit(moderator).get("/admin/articles/image/search/").status_code == 403


def test_a_picture_without_a_file_is_never_an_image_tag(images, visit, editor, page_text):
    for view in ("", "?view=list"):
        response = visit(editor).get(f"/admin/articles/image/{view}")
        assert b"<img" not in response.content.replace(b'<img src="/static/', b"")

    assert "keine Datei Eva Muster/dpa" in page_text(response)


def test_a_picture_shows_where_it_is_used(imported, visit, editor, change_url, page_text):
    article = imported("003")

    text = page_text(visit(editor).get(change_url(article.images.get())))

    assert f"Wo es verwendet wird Entwurf {article.headline}" in text


def test_several_files_are_uploaded_and_each_has_a_message(images, visit, editor, page_text):
    svg = upload(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "bild.svg")
    files = [upload(iptc(caption="Die Brücke")), upload(name="zwei.jpg"), upload(name="drei.jpg"), svg]

    text = page_text(visit(editor).post("/admin/articles/image/upload/", {"files": files}))

    assert "neu Die Brücke" in text
    assert "schon vorhanden Bild" in text
    assert "abgewiesen bild.svg : Das ist kein Bild" in text
    assert Image.objects.exclude(file="").count() == 2
    assert str(Image.objects.latest("pk").history.get().history_user) == "editor"


def test_the_editor_in_place_gets_its_answer_as_data(images, visit, editor):
    visitor = visit(editor)

    good = visitor.post("/admin/articles/image/upload/", {"files": upload()}, **JSON)
    bad = visitor.post("/admin/articles/image/upload/", {"files": upload(b"<html>")}, **JSON)

    (outcome,) = good.json()["outcomes"]
    assert (outcome["is_new"], outcome["picture"]["id"]) == (True, Image.objects.latest("pk").pk)
    assert (bad.status_code, bad.json()["outcomes"][0]["picture"]) == (400, None)
    assert bad.json()["outcomes"][0]["sentence"].startswith("Das ist kein Bild")


def test_only_users_who_may_add_pictures_upload(images, visit, moderator, reader):
    for user in (moderator, reader):
        assert visit(user).post("/admin/articles/image/upload/", {"files": upload()}).status_code in {302, 403}
        assert visit(user).post(f"/admin/articles/image/{images[0].pk}/file/", {"file": upload()}).status_code in {
            302,
            403,
        }
    assert not Image.objects.exclude(file="").exists()


def test_the_texts_of_an_upload_are_stored(db, visit, editor):
    texts = {"caption": "Neu", "credit": "Ada", "alt_text": "Ein Haus"}
    image = library.take_in(sent(picture()), editor).image

    response = visit(editor).post(f"/admin/articles/image/{image.pk}/words/", texts)

    assert response.json()["picture"]["alt"] == "Ein Haus"
    assert Image.objects.get(pk=image.pk).caption == "Neu"


def test_a_picture_without_a_file_gets_one(images, visit, editor, change_url):
    address = f"/admin/articles/image/{images[0].pk}/file/"
    visit(editor).post(address, {"file": upload(), "reason": "endlich da"})

    stored = Image.objects.get(pk=images[0].pk)
    assert (stored.has_file, stored.width, stored.height, stored.caption) == (True, 60, 40, "Das Rathaus alt")
    entry = AuditEntry.objects.about(stored).latest("pk")
    assert (entry.verb, entry.by, entry.reason) == ("replace_file", editor, "endlich da")


def test_a_file_that_another_picture_has_links_that_picture(images, visit, editor):
    existing = library.take_in(sent(picture()), editor).image

    response = visit(editor).post(f"/admin/articles/image/{images[0].pk}/file/", {"file": upload()})

    assert f'href="/admin/articles/image/{existing.pk}/change/"' in response.content.decode()
    assert not Image.objects.get(pk=images[0].pk).has_file


@pytest.mark.parametrize("data", [b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"", b"<!doctype html>"])
def test_a_file_that_is_no_picture_is_refused(images, visit, editor, data, page_text):
    response = visit(editor).post(f"/admin/articles/image/{images[0].pk}/file/", {"file": upload(data)})

    assert response.status_code == 200
    assert "Das ist kein Bild" in page_text(response) or "Die Datei ist leer" in page_text(response)
    assert not Image.objects.get(pk=images[0].pk).has_file


def test_the_form_shows_the_metadata_of_the_file(db, visit, editor, change_url, page_text):
    image = library.take_in(sent(picture(xmp=XMP.encode())), editor).image

    text = page_text(visit(editor).get(change_url(image)))

    assert "In der Datei steht „Das Rathaus am Markt“ (XMP dc:description)." in text


def test_rights_and_focal_point_are_set_and_recorded(db, visit, editor, change_url):
    image = library.take_in(sent(picture()), editor).image
    typed = {"rights_until": "2026-01-31", "focal_x": "0.25", "focal_y": "1", "credit": "Ada/dpa", "_save": "1"}

    visit(editor).fill(change_url(image), "image_form", save_reason="Vertrag", **typed)

    image.refresh_from_db()
    assert (str(image.rights_until), image.focal_x, image.focal_y) == ("2026-01-31", 0.25, 1)
    entry = AuditEntry.objects.about(image).latest("pk")
    assert (entry.verb, entry.reason) == ("change_rights", "Vertrag")
    assert set(entry.details["fields"]) == {"credit", "rights_until", "focal_x", "focal_y"}


@pytest.mark.parametrize("invalid", [{"focal_x": "1.01"}, {"focal_y": "-0.1"}, {"focal_x": "nan"}, {"focal_x": ""}])
def test_a_focal_point_lies_in_the_picture(db, visit, editor, change_url, invalid):
    image = library.take_in(sent(picture()), editor).image

    assert visit(editor).fill(change_url(image), "image_form", _save="1", **invalid).status_code == 200

    assert Image.objects.get(pk=image.pk).focal_x == 0.5


def test_the_queues_of_the_library_list_incomplete_pictures(db, visit, editor, page_text):
    yesterday = timezone.localdate() - timedelta(days=1)
    Image.objects.create(caption="Abgelaufen", credit="Ada", rights_until=yesterday)
    Image.objects.create(caption="Ohne Nachweis")
    image = library.take_in(sent(picture()), editor).image
    Image.objects.filter(pk=image.pk).update(caption="Ohne Worte", credit="Ada")
    expected = {
        "rights_ended": {"Abgelaufen"},
        "without_credit": {"Ohne Nachweis"},
        "without_alt_text": {"Ohne Worte"},
        "without_file": {"Abgelaufen", "Ohne Nachweis"},
    }

    for queue, captions in expected.items():
        for view in ("", "&view=list"):
            text = page_text(visit(editor).get(f"/admin/articles/image/?waiting={queue}{view}"))
            assert {c for c in ("Abgelaufen", "Ohne Nachweis", "Ohne Worte") if c in text} == captions


def test_the_library_costs_a_fixed_number_of_queries(db, visit, editor, django_assert_max_num_queries):
    for colour in ("red", "green", "blue"):
        library.take_in(sent(picture(colour=colour)), editor)
    visitor = visit(editor)

    for view in ("", "?view=list"):
        with django_assert_max_num_queries(9):
            page = visitor.get(f"/admin/articles/image/{view}")
        assert page.content.count(b'loading="lazy"') == 3


def test_an_original_is_at_no_address(db, visit, admin_user):
    image = library.take_in(sent(picture()), admin_user).image
    page = visit(admin_user).get(f"/admin/articles/image/{image.pk}/change/").content.decode()

    assert image.file.name not in page
    assert visit(admin_user).get(f"/media/{image.file.name}").status_code == 404


def test_the_articles_form_saves_alternative_texts(make_article, visit, editor, change_url):
    image = Image.objects.create(caption="Das Rathaus", credit="Ada")
    article = make_article(state="draft", body=f'<p>Text.</p><figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)
    uses = json.dumps({str(image.pk): {"alt": " Ein  Haus ", "decorative": False}})

    visit(editor).fill(change_url(article), picture_uses=uses, _save="1")

    assert article.placements.get().alt_text == "Ein Haus"
    revision = article.history.first()
    assert (revision.version, revision.history_change_reason) == (2, "Alternativtexte")
    visit(editor).fill(change_url(article), _save="1")
    assert article.history.count() == 2


@pytest.mark.parametrize("invalid", ["[", "[1]", '{"1": 5}', '{"1": {"alt": 1, "decorative": true}}', '{"x": {}}'])
def test_invalid_picture_uses_are_refused(make_article, visit, editor, change_url, invalid):
    article = make_article(state="draft")

    response = visit(editor).fill(change_url(article), picture_uses=invalid, headline="Anders", _save="1")

    assert response.status_code == 200
    assert article.history.count() == 1


def test_a_picture_in_use_cannot_be_deleted(imported, visit, admin_user):
    image = imported("003").images.get()

    visit(admin_user).post(f"/admin/articles/image/{image.pk}/delete/", {"post": "yes"})

    assert Image.objects.filter(pk=image.pk).exists()


def test_saving_a_picture_untouched_makes_no_version(images, visit, editor, change_url):
    visit(editor).fill(change_url(images[0]), "image_form", _save="1")

    assert images[0].history.count() == 1
