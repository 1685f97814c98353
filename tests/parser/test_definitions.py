"""Lists of terms and notes below the text, in every written form: nothing is lost, and each stays with its own."""

from collections.abc import Callable

import pytest

from articles.models.fields import body as stored
from articles.parser.document import BodyBlock
from articles.parser.pipeline import parse_clip

HEADLINE = "Freibad in Hangstedt öffnet später"
LEAD = "Das Freibad in Hangstedt öffnet in diesem Jahr erst im Juni. Das hat der Rat am Dienstag beschlossen."
ABOVE = (
    "Die Pumpen müssen nach Angaben der Verwaltung erneuert werden{}. Die Arbeiten kosten rund 120.000 Euro.",
    "Bürgermeisterin Erika Beispiel sprach von einer guten Lösung{}. Im vergangenen Jahr kamen 41.000 Gäste.",
)
BELOW = (
    "Der Förderverein will in der Zwischenzeit Kurse im Hallenbad anbieten. Dafür sucht er noch Helfer aus dem Ort.",
    "Im Herbst entscheidet der Rat über den Umbau der Kabinen. Die Pläne liegen im Rathaus aus, Zimmer 12.",
)
TERMS = (
    ("Becken", "Das große Becken hat sechs Bahnen."),
    ("Sprungturm", "Der Turm ist fünf Meter hoch und wird saniert."),
    ("Kiosk", "Er öffnet erst im Juli."),
)
NOTES = ("Bericht der Verwaltung vom 3. Mai, Seite 12.", "Sitzung des Rates am Dienstag.")
Form = Callable[[str, str], str]
TWO_LINES: dict[str, tuple[str, str]] = {
    "indent": ("{}\n    {}", "\n"),
    "tab": ("{}\n\t{}", "\n"),
    "indent and empty lines": ("{}\n  {}", "\n\n"),
    "colon below": ("{}\n: {}", "\n"),
    "colon below and empty lines": ("{}\n:   {}", "\n\n"),
    "colon behind the term": ("{}:\n{}", "\n\n"),
    "lines": ("{}\n{}", "\n\n"),
}
ONE_LINE = ("{}: {}", "{} – {}", "{} - {}", "{} = {}", "{} | {}")
MARKUP: dict[str, str] = {
    "terms": "<dt>{}</dt><dd>{}</dd>",
    "terms without end tags": "<dt>{}<dd>{}",
    "boxes": "<div><dt>{}</dt><dd>{}</dd></div>",
    "paragraphs": "<dt><p>{}</p></dt><dd><p>{}</p></dd>",
    "marks": "<dt><b>{}</b></dt>\n<dd>{}</dd>\n",
}
MARKS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {  # in the text, at the note
    "brackets": (("[1]", "[2]"), ("[1] ", "[2] ")),
    "brackets without a blank": (("[1]", "[2]"), ("[1]", "[2]")),
    "raised": (("¹", "²"), ("¹ ", "² ")),
    "raised without a blank": (("¹", "²"), ("¹", "²")),
    "stars": (("*", "**"), ("* ", "** ")),
    "stars in brackets": (("*", "**"), ("*) ", "**) ")),
    "round brackets": ((" (1)", " (2)"), ("(1) ", "(2) ")),
    "half brackets": (("1)", "2)"), ("1) ", "2) ")),
    "Markdown": (("[^1]", "[^2]"), ("[^1]: ", "[^2]: ")),
    "daggers": (("†", "‡"), ("† ", "‡ ")),
}


def body(text: str, name: str = "a.txt") -> list[BodyBlock]:
    """The blocks of the body; every character of the clip is accounted for once."""
    clip = parse_clip(text.encode(), name)
    assert clip.document is not None
    assert "".join(clip.text[s.start : s.end] for s in clip.segments) == clip.text
    assert not clip.document.images
    return list(clip.document.body)


def above(*marks: str) -> list[str]:
    return [part.format(mark) for part, mark in zip(ABOVE, marks or ("", ""), strict=True)]


def page(*parts: str) -> str:
    inner = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    return f"<!DOCTYPE html><html><body><main><h1>{HEADLINE}</h1>{inner}</main></body></html>"


@pytest.mark.parametrize("form", TWO_LINES)
def test_a_term_above_its_text_is_one_item_of_two_lines(form: str) -> None:
    pair, gap = TWO_LINES[form]
    terms = gap.join(pair.format(*term) for term in TERMS)

    found = body("\n\n".join((HEADLINE, LEAD, *above(), terms, *BELOW)))

    items = [pair.format(*term).replace("\n:", "\n").split("\n") for term in TERMS]
    assert [(block.kind, block.text) for block in found] == [
        *(("paragraph", part) for part in above()),
        *(("list_item", "\n".join(line.strip() for line in item)) for item in items),
        *(("paragraph", part) for part in BELOW),
    ]


@pytest.mark.parametrize("form", ONE_LINE)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_term_and_its_text_on_one_line_stay_that_line(form: str, gap: str) -> None:
    terms = [form.format(*term) for term in TERMS]

    found = body("\n\n".join((HEADLINE, LEAD, *above(), gap.join(terms), *BELOW)))
    texts = [line for block in found for line in block.text.replace("\t", " | ").split("\n")]

    assert texts == [*above(), *terms, *BELOW]


@pytest.mark.parametrize("form", MARKUP)
def test_terms_of_a_page_are_items_of_two_lines(form: str) -> None:
    terms = f"<dl>{''.join(MARKUP[form].format(*term) for term in TERMS)}</dl>"

    found = body(page(LEAD, *above(), terms, *BELOW), "a.html")

    assert [(block.kind, block.text) for block in found if block.kind != "paragraph"] == [
        ("list_item", "\n".join(term)) for term in TERMS
    ]


def test_an_item_of_two_lines_is_one_in_the_stored_body() -> None:
    html = stored.compose([stored.Block("list_item", "\n".join(term)) for term in TERMS])

    assert html == f"<ul>{''.join(f'<li>{a}<br>{b}</li>' for a, b in TERMS)}</ul>"
    assert [block.text for block in stored.parse(stored.clean(html))] == ["\n".join(term) for term in TERMS]


@pytest.mark.parametrize("form", MARKS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("heading", ["", "Anmerkungen", "Fußnoten:", "Notes"])
def test_notes_below_the_text_are_paragraphs_with_their_marks(form: str, gap: str, heading: str) -> None:
    marks, heads = MARKS[form]
    notes = [head + note for head, note in zip(heads, NOTES, strict=True)]

    found = body("\n\n".join((HEADLINE, LEAD, *above(*marks), *BELOW, *filter(None, [heading]), gap.join(notes))))

    assert [(block.kind, block.text) for block in found] == [
        *(("paragraph", part) for part in (*above(*marks), *BELOW)),
        *([("subheading", heading)] if heading else []),
        *(("paragraph", note) for note in notes),
    ]


@pytest.mark.parametrize("form", MARKS)
def test_a_paragraph_that_ends_with_the_mark_of_a_note_is_text(form: str) -> None:
    marks, heads = MARKS[form]
    text = [part + mark for part, mark in zip((LEAD, *above()), marks * 2, strict=False)]

    found = body(
        "\n\n".join((HEADLINE, BELOW[0], *text, BELOW[1], *(h + n for h, n in zip(heads, NOTES, strict=True))))
    )

    assert [block.text for block in found][: len(text)] == text


@pytest.mark.parametrize("form", ["1. {}", "1 {}", "1: {}"])
@pytest.mark.parametrize("heading", ["Anmerkungen", "Fußnoten", "Footnotes"])
def test_numbered_notes_below_their_heading_are_kept(form: str, heading: str) -> None:
    notes = "\n".join(form.replace("1", str(number)).format(note) for number, note in enumerate(NOTES, 1))

    found = body("\n\n".join((HEADLINE, LEAD, *above(), *BELOW, heading, notes)))

    assert found[-3].text == heading
    assert all(note in block.text for note, block in zip(NOTES, found[-2:], strict=True))


@pytest.mark.parametrize(
    "notes",
    [
        '<ol class="footnotes">{}</ol>',
        '<hr><section class="footnotes" role="doc-endnotes"><ol>{}</ol></section>',
        "<h2>Anmerkungen</h2><ol>{}</ol>",
        "<div><ol>{}</ol></div>",
        "<ul>{}</ul>",
    ],
)
def test_notes_of_a_page_stand_below_the_text_and_their_numbers_glue_nothing(notes: str) -> None:
    marks = [f'<sup id="r{n}"><a href="#n{n}">{n}</a></sup>' for n in (1, 2)]
    items = "".join(f'<li id="n{n}">{note} <a href="#r{n}">↩</a></li>' for n, note in enumerate(NOTES, 1))

    found = [block.text for block in body(page(LEAD, *above(*marks), *BELOW, notes.format(items)), "a.html")]

    assert [text for text in found if "¹" in text or "²" in text] == above("¹", "²")
    assert found[-2:] == list(NOTES)


def test_stars_and_brackets_that_the_text_does_not_refer_to_are_a_list() -> None:
    found = body("\n\n".join((HEADLINE, LEAD, *above(), "Nötig sind:", "* neue Pumpen,\n* neue Rohre.", *BELOW)))

    assert [block.text for block in found if block.kind == "list_item"] == ["neue Pumpen,", "neue Rohre."]
