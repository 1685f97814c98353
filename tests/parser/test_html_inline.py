"""Pages made for the purpose: texts for screen readers, and inline elements that touch."""

import pytest

from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.test_html_text import LONG, TITLE, article, page, texts

REMARKS = (
    "(öffnet im neuen Fenster)",
    "(Öffnet in neuem Tab)",
    "[externer Link]",
    "(opens in a new tab)",
    "(s’ouvre dans une nouvelle fenêtre)",
    "(se abre en una ventana nueva)",
    "(opent in nieuw venster)",
)


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_for_screen_readers_is_not_in_the_text_but_in_the_ledger(remark):
    linked = f'<p>{LONG[1][:-1]}, so die <a href="/satzung">Satzung {remark}</a> von 2019.</p>'

    source = article(f"<p>{LONG[0]}</p>{linked}<p>{LONG[2]}</p>")

    assert f"{LONG[1][:-1]}, so die Satzung von 2019." in texts(source)
    reading = parse_clip(source, "markt.html")
    said = [segment for segment in reading.segments if segment.rule == "html_screen_reader"]
    assert [reading.text[slice(*segment.span)] for segment in said] == [remark]
    assert said[0].role is Role.BOILERPLATE


@pytest.mark.parametrize(
    "hidden",
    ['class="sr-only"', "class='a visually-hidden'", "class=screenReaderText", "hidden", 'style="display: none"'],
)
def test_a_hidden_element_within_a_paragraph_does_not_tear_it(hidden):
    linked = f"<a href=x>Satzung <span {hidden}>Verweis auf <b>ein</b> Dokument</span></a>"

    assert texts(article(f"<p>{LONG[0]}</p><p>Laut {linked}. {LONG[1]}</p>")) == [LONG[0], f"Laut Satzung. {LONG[1]}"]


def test_a_hidden_element_without_an_end_ends_with_its_paragraph():
    inner = f"<p>{LONG[0]}</p><p>{LONG[1]} <span class=sr-only>Ende<p>{LONG[2]}</p>"

    assert texts(article(inner)) == list(LONG[:3])


TOUCHING = {
    "links": ('<a href="/e">Erika Beispiel</a><a href="/m">Max Muster</a>', "Erika Beispiel Max Muster"),
    "names with classes": (
        "<span class=n>Erika Beispiel</span><span class=n>Max Muster</span>",
        "Erika Beispiel Max Muster",
    ),
    "name and time": ("<span>Presseamt</span><time>19. Juni 2024</time>", "Presseamt 19. Juni 2024"),
    "an initial": ('<span class="initial">D</span><span class="rest">er Markt</span>', "Der Markt"),
    "letters in bold": ("<b>Nord</b><i>haven</i>", "Nordhaven"),
    "a formula": ("CO<sub>2</sub><sub>x</sub>", "CO2x"),
    "a name of two words": ("<span>Mac</span><span>Books</span>", "MacBooks"),
}


@pytest.mark.parametrize(("source", "shown"), TOUCHING.values(), ids=TOUCHING.keys())
def test_inline_elements_that_touch_are_one_word_unless_they_are_two_things(source, shown):
    assert f"{shown} steht hier. {LONG[1]}" in texts(
        article(f"<p>{LONG[0]}</p><p>{source} steht hier. {LONG[1]}</p><p>{LONG[2]}</p>")
    )


def test_two_authors_whose_links_touch_are_two_authors():
    byline = '<div class="authors">Von <a href="/e">Erika Beispiel</a><a href="/m">Max Muster</a></div>'

    reading = parse_clip(page(f"<h1>{TITLE}</h1>{byline}<div><p>{LONG[0]}</p><p>{LONG[1]}</p></div>"), "markt.html")

    assert "BeispielMax" not in reading.document.byline


def test_no_text_is_lost_around_a_hidden_element_that_is_nested_too_deeply():
    source = page(f"<h1>{TITLE}</h1>" + "<div>" * 320 + f"{LONG[0]} <span hidden>verborgen</span>{LONG[1]}")

    reading = parse_clip(source, "tief.html")

    assert "".join(reading.text[slice(*segment.span)] for segment in reading.segments) == reading.text
    assert LONG[0] in " ".join(texts(source))
