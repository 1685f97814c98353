"""Blanking: what is blanked is gone, everything else stays in its place, in every encoding."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.decoding import decode
from articles.parser.redaction import redact

TEXT = "Vorher: Größe\r\nGeheim – „süß“ 😀\nNachher ist alles, wie es war, und das ist schön."
START, END = TEXT.index("Größe"), TEXT.index("\nNachher")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_bytes_and_characters_keep_their_places(encoding):
    data = TEXT.encode(encoding)
    read = decode(data)

    done = redact(data, read.text, read.encoding, [(START, END)])

    assert len(done.data) == len(data)
    assert decode(done.data).text == done.text
    assert (done.text[:START], done.text[END:]) == (TEXT[:START], TEXT[END:])
    assert "Geheim" not in done.text
    assert "Geheim".encode(read.encoding) not in done.data
    assert done.text[START:END].strip("\r\n \u00a0\u2003\u3000\U000e0020") == ""
    assert "\r\n" in done.text[START:END]


def test_single_bytes_keep_their_places():
    text = "Müller schrieb: Geheim. Und die Größe der Straße blieb, über Jahre gesehen, schön gleich."
    data = text.encode("cp1252")
    start = text.index("Geheim")

    done = redact(data, text, "cp1252", [(start, start + 6)])

    assert done.data == data.replace(b"Geheim", b"      ")
    assert done.text == text.replace("Geheim", "      ")


def test_a_damaged_file_keeps_its_damage():
    data = "Größe Geheim Straße".encode() + b" \xe4hnlich \xff\xff und gut"
    read = decode(data)
    start = read.text.index("Geheim")

    done = redact(data, read.text, read.encoding, [(start, start + 6)])

    assert done.data == data.replace(b"Geheim", b"      ")


def test_a_packed_page_is_packed_again():
    page = b"<!doctype html><html><body><p>Vorher Geheim nachher</p></body></html>"
    start = page.index(b"Geheim")

    done = redact(gzip.compress(page), page.decode(), "utf-8", [(start, start + 6)])

    assert gzip.decompress(done.data) == page.replace(b"Geheim", b"      ")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), min_size=1), st.data())
def test_for_any_text_nothing_else_moves(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    done = redact(text.encode(), text, "utf-8", [(start, end)])

    assert len(done.text) == len(text)
    assert (done.text[:start], done.text[end:]) == (text[:start], text[end:])
    assert done.text[start:end].strip("\r\n \u00a0\u2003\u3000\U000e0020") == ""
    assert done.data == done.text.encode()
    assert len(done.data) == len(text.encode())
