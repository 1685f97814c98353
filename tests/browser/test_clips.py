"""Clips in a real browser: roles assigned by keyboard and mouse, new clips triaged by keyboard."""

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
    article = importer.import_clip(CLIP.encode(), "turm.txt").article
    assert article is not None
    return article


def open_form(desk: Page, article: Article) -> None:
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(desk.get_by_role("textbox", name="Text", exact=True)).to_be_visible()


def test_a_passage_becomes_the_headline_by_keyboard(desk: Page, console_errors: list[str], article: Article) -> None:
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
    assert console_errors == []


def test_a_selection_with_the_mouse_has_the_clips_offsets(desk: Page, article: Article) -> None:
    open_form(desk, article)
    passage = desk.locator(".stretch .said", has_text="Das kostet.")

    passage.evaluate(
        """(passage) => {
          const range = document.createRange()
          const at = passage.firstChild.data.indexOf("Das kostet.")
          range.setStart(passage.firstChild, at)
          range.setEnd(passage.firstChild, at + 11)
          getSelection().removeAllRanges()
          getSelection().addRange(range)
          passage.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }))
        }"""
    )
    start = CLIP.index("Das kostet.")

    assert desk.get_by_label("Ab Zeichen").input_value() == str(start)
    assert desk.get_by_label("bis Zeichen").input_value() == str(start + 11)
    desk.get_by_label("Rolle", exact=True).select_option("boilerplate")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Rolle zuweisen").click()
    changed = Article.objects.get()
    assert "Das kostet." not in changed.lead + changed.body
    assert "Das gefällt." in changed.lead + changed.body


def test_clip_and_form_show_each_others_passage(desk: Page, article: Article) -> None:
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
    clips = []
    for topic in ("Rathaus", "Schwimmbad", "Bahnhof"):
        body = " ".join(f"{topic} {n} wird von der Stadt {topic}{n} saniert, sagt {topic}{n * n}." for n in range(20))
        clip = importer.import_clip(f"{topic} wird saniert\n\n{body}\n\n{body[::-1]}".encode(), f"{topic}.txt").clip
        assert clip is not None
        clips.append(clip)
    return clips


def states() -> list[str]:
    return list(Clip.objects.order_by("pk").values_list("state", flat=True))


def press(desk: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that page."""
    with desk.expect_navigation():
        desk.keyboard.press(key)


def title(desk: Page) -> Any:
    return desk.get_by_role("heading", level=1)


def test_three_clips_are_triaged_by_keyboard_and_the_last_is_undone(
    desk: Page, console_errors: list[str], clips: list[Clip]
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
    assert console_errors == []


def test_a_clip_without_warnings_is_adopted_with_three_keys(desk: Page, clips: list[Clip]) -> None:
    Clip.objects.exclude(pk=clips[0].pk).update(state="archive_only")
    desk.goto("/admin/articles/clip/triage/")
    keys = ["a"]

    for key in keys:
        press(desk, key)
    expect(desk.get_by_text("Es ist nichts übrig")).to_be_visible()

    article = Article.objects.get(clip=clips[0])
    assert (states()[0], article.state, article.responsible.username) == ("adopted", "draft", "admin")
    assert len(keys) <= 3


def test_keys_open_the_next_clip_the_previous_one_and_the_article(desk: Page, clips: list[Clip]) -> None:
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
        violations = Axe().run(desk).response["violations"]
        assert [(violation["id"], violation["nodes"][0]["html"][:160]) for violation in violations] == [], address
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, address
