"""Mails as Outlook saves them: read as any mail is, and nothing in them lost."""

import random

import pytest

from articles.parser.document import UnreadableClip
from articles.parser.formats import compressed_rtf, registry
from articles.parser.pipeline import parse_clip
from tests.parser.formats.compounds import compound
from tests.parser.formats.outlooks import ADDRESS, BODY, HEADERS, HTML, RTF, SENDER, SENT, SUBJECT, file, item, msg
from tests.parser.formats.rtfs import coded, rtf
from tests.parser.formats.samples import HEADLINE, PAGE, PARAGRAPHS, TEXT
from tests.parser.formats.test_every_format import covered

HEAD = {SUBJECT: "Pressemitteilung 12: " + HEADLINE, SENDER: "Stadt Auenfeld", ADDRESS: "presse@auenfeld.example"}
LETTER = {**HEAD, BODY: TEXT.replace("\n", "\r\n"), 0x0039: SENT}


def read(data: bytes):
    reading = parse_clip(data, "brief.msg")
    assert covered(reading)
    return reading


def body(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def facts(reading) -> dict[str, str]:
    return {fact.name: fact.value for fact in reading.said}


def packed_rtf(data: bytes) -> bytes:
    """RTF as Outlook packs it, of single characters only, with a first reference to what is known."""
    assert data.startswith(b"{\\rtf1\\ansi")
    out = bytearray(b"\x01" + ((0 << 4) | 9).to_bytes(2, "big"))  # the first 11 characters
    rest = data[11:]
    out += rest[:7]
    for at in range(7, len(rest), 8):
        out += b"\0" + rest[at : at + 8]
    return (len(out) + 12).to_bytes(4, "little") + len(data).to_bytes(4, "little") + b"LZFu" + bytes(4) + bytes(out)


def rich() -> bytes:
    made = rtf(*(rf"\pard {coded(words)}\par" for words in (HEADLINE, *PARAGRAPHS)))
    assert made.startswith(b"{\\rtf1\\ansi")
    return made


@pytest.mark.parametrize("name", ["brief.msg", "brief.eml", "ohne-endung", "brief.doc"])
def test_a_mail_of_outlook_is_the_article_in_it(name):
    reading = parse_clip(msg(LETTER), name)

    assert (reading.format, reading.document.headline, body(reading)) == ("outlook", HEADLINE, list(PARAGRAPHS))
    assert facts(reading)["sender"] == "Stadt Auenfeld <presse@auenfeld.example>"
    assert reading.document.date.at.isoformat() == "2024-03-03T16:45:00+00:00"
    assert registry.find(msg(LETTER), "").unit == "part"


@pytest.mark.parametrize(
    "text",
    [
        {BODY: TEXT},
        {HTML: PAGE.encode(), 0x3FDE: 65001},
        {HTML: PAGE.encode("cp1252"), 0x3FDE: 1252},
        {HTML: PAGE.encode("iso-8859-2", "xmlcharrefreplace"), 0x3FDE: 28592},
        {HTML: PAGE.encode("gb18030"), 0x3FDE: 54936},
        {HTML: PAGE.encode("cp1252"), 0x3FDE: 99999},
        {HTML: PAGE},
        {BODY: "Ihr Programm zeigt keine Seiten an.", HTML: PAGE.encode(), 0x3FDE: 65001},
        {BODY: TEXT, HTML: PAGE.encode(), 0x3FDE: 65001},
        {RTF: packed_rtf(rich())},
        {RTF: (len(rich()) + 12).to_bytes(4, "little") + len(rich()).to_bytes(4, "little") + b"MELA\0\0\0\0" + rich()},
        {BODY: TEXT, RTF: packed_rtf(rich())},
    ],
)
def test_the_text_is_read_in_each_of_its_forms(text):
    reading = read(msg({**HEAD, **text}))

    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))


def test_packed_rtf_is_unpacked_also_where_it_repeats_itself():
    again = b"\x02" + b"a" + ((len(compressed_rtf._FIRST) << 4) | 8).to_bytes(2, "big")
    end = ((len(compressed_rtf._FIRST) + 11) << 4).to_bytes(2, "big")

    assert compressed_rtf.unpack(bytes(4) + (99).to_bytes(4, "little") + b"LZFu" + bytes(4) + again) == b"a" * 11
    assert compressed_rtf.unpack(packed_rtf(rich())) == rich()
    assert compressed_rtf.unpack(bytes(4) + b"\xff" * 4 + b"LZFu" + bytes(4) + b"\x06a" + again[2:] + end) == b"a" * 11


@pytest.mark.parametrize("page", [1252, 99999, -1])
def test_texts_in_an_old_encoding_are_decoded(page):
    data = compound(item({**LETTER, 0x3FFD: page}, 32, coding="cp1252"))

    assert body(read(data)) == list(PARAGRAPHS)


def test_files_are_clips_of_their_own_also_mails_in_mails():
    inner = item({**HEAD, SUBJECT: "Alt ä", BODY: TEXT}, 24, files=[file("tief.txt", TEXT.encode(), "text/plain")])
    reading = read(
        msg(
            {**HEAD, BODY: TEXT, HTML: b"<img src='cid:logo@a'>"},
            [
                file("Anhang ä.txt", TEXT.encode(), "text/plain"),
                file("bild.jpg", b"\xff\xd8\xff", "image/jpeg"),
                file("logo.png", b"\x89PNG\r\n", "image/png", "logo@a"),
                file("", inner),
                file("Alt.msg", inner),
                file("Tabelle", {"Workbook": b"x" * 90}),
            ],
        )
    )

    assert [child.name for child in reading.children] == ["Anhang ä.txt", "bild.jpg", "Alt ä.eml", "Alt.eml"]
    assert reading.children[0].data == TEXT.encode()
    assert body(reading) == list(PARAGRAPHS)
    letter = parse_clip(reading.children[2].data, "alt.eml")
    assert (letter.format, letter.document.headline, body(letter)) == ("mail", HEADLINE, list(PARAGRAPHS))
    assert [child.name for child in letter.children] == ["tief.txt"]
    for words in ("logo.png (image/png, 6 bytes)", "X-MAPI-object-Tabelle: (90 bytes)"):
        assert words in reading.text


def test_head_recipients_and_what_nobody_knows_are_told():
    to = item({0x3001: "Redaktion", 0x39FE: "post@blatt.example", 0x0C15: 1}, 8)
    copy = item({0x3001: "Petra Vorlage", 0x0C15: 2}, 8)
    more = {
        0x8005: "Aktenzeichen 4711",
        0x8006: b"\1\2\3",
        HEADERS: "Received: from x.example\r\nSubject: Anders\r\n\r\n",
    }
    reading = read(msg({**LETTER, **more}, recipients=[to, copy]))

    for words in (
        "To: Redaktion <post@blatt.example>",
        "Cc: Petra Vorlage",
        "Subject: Anders",
        "Received: from x.example",
        "X-MAPI-8005: Aktenzeichen 4711",
        "X-MAPI-8006: (3 bytes)",
    ):
        assert words in reading.text
        at = reading.text.index(words)
        assert {s.rule for s in reading.segments if s.start <= at < s.end} == {"format:header"}


def test_a_signed_mail_is_read_and_its_seal_told():
    mime = (
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=xx\r\n\r\n--xx\r\n'
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n--xx\r\n"
        "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nabc\r\n--xx--\r\n"
    )
    data = msg({**HEAD, 0x001A: "IPM.Note.SMIME.MultipartSigned"}, [file("smime.p7m", mime.encode())])
    reading = read(data)

    assert (reading.document.headline, body(reading), facts(reading)["seal"]) == (HEADLINE, list(PARAGRAPHS), "S/MIME")
    assert not reading.children


def test_mails_in_mails_end_somewhere():
    inner = item(LETTER, 24)
    for _depth in range(20):
        inner = item(LETTER, 24, files=[file("Alt", inner)])

    with pytest.raises(UnreadableClip) as refused:
        parse_clip(compound({**inner, "__properties_version1.0": bytes(32)}), "tief.msg")

    assert refused.value.code == "nested"


def test_a_damaged_mail_is_read_or_refused():
    chance = random.Random(11)
    whole = msg({**LETTER, HTML: PAGE.encode()}, [file("a.txt", TEXT.encode()), file("b", item(LETTER, 24))])
    for _number in range(100):
        data = bytearray(whole)
        for _change in range(chance.randint(1, 30)):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        try:
            reading = parse_clip(bytes(data[: chance.randrange(len(data) // 2, len(data))]), "kaputt.msg")
            assert covered(reading)
        except UnreadableClip as refused:
            assert refused.code
