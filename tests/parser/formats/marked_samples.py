"""A file of each format in which every author, paragraph, item, cell and field begins and ends with a word of its own.

Where two of those words, or one and any other letter, stand together in what is read, the parser has glued together
what was apart. The parts of a sample are what a packing hides: the members of an archive, the text of an attachment.
"""

import base64
import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from tests.parser.formats.archives import tarred, zipped
from tests.parser.formats.documents import odt
from tests.parser.formats.marked_texts import (
    mark,
    markdown,
    markup,
    members,
    name,
    open_text,
    page,
    plain_text,
    printed,
    report,
    rich,
    sentences,
    unit,
    word,
)
from tests.parser.formats.news_samples import (
    NEWS_SAMPLES,
    atom,
    atom_entry,
    ghost,
    ghost_post,
    json_feed,
    json_item,
    message,
    news_item,
    ninjs,
    nitf,
    rdf,
    rss,
    rss_item,
    wxr,
    wxr_comment,
    wxr_item,
    wxr_picture,
)
from tests.parser.formats.newsml_samples import newsml
from tests.parser.formats.samples import SAMPLES as SIMPLE_SAMPLES
from tests.parser.formats.warcs import response, warc

Parts = tuple[bytes, ...]


@dataclass(frozen=True)
class Sample:
    """A file: its name, its format, and how its parts are packed; a file that hides nothing is its only part."""

    name: str
    form: str
    parts: Parts
    pack: Callable[[Parts], bytes]

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.pack(self.parts)


def _whole(parts: Parts) -> bytes:
    return parts[0]


def _of(file: str, form: str, text: str | bytes) -> Sample:
    return Sample(file, form, (text.encode() if isinstance(text, str) else text,), _whole)


def _archived(file: str, form: str, members: dict[str, bytes], pack: Callable[[dict[str, bytes]], bytes]) -> Sample:
    names = tuple(members)
    return Sample(file, form, tuple(members.values()), lambda parts: pack(dict(zip(names, parts, strict=True))))


def _letter(parts: Parts) -> bytes:
    """A mail whose parts are taken as they are, whatever bytes they have."""
    text, page, attached = parts
    coded_bytes = [base64.encodebytes(part) for part in (page, attached)]
    return (
        f"From: {name_of_sender} <presse@auenfeld.example>\nSubject: Pressemitteilung: {subject}\n"
        "Date: Sun, 03 Mar 2024 17:45:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a1\n\n"
        "--a1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n"
    ).encode() + b"".join(
        (
            text,
            b"\n--b2\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n",
            coded_bytes[0],
            b"--b2--\n--a1\nContent-Type: text/plain; name=anhang.txt\nContent-Transfer-Encoding: base64\n"
            b"Content-Disposition: attachment; filename=anhang.txt\n\n",
            coded_bytes[1],
            b"--a1--\n",
        )
    )


def _letter_parts() -> Parts:
    return plain_text(70).encode(), page().encode(), plain_text().encode()


name_of_sender, subject = name(), unit("Brücke")


def _fields() -> list[Sample]:
    """News, feeds and exports."""
    first = news_item(
        content=f"<by>{name()}</by><keyword>{mark()}</keyword><keyword>{mark()}</keyword><creditline>{mark()}</creditline>"
        f"<headline>{mark()}</headline><description>{mark()}</description>",
        body="<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'>"
        f"<body>{markup().replace('<br>', '<br/>')}</body></html></inlineXML>",
    )
    text = nitf(
        head=f"<byline><person>{name()}</person><person>{name()}</person></byline><distributor>{mark()}</distributor>"
        f"<dateline><location>{mark()}</location><story.date>{mark()}</story.date></dateline><hedline><hl1>{mark()}</hl1>"
        f"<hl2>{mark()}</hl2></hedline>",
        content=markup(),
        end=f"<body.end><tagline>{mark()}</tagline><bibliography>{mark()}</bibliography></body.end>",
    )
    authors = [{"name": name()}, {"name": name()}]
    fields = {"headline": unit("Brücke"), "byline": f"Von {name()} und {name()}", "body_html": markup()}
    entry = (
        f"<title>{mark()}</title><author><name>{name()}</name></author><author><name>{name()}</name></author>"
        f"<category term='{mark()}'/><content type='html'>{escape(markup())}</content>"
    )
    posts = (
        wxr_item(1, content=markup(), more=wxr_comment(1, unit("Endlich!"))),
        wxr_item(2, content="\n\n".join(f"{sentences(n)}\n{sentences(n + 1)}" for n in (0, 2)) + _caption()),
        wxr_picture(3, 1),
    )
    full = f"<content:encoded><![CDATA[{markup()}]]></content:encoded>"
    more = f"<author>{name()}</author><category>{mark()}</category><category>{mark()}</category>"
    escaped = f"<description>{escape(markup())}</description>"
    people = [{"value": name()}, {"value": name()}]
    item = json_item(content_html=markup(), authors=authors, tags=[mark(), mark()])
    post = ghost_post(html=markup(), title=mark(), custom_excerpt=mark())
    return [
        _of("meldung.newsml", "news_item", '<?xml version="1.0" encoding="UTF-8"?>' + first),
        _of("meldungen.newsml", "news_item", message(first, news_item(guid="2"))),
        _of("meldung.nitf", "nitf", text),
        _of("meldung1.json", "ninjs", json.dumps(ninjs(1, **fields), ensure_ascii=False)),
        _of("worte.json", "ninjs", json.dumps(ninjs(1, body_html="", body_text=plain_text(), bylines=authors))),
        _of("meldung3.json", "ninjs", json.dumps(ninjs(3, bylines=people))),
        _of("eins.rss", "feed", rss(rss_item(unit("Brücke"), body=full, more=more))),
        _of("viele.rss", "feed", rss(rss_item(mark(), body=escaped), rss_item(mark()))),
        _of("viele.atom", "feed", atom(atom_entry(entry), atom_entry(title=mark()))),
        _of("viele.rdf", "feed", rdf(mark(), mark())),
        _of("feed.json", "json_feed", json_feed(item, json_item(id="2", title=mark(), content_text=plain_text()))),
        _of("blog.xml", "wordpress", wxr(*posts)),
        _of("ghost.json", "ghost", ghost(post, ghost_post(id="p2", title=mark()))),
    ]


def _caption() -> str:
    return f"\n\n[caption]<img src='b.jpg'>{mark()}[/caption]"


def _mailbox(parts: Parts) -> bytes:
    letters = (_letter(parts[:3]), _letter(parts[3:]))
    return b"".join(b"From a@b.example Sun Mar  3 17:45:00 2024\n" + letter + b"\n" for letter in letters)


def _saved(parts: Parts) -> bytes:
    """A page as browsers save it with its files."""
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://auenbote.example/b.html\nSubject: a\n"
        "Date: Sun, 03 Mar 2024 17:45:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary=m1\n\n--m1\nContent-Type: text/html\n'
        "Content-Transfer-Encoding: base64\nContent-Location: https://auenbote.example/b.html\n\n"
    )
    return head.encode() + base64.encodebytes(parts[0]) + b"--m1--\n"


def _warc(parts: Parts) -> bytes:
    return warc(*map(response, parts), packed=len(parts) > 1)


def _gzip(parts: Parts) -> bytes:
    return gzip.compress(parts[0], mtime=0)


def _tar_gz(members: dict[str, bytes]) -> bytes:
    return gzip.compress(tarred(members), mtime=0)


def samples() -> tuple[Sample, ...]:
    """All of them."""
    source = page()
    single = source.replace("<head>", "<!-- Page saved with SingleFile \n url: https://a.example/ --><head>")
    two = {"a/bruecke.txt": plain_text().encode(), "bruecke.html": source.encode()}
    texts = {"a/bruecke.txt": plain_text().encode(), "meldung.txt": report().encode()}
    return (
        _of("bruecke.txt", "text", plain_text()),
        _of("umbrochen.txt", "text", plain_text(72)),
        _of("meldung.txt", "agency", report()),
        _of("bruecke.html", "page", source),
        _of("gespeichert.html", "page", single),
        _of("bruecke.md", "markdown", markdown()),
        _of("bruecke.fodt", "open_document", odt(*open_text(), flat=True)),
        _of("bruecke.pdf", "pdf", printed()),
        _of("bruecke.rtf", "rtf", rich()),
        Sample("bruecke.txt.gz", "text", (plain_text().encode(),), _gzip),
        Sample("brief.eml", "mail", _letter_parts(), _letter),
        Sample("post.mbox", "mailbox", _letter_parts() + _letter_parts(), _mailbox),
        Sample("seite.mhtml", "web_archive", (page().encode(),), _saved),
        _archived("bruecke.docx", "word", word(), zipped),
        _archived("bruecke.odt", "open_document", members(odt(*open_text(), header=mark())), zipped),
        Sample("seite.warc", "warc", (page().encode(),), _warc),
        Sample("seiten.warc.gz", "warc", (page().encode(), page().encode()), _warc),
        _archived("bruecken.zip", "packed", two, zipped),
        _archived("bruecken.tar", "packed", texts, tarred),
        _archived("bruecken.tar.gz", "packed", {"bruecke.txt": plain_text().encode()}, _tar_gz),
        *_fields(),
    )


def _further(forms: set[str]) -> list[Sample]:
    """The samples without marked words of formats of which there are none with."""
    every = {**SIMPLE_SAMPLES, **NEWS_SAMPLES, "newsml12.xml": ("newsml", newsml().encode())}
    return [_of(file, form, data) for file, (form, data) in every.items() if form not in forms]


_marked = samples()
SAMPLES: Sequence[Sample] = (*_marked, *_further({sample.form for sample in _marked}))
