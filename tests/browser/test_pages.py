"""The readers' pages in a real browser: accessible, narrow, without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from articles.domain.articles import revisions
from articles.models import Article, ArticleAgency, Comment, CommentPolicy, Correction, Image, Source, Topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"


@pytest.fixture
def addresses(
    make_article: Callable[..., Article], make_comment: Callable[..., Comment], make_clip: Callable[..., Any]
) -> dict[str, str]:
    """A small newspaper with every element of its pages; returns the addresses by kind of page."""
    images = [Image.objects.create(caption=f"Bild {n} mit {WORD}", credit="AFP/POOL/ADA BEISPIEL") for n in range(3)]
    figures = "".join(f'<figure data-image="{image.pk}"></figure><p>{"Ein Satz. " * 30}</p>' for image in images)
    body = f"<p>Anfang, {WORD}.</p>{figures}<h2>Zwischentitel</h2><ul><li>a</li></ul><blockquote>Zitat</blockquote>"
    article = make_article(
        kicker="Dach", headline=f"Überschrift mit {WORD}", lead="Vorspann", dateline="Bonn", byline="Von Ada", body=body
    )
    revisions.place_images(article)
    article.topics.add(Topic.objects.create(name="Bauen", slug="bauen"))
    dpa = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    ArticleAgency.objects.create(article=article, source=dpa, part="contributed")
    Correction.objects.create(article=article, text="Der Name war falsch.")
    comment = make_comment(
        article, author=WORD * 2, text=f"> zitiert\n\n{WORD * 3}", clip=make_clip(right="full"), status_token="1"
    )
    removed = make_comment(article, comment, status="rejected")
    for _ in range(8):
        removed = make_comment(article, removed, text="Tiefer.")
    excerpts = Source.objects.create(name="Bote", slug="bote", right="excerpt")
    excerpt = make_article(headline="Anriss", source=excerpts, original_url="https://bote.example/1")
    withdrawn = make_article(state="withdrawn")
    for _ in range(14):
        make_article(headline="Noch ein Artikel, damit das Raster voll wird", lead="Mit einem Vorspann.")
    url = article.get_absolute_url()
    return {
        "front": "/",
        "article": url,
        "answering": f"{url}?reply={comment.pk}#write",
        "thanks": f"{url}?sent=1#write",
        "excerpt": excerpt.get_absolute_url(),
        "source": "/sources/dpa/",
        "sources": "/sources/",
        "topic": "/topics/bauen/",
        "topics": "/topics/",
        "unknown": "/nix/",
        "withdrawn": withdrawn.get_absolute_url(),
    }


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280, 1330])
def test_every_page_is_accessible_and_fits_its_width(
    page: Page, addresses: dict[str, str], scheme: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    violations_by_page = {}
    for name, address in addresses.items():
        page.goto(address)
        violations = [v["id"] for v in Axe().run(page).response["violations"]]
        if overflow := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            violations.append(f"{overflow} pixels too wide")
        if violations:
            violations_by_page[name] = violations

    assert violations_by_page == {}


@pytest.fixture
def scriptless_page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = browser.new_context(
        base_url=live_server.url, locale="de-DE", java_script_enabled=False, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_a_reader_without_javascript_replies_to_a_comment_and_corrects_an_error(
    scriptless_page: Page, addresses: dict[str, str]
) -> None:
    scriptless_page.goto(addresses["article"])
    scriptless_page.get_by_role("link", name=f"Antworten – {WORD}").click()
    scriptless_page.get_by_label("Ihr Leserkommentar").fill("Das sehe ich anders.")
    scriptless_page.get_by_role("button", name="Absenden").click()
    errors = scriptless_page.locator(".fault").all_inner_texts()
    text = scriptless_page.get_by_label("Ihr Leserkommentar").input_value()
    scriptless_page.get_by_label("Name").fill("Ada")
    scriptless_page.wait_for_timeout(CommentPolicy.current().shortest_seconds * 1000)  # nobody types that fast
    scriptless_page.get_by_role("button", name="Absenden").click()

    assert errors == ["Bitte geben Sie einen Namen ein."]
    assert text == "Das sehe ich anders."
    assert scriptless_page.get_by_role("status").inner_text().startswith("Ihr Leserkommentar ist eingegangen.")
    reply = Comment.objects.get(status="pending")
    assert (reply.author, reply.parent.author) == ("Ada", WORD * 2)
    assert scriptless_page.context.cookies() == []


def test_the_form_with_errors_is_accessible_and_in_view(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["answering"])
    page.get_by_label("E-Mail").fill("keine-adresse")
    with page.expect_navigation():
        page.get_by_role("button", name="Absenden").click()

    assert page.locator(".fault").count() == 3
    expect(page.locator("#write")).to_be_focused()
    assert page.get_by_label("Name").bounding_box()["y"] < page.viewport_size["height"]
    assert Axe().run(page).response["violations"] == []


def test_the_pages_load_nothing_from_other_sites_and_log_no_errors(
    page: Page, addresses: dict[str, str], live_server: Any
) -> None:
    foreign_urls, console = [], []
    page.on(
        "request", lambda request: None if request.url.startswith(live_server.url) else foreign_urls.append(request.url)
    )
    page.on("console", lambda message: console.append(message.text))

    for name in ("front", "article", "sources"):
        page.goto(addresses[name], wait_until="networkidle")

    assert (foreign_urls, console) == ([], [])


def test_the_keyboard_reaches_the_text_with_one_link(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["article"])

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert first == "Zum Inhalt"
    expect(page.locator("#content")).to_be_focused()
