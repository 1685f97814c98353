"""Word documents: what is printed is read as what it is, and what is not printed is told."""

import io
import random
import zipfile

import pytest

from articles.parser.document import UnreadableClip
from articles.parser.formats import packed_document, registry
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.formats.archives import zipped
from tests.parser.formats.documents import docx, grid, item, odt, par, run
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.parser.formats.test_every_format import covered, mutant

TITLE = par(HEADLINE, "Titel")
TEXT = [par(words) for words in PARAGRAPHS]


def body(reading) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in reading.document.body]


def printed(reading) -> str:
    article = reading.document
    return "\n".join([article.headline, article.subheadline, article.lead, *(block.text for block in article.body)])


def said(reading) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    for fact in reading.said:
        facts.setdefault(fact.name, []).append(fact.value)
    return facts


def rule_of(reading, words: str) -> str:
    at = reading.text.index(words)
    return next(segment.rule for segment in reading.segments if segment.start <= at < segment.end)


@pytest.mark.parametrize("style", ["Titel", "berschrift1"])
def test_the_title_is_the_headline(style):
    reading = parse_clip(docx(par("Stadt Auenfeld"), par(HEADLINE, style), *TEXT), "mitteilung.docx")

    assert (reading.document.headline, reading.document.headline_is_provisional) == (HEADLINE, False)
    assert reading.format == "word"


@pytest.mark.parametrize("style", ["berschrift2", "Zwischen"])
def test_headings_are_subheadings_also_of_styles_made_of_them(style):
    reading = parse_clip(docx(TITLE, *TEXT[:2], par("Wer den Bau bezahlt", style), *TEXT[2:]), "m.docx")

    assert ("subheading", "Wer den Bau bezahlt") in body(reading)


def test_a_bold_line_is_a_subheading():
    bold = par(run("Wer den Bau ", "<w:b/>") + run("bezahlt", "<w:b/>"))
    reading = parse_clip(docx(TITLE, *TEXT[:2], bold, *TEXT[2:]), "m.docx")

    assert ("subheading", "Wer den Bau bezahlt") in body(reading)


@pytest.mark.parametrize(("list_id", "is_ordered"), [(1, False), (2, True)])
def test_items_of_lists_are_items(list_id, is_ordered):
    items = [item(words, list_id) for words in ("die alte Brücke", "der Radweg am Ufer", "die Treppe zum Hafen")]
    reading = parse_clip(docx(TITLE, *TEXT[:2], par("Gebaut werden:"), *items, *TEXT[2:]), "m.docx")
    found = [block for block in reading.document.body if block.kind == "list_item"]

    assert [block.text for block in found] == ["die alte Brücke", "der Radweg am Ufer", "die Treppe zum Hafen"]
    assert {block.ordered for block in found} == {is_ordered}


def test_a_table_is_a_table_with_its_head_and_caption():
    table = grid(("Jahr", "Kosten"), ("2023", "1,5 Mio. Euro"), ("2024", "2,5 Mio. Euro"))
    reading = parse_clip(
        docx(TITLE, *TEXT[:3], par("Tabelle 1: Kosten des Baus", "Beschriftung"), table, TEXT[3]), "m.docx"
    )
    found = next(block for block in reading.document.body if block.kind == "table")

    assert found.text == "Tabelle 1: Kosten des Baus\n\nJahr\tKosten\n2023\t1,5 Mio. Euro\n2024\t2,5 Mio. Euro"
    assert found.heads == 1


def test_cells_that_reach_over_others_leave_the_table_rectangular():
    def cell(words: str, settings: str = "") -> str:
        return f"<w:tc><w:tcPr>{settings}</w:tcPr>{par(words)}</w:tc>"

    over, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    rows = (
        cell("Karte", below) + cell("Preis in Euro", over),
        cell("", "<w:vMerge/>") + cell("bisher") + cell("künftig"),
        cell("Kinder") + cell("2,00") + cell("2,50"),
        cell("frei für alle unter drei Jahren", '<w:gridSpan w:val="3"/>'),
    )
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    table = "".join(f"<w:tr>{head if number < 2 else ''}{row}</w:tr>" for number, row in enumerate(rows))
    reading = parse_clip(docx(TITLE, *TEXT[:3], f"<w:tbl>{table}</w:tbl>", TEXT[3]), "m.docx")
    found = next(block for block in reading.document.body if block.kind == "table")

    assert found.text == (
        "Karte\tPreis in Euro\n\tbisher\tkünftig\nKinder\t2,00\t2,50\nfrei für alle unter drei Jahren"
    )
    assert found.heads == 2


def test_a_table_that_lays_out_a_page_is_none():
    column = "".join(TEXT)
    reading = parse_clip(docx(grid((TITLE + column, par("Stadt Auenfeld")), head=False)), "m.docx")

    assert [text for _kind, text in body(reading)][: len(PARAGRAPHS)] == list(PARAGRAPHS)


def test_a_quotation_is_a_quotation():
    reading = parse_clip(
        docx(TITLE, *TEXT[:2], par("„Wir sind früher fertig als gedacht.“", "Zitat"), *TEXT[2:]), "m.docx"
    )

    assert ("quote", "„Wir sind früher fertig als gedacht.“") in body(reading)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_below_the_text_with_their_numbers(kind):
    reference = par(
        run("Die Kosten sind gestiegen") + f'<w:r><w:{kind}Reference w:id="7"/></w:r>' + run(", sagt die Stadt.")
    )
    words = par("Stand der Zahlen: Ende Februar 2024.")
    note = f'<w:{kind} w:type="separator" w:id="-1"/><w:{kind} w:id="7">{words}</w:{kind}>'
    reading = parse_clip(docx(TITLE, *TEXT, reference, **{kind + "s": note}), "m.docx")

    assert [text for _kind, text in body(reading)][-2:] == [
        "Die Kosten sind gestiegen[1], sagt die Stadt.",
        "[1] Stand der Zahlen: Ende Februar 2024.",
    ]


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        (par(run("Nur für das Amt", "<w:vanish/>")), "Nur für das Amt"),
        (par("Nur für das Amt", "Intern"), "Nur für das Amt"),
        (par(run("Die Stadt zahlt. ") + run("Nur für das Amt", "<w:vanish/>")), "Nur für das Amt"),
    ],
)
def test_hidden_text_is_told_and_not_printed(hidden, words):
    reading = parse_clip(docx(TITLE, *TEXT[:2], hidden, *TEXT[2:]), "m.docx")

    assert words not in printed(reading)
    assert said(reading)["hidden_text"] == [words]
    assert rule_of(reading, words) == "format:hidden"


def test_what_is_not_hidden_after_all_is_printed():
    reading = parse_clip(
        docx(TITLE, *TEXT, par(run("Das Amt hilft allen.", '<w:vanish w:val="0"/>'), "Intern")), "m.docx"
    )

    assert "Das Amt hilft allen." in printed(reading)


@pytest.mark.parametrize("tag", ["del", "moveFrom"])
def test_deleted_text_is_told_and_not_printed(tag):
    text = "delText" if tag == "del" else "t"
    gone = f'<w:{tag} w:author="Petra Vorlage"><w:r><w:{text}>fünf Millionen</w:{text}></w:r></w:{tag}>'
    reading = parse_clip(
        docx(TITLE, *TEXT, par(run("Gekostet hat das ") + gone + run("vier Millionen Euro."))), "m.docx"
    )

    assert "Gekostet hat das vier Millionen Euro." in printed(reading)
    assert "fünf Millionen" not in printed(reading)
    assert said(reading)["deleted_text"] == ["fünf Millionen (Petra Vorlage)"]


@pytest.mark.parametrize("tag", ["ins", "moveTo"])
def test_inserted_text_is_printed_and_told(tag):
    new = f'<w:{tag} w:author="Petra Vorlage">{run("vier Millionen")}</w:{tag}>'
    reading = parse_clip(docx(TITLE, *TEXT, par(run("Gekostet hat das ") + new + run(" Euro."))), "m.docx")

    assert "Gekostet hat das vier Millionen Euro." in printed(reading)
    assert said(reading)["inserted_text"] == ["vier Millionen (Petra Vorlage)"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    joined = par("Die Brücke wird im ", settings="<w:rPr><w:del/></w:rPr>") + par("Frühjahr eröffnet, sagt die Stadt.")
    reading = parse_clip(docx(TITLE, *TEXT, joined), "m.docx")

    assert "Die Brücke wird im Frühjahr eröffnet, sagt die Stadt." in printed(reading)


def test_comments_are_told_and_not_printed():
    comment = f'<w:comment w:id="0" w:author="Petra Vorlage">{par("Bitte noch prüfen!")}</w:comment>'
    marked = par(
        '<w:commentRangeStart w:id="0"/>'
        + run("Das Land zahlt den Rest.")
        + '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    reading = parse_clip(docx(TITLE, *TEXT, marked, comments=comment), "m.docx")

    assert "Bitte noch prüfen!" not in printed(reading)
    assert said(reading)["annotation"] == ["Bitte noch prüfen! (Petra Vorlage)"]
    assert rule_of(reading, "Bitte noch") == "format:annotation"


def test_heads_and_feet_of_pages_are_no_text():
    reading = parse_clip(
        docx(TITLE, *TEXT, header1=par("Stadt Auenfeld, Seite 1"), footer2=par("Vertraulich")), "m.docx"
    )

    assert "Seite 1" not in printed(reading)
    assert rule_of(reading, "Stadt Auenfeld, Seite 1") == "format:running_head"
    assert rule_of(reading, "Vertraulich") == "format:running_head"


def test_a_text_box_is_read_once():
    words = par("Die Brücke ist 240 Meter lang und hat sechs Pfeiler im Fluss.")
    box = f"<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>"
    forms = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{forms}</mc:AlternateContent>"
    reading = parse_clip(docx(TITLE, *TEXT[:3], par(f"<w:r>{both}</w:r>"), TEXT[3]), "m.docx")

    assert reading.text.count("240 Meter") == 1


def test_properties_are_weak():
    properties = (
        "<dc:title>Neue Brücke über die Aue</dc:title><dc:creator>Jakob Vorlage</dc:creator>"
        "<cp:keywords>Verkehr; Bau</cp:keywords><dcterms:modified>2024-03-03T17:45:00Z</dcterms:modified>"
    )
    reading = parse_clip(docx(TITLE, *TEXT, properties=properties), "m.docx")

    assert reading.document.headline == HEADLINE
    assert reading.document.authors == ()
    assert reading.document.date.value.isoformat() == "2024-03-03"
    assert said(reading)["keyword"] == ["Verkehr", "Bau"]
    assert said(reading)["author"] == ["Jakob Vorlage"]
    assert said(reading)["headline"] == ["Neue Brücke über die Aue"]


@pytest.mark.parametrize("day", ["3. März 2024", "Sonntag, 3. März 2024, 12.30 Uhr"])
def test_the_day_in_the_text_counts_more_than_that_of_the_properties(day):
    properties = "<dcterms:modified>2024-03-09T17:45:00Z</dcterms:modified>"
    reading = parse_clip(docx(par(day), TITLE, *TEXT, properties=properties), "m.docx")

    assert reading.document.date.value.isoformat() == "2024-03-03"


@pytest.mark.parametrize(
    "title", ["Microsoft Word - Brief.docx", "Dokument1", "Pressemitteilung", "vorlage_2019.dotx.docx"]
)
def test_what_programs_write_as_a_title_is_no_headline(title):
    reading = parse_clip(docx(*TEXT, properties=f"<dc:title>{title}</dc:title>"), "m.docx")

    assert "headline" not in said(reading)
    assert said(reading)["title"] == [title]


def test_an_embargo_in_the_text_holds_it_back():
    reading = parse_clip(docx(par("Sperrfrist: 1. Juni 2124, 10 Uhr"), TITLE, *TEXT), "m.docx")

    assert reading.document.embargo_until.isoformat().startswith("2124-06-01T10:00")


def test_the_namespaces_of_strict_documents_are_read_too():
    data = docx(TITLE, *TEXT)
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    package = packed_document.Package(data, "word")
    files = {
        name: package.read(name).replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict.encode()
        )
        for name in package.names
    }

    assert parse_clip(zipped(files), "m.docx").document.headline == HEADLINE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"word/document.xml": b"<w/>"}), "damaged"),
        (docx(par("")), "empty"),
        (zipped({"word/document.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), "too_large"),
        (zipped({"word/document.xml": b"<a><body>" + b"<p/>" * 900_000 + b"</body></a>"}), "too_large"),
        (docx(TITLE)[:-40], "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(data, code):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "m.docx")

    assert (refused.value.code, refused.value.kind) == (code, "word")


def test_entities_are_not_expanded():
    bomb = (
        b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<d xmlns:w="w"><body><p><r><t>Text &b; &x; hier</t></r></p></body></d>'
    )
    reading = parse_clip(zipped({"word/document.xml": bomb}), "m.docx")

    assert "aaaa" not in reading.text
    assert "root" not in reading.text


def test_the_ledger_counts_paragraphs():
    assert registry.find(docx(TITLE), "").unit == "paragraph"
    assert {s.role for s in parse_clip(docx(TITLE, *TEXT), "m.docx").segments} >= {Role.HEADLINE, Role.PARAGRAPH}


@pytest.mark.parametrize("form", ["word", "open_document"])
def test_damaged_xml_is_read_or_refused_and_loses_nothing(form):
    chance = random.Random(form)
    whole = docx(TITLE, *TEXT, grid(("a", "b"), ("1", "2")), item("eins"))
    if form == "open_document":
        whole = odt(f"<text:h>{HEADLINE}</text:h>", *(f"<text:p>{words}</text:p>" for words in PARAGRAPHS))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    for _number in range(80):
        name = chance.choice([name for name in files if name.endswith(".xml")])
        try:
            assert covered(parse_clip(zipped({**files, name: mutant(files[name], chance)}), "m.zip"))
        except UnreadableClip as refused:
            assert refused.kind == form
