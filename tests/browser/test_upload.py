"""Clips are uploaded: dropped on the page, previewed, confirmed; with a script and without one."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from articles.domain.articles import scheduled_changes
from articles.models import Article, Clip
from tests.rounds import slow_but

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UPLOAD = "/admin/articles/importrun/upload/"
DROP = """([files]) => {
    const dropped = new DataTransfer()
    for (const [name, text] of files) dropped.items.add(new File([text], name, { type: "text/plain" }))
    for (const type of ["dragenter", "dragover", "drop"]) {
        const options = { dataTransfer: dropped, bubbles: true, cancelable: true }
        document.querySelector(".drop-zone").dispatchEvent(new DragEvent(type, options))
    }
}"""


def drop(desk: Page, *files: tuple[str, str]) -> None:
    """Drop files on the page, once its script is ready."""
    expect(desk.locator(".drop-hint")).to_be_visible()
    desk.evaluate(DROP, [[list(file) for file in files]])


def violations(page: Page) -> list[str]:
    return [v["id"] for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("width", "scheme"), slow_but([(768, "dark")], [(768, "dark"), (1440, "light")]))
def test_dropped_clips_are_shown_first_and_imported_when_confirmed(
    desk: Page, console_errors: list[str], seed: Any, width: int, scheme: Any
) -> None:
    desk.set_viewport_size({"width": width, "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    desk.goto("/admin/")
    desk.get_by_role("link", name="Ausschnitte hochladen").click()
    drop(desk, ("003.txt", seed("003").decode()))
    drop(desk, ("<b>leer</b>.txt", ""), ("003.txt", seed("003").decode()))
    expect(desk.locator(".chosen-files li bdi")).to_have_text(["003.txt", "<b>leer</b>.txt"])

    desk.get_by_role("button", name="Dateien prüfen").click()
    expect(desk.get_by_role("heading", name="2 Dateien, 1 käme herein")).to_be_visible()
    expect(desk.locator(".file-preview").first).to_contain_text("Plötzlich ziemlich beste Freunde")
    expect(desk.locator(".file-preview").last).to_contain_text("ist leer und wurde nicht eingelesen.")
    assert (Clip.objects.count(), violations(desk)) == (0, [])

    desk.get_by_label("Erschienen am").fill("gestern")
    desk.get_by_role("button", name="Als Entwürfe importieren").click()
    expect(desk.locator(".errorlist")).to_have_text("Bitte geben Sie ein Datum wie 19.6.2024, 6/2024 oder 2024 ein.")
    assert (Clip.objects.count(), violations(desk)) == (0, [])

    desk.get_by_label("Erschienen am").fill("18.6.2024")
    desk.get_by_role("button", name="Als Entwürfe importieren").click()
    expect(desk.locator("ul.messagelist")).to_contain_text("1 neu als Entwurf, 0 schon bekannt, 1 fehlgeschlagen.")
    desk.get_by_role("link", name="Plötzlich ziemlich beste Freunde").click()
    expect(desk.locator("#id_headline")).to_have_value("Plötzlich ziemlich beste Freunde")

    article = Article.objects.get()
    assert (article.state, str(article.issued_on), article.issued_precision) == ("draft", "2024-06-18", "day")
    assert console_errors == []


def test_too_many_files_are_refused_before_the_upload(desk: Page, live_server: Any) -> None:
    desk.goto(UPLOAD)

    drop(desk, *((f"{n}.txt", "Text") for n in range(51)))
    desk.get_by_role("button", name="Dateien prüfen").click()

    expect(desk.get_by_role("alert")).to_have_text("Es werden höchstens 50 Dateien auf einmal angenommen.")
    assert desk.url.endswith(UPLOAD)


def test_a_clip_is_uploaded_without_a_script(desk: Page, browser: Browser, live_server: Any, tmp_path: Path) -> None:
    context = browser.new_context(base_url=live_server.url, locale="de-DE", java_script_enabled=False)
    context.add_cookies([c for c in desk.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME])  # type: ignore[misc]
    page = context.new_page()
    clip = tmp_path / "turm.txt"
    clip.write_text("Stadt baut Turm\n\n" + "Der Bau beginnt bald, sagte sie. Danach wird gefeiert.\n\n" * 4)

    page.goto(UPLOAD)
    page.get_by_label("Ausschnitte als Text oder Webseite").set_input_files(clip)
    page.get_by_role("button", name="Dateien prüfen").click()
    page.get_by_role("button", name="Als Entwürfe importieren").click()

    expect(page.locator("ul.messagelist")).to_contain_text("1 neu als Entwurf")
    assert Clip.objects.get().names.get().name == "turm.txt"
    context.close()


def test_a_prepared_version_is_compared_and_applied(
    desk: Page, console_errors: list[str], make_article: Any, admin_user: Any
) -> None:
    article = make_article(lead="Die Stadt baut.")
    scheduled_changes.prepare(article, {"lead": "Die Stadt plant."}, admin_user, "neu eingelesen")

    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.get_by_role("link", name="Fassungen vergleichen").click()
    expect(desk.locator(".differences del")).to_have_text("baut")
    expect(desk.locator(".differences ins")).to_have_text("plant")
    desk.get_by_role("button", name="Übernehmen").click()

    expect(desk.locator("#id_lead")).to_have_value("Die Stadt plant.")
    assert console_errors == []
