"""Clips in a real browser: roles given by keyboard and mouse, new clips worked through by keys alone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.domain.imports import importer
from articles.models import Article, Clip

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SENTENCES = " ".join(["Die Stadt baut am Fluss einen 🗼 Turm, sagte die Bürgermeisterin."] * 4)
CLIP = f"Stadt baut einen Turm\r\n\r\n{SENTENCES} Das gefällt.\r\n\r\n{SENTENCES} Das kostet.\r\n\r\nTurm am Abend\r\n"


@pytest.fixture
def article() -> Article:
    found = importer.import_clip(CLIP.encode(), "turm.txt").article
    assert found is not None
    return found


def open_form(desk: Page, article: Article) -> None:
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(desk.get_by_role("textbox", name="Text", exact=True)).to_be_visible()


def test_by_keyboard_a_stretch_becomes_the_headline(desk: Page, complaints: list[str], article: Article) -> None:
    open_form(desk, article)

    desk.locator(".stretch[tabindex='0']").focus()
    for _ in range(desk.locator(".stretch").count()):
        desk.keyboard.press("ArrowDown")
    expect(desk.locator(".stretch").last).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Rolle", exact=True)).to_be_focused()
    desk.keyboard.press("Home")
    desk.keyboard.press("ArrowDown")  # from „Dachzeile“ to „Überschrift“
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="Rolle zuweisen")).to_be_focused()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")

    expect(desk.locator("#id_headline")).to_have_value("Turm am Abend")
    expect(desk.locator(".field-headline .proof")).to_contain_text("von der Redaktion")
    assert Article.objects.get().headline == "Turm am Abend"
    assert complaints == []


def test_words_selected_with_the_mouse_are_the_clips_characters(desk: Page, article: Article) -> None:
    open_form(desk, article)
    said = desk.locator(".stretch .said", has_text="Das kostet.")

    said.evaluate(
        """(said) => {
          const range = document.createRange()
          const at = said.firstChild.data.indexOf("Das kostet.")
          range.setStart(said.firstChild, at)
          range.setEnd(said.firstChild, at + 11)
          getSelection().removeAllRanges()
          getSelection().addRange(range)
          said.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }))
        }"""
    )
    start = CLIP.index("Das kostet.")

    assert desk.get_by_label("Ab Zeichen").input_value() == str(start)
    assert desk.get_by_label("bis Zeichen").input_value() == str(start + 11)
    desk.get_by_label("Rolle", exact=True).select_option("boilerplate")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Rolle zuweisen").click()
    assert "Das kostet." not in Article.objects.get().body
    assert "Das gefällt." in Article.objects.get().lead


def test_one_side_shows_the_place_on_the_other(desk: Page, article: Article) -> None:
    open_form(desk, article)

    desk.locator(".stretch", has_text="Stadt baut einen Turm").first.click()
    expect(desk.locator(".field-headline.is-shown")).to_be_visible()

    desk.locator(".field-headline a.to-clip").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".stretch.is-chosen")).to_be_focused()
    expect(desk.locator(".stretch.is-chosen")).to_contain_text("Stadt baut einen Turm")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Rolle", exact=True)).to_be_focused()
    desk.get_by_role("button", name="Im Artikel zeigen").press("Enter")
    expect(desk.locator("#id_headline")).to_be_focused()


@pytest.fixture
def clips() -> list[Clip]:
    found = []
    for word in ("Rathaus", "Schwimmbad", "Bahnhof"):
        body = " ".join(f"{word} {n} wird von der Stadt {word}{n} saniert, sagt {word}{n * n}." for n in range(20))
        clip = importer.import_clip(f"{word} wird saniert\n\n{body}\n\n{body[::-1]}".encode(), f"{word}.txt").clip
        assert clip is not None
        found.append(clip)
    return found


def states() -> list[str]:
    return list(Clip.objects.order_by("pk").values_list("state", flat=True))


def press(desk: Page, key: str) -> None:
    """Press a key that leads to another page, and wait until that page listens to keys itself."""
    with desk.expect_navigation():
        desk.keyboard.press(key)


def title(desk: Page) -> Any:
    return desk.get_by_role("heading", level=1)


def test_three_clips_are_decided_about_by_keys_and_the_last_is_undone(
    desk: Page, complaints: list[str], clips: list[Clip]
) -> None:
    desk.goto("/admin/articles/clip/triage/")

    expect(title(desk)).to_have_text("Rathaus.txt")
    press(desk, "a")
    expect(title(desk)).to_have_text("Schwimmbad.txt")
    desk.keyboard.press("d")
    desk.keyboard.type("nur Werbung")
    press(desk, "Enter")
    expect(title(desk)).to_have_text("Bahnhof.txt")
    press(desk, "r")
    expect(desk.get_by_text("Es ist nichts übrig")).to_be_visible()
    assert states() == ["adopted", "discarded", "archive_only"]

    press(desk, "z")
    expect(title(desk)).to_have_text("Bahnhof.txt")
    assert states() == ["adopted", "discarded", "new"]
    assert complaints == []


def test_a_clip_without_warnings_is_a_draft_of_mine_in_three_keys(desk: Page, clips: list[Clip]) -> None:
    Clip.objects.exclude(pk=clips[0].pk).update(state="archive_only")
    desk.goto("/admin/articles/clip/triage/")
    pressed = ["a"]

    for key in pressed:
        press(desk, key)
    expect(desk.get_by_text("Es ist nichts übrig")).to_be_visible()

    article = Article.objects.get(clip=clips[0])
    assert (states()[0], article.state, article.responsible.username) == ("adopted", "draft", "admin")
    assert len(pressed) <= 3


def test_keys_go_to_the_next_and_back_and_open_the_article(desk: Page, clips: list[Clip]) -> None:
    desk.goto("/admin/articles/clip/triage/")

    for key, name in (("n", "Schwimmbad.txt"), ("n", "Bahnhof.txt"), ("p", "Schwimmbad.txt")):
        press(desk, key)
        expect(title(desk)).to_have_text(name)
    desk.keyboard.press("Enter")

    desk.wait_for_url(f"**/admin/articles/article/{clips[1].articles.get().pk}/change/")
    assert states() == ["new"] * 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [768, 1440])
def test_the_pages_are_accessible_and_fit(
    desk: Page, article: Article, clips: list[Clip], width: int, scheme: Any
) -> None:
    desk.set_viewport_size({"width": width, "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    addresses = (
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/articles/clip/{article.clip_id}/change/",
        f"/admin/articles/clip/{clips[0].pk}/triage/",
    )

    for address in addresses:
        desk.goto(address, wait_until="networkidle")
        found = Axe().run(desk).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == [], address
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, address
