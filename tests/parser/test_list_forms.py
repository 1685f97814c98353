"""Lists in all the ways that they are written stay lists, and nothing around them is lost; generated."""

from collections.abc import Callable
from itertools import product

import pytest

from articles.parser.pipeline import parse_clip
from articles.parser.rules.lists import marks_of

HEADLINE = "Leisere Turbine für das alte Wehr"
ABOVE = (
    "Die Stadtwerke wollen die Turbine am alten Wehr im kommenden Frühjahr gegen eine leisere tauschen.",
    "Nach Angaben der Betriebsleiterin Wilma Beispiel kostet der Umbau rund 340.000 Euro, ein Drittel zahlt das Land.",
    "Der Ausschuss stimmte am Montag bei zwei Enthaltungen zu, die Arbeiten sollen insgesamt neun Wochen dauern.",
    "In trockenen Sommern stand die Anlage zuletzt wochenlang still, im Mittel lieferte sie Strom für 900 Haushalte.",
    "Geplant sind vier Schritte:",
)
BELOW = "Anwohner hatten sich seit dem Herbst über das Brummen beklagt und eine Liste mit 212 Namen übergeben."
ITEMS = (
    "Das Wehr wird im Februar trockengelegt.",
    "Ein Kran hebt die alte Turbine heraus",
    "die neue Turbine wird eingesetzt und an das Netz angeschlossen",
    "Probelauf bis Ende April",
)
BULLETS = "•◦▪‣*·○●■◆►→✓☐–—+-\uf0b7"
COUNTED: dict[str, Callable[[int], str]] = {
    "1.": lambda n: f"{n}.",
    "1)": lambda n: f"{n})",
    "(1)": lambda n: f"({n})",
    "1.1": lambda n: f"1.{n}",
    "1 –": lambda n: f"{n} –",
    "①": lambda n: "①②③④"[n - 1],
    "a)": lambda n: f"{'abcd'[n - 1]})",
    "a.": lambda n: f"{'abcd'[n - 1]}.",
    "(a)": lambda n: f"({'abcd'[n - 1]})",
    "A)": lambda n: f"{'ABCD'[n - 1]})",
    "i)": lambda n: f"{('i', 'ii', 'iii', 'iv')[n - 1]})",
    "I.": lambda n: f"{('I', 'II', 'III', 'IV')[n - 1]}.",
}
KEPT = {"(1)", "1.1", "1 –", "①", "a)", "a.", "(a)", "A)", "i)", "I."}  # marks that nothing else would say
LAYOUTS = [("\n", ""), ("\n", "  "), ("\n\n", "")]  # what stands between items, and before each


def read(text: str) -> list[tuple[str, str, bool]]:
    """Kind, text and count of each block of the body."""
    document = parse_clip(text.encode(), "wehr.txt").document
    assert document is not None
    assert document.headline == HEADLINE
    blocks = [(block.kind, block.text, block.ordered) for block in document.body]
    return [("paragraph", document.lead, False), *blocks] if document.lead else blocks


def clip(items: list[str], between: str, indent: str) -> str:
    """A text with the items in it."""
    listed = between.join(indent + item for item in items)
    return "\n\n".join([HEADLINE, *ABOVE, listed, BELOW]) + "\n"


def check(blocks: list[tuple[str, str, bool]], items: list[str], is_counted: bool) -> None:
    """The list, and all that stands around it."""
    assert [(text, ordered) for kind, text, ordered in blocks if kind == "list_item"] == [
        (item, is_counted) for item in items
    ]
    assert [text for kind, text, _ordered in blocks if kind != "list_item"] == [*ABOVE, BELOW]


@pytest.mark.parametrize("bullet", BULLETS)
def test_items_with_a_bullet_are_a_list(bullet: str) -> None:
    for between, indent in LAYOUTS:
        check(read(clip([f"{bullet} {item}" for item in ITEMS], between, indent)), list(ITEMS), False)


@pytest.mark.parametrize("form", COUNTED)
def test_items_that_count_are_a_list(form: str) -> None:
    for between, indent in LAYOUTS:
        written = [f"{COUNTED[form](number)} {item}" for number, item in enumerate(ITEMS, 1)]
        check(read(clip(written, between, indent)), written if form in KEPT else list(ITEMS), form not in KEPT)


def test_lists_in_lists_keep_every_item() -> None:
    for outer, inner in product(("•", "-", "*"), ("–", "◦", "o")):
        items = [f"{outer} {ITEMS[0]}", f"  {inner} {ITEMS[1]}", f"  {inner} {ITEMS[2]}", f"{outer} {ITEMS[3]}"]
        check(read(clip(items, "\n", "")), list(ITEMS), False)


@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_items_of_a_page_have_no_bullet_in_their_words(tag: str, count: int) -> None:
    listed = "".join(f"<li>{item}</li>" for item in ITEMS[:count])
    text = "".join(f"<p>{words}</p>" for words in ABOVE)
    inner = f"<h1>{HEADLINE}</h1>{text}<{tag}>{listed}</{tag}><p>{BELOW}</p>"

    check(read(f"<html><body><article>{inner}</article></body></html>"), list(ITEMS[:count]), tag == "ol")


@pytest.mark.parametrize(
    "words",
    [
        "3. Februar 2025 war der Tag",
        "2024 – ein gutes Jahr",
        "A. Muster wohnt hier",
        "I. Beispiel",
        "1.000 Euro",
        "-5 Grad",
        "*Name geändert",
    ],
)
def test_one_line_that_looks_like_an_item_is_none(words: str) -> None:
    blocks = read(clip([f"{words}, wie die Betriebsleiterin am Montag sagte."], "\n", ""))

    assert [kind for kind, text, _ordered in blocks if words[:5] in text] == ["paragraph"]


def test_numerals_are_read() -> None:
    for number, numeral in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1):
        assert [mark.number for mark in marks_of(f"{numeral}) Text") if mark.kind == "roman"] == [number]
