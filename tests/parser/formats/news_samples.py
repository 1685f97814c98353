"""A small file of each format of news and of other systems' exports, made for the tests."""

import json
from html import escape

from tests.parser.formats.samples import HEADLINE, PARAGRAPHS

MARKUP = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)
TEASER = "Die Brücke in Auenfeld ist bald fertig."


def news_item(
    status: str = "usable", about: str = "", content: str = "", body: str = "", guid: str = "de:bau:1"
) -> str:
    """A news item of NewsML-G2."""
    body = body or (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>x</title></head><body>{MARKUP}</body></html></inlineXML>"
    )
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:bote.example:20240303:{guid}"'
        ' version="3" standard="NewsML-G2" standardversion="2.33" conformance="power" xml:lang="de-DE">'
        '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"/>'
        "<rightsInfo><copyrightHolder literal='dpa'/><copyrightNotice>© 2024 Auenbote</copyrightNotice></rightsInfo>"
        '<itemMeta><itemClass qcode="ninat:text"/><provider literal="dpa"><name>dpa</name></provider>'
        f"<versionCreated>2024-03-03T17:45:00+01:00</versionCreated>{about}"
        f'<pubStatus qcode="stat:{status}"/></itemMeta>'
        "<contentMeta><urgency>4</urgency><language tag='de'/><by>Von Petra Vorlage</by>"
        "<slugline>Bau/Br&#252;cke</slugline>"
        f"<headline>{HEADLINE}</headline><keyword>Verkehr</keyword>{content}</contentMeta>"
        f"<contentSet>{body}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    """A NewsML-G2 message of several items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>'
        f"<sent>2024-03-03T17:45:00+01:00</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def nitf(docdata: str = "", head: str = "", content: str = "", end: str = "", attributes: str = "") -> str:
    """A news text in NITF."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nitf SYSTEM "nitf-3-5.dtd" [<!ENTITY haus "Haus">]>\n'
        f"<nitf xml:lang='de'><head><title>{HEADLINE} (Titel)</title><docdata {attributes}>"
        '<doc-id id-string="bote-240303-99"/><urgency ed-urg="3"/><date.issue norm="20240303T174500+0100"/>'
        '<doc.copyright holder="Auenbote"/><key-list><keyword key="Verkehr"/></key-list>'
        f"{docdata}</docdata><pubdata name='Auenbote'/></head><body><body.head><hedline><hl1>{HEADLINE}</hl1></hedline>"
        f"<byline>Von <person>Petra Vorlage</person></byline>{head}</body.head>"
        f"<body.content>{MARKUP}{content}</body.content>{end}</body></nitf>"
    )


def ninjs(version: int = 1, **fields: object) -> dict[str, object]:
    """News as ninjs."""
    if version < 3:
        return {
            "uri": "urn:newsml:bote.example:20240303:1",
            "version": "2",
            "type": "text",
            "versioncreated": "2024-03-03T17:45:00+01:00",
            "pubstatus": "usable",
            "urgency": 4,
            "language": "de",
            "headline": HEADLINE,
            "byline": "Von Petra Vorlage",
            "slugline": "Bau/Brücke",
            "copyrightnotice": "© Auenbote",
            "subject": [{"name": "Verkehr", "code": "1"}],
            "body_html": MARKUP,
            **fields,
        }
    return {
        "uri": "urn:newsml:bote.example:20240303:1",
        "standard": {"name": "ninjs", "version": "3.0"},
        "version": "2",
        "type": "text",
        "versionCreated": "2024-03-03T17:45:00+01:00",
        "pubStatus": "usable",
        "urgency": 4,
        "language": "de",
        "headlines": [{"role": "main", "value": HEADLINE}],
        "by": "",
        "bylines": [{"value": "Von Petra Vorlage"}],
        "slugline": "Bau/Brücke",
        "copyrightNotice": "© Auenbote",
        "subjects": [{"name": "Verkehr", "uri": "x:1"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": MARKUP}],
        **fields,
    }


def rss_item(title: str = HEADLINE, more: str = "", body: str = "") -> str:
    """An entry of RSS."""
    return (
        f"<item><title>{escape(title)}</title><link>https://auenbote.example/bruecke</link>"
        f"<guid isPermaLink='false'>bote-1</guid><pubDate>Sun, 03 Mar 2024 17:45:00 +0100</pubDate>"
        f"<dc:creator>Petra Vorlage</dc:creator><category>Verkehr</category><description>{TEASER}</description>"
        f"{body or f'<content:encoded><![CDATA[{MARKUP}]]></content:encoded>'}{more}</item>"
    )


def rss(*items: str) -> str:
    """A feed as RSS 2.0."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">'
        "<channel><title>Auenbote</title><link>https://auenbote.example/</link><language>de-DE</language>"
        f"<copyright>© Auenbote</copyright>{''.join(items)}</channel></rss>"
    )


def atom_entry(content: str = "", title: str = HEADLINE) -> str:
    """An entry of Atom."""
    content = content or f'<content type="html">{escape(MARKUP)}</content>'
    return (
        f"<entry><id>tag:auenbote.example,2024:1</id><title type='text'>{title}</title>"
        '<link rel="alternate" href="https://auenbote.example/bruecke"/>'
        "<published>2024-03-03T17:45:00+01:00</published><updated>2024-03-04T08:00:00+01:00</updated>"
        f"<author><name>Petra Vorlage</name></author><category term='Verkehr'/>"
        f"<rights>© Auenbote</rights>{content}</entry>"
    )


def atom(*entries: str) -> str:
    """A feed as Atom."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">'
        f"<title>Auenbote</title><id>tag:auenbote.example</id>{''.join(entries)}</feed>"
    )


def rdf(*titles: str) -> str:
    """A feed as RSS 1.0."""
    items = "".join(
        f'<item rdf:about="https://auenbote.example/{number}"><title>{title}</title><link>https://auenbote.example/{number}'
        f"</link><dc:date>2024-03-03T17:45:00+01:00</dc:date><description>{escape(MARKUP)}</description></item>"
        for number, title in enumerate(titles)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x">'
        f"<title>Auenbote</title></channel>{items}</rdf:RDF>"
    )


def json_feed(*items: dict[str, object]) -> str:
    """A JSON Feed."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Auenbote", "language": "de", "items": list(items)}
    return json.dumps(feed, ensure_ascii=False, indent=1)


def json_item(**fields: object) -> dict[str, object]:
    """An item of a JSON Feed."""
    return {
        "id": "bote-1",
        "url": "https://auenbote.example/bruecke",
        "title": HEADLINE,
        "content_html": MARKUP,
        "date_published": "2024-03-03T17:45:00+01:00",
        "authors": [{"name": "Petra Vorlage"}],
        "tags": ["Verkehr"],
        "image": "https://auenbote.example/bruecke.jpg",
        **fields,
    }


def wxr_item(
    number: int = 1, kind: str = "post", status: str = "publish", more: str = "", content: str = MARKUP
) -> str:
    """An item of WordPress' export."""
    return (
        f"<item><title><![CDATA[{HEADLINE}]]></title><link>https://auenbote.example/?p={number}</link>"
        f"<pubDate>Sun, 03 Mar 2024 16:45:00 +0000</pubDate><dc:creator><![CDATA[pvo]]></dc:creator>"
        f'<guid isPermaLink="false">https://auenbote.example/?p={number}</guid><description></description>'
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date><![CDATA[2024-03-03 17:45:00]]></wp:post_date>"
        f"<wp:post_date_gmt><![CDATA[2024-03-03 16:45:00]]></wp:post_date_gmt>"
        f"<wp:status><![CDATA[{status}]]></wp:status>"
        f"<wp:post_parent>0</wp:post_parent><wp:post_type><![CDATA[{kind}]]></wp:post_type>"
        f'<category domain="category" nicename="verkehr"><![CDATA[Verkehr]]></category>{more}</item>'
    )


def wxr_picture(number: int, parent: int) -> str:
    """A picture in WordPress' export."""
    return (
        f"<item><title>bild</title><dc:creator>pvo</dc:creator><content:encoded><![CDATA[]]></content:encoded>"
        "<excerpt:encoded><![CDATA[Die Brücke am Morgen.]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:status>inherit</wp:status><wp:post_parent>{parent}</wp:post_parent>"
        "<wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>https://auenbote.example/bild{number}.jpg</wp:attachment_url></item>"
    )


def wxr_comment(number: int, text: str, parent: int = 0, approved: str = "1", author: str = "Leserin Eins") -> str:
    """A reader's comment in WordPress' export."""
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author><![CDATA[{author}]]></wp:comment_author>"
        f"<wp:comment_author_email>leserin@post.example</wp:comment_author_email><wp:comment_author_IP>192.0.2.1"
        f"</wp:comment_author_IP><wp:comment_date>2024-03-03 18:0{number}:00</wp:comment_date>"
        f"<wp:comment_date_gmt>2024-03-03 17:0{number}:00</wp:comment_date_gmt><wp:comment_content><![CDATA[{text}]]>"
        f"</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>comment"
        f"</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def wxr(*items: str) -> str:
    """WordPress' export."""
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- This is a WordPress eXtended RSS file -->\n'
        '<rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        "<title>Auenbote</title><language>de-DE</language><wp:wxr_version>1.2</wp:wxr_version><wp:author>"
        "<wp:author_login><![CDATA[pvo]]></wp:author_login><wp:author_email>p@bote.example</wp:author_email>"
        "<wp:author_display_name><![CDATA[Petra Vorlage]]></wp:author_display_name></wp:author>"
        f"{''.join(items)}</channel></rss>"
    )


def ghost(*posts: dict[str, object]) -> str:
    """Ghost's export."""
    rows = [ghost_post(), *posts][-max(1, len(posts)) :]
    data = {
        "posts": rows,
        "users": [{"id": "u1", "name": "Petra Vorlage", "email": "p@bote.example"}],
        "posts_authors": [{"post_id": row["id"], "author_id": "u1"} for row in rows],
        "tags": [{"id": "t1", "name": "Verkehr"}],
        "posts_tags": [{"post_id": row["id"], "tag_id": "t1"} for row in rows],
    }
    return json.dumps({"db": [{"meta": {"version": "5.80"}, "data": data}]})


def ghost_post(**fields: object) -> dict[str, object]:
    """A post of Ghost's export."""
    return {
        "id": "p1",
        "uuid": "0c1d-1",
        "title": HEADLINE,
        "slug": "bruecke",
        "html": MARKUP,
        "status": "published",
        "type": "post",
        "published_at": "2024-03-03T16:45:00.000Z",
        "feature_image": "https://auenbote.example/bruecke.jpg",
        **fields,
    }


NEWS_SAMPLES: dict[str, tuple[str, bytes]] = {  # name of the file → its format and its bytes
    "django.json": (
        "fixture",
        json.dumps(
            [{"model": "blog.entry", "pk": 1, "fields": {"title": HEADLINE, "body": MARKUP, "pub_date": "2024-03-03"}}]
        ).encode(),
    ),
    "meldung.newsml": ("news_item", ('<?xml version="1.0"?>' + news_item()).encode()),
    "meldungen.newsml": ("news_item", message(news_item(), news_item(guid="2")).encode()),
    "meldung.nitf": ("nitf", nitf().encode()),
    "meldung1.json": ("ninjs", json.dumps(ninjs(1)).encode()),
    "meldung3.json": ("ninjs", json.dumps(ninjs(3), ensure_ascii=False).encode()),
    "meldungen.json": ("ninjs", json.dumps([ninjs(1), ninjs(3)]).encode()),
    "eins.rss": ("feed", rss(rss_item()).encode()),
    "viele.rss": ("feed", rss(rss_item(), rss_item()).encode()),
    "viele.atom": ("feed", atom(atom_entry(), atom_entry()).encode()),
    "viele.rdf": ("feed", rdf(HEADLINE, HEADLINE).encode()),
    "feed.json": ("json_feed", json_feed(json_item(), json_item(id="bote-2")).encode()),
    "blog.xml": (
        "wordpress",
        wxr(wxr_item(1, more=wxr_comment(1, "Endlich!")), wxr_item(2), wxr_picture(3, 1)).encode(),
    ),
    "ghost.json": ("ghost", ghost(ghost_post(), ghost_post(id="p2")).encode()),
}
