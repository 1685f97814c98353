"""The admin in a real browser: the body's editor, publishing, moderation, accessible pages."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.domain.articles import scheduled_changes
from articles.domain.imports import importer, runs
from articles.models import Article, Comment, Image, Source
from tests.rounds import slow_but

from .waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_article(desk: Page, article: Article) -> Any:
    """Open the form and wait for the editor; returns the editable area."""
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    area = desk.get_by_role("textbox", name="Text", exact=True)
    expect(area).to_be_visible()
    return area


def to_the_end(area: Any) -> None:
    """Set the caret behind the last word, with a click."""
    area.locator(":scope > *").last.click()
    area.press("Control+End")


def save(desk: Page) -> None:
    with desk.expect_navigation():
        desk.get_by_role("button", name="Speichern", exact=True).click()
    expect(desk.locator("ul.messagelist .success")).to_be_visible()


@pytest.mark.parametrize("number", slow_but(["003"], ["000", "001", "002", "003", "004"]))
def test_an_imported_body_survives_the_editor(
    number: str, desk: Page, console_errors: list[str], imported: Any
) -> None:
    article = imported(number)
    area = open_article(desk, article)

    to_the_end(area)
    area.press_sequentially("x")
    area.press("Backspace")
    edited_body = desk.locator("#id_body").input_value()
    save(desk)

    assert edited_body.startswith("<")
    saved = Article.objects.get(pk=article.pk)
    assert saved.body == article.body
    assert saved.version == article.version
    assert console_errors == []


def test_typing_before_a_picture_by_keyboard_keeps_the_picture(desk: Page, imported: Any) -> None:
    article = imported("003")
    area = open_article(desk, article)
    figure, rest = article.body.split("\n", 1)

    desk.get_by_role("button", name="Rückgängig").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    expect(area).to_be_focused()
    wait_until(desk, "document.getSelection().anchorNode !== null")
    desk.keyboard.type("Neu: ")
    desk.keyboard.press("Home")
    wait_until(desk, "document.getSelection().anchorOffset === 0")  # the browser moves the caret when it gets to it
    desk.keyboard.press("Backspace")
    expect(area.locator("figure")).to_have_count(1)
    save(desk)

    assert Article.objects.get(pk=article.pk).body == f"{figure}\n{rest.replace('<p>', '<p>Neu: ', 1)}"


@pytest.mark.slow
def test_typing_at_a_selected_picture_never_replaces_it(desk: Page, imported: Any) -> None:
    article = imported("003")
    area = open_article(desk, article)

    area.locator("figure").click()
    area.press_sequentially("Ein Satz.")
    save(desk)

    figure, rest = article.body.split("\n", 1)
    assert Article.objects.get(pk=article.pk).body == f"{figure}\n<p>Ein Satz.</p>\n{rest}"


@pytest.mark.slow
def test_every_block_of_the_grammar_survives_the_editor(desk: Page, make_article: Any) -> None:
    image = Image.objects.create(caption="Das Rathaus", credit="Ada Beispiel")
    body = (
        '<p>Ein <strong>starkes</strong> <em>Wort</em>, <a href="https://example.org/?a=1&amp;b=2">ein Link</a>,<br>'
        "eine Zeile.</p>\n<h2>Oben</h2>\n<h3>Unten</h3>\n<blockquote><p>Eins</p><p>Zwei</p></blockquote>\n"
        f'<ul><li>a</li><li>b</li></ul>\n<ol><li>1</li></ol>\n<figure data-image="{image.pk}"></figure>\n<p>Ende.</p>'
    )
    article = make_article(state="draft", body=body)
    assert Article.objects.get(pk=article.pk).body == body

    area = open_article(desk, article)
    to_the_end(area)
    area.press_sequentially("!")
    save(desk)

    assert Article.objects.get(pk=article.pk).body == body.replace("Ende.", "Ende.!")


def test_the_toolbar_has_german_names_and_makes_crossheads(desk: Page, make_article: Any) -> None:
    article = make_article(state="draft", body="<p>Ein Zwischentitel</p>")
    area = open_article(desk, article)
    bar = desk.get_by_role("toolbar", name="Werkzeuge des Texteditors")

    names = [button.get_attribute("aria-label") for button in bar.get_by_role("button").all()]
    area.click()
    bar.get_by_role("button", name="Zwischentitel", exact=True).click()
    save(desk)

    assert {"Zwischentitel", "Zitat", "Liste", "Fett", "Link setzen", "Bild einfügen …", "Rückgängig"} <= set(names)
    assert Article.objects.get(pk=article.pk).body == "<h2>Ein Zwischentitel</h2>"


def test_a_picture_is_found_by_its_texts_and_inserted(desk: Page, console_errors: list[str], make_article: Any) -> None:
    image = Image.objects.create(caption="Das <b>Rathaus</b>", credit="Ada Beispiel")
    Image.objects.create(caption="Der Bahnhof", credit="Ada Beispiel")
    article = make_article(state="draft", body="<p>Anfang.</p>")
    area = open_article(desk, article)

    to_the_end(area)
    desk.get_by_role("button", name="Bild einfügen …").click()
    desk.get_by_role("searchbox", name="Bildunterschriften und Bildnachweise durchsuchen").fill("rathaus beispiel")
    choice = desk.locator(".picture-choice button")
    expect(choice).to_have_count(1)
    choice.click()
    expect(area.locator("figure .picture-caption")).to_have_text("Das <b>Rathaus</b>")
    expect(area.locator("figure .picture-credit")).to_have_text("Ada Beispiel")
    save(desk)

    stored = Article.objects.get(pk=article.pk)
    assert f'<figure data-image="{image.pk}"></figure>' in stored.body
    assert list(stored.images.all()) == [image]
    assert console_errors == []


def test_text_pasted_from_a_web_page_is_cleaned(desk: Page, make_article: Any) -> None:
    article = make_article(state="draft", body="<p>a</p>")
    area = open_article(desk, article)
    pasted = (
        '<div class="MsoNormal" style="color:red"><span>Aus <b>Word</b></span></div>'
        '<img src="x" onerror="document.title=1"><script>document.title=1</script>'
        "<table><tr><td>Zelle</td></tr></table>"
    )

    area.press("Control+a")
    area.evaluate(
        """(area, html) => {
            const data = new DataTransfer(); data.setData("text/html", html)
            area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
        }""",
        pasted,
    )
    save(desk)

    assert Article.objects.get(pk=article.pk).body == "<p>Aus <strong>Word</strong></p>\n<p>Zelle</p>"


def test_leaving_with_unsaved_input_asks_first(desk: Page, make_article: Any) -> None:
    area = open_article(desk, make_article(state="draft"))
    dialogs: list[str] = []
    desk.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))

    area.click()
    area.press_sequentially("Neu. ")
    desk.get_by_role("link", name="Artikel", exact=True).first.click()
    desk.wait_for_url("**/admin/articles/article/")

    assert dialogs == ["beforeunload"]


def test_an_imported_clip_becomes_a_public_article_by_hand(
    desk: Page, console_errors: list[str], imported: Any
) -> None:
    article = imported("003", right="")

    open_article(desk, article)
    desk.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(desk.locator(".field-source .errorlist")).to_contain_text("Für taz ist kein Nutzungsrecht hinterlegt.")

    source = Source.objects.get(name="taz")
    desk.goto(f"/admin/articles/source/{source.pk}/change/")
    desk.get_by_label("Nutzungsrecht").select_option("full")
    with desk.expect_navigation():
        desk.locator("[name=_save]").click()

    open_article(desk, article)
    desk.locator("#id_headline").fill("Plötzlich beste Freunde")
    desk.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(desk.locator("ul.messagelist .success")).to_have_text("Der Artikel ist veröffentlicht.")
    desk.get_by_role("link", name="Auf der Website ansehen").click()

    expect(desk.get_by_role("heading", level=1)).to_contain_text("Plötzlich beste Freunde")
    assert desk.url.endswith("/articles/ploetzlich-beste-freunde/")
    assert console_errors == []


@pytest.mark.slow
def test_the_link_beside_a_field_shows_its_passage_in_the_clip(desk: Page, imported: Any) -> None:
    open_article(desk, imported("003"))

    desk.locator(".field-kicker .to-clip").click()

    passage = desk.locator(".clip-text .stretch:focus")
    expect(passage).to_contain_text("Putin in Nordkorea")
    expect(passage).to_be_in_viewport()


def test_the_queue_is_moderated_with_buttons(desk: Page, make_article: Any, make_comment: Any) -> None:
    article = make_article()
    for text in ("Gut so", "Unfug"):
        make_comment(article, text=text, status="pending")
    desk.goto("/admin/articles/comment/?waiting=pending")

    desk.get_by_role("row", name="Gut so").get_by_role("button", name="Freischalten").click()
    desk.get_by_role("row", name="Unfug").get_by_role("link", name="Ablehnen …").click()
    desk.get_by_label("themenfremd").check()
    desk.get_by_role("button", name="Ablehnen").click()

    expect(desk.locator("ul.messagelist")).to_contain_text("1 Leserkommentar wurde abgelehnt.")
    assert desk.url.endswith("/admin/articles/comment/?waiting=pending")
    decided = Comment.objects.order_by("pk").values_list("text", "status", "decision_note")
    assert list(decided) == [("Gut so", "approved", ""), ("Unfug", "rejected", "themenfremd")]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(768, "dark"), (1440, "light")])
def test_every_page_of_the_admin_is_accessible_and_fits_its_width(
    desk: Page, imported: Any, make_comment: Any, width: int, scheme: Any
) -> None:
    article, other_article = imported("003"), imported("001")
    comment = make_comment(other_article, text="Wartet", status="pending")
    image = article.images.get()
    prepared = scheduled_changes.prepare(article, {"lead": "Ein anderer Vorspann."}, None, "neu eingelesen")
    recorder = runs.RunRecorder()
    recorder.add(importer.ImportOutcome("003.txt", "new", "neu", article.clip, article, warning_count=1))
    recorder.add(importer.ImportOutcome("leer.txt", "failed", "Die Datei leer.txt ist leer."))
    desk.set_viewport_size({"width": width, "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    base, violations_by_address = "/admin/articles", {}
    for address in (
        "/admin/",
        *(f"{base}/{noun}/" for noun in ("article", "clip", "comment", "image", "source", "topic", "person")),
        f"{base}/article/{article.pk}/change/",
        f"{base}/article/{other_article.pk}/change/",
        f"{base}/article/{article.pk}/history/",
        f"{base}/article/add/",
        f"{base}/clip/{article.clip_id}/change/",
        f"{base}/comment/{comment.pk}/change/",
        f"{base}/comment/reject/?id={comment.pk}",
        f"{base}/image/{image.pk}/change/",
        f"{base}/source/{article.source_id}/change/",
        f"{base}/importrun/",
        f"{base}/importrun/upload/",
        f"{base}/importrun/{recorder.run.pk}/change/",
        f"{base}/preparedversion/",
        f"{base}/preparedversion/{prepared.pk}/change/",
    ):
        desk.goto(address, wait_until="networkidle")
        violations = [v["id"] for v in Axe().run(desk).response["violations"]]
        if (overflow := desk.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            violations.append(f"{overflow} pixels too wide")
        if violations:
            violations_by_address[address] = violations

    assert violations_by_address == {}
