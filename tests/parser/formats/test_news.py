"""News in fields: NewsML-G2, NITF and ninjs. What the format says is the article's, and no character is lost."""

import json

import pytest

from articles.parser.formats import registry
from articles.parser.identifiers import read_identifiers
from articles.parser.notices import holds
from articles.parser.pipeline import parse_clip
from articles.parser.relabel import Assignment, assign
from articles.parser.roles import Role
from tests.parser.formats.news_samples import MARKUP, message, news_item, ninjs, nitf
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS, TEXT

RICH = (
    "<h2>Was nun kommt</h2><ul><li>Radweg</li><li>Busspur</li></ul><table><tr><th>Jahr</th><th>Euro</th></tr><tr>"
    "<td>2023</td><td>3</td></tr></table><blockquote>Wir sind schneller als gedacht.</blockquote>"
)
RICH_BLOCKS = [
    ("subheading", "Was nun kommt"),
    ("list_item", "Radweg"),
    ("list_item", "Busspur"),
    ("table", "Jahr\tEuro\n2023\t3"),
    ("quote", "Wir sind schneller als gedacht."),
]


def read(data: str | dict | list, name: str = "meldung.xml", encoding: str = "utf-8"):
    text = data if isinstance(data, str) else json.dumps(data)
    return parse_clip(text.encode(encoding), name)


def body(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def said(reading, name: str) -> list[str]:
    return [fact.value for fact in reading.said if fact.name == name]


def roles(reading, words: str) -> set[Role]:
    at = reading.text.index(words)
    return {s.role for s in reading.segments if s.start < at + len(words) and at < s.end and s.role is not Role.BLANK}


def held(reading) -> tuple[str, ...]:
    return holds([warning.code for warning in reading.warnings])


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


FORMS = {  # of the same news
    "news_item": news_item(),
    "news_item in a message": message(news_item()),
    "news_item with a prefix": news_item()
    .replace("<", "<nar:")
    .replace("<nar:/", "</nar:")
    .replace("xmlns=", "xmlns:nar="),
    "news_item, data": news_item(body=f"<inlineData contenttype='text/html'>{escaped(MARKUP)}</inlineData>"),
    "news_item, plain": news_item(
        body="<inlineData contenttype='text/plain'>" + "\n\n".join(PARAGRAPHS) + "</inlineData>"
    ),
    "news_item, literal": news_item(body=f"<inlineData contenttype='text/html'><![CDATA[{MARKUP}]]></inlineData>"),
    "news_item, nitf": news_item(
        body=f"<inlineXML contenttype='application/nitf+xml'>{nitf().partition(']>')[2]}</inlineXML>"
    ),
    "nitf": nitf(),
    "ninjs 1": ninjs(1),
    "ninjs 1, text": {**ninjs(1, body_text="\n\n".join(PARAGRAPHS)), "body_html": ""},
    "ninjs 1, xhtml": {**ninjs(1, body_xhtml=f"<div>{MARKUP}</div>"), "body_html": None},
    "ninjs 2": ninjs(2, altids={"guid": "urn:newsml:bote.example:20240303:1"}),
    "ninjs 3": ninjs(3),
    "ninjs 3, plain": ninjs(3, bodies=[{"contentType": "text/plain", "value": "\n\n".join(PARAGRAPHS)}]),
    "ninjs in an array": [ninjs(1)],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["meldung.xml", "meldung.txt", "x"])
def test_headline_byline_day_and_text_are_those_of_the_fields(form, name):
    reading = read(FORMS[form], name)

    document = reading.document
    assert reading.format == form.split()[0].strip(",")
    assert (document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert not document.headline_is_provisional
    assert (document.byline, document.authors) == ("Von Petra Vorlage", ("Petra Vorlage",))
    assert document.date.at.isoformat() == "2024-03-03T17:45:00+01:00"
    assert reading.language == "de"


@pytest.mark.parametrize("form", FORMS)
def test_what_the_fields_say_is_kept_with_its_place(form):
    reading = read(FORMS[form])

    assert said(reading, "guid")
    assert said(reading, "urgency")[0] in "34"
    assert "Verkehr" in said(reading, "keyword")
    assert any("Auenbote" in rights for rights in said(reading, "rights"))
    for fact in reading.said:
        for start, stop in fact.spans:
            assert 0 <= start < stop <= len(reading.text), fact
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text
    assert held(reading) == ()


@pytest.mark.parametrize("form", [form for form in FORMS if form != "nitf"])
def test_a_text_is_known_by_its_guid_and_version(form):
    own = [one for one in read_identifiers(read(FORMS[form])).own if one.kind == "guid"]

    assert any(one.value.startswith("urn:newsml:bote.example:20240303:") for one in own)
    assert {one.version for one in own if one.version} & {2, 3}


EMBARGO = "2124-03-05T06:00:00+01:00"
EMBARGOED = {
    "news_item": news_item("withheld", about=f"<embargoed>{EMBARGO}</embargoed>"),
    "nitf": nitf('<date.release norm="21240305T060000+0100"/>'),
    "ninjs 1": ninjs(1, embargoed=EMBARGO),
    "ninjs 3": ninjs(3, embargoed=EMBARGO),
}


@pytest.mark.parametrize("form", EMBARGOED)
def test_an_embargo_holds_until_its_time(form):
    reading = read(EMBARGOED[form])

    assert reading.document.embargo_until.isoformat() == EMBARGO
    assert said(reading, "embargo")


@pytest.mark.parametrize(
    "data",
    [
        news_item(about="<embargoed/>").replace("<embargoed/>", "<embargoed>bis auf Weiteres</embargoed>"),
        news_item(about="<embargoed/>"),
        news_item(about="<embargoed xsi:nil='true'></embargoed>"),
        nitf(attributes="management-status='embargoed'"),
        ninjs(1, embargoed="bis zur Freigabe"),
    ],
)
def test_an_embargo_without_a_time_holds_the_text_back(data):
    assert "embargo" in held(read(data))


@pytest.mark.parametrize(("signal", "reason"), [("kill", "canceled"), ("test", "test"), ("embargoed", "embargo")])
def test_a_signal_of_ninjs_holds_the_text_back(signal, reason):
    assert held(read(ninjs(1, signal=[{"code": f"sig:{signal}"}]))) == (reason,)
    assert held(read(ninjs(3, signals=[{"code": signal}]))) == (reason,)


@pytest.mark.parametrize("status", ["canceled", "withheld", "cancelled", "unheard-of"])
@pytest.mark.parametrize("form", ["news_item", "nitf", "ninjs 1", "ninjs 3"])
def test_a_status_of_publication_holds_the_text_back(form, status):
    data = {
        "news_item": news_item(status),
        "nitf": nitf(attributes=f"management-status='{status}'"),
        "ninjs 1": ninjs(1, pubstatus=status),
        "ninjs 3": ninjs(3, pubStatus=status),
    }[form]

    assert held(read(data)) == ("canceled",)
    assert said(read(data), "status") == ["withheld" if status in ("withheld", "unheard-of") else "canceled"] or (
        form == "nitf" and status == "cancelled"
    )


@pytest.mark.parametrize(
    "data", [news_item("canceled"), ninjs(1, pubstatus="canceled"), ninjs(3, pubStatus="canceled")]
)
def test_a_canceled_text_names_the_one_that_it_withdraws(data):
    found = read_identifiers(read(data))

    assert found.event == "kill"
    assert any(one.kind == "guid" and "bote.example:20240303" in one.value for one in found.named)


@pytest.mark.parametrize(
    "data",
    [
        news_item(about='<signal qcode="sig:correction"/>'),
        nitf('<correction info="Name berichtigt" id-string="bote-240303-98"/>'),
        ninjs(1, signals=[{"code": "sig:correction"}]),
    ],
)
def test_a_correction_says_so(data):
    assert "correction" in said(read(data), "status")
    assert read_identifiers(read(data)).event == "correction"


@pytest.mark.parametrize(
    "data",
    [
        news_item(about="<edNote>Nicht zur Veröffentlichung</edNote>"),
        nitf('<ed-msg info="Nicht zur Veröffentlichung"/>'),
        ninjs(1, ednote="Nicht zur Veröffentlichung"),
        ninjs(3, edNote="Nicht zur Veröffentlichung"),
    ],
)
def test_a_note_to_editors_counts_as_words_do(data):
    reading = read(data)

    assert "not_for_publication" in held(reading)
    assert roles(reading, "Nicht zur Ver") == {Role.NOTE}
    assert body(reading) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("note", "reasons"),
    [
        ("Bitte verwenden Sie diese Meldung nicht. Eine Neufassung folgt.", ("kill",)),
        ("Es folgt ein Bericht. Sperrfrist 4. März 2124, 6 Uhr. Rückfragen unter Telefon 0123 456.", ("embargo",)),
        ("Embargoed until Friday 6 pm. Photos are available.", ("embargo",)),
        ("Wiederholung aus technischen Gründen. Die Sperrfrist ist abgelaufen.", ()),
        ("Foto vorhanden. Eine Zusammenfassung folgt bis 18 Uhr.", ()),
    ],
)
def test_one_sentence_of_a_note_to_editors_is_enough(note, reasons):
    for data in (news_item(about=f"<edNote>{note}</edNote>"), nitf(f'<ed-msg info="{note}"/>'), ninjs(1, ednote=note)):
        assert held(read(data)) == reasons


@pytest.mark.parametrize(
    "data",
    [
        news_item(body=f"<inlineXML><html><body>{MARKUP}{RICH}</body></html></inlineXML>"),
        nitf(content=RICH.replace("h2", "hl2").replace("blockquote", "bq")),
        ninjs(1, body_html=MARKUP + RICH),
        ninjs(3, bodies=[{"contentType": "text/html", "value": MARKUP + RICH}]),
    ],
)
def test_structures_of_the_text_stay_what_they_are(data):
    blocks = [(block.kind, block.text) for block in read(data).document.body]

    assert blocks[-len(RICH_BLOCKS) :] == RICH_BLOCKS


def test_pictures_are_told_with_caption_and_credit():
    picture = {
        "type": "picture",
        "renditions": {"16-9": {"href": "https://auenbote.example/b.jpg", "mimetype": "image/jpeg"}},
        "description_text": "Die Brücke am Morgen.",
        "byline": "Max Muster/dpa",
    }
    media = (
        "<media media-type='image'><media-reference source='https://auenbote.example/b.jpg'/><media-caption>"
        "Die Brücke am Morgen.</media-caption><media-producer>Max Muster/dpa</media-producer></media>"
    )
    readings = [
        read(ninjs(1, associations={"main": picture})),
        read(ninjs(3, associations=[{**picture, "name": "main", "renditions": [picture["renditions"]["16-9"]]}])),
        read(nitf(content=media)),
    ]

    for reading in readings:
        assert [(one.caption, one.credit) for one in reading.document.images] == [
            ("Die Brücke am Morgen.", "Max Muster/dpa")
        ]
        assert said(reading, "picture") == ["https://auenbote.example/b.jpg"]
        assert body(reading) == list(PARAGRAPHS)
        assert roles(reading, "Die Br" if "Die Br\\u" in reading.text else "Max Muster/dpa") & {
            Role.CAPTION,
            Role.CREDIT,
        }
        assert "unproven" not in {warning.code for warning in reading.warnings}


def test_a_picture_item_of_a_message_is_a_picture_of_its_text():
    picture = (
        "<newsItem guid='b1'><itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentSet><remoteContent "
        "contenttype='image/jpeg' href='https://auenbote.example/b.jpg'/></contentSet></newsItem>"
    )
    reading = read(message(news_item(), picture))

    assert (reading.document.headline, said(reading, "picture")) == (HEADLINE, ["https://auenbote.example/b.jpg"])


def test_several_news_are_clips_of_their_own():
    for data in (message(news_item(), news_item(guid="2")), [ninjs(1), ninjs(2)]):
        reading = read(data)
        assert (reading.document, len(reading.children)) == (None, 2)
        for child in reading.children:
            assert HEADLINE[:6] in child.name
            inner = parse_clip(child.data, child.name)
            assert (inner.document.headline, body(inner)) == (HEADLINE, list(PARAGRAPHS))
            assert reading.text[slice(*child.span)][0] in "<{"


def test_head_and_end_of_nitf_are_the_article_s():
    head = (
        "<dateline><location>Auenfeld</location> (dpa) - <story.date norm='20240303'>3. März</story.date></dateline>"
        "<abstract><p>Ein Jahr früher als geplant rollt der Verkehr über die Aue.</p></abstract>"
    )
    reading = read(
        nitf(head=head, end="<body.end><tagline>Mitarbeit: Jakob Vorlage</tagline></body.end>").replace(
            f"<hl1>{HEADLINE}</hl1>", f"<hl1>{HEADLINE}</hl1><hl2>Auenfeld ist <em>schnell</em></hl2>"
        )
    )

    document = reading.document
    assert document.subheadline == "Auenfeld ist schnell"
    assert document.lead == "Ein Jahr früher als geplant rollt der Verkehr über die Aue."
    assert (document.dateline, [agency.name for agency in document.agencies]) == ("Auenfeld (dpa)", ["dpa"])
    assert document.signoff == "Mitarbeit: Jakob Vorlage"
    assert [block.text for block in document.body] == list(PARAGRAPHS)
    assert roles(reading, "Mitarbeit") == {Role.SIGNOFF}


def test_words_of_different_elements_are_not_glued():
    byline = "<byline>Von<person>Petra Vorlage</person><byttl>Redakteurin</byttl></byline>"
    reading = read(nitf().replace("<byline>Von <person>Petra Vorlage</person></byline>", byline))

    assert reading.document.byline == "Von Petra Vorlage Redakteurin"


def test_entities_are_characters_and_no_others_are_expanded():
    text = nitf().replace("Brücke über die Aue wird", "Br&#252;cke &amp; Weg &haus; &unbekannt; wird")
    reading = read(text)

    assert reading.document.headline == "Brücke & Weg &haus; &unbekannt; wird ein Jahr früher fertig"


def test_escapes_of_json_are_characters():
    reading = read(ninjs(1, headline='Die "Brücke" \U0001f600 \\ kommt'), "a.json")

    assert reading.document.headline == 'Die "Brücke" \U0001f600 \\ kommt'
    assert "\\ud83d\\ude00" in reading.text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "iso-8859-1"]
)
def test_the_declared_encoding_is_used(encoding):
    text = nitf().replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    reading = read(text, encoding=encoding)

    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "<nitf ist ein Format>\n\n" + TEXT,
        '{"headline": "x"}\n\n' + TEXT,
        '<?xml version="1.0"?><opml><body/></opml>',
        "{" + TEXT + "}",
    ],
)
def test_other_texts_are_no_news(text):
    assert registry.find(text.encode(), "a.txt").name == "text" or "<nitf ist" in text


def test_head_and_hidden_parts_of_a_page_in_the_file_are_no_text():
    page = (
        f"<header><ul><li>Verkehr</li></ul><h1>{HEADLINE}</h1></header><section class='main'>{MARKUP}</section>"
        "<section class='notepad'><div><p>Autorin: Petra Vorlage, 0123 456</p></div></section>"
    )
    readings = [
        read(news_item(body=f"<inlineXML><html><body>{page}</body></html></inlineXML>")),
        read(ninjs(1, body_html=page)),
        read(news_item(body=f"<inlineData contenttype='text/plain'><![CDATA[{page}]]></inlineData>")),
    ]

    for reading in readings:
        assert body(reading) == list(PARAGRAPHS)
        assert roles(reading, "Autorin: Petra Vorlage") == {Role.BOILERPLATE}
        rules = {s.rule for s in reading.segments if "0123 456" in reading.text[s.start : s.end]}
        assert rules == {"format:not_public"}


@pytest.mark.parametrize(
    "around", ['{"total": 1, "item": [%s]}', '{"data": {"meta": {}, "item": %s}}', '{"a": {"b": [%s]}}']
)
def test_news_in_the_answer_of_a_service_are_found(around):
    reading = read(around % json.dumps(ninjs(1)))

    assert (reading.format, reading.document.headline, body(reading)) == ("ninjs", HEADLINE, list(PARAGRAPHS))


def test_garbled_letters_of_a_field_are_repaired():
    garbled = HEADLINE.encode().decode("latin-1")
    reading = read(ninjs(1, headline=garbled))

    assert reading.document.headline == HEADLINE


@pytest.mark.parametrize(
    "data",
    [
        ninjs(1),
        news_item(body=f"<inlineData contenttype='text/html'>{escaped(MARKUP)}</inlineData>"),
        news_item().replace("ü", "&#252;"),
    ],
)
def test_what_an_editor_makes_text_is_read_without_its_escapes(data):
    reading = read(data)
    at = next(block.span for block in reading.document.body if block.text == PARAGRAPHS[2])
    without = assign(reading, Assignment(*at, Role.BOILERPLATE))
    again = assign(without, Assignment(*at, Role.PARAGRAPH))

    assert PARAGRAPHS[2] not in body(without)
    assert PARAGRAPHS[2] in body(again)


def test_an_abstract_that_the_text_begins_with_is_not_printed_twice():
    reading = read(nitf(head=f"<abstract><p>{PARAGRAPHS[0][:80]} …</p></abstract>"))

    assert body(reading) == list(PARAGRAPHS)
    assert said(reading, "description") == [PARAGRAPHS[0][:80] + " …"]


def test_what_stands_below_a_single_paragraph_is_text():
    table = "<table><tr><th>Partei</th><th>Stimmen</th></tr><tr><td>Freie</td><td>23 Prozent</td></tr></table>"
    items = "<ul><li>Die Brücke wird im Herbst freigegeben.</li><li>Der Radweg folgt.</li></ul>"
    markup = f"<p>{PARAGRAPHS[0]}</p>{table}{items}"
    page = f"<inlineXML><html><body>{markup}</body></html></inlineXML>"
    for data in (news_item(body=page), nitf().replace(MARKUP, markup), ninjs(1, body_html=markup)):
        blocks = read(data).document.body
        assert [block.kind for block in blocks][-3:] == ["table", "list_item", "list_item"], data
