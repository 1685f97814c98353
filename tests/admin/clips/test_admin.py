"""Clips: the imported text and bytes are never edited."""

import pytest
from lxml import html

from articles.domain.imports import importer
from articles.models import AuditEntry, Clip, Right
from tests.end_to_end.generated_clips import generate_clip

BYTES = "Überschrift\r\n<script>alert(1)</script>".encode("cp1252")


@pytest.fixture
def clip(make_clip):
    """A clip with hostile words, and bytes that are not its text's UTF-8."""
    clip = make_clip("Überschrift\r\n<script>alert(1)</script>")
    Clip.objects.filter(pk=clip.pk).update(data=BYTES)
    return clip


def test_a_clips_text_and_bytes_cannot_be_posted(clip, visit, admin_user, change_url):
    visit(admin_user).fill(
        change_url(clip), "clip_form", text="gefälscht", data="gefälscht", sha256="0" * 64, _save="1"
    )

    stored = Clip.objects.get(pk=clip.pk)
    assert (stored.text, bytes(stored.data), stored.sha256) == (clip.text, BYTES, clip.sha256)


def test_the_right_to_use_is_set_at_the_clip(clip, visit, admin_user, change_url):
    visit(admin_user).fill(change_url(clip), "clip_form", right=Right.EXCERPT, right_note="Vertrag 7", _save="1")

    stored = Clip.objects.get(pk=clip.pk)
    assert (stored.right, stored.right_note) == ("excerpt", "Vertrag 7")
    entry = AuditEntry.objects.about(clip).get()
    assert (entry.verb, entry.by, entry.details["right"]) == ("change_rights", admin_user, ["", "excerpt"])


def test_the_page_shows_the_whole_text_with_its_role(clip, visit, admin_user, change_url):
    page = html.fromstring(visit(admin_user).get(change_url(clip)).content.decode())

    assert [e.text for e in page.find_class("said")] == [clip.text.replace("\r\n", "\n")]
    assert [e.text for e in page.find_class("clip-text")[0].find_class("role")] == ["Beiwerk"]


def test_the_bytes_are_a_download_that_no_browser_runs(clip, visit, admin_user):
    response = visit(admin_user).get(f"/admin/articles/clip/{clip.pk}/data/")

    assert response.content == BYTES
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_bytes_are_not_for_everybody(clip, visit, moderator):
    assert visit(moderator).get(f"/admin/articles/clip/{clip.pk}/data/").status_code == 403


def test_a_clip_is_neither_added_nor_deleted_by_hand(clip, visit, admin_user):
    visitor = visit(admin_user)

    assert visitor.get("/admin/articles/clip/add/").status_code == 403
    assert visitor.post(f"/admin/articles/clip/{clip.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_clip_page_names_its_warnings_and_its_articles(imported, visit, editor, change_url, page_text):
    article = imported("000")

    text = page_text(visit(editor).get(change_url(article.clip)))

    assert "Der Ausschnitt hat keine Überschrift; aus seinen eigenen Worten wurde eine vorläufige gewählt." in text
    assert f"Entwurf {article.headline}" in text
    assert "Erschienen am Juni 2024" in text


def test_a_very_long_clip_is_cut_on_the_page_only(make_clip, visit, admin_user, change_url, page_text):
    clip = make_clip("x" * 300_000)

    response = visit(admin_user).get(change_url(clip))

    assert "Hier stehen nur die ersten 200.000 Zeichen." in page_text(response)
    assert len(response.content) < 260_000


def test_every_character_that_is_not_blank_is_on_the_page(imported, visit, editor, change_url):
    clip = imported("003").clip

    page = html.fromstring(visit(editor).get(change_url(clip)).content.decode())

    passages = "".join(e.text for e in page.find_class("said"))
    assert "".join(passages.split()) == "".join(clip.text.split())


def test_a_clips_buttons_have_the_words_of_an_articles(make_clip, make_article, visit, admin_user, change_url):
    visitor = visit(admin_user)

    def buttons(row):
        page = html.fromstring(visitor.get(change_url(row)).content.decode())
        return [b.get("value") for b in page.xpath("//div[@class='submit-row']//input[@type='submit']")]

    assert buttons(make_clip()) == buttons(make_article())[:2] == ["Speichern", "Speichern und zur Liste"]


def test_clips_with_nearly_the_same_text_name_and_link_each_other(db, visit, editor, change_url, page_text):
    text = generate_clip(1).decode()
    first_clip, second_clip = (
        importer.import_clip(clip_text.encode(), name).clip
        for name, clip_text in (("eins.txt", text), ("<zwei>.txt", text.replace("Sommer", "Herbst", 1)))
    )

    first_page, second_page = visit(editor).get(change_url(first_clip)), visit(editor).get(change_url(second_clip))

    assert "Fast derselbe Text <zwei>.txt (" in page_text(first_page)
    assert "Der Text gleicht fast dem von „eins.txt“" in page_text(second_page)
    links = [
        a.get("href")
        for a in html.fromstring(second_page.content.decode()).xpath("//a[contains(., 'anderen Ausschnitt')]")
    ]
    assert links == [change_url(first_clip)]
    assert [
        a.text for a in html.fromstring(first_page.content.decode()).xpath(f"//a[@href='{change_url(second_clip)}']")
    ] == ["<zwei>.txt"]


def test_a_clip_with_a_unique_text_links_no_other(imported, visit, editor, change_url, page_text):
    page = page_text(visit(editor).get(change_url(imported("003").clip)))

    assert "Plötzlich ziemlich beste Freunde" in page
    assert "Fast derselbe Text" not in page
