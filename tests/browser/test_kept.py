"""No form loses input, in a real browser: every form is filled in, then the page is interrupted."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Error, Page, expect

from articles.formats import unsent_form
from articles.models import Comment, CommentPolicy, Image, Topic
from tests.admin.test_permissions import AdminRows, table_routes

from .waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FORMS = """() => [...document.forms].map((form, index) => ({ form, index })).filter(({ form }) =>
  form.getAttribute("method") === "post" && !["login-form", "logout-form"].includes(form.id)
  && !form.querySelector("#drafting")
).map(({ form, index }) => index)"""
FILL = """([index, words]) => {
  const form = document.forms[index]
  for (const part of form.querySelectorAll("details")) part.open = true
  for (let part = form.closest("details"); part; part = part.parentElement.closest("details")) part.open = true
  let filled = 0
  for (const field of form.elements) {
    const isNoText = /date|time|[0-9]$|position/.test(field.className + field.name)
    if (field.type !== "textarea" && (field.type !== "text" || isNoText)) continue
    if ( field.readOnly || field.disabled || !field.checkVisibility()) continue
    field.focus()
    field.select()
    document.execCommand("insertText", false, words) // as typing does, events and all
    filled += 1
  }
  return filled
}"""
FORM_TEXT = "(index) => [...(document.forms[index]?.elements || [])].map((field) => field.value || '').join('\\n')"
KEPT = """[localStorage, sessionStorage].some((s) => Object.entries(s).some(
  ([k, v]) => k.startsWith('newsroom-kept:') && v.includes('Ein Satz')
))"""


@pytest.fixture
def rows(admin_user: User, make_article: Any, make_clip: Any, make_comment: Any) -> AdminRows:
    return AdminRows(admin_user, make_article, make_clip, make_comment)


@pytest.fixture
def dialogs(desk: Page) -> list[str]:
    """The kinds of dialogs that the browser opens; each is accepted."""
    kinds: list[str] = []

    def accept(dialog: Any) -> None:
        kinds.append(dialog.type)
        dialog.accept()

    desk.on("dialog", accept)
    return kinds


def sign_in(page: Page, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def pages(desk: Page, rows: AdminRows) -> list[str]:
    """Every page of the admin that has a form."""
    urls: dict[str, None] = {}
    for route in table_routes():
        response = desk.request.get(rows.fill(route))
        if response.ok and "text/html" in response.headers["content-type"] and "keep.js" in response.text():
            urls.setdefault(response.url.split("#")[0])
    return [url for url in urls if not url.endswith(("/login/", "/logout/"))]


def take_over(page: Page, index: int) -> None:
    offer = page.locator("form").nth(index).locator(".kept-offer").get_by_role("button", name="Übernehmen")
    if offer.count():
        offer.first.click()


@pytest.mark.parametrize("interruption", ["reload", "back", "session", "offline"])
def test_the_input_of_every_form_of_the_admin_is_restored(
    desk: Page, rows: AdminRows, admin_user: User, live_server: Any, dialogs: list[str], interruption: str
) -> None:
    lost, tried = [], 0
    for address in pages(desk, rows):
        desk.goto(address)
        for index in desk.evaluate(FORMS):
            words = f"Ein Satz {tried}"
            desk.goto(address)
            if not desk.evaluate(FILL, [index, words]):
                continue
            tried += 1
            dialog_count = len(dialogs)
            wait_until(desk, KEPT.replace("Ein Satz", words))
            label = f"{address} {index}"
            if interruption == "session":
                Session.objects.all().delete()
                with desk.expect_navigation():
                    desk.evaluate("(index) => HTMLFormElement.prototype.submit.call(document.forms[index])", index)
                unsent = desk.locator("input[name=unsent]")
                if not unsent.count() or words not in str(unsent_form.from_json(unsent.get_attribute("value") or "")):
                    lost.append(f"{label}: not on the page for signing in")
                sign_in(desk, admin_user, live_server.url)
                desk.goto(address)
            elif interruption == "offline":
                desk.context.set_offline(True)
                try:
                    desk.evaluate("(index) => HTMLFormElement.prototype.submit.call(document.forms[index])", index)
                    desk.wait_for_timeout(100)
                except Error:
                    pass
                desk.context.set_offline(False)
                desk.goto(address)
            elif interruption == "back":
                desk.goto("/admin/")
                desk.go_back()
            else:
                desk.reload()
            if interruption in {"reload", "back"} and len(dialogs) == dialog_count:
                lost.append(f"{label}: no warning")
            if words not in desk.evaluate(FORM_TEXT, index):
                take_over(desk, index)
            if words not in desk.evaluate(FORM_TEXT, index):
                lost.append(f"{label}: not found again")
            desk.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")

    assert "\n".join(lost) == ""
    assert tried > 25


def test_a_picture_that_is_saved_is_not_kept_any_longer(
    desk: Page, dialogs: list[str], console_errors: list[str]
) -> None:
    image = Image.objects.create(caption="Das Rathaus", credit="Ada")
    desk.goto(f"/admin/articles/image/{image.pk}/change/")
    desk.locator("#id_caption").fill("Ein Satz zum Rathaus")
    wait_until(desk, KEPT)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Sichern", exact=True).or_(desk.locator("[name=_save]")).first.click()

    expect(desk.locator(".messagelist .success")).to_be_visible()
    wait_until(desk, f"!({KEPT})")
    image.refresh_from_db()
    assert image.caption == "Ein Satz zum Rathaus"
    assert (dialogs, console_errors) == ([], [])


def test_a_change_saved_meanwhile_is_shown_before_it_is_overwritten(desk: Page, dialogs: list[str]) -> None:
    topic = Topic.objects.create(name="Rathaus", slug="rathaus")
    desk.goto(f"/admin/articles/topic/{topic.pk}/change/")
    desk.locator("#id_name").fill("Ein Satz")
    wait_until(desk, KEPT)
    Topic.objects.update(name="Von anderen")
    desk.reload()
    desk.get_by_role("button", name="Übernehmen").click()
    with desk.expect_navigation():
        desk.locator("[name=_save]").click()

    expect(desk.locator("#id_name")).to_have_value("Ein Satz")
    expect(desk.locator(".errorlist").first).to_be_visible()
    assert Topic.objects.get().name == "Von anderen"


def test_the_text_of_the_body_editor_is_restored(desk: Page, make_article: Any, dialogs: list[str]) -> None:
    article = make_article()
    desk.goto(f"/admin/articles/article/{article.pk}/prepare/")
    area = desk.get_by_role("textbox", name="Text", exact=True)
    area.click()
    area.press("Control+End")
    area.press_sequentially(" Ein Satz mehr.")
    wait_until(desk, KEPT)
    desk.reload()
    expect(area).to_be_visible()
    desk.get_by_role("button", name="Übernehmen").click()

    expect(area).to_contain_text("Ein Satz mehr.")
    assert dialogs == ["beforeunload"]


def test_logging_out_asks_and_leaves_nothing_behind(desk: Page, dialogs: list[str]) -> None:
    desk.goto("/admin/articles/topic/add/")
    desk.locator("#id_name").fill("Ein Satz")
    wait_until(desk, KEPT)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Abmelden").click()

    assert dialogs == ["confirm"]
    assert desk.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('newsroom-kept')).length") == 0


def test_a_session_that_ended_costs_one_log_in_and_leaves_nothing_behind(
    desk: Page, admin_user: User, live_server: Any, dialogs: list[str]
) -> None:
    image = Image.objects.create(caption="Das Rathaus", credit="Ada")
    admin_user.set_password("geheim")
    admin_user.save()
    sign_in(desk, admin_user, live_server.url)
    desk.goto(f"/admin/articles/image/{image.pk}/change/")
    desk.locator("#id_caption").fill("Ein Satz zum Rathaus")
    Session.objects.all().delete()
    desk.locator("[name=_save]").click()
    expect(desk.get_by_role("heading", name="Nicht mehr angemeldet")).to_be_visible()
    assert Axe().run(desk).response["violations"] == []
    desk.get_by_label("Benutzername").fill("admin")
    desk.get_by_label("Passwort").fill("geheim")
    desk.get_by_role("button", name="Anmelden").click()
    expect(desk.get_by_label("Bildunterschrift")).to_have_value("Ein Satz zum Rathaus")
    assert Axe().run(desk).response["violations"] == []
    desk.get_by_role("button", name="Noch einmal senden").click()

    expect(desk.locator(".messagelist .success")).to_be_visible()
    wait_until(desk, f"!({KEPT})")
    image.refresh_from_db()
    assert image.caption == "Ein Satz zum Rathaus"


def test_no_password_is_ever_kept(desk: Page, dialogs: list[str]) -> None:
    desk.goto("/admin/articles/apitoken/add/")
    for address in ("/admin/password_change/", "/admin/auth/user/add/"):
        desk.goto(address)
        for field in desk.locator("input[type=password]").all():
            field.fill("geheimes-wort-12")
        for field in desk.locator("input[name=username]").all():
            field.fill("Ein Satz")
        desk.wait_for_timeout(400)

    stored_text = desk.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "Ein Satz" in stored_text
    assert "geheimes-wort" not in stored_text


def write_comment(page: Page) -> None:
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Ihr Leserkommentar").fill("Ein Satz, den niemand zweimal schreibt.")
    wait_until(page, KEPT)


def expect_comment_kept(page: Page) -> None:
    expect(page.get_by_label("Ihr Leserkommentar")).to_have_value("Ein Satz, den niemand zweimal schreibt.")
    expect(page.get_by_label("Name")).to_have_value("Ada")


def test_a_readers_comment_survives_a_reload_a_reply_link_the_back_button_and_a_lost_connection(
    page: Page, make_article: Any, make_comment: Any
) -> None:
    article = make_article()
    make_comment(article, author="Bo")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.goto(f"/articles/{article.slug}/")
    write_comment(page)

    page.reload()
    expect_comment_kept(page)
    dialogs.clear()
    page.get_by_role("link", name="Antworten – Bo").click()
    page.wait_for_url("**reply=**")
    expect_comment_kept(page)
    page.get_by_role("link", name="Suche", exact=True).click()
    page.wait_for_url("**/search/")
    assert dialogs == []  # the text is kept, so the browser does not ask
    page.go_back()
    expect_comment_kept(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Absenden").click()
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto(f"/articles/{article.slug}/")
    expect_comment_kept(page)
    page.wait_for_timeout(CommentPolicy.current().shortest_seconds * 1000)
    page.get_by_role("button", name="Absenden").click()
    expect(page.get_by_text("Ihr Leserkommentar ist eingegangen.")).to_be_visible()

    wait_until(page, f"!({KEPT})")
    expect(page.get_by_label("Ihr Leserkommentar")).to_have_value("")
    assert Comment.objects.filter(text__startswith="Ein Satz").count() == 1
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_another_tab_of_the_same_browser_shows_none_of_it(page: Page, make_article: Any) -> None:
    article = make_article()
    page.goto(f"/articles/{article.slug}/")
    write_comment(page)

    other = page.context.new_page()
    other.goto(f"/articles/{article.slug}/")

    expect(other.get_by_label("Ihr Leserkommentar")).to_have_value("")


@pytest.mark.parametrize("kind", ["report/", "report/illegal/"])
def test_a_readers_report_survives_a_reload(page: Page, make_article: Any, make_comment: Any, kind: str) -> None:
    article = make_article()
    comment = make_comment(article)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/articles/{article.slug}/comments/{comment.pk}/{kind}")
    page.locator("form textarea").first.fill("Ein Satz")
    wait_until(page, KEPT)
    page.reload()

    expect(page.locator("form textarea").first).to_have_value("Ein Satz")


def test_without_javascript_the_back_button_restores_the_input(
    browser: Any, live_server: Any, make_article: Any, make_comment: Any
) -> None:
    article = make_article()
    make_comment(article, author="Bo")
    context = browser.new_context(base_url=live_server.url, locale="de-DE", java_script_enabled=False)
    reader = context.new_page()
    reader.goto(f"/articles/{article.slug}/")
    expect(reader.locator("noscript p")).to_contain_text("führt hier keine Skripte aus")
    reader.get_by_label("Ihr Leserkommentar").fill("Ein Satz")
    reader.get_by_role("link", name="Antworten – Bo").click()
    reader.wait_for_url("**reply=**")
    reader.go_back()

    expect(reader.get_by_label("Ihr Leserkommentar")).to_have_value("Ein Satz")
    context.close()
