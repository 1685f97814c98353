"""Every kind of block that a body knows comes through every door with its words, and they never run together."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from model_bakery import baker

from articles.admin.base import field_labels, readonly_display
from articles.admin.comments import moderation
from articles.api.serializers.article_parts import BLOCK_KINDS
from articles.domain.articles import import_fields, revisions, three_way_merge
from articles.domain.imports import importer, relabelling
from articles.domain.privacy.article_redaction import own_words
from articles.domain.search import index
from articles.formats import clip_differences
from articles.models import Article, Page
from articles.models.fields import body
from articles.models.fields.body_tables import MAX_COLUMNS, MAX_ROWS, head_rows
from tests.admin.conftest import Visitor
from tests.api.test_writing import Program
from tests.rounds import every_pair, slow_but

Make = Callable[..., Article]
Door = Callable[[Article, Client], str]

TABLE = (
    "<table><caption>Zwei Worte</caption><thead><tr><th>Alpha</th><th>Beta <em>Gamma</em></th></tr></thead><tbody>"
    '<tr><th>Delta</th><td><a href="/x/">Epsilon</a></td></tr><tr><td>Zeta<br>Eta</td><td></td></tr></tbody></table>'
)
BLOCKS = {  # of each kind two in a row, where it may be followed by itself
    "paragraph": "<p>Alpha <strong>Beta</strong></p><p>Gamma<br>Delta CO<sub>2</sub></p>",
    "subheading": "<h2>Alpha Beta</h2><h3>Gamma</h3>",
    "quote": "<blockquote><p>Alpha Beta</p><p>Gamma</p></blockquote><blockquote><p>Delta</p></blockquote>",
    "list_item": "<ul><li><strong>Alpha</strong><br>Beta m<sup>3</sup></li></ul><ol><li>Gamma</li><li>Delta</li></ol>",
    "table": TABLE + "<table><tr><td>Theta</td><td>Iota</td></tr></table>",
    "image": '<figure data-image="{0}"></figure><figure data-image="{1}"></figure>',
}
CAPTIONS = ("Alpha im Bild", "Beta im Bild")
_MARKS = re.compile(r"</?(?:a|strong|em|sub|sup|mark|bdi|span|small)\b[^>]*>")
_SPACE = re.compile(r"<[^>]*>|[\s|:,;·]+")


def shown(markup: str) -> list[str]:
    """The words that a reader sees: what marks them does not part them, any other tag does."""
    return unescape(_SPACE.sub(" ", _MARKS.sub("", markup))).split()


def words(kind: str) -> list[str]:
    """What has to come through."""
    return shown(" ".join(CAPTIONS) if kind == "image" else BLOCKS[kind])


def fetch(address: str) -> Door:
    return lambda article, client: client.get(address.format(slug=article.slug, pk=article.pk)).text


def of_feed(address: str) -> Door:
    return lambda article, client: unescape(fetch(address)(article, client))


def of_json(address: str) -> Door:
    """The strings of an answer, each by itself."""
    return lambda article, client: " <hr> ".join(_strings(json.loads(fetch(address)(article, client))))


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []


def of_json_ld(article: Article, client: Client) -> str:
    page = fetch("/articles/{slug}/")(article, client)
    return " ".join(_strings(json.loads(re.search(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", page, re.DOTALL)[1])))


def of_page(_article: Article, client: Client) -> str:
    """The same text as that of one of the site's own pages."""
    Page.objects.update_or_create(key="privacy", defaults={"title": "Titel", "body": _article.body})
    return client.get(reverse("page", args=["privacy"])).text


def of_search(article: Article, _client: Client) -> str:
    captions = index._captions([article])[article.pk].texts
    return "\n".join([index.bare_text(article.body), *captions])


def of_merge(article: Article, _client: Client) -> str:
    """Joined with the change of somebody else, who has added a paragraph."""
    merged, overlap = three_way_merge.merge_bodies(article.body, article.body, f"{article.body}<p>Neu</p>")
    assert not overlap
    assert merged == f"{article.body}\n<p>Neu</p>"
    return readonly_display.render_body(merged)


def of_redaction(article: Article, _client: Client) -> str:
    """After the words of a person were cut who has written something else."""
    own = own_words(["Das hat ein Mensch geschrieben, der nicht mehr genannt sein will."], "", ["Niemand"])
    return readonly_display.render_body(own.cut_markup(article.body))


DOORS: dict[str, Door] = {
    "article page": fetch("/articles/{slug}/"),
    "other page": of_page,
    "RSS": of_feed("/feed.rss"),
    "Atom": of_feed("/feed.atom"),
    "JSON Feed": of_json("/feed.json"),
    "ninjs": of_json("/articles/{slug}/ninjs.json"),
    "JSON-LD": of_json_ld,
    "API, blocks": of_json("/api/v1/articles/{pk}/?include=images"),
    "API, HTML": of_json("/api/v1/articles/{pk}/?body=html&include=images"),
    "API, text": of_json("/api/v1/articles/{pk}/?body=text&include=images"),
    "admin, shown": lambda article, _client: readonly_display.render_body(article.body),
    "admin, compared": lambda article, _client: field_labels.VALUE_FORMATTERS["body"](article.body, {}),
    "difference to the clip": lambda article, _client: clip_differences.article_text(article),
    "search": of_search,
    "merge": of_merge,
    "redaction": of_redaction,
}
WITHOUT_PICTURES = {"JSON-LD", "other page"}  # their pictures stand elsewhere


@pytest.fixture
def visit() -> Callable[[User], Visitor]:
    """Signs somebody in to the admin."""

    def sign_in(user: User) -> Visitor:
        visitor = Visitor()
        visitor.force_login(user)
        return visitor

    return sign_in


@pytest.fixture
def make_with(make_article: Make) -> Callable[[str], Article]:
    """Makes an article of blocks of one kind."""

    def make(kind: str) -> Article:
        images = [baker.make("articles.Image", caption=caption).pk for caption in CAPTIONS]
        article = make_article(body=BLOCKS[kind].format(*images) + "<p>Schluss.</p>")
        revisions.place_images(article)
        index.update(article)
        return article

    return make


def test_every_kind_is_tried() -> None:
    assert list(BLOCKS) == [kind for kind, _label in BLOCK_KINDS]
    for kind, markup in BLOCKS.items():
        assert {block.kind for block in body.parse(body.clean(markup.format(1, 2)))} == {kind}


@pytest.mark.parametrize(("door", "kind"), every_pair(DOORS, BLOCKS))
def test_every_kind_of_block_comes_through_every_door(
    door: str, kind: str, make_with: Callable[[str], Article], client: Client
) -> None:
    if kind == "image" and door in WITHOUT_PICTURES:
        return

    seen = shown(DOORS[door](make_with(kind), client))

    missing = [word for word in words(kind) if word not in seen]
    assert not missing


@pytest.mark.parametrize("kind", slow_but(["list_item", "table"], BLOCKS))
def test_every_kind_of_block_is_written_and_read_by_the_api_and_the_form(
    kind: str, make_with: Callable[[str], Article], editor: User, visit: Callable[[User], Visitor]
) -> None:
    article, program = make_with(kind), Program(editor)
    written = body.clean(article.body)
    article.state = "draft"
    revisions.save(article, editor, "test")

    answer = program.ask("PATCH", f"/desk/articles/{article.pk}/", {"body": f"<p>Vorn</p>{written}"}, If_Match="*")

    assert answer.status_code == 200, answer.content
    article.refresh_from_db()
    assert article.body == f"<p>Vorn</p>\n{written}"
    url = reverse("admin:articles_article_change", args=[article.pk])
    visitor = visit(editor)
    answer = visitor.fill(url, body=f"{written}<p>Hinten</p>")
    article.refresh_from_db()
    assert article.body == f"{written}\n<p>Hinten</p>"
    assert article.history.count() >= 2


@pytest.mark.parametrize("kind", [kind for kind in BLOCKS if kind != "image"])
def test_a_block_that_was_read_makes_the_same_block_and_counts_as_unchanged(kind: str) -> None:
    for block in body.parse(body.clean(BLOCKS[kind])):
        level = head_rows(block.rows) if kind == "table" else block.level
        made = body.compose([body.Block(kind, block.text, "", level, block.ordered)])

        assert body.plain_text(made) == block.text
        assert [b.kind for b in body.parse(made)] == [kind]
        assert import_fields.is_same("body", made, body.clean(made))


def test_headers_of_rows_and_columns_of_a_saved_page_are_those_of_the_article(editor: User) -> None:
    rows = "<tr><th>Karte<th>bisher<tr><th>Kinder<td>2,00<tr><th>Hunde<td>1,00"
    page = CLIPS["bad.html"][: CLIPS["bad.html"].index("<table>")] + f"<table>{rows}</table><p>{CLIP_BELOW}</p>"

    article = importer.import_clip(page.encode(), "bad.html", importer.ImportDefaults(right="full")).article

    assert article is not None
    assert '<th scope="col">bisher</th>' in article.body
    assert '<th scope="row">Kinder</th><td>2,00</td>' in article.body


def test_moderators_see_the_running_text_of_an_article_and_no_tables(make_with: Callable[[str], Article]) -> None:
    assert moderation._article_excerpt(make_with("table"), reads_drafts=True) == ["Schluss."]
    assert "Alpha Beta Gamma" in moderation._article_excerpt(make_with("quote"), reads_drafts=True)


def test_the_words_of_a_person_go_out_of_a_cell_and_the_table_stays() -> None:
    own = own_words(["Mir hat das Bad im Sommer sehr gefallen."], "", ["Erika Beispiel"])
    markup = body.clean(
        "<table><caption>Stimmen</caption><tr><th>Wer<th>Was<tr><td>Erika Beispiel"
        "<td><em>Mir hat das Bad im Sommer</em> sehr gefallen.<tr><td>Max<td>Nein</table>"
    )

    (block,) = body.parse(own.cut_markup(markup))

    assert "gefallen" not in block.html
    assert [len(row) for row in block.rows] == [2, 2, 2]
    assert block.text.startswith("Stimmen\n\nWer\tWas\n")
    assert block.text.endswith("Max\tNein")


LARGE = {
    "columns": f"<table><tr>{'<td>x</td>' * (MAX_COLUMNS + 1)}</tr></table>",
    "rows": f"<TABLE>{'<tr><td>x</td><td>y</td></tr>' * (MAX_ROWS + 1)}</TABLE>",
}


@pytest.mark.parametrize("markup", LARGE.values(), ids=LARGE)
def test_a_table_that_is_too_large_is_refused_with_a_sentence_by_every_door(
    markup: str, make_article: Make, editor: User, visit: Callable[[User], Visitor]
) -> None:
    article, program = make_article(state="draft"), Program(editor)
    before = article.body

    answer = program.ask("PATCH", f"/desk/articles/{article.pk}/", {"body": markup}, If_Match="*")
    page = visit(editor).fill(reverse("admin:articles_article_change", args=[article.pk]), body=markup)

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["name"], error["code"]) == ("body", "table_too_large")
    assert "30" in error["message"]
    assert "Bitte teilen Sie sie auf." in unescape(page.text)
    article.refresh_from_db()
    assert article.body == before


def test_a_table_on_the_page_names_its_headers_and_scrolls_by_itself(make_article: Make, client: Client) -> None:
    rows = "<tr><th>Karte<th>bisher<tr><th>Kinder<td>2,00 Euro<tr><th>Hunde<td>"
    article = make_article(body=f"<table><caption>Die <em>neuen</em> Preise</caption>{rows}</table>")

    page = " ".join(fetch("/articles/{slug}/")(article, client).split())

    assert '<div class="table" role="group" tabindex="0" aria-label="Die neuen Preise">' in page
    assert '<caption dir="auto">Die <em>neuen</em> Preise</caption>' in page
    assert '<thead> <tr> <th scope="col" dir="auto">Karte</th>' in page
    assert '<th scope="row" dir="auto">Kinder</th>' in page
    assert '<td dir="auto" class="number">2,00 Euro</td>' in page


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/articles/x/", "http://testserver/articles/x/"),
        ("//ex.org/a", "http://ex.org/a"),
        ("x/?a=1&amp;b=2", "http://testserver/articles/rathaus-wird-saniert-1/x/?a=1&amp;b=2"),
        ("#unten", "http://testserver/articles/rathaus-wird-saniert-1/#unten"),
        ("tel:+491234", "tel:+491234"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
    ],
)
def test_links_are_absolute_where_the_text_leaves_the_site(
    link: str, absolute: str, make_article: Make, client: Client
) -> None:
    cell = f'<table><tr><td>a</td><td><a href="{link}">c</a></td></tr></table>'
    article = make_article(body=f'<p><a href="{link}">b</a></p>{cell}')

    assert article.body.count(f'href="{body.links(article.body)[0].replace("&", "&amp;")}"') == 2
    for door in (of_json("/feed.json"), of_feed("/feed.atom"), of_json("/articles/{slug}/ninjs.json")):
        text = door(article, client)
        assert len(re.findall(f'href="{re.escape(absolute)}"|href="{re.escape(unescape(absolute))}"', text)) == 2


CLIP_ABOVE = (
    "Die Gemeinde hat am Mittwoch die Preise für das kommende Jahr festgelegt. Der Rat stimmte mit Mehrheit zu."
)
CLIP_BELOW = "Der Bürgermeister verteidigte den Schritt. Ohne höhere Einnahmen müsse das Bad an zwei Tagen schließen."
CLIPS = {
    "bad.txt": f"Neue Preise für das Bad\n\n{CLIP_ABOVE}\n\nKarte\tbisher\nKinder\t2,00\nHunde\t1,00\n\n{CLIP_BELOW}\n",
    "bad.html": "<!DOCTYPE html><title>Neue Preise für das Bad</title><article><h1>Neue Preise für das Bad</h1>"
    f"<p>{CLIP_ABOVE}</p><table><tr><th>Karte<th>bisher<tr><td>Kinder<td>2,00<tr><td>Hunde<td>1,00</table>"
    f"<p>{CLIP_BELOW}</p></article>",
}


@pytest.mark.parametrize("name", CLIPS)
def test_a_table_of_a_clip_is_one_of_the_article_and_a_row_can_be_taken_out(
    name: str, client: Client, editor: User
) -> None:
    article = importer.import_clip(CLIPS[name].encode(), name, importer.ImportDefaults(right="full")).article
    assert article is not None

    (table,) = [block for block in article.blocks if block.kind == "table"]
    assert (table.text, head_rows(table.rows)) == ("Karte\tbisher\nKinder\t2,00\nHunde\t1,00", 1)
    assert not import_fields.edited_fields(article)
    start = article.clip.text.index("Hunde")
    relabelling.assign_role(article.reading, start, article.clip.text.index("1,00", start) + 4, "boilerplate", editor)
    article.refresh_from_db()
    text = body.plain_text(article.body)
    assert "Hunde" not in text
    assert not re.search("Kinder2|Karteb", text)
    assert CLIP_BELOW in text
