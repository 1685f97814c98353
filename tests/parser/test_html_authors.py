"""Pages made for the purpose: the authors that their markup and their metadata name."""

import pytest

from articles.parser.html.main_content import find_main_content
from articles.parser.html.marked_authors import add_marked_authors
from articles.parser.html.tokenizer import parse
from articles.parser.pipeline import parse_clip
from articles.parser.said import Said
from tests.parser.test_html_text import LONG, TITLE, page

TEXT = f"<div class=text>{''.join(f'<p>{text}</p>' for text in LONG)}</div>"
MARKED = {
    "rel": '<div class=meta>19. Juni 2024 <a href="/x" rel="author">Erika Beispiel</a> 12 Kommentare</div>',
    "itemprop": '<p><span itemprop="author" itemscope><span itemprop="name">Erika Beispiel</span></span> 18:30 Uhr</p>',
    "a link to the author's page": '<div>12:30 <a href="/autor/erika-beispiel">Erika Beispiel</a></div>',
    "a class": '<div class=meta><span class="post-author">Posted by: Erika Beispiel</span><i>Lokales</i></div>',
    "a label of its own": "<div class=byline><div class=label>By:</div><div class=item>Erika Beispiel</div></div>",
    "a visiting card": '<span class="vcard"><i class="icon"></i><b class=fn>Erika Beispiel</b></span>',
}


def byline(above: str, head: str = "", below: str = "") -> str:
    document = parse_clip(page(f"<article><h1>{TITLE}</h1>{above}{TEXT}{below}</article>", head), "markt.html").document
    assert document is not None
    return document.byline


@pytest.mark.parametrize("marked", MARKED.values(), ids=MARKED.keys())
def test_an_author_is_known_by_the_markup(marked):
    assert "Erika Beispiel" in byline(marked)


def test_several_authors_beside_each_other_are_all_named():
    marked = "<div><a rel=author href=/e>Erika Beispiel</a>, <a rel=author href=/m>Max Muster</a></div>"

    assert byline(marked) == "Erika Beispiel, Max Muster"


def test_the_authors_of_other_articles_further_below_are_not_those_of_the_page():
    other = "<div class=teaser><p>Mehr dazu</p><a rel=author href=/m>Max Muster</a></div>"

    assert "Muster" not in byline("<div><a rel=author href=/e>Erika Beispiel</a></div>", below="<p>x</p>" * 400 + other)


@pytest.mark.parametrize("name", ["admin", "19. Juni 2024", "redaktion@blatt.example", "mehr von diesem Autor", ""])
def test_what_is_no_name_is_no_author_whatever_its_markup(name):
    assert byline(f"<div class=meta><a rel=author href=/x>{name}</a></div>") == ""


def test_the_markup_names_a_person_where_the_metadata_name_the_outlet():
    head = '<meta name=author content="Küstenblatt"><meta property="og:site_name" content="Küstenblatt">'

    assert "Erika Beispiel" in byline("<div><a rel=author href=/e>Erika Beispiel</a></div>", head)


def test_an_author_who_is_a_reference_in_the_metadata_is_looked_up():
    head = f"""<script type="application/ld+json">{{"@graph": [
        {{"@type": "NewsArticle", "headline": "{TITLE}", "author": {{"@id": "#p1"}}}},
        {{"@type": "Person", "@id": "#p1", "name": "Erika Beispiel"}}]}}</script>"""

    assert byline("", head) == "Erika Beispiel"


def test_the_span_of_a_marked_author_is_the_name_in_the_source():
    marked = '<div>12:30 <a href="/autor/erika">von <b>Erika</b> Beispiel</a></div>'
    tree = parse(page(f"<h1>{TITLE}</h1>{marked}{TEXT}").decode())

    authors = add_marked_authors(Said(), tree, find_main_content(tree, (TITLE,))).authors

    assert [(author.value, tree.source[slice(*author.span)]) for author in authors] == [
        ("Erika Beispiel", "Erika</b> Beispiel")
    ]


def named(*names: str) -> str:
    authors = ", ".join(f'{{"@type": "Person", "name": "{name}"}}' for name in names)
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": [{authors}]}}</script>'


def test_a_line_that_names_one_of_several_authors_is_completed():
    assert byline("<p class=author>Von Erika Beispiel</p>", named("Erika Beispiel", "Max Muster")) == (
        "Von Erika Beispiel, Max Muster"
    )


def test_names_without_a_mark_between_them_are_set_apart_as_the_metadata_name_them():
    line = "<div class=authors><span>Erika Beispiel</span> <span>Anna Giulia Muster</span></div>"

    assert byline(line, named("Erika Beispiel", "Anna Giulia Muster")) == "Erika Beispiel, Anna Giulia Muster"


def test_names_in_one_marked_element_are_told_apart_by_the_elements_around_each():
    line = "<div class=article-origins><b>Erika Beispiel</b> <b>Anna Giulia Muster</b> <b>Bo Li</b></div>"

    assert byline(line) == "Erika Beispiel, Anna Giulia Muster, Bo Li"


@pytest.mark.parametrize("marks", ['class="external text"', 'rel="external nofollow"', 'class="link-external"'])
def test_the_author_of_a_source_that_is_linked_is_not_that_of_the_page(marks):
    source = f'<p>1. <cite><a {marks} href="https://blatt.example/author/max-muster">Max Muster</a> (2013).</cite></p>'

    assert byline("", below=source) == ""
