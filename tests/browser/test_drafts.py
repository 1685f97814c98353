"""No input is lost, in a real browser: autosave, a killed tab, a lost connection, merging two versions by keyboard."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from articles.domain.articles import preview_links, revisions
from articles.models import Article, Draft

from .waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AUTOSAVED = re.compile("Für Sie zwischengespeichert um ")
KEPT_FORM_COUNT = "Object.keys(localStorage).filter((k) => k.startsWith('newsroom-draft:')).length"


@pytest.fixture
def article(make_article: Any) -> Article:
    """A draft of two paragraphs."""
    return make_article(state="draft", headline="Rathaus wird saniert", body="<p>Eins.</p>\n<p>Zwei.</p>")


def open_form(page: Page, article: Article | None) -> Any:
    """Open the form and wait for the editor; returns the editable area."""
    page.goto(f"/admin/articles/article/{article.pk}/change/" if article else "/admin/articles/article/add/")
    area = page.get_by_role("textbox", name="Text", exact=True)
    expect(area).to_be_visible()
    return area


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern", exact=True).click()


def page_of_user(context: BrowserContext, user: Any, live_server: Any) -> Page:
    """A page of another user in that context."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return context.new_page()


def test_input_is_autosaved_two_seconds_after_the_last_key(
    desk: Page, console_errors: list[str], article: Article
) -> None:
    area = open_form(desk, article)
    area.locator("p").last.click()
    area.press("Control+End")
    desk.evaluate("addEventListener('input', () => { window.lastKey = Date.now() }, true)")
    with desk.expect_response(lambda response: "Drei." in (response.request.post_data or "")) as autosave:
        area.press_sequentially(" Drei.")

    autosave.value.finished()
    assert 1_900 < autosave.value.request.timing["startTime"] - desk.evaluate("lastKey") < 6_000
    expect(desk.locator(".kept")).to_have_text(AUTOSAVED)

    assert Draft.objects.get().data["body"] == ["<p>Eins.</p><p>Zwei. Drei.</p>"]
    assert article.history.count() == 1
    save(desk)
    expect(desk.locator("ul.messagelist .success")).to_be_visible()
    assert Article.objects.get(pk=article.pk).body == "<p>Eins.</p>\n<p>Zwei. Drei.</p>"
    assert desk.locator(".unsaved").count() == 0
    assert console_errors == []


def test_a_killed_tab_loses_nothing(desk: Page, article: Article) -> None:
    open_form(desk, article)
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.evaluate(
        """() => { const keep = Storage.prototype.setItem
                   Storage.prototype.setItem = function (...words) { window.isOnDevice = true; keep.apply(this, words) }
        }"""
    )
    desk.locator("#id_headline").fill("Rathaus wird verkauft")
    wait_until(desk, "window.isOnDevice")
    context = desk.context
    desk.close(run_before_unload=False)

    new_tab = context.new_page()
    open_form(new_tab, article)
    expect(new_tab.locator(".unsaved")).to_contain_text("Nicht gespeicherter Stand von")
    assert Axe().run(new_tab).response["violations"] == []
    new_tab.get_by_role("link", name="Übernehmen").click()
    expect(new_tab.locator("#id_headline")).to_have_value("Rathaus wird verkauft")
    assert Article.objects.get(pk=article.pk).headline == "Rathaus wird saniert"
    new_tab.on("dialog", lambda dialog: dialog.accept())
    save(new_tab)

    assert Article.objects.get(pk=article.pk).headline == "Rathaus wird verkauft"
    expect(new_tab.locator(".unsaved")).to_have_count(0)


def test_without_a_connection_the_text_is_kept_on_the_device_and_sent_later(desk: Page, article: Article) -> None:
    open_form(desk, article)
    desk.context.set_offline(True)
    desk.locator("#id_headline").fill("Rathaus wird verkauft")
    message = "Verbindung unterbrochen. Ihr Text ist auf diesem Gerät gesichert."
    expect(desk.locator(".kept")).to_have_text(message)
    assert not Draft.objects.exists()

    desk.context.set_offline(False)

    expect(desk.locator(".kept")).to_have_text(AUTOSAVED)
    assert Draft.objects.get().data["headline"] == ["Rathaus wird verkauft"]
    wait_until(desk, f"{KEPT_FORM_COUNT} === 0")


def test_a_tab_killed_without_a_connection_loses_nothing(desk: Page, article: Article) -> None:
    open_form(desk, article)
    context = desk.context
    context.set_offline(True)
    desk.locator("#id_headline").fill("Rathaus wird verkauft")
    wait_until(desk, f"{KEPT_FORM_COUNT} === 1")
    desk.close(run_before_unload=False)
    context.set_offline(False)
    assert not Draft.objects.exists()

    new_tab = context.new_page()
    open_form(new_tab, article)

    expect(new_tab.locator(".unsaved")).to_contain_text("Rathaus wird verkauft")


def test_a_new_article_is_autosaved(desk: Page) -> None:
    open_form(desk, None)
    desk.locator("#id_headline").fill("Ganz neu")
    expect(desk.locator(".kept")).to_have_text(AUTOSAVED)
    context = desk.context
    desk.close(run_before_unload=False)

    new_tab = context.new_page()
    open_form(new_tab, None)
    new_tab.get_by_role("link", name="Übernehmen").click()

    expect(new_tab.locator("#id_headline")).to_have_value("Ganz neu")


def test_two_editors_see_each_other_and_a_save(
    desk: Page, browser: Any, article: Article, editor: Any, live_server: Any
) -> None:
    context = browser.new_context(base_url=live_server.url, locale="de-DE")
    other_page = page_of_user(context, editor, live_server)
    open_form(other_page, article)
    expect(other_page.locator("#drafting")).to_be_attached()
    other_page.wait_for_load_state("networkidle")
    open_form(desk, article)
    expect(desk.locator(".present")).to_contain_text("editor hat diesen Artikel geöffnet")

    article.kicker = "Stadtrat"
    revisions.save(article, editor)
    desk.locator("#id_headline").fill("Neu")

    expect(desk.locator(".newer")).to_contain_text("editor hat diesen Artikel um")
    context.close()


def test_two_versions_are_merged_by_keyboard(
    desk: Page, console_errors: list[str], article: Article, editor: Any
) -> None:
    open_form(desk, article)
    desk.locator("#id_headline").fill("Rathaus wird verkauft")
    desk.locator("#id_lead").fill("Der Rat stimmt ab.")
    other_version = Article.objects.get(pk=article.pk)
    other_version.headline, other_version.kicker = "Rathaus wird abgerissen", "Stadtrat"
    revisions.save(other_version, editor)
    save(desk)

    expect(desk.get_by_role("heading", name="Von beiden geändert")).to_be_visible()
    assert Axe().run(desk).response["violations"] == []
    for _ in range(40):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.name") == "choice-headline":
            break
    desk.keyboard.press("Space")
    expect(desk.locator("[name=choice-headline][value=mine]")).to_be_checked()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("[name=choice-headline][value=theirs]")).to_be_checked()
    desk.keyboard.press("ArrowUp")
    for _ in range(40):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.name") == "_save":
            break
    with desk.expect_navigation():
        desk.keyboard.press("Enter")

    saved = Article.objects.get(pk=article.pk)
    assert (saved.headline, saved.kicker, saved.lead) == ("Rathaus wird verkauft", "Stadtrat", "Der Rat stimmt ab.")
    assert console_errors == []


def test_the_preview_opens_beside_the_form(desk: Page, console_errors: list[str], article: Article) -> None:
    open_form(desk, article)
    desk.locator("#id_headline").fill("Rathaus wird verkauft")

    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Vorschau", exact=True).click()
    preview = opened.value

    expect(preview.get_by_role("heading", level=1)).to_have_text("Rathaus wird verkauft")
    expect(preview.get_by_text("Vorschau – nicht veröffentlicht")).to_be_visible()
    assert Axe().run(preview).response["violations"] == []
    expect(desk.locator("#id_headline")).to_have_value("Rathaus wird verkauft")
    assert console_errors == []


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_pages_of_versions_are_accessible_and_fit(
    width: int, desk: Page, article: Article, admin_user: Any
) -> None:
    article.headline, article.body = "Rathaus wird verkauft", "<p>Eins!</p>"
    revisions.save(article, admin_user, "Der Rat hat entschieden")
    preview_links.make_link(article, admin_user, 7, "Bürgermeisteramt")
    revision_keys = list(article.history.values_list("pk", flat=True))
    base = f"/admin/articles/article/{article.pk}"
    addresses = (
        f"{base}/history/",
        f"{base}/history/compare/?a={revision_keys[1]}&b={revision_keys[0]}",
        f"{base}/history/{revision_keys[1]}/restore/",
        f"{base}/links/",
    )
    desk.set_viewport_size({"width": width, "height": 900})

    violations_by_address = {}
    for address in addresses:
        desk.goto(address)
        violations = [v["id"] for v in Axe().run(desk).response["violations"]]
        if width >= 768 and (overflow := desk.evaluate("document.documentElement.scrollWidth - innerWidth")):
            violations.append(f"{overflow} pixels too wide")
        if violations:
            violations_by_address[address] = violations

    assert violations_by_address == {}
