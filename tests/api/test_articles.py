"""Articles in the public API."""

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from articles.models import CommentPolicy, Correction, Image, Placement, Right

BODY = '<p>Ein <em>Satz</em>.</p><h2>Zwischen</h2><figure data-image="{0}"></figure><ol><li>eins</li></ol>'
HOURS = ("opens_at", "closes_at")
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def test_an_article_has_fields_named_by_trade_terms(get, make_article, add_agency, add_topic, add_person):
    article = make_article(
        slug="bruecke",
        kicker="Innenstadt",
        headline="Brücke gesperrt",
        lead="Der Verkehr steht.",
        dateline="Musterstadt",
        byline="Von Erika",
        signoff="(eri)",
        issued_on=date(2024, 6, 1),
        issued_precision="month",
        publish_at=datetime(2024, 7, 1, 12, tzinfo=UTC),
    )
    agency, topic, person = add_agency(article, "dpa", "contributed"), add_topic(article), add_person(article)

    data = get("/articles/bruecke/")

    assert {name: data[name] for name in ("kicker", "headline", "lead", "dateline", "byline", "signoff")} == {
        "kicker": "Innenstadt",
        "headline": "Brücke gesperrt",
        "lead": "Der Verkehr steht.",
        "dateline": "Musterstadt",
        "byline": "Von Erika",
        "signoff": "(eri)",
    }
    assert data["source"] == {"id": article.source_id, "slug": "der-anzeiger", "name": "Der Anzeiger"}
    assert data["agencies"] == [{"id": agency.pk, "slug": "dpa", "name": "dpa", "part": "contributed"}]
    assert data["topics"] == [{"id": topic.pk, "slug": "rathaus", "name": "Rathaus"}]
    assert data["persons"] == [{"id": person.pk, "slug": "erika", "name": "Erika", "role": "author"}]
    assert data["issued"] == {"value": "2024-06", "precision": "month"}
    assert data["published_at"] == "2024-07-01T12:00:00Z"
    assert data["url"] == "http://testserver/articles/bruecke/"
    assert data["api_url"] == f"http://testserver/api/v1/articles/{article.pk}/"


def test_an_article_is_found_by_id_and_by_slug(get, make_article):
    article = make_article(slug="bruecke")

    assert get(f"/articles/{article.pk}/") == get("/articles/bruecke/")


@pytest.mark.parametrize(
    ("precision", "value"), [("day", "2024-01-01"), ("month", "2024-01"), ("year", "2024")], ids=str
)
def test_a_date_is_given_as_precisely_as_it_is_known(get, make_article, precision, value):
    make_article(slug="a", issued_on=date(2024, 1, 1), issued_precision=precision)

    assert get("/articles/a/")["issued"] == {"value": value, "precision": precision}


def test_an_unknown_date_is_null(get, make_article):
    make_article(slug="a", source=None)

    assert (get("/articles/a/")["issued"], get("/articles/a/")["source"]) == (None, None)


def test_a_body_is_available_as_blocks_html_or_text(get, make_article):
    image = Image.objects.create(caption="Das Rathaus")
    make_article(slug="a", body=BODY.format(image.pk))

    assert get("/articles/a/")["body"] == [
        {"kind": "paragraph", "text": "Ein Satz.", "html": "Ein <em>Satz</em>."},
        {"kind": "subheading", "text": "Zwischen", "html": "Zwischen", "level": 2},
        {"kind": "image", "image": image.pk},
        {"kind": "list_item", "text": "eins", "html": "eins", "ordered": True},
    ]
    assert get("/articles/a/?body=html")["body"].replace("\n", "") == BODY.format(image.pk)
    assert get("/articles/a/?body=text")["body"] == "Ein Satz.\n\nZwischen\n\neins"
    assert "body" not in get("/articles/a/?body=none")


def test_a_list_reads_no_body_unless_it_is_asked_for(get, make_article, django_assert_max_num_queries):
    make_article(body="<p>Der Text.</p>")

    with django_assert_max_num_queries(10) as queries:
        row = get("/articles/")["results"][0]

    assert "body" not in row
    assert not [q for q in queries.captured_queries if '"articles_article"."body"' in q["sql"]]
    assert get("/articles/?body=text")["results"][0]["body"] == "Der Text."


def test_one_request_includes_everything_for_a_page(get, make_article, make_comment, add_image):
    article = make_article(slug="a")
    image, comment = add_image(article), make_comment(article)
    Correction.objects.create(article=article, text="Es waren zwei.", dated=datetime(2024, 7, 2, tzinfo=UTC))

    page = get("/articles/a/?include=source,images,comments,corrections")

    assert page["source"]["homepage"] == ""
    assert page["source"]["url"] == "http://testserver/sources/der-anzeiger/"
    assert [i["id"] for i in page["images"]] == [image.pk]
    assert [(c["id"], c["text"]) for c in page["comments"]] == [(comment.pk, "Gut so.")]
    assert page["corrections"] == [{"dated": "2024-07-02T00:00:00Z", "text": "Es waren zwei."}]


def test_a_picture_has_its_credit_even_where_the_file_is_missing(get, make_article, add_image):
    article = make_article(slug="a")
    add_image(article, caption="Die Brücke", credit="AFP/Erika Muster")
    with_file = add_image(article, alt_text="allgemein")
    with_file.file.save("rathaus.gif", ContentFile(PIXEL))
    Placement.objects.filter(image=with_file).update(alt_text="hier genauer", is_decorative=True)

    first, second = get("/articles/a/")["images"]

    assert (first["caption"], first["credit"], first["file"]) == ("Die Brücke", "AFP/Erika Muster", None)
    assert second["file"] == "http://testserver" + Image.objects.get(pk=with_file.pk).rendition().url
    assert (second["width"], second["alt_text"], second["is_decorative"]) == (1, "hier genauer", True)


def test_only_the_named_fields_are_returned(get, make_article, make_comment):
    article = make_article(slug="a", headline="Brücke")
    make_comment(article)

    assert get("/articles/a/?fields=headline,comment_count") == {
        "id": article.pk,
        "headline": "Brücke",
        "comment_count": 1,
    }
    assert list(get("/articles/a/?fields=headline&include=comments")) == ["id", "headline", "comments"]
    assert list(get("/articles/a/?fields=headline&body=text")) == ["id", "headline", "body"]
    assert get("/articles/?fields=body")["results"][0]["body"][0]["kind"] == "paragraph"
    assert "images" not in get("/articles/a/?include=")


def test_an_excerpt_has_only_headline_lead_and_link(get, make_article, make_comment, add_image, outlet):
    outlet.right = Right.EXCERPT
    outlet.save()
    article = make_article(
        slug="a", headline="Brücke", lead="Gesperrt.", body="<p>KANARI</p>", original_url="https://anzeiger.example/1"
    )
    for name in ("kicker", "subheadline", "dateline", "signoff"):
        setattr(article, name, "KANARI")
    article.save()
    make_comment(article, text="KANARI")
    image = add_image(article, caption="KANARI")
    Correction.objects.create(article=article, text="KANARI")

    data = get("/articles/a/?include=source,images,comments,corrections")

    assert "KANARI" not in str(data)
    assert (data["headline"], data["lead"], data["original_url"]) == ("Brücke", "Gesperrt.", article.original_url)
    assert (data["is_excerpt"], data["body"], data["images"], data["comments"]) == (True, [], [], [])
    assert (data["comment_count"], data["comments_are"], data["comments_closed"]) == (0, "closed", "article")
    assert get("/articles/a/?body=html")["body"] == get("/articles/a/?body=text")["body"] == ""
    assert get("/articles/a/comments/")["results"] == get("/images/")["results"] == []
    assert get("/images/?article=a")["results"] == []
    assert image.pk


@pytest.mark.parametrize(
    ("rules", "own", "closed", "message"),
    [
        ({}, {}, "", ""),
        ({}, {"comment_status": "closed"}, "article", "Die Kommentare sind geschlossen."),
        ({}, {"comment_status": "paused"}, "paused", "Die Kommentare sind zurzeit unterbrochen."),
        ({"is_open": False, "closed_because": "Wir sind im Urlaub."}, {}, "site", "Wir sind im Urlaub."),
        ({"opens_at": 1, "closes_at": 2}, {}, "hour", "Leserkommentare können von"),  # in one hour, in two
        ({"days_open": 7}, {}, "age", "zu lange"),
        ({"days_open": 7}, {"comment_days": 0}, "", ""),
    ],
)
def test_the_api_gives_the_pages_reason_for_closed_comments(client, get, make_article, rules, own, closed, message):
    hours = {name: (timezone.localtime() + timedelta(hours=n)).time() for name, n in rules.items() if name in HOURS}
    CommentPolicy.objects.create(pk=1, **{**rules, **hours})
    article = make_article(slug="a", publish_at=timezone.now() - timedelta(days=8), **own)

    detail, [listed] = get("/articles/a/"), get("/articles/")["results"]

    assert detail["comments_closed"] == listed["comments_closed"] == closed
    assert detail["comments_closed_told"] == listed["comments_closed_told"]
    assert message in detail["comments_closed_told"]
    assert detail["comments_are"] == own.get("comment_status", "open")
    page = client.get(article.get_absolute_url()).text
    assert (detail["comments_closed_told"] in page, 'name="text"' in page) == (True, not closed)


def test_the_right_of_a_clip_makes_an_excerpt_too(get, make_article, make_clip):
    make_article(slug="a", clip=make_clip(right=Right.EXCERPT), body="<p>KANARI</p>")

    article = get("/articles/a/")

    assert article["is_excerpt"] is True
    assert "KANARI" not in str(article)


def test_addresses_are_the_sites_own_where_it_has_one(get, make_article, settings):
    settings.SITE_URL = "https://news.example"
    make_article(slug="a")

    assert get("/articles/a/")["url"] == "https://news.example/articles/a/"
