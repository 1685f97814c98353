"""Pictures in a real browser: uploaded in the editor, described, with a focal point, and on the public page."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.domain.articles import publishing, revisions
from articles.domain.images import library
from articles.models import Article, Image
from tests.picture_files import XMP, encoded, halves, picture, sent

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A picture, red on the left and blue on the right, with XMP metadata."""
    path = tmp_path / "rathaus.jpg"
    path.write_bytes(encoded(halves(1600, 400), xmp=XMP.encode()))
    return path


def open_article(desk: Page, article: Article) -> Any:
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    area = desk.get_by_role("textbox", name="Text", exact=True)
    expect(area).to_be_visible()
    area.click()
    return area


def save(desk: Page) -> None:
    with desk.expect_navigation():
        desk.get_by_role("button", name="Speichern", exact=True).click()
    expect(desk.locator("ul.messagelist .success")).to_be_visible()


def colours(page: Page, selector: str) -> list[str]:
    """Whether the picture is red or blue at its left edge, in the middle and at its right edge."""
    return page.locator(selector).evaluate(
        """async (image) => {
          await image.decode()
          const canvas = document.createElement("canvas")
          canvas.width = image.naturalWidth; canvas.height = image.naturalHeight
          const pen = canvas.getContext("2d")
          pen.drawImage(image, 0, 0)
          return [0.1, 0.5, 0.9].map((at) => {
            const [red, , blue] = pen.getImageData(Math.floor(at * canvas.width), canvas.height / 2, 1, 1).data
            return red > blue ? "red" : "blue"
          })
        }"""
    )


def test_a_picture_is_uploaded_in_the_editor_described_and_shown_on_the_page(
    desk: Page, console_errors: list[str], make_article: Any, file: Path
) -> None:
    article = make_article(state="draft", slug="rathaus", publish_at=None, body="<p>Anfang.</p>")
    area = open_article(desk, article)
    desk.get_by_role("button", name="Bild einfügen …").click()
    desk.get_by_label("Ein Bild hochladen oder hier ablegen").set_input_files(file)
    expect(desk.get_by_label("Bildunterschrift")).to_have_value("Das Rathaus am Markt")
    expect(desk.get_by_label("Bildnachweis")).to_have_value("Bildhaus")
    desk.get_by_label("Bildnachweis", exact=True).fill("Ada Müller/Bildhaus")
    desk.get_by_role("button", name="In den Text einfügen").click()
    expect(area.locator("figure .picture-credit")).to_have_text("Ada Müller/Bildhaus")

    area.get_by_role("button", name="Alternativtext …").click()
    desk.get_by_label("Alternativtext hier").fill("Ein rotes und ein blaues Haus")
    desk.get_by_role("button", name="Fertig").click()
    expect(area.locator(".picture-tools")).to_contain_text("Ein rotes und ein blaues Haus")
    save(desk)

    publishing.publish(Article.objects.get(), by=None, override_reason="Probe")
    desk.goto("/articles/rathaus/")
    image = desk.locator("article figure img")
    expect(image).to_have_attribute("alt", "Ein rotes und ein blaues Haus")
    expect(desk.locator("article figcaption")).to_have_text("Das Rathaus am Markt Ada Müller/Bildhaus")
    assert re.search(r"/whole-\d+\.avif$", image.evaluate("image => image.decode().then(() => image.currentSrc)"))
    assert console_errors == []


def test_inserting_a_picture_of_the_archive_does_not_change_its_texts(
    desk: Page, console_errors: list[str], make_article: Any, file: Path
) -> None:
    image = library.take_in(sent(file.read_bytes()), None).image
    published = make_article(body=f'<figure data-image="{image.pk}"></figure><p>Text.</p>')
    revisions.place_images(published)
    draft = make_article(state="draft", slug="neu", publish_at=None, body="<p>Anfang.</p>")
    before = Image.objects.values().get()
    area = open_article(desk, draft)
    desk.get_by_role("button", name="Bild einfügen …").click()
    desk.get_by_label("Ein Bild hochladen oder hier ablegen").set_input_files(file)
    insert_button = desk.get_by_role("button", name="In den Text einfügen")
    expect(insert_button).to_be_focused()
    expect(desk.get_by_label("Bildunterschrift")).to_have_count(0)
    insert_button.click()
    expect(area.locator("figure .picture-caption")).to_have_text("Das Rathaus am Markt")
    save(desk)

    assert Image.objects.values().get() == before
    assert draft.placements.get().image_id == image.pk
    assert console_errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_read_only_body_is_displayed_as_html(
    desk: Page, console_errors: list[str], make_article: Any, file: Path, scheme: Any, width: int
) -> None:
    image = library.take_in(sent(file.read_bytes()), None).image
    image_without_file = Image.objects.create(caption="Nur Worte", credit="dpa")
    text = "<p>Die Stadt saniert ihr <strong>Rathaus</strong> für Millionen; die Bauarbeiten dauern drei Jahre.</p>"
    quote = "<blockquote><p>Das wird teuer.</p></blockquote><ul><li>Dach</li><li>Fenster</li></ul>"
    figures = "".join(f'<figure data-image="{placed.pk}"></figure>' for placed in (image, image_without_file))
    body = f'{text}<h2>Der Plan</h2>{text}{figures}{quote}<p><a href="https://a.example/">Mehr</a></p>'
    article = make_article(state="locked", headline_is_provisional=True, lead="Ein Vorspann.", body=body)
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme=scheme)

    desk.goto(f"/admin/articles/article/{article.pk}/change/")

    expect(desk.locator(".set-text h2")).to_have_text("Der Plan")
    assert desk.locator(".set-text img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert desk.locator(".set-text li").first.evaluate("item => getComputedStyle(item).listStyleType") == "disc"
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    violations = Axe().run(desk).response["violations"]
    assert violations == [], [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations]
    assert console_errors == []


def test_the_focal_point_is_set_by_click_or_keyboard_and_determines_the_crop(
    desk: Page, console_errors: list[str], make_article: Any, file: Path
) -> None:
    image = library.take_in(sent(file.read_bytes()), None).image
    article = make_article(body=f'<p>Text.</p><figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)
    desk.goto(f"/admin/articles/image/{image.pk}/change/")
    displayed_image = desk.locator(".focal-picture img")
    box = displayed_image.bounding_box()

    displayed_image.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.5})
    expect(desk.locator("#id_focal_x")).to_have_value("0.90")
    save_and_stay(desk)
    desk.goto("/")
    assert colours(desk, ".top figure img") == ["blue", "blue", "blue"]

    desk.goto(f"/admin/articles/image/{image.pk}/change/")
    desk.locator(".focal-point").focus()
    for _ in range(8):
        desk.keyboard.press("Shift+ArrowLeft")
    expect(desk.get_by_role("button", name="Bildschwerpunkt: 10 % von links, 50 % von oben")).to_be_focused()
    save_and_stay(desk)
    desk.goto("/")
    assert colours(desk, ".top figure img") == ["red", "red", "red"]
    assert console_errors == []


def save_and_stay(desk: Page) -> None:
    with desk.expect_navigation():
        desk.locator("input[name=_continue]").click()
    expect(desk.locator("ul.messagelist .success")).to_be_visible()


def test_a_picture_is_marked_as_decorative(desk: Page, make_article: Any) -> None:
    image = library.take_in(sent(picture(400, 300)), None).image
    article = make_article(state="draft", body=f'<p>Text.</p><figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)
    area = open_article(desk, article)

    area.get_by_role("button", name="Alternativtext …").click()
    desk.get_by_label("Schmuckbild: Es trägt nichts zum Text bei").check()
    expect(desk.get_by_label("Alternativtext hier")).to_be_disabled()
    desk.get_by_role("button", name="Fertig").click()
    save(desk)

    assert article.placements.get().is_decorative


def test_the_form_of_a_prepared_change_has_no_alternative_text(
    desk: Page, console_errors: list[str], make_article: Any
) -> None:
    image = library.take_in(sent(picture(400, 300)), None).image
    article = make_article(body=f'<p>Text.</p><figure data-image="{image.pk}"></figure>')

    desk.goto(f"/admin/articles/article/{article.pk}/prepare/")

    expect(desk.locator("figure.picture img")).to_be_visible()
    expect(desk.get_by_role("button", name="Alternativtext …")).to_have_count(0)
    assert console_errors == []


def test_files_are_uploaded_by_drag_and_drop(desk: Page, console_errors: list[str], file: Path) -> None:
    desk.goto("/admin/articles/image/upload/")
    desk.evaluate(
        """async ([picture, text]) => {
          const files = new DataTransfer()
          const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0))
          files.items.add(new File([bytes], "eins.jpg", { type: "image/jpeg" }))
          files.items.add(new File([text], "zwei.jpg", { type: "image/jpeg" }))
          document.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }))
        }""",
        [base64.b64encode(file.read_bytes()).decode(), "<html>"],
    )
    with desk.expect_navigation():
        desk.get_by_role("button", name="Hochladen", exact=True).click()

    outcomes = desk.locator(".upload-outcomes li")
    expect(outcomes).to_have_count(2)
    expect(outcomes.nth(0)).to_contain_text("neu Das Rathaus am Markt")
    expect(outcomes.nth(1)).to_contain_text("abgewiesen zwei.jpg: Das ist kein Bild")
    assert console_errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_library_is_accessible(desk: Page, scheme: Any, file: Path) -> None:
    image = library.take_in(sent(file.read_bytes()), None).image
    Image.objects.create(caption="Ohne Datei")
    desk.emulate_media(color_scheme=scheme)
    paths = ("", "?view=list", "upload/", f"{image.pk}/change/", f"{image.pk}/file/")

    for path in paths:
        desk.goto(f"/admin/articles/image/{path}")
        violations = Axe().run(desk).response["violations"]
        assert violations == [], (path, [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations])


CLAIMED = """() => [...document.images].map((image) => {
  const fitting = image.sizes.split(",").map((size) => size.trim().match(/^(?:(\\(.*\\)) )?([0-9.]+)(vw|rem)$/))
    .find((match) => !match[1] || matchMedia(match[1]).matches)
  const claimed = fitting[2] * (fitting[3] === "vw" ? innerWidth / 100 : 16)
  return [claimed, image.getBoundingClientRect().width]
})"""


def test_the_sizes_attribute_matches_the_displayed_width(page: Page, make_article: Any, admin_user: Any) -> None:
    image = library.take_in(sent(picture(2400, 1600)), admin_user).image
    articles = [make_article(body=f'<figure data-image="{image.pk}"></figure><p>Text.</p>') for _ in range(9)]
    for article in articles:
        revisions.place_images(article)

    for width in (320, 600, 690, 720, 800, 1024, 1100, 1280, 1500, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("/", articles[0].get_absolute_url()):
            page.goto(address)
            widths = page.evaluate(CLAIMED)

            assert widths
            mismatches = [(claimed, shown) for claimed, shown in widths if not shown - 8 <= claimed <= shown * 1.2]
            assert mismatches == [], (width, address)
