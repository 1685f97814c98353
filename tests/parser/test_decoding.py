import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.decoding import decode
from articles.parser.document import UnreadableClip
from tests.timing import grows_in_proportion

GERMAN = "Große Übung in Köln: „Schöne Grüße“, sagte sie.\r\nNoch eine Zeile über Öl – für 5 Euro.\n"
RUSSIAN = "Президент прибыл в столицу с визитом. Встреча прошла в торжественной обстановке и длилась два часа.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (GERMAN.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "utf-8"),
        (GERMAN.encode("cp1252"), "cp1252"),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + GERMAN.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + GERMAN.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_a_text_is_the_same_in_every_usual_encoding_and_keeps_its_line_endings(data, encoding):
    decoded = decode(data)

    assert (decoded.text, decoded.encoding) == (GERMAN, encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
def test_russian_in_an_old_encoding_is_not_read_as_western_letters(encoding):
    decoded = decode(RUSSIAN.encode(encoding))

    assert decoded.text == RUSSIAN
    assert [note.code for note in decoded.notes] == ["encoding_assumed"]


def test_a_short_word_in_cp1252_is_read_and_the_assumption_told():
    decoded = decode("Café".encode("cp1252"))

    assert decoded.text == "Café"
    assert [note.code for note in decoded.notes] == ["encoding_assumed"]


def test_utf8_with_bytes_of_cp1252_in_it_is_read_and_the_places_are_named():
    decoded = decode("Die Größe der Übung, ".encode() + "für".encode("cp1252") + " alle Städte".encode())

    assert decoded.text == "Die Größe der Übung, für alle Städte"
    (note,) = decoded.notes
    assert note.code == "encoding_damaged"
    assert [decoded.text[start:end] for start, end in note.spans] == ["ü"]


def test_utf8_that_is_torn_at_its_end_loses_one_letter_and_says_so():
    decoded = decode("Schöne Grüße aus der schönen Stadt Köln, gez. Günther Grö".encode()[:-1])

    assert decoded.text == "Schöne Grüße aus der schönen Stadt Köln, gez. Günther Gr�"
    assert decoded.notes[0].spans == ((56, 57),)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t\n", "\u00a0\u200b\n".encode()])
def test_a_file_without_a_visible_character_is_empty(data):
    with pytest.raises(UnreadableClip) as refused:
        decode(data)

    assert refused.value.code == "empty"
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"IHDR" * 9,
        b"\xff\xd8\xff\xe0 JFIF",
        b"%PDF-1.7 text",
        b"PK\x03\x04 word/document.xml",
        b"RIFF....WEBPVP8 ",
        "Text ohne Marke".encode("utf-16-le"),
        b"\xff\xfe" + "Text\x00mit Null".encode("utf-16-le"),
        b"Text\x01\x02\x03\x04" * 9,
    ],
)
def test_a_picture_or_an_archive_under_the_name_of_a_text_is_refused(data):
    with pytest.raises(UnreadableClip) as refused:
        decode(data)

    assert refused.value.code == "binary"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    try:
        decoded = decode(data)
    except UnreadableClip as refused:
        assert refused.code in ("empty", "binary")
    else:
        assert decoded.text.strip()
        assert decoded.text.encode("utf-8")


def test_decoding_takes_time_in_proportion_to_the_size():
    hostile = ("ä".encode() + b"\xe4\xff") * 100_000

    assert grows_in_proportion(lambda times: _seconds(hostile * times), size=2, slack=0.1)


def _seconds(data: bytes) -> float:
    start = time.process_time()
    decode(data)
    return time.process_time() - start
