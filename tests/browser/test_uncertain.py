"""Uncertain places in a real browser: gone through and decided by one key each, on every page that shows a clip."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from articles.domain.imports import importer
from articles.models import Article

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SENTENCES = " ".join(["Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin."] * 4)
RAIN = "Vielleicht regnet es am Abend in der Stadt, und der Turm wird nass."
SNOW = "Vielleicht schneit es im Winter auf die Mauern des neuen Turms."
WIND = "Vielleicht weht im Herbst ein Sturm über den Platz am Fluss."
PARTS = [f"{SENTENCES} Das ist Absatz {number}.\n\n{doubt}" for number, doubt in enumerate((RAIN, SNOW, WIND))]
CLIP = "\n\n".join(["Stadt baut einen Turm", *PARTS, f"{SENTENCES} Das dauert lange."])


@pytest.fixture
def article(unsure_about: Callable[[str], None]) -> Article:
    unsure_about("Vielleicht")
    article = importer.import_clip(CLIP.encode(), "turm.txt").article
    assert article is not None
    return article


def address(article: Article, where: str) -> str:
    clip = f"/admin/articles/clip/{article.clip_id}"
    form = f"/admin/articles/article/{article.pk}/change/"
    return {"clip": f"{clip}/change/", "triage": f"{clip}/triage/", "article": form}[where]


def place(desk: Page, words: str) -> Locator:
    return desk.locator(".stretch", has_text=words)


def press(desk: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that page."""
    with desk.expect_navigation():
        desk.keyboard.press(key)


def doubts_in(article: Article) -> list[str]:
    """Which of the doubtful sentences the article has."""
    article.refresh_from_db()
    return [words for words in (RAIN, SNOW, WIND) if words in article.body]


@pytest.mark.parametrize("where", ["clip", "triage"])
def test_places_are_gone_through_and_decided_by_one_key_each(
    desk: Page, console_errors: list[str], article: Article, where: str
) -> None:
    desk.goto(address(article, where))
    expect(desk.get_by_text("3 Stellen ungewiss").last).to_be_visible()

    for key, words in (("j", RAIN), ("j", SNOW), ("k", RAIN), ("k", WIND), ("j", RAIN)):
        desk.keyboard.press(key)
        expect(place(desk, words)).to_be_focused()
    press(desk, "x")
    expect(place(desk, SNOW)).to_be_focused()
    assert doubts_in(article) == [SNOW, WIND]

    press(desk, "b")
    expect(place(desk, WIND)).to_be_focused()
    expect(desk.locator(".place-count")).to_have_text("1 Stelle ungewiss")
    press(desk, "x")
    expect(desk.locator("#uncertain-places")).to_be_focused()
    expect(desk.locator(".place-count")).to_have_text("Keine Stelle ist mehr ungewiss")
    assert doubts_in(article) == [SNOW]

    press(desk, "z")
    expect(place(desk, WIND)).to_be_focused()
    assert doubts_in(article) == [SNOW, WIND]
    desk.reload()
    expect(desk.locator(".stretch.is-uncertain")).to_have_count(1)
    assert console_errors == []


def test_beside_the_article_the_keys_are_heard_in_the_clip_and_not_where_somebody_writes(
    desk: Page, console_errors: list[str], article: Article
) -> None:
    desk.goto(address(article, "article"))
    body = desk.get_by_role("textbox", name="Text", exact=True)
    expect(body).to_be_visible()

    body.click()
    desk.keyboard.type("jbxz")
    expect(body).to_contain_text("jbxz")
    assert doubts_in(article) == [RAIN, SNOW, WIND]
    for _ in range(4):
        desk.keyboard.press("Backspace")

    desk.locator(".clip-scroll").focus()
    desk.keyboard.press("j")
    expect(place(desk, RAIN)).to_be_focused()
    press(desk, "x")
    expect(place(desk, SNOW)).to_be_focused()
    assert doubts_in(article) == [SNOW, WIND]
    press(desk, "z")
    expect(place(desk, RAIN)).to_be_focused()
    assert doubts_in(article) == [RAIN, SNOW, WIND]
    assert console_errors == []


def test_the_keys_can_be_switched_off(desk: Page, article: Article) -> None:
    desk.goto(address(article, "clip"))

    desk.get_by_label("Diese Tasten verwenden").uncheck()
    desk.locator("body").press("j")
    expect(place(desk, RAIN)).not_to_be_focused()
    desk.get_by_role("button", name="Nächste Stelle").click()
    expect(place(desk, RAIN)).to_be_focused()


def test_decided_places_leave_nothing_typed_behind(desk: Page, article: Article) -> None:
    desk.goto(address(article, "clip"))

    press(desk, "b")

    expect(place(desk, SNOW)).to_be_focused()
    expect(desk.get_by_text("In diesem Browser aufgehoben")).to_have_count(0)


def test_a_reader_of_the_screen_hears_which_place_it_is_and_what_the_buttons_do(desk: Page, article: Article) -> None:
    desk.goto(address(article, "clip"))

    expect(place(desk, SNOW)).to_contain_text("ungewiss (Stelle 2 von 3)")
    expect(desk.get_by_role("button", name="Behalten (Stelle 2)")).to_be_visible()
    expect(desk.get_by_role("button", name="Entfernen (Stelle 2)")).to_be_visible()
    expect(desk.get_by_role("region", name="Ungewisse Stellen")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_with_places_are_accessible_and_fit(desk: Page, article: Article, width: int, scheme: Any) -> None:
    desk.set_viewport_size({"width": width, "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    desk.goto(address(article, "clip"))
    press(desk, "x")  # so that there is something to undo

    for where in ("clip", "triage", "article"):
        desk.goto(address(article, where), wait_until="networkidle")
        violations = Axe().run(desk).response["violations"]
        assert [(violation["id"], violation["nodes"][0]["html"][:160]) for violation in violations] == [], where
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, where
        box = desk.locator(".place-verdicts button").first.bounding_box()
        assert box is not None and box["height"] >= 24, where
