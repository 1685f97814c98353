"""What nobody makes is read or refused like any other file: no error, no hang, no letter lost, nothing glued together.

The kinds that broke the parser once have a test each; the rest is generated (mutants.py). A hundred thousand of them:
`python -m tests.bench.mutants`.
"""

import json
import random
import time

import pytest

from articles.domain.imports.importer import import_clips
from articles.parser.document import ParsedClip, UnreadableClip
from articles.parser.formats import registry
from articles.parser.pipeline import parse_clip
from tests.parser.formats.marked_samples import SAMPLES
from tests.parser.formats.marked_texts import MARK
from tests.parser.formats.mutant_checks import MAX_SECONDS, measure
from tests.parser.formats.mutants import CHANGES, Mutant, mutant, of
from tests.parser.formats.nestings import NESTS
from tests.parser.formats.samples import PARAGRAPHS, TEXT
from tests.parser.formats.test_every_format import every_reading
from tests.rounds import slow_but

QUICK, SLOW = 120, 3_000  # mutants
PAGE = f"<!DOCTYPE html><html><body><article><h1>Brücke</h1><p>{PARAGRAPHS[0]}</p>"


def test_mutants_of_all_formats_are_read_or_refused_in_time_and_whole():
    assert troubles(range(QUICK)) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_thousands_of_mutants_are_read_or_refused_in_time_and_whole(part):
    assert troubles(range(part, SLOW, 4), seed=7) == []


def test_a_mutant_is_the_same_each_time():
    first, second = mutant(5, 3), mutant(5, 3)

    assert (first.data, first.name, first.kinds) == (second.data, second.name, second.kinds)
    assert first.data != mutant(5, 4).data


def test_mutants_are_of_all_formats_changes_and_nestings():
    made = [mutant(number) for number in range(1_500)]

    assert {one.sample.form for one in made} == {entry.name for entry in registry.FORMATS}
    assert {kind for one in made for kind in one.kinds} >= {*CHANGES, *NESTS, "named"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_marked_sample_is_read_whole_and_nothing_in_it_is_glued(sample):
    whole = Mutant(0, (), sample, sample.name, sample.data, b"\n\n".join(sample.parts), True)
    readings = every_reading(parse_clip(sample.data, sample.name))

    assert measure(whole).troubles == []
    assert readings[0].format == sample.form
    found = {word for reading in readings for word in MARK.findall(reading.text)}
    assert found >= set(MARK.findall(whole.plain.decode("utf-8", "replace")))


def test_what_is_glued_together_is_found():
    sample = SAMPLES[0]
    words = MARK.findall(sample.data.decode())[:2]
    glued = Mutant(0, (), sample, "a.txt", TEXT.encode() + "".join(words).encode(), sample.data, True)

    assert [trouble.split(":")[0] for trouble in measure(glued).troubles] == ["glued"]


@pytest.mark.django_db
def test_mutants_are_imported_or_refused_with_a_sentence(caplog):
    files = [(one.name or "a", one.data) for one in (mutant(number, 11) for number in range(60))]

    outcomes = import_clips(files)

    assert [outcome.status for outcome in outcomes if outcome.status not in ("new", "seen", "failed")] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


DEEP = [
    *("<ul><li>a<ol><li>b", "<div>a", "<figure><blockquote>a", "<table><tr><td>a", "<b>a ", "<dl><dd>a"),
    *("<figure><img><figcaption>a</figcaption></figure>", "<figure><table><tr><td>a<td>b</table>"),
    *("<b>Ja.</b> Wort<br>", "<b>Ja</b> <b>nein</b><br>"),
    *("<h2>2 Kommentare</h2><ul><li class=comment>a ", "<div class=teaser><h3><a href=x>b</a></h3>"),
]


# Most are slow: in the quick round CI counts the lines that run, which takes as long again.
@pytest.mark.parametrize("markup", slow_but({"<b>a ", "<b>Ja</b> <b>nein</b><br>"}, DEEP))
@pytest.mark.parametrize("form", ["page", "json"])
def test_markup_that_lies_deep_or_has_no_end_takes_no_time(markup, form):
    """Each line asked for what lies around it: thousands of lists in one another took minutes."""
    body = markup * 2_500
    data = PAGE + body if form == "page" else json.dumps({"uri": "x", "pubstatus": "usable", "body_html": body})

    assert seconds_for(data.encode(), "tief.html") < MAX_SECONDS


LONG = [
    ("zeilen.txt", "Wort hier und da\n" * 600_000),
    ("umbrochen.txt", (TEXT.replace(". ", ".\n") + "\n") * 4_000),
    ("absätze.txt", (PARAGRAPHS[0] + "\n\n") * 40_000),
    ("meldung.txt", "lno0412 4 pl 131  dpa 1077\n\nVerkehr/Bau/\nTitel =\n\n" + (PARAGRAPHS[1] + "\n\n") * 20_000),
    ("seite.html", PAGE + "<p>a" * 500_000),
    ("lang.html", PAGE + f"<p>{PARAGRAPHS[0]}</p>" * 20_000),
    ("brief.eml", "From: a@b.example\nTo: b\nSubject: x\n\n" + "Wort hier und da\n\n" * 200_000),
    ("neun.nitf", "<nitf><body><body.content>" + f"<p>{PARAGRAPHS[2]}</p>" * 20_000),
    ("feld.json", '{"uri": "x", "pubstatus": "usable", "body_text": "' + "Wort hier " * 300_000 + '"}'),
    (
        "autor.json",
        '{"uri": "x", "pubstatus": "usable", "headline": "x", "body_text": "x", "byline": "Von '
        + "<table><tr><td>" * 200_000
        + '"}',
    ),
    (
        "titel.nitf",
        "<nitf><body><body.head><hedline><hl1>" + "Wort " * 600_000 + "</hl1></hedline></body.head></body></nitf>",
    ),
    ("tabelle.txt", "a\tb\tc\n" * 300_000),
]


@pytest.mark.parametrize(("name", "data"), slow_but(LONG[:1], LONG))
def test_what_is_longer_than_any_article_is_refused_with_a_sentence_and_takes_no_time(name, data):
    begun = time.process_time()
    with pytest.raises(UnreadableClip, match="more than 8,000 lines") as refused:
        parse_clip(data.encode(), name)

    assert refused.value.code == "too_long"
    assert time.process_time() - begun < MAX_SECONDS


@pytest.mark.parametrize("chars", [100, 5_000_000])
def test_a_long_text_of_few_lines_is_read(chars):
    words = (" ".join(PARAGRAPHS) * (chars // 500 + 1))[:chars]

    assert seconds_for(f"Brücke\n\n{words}.\n\n{PARAGRAPHS[0]}".encode(), "lang.txt") < MAX_SECONDS


@pytest.mark.parametrize("letters", ["a", "ä", "1", "_", "a."])
def test_words_without_end_take_no_time(letters):
    data = "\n".join([letters * 60_000, *(letters * 50_000 for _line in range(4)), "kurz", "kurz"])

    assert seconds_for(data.encode(), "endlos.txt") < MAX_SECONDS


@pytest.mark.parametrize("between", ["<br>", "<br />", "</p>", " (öffnet in neuem Fenster)"])
def test_words_between_which_a_left_over_tag_stood_stay_apart(between):
    text = TEXT.replace("bereitet.\n\nGekostet", f"bereitet.{between}Gekostet")

    values = "\n".join(printed(parse_clip(text.encode(), "a.txt")))

    assert "bereitet. Gekostet" in values


@pytest.mark.parametrize(
    "inner",
    [
        "<figure><figcaption>Eins<span class='credit'>Foto: Zwei</span></figcaption></figure><div>Drei</div>",
        "<by>Eins</by><keyword>Zwei</keyword><creditline>Drei</creditline>",
        "<p>Eins<br/>Zwei</p><dl><dt>Drei</dt><dd>Vier</dd></dl>",
        "<p><person>Eins</person><person>Zwei</person><org>Drei</org></p>",
        "<x:y>Eins</x:y><x:z>Zwei</x:z>",
    ],
)
@pytest.mark.parametrize("form", ["nitf", "newsml"])
def test_elements_that_no_page_has_keep_their_words_apart(inner, form):
    whole = {
        "nitf": f"<nitf><body><body.content><p>{PARAGRAPHS[0]}</p>{inner}</body.content></body></nitf>",
        "newsml": "<newsItem><contentSet><inlineXML contenttype='application/xhtml+xml'><html><body>"
        f"<p>{PARAGRAPHS[0]}</p>{inner}</body></html></inlineXML></contentSet></newsItem>",
    }[form]

    assert all(
        "ZweiDrei" not in value and "EinsZwei" not in value and "EinsFoto" not in value
        for value in printed(parse_clip(whole.encode(), "a.xml"))
    )


@pytest.mark.parametrize(
    "title", ["Eins<br/>Zwei", "<p>Eins</p><p>Zwei</p>", "<person>Eins</person><person>Zwei</person>"]
)
def test_elements_in_a_headline_keep_their_words_apart(title):
    news = f"<nitf><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head><body.content><p>{PARAGRAPHS[0]}"

    assert parse_clip(news.encode(), "a.nitf").document.headline == "Eins Zwei"


@pytest.mark.parametrize(
    "inner",
    [
        "Eins<text:line-break/>Zwei",
        "<t:p>Eins</t:p><t:p>Zwei</t:p>",
        "<name>Eins</name>Zwei",
        "<a-b>Eins</a-b>Zwei",
        "Eins<![CDATA[x]]>Zwei",
    ],
)
def test_tags_of_another_language_in_a_page_keep_words_apart(inner):
    values = "\n".join(printed(parse_clip(f"{PAGE}<p>{inner}</p><p>{PARAGRAPHS[1]}</p>".encode(), "a.html")))

    assert "EinsZwei" not in values


@pytest.mark.parametrize("title", ["Er<b>nst</b>fall", "Ernst<sub>2</sub>", "<person>Ernst</person>, 40, geht"])
def test_elements_within_a_word_of_a_headline_do_not_part_it(title):
    news = f"<nitf><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head><body.content><p>{PARAGRAPHS[0]}"

    assert parse_clip(news.encode(), "a.nitf").document.headline in ("Ernstfall", "Ernst2", "Ernst, 40, geht")


@pytest.mark.parametrize("escape", ["\ud800", "\udfff\ud800", "&#55296;", "&#xDFFF;", "&#0;"])
@pytest.mark.parametrize("where", ["w:numId", "w:p", "Brücke", "schemas."])
def test_half_characters_in_the_xml_of_a_document_break_nothing(where, escape):
    for sample in (one for one in SAMPLES if one.name in ("bruecke.docx", "bruecke.odt", "bruecke.fodt")):
        parts = tuple(
            part.replace(where.encode(), where.encode() + escape.encode("utf-8", "surrogatepass"))
            for part in sample.parts
        )

        assert measure(Mutant(0, (), sample, sample.name, sample.pack(parts), b"", False)).troubles == []


def test_a_number_of_thousands_of_digits_breaks_nothing():
    for sample in (one for one in SAMPLES if one.name.endswith(".json")):
        data = sample.data.replace(b'"version":', b'"number": ' + b"9" * 5_000 + b', "version":')

        assert measure(Mutant(0, (), sample, sample.name, data, data, False)).troubles == []


def troubles(numbers: range, seed: int = 1) -> list[str]:
    found = []
    for number in numbers:
        one = mutant(number, seed)
        found += [f"{number} {one.sample.name} {one.kinds}: {trouble}" for trouble in measure(one).troubles]
    return found


def seconds_for(data: bytes, name: str) -> float:
    sample = SAMPLES[0]
    return measure(Mutant(0, (), sample, name, data, data, False)).seconds


def printed(reading: ParsedClip) -> list[str]:
    document = reading.document
    pictures = [part for picture in document.images for part in (picture.caption, picture.credit)]
    return [document.headline, document.lead, *(block.text for block in document.body), *pictures]


def test_of_any_sample_a_mutant_can_be_made():
    assert all(of(sample, random.Random(1)).data is not None for sample in SAMPLES)
