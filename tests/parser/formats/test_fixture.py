"""Fixtures of Django and Wagtail: rows with a title and a text are articles."""

import json
import time

import pytest

from articles.parser import notices
from articles.parser.formats import registry
from articles.parser.pipeline import parse_clip
from tests.parser.formats.samples import HEADLINE, PAGE, PARAGRAPHS
from tests.parser.formats.test_news import body, said

MARKUP = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
STREAM = [
    {"type": "paragraph", "value": MARKUP[: MARKUP.index("<p>", 5)], "id": "a"},
    {"type": "section", "value": {"heading": "Wer den Bau bezahlt", "text": f"<p>{PARAGRAPHS[1]}</p>"}, "id": "b"},
    {"type": "image", "value": {"image": 7, "caption": "Die neue Brücke über die Aue."}, "id": "c"},
    {"type": "list", "value": [{"type": "paragraph", "value": f"<p>{words}</p>"} for words in PARAGRAPHS[2:]]},
]
DAY = "2024-03-03T17:45:00+01:00"


def row(model: str, key: int, **fields: object) -> dict[str, object]:
    return {"model": model, "pk": key, "fields": fields}


def entry(**fields: object) -> dict[str, object]:
    told = {"title": HEADLINE, "body": MARKUP, "pub_date": DAY, "author_name": "Petra Vorlage", "slug": "bruecke"}
    return row("blog.entry", 1, **{**told, **fields})


def page(**fields: object) -> list[dict[str, object]]:
    return [
        row("wagtailcore.site", 1, hostname="localhost", site_name="Auenbote"),
        row("wagtailcore.page", 7, title=HEADLINE, slug="bruecke", live=True, first_published_at=DAY, **fields),
        row("news.newspage", 7, introduction="", body=json.dumps(STREAM), byline="Petra Vorlage"),
    ]


def read(rows: list[dict[str, object]], **options: object):
    reading = parse_clip(json.dumps(rows, **options).encode(), "export.json")
    assert reading.format == "fixture"
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text
    return reading


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ensure_ascii", [True, False])
@pytest.mark.parametrize("text", [MARKUP, "\n\n".join(PARAGRAPHS)])
def test_a_row_with_title_and_text_is_the_article(text, indent, ensure_ascii):
    reading = read([row("auth.user", 1, username="pv"), entry(body=text)], indent=indent, ensure_ascii=ensure_ascii)

    document = reading.document
    assert (document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert (document.byline, document.authors) == ("Petra Vorlage", ("Petra Vorlage",))
    assert document.date.at.isoformat() == DAY
    assert said(reading, "address") == ["bruecke"]


def test_a_page_of_wagtail_is_put_together_from_its_tables():
    reading = read(page())

    document = reading.document
    assert (document.headline, document.byline, document.date.at.isoformat()) == (HEADLINE, "Petra Vorlage", DAY)
    assert [(block.kind, block.text) for block in document.body] == [
        ("paragraph", PARAGRAPHS[0]),
        ("subheading", "Wer den Bau bezahlt"),
        *(("paragraph", words) for words in PARAGRAPHS[1:]),
    ]
    assert [picture.caption for picture in document.images] == ["Die neue Brücke über die Aue."]


@pytest.mark.parametrize(
    "rows",
    [
        [entry(published=False)],
        [entry(status="draft")],
        [entry(status="d")],
        [entry(is_draft=True)],
        [entry(public=False)],
        [{**page()[1], "fields": {**page()[1]["fields"], "live": False}}, page()[2]],
    ],
)
def test_what_is_not_public_is_held_back(rows):
    assert said(read(rows), "status") == ["private"]


def test_several_articles_are_clips_of_their_own():
    other = row("blog.entry", 2, title="Die alte Straße", body=MARKUP)
    reading = read([*page(), entry(), other])

    assert reading.document is None
    readings = [parse_clip(child.data, child.name) for child in reading.children]
    assert [inner.document.headline for inner in readings] == [HEADLINE, HEADLINE, "Die alte Straße"]
    assert all(set(PARAGRAPHS) <= set(body(inner)) for inner in readings)


def test_an_embargo_in_the_text_holds_it_back():
    reading = read([entry(body=f"<p>Sperrfrist: 4. März 2124, 6 Uhr</p>{MARKUP}")])

    assert reading.document.embargo_until.isoformat() == "2124-03-04T06:00:00+01:00"
    assert "embargo" in notices.holds([warning.code for warning in reading.warnings])


@pytest.mark.parametrize("text", [PAGE, json.dumps({"model": "x", "fields": "y"}), json.dumps([{"model": "x"}])])
def test_other_texts_are_no_fixtures(text):
    assert registry.find(text.encode(), "a.json").name != "fixture"


@pytest.mark.slow
def test_many_blocks_take_no_time():
    begun = time.process_time()
    read([entry(body=json.dumps([{"type": "list", "value": ["Ein Satz."] * 5_000}]))])

    assert time.process_time() - begun < 4
