"""Feeds: RSS, RDF, Atom and JSON Feed. One entry is the article, several are clips of their own."""

import json
import re
from html import escape

import pytest

from articles.parser import notices
from articles.parser.document import UnreadableClip
from articles.parser.formats import fields, registry
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.formats.news_samples import (
    MARKUP,
    TEASER,
    atom,
    atom_entry,
    json_feed,
    json_item,
    message,
    news_item,
    rdf,
    rss,
    rss_item,
    wxr,
    wxr_item,
)
from tests.parser.formats.samples import HEADLINE, PAGE, PARAGRAPHS
from tests.parser.formats.test_news import RICH, RICH_BLOCKS, body, read, roles, said

PLAIN = "\n\n".join(PARAGRAPHS)
XHTML = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{MARKUP}</div></content>'
PREFIXED = XHTML.replace("<p>", "<x:p>").replace("</p>", "</x:p>").replace("xmlns=", "xmlns:x=").replace("div", "x:div")
RSS_WITH_A_PREFIX = re.sub(r"<(/?)(?=rss|channel|item|title|link|guid|pubDate|category)", r"<\1r:", rss(rss_item()))
FORMS = {  # of the same article
    "rss with a prefix": RSS_WITH_A_PREFIX.replace("<r:rss", '<r:rss xmlns:r="http://backend.userland.com/rss2"'),
    "rss": rss(rss_item()),
    "rss, escaped": rss(rss_item(body=f"<content:encoded>{escape(MARKUP)}</content:encoded>")),
    "rss, description only": rss(rss_item(body=" ").replace(TEASER, escape(MARKUP))),
    "rss, plain description": rss(rss_item(body=" ").replace(TEASER, PLAIN)),
    "atom": atom(atom_entry()),
    "atom, literal": atom(atom_entry(f'<content type="html"><![CDATA[{MARKUP}]]></content>')),
    "atom, xhtml": atom(atom_entry(XHTML)),
    "atom, xhtml with a prefix": atom(atom_entry(PREFIXED)),
    "atom, plain": atom(atom_entry(f'<content type="text">{PLAIN}</content>')),
    "atom, summary only": atom(atom_entry(f'<summary type="html">{escape(MARKUP)}</summary>')),
    "atom, an entry alone": atom_entry().replace("<entry>", '<entry xmlns="http://www.w3.org/2005/Atom">'),
    "json_feed": json_feed(json_item()),
    "json_feed, plain": json_feed({**json_item(content_text=PLAIN), "content_html": ""}),
    "json_feed 1.0": json_feed({**json_item(author={"name": "Petra Vorlage"}), "authors": []}),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_entry_is_the_article(form):
    reading = read(FORMS[form])

    document = reading.document
    assert reading.format == ("json_feed" if "json" in form else "feed")
    assert (document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert (document.byline, document.authors) == ("Petra Vorlage", ("Petra Vorlage",))
    assert document.date.at.isoformat() == "2024-03-03T17:45:00+01:00"
    assert said(reading, "guid") and said(reading, "keyword") == ["Verkehr"]
    assert said(reading, "url") == ["https://auenbote.example/bruecke"]
    assert document.source == ("Auenbote" if "alone" not in form else None)
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text


@pytest.mark.parametrize("form", FORMS)
def test_an_embargo_in_an_entry_holds_it_back(form):
    note = "Sperrfrist: 4. März 2124, 6 Uhr"
    marked = FORMS[form].replace(
        PARAGRAPHS[0], f"{note}</p><p>{PARAGRAPHS[0]}" if "plain" not in form else f"{note}\n\n{PARAGRAPHS[0]}"
    )
    escaped = marked.replace(f"{note}</p><p>", f"{note}&lt;/p&gt;&lt;p&gt;") if "&lt;p&gt;" in marked else marked
    reading = read(escaped.replace("</p><p>", "</x:p><x:p>") if "<x:p>" in escaped else escaped)

    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert reading.document.embargo_until.isoformat() == "2124-03-04T06:00:00+01:00"
    assert "embargo" in notices.holds([warning.code for warning in reading.warnings])


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("<app:control><app:draft>yes</app:draft></app:control>", "not_for_publication"),
        ("<prism:embargoDate>2124-03-04T06:00:00+01:00</prism:embargoDate>", "embargo"),
        ("<app:control><app:draft>no</app:draft></app:control>", ""),
    ],
)
def test_a_draft_and_an_embargo_in_a_field_hold_an_entry_back(field, reason):
    for form in (
        atom(atom_entry().replace("</id>", f"</id>{field}")),
        rss(rss_item().replace("<guid", f"{field}<guid")),
    ):
        assert ",".join(notices.holds([warning.code for warning in read(form).warnings])) == reason


def test_an_entry_of_rdf_is_the_article():
    reading = read(rdf(HEADLINE))

    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert reading.document.date.at.isoformat() == "2024-03-03T17:45:00+01:00"
    assert said(reading, "guid") == ["https://auenbote.example/0"]


MANY = {
    "rss": rss(rss_item(), rss_item("Zweites & Drittes"), rss_item()),
    "rss without end tags": rss(*(rss_item().replace("</item>", "") for _ in "abc")),
    "rss in one line of iso-8859-1": rss(rss_item(), rss_item(), rss_item()).replace("UTF-8", "iso-8859-1"),
    "atom": atom(atom_entry(), atom_entry(XHTML), atom_entry()),
    "rdf": rdf(HEADLINE, "Zweites", HEADLINE),
    "json_feed": json_feed(json_item(), json_item(id="2", title="Zweites"), json_item(id="3")),
}


@pytest.mark.parametrize("form", MANY)
def test_several_entries_are_clips_of_their_own_range(form):
    encoding = "iso-8859-1" if "8859" in form else "utf-8"
    reading = read(MANY[form], encoding=encoding)

    assert (reading.document, len(reading.children)) == (None, 3)
    ends = [0]
    for child in reading.children:
        start, end = child.span
        assert ends[-1] <= start < end
        ends.append(end)
        inner = parse_clip(child.data, child.name)
        assert inner.format == reading.format
        assert (body(inner), inner.language) == (list(PARAGRAPHS), "de")
        assert inner.document.source == "Auenbote"
        assert not inner.children
    assert parse_clip(reading.children[2].data, "x").document.headline == HEADLINE
    assert reading.children[0].name.startswith("0001 Brücke")


def test_a_feed_of_too_many_entries_is_refused(monkeypatch):
    monkeypatch.setattr(fields, "MAX_ENTRIES", 2)

    for data in (MANY["rss"], MANY["json_feed"]):
        with pytest.raises(UnreadableClip) as refused:
            read(data)
        assert refused.value.code == "too_many"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Brücke &amp;amp; Weg", "Brücke & Weg"),
        ("<![CDATA[Brücke &amp; Weg]]>", "Brücke & Weg"),
        ("Br&#252;cke &#8211; &lt;em&gt;bald&lt;/em&gt; fertig", "Brücke – bald fertig"),
        ("1 &amp;lt; 2", "1 < 2"),
        ("<![CDATA[„Brücke“&nbsp;bald<br/>fertig]]>", "„Brücke“ bald fertig"),
    ],
)
def test_escaped_words_of_a_title_are_read_as_they_are_meant(written, meant):
    reading = read(rss(rss_item().replace(f"<title>{HEADLINE}</title>", f"<title>{written}</title>")))

    assert " ".join(reading.document.headline.split()) == meant


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("<author>petra@bote.example (Petra Vorlage)</author>", "Petra Vorlage"),
        ("<author>petra@bote.example</author>", ""),
        (
            "<dc:creator>Petra Vorlage</dc:creator><dc:creator>Jakob Vorlage</dc:creator>",
            "Petra Vorlage, Jakob Vorlage",
        ),
        ("<author><name>Petra Vorlage</name><email>p@bote.example</email></author>", "Petra Vorlage"),
    ],
)
def test_authors_in_their_forms(author, byline):
    reading = read(rss(rss_item().replace("<dc:creator>Petra Vorlage</dc:creator>", author)))

    assert reading.document.byline == byline


@pytest.mark.parametrize(
    ("day", "at"),
    [
        ("Sun, 03 Mar 2024 17:45:00 GMT", "2024-03-03T17:45:00+00:00"),
        ("Sun, 3 Mar 24 17:45:00 EST", "2024-03-03T17:45:00-05:00"),
        ("2024-03-03T17:45:00Z", "2024-03-03T17:45:00+00:00"),
        ("2024-03-03T17:45:00.123+05:30", "2024-03-03T17:45:00.123000+05:30"),
        ("irgendwann", None),
    ],
)
def test_a_day_keeps_its_zone(day, at):
    reading = read(rss(rss_item().replace("Sun, 03 Mar 2024 17:45:00 +0100", day)))

    date = reading.document.date
    assert (date and date.at and date.at.isoformat()) == at


def test_pictures_of_a_feed():
    media = (
        '<media:content url="https://auenbote.example/b.jpg" medium="image"><media:description>Die Brücke am Morgen.'
        "</media:description><media:credit>Max Muster</media:credit></media:content>"
        '<enclosure url="https://auenbote.example/c.jpg" type="image/jpeg" length="1"/>'
        '<enclosure url="https://auenbote.example/d.mp3" type="audio/mpeg" length="1"/>'
    )
    reading = read(rss(rss_item(more=media)))

    assert [(one.caption, one.credit) for one in reading.document.images] == [("Die Brücke am Morgen.", "Max Muster")]
    assert set(said(reading, "picture")) == {"https://auenbote.example/b.jpg", "https://auenbote.example/c.jpg"}
    assert roles(reading, "Die Brücke am Morgen.") == {Role.CAPTION}
    assert roles(reading, "Max Muster") == {Role.CREDIT}


def test_structures_in_an_entry_stay_what_they_are():
    for data in (
        rss(rss_item(body=f"<content:encoded><![CDATA[{MARKUP}{RICH}]]></content:encoded>")),
        json_feed(json_item(content_html=MARKUP + RICH)),
    ):
        blocks = [(block.kind, block.text) for block in read(data).document.body]
        assert blocks[-len(RICH_BLOCKS) :] == RICH_BLOCKS


def test_a_figure_in_the_text_is_a_picture_and_no_paragraph():
    figure = "<figure><img src='b.jpg'><figcaption>Die Brücke am Morgen. Foto: Max Muster</figcaption></figure>"
    reading = read(json_feed(json_item(content_html=MARKUP + figure + "<p>Mehr dazu morgen.</p>")))

    assert body(reading) == [*PARAGRAPHS, "Mehr dazu morgen."]
    assert [(one.caption, one.credit) for one in reading.document.images] == [("Die Brücke am Morgen.", "Max Muster")]


def test_a_summary_beside_the_text_is_told_and_is_no_text():
    reading = read(rss(rss_item()))

    assert (said(reading, "description"), body(reading)) == ([TEASER], list(PARAGRAPHS))
    assert roles(reading, TEASER) == {Role.BOILERPLATE}


def test_a_feed_without_entries_holds_no_article():
    for data in (rss(), atom(), json_feed()):
        reading = read(data)
        assert (reading.document, reading.children) == (None, ())
        assert "no_article" in {warning.code for warning in reading.warnings}


@pytest.mark.parametrize("data", [PAGE, "<html><rss/></html>", "<svg><feed/></svg>", json.dumps({"items": []})])
def test_other_files_are_no_feeds(data):
    assert registry.find(data.encode(), "a").name not in ("feed", "json_feed")


@pytest.mark.parametrize(
    ("data", "end"),
    [
        (rss(rss_item(), rss_item()), "</title><link>https://auenbote.example/</link>"),
        (rss(rss_item(), rss_item()), "</language>"),
        (atom(atom_entry(), atom_entry()), "</title><id>tag:auenbote.example</id>"),
        (wxr(wxr_item(1), wxr_item(2)), "</wp:author_display_name></wp:author>"),
        (message(news_item(), news_item(guid="2")), "</newsItem>"),
    ],
)
def test_a_clip_of_an_entry_holds_that_entry_only_whatever_was_not_closed(data, end):
    assert end in data
    reading = read(data.replace(end, "", 1))

    assert len(reading.children) == 2
    for child in reading.children:
        inner = parse_clip(child.data, child.name)
        assert (inner.children, inner.document.headline, body(inner)) == ((), HEADLINE, list(PARAGRAPHS))
