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

    redacted = redact(data, read.text, read.encoding, [(START, END)])

    assert len(redacted.data) == len(data)
    assert decode(redacted.data).text == redacted.text
    assert (redacted.text[:START], redacted.text[END:]) == (TEXT[:START], TEXT[END:])
    assert "Geheim" not in redacted.text
    assert "Geheim".encode(read.encoding) not in redacted.data
    assert redacted.text[START:END].strip("\r\n \u00a0\u2003\u3000\U000e0020") == ""
    assert "\r\n" in redacted.text[START:END]


def test_single_bytes_keep_their_places():
    text = "Müller schrieb: Geheim. Und die Größe der Straße blieb, über Jahre gesehen, schön gleich."
    data = text.encode("cp1252")
    start = text.index("Geheim")

    redacted = redact(data, text, "cp1252", [(start, start + 6)])

    assert redacted.data == data.replace(b"Geheim", b"      ")
    assert redacted.text == text.replace("Geheim", "      ")


def test_a_damaged_file_keeps_its_damage():
    data = "Größe Geheim Straße".encode() + b" \xe4hnlich \xff\xff und gut"
    read = decode(data)
    start = read.text.index("Geheim")

    redacted = redact(data, read.text, read.encoding, [(start, start + 6)])

    assert redacted.data == data.replace(b"Geheim", b"      ")


def test_a_packed_page_is_packed_again():
    page = b"<!doctype html><html><body><p>Vorher Geheim nachher</p></body></html>"
    start = page.index(b"Geheim")

    redacted = redact(gzip.compress(page), page.decode(), "utf-8", [(start, start + 6)])

    assert gzip.decompress(redacted.data) == page.replace(b"Geheim", b"      ")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), min_size=1), st.data())
def test_for_any_text_nothing_else_moves(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    redacted = redact(text.encode(), text, "utf-8", [(start, end)])

    assert len(redacted.text) == len(text)
    assert (redacted.text[:start], redacted.text[end:]) == (text[:start], text[end:])
    assert redacted.text[start:end].strip("\r\n \u00a0\u2003\u3000\U000e0020") == ""
    assert redacted.data == redacted.text.encode()
    assert len(redacted.data) == len(text.encode())
