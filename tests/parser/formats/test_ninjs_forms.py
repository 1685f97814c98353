"""News in JSON under the names that Superdesk, TT, NTB and dpa give the fields of ninjs."""

import pytest

from articles.parser.roles import Role
from tests.parser.formats.news_samples import MARKUP, TEASER, ninjs
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.parser.formats.test_every_format import covered
from tests.parser.formats.test_news import body, held, read, roles, said


def superdesk(**fields: object) -> dict[str, object]:
    """As Superdesk sends it: a `guid` in place of the address."""
    found = ninjs(1, guid="urn:newsml:bote.example:20240303:1", **fields)
    found.pop("uri")
    return found


def digital_wire(**fields: object) -> dict[str, object]:
    """As dpa's digital wires have it."""
    return {
        "format": "digitalwires@0.9.1",
        "type": "composite",
        "urn": "urn:newsml:bote.example:20240303:1",
        "version_created": "2024-03-03T17:45:00+01:00",
        "version": 2,
        "pubstatus": "usable",
        "signal": None,
        "embargoed": None,
        "language": "de",
        "urgency": 4,
        "kicker": "Verkehr",
        "headline": HEADLINE,
        "subhead": "Auenfeld ist schnell",
        "teaser": TEASER,
        "byline": "Von Petra Vorlage",
        "dateline": "Auenfeld (dpa) - ",
        "article_html": f'<section class="main">{MARKUP}</section>',
        "creditline": "dpa",
        "notepad": {"nonpublic_html": "<section><h4>Kontakte</h4><p>Autorin: 0555 0001</p></section>"},
        "ednotes": [
            {"role": "dpaednoterole:closingline", "ednote": "dpa pvo yydd n1 abc"},
            {"role": "dpaednoterole:editorialnote", "ednote": "Mit Bild vom Ufer"},
        ],
        "keyword_names": ["Verkehr"],
        **fields,
    }


FORMS = {
    "Superdesk": superdesk(),
    "without an identifier": {**superdesk(), "guid": None, "_id": "1"},
    "a text under a name of its own": ninjs(
        1, body_html=None, body_html5=f"<html><body><article><h1>{HEADLINE}</h1>{MARKUP}</article></body></html>"
    ),
    "pictures with headlines in it": superdesk(
        associations={"a1": {"guid": "bild:1", "type": "picture", "headline": "Brücke", "version": "1"}}
    ),
    "dpa": digital_wire(teaser=None),
}


@pytest.mark.parametrize("form", FORMS)
def test_headline_byline_day_and_text_are_those_of_the_fields(form):
    reading = read(FORMS[form], "meldung.json")

    assert reading.format == "ninjs"
    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert reading.document.authors == ("Petra Vorlage",)
    assert reading.document.date.at.isoformat() == "2024-03-03T17:45:00+01:00"
    assert covered(reading)
    assert held(reading) == ()


def test_the_fields_of_a_digital_wire_are_those_of_the_article():
    reading = read(digital_wire(), "meldung.json")

    document = reading.document
    assert (document.kicker, document.subheadline, document.lead) == ("Verkehr", "Auenfeld ist schnell", TEASER)
    assert (document.dateline, document.signoff) == ("Auenfeld (dpa)", "dpa pvo yydd n1 abc")
    assert [agency.name for agency in document.agencies] == ["dpa"]
    assert roles(reading, "0555 0001") == {Role.BOILERPLATE}
    assert roles(reading, "Mit Bild vom Ufer") == {Role.NOTE}
    assert said(reading, "guid") == ["urn:newsml:bote.example:20240303:1"]


@pytest.mark.parametrize("fields", [{"pubstatus": "canceled"}, {"embargoed": "2124-03-05T06:00:00+01:00"}])
def test_a_digital_wire_is_held_back_by_status_and_embargo(fields):
    assert held(read(digital_wire(**fields), "meldung.json"))


@pytest.mark.parametrize("version", [1, 3])
def test_a_description_is_the_text_where_there_is_no_other(version):
    described = {1: {"description_text": TEASER}, 3: {"descriptions": [{"role": "text", "value": TEASER}]}}
    reading = read(ninjs(version, body_html=None, bodies=[], **described[version]), "meldung.json")

    assert (reading.document.headline, body(reading)) == (HEADLINE, [TEASER])


def test_the_description_of_a_picture_is_no_article():
    reading = read(ninjs(1, type="picture", body_html=None, description_text=TEASER), "bild.json")

    assert reading.document is None or body(reading) == []
