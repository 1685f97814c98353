"""The public site in a real browser, with and without JavaScript, in print and in forced colours."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page

from articles.domain.articles import revisions
from articles.domain.images import library
from articles.domain.search import index
from articles.models import Article, Comment, CommentPolicy, Contribution, Image, Person, Source, Topic

from ..picture_files import picture, sent

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverband"


@pytest.fixture
def addresses(make_article: Callable[..., Article], make_comment: Callable[..., Comment]) -> dict[str, str]:
    """A newspaper with every state of its pages; returns the addresses by name."""
    image = library.take_in(sent(picture(1200, 800)), by=None).image
    Image.objects.filter(pk=image.pk).update(caption="Am Ufer", credit="Foto: Ada Berg", alt_text="Ein Fluss")
    body = f'<p>Die Brücke wird saniert.</p><figure data-image="{image.pk}"></figure><h2>Kosten</h2><p>Hoch.</p>'
    lead = make_article(headline="Brücke wird saniert", body=body, byline="Von Ada Berg")
    revisions.place_images(lead)
    Contribution.objects.create(article=lead, person=Person.objects.create(name="Ada Berg", slug="ada-berg"))
    lead.topics.add(Topic.objects.create(name="Bauen", slug="bauen", description="Häuser und Straßen."))
    comment = make_comment(lead, author="Bo", text="Wird sie auch breiter?", status_token="1")
    make_comment(comment.article, comment, status="rejected")
    for number in range(30):
        make_article(
            headline=f"Meldung {number}", lead="Ein Vorspann.", issued_on=date(2024, 6, 1), issued_precision="month",
            publish_at=timezone.now() - timedelta(days=number + 1),
        )  # fmt: skip
    closed = make_article(headline="Zu", comment_status="closed", issued_on=date(2024, 1, 1), issued_precision="year")
    excerpts = Source.objects.create(name="Bote", slug="bote", right="excerpt")
    arabic = make_article(headline="ترميم الجسر القديم", lead="بعد سنوات من الجدل", language="ar", body="<p>نص</p>")
    states = {
        "closed": closed,
        "excerpt": make_article(headline="Anriss", source=excerpts, original_url="https://bote.example/1"),
        "arabic": arabic,
        "long": make_article(headline=f"{LONG}svorsitzender tritt zurück", lead=LONG * 2, kicker=LONG),
        "withdrawn": make_article(state="withdrawn"),
    }
    for article in Article.objects.published():
        index.update(article)
    url = lead.get_absolute_url()
    return {
        "front": "/",
        "article": url,
        "answering": f"{url}?reply={comment.pk}#write",
        "sent": f"{url}?sent=1#write",
        **{name: article.get_absolute_url() for name, article in states.items()},
        "comment report": f"{url}comments/{comment.pk}/report/",
        "notice": f"{url}comments/{comment.pk}/report/illegal/",
        "outlet": "/sources/der-anzeiger/",
        "outlets": "/sources/",
        "topic": "/topics/bauen/",
        "topics": "/topics/",
        "person": "/people/ada-berg/",
        "archive": "/archive/",
        "year": "/archive/2024/",
        "month": "/archive/2024/06/",
        "search": "/search/",
        "hits": "/search/?q=Br%C3%BCcke",
        "no hits": "/search/?q=Mond",
        "search with a fault": "/search/?q=Rat&from=gestern",
        "imprint": "/imprint/",
        "privacy": "/about/privacy/",
        "rules": "/about/comment-rules/",
        "unknown": "/nix/",
    }


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A reader's browser; requests to other sites, console messages and cookies fail the test."""
    context = browser.new_context(base_url=live_server.url, locale="de-DE", java_script_enabled=request.param)
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith(live_server.url) else problems.append(request.url)
    )
    page.on("console", lambda message: problems.append(message.text))
    yield page
    cookies = context.cookies()
    context.close()
    assert (problems, cookies) == ([], [])


def test_a_reader_comments_searches_and_browses(reader: Page, addresses: dict[str, str]) -> None:
    reader.goto("/")
    reader.get_by_role("link", name="Brücke wird saniert").first.click()
    reader.get_by_role("link", name="Antworten – Bo").click()
    reader.get_by_label("Name").fill("Ada")
    reader.get_by_label("Ihr Leserkommentar").fill("Ja, um einen Meter.")
    reader.wait_for_timeout(CommentPolicy.current().shortest_seconds * 1000)  # nobody types that fast
    reader.get_by_role("button", name="Absenden").click()
    thanks = reader.get_by_role("status").inner_text()
    reader.get_by_role("link", name="Suche", exact=True).click()
    reader.get_by_label("Wörter oder eine Wendung").fill("bruecken")
    reader.get_by_role("button", name="Suchen").click()
    hit = reader.locator(".hits h3 a")
    marked = hit.locator("mark").inner_text()
    hit.click()
    reader.locator(".meta").get_by_role("link", name="Der Anzeiger").click()
    reader.get_by_role("link", name="Ältere Artikel").click()
    older = reader.locator("h2").all_inner_texts()
    reader.get_by_role("link", name="Archiv").click()
    reader.get_by_role("link", name="2024").click()
    reader.get_by_role("link", name="Juni").click()
    month = reader.locator("h1").inner_text()
    feed = reader.get_by_role("link", name="Feed (RSS)").get_attribute("href")

    assert thanks.startswith("Ihr Leserkommentar ist eingegangen.")
    assert Comment.objects.get(status="pending").parent.author == "Bo"
    assert (marked, month) == ("Brücke", "Juni 2024")
    assert len(older) == 12
    assert "<title>Brücke wird saniert</title>" in reader.request.get(feed).text()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_in_every_state_is_accessible_and_fits(
    page: Page, addresses: dict[str, str], width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    faults_by_page = {}
    for name, address in addresses.items():
        page.goto(address)
        faults = [v["id"] for v in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("too wide")
        if faults:
            faults_by_page[name] = faults

    assert faults_by_page == {}


def test_an_empty_newspaper_is_accessible(page: Page, db: None) -> None:
    violations = []
    for address in ("/", "/sources/", "/topics/", "/archive/", "/search/?q=Rat", "/imprint/"):
        page.goto(address)
        violations += [(address, v["id"]) for v in Axe().run(page).response["violations"]]

    assert violations == []


def test_forced_colours_keep_marks_and_borders(page: Page, addresses: dict[str, str]) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(addresses["hits"])
    marked = page.locator("mark").first.evaluate("e => getComputedStyle(e).backgroundColor")
    current = page.locator("[aria-current]").evaluate("e => getComputedStyle(e).borderBottomStyle")
    page.goto(addresses["article"])
    button = page.locator(".send button").evaluate("e => getComputedStyle(e).borderTopStyle")

    assert marked != "rgba(0, 0, 0, 0)"
    assert (current, button) == ("solid", "solid")


def test_nothing_moves_with_reduced_motion(page: Page, addresses: dict[str, str]) -> None:
    moving = """[...document.querySelectorAll("*")].filter(e => {
        const s = getComputedStyle(e);
        return s.scrollBehavior != "auto" || parseFloat(s.transitionDuration) || s.animationName != "none" }).length"""

    page.goto(addresses["article"])

    assert page.evaluate(moving) == 0


def test_print_has_the_text_and_no_buttons(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["article"])
    page.emulate_media(media="print")

    is_visible = {
        selector: page.locator(selector).first.is_visible()
        for selector in (".text", ".provenance", ".who", ".bar nav", ".write", ".skip")
    }
    assert is_visible == {
        ".text": True,
        ".provenance": True,
        ".who": True,
        ".bar nav": False,
        ".write": False,
        ".skip": False,
    }
    assert page.pdf().startswith(b"%PDF")


def test_the_keyboard_alone_searches_and_opens_a_hit(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["search"])
    page.get_by_label("Wörter oder eine Wendung").focus()
    page.keyboard.type("Brücke")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    outlines = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        outlines.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
        if "saniert" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{addresses['article']}")

    assert outlines == {"solid"}


def test_print_has_the_time_of_a_comment(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["article"])
    page.emulate_media(media="print")

    line = page.locator(".thread .meta").first
    assert line.locator("time").is_visible()
    assert [a.inner_text() for a in line.locator("li").all() if a.is_visible()] == [line.locator("time").inner_text()]
