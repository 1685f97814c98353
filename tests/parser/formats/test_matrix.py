"""What is read of every format whose fields are told by lines: the cells of the matrix in docs/formats.md."""

import pytest

from articles.parser import notices
from articles.parser.formats import registry
from tests.parser.formats.forms import FORMS, read
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.rounds import slow_but

TEXT = list(PARAGRAPHS)
CAPTION, CREDIT = "Die neue Brücke über die Aue kurz vor dem Ende der Bauarbeiten.", "Petra Vorlage/Auenbild"
COMMENTS = ["Kommentare", "Hans Wurst, 12.06.2024, 18:10 Uhr", "Endlich, das wurde auch wirklich Zeit! Danke an alle."]
QUICK = ("umbrochen.txt", "a.html", "a.eml", "a.msg", "a.docx", "a.zip")
every_form = pytest.mark.parametrize("name", slow_but(QUICK, FORMS))


def body(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


@every_form
def test_the_text_and_its_headline(name):
    reading = read(name, [HEADLINE, *TEXT])

    assert (reading.document.headline, body(reading)) == (HEADLINE, TEXT)


@every_form
def test_the_byline(name):
    document = read(name, [HEADLINE, "Von Jakob Vorlage", *TEXT]).document

    assert (document.headline, document.byline, document.authors) == (HEADLINE, "Von Jakob Vorlage", ("Jakob Vorlage",))


@every_form
@pytest.mark.parametrize("line", ["Auenfeld, 1. März 2024", "1. März 2024", "Bad Auenfeld, den 1.3.2024"])
def test_the_day(name, line):
    document = read(name, [HEADLINE, line, *TEXT]).document

    assert (document.headline, document.date.value.isoformat()) == (HEADLINE, "2024-03-01")


@every_form
def test_an_embargo(name):
    reading = read(name, ["Sperrfrist: 4. März 2124, 6 Uhr", HEADLINE, *TEXT])

    assert (reading.document.headline, body(reading)) == (HEADLINE, TEXT)
    assert reading.document.embargo_until.isoformat() == "2124-03-04T06:00:00+01:00"
    assert "embargo" in notices.holds([warning.code for warning in reading.warnings])


@every_form
@pytest.mark.parametrize(
    ("words", "held"),
    [("Nicht zur Veröffentlichung bestimmt", "not_for_publication"), ("TESTMELDUNG – bitte nicht verwenden", "test")],
)
def test_a_notice_about_its_publication(name, words, held):
    reading = read(name, [words, HEADLINE, *TEXT])

    assert held in notices.holds([warning.code for warning in reading.warnings])
    assert words not in body(reading)


@every_form
def test_a_picture_with_caption_and_credit(name):
    reading = read(name, [HEADLINE, *TEXT[:2], f"{CAPTION} Foto: {CREDIT}", *TEXT[2:]])

    (picture,) = reading.document.images
    assert (picture.caption, picture.credit) == (CAPTION, CREDIT)
    assert body(reading) == TEXT


@every_form
def test_readers_comments(name):
    reading = read(name, [HEADLINE, *TEXT, *COMMENTS])

    (comment,) = reading.document.comments
    assert (comment.author, comment.text) == ("Hans Wurst", COMMENTS[-1])
    assert body(reading) == TEXT


def test_the_ledger_counts_what_the_registry_says():
    units = {entry.name: entry.unit for entry in registry.FORMATS}

    assert {units[form] for form, _make in FORMS.values()} == {"character", "part", "entry", "paragraph"}
    for name in FORMS:
        reading = read(name, [HEADLINE, *TEXT])
        assert {s.role for s in reading.segments} >= {"headline", "paragraph"} or reading.document.lead
