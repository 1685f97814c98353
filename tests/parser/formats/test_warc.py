"""Archives of crawlers: the pages that servers have answered with."""

import gzip

import pytest

from articles.parser.document import UnreadableClip
from articles.parser.formats import warc as warc_format
from articles.parser.pipeline import parse_clip
from tests.parser.formats.samples import HEADLINE, PAGE, PARAGRAPHS
from tests.parser.formats.test_word import rule_of, said
from tests.parser.formats.warcs import ADDRESS, record, response, warc

OTHERS = (
    record("request", b"GET / HTTP/1.1\r\nHost: auenbote.example\r\n\r\n"),
    response(b"p { color: red }", media="text/css"),
    response(b"\x89PNG", media="image/png"),
    response(b"<html>Nicht da</html>", status="404 Not Found"),
    response(b"", status="301 Moved Permanently", more="Location: /\r\n"),
    record("revisit", b"HTTP/1.1 200 OK\r\n\r\n"),
    record("metadata", b"via: https://auenbote.example/\r\n", media="application/warc-fields"),
)


@pytest.mark.parametrize("packed", [False, True])
def test_the_only_page_is_the_article(packed):
    reading = parse_clip(warc(*OTHERS, response(PAGE.encode()), packed=packed), "seite.warc.gz")

    assert (reading.format, reading.document.headline) == ("warc", HEADLINE)
    assert [block.text for block in reading.document.body] == list(PARAGRAPHS)
    assert said(reading)["url"] == [ADDRESS]
    assert rule_of(reading, "revisit") == "format:header"
    assert not reading.children


@pytest.mark.parametrize("packed", [False, True])
def test_several_pages_are_clips_of_their_own(packed):
    pages = [response(PAGE.encode(), f"https://auenbote.example/{name}") for name in ("a", "b")]
    reading = parse_clip(warc(pages[0], *OTHERS, pages[1], packed=packed), "seiten.warc")

    assert reading.document is None
    assert [child.name for child in reading.children] == [
        "0002 auenbote.example_a.warc",
        "0010 auenbote.example_b.warc",
    ]
    inner = [parse_clip(child.data, child.name) for child in reading.children]
    assert [part.document.headline for part in inner] == [HEADLINE] * 2
    assert [said(part)["url"] for part in inner] == [["https://auenbote.example/a"], ["https://auenbote.example/b"]]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(PAGE.encode()), "Content-Encoding: gzip\r\n"),
        (f"{len(PAGE.encode()):x}\r\n".encode() + PAGE.encode() + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_what_the_server_has_packed_or_cut_is_whole(body, more):
    assert parse_clip(warc(response(body, more=more)), "s.warc").document.headline == HEADLINE


def test_the_encoding_may_stand_in_the_head_of_the_answer_alone():
    page = (
        PAGE.replace('<meta charset="utf-8">', "")
        .encode("cp1251", "xmlcharrefreplace")
        .replace(b"Start", "Начало".encode("cp1251"))
    )
    reading = parse_clip(warc(response(page, media="text/html; charset=windows-1251")), "s.warc")

    assert "Начало" in reading.text
    assert reading.document.headline == HEADLINE


def test_a_page_that_is_too_large_is_named(monkeypatch):
    monkeypatch.setattr(warc_format, "MAX_PAGE_BYTES", 5_000)
    bomb = gzip.compress(bytes(1_000_000))
    reading = parse_clip(warc(response(PAGE.encode()), response(bomb, more="Content-Encoding: gzip\r\n")), "s.warc")

    assert [child.refusal and child.refusal.code for child in reading.children] == [None, "too_large"]


@pytest.mark.parametrize(
    ("data", "code"), [(warc(*OTHERS), "no_page"), (b"WARC/1.0\r\n", "no_page"), (b"WARC/1.0 x\r\ny", "no_page")]
)
def test_what_holds_no_page_is_refused(data, code):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "s.warc")

    assert (refused.value.code, refused.value.kind) == (code, "warc")


def arc_record(body: bytes, address: str = ADDRESS, media: str = "text/html") -> bytes:
    """A record of ARC, as archives had it before WARC."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n".encode() + body
    return f"{address} 192.0.2.1 20240304090000 {media} {len(block)}\n".encode() + block + b"\n"


def arc(*records: bytes) -> bytes:
    """An archive of that kind."""
    head = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    first = f"filedesc://beispiel.arc.gz 127.0.0.1 20240304090000 text/plain {len(head)}\n".encode()
    return first + head + b"\n" + b"".join(records)


def test_an_archive_in_the_older_form_is_read_as_well():
    one = parse_clip(arc(arc_record(b"\x89PNG", media="image/png"), arc_record(PAGE.encode())), "seite.arc")
    two = parse_clip(arc(arc_record(PAGE.encode()), arc_record(PAGE.encode(), ADDRESS + "2")), "seiten.arc")

    assert (one.format, one.document.headline, said(one)["url"]) == ("warc", HEADLINE, [ADDRESS])
    assert [block.text for block in one.document.body] == list(PARAGRAPHS)
    assert [parse_clip(child.data, child.name).document.headline for child in two.children] == [HEADLINE] * 2
