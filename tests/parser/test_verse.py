"""Verse keeps its lines: a stanza is one paragraph of several lines, in plain text and in every markup."""

import textwrap

import pytest

from articles.models.fields import body as stored
from articles.parser.document import BodyBlock
from articles.parser.pipeline import parse_clip

HEADLINE = "Gedichte am Beckenrand"
LEAD = "Das Freibad in Hangstedt hat am Dienstag mit einer Lesung eröffnet. Rund 80 Gäste kamen ins Bad."
ABOVE = (
    "Die Pumpen waren in den vergangenen acht Wochen erneuert worden. Die Arbeiten kosteten rund 120.000 Euro.",
    "Zur Eröffnung trug die Schülerin Erika Beispiel ein eigenes Gedicht vor. Die Gäste klatschten lange.",
)
BELOW = (
    "Bürgermeister Max Muster dankte den Helfern. Im vergangenen Jahr waren 41.000 Menschen in das Bad gekommen.",
    "Der Förderverein will im Sommer weitere Lesungen anbieten. Dafür sucht er noch Helfer aus dem Ort.",
)
STANZAS = {
    "de": "Am Becken steht ein alter Mann\nund schaut dem Wasser zu,\ner denkt, wie einst der Tag begann,\n"
    "und findet keine Ruh.",
    "capitals": "Die Pumpe brummt, die Pumpe schweigt,\nDer Rat hat lang getagt,\nWer in das kalte Wasser steigt,\n"
    "Hat niemand noch gefragt.",
    "free": "Ein Handtuch\nliegt noch im Gras, es weiß\nvon keinem Abend mehr.",
    "en": "The water sleeps beneath the trees\nand nobody is there;\na towel trembles in the breeze,\n"
    "a robin on a chair.",
    "slashes": "Am Becken steht ein alter Mann /\nund schaut dem Wasser zu, /\nund findet keine Ruh.",
}
MARKUP = {
    "breaks": lambda verse: f"<p>{verse.replace(chr(10), '<br>')}</p>",
    "breaks and line ends": lambda verse: f"<p>{verse.replace(chr(10), '<br />' + chr(10))}</p>",
    "pre": lambda verse: f"<pre>{verse}</pre>",
    "boxes": lambda verse: f'<div class="poem">{"".join(f"<div>{line}</div>" for line in verse.split(chr(10)))}</div>',
    "quotation": lambda verse: f"<blockquote><p>{verse.replace(chr(10), '<br>')}</p></blockquote>",
}


def body(text: str, name: str = "a.txt") -> list[BodyBlock]:
    """The blocks of the body; every character of the clip is accounted for once."""
    clip = parse_clip(text.encode(), name)
    assert clip.document is not None
    assert "".join(clip.text[s.start : s.end] for s in clip.segments) == clip.text
    assert all(text in [clip.document.lead, *(b.text for b in clip.document.body)] for text in (LEAD, *ABOVE, *BELOW))
    return list(clip.document.body)


def page(*parts: str) -> str:
    return f"<!DOCTYPE html><html><body><main><h1>{HEADLINE}</h1>{''.join(parts)}</main></body></html>"


def plain(*verses: str) -> list[BodyBlock]:
    return body("\n\n".join((HEADLINE, LEAD, *ABOVE, *verses, *BELOW)))


@pytest.mark.parametrize("name", STANZAS)
@pytest.mark.parametrize("indent", ["", "    ", "\t"])
def test_a_stanza_in_a_plain_text_is_one_paragraph_with_its_lines(name: str, indent: str) -> None:
    found = plain(textwrap.indent(STANZAS[name], indent))

    assert ("paragraph", STANZAS[name]) in [(block.kind, block.text) for block in found]


def test_stanzas_stay_apart_and_what_introduces_them_is_text() -> None:
    intro = "Das Gedicht hatte sie am Morgen geschrieben:"
    verses = [STANZAS["de"], STANZAS["capitals"], STANZAS["free"]]

    found = [block.text for block in plain(intro, *verses)]

    assert found[found.index(verses[0]) - 1 :][:4] == [intro, *verses]


@pytest.mark.parametrize("width", [60, 66, 72, 90])
def test_verse_in_a_wrapped_text_keeps_its_lines(width: int) -> None:
    parts = [textwrap.fill(part, width) for part in (LEAD, *ABOVE)]
    text = "\n\n".join([HEADLINE, *parts, STANZAS["de"], *(textwrap.fill(part, width) for part in BELOW)])

    assert STANZAS["de"] in [block.text for block in body(text)]


def test_verse_that_is_marked_as_quoted_is_one_quotation() -> None:
    found = plain(textwrap.indent(STANZAS["de"], "> "))

    assert ("quote", STANZAS["de"]) in [(block.kind, block.text) for block in found]


@pytest.mark.parametrize("form", MARKUP)
@pytest.mark.parametrize("name", STANZAS)
def test_verse_of_a_page_keeps_its_lines(name: str, form: str) -> None:
    above, below = ("".join(f"<p>{part}</p>" for part in parts) for parts in ((LEAD, *ABOVE), BELOW))

    found = body(page(above, MARKUP[form](STANZAS[name]), below), "a.html")

    assert STANZAS[name] in [block.text for block in found]


@pytest.mark.parametrize(
    "lines",
    [
        "SV Hangstedt\nTSV Muldenau\nVfB Oberhinterweil\nFC Probe",
        "Rathaus Muldenau\nMarktplatz\nErdgeschoss links",
        "Sport in Muldenau\nKultur in Muldenau\nPolitik in Muldenau",
        "Dienstag, Bad geöffnet.\nMittwoch, Bad geschlossen.\nDonnerstag, Bad geöffnet.",
    ],
)
def test_short_lines_that_are_no_sentence_are_no_verse(lines: str) -> None:
    assert not [block for block in plain(lines) if "\n" in block.text and block.kind == "paragraph"]


def test_breaks_that_only_wrap_a_text_are_blanks() -> None:
    wrapped = textwrap.fill(" ".join((*ABOVE, *BELOW)), 70)
    paragraphs = "".join(f"<p>{part}</p>" for part in (LEAD, *ABOVE, *BELOW))

    found = body(page(paragraphs, f"<p>{wrapped.replace(chr(10), '<br>')}</p>"), "a.html")

    assert " ".join((*ABOVE, *BELOW)) in [block.text for block in found]


def test_the_lines_of_verse_are_line_breaks_in_the_stored_body() -> None:
    blocks = [stored.Block("paragraph", STANZAS["de"])]

    html = stored.compose(blocks)

    assert html == f"<p>{STANZAS['de'].replace(chr(10), '<br>')}</p>"
    assert stored.clean(html) == html
    assert [block.text for block in stored.parse(html)] == [STANZAS["de"]]
