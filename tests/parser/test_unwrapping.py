"""Wrapped text is read as what it was before a program broke its lines; what is no paragraph keeps its lines."""

import random
import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.parser.line_explanations import decisive_features, explain
from articles.parser.pipeline import parse_clip
from articles.parser.relabel import Assignment, assign
from articles.parser.roles import Role
from articles.parser.unwrapping import unwrap
from tests.rounds import every, examples

BAKERY = """Backhaus in Oberweiler schließt nach 90 Jahren

Oberweiler (dpa) - Nach mehr als neunzig Jahren schließt das Backhaus am Markt von Oberweiler Ende März seine Türen. Das bestätigte die Inhaberin Helga Sommer am Mittwoch der Deutschen Presse-Agentur.

Die Bäckermeisterin findet nach eigenen Angaben keine Nachfolge, obwohl sie seit drei Jahren in ganz Süddeutschland danach gesucht hat. Auch die gestiegenen Preise für Energie und Mehl hätten ihr den Abschied leichter gemacht, sagte sie.

Vor- und Nachteile

Im Ort leben heute 2.300 Menschen, vor zehn Jahren waren es noch rund 400 mehr. Der Bürgermeister will das Gebäude kaufen und darin einen Dorfladen eröffnen, über den der Rat am 14. April abstimmt.

„Wir haben hier jeden Morgen um zwei Uhr angefangen“, erzählte Sommer. Ihre fünf Angestellten haben bereits neue Stellen gefunden, zwei von ihnen in der Großbäckerei im benachbarten Niederweiler.
"""  # noqa: E501

TUNNEL = """Tunnel unter dem Kreuzberg wird ein Jahr später fertig

Der Bau des Eisenbahntunnels unter dem Kreuzberg verzögert sich um mindestens zwölf Monate. Grund sind nach Angaben der Bauherrin starke Wassereinbrüche im südlichen Abschnitt, die im Januar entdeckt wurden.

Die Kosten steigen dadurch auf 310 Millionen Euro, wie das Ministerium am Freitag in der Landeshauptstadt mitteilte. Bisher war man von 268 Millionen Euro ausgegangen, und im Haushalt sind nur 280 Millionen vorgesehen.

Fahrgäste müssen deshalb länger mit Bussen fahren. Der Verkehrsverbund kündigte an, die Zahl der Fahrten am Morgen und am Abend zu verdoppeln und die Halte an den Schulen zu verlegen.

Die Opposition im Landtag verlangt einen Untersuchungsausschuss. „Das Ministerium wusste seit dem Sommer Bescheid“, sagte die Abgeordnete Marta Lindner, die dem Verkehrsausschuss angehört.

Die Bauherrin wies das zurück.
"""  # noqa: E501

LIBRARY = """Village library reopens after three years of repairs

By Martin Hale

The public library in Ashcombe opened its doors again on Tuesday, three years after a storm tore off most of its roof and soaked some 11,000 books in the cellar.

Volunteers had dried, cleaned and sorted the books in a barn outside the village. About a third of them could not be saved, the librarian said, but readers from all over the county sent replacements.

The repairs cost 420,000 pounds, twice as much as the council had planned. Most of the money came from a lottery fund, the rest was collected at concerts, markets and a long-distance run.

The reading room is larger now, and there is a lift to the first floor for the first time.
"""  # noqa: E501

TEXTS = {"bakery": BAKERY, "tunnel": TUNNEL, "library": LIBRARY}
_VOWELS = re.compile(r"(?<=[aeiouäöü])(?=[bcdfghjklmnpqrstvwxz][aeiouäöü])|(?<=[lmnrst])(?=[bdfgkmpstw][aeiouäöü])")


def parted(words: str, width: int) -> list[str]:
    """Lines of at most `width` characters, long words parted between them."""
    lines, line = [], ""
    for word in words.split(" "):
        rest, room = word, width - len(line) - 2
        if line and len(line) + 1 + len(word) > width:
            cuts = [m.start() for m in _VOWELS.finditer(word) if 1 < m.start() <= room and word[: m.start()].isalpha()]
            if cuts and len(word) > 6:
                line, rest = f"{line} {word[: cuts[-1]]}-", word[cuts[-1] :]
            lines.append(line)
            line = rest
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def wrap(text: str, width: int, way: str, indent: str = "", first: str = "", end: str = "\n") -> str:
    """The text with its paragraphs broken at a width: at blanks, at hyphens as well, or with parted words."""
    blocks = []
    for words in text.strip().split("\n\n"):
        if way == "parted":
            lines = parted(first + words, width)
        else:
            hyphens = way == "hyphens"
            lines = textwrap.wrap(first + words, width, break_long_words=False, break_on_hyphens=hyphens)
        blocks.append(end.join(indent + line for line in lines))
    return (end * 2).join(blocks) + end


def told(source: str) -> object:
    document = parse_clip(source.encode(), "clip.txt").document
    assert document is not None, "no article was found"
    fields = (document.kicker, document.headline, document.lead, document.dateline, document.byline, document.signoff)
    agencies = [agency.name for agency in document.agencies]
    return (*fields, agencies, [(block.kind, block.text) for block in document.body], document.images)


@pytest.mark.parametrize("step", every(11))
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_wrapped_at_any_width_is_the_article_that_it_was(name, step):
    tidy, odd = told(TEXTS[name]), {}
    for width in range(50, 141, step):
        for way in ("blanks", "hyphens", "parted") if name != "library" else ("blanks", "hyphens"):
            for indent, first, end in (("", "", "\n"), ("", "", "\r\n"), ("    ", "", "\n"), ("", "  ", "\r\n")):
                source = wrap(TEXTS[name], width, way, indent, first, end)
                if told(source) != tidy:
                    odd[width, way, indent, first, end] = source

    assert list(odd) == []


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(50, 140), st.sampled_from(("blanks", "hyphens", "parted")))
def test_every_character_of_a_wrapped_text_keeps_its_place(name, width, way):
    reading = parse_clip(wrap(TEXTS[name], width, way, end="\r\n").encode(), "clip.txt")

    assert "".join(reading.text[slice(*segment.span)] for segment in reading.segments) == reading.text
    assert all(reading.text[s.start : s.end].isspace() == (s.role is Role.BLANK) for s in reading.segments)
    for block in reading.document.body:
        stretch = re.sub(r"[\s-]", "", reading.text[slice(*block.span)])
        assert stretch == re.sub(r"[\s-]", "", block.text)


@pytest.mark.parametrize("seed_number", ["000", "001", "002", "003", "004"])
def test_texts_that_are_not_wrapped_are_left_as_they_are(seed, seed_number):
    assert unwrap(seed(seed_number).decode()) is None


NO_PARAGRAPHS = {
    "a list": "- Brot und Brötchen vom Vortag\n- Kuchen am Sonntag\n- belegte Brote für die Schule",
    "a numbered list": "1. Beschluss über den Dorfladen\n2. Wahl des Ausschusses\n3. Verschiedenes",
    "a table": "Ort            Einwohner   Fläche\nOberweiler         2.300      14 qkm",
    "tabs": "Oberweiler\t2300\t14\nNiederweiler\t5100\t22\nKreuzberg\t800\t9",
    "verse": "Am Markt stand einst ein altes Haus,\ndas roch nach Brot und Mehl,\nda gingen alle ein und aus,\nob arm",
    "results": "SV Oberweiler - TuS Kreuzberg 3:1 (1:0)\nFC Niederweiler - VfL Muster 0:0\nTSV Probe - SC Aue 2:2",
    "a signature": "Helga Sommer\nBäckermeisterin\nTelefon 0123 456789",
    "an address": "Backhaus am Markt\nMarktplatz 3\n12345 Oberweiler",
    "a rule": "Ende der Meldung\n----------------\nweiter im Laufe des Tages",
    "a quotation": "> Das habe ich so nie gesagt.\n> Wer das behauptet, lügt.",
}


@pytest.mark.parametrize("kind", NO_PARAGRAPHS)
def test_lines_that_are_no_paragraph_stay_lines_in_a_wrapped_text(kind):
    lines, odd = NO_PARAGRAPHS[kind], []
    for width in range(60, 141):
        for end in ("\n", "\r\n"):
            source = wrap(BAKERY, width, "blanks", end=end) + end + lines.replace("\n", end) + end
            unwrapped = unwrap(source)
            if unwrapped is None or not unwrapped.text.endswith(lines.replace("\n", end) + end):
                odd.append((width, end))

    assert odd == []


@pytest.mark.parametrize("kind", NO_PARAGRAPHS)
def test_lines_that_are_no_paragraph_stay_lines_alone_and_between_unwrapped_paragraphs(kind):
    lines = NO_PARAGRAPHS[kind]

    assert [unwrap(text) for text in (lines, lines * 3, f"{BAKERY}\n{lines}\n", f"{lines}\n\n{BAKERY}")] == [None] * 4


def test_the_lines_of_an_item_are_put_together_and_the_items_are_not():
    item = "- Der Rat will das Gebäude kaufen und darin einen Laden eröffnen, der an jedem Tag der Woche offen ist."
    other = "- Die Inhaberin will noch bis zum Ende des Monats backen und verkaufen, danach ist endgültig Schluss."
    listed = "\n".join(textwrap.fill(words, 66, subsequent_indent="  ") for words in (item, other))

    unwrapped = unwrap(wrap(BAKERY, 66, "blanks") + "\n" + listed + "\n")

    assert unwrapped is not None
    assert unwrapped.text.endswith(f"\n\n{item}\n{other}\n")


def test_indented_paragraphs_without_empty_lines_are_paragraphs():
    words = BAKERY.strip().split("\n\n")[3:]
    source = "\n".join(textwrap.fill(block, 64, initial_indent="   ") for block in words if len(block) > 64)

    unwrapped = unwrap(source + "\n")

    assert unwrapped is not None
    assert [line.strip() for line in unwrapped.text.splitlines()] == [block for block in words if len(block) > 64]


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("Vor-\nund", "Vor- und"),
        ("Baden-\nWürttemberg", "Baden-Württemberg"),
        ("CDU-\ngeführte", "CDU-geführte"),
        ("Gemein-\nde", "Gemeinde"),
        ("G\u00ad\nemeinde", "Gemeinde"),
    ],
)
def test_a_hyphen_at_a_lines_end_is_taken_out_only_where_it_parted_a_word(torn, whole):
    head, tail = torn.split("\n")
    line = "Die Nachricht vom Ende der Bäckerei hat viele im Ort überrascht, denn die "[: 70 - len(head)]
    source = wrap(BAKERY, 70, "blanks") + f"\n{line[: line.rindex(' ')]} {head}\n{tail} und noch mehr Leute im Ort.\n"

    unwrapped = unwrap(source)

    assert unwrapped is not None
    assert f" {whole} und noch mehr" in unwrapped.text


def test_a_wrapped_text_in_a_pre_of_a_page_is_the_article_that_it_was():
    def page(source: str) -> bytes:
        head, _, rest = source.partition("\n\n")
        return f"<!DOCTYPE html><html><body><h1>{' '.join(head.split())}</h1><pre>{rest}</pre></body></html>".encode()

    odd = []
    tidy = [(block.kind, block.text) for block in parse_clip(page(TUNNEL), "a.html").document.body]
    for width in range(50, 141, 3):
        for end in ("\n", "\r\n"):
            for way in ("blanks", "parted"):
                reading = parse_clip(
                    page(wrap(TUNNEL, width, way).replace("\n", end).replace(end * 2, "\n\n", 1)), "a.html"
                )
                assert "".join(reading.text[slice(*segment.span)] for segment in reading.segments) == reading.text
                if [(block.kind, block.text) for block in reading.document.body] != tidy:
                    odd.append((width, end, way))

    assert len(tidy) == 5
    assert odd == []


def test_a_program_in_a_pre_stays_one_block():
    code = "<pre>for line in text:\n    print(line)\n    if not line:\n        break</pre>"
    page = f"<!DOCTYPE html><html><body><h1>Markt</h1><p>{TUNNEL.split(chr(10))[2]}</p>{code}<p>{TUNNEL.split(chr(10))[4]}</p></body></html>"  # noqa: E501

    reading = parse_clip(page.encode(), "a.html")

    assert sum("print" in reading.text[block.start : block.end] for block in reading.segments) == 1


def test_an_editor_gives_a_wrapped_stretch_a_role_and_gets_its_words_as_they_were():
    source = wrap(TUNNEL, 60, "parted")
    reading = parse_clip(source.encode(), "clip.txt")
    dice = random.Random(5)
    words = TUNNEL.strip().split("\n\n")[2]
    start = source.index(words[:20])
    end = source.index("\n\n", start)

    for role in dice.sample([Role.LEAD, Role.CAPTION, Role.PARAGRAPH], 3):
        reading = assign(reading, Assignment(start, end, role))

        document = {
            Role.LEAD: reading.document.lead,
            Role.CAPTION: next((block.caption for block in reading.document.images), ""),
            Role.PARAGRAPH: next((block.text for block in reading.document.body if block.span == (start, end)), ""),
        }
        assert document[role] == words


def test_the_reasons_for_a_wrapped_lines_role_stand_where_the_line_stands():
    source = wrap(TUNNEL, 72, "blanks", end="\r\n")
    reading = parse_clip(source.encode(), "clip.txt")
    starts = {segment.start for segment in reading.segments}

    assert set(decisive_features(source)) <= starts
    assert {line["start"] for line in explain(source.encode(), "clip.txt")} <= starts
