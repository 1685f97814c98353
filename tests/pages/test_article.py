"""The page of an article."""

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from model_bakery import baker
from pytest_django import DjangoAssertNumQueries

from articles.domain.articles import revisions
from articles.domain.images import library
from articles.models import Article, ArticleAgency, Correction, Image, Source, Topic

Make = Callable[..., Article]
HOSTILE = '<script>alert(1)</script> "&\u202etxet\u2066'


def get_page(client: Client, article: Article, query: str = "") -> str:
    page = client.get(f"/articles/{article.slug}/{query}")
    assert page.status_code == 200
    return page.text


def block_texts(page: str) -> str:
    """The visible text of the article, one block per line."""
    inside = re.search(r'<div class="text"[^>]*>(.*?)</div>\n', page, re.S)[1]
    blocks = re.split(r"</(?:p|h2|h3|li|figcaption)>", inside)
    return "\n".join(words for b in blocks if (words := " ".join(re.sub(r"<[^>]+>", "", b).split())))


def test_an_article_shows_its_parts_in_order(client: Client, make_article: Make) -> None:
    body = "<p>Eins.</p><h2>Zwischen</h2><ul><li>a</li><li>b</li></ul><blockquote>Zitat</blockquote><p>Schluss.</p>"
    article = make_article(kicker="Dach", headline="Kopf", lead="Vorspann", body=body, dateline="Bonn", signoff="(ad)")

    page = get_page(client, article)

    assert page.index("Dach</p>") < page.index("Kopf</h1>") < page.index("Vorspann</p>") < page.index('class="text"')
    assert block_texts(page) == "Bonn Eins.\nZwischen\na\nb\nZitat\nSchluss.\n(ad)"
    assert re.search(r"<ul>\s*<li dir", page)


def test_a_picture_without_a_file_is_a_caption_with_its_credit(client: Client, make_article: Make) -> None:
    image = Image.objects.create(caption="Das Rathaus im Herbst", credit="Ada/epd")
    article = make_article(body=f'<p>Eins.</p><figure data-image="{image.pk}"></figure><p>Zwei.</p>')
    revisions.place_images(article)

    page = get_page(client, article)

    assert "<img" not in page
    assert block_texts(page) == "Eins.\nBild (nicht vorhanden) Das Rathaus im Herbst Ada/epd\nZwei."


def test_a_picture_with_a_file_has_its_size_and_alternative_text(
    client: Client, make_article: Make, picture_file: ContentFile
) -> None:
    image = library.take_in(picture_file, by=None).image
    Image.objects.update(caption="Das Rathaus", credit="Ada", alt_text="Ein Haus mit Turm")
    article = make_article(body=f'<figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)

    tag = re.search(r"<img[^>]*>", get_page(client, article))[0]

    assert f'src="{Image.objects.get().rendition().url}"' in tag
    assert 'width="3" height="2" alt="Ein Haus mit Turm"' in tag
    assert "lazy" not in tag


@pytest.mark.parametrize(
    ("issued_on", "precision", "expected"),
    [
        (date(2024, 6, 19), "day", '<time datetime="2024-06-19">19. Juni 2024</time>'),
        (date(2024, 6, 1), "month", '<time datetime="2024-06">Juni 2024</time>'),
        (date(2024, 1, 1), "year", '<time datetime="2024">2024</time>'),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(
    client: Client, make_article: Make, issued_on: date, precision: str, expected: str
) -> None:
    page = get_page(client, make_article(issued_on=issued_on, issued_precision=precision))

    assert f"<li>{expected}</li>" in page


def test_a_clip_without_a_date_has_none_and_an_own_text_has_its_publication(client: Client, make_article: Make) -> None:
    moment = datetime(2024, 6, 19, 12, 5, tzinfo=UTC)
    own_article = make_article(source=None, publish_at=moment)
    clip_article = make_article(publish_at=moment)

    assert ">19. Juni 2024, 14.05 Uhr</time></li>" in get_page(client, own_article)
    assert "</time></li>" not in get_page(client, clip_article)


def test_the_source_line_names_outlet_and_agencies_and_links_the_original(client: Client, make_article: Make) -> None:
    article = make_article(original_url="https://anzeiger.example/1")
    dpa = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    ArticleAgency.objects.create(article=article, source=dpa, part="contributed")

    foot = re.search(r'<footer class="provenance">.*?</footer>', get_page(client, article), re.S)[0]

    words = " ".join(re.sub(r"<[^>]+>", "", foot).split())
    assert words.startswith("Quelle: Der Anzeiger · mit Material von dpa Zum Original Hier veröffentlicht am")
    assert 'href="https://anzeiger.example/1"' in foot


def test_an_article_of_a_clip_without_outlet_says_so(
    client: Client, make_article: Make, make_clip: Callable[..., Any]
) -> None:
    article = make_article(source=None, clip=make_clip(right="full"))

    assert "ein Ausschnitt, der sein Medium nicht nennt" in get_page(client, article)


def test_a_correction_is_shown_with_the_article(client: Client, make_article: Make) -> None:
    article = make_article()
    Correction.objects.create(article=article, text="Der Name war falsch.")

    assert "Der Name war falsch." in get_page(client, article)


def test_an_excerpt_shows_headline_lead_and_link_and_nothing_else(
    client: Client, make_article: Make, make_comment: Callable[..., Any], outlet: Source
) -> None:
    Source.objects.filter(pk=outlet.pk).update(right="excerpt")
    image = Image.objects.create(caption="geheim-bild", credit="Ada")
    body = f'<p>geheim-text</p><figure data-image="{image.pk}"></figure>'
    hidden = {name: f"geheim-{name}" for name in ("kicker", "subheadline", "dateline", "signoff")}
    values = {"headline": "Kopf", "lead": "Vorspann", "body": body, "original_url": "https://anzeiger.example/1"}
    article = make_article(**values, **hidden)
    make_article(**values, **hidden, publish_at=timezone.now() - timedelta(days=1))
    revisions.place_images(article)
    make_comment(article, text="geheim-kommentar")
    Correction.objects.create(article=article, text="geheim-korrektur")

    pages = [get_page(client, article), client.get("/").text, client.get("/sources/der-anzeiger/").text]

    assert "Den ganzen Text bei <bdi>Der Anzeiger</bdi> lesen" in pages[0]
    assert all("Kopf" in p and "Vorspann" in p for p in pages)
    assert "geheim" not in "".join(pages)
    assert not any("Leserkommentar" in p or "<form" in p for p in pages)


def test_an_article_that_is_not_public_looks_like_an_unknown_address(client: Client, make_article: Make) -> None:
    later = timezone.now() + timedelta(hours=1)
    make_article(headline="geheim", slug="geplant", publish_at=later)
    make_article(headline="geheim", slug="sperrfrist", embargo_until=later)
    make_article(headline="geheim", slug="abgelaufen", expires_at=timezone.now() - timedelta(minutes=1))
    make_article(headline="geheim", slug="entwurf", state="draft")
    make_article(headline="geheim", slug="gesperrt", state="locked")
    make_article(headline="geheim", slug="verworfen", state="discarded")
    unclear = Source.objects.create(name="Unklar", slug="unklar")
    make_article(headline="geheim", slug="rechte", source=unclear)
    unknown = client.get("/articles/unbekannt/")

    for slug in ("geplant", "sperrfrist", "abgelaufen", "entwurf", "gesperrt", "verworfen", "rechte"):
        page = client.get(f"/articles/{slug}/")
        assert (page.status_code, page.content, page.headers) == (404, unknown.content, unknown.headers), slug
        assert client.post(f"/articles/{slug}/comments/").content == unknown.content

    assert "geheim" not in unknown.text


def test_a_withdrawn_article_shows_the_reason_and_none_of_its_text(client: Client, make_article: Make) -> None:
    article = make_article(headline="geheim", lead="geheim", body="<p>geheim</p>", state="withdrawn")

    page = client.get(f"/articles/{article.slug}/")

    assert page.status_code == 410
    assert "Diese Seite wurde von der Redaktion zurückgezogen." in page.text
    assert "Der Bericht war falsch." in page.text
    assert "geheim" not in page.text
    assert client.post(f"/articles/{article.slug}/comments/").status_code == 410


def test_an_article_withdrawn_before_publication_is_unknown(client: Client, make_article: Make) -> None:
    article = make_article(
        state="withdrawn", withdrawn_at=timezone.now(), publish_at=timezone.now() + timedelta(hours=1)
    )

    assert client.get(f"/articles/{article.slug}/").status_code == 404


def test_hostile_text_is_escaped_on_every_page(client: Client, make_article: Make, make_comment: Any) -> None:
    words = dict.fromkeys(("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff"), HOSTILE)
    image = Image.objects.create(caption=HOSTILE, credit=HOSTILE)
    body = (
        f'<p><a href="javascript:alert(1)">x</a><script>alert(1)</script></p><figure data-image="{image.pk}"></figure>'
    )
    article = make_article(**words, body=body)
    revisions.place_images(article)
    topic = Topic.objects.create(name=HOSTILE, slug="t", description=HOSTILE)
    article.topics.add(topic)
    Source.objects.filter(pk=article.source_id).update(name=HOSTILE)
    make_comment(article, author=HOSTILE, text=HOSTILE)
    Correction.objects.create(article=article, text=HOSTILE)

    paths = ["/", "/topics/", "/topics/t/", "/sources/", "/sources/der-anzeiger/", article.get_absolute_url()]
    pages = [client.get(p).text for p in paths]

    assert all("&lt;script&gt;alert(1)" in p for p in pages)
    assert not any("<script>" in p or "javascript:" in p for p in pages)
    assert "</script> " not in pages[-1].split('application/ld+json">')[1].split("</script>\n")[0]


def test_direction_overrides_are_isolated(client: Client, make_article: Make) -> None:
    image = Image.objects.create(caption="Bild", credit="\u202eAda")
    article = make_article(byline="\u202eAda", body=f'<figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)

    page = get_page(client, article)

    assert "<small><bdi>\u202eAda</bdi></small>" in page
    assert '<bdi lang="de">\u202eAda</bdi>' in page


def test_the_text_carries_the_language_of_the_article_and_the_page_that_of_the_site(
    client: Client, make_article: Make
) -> None:
    page = get_page(client, make_article(language="en"))

    assert page.count('<html lang="de">') == 1
    assert '<header class="heading" lang="en">' in page
    assert '<div class="text" lang="en">' in page


def test_structured_data_names_the_site_as_publisher_of_own_texts_only(
    client: Client, make_article: Make, make_clip: Callable[..., Any]
) -> None:
    clip_article = make_article(clip=make_clip(right="full"), issued_on=date(2024, 6, 1), issued_precision="month")
    own_article = make_article(source=None)

    data = [
        json.loads(re.search(r'ld\+json">(.*?)</script>', get_page(client, article))[1])
        for article in (clip_article, own_article)
    ]

    assert data[0]["isBasedOn"]["publisher"] == {"@type": "NewsMediaOrganization", "name": "Der Anzeiger"}
    assert data[0]["isBasedOn"]["datePublished"] == "2024-06"
    assert "publisher" not in data[0]
    assert "isBasedOn" not in data[1]
    assert data[1]["publisher"]["name"] == "Newsroom"


def test_the_date_of_change_is_never_before_publication(client: Client, make_article: Make) -> None:
    article = make_article(publish_at=datetime(2026, 6, 19, 22, 30, tzinfo=UTC))
    Article.objects.update(updated_at=datetime(2026, 6, 18, 12, 0, tzinfo=UTC))

    data = json.loads(re.search(r'ld\+json">(.*?)</script>', get_page(client, article))[1])
    sitemap = client.get("/sitemap-articles-0.xml").text

    assert data["dateModified"] == data["datePublished"] == "2026-06-19T22:30:00+00:00"
    assert data["sdDatePublished"] == "2026-06-20"  # the day in the newsroom's time zone
    assert "<lastmod>2026-06-19T22:30:00+00:00</lastmod>" in sitemap


def test_the_text_of_structured_data_is_the_visible_text(
    client: Client, make_article: Make, make_clip: Callable[..., Any]
) -> None:
    body = "<p>Eins &amp; <strong>zwei</strong>.</p><h2>Zwischen</h2><ul><li>a</li><li>b</li></ul>"
    body += "<blockquote>Erster Absatz.<br><br>Zweiter.</blockquote><p>So geht</p>"
    page = get_page(client, make_article(headline="Rat", body=body, lead="Ein Vorspann.", subheadline="Unterzeile"))

    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])

    assert data["articleBody"].split() == html.unescape(block_texts(page)).split()
    assert f'class="lead" dir="auto">{data["abstract"]}</p>' in page
    assert f">{data['headline']}</h1>" in page and f">{data['alternativeHeadline']}</p>" in page


def test_a_shared_article_has_its_address_headline_and_picture(
    client: Client, make_article: Make, picture_file: ContentFile, settings: Any
) -> None:
    settings.SITE_URL = "https://anzeiger.example"
    image = library.take_in(picture_file, by=None).image
    article = make_article(headline="Rat & Haus", lead="Vorspann", body=f'<figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)

    page = get_page(client, article, "?reply=1&x=2")

    address = f"https://anzeiger.example/articles/{article.slug}/"
    assert f'<link rel="canonical" href="{address}">' in page
    properties = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))
    assert properties == {
        "type": "article",
        "site_name": "Newsroom",
        "title": "Rat &amp; Haus",
        "description": "Vorspann",
        "url": address,
        "image": f"https://anzeiger.example{image.rendition().url}",
    }


def test_a_demonstration_says_so_and_keeps_search_engines_out(
    client: Client, make_article: Make, settings: Any
) -> None:
    article = make_article()
    banner = "Vorführung mit fremden Texten – nicht zur Veröffentlichung"
    noindex = '<meta name="robots" content="noindex, nofollow">'

    settings.DEMO = True
    demonstration = [client.get(p).text for p in ("/", article.get_absolute_url(), "/sources/", "/nix/")]
    settings.DEMO = False
    site_pages = [client.get(p).text for p in ("/", article.get_absolute_url())]

    assert all(banner in p and noindex in p for p in demonstration)
    assert not any(banner in p or "noindex" in p for p in site_pages)


def test_an_article_can_be_kept_out_of_search_engines_and_stay_readable(
    client: Client, make_article: Make, settings: Any
) -> None:
    settings.DEMO = False

    assert '<meta name="robots" content="noindex">' in get_page(client, make_article(noindex=True))


def test_an_article_takes_a_fixed_number_of_queries(
    client: Client, make_article: Make, make_comment: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    images = baker.make(Image, caption="Bild", _quantity=11)
    article = make_article(body="".join(f'<figure data-image="{i.pk}"></figure><p>Text.</p>' for i in images))
    revisions.place_images(article)
    for _ in range(30):
        make_comment(article, make_comment(article))

    # article with outlet and clip, agencies, placements, their images, persons, corrections, topics, bar,
    # the rules for comments, a page of them, their number
    with django_assert_num_queries(11):
        page = get_page(client, article)

    assert page.count("<figcaption") == 11
    assert "60 Leserkommentare" in page


def test_an_excerpt_without_an_original_says_that_it_is_one(client: Client, make_article: Make, outlet: Source) -> None:
    Source.objects.filter(pk=outlet.pk).update(right="excerpt")
    sentence = "Von diesem Text dürfen hier nur Überschrift und Vorspann stehen."

    linked = make_article(original_url="https://anzeiger.example/1").get_absolute_url()
    unlinked = make_article().get_absolute_url()

    assert sentence not in client.get(linked).text
    assert sentence in client.get(unlinked).text


def test_short_parts_of_a_hyphenated_word_are_not_separated(client: Client, make_article: Make) -> None:
    make_article(headline="<b>Kim Jong-un</b> trifft Müller-Lüdenscheidt im 3-D-Kino, S-Bahn hält")

    page = client.get("/").text

    assert '&lt;b&gt;Kim <span class="whole">Jong-un</span>&lt;/b&gt; trifft Müller-Lüdenscheidt im ' in page
    assert '<span class="whole">3-D</span>-Kino, S-Bahn hält' in page


@pytest.mark.parametrize(
    ("headline", "is_long"),
    [("Bürgermeisterinnenwahl", True), ("Bürgermeisterin tritt an", False), ("Rindfleischetikettierungsgesetz", True)],
)
def test_a_headline_with_a_very_long_word_is_set_smaller(
    client: Client, make_article: Make, headline: str, is_long: bool
) -> None:
    page = client.get(make_article(headline=headline).get_absolute_url()).text

    assert (f'<h1 dir="auto" class="long">{headline}</h1>' in page) == is_long
