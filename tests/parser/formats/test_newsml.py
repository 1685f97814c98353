"""NewsML 1.0 to 1.2: each article of an envelope is read with what its item says, whatever its text is written in."""

from html import escape

import pytest

from articles.parser.document import UnreadableClip
from articles.parser.formats import registry
from articles.parser.identifiers import read_identifiers
from articles.parser.roles import Role
from tests.parser.formats.news_samples import MARKUP, nitf
from tests.parser.formats.newsml_samples import ABOUT, NITF_BODY, component, content, item, newsml
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.parser.formats.test_every_format import covered, every_reading
from tests.parser.formats.test_news import body, held, read, roles, said

BYLINE = "<ByLine>Von Petra Vorlage</ByLine>"
PLAIN = "\n\n".join(PARAGRAPHS)
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>' + MARKUP + "</body></html>"


def with_text(data: str, more: str = "") -> str:
    return newsml(item(component(inner=content(data, more=more), about=ABOUT)))


FORMS = {
    "NITF": newsml(),
    "NITF with a head of its own": with_text(nitf().partition("]>")[2]),
    "XHTML": with_text(XHTML),
    "paragraphs": with_text(MARKUP),
    "plain": with_text(PLAIN),
    "escaped markup": with_text(escape(MARKUP), '<MimeType FormalName="text/html"/>'),
    "literal markup": with_text(f"<![CDATA[{MARKUP}]]>"),
    "in an Encoding": with_text("").replace(
        "<DataContent></DataContent>", f'<Encoding Notation="None"><DataContent>{NITF_BODY}</DataContent></Encoding>'
    ),
    "a component in a component": newsml(item(component(inner=component("", role="Main"), about=ABOUT))),
    "two forms of the same": newsml(
        item(component(inner=content(PLAIN) + content(XHTML), about=ABOUT, attributes=' EquivalentsList="yes"'))
    ),
    "an item alone": item(),
    "a component alone": component(about=ABOUT),
    "with a prefix": newsml().replace("<", "<n:").replace("<n:/", "</n:").replace("<n:!", "<!").replace("<n:?", "<?"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["meldung.xml", "x"])
def test_headline_byline_and_text_are_those_of_the_item(form, name):
    reading = read(FORMS[form], name)

    assert reading.format == "newsml"
    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert (reading.document.byline, reading.document.authors) == ("Von Petra Vorlage", ("Petra Vorlage",))
    assert reading.language == "de"
    assert covered(reading)
    assert held(reading) == ()


def test_what_the_item_says_is_kept_with_its_place():
    reading = read(newsml())

    assert reading.document.date.at.isoformat() == "2024-03-03T17:45:00+01:00"
    assert reading.document.dateline == "Auenfeld (dpa)"
    assert [agency.name for agency in reading.document.agencies] == ["dpa"]
    for name, value in {
        "urgency": "4",
        "keyword": "Verkehr",
        "rights": "© 2024 Auenbote",
        "slug": "Bau/Brücke",
        "status": "usable",
        "version": "3",
    }.items():
        assert value in said(reading, name), name
    for fact in reading.said:
        for start, stop in fact.spans:
            assert 0 <= start < stop <= len(reading.text), fact


def test_a_text_is_known_by_its_identifier_without_the_revision():
    own = [one for one in read_identifiers(read(newsml(item(revision="7")))).own if one.kind == "guid"]

    assert ("urn:newsml:bote.example:20240303:bau-0001", 7) in [(one.value, one.version) for one in own]


def test_a_number_that_all_texts_share_is_no_identifier():
    data = newsml().replace("bau-0001", "0")

    assert said(read(data), "guid") == []


@pytest.mark.parametrize("status", ["Canceled", "WITHHELD", "cancelled", "unheard-of"])
def test_a_status_of_publication_holds_the_text_back(status):
    assert held(read(newsml(item(status=status)))) == ("canceled",)


@pytest.mark.parametrize(
    ("instruction", "status"), [("Kill", "canceled"), ("Correction", "correction"), ("Test", "test")]
)
def test_an_instruction_counts_as_a_status(instruction, status):
    assert status in said(read(newsml(item(more=f'<Instruction FormalName="{instruction}"/>'))), "status")


def test_an_embargo_holds_until_the_status_changes():
    change = '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>21240305T060000+0100</DateAndTime>'
    reading = read(newsml(item(status="Embargoed", more=change + "</StatusWillChange>")))

    assert reading.document.embargo_until.isoformat() == "2124-03-05T06:00:00+01:00"
    assert "embargo" in held(reading)


def test_an_embargo_without_a_time_holds_the_text_back():
    assert "embargo" in held(read(newsml(item(status="Embargoed"))))


def test_a_note_to_editors_counts_as_words_do():
    line = (
        f"<HeadLine>{HEADLINE}</HeadLine>{BYLINE}<NewsLine><NewsLineType FormalName='AdvisoryLine'/>"
        "<NewsLineText>Nicht zur Veröffentlichung</NewsLineText></NewsLine>"
    )
    reading = read(newsml(item(component(line))))

    assert "not_for_publication" in held(reading)
    assert roles(reading, "Nicht zur Ver") == {Role.NOTE}
    assert body(reading) == list(PARAGRAPHS)


def other(headline: str, words: str, **more: str) -> str:
    return component(f"<HeadLine>{headline}</HeadLine>", content(f"<p>{words}</p>"), **more)


LANGUAGES = "".join(
    component("", content(f"<p>{words}</p>"), attributes=f' xml:lang="{code}"')
    for code, words in (("nl", "De brug is klaar, zegt de stad."), ("fr", "Le pont est fini, dit la ville."))
)
SEVERAL = {
    "items": (newsml(item(), item(other("Rat tagt", "Der Rat tagt heute."), number="rat-0001")), 2),
    "components": (newsml(item(component("", other("Rat tagt", "Der Rat tagt.") + other("Bus", "Er fährt.")))), 2),
    "a box in a text": (newsml(item(component(inner=content() + other("Zahlen", "Die Brücke ist lang.")))), 2),
    "languages": (newsml(item(component("", LANGUAGES, attributes=' EquivalentsList="yes"'))), 2),
    "components alone": (component("", other("Rat tagt", "Der Rat tagt.") + other("Bus", "Er fährt.")), 2),
}


@pytest.mark.parametrize("form", SEVERAL)
def test_several_articles_are_clips_of_their_own(form):
    data, number = SEVERAL[form]
    whole, *children = every_reading(read(data))

    assert whole.document is None
    assert [reading.format for reading in children] == ["newsml"] * number
    texts = [tuple(body(reading)) for reading in children]
    assert len(set(texts)) == number and all(texts)
    assert all(map(covered, (whole, *children)))
    assert sorted(span for child in whole.children if (span := child.span)) == [c.span for c in whole.children]


def test_a_clip_of_its_own_keeps_what_its_item_says():
    clips = list(every_reading(read(SEVERAL["a box in a text"][0])))[1:]

    assert [clip.document.headline for clip in clips] == [HEADLINE, "Zahlen"]
    assert body(clips[0]) == list(PARAGRAPHS)
    assert [said(clip, "guid") for clip in clips] == [["urn:newsml:bote.example:20240303:bau-0001"]] * 2


PARTS = (
    component("", content("<p>Brücke über die Aue bald fertig</p>"), role="HeadLine")
    + component("", content("Die Brücke öffnet früher."), role="Lead")
    + component("", role="Body")
    + component("", content("p { color: red }", more='<MimeType FormalName="text/css"/>'), role="StyleSheet")
    + component("", content("Brücke! #aue"), role="TweetText")
)


def test_parts_have_the_roles_that_the_item_gives_them():
    reading = read(newsml(item(component("", PARTS))))

    assert reading.document.headline == "Brücke über die Aue bald fertig"
    assert body(reading) == ["Die Brücke öffnet früher.", *PARAGRAPHS]
    assert roles(reading, "color: red") == roles(reading, "Brücke! #aue") == {Role.BOILERPLATE}


def test_a_summary_that_the_text_begins_with_is_no_line_of_its_own():
    lines = f"<HeadLine>{HEADLINE}</HeadLine><SubHeadLine>{PARAGRAPHS[0]}</SubHeadLine>{BYLINE}"
    reading = read(newsml(item(component(lines))))

    assert reading.document.subheadline == ""
    assert body(reading) == list(PARAGRAPHS)


PICTURE = component(
    "<CreditLine>Erik Muster/Auenbote</CreditLine>",
    component("", content("<p>Die Brücke am Abend.</p>"), role="Caption")
    + component("", '<ContentItem Href="bruecke.jpg"><MediaType FormalName="Photo"/></ContentItem>', role="Main"),
)


def test_a_picture_has_its_caption_and_credit():
    reading = read(newsml(item(component(inner=content() + PICTURE))))

    assert body(reading) == list(PARAGRAPHS)
    assert [(one.caption, one.credit) for one in reading.document.images] == [
        ("Die Brücke am Abend.", "Erik Muster/Auenbote")
    ]
    assert said(reading, "picture") == ["bruecke.jpg"]


def test_who_created_it_is_the_author_where_no_line_names_one():
    about = '<AdministrativeMetadata><Creator><Party FormalName="Petra Vorlage"/></Creator></AdministrativeMetadata>'
    reading = read(newsml(item(component(f"<HeadLine>{HEADLINE}</HeadLine>", about=about))))

    assert reading.document.authors == ("Petra Vorlage",)


@pytest.mark.parametrize("initials", ["pv/mus", "ab/cd/ef", "hh/ph/ts/hd"])
def test_initials_sign_the_text_and_are_no_byline(initials):
    head = read(newsml(item(component(f"<HeadLine>{HEADLINE}</HeadLine><ByLine>{initials}</ByLine>"))))
    end = read(with_text(f"<nitf><body><body.content>{MARKUP}<p>{initials}</p></body.content></body></nitf>"))

    assert (head.document.byline, head.document.signoff) == ("", initials)
    assert (end.document.signoff, body(end)) == (initials, list(PARAGRAPHS))


@pytest.mark.parametrize("line", ["3.3.2024 17:45 Uhr", "20240303", "3.3.2024"])
def test_a_mere_day_is_no_dateline(line):
    lines = f"<HeadLine>{HEADLINE}</HeadLine><DateLine>{line}</DateLine>"

    assert read(newsml(item(component(lines)))).document.dateline in ("", "Uhr")


@pytest.mark.parametrize("tag", ["h1", "h2", "p"])
def test_a_headline_that_opens_the_text_again_is_no_paragraph(tag):
    reading = read(with_text(f"<![CDATA[<!-- x --><div><{tag}>{HEADLINE}</{tag}>{MARKUP}</div>]]>"))

    assert body(reading) == list(PARAGRAPHS)


@pytest.mark.parametrize("text", [f"<p>{HEADLINE}</p>", f"<h1>{HEADLINE}</h1><h2>Auenfeld ist schnell</h2>"])
def test_a_text_of_nothing_but_the_headline_stays_a_text(text):
    reading = read(with_text(f"<![CDATA[{text}]]>"))

    assert reading.document.headline == HEADLINE
    assert body(reading)


def test_an_item_without_a_text_is_no_article():
    topics = '<NewsItem><TopicSet FormalName="x"><Topic><Description>Brücke</Description></Topic></TopicSet></NewsItem>'

    assert read(newsml(topics)).document is None


def test_data_of_other_kinds_are_not_taken_for_it():
    assert registry.find(b"<NewsItem><title>Programm</title></NewsItem>", "x.xml").name == "text"


def test_more_articles_in_one_item_than_can_be_cut_out_are_refused():
    with pytest.raises(UnreadableClip, match="more than 1000"):
        read(newsml(item(component("", other("Rat", "Er tagt.") * 1_001))))
