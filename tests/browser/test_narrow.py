"""No public page scrolls sideways on the narrowest telephone, even with the longest words.

A new address is tested without a change here: the URL resolver names them all.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from articles.domain.articles import preview_links, revisions
from articles.domain.comments import email_confirmation
from articles.domain.images import library
from articles.domain.search import index
from articles.models import Article, Comment, Contribution, Correction, Image, Imprint, Person, Report, Source, Topic
from articles.pages.urls import urlpatterns

from ..picture_files import picture, sent

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverband"
WIDTH = 320
NOT_TESTED = {"preview_unsaved", "differences"}  # one is for editors, the other depends on a setting


@pytest.fixture
def article(make_article: Callable[..., Article]) -> Article:
    """An article with every part, in very long words."""
    image = library.take_in(sent(picture(1200, 400)), by=None).image
    Image.objects.filter(pk=image.pk).update(caption=LONG, credit=LONG, alt_text=LONG)
    missing_image = Image.objects.create(caption=LONG, credit=LONG)
    figures = "".join(f'<figure data-image="{i.pk}"></figure>' for i in (image, missing_image))
    blocks = f"<h2>{LONG}</h2><p>{LONG}</p><ul><li>{LONG}</li></ul><blockquote><p>{LONG}</p></blockquote>"
    texts = dict.fromkeys(("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff"), LONG)
    article = make_article(body=figures + blocks, issued_on=date(2024, 6, 1), issued_precision="month", **texts)
    revisions.place_images(article)
    Source.objects.filter(pk=article.source_id).update(
        name=LONG, slug=article.slug, homepage=f"https://{LONG[:40]}.example/"
    )
    article.topics.add(Topic.objects.create(name=LONG, slug=article.slug, description=LONG))
    Contribution.objects.create(article=article, person=Person.objects.create(name=LONG, slug=article.slug))
    Correction.objects.create(article=article, text=LONG)
    Imprint.objects.create(pk=1, provider=LONG, email=f"{LONG[:50]}@anzeiger.example", responsible=LONG)
    make_article(issued_on=date(2024, 1, 1), issued_precision="year", headline=LONG)
    index.update(article)
    return article


@pytest.fixture
def addresses(article: Article, make_article: Any, make_comment: Any, editor: User) -> dict[str, str]:
    """Every address by its name, with existing values, and states without an address of their own."""
    comment = make_comment(article, author=LONG, text=f"> {LONG}\n\n{LONG}", email="ada@a.example", status_token="s")
    deepest = comment
    for _ in range(6):
        deepest = make_comment(article, deepest, author=LONG, text=LONG)
    report = Report.objects.create(
        comment=comment, kind="illegal", reason="insult", receipt_token="r", decision="kept", decision_note=LONG,
        decided_at=timezone.now() - timedelta(days=9),
    )  # fmt: skip
    tokens = {
        "comment_status": "s",
        "comment_confirm": email_confirmation.link(Comment.objects.get(pk=comment.pk)).rstrip("/").rpartition("/")[2],
        "report_status": report.receipt_token,
        "preview": preview_links.make_link(make_article(state="draft", headline=LONG), editor, days=3).token,
    }
    values = {"slug": article.slug, "pk": comment.pk, "kind": "rss", "number": 2024, "month": 6, "key": "privacy"}
    values |= {"image": 1, "shape": "whole", "width": 320}
    addresses = {}
    for page in urlpatterns:
        if page.name in NOT_TESTED:
            continue
        arguments = values | {"token": tokens.get(page.name, "")}
        addresses[page.name] = reverse(page.name, kwargs={part: arguments[part] for part in page.pattern.converters})
    url = article.get_absolute_url()
    return addresses | {
        "answering": f"{url}?reply={deepest.pk}#write",
        "sent": f"{url}?sent=s#write",
        "hits": f"/search/?q={LONG}",
        "no hits": f"/search/?q={LONG}Mond",
        "search with a fault": f"/search/?q=Rat&from={LONG}",
        "rules": "/about/comment-rules/",
        "unknown": f"/{LONG}/",
        "withdrawn": make_article(state="withdrawn", withdrawn_reason=LONG).get_absolute_url(),
    }


def test_no_page_scrolls_sideways_on_a_narrow_telephone(page: Page, addresses: dict[str, str]) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 700})
    too_wide, page_count = {}, 0

    for name, address in addresses.items():
        response = page.request.get(address)
        if "text/html" not in response.headers["content-type"]:
            continue
        page_count += 1
        page.goto(address)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > WIDTH:
            too_wide[name] = width

    assert too_wide == {}
    assert page_count > 25


def test_no_form_with_errors_scrolls_sideways_on_a_narrow_telephone(page: Page, addresses: dict[str, str]) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 700})
    too_wide = {}

    for name in ("answering", "report", "notice"):
        page.goto(addresses[name])
        with page.expect_navigation():
            page.locator(".write button").click()
        page.locator(".fault").first.wait_for()
        if (width := page.evaluate("document.documentElement.scrollWidth")) > WIDTH:
            too_wide[name] = width

    assert too_wide == {}
