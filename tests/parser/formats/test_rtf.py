"""RTF documents: what is printed is read as what it is, and what is not printed is told."""

import pytest

from articles.parser.document import UnreadableClip
from articles.parser.pipeline import parse_clip
from tests.parser.formats.rtfs import coded, rtf
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.parser.formats.test_word import body, printed, rule_of, said

TITLE = rf"\pard\s15\b {coded(HEADLINE)}\b0\par"
TEXT = [rf"\pard {coded(words)}\par" for words in PARAGRAPHS]


def read(*blocks: str, **more):
    return parse_clip(rtf(*blocks, **more), "m.rtf")


@pytest.mark.parametrize(
    "title", [TITLE, rf"\pard\s1 {coded(HEADLINE)}\par", rf"\pard\outlinelevel0 {coded(HEADLINE)}\par"]
)
def test_titles_and_headings(title):
    reading = read(title, *TEXT[:2], r"\pard\s2 Wer den Bau bezahlt\par", *TEXT[2:])

    assert (reading.format, reading.document.headline) == ("rtf", HEADLINE)
    assert ("subheading", "Wer den Bau bezahlt") in body(reading)


def test_a_bold_line_is_a_subheading():
    reading = read(TITLE, *TEXT[:2], r"\pard{\b Wer den Bau} {\b bezahlt}\par", *TEXT[2:])

    assert ("subheading", "Wer den Bau bezahlt") in body(reading)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (r"M\'fcller baut", "Müller baut"),
        (r"M\u252?ller baut", "Müller baut"),
        (r"{\uc2 M\u252ue\u252\'75\'65ller baut}", "Müüller baut"),
        (r"{\uc0 M\u252 ller baut}", "Müller baut"),
        (r"Herz \u-10179?\u-8704? baut", "Herz 😀 baut"),
        (r"{\f1 \'ea\'f0\'ea} baut", "крк baut"),
        (r"{\f2 \'93\'fa\'96\'7b} baut", "日本 baut"),
        (r"\ldblquote Ja\rdblquote  baut\emdash  hier", "“Ja” baut— hier"),
        (r"a\{b\}c\\d baut", r"a{b}c\d baut"),
        (r"Rad\-weg\~baut Ost\_West", "Radweg baut Ost-West"),
        ("Die\r\nBrü".replace("ü", r"\'fc") + "cke baut", "DieBrücke baut"),
    ],
)
def test_every_way_to_write_a_character(written, words):
    assert words in read(TITLE, *TEXT, rf"\pard {written} im Sommer weiter.\par").text


@pytest.mark.parametrize(("mark", "is_ordered"), [(r"\'b7\tab", False), (r"1.\tab", True), (r"a)\tab", True)])
def test_lists(mark, is_ordered):
    words = ["die Bogenform", "der Radweg am Ufer", "die Treppe zum Hafen"]
    items = [rf"\pard{{\listtext {mark}}}\ls1\ilvl0 {word}\par" for word in words]
    reading = read(TITLE, *TEXT[:2], *items, *TEXT[2:])
    found = [block for block in reading.document.body if block.kind == "list_item"]

    assert [block.text for block in found] == words
    assert {block.ordered for block in found} == {is_ordered}


def test_tables():
    rows = [("Jahr", "Kosten"), ("2023", "1,5 Mio. Euro"), ("2024", "2,5 Mio. Euro")]
    table = "".join(
        rf"\trowd{'' if number else chr(92) + 'trhdr'}\cellx3000\cellx6000"
        + "".join(rf"\pard\intbl {cell}\cell" for cell in row)
        + r"\row"
        for number, row in enumerate(rows)
    )
    found = [block for block in read(TITLE, *TEXT[:3], table, TEXT[3]).document.body if block.kind == "table"]

    assert [block.text for block in found] == ["\n".join("\t".join(row) for row in rows)]
    assert found[0].heads == 1


def test_notes_comments_and_heads_of_pages():
    text = (
        r"\pard Die Kosten sind gestiegen{\super\chftn}"
        r"{\footnote\pard\plain{\super\chftn} Stand der Zahlen: Ende Februar.}"
        r", sagt die Stadt.{\*\atnid PV}{\*\atnauthor Petra}{\*\annotation\pard Bitte noch sehen!}\par"
    )
    reading = read(r"{\header\pard Stadt Auenfeld, Seite 1\par}", TITLE, *TEXT, text)

    assert [words for _kind, words in body(reading)][-2:] == [
        "Die Kosten sind gestiegen[1], sagt die Stadt.",
        "[1] Stand der Zahlen: Ende Februar.",
    ]
    assert said(reading)["annotation"] == ["Bitte noch sehen! (Petra)"]
    assert rule_of(reading, "Bitte noch sehen") == "format:annotation"
    assert rule_of(reading, "Stadt Auenfeld, Seite 1") == "format:running_head"


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        (r"{\v Nur im Amt}", "hidden_text"),
        (r"\v Nur im Amt\v0 ", "hidden_text"),
        (r"{\deleted Nur im Amt}", "deleted_text"),
    ],
)
def test_hidden_and_deleted_text_is_told_and_not_printed(written, fact):
    reading = read(TITLE, *TEXT, rf"\pard Die Stadt zahlt {written}den Rest der Summe.\par")

    assert "Die Stadt zahlt den Rest der Summe." in printed(reading)
    assert "Nur im Amt" not in printed(reading)
    assert said(reading)[fact] == ["Nur im Amt"]


def test_inserted_text_is_printed_and_told():
    reading = read(TITLE, *TEXT, r"\pard Die Stadt zahlt {\revised\revauth1 vier Millionen} Euro.\par")

    assert "Die Stadt zahlt vier Millionen Euro." in printed(reading)
    assert said(reading)["inserted_text"] == ["vier Millionen"]


def test_pictures_fields_and_what_is_optional_are_left_out():
    noise = (
        r"{\pict\pngblip 89504e470d0a}{\*\shppict{\pict 8950}}{\*\unbekannt Unsinn}"
        r"{\field{\*\fldinst HYPERLINK http://a.example}{\fldrslt Zur Seite}}\bin5 {{}}\x"
    )
    reading = read(TITLE, *TEXT, rf"\pard Mehr davon steht hier: {noise} im Netz.\par")

    assert "Mehr davon steht hier: Zur Seite" in reading.text
    for left_out in ("8950", "Unsinn", "HYPERLINK"):
        assert left_out not in reading.text


def test_properties_are_weak():
    time = r"{\revtim\yr2024\mo3\dy3\hr17\min45}"
    info = rf"{{\info{{\title Neue Br\'fccke am Fluss}}{{\author Jo}}{{\keywords Bau; Verkehr}}{time}}}"
    reading = read(TITLE, *TEXT, info=info)

    assert reading.document.headline == HEADLINE
    assert reading.document.date.value.isoformat() == "2024-03-03"
    assert said(reading)["headline"] == ["Neue Brücke am Fluss"]
    assert said(reading)["keyword"] == ["Bau", "Verkehr"]


@pytest.mark.parametrize(
    "info",
    [
        r"{info{\title Neue Br\'fccke am Fluss}{\author Jo Beispiel}}",
        r"{\title Neue Br\'fccke am Fluss}{\author Jo Beispiel}",
        r"{\info{\title Neue Br\'fccke am Fluss\par Jo Beispiel}}",
    ],
)
def test_damaged_properties_are_not_glued_to_the_text_or_to_each_other(info):
    reading = read(TITLE, *TEXT, info=info)
    words = " ".join([reading.document.headline, *(block.text for block in reading.document.body)])

    for glued in ("FlussJo", "FlussNeue", "Beispiel" + HEADLINE[:5], "Fluss" + HEADLINE[:5]):
        assert glued not in reading.text
        assert glued not in words


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{\\rtf1}", "empty"),
        (b"{\\rtf1 " + b"{" * 100_000, "damaged"),
        (b"{\\rtf1 " + b"\\x " * 2_000_000, "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(data, code):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "m.rtf")

    assert (refused.value.code, refused.value.kind) == (code, "rtf")
