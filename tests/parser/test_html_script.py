"""Pages made for the purpose whose article stands in JSON-LD as well, or only there."""

import json

import pytest

from articles.parser.html.script_text import script_lines
from articles.parser.html.tokenizer import parse
from articles.parser.pipeline import parse_clip
from tests.parser.test_html import seconds
from tests.parser.test_html_text import LONG, TITLE, page, texts
from tests.timing import grows_in_proportion

BODY = (*LONG, "„Das war’s“, sagte sie & ging – 😀.")


def script(body: str, **options: bool) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(data, **options)}</script>'


def hidden_page(body: str, **options: bool) -> bytes:
    shown = f"<main><h1>{TITLE}</h1><p>Bitte warten Sie einen Augenblick, der Artikel wird geladen.</p></main>"
    return page(shown, script(body, **options))


@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize("between", ["\n\n", "\r\n", "</p><p>", "<br>"])
def test_a_text_that_stands_only_in_json_ld_is_the_article(between, escaped):
    source = hidden_page(between.join(BODY), ensure_ascii=escaped)

    assert texts(source)[-len(BODY) :] == list(BODY)


def test_each_character_of_a_text_in_json_ld_has_its_place_in_the_source():
    tree = parse(hidden_page("\n".join(BODY)).decode())

    for line in script_lines(tree):
        for character, start, end in zip(line.text, line.source_starts, line.source_ends, strict=True):
            written = tree.source[start:end]
            assert json.loads(f'"{written}"') == character if written.startswith("\\") else written == character


def test_a_text_that_is_visible_as_well_is_read_once_and_from_the_page():
    shown = "".join(f"<p>{text}</p>" for text in LONG)
    source = page(f"<main><h1>{TITLE}</h1><div>{shown}</div></main>", script("\n".join(LONG)))

    assert texts(source) == list(LONG)
    reading = parse_clip(source, "markt.html")
    assert all(block.span[0] > reading.text.index("<main>") for block in reading.document.body)


def test_an_element_with_the_name_of_a_box_is_the_article_if_json_ld_says_so():
    other = "".join(
        f"<p>Anderswo, am Hafen Nummer {n}, entlädt ein Kran seit gestern Schiffe aus Übersee.</p>" for n in range(9)
    )
    shown = "".join(f"<p>{text}</p>" for text in LONG)
    body = f'<main><h1>{TITLE}</h1><div class="promo"><div>{shown}</div></div><div class=x>{other}</div></main>'

    assert texts(page(body, script("\n".join(LONG)))) == list(LONG)


@pytest.mark.parametrize("piece", ['"articleBody": "', "\\u00e4", "\\", "<", "&", "&amp;", " ", "<b>", "x ", "\\ud83d"])
def test_a_hostile_script_costs_time_in_proportion_to_its_length(piece):
    def parse_seconds(size: int) -> float:
        body = f'"articleBody": "{piece * (size // len(piece))}'
        return seconds(hidden_page("x").decode().replace('"articleBody": "', body))

    assert grows_in_proportion(parse_seconds, size=20_000, slack=0.2)
