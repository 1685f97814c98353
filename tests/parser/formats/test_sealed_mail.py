"""Signed mails are read and their seals told; encrypted ones are refused with their kind."""

import random
import zlib
from email.message import EmailMessage

import pytest

from articles.domain.imports import importer
from articles.parser.document import UnreadableClip
from articles.parser.formats import sealed_mail
from articles.parser.pipeline import parse_clip
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS, TEXT

DATA, SIGNED, ENVELOPED = (bytes.fromhex("06092a864886f70d0107") + bytes((number,)) for number in (1, 2, 3))
COMPRESSED = bytes.fromhex("060b2a864886f70d0109100109")
AUTHENTICATED = bytes.fromhex("060b2a864886f70d0109100117")
ARMOR = "-----BEGIN PGP {0}-----\nVersion: 1\n\niQEzBAEBCAAdFiEE0abc\n=abcd\n-----END PGP {0}-----\n"


def element(tag: int, content: bytes, endless: bool = False) -> bytes:
    if endless and tag & 0x20:
        return bytes((tag, 0x80)) + content + b"\0\0"
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8 or 1, "big")
    length = size if len(content) < 0x80 else bytes((0x80 + len(size),)) + size
    return bytes((tag,)) + length + content


def container(kind: bytes, content: bytes, endless: bool = False) -> bytes:
    octets = element(4, content)
    if endless:  # as OpenSSL streams them: in pieces, without a length
        octets = element(0x24, b"".join(element(4, content[at : at + 100]) for at in range(0, len(content), 100)), True)
    encapsulated = element(0x30, DATA + element(0xA0, octets, endless), endless)
    version, digests = element(2, b"\1"), element(0x31, element(0x30, b""))
    inner = element(0x30, version + digests + encapsulated + element(0xA0, b"cert"), endless)
    return element(0x30, kind + element(0xA0, inner, endless), endless)


def sealed(data: bytes, kind: str = "signed-data", name: str = "smime.p7m") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "presse@auenfeld.example", "Brücke"
    message["Date"] = "Sun, 03 Mar 2024 17:45:00 +0100"
    message.set_content(data, "application", "pkcs7-mime", filename=name, params={"smime-type": kind})
    return message.as_bytes()


def entity(text: str = TEXT) -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.encode()


def multipart(kind: str, protocol: str, *parts: tuple[str, bytes]) -> bytes:
    head = f'From: a@b.example\nSubject: x\nTo: c\nContent-Type: {kind}; protocol="{protocol}"; boundary=xx\n\n'
    body = b"".join(b"--xx\nContent-Type: " + kind.encode() + b"\n\n" + data + b"\n" for kind, data in parts)
    return head.encode() + body + b"--xx--\n"


def body(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def seals(reading) -> list[str]:
    return [fact.value for fact in reading.said if fact.name == "seal"]


@pytest.mark.parametrize("endless", [False, True])
@pytest.mark.parametrize(("kind", "pack"), [(SIGNED, bytes), (COMPRESSED, zlib.compress)])
def test_what_a_container_holds_is_the_mail(kind, pack, endless):
    reading = parse_clip(sealed(container(kind, pack(entity()), endless)), "brief.eml")

    assert (reading.format, reading.document.headline, body(reading)) == ("mail", HEADLINE, list(PARAGRAPHS))
    assert seals(reading) == (["S/MIME"] if kind == SIGNED else [])
    assert "smime.p7m (application/pkcs7-mime" in reading.text


def test_a_signed_mail_in_a_signed_mail_is_read():
    inner = sealed(container(SIGNED, entity()))

    assert body(parse_clip(sealed(container(SIGNED, inner)), "brief.eml")) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("protocol", "seal"),
    [
        ("application/pkcs7-signature", "S/MIME"),
        ("application/x-pkcs7-signature", "S/MIME"),
        ("application/pgp-signature", "OpenPGP"),
    ],
)
def test_a_seal_beside_the_text_is_told_and_is_no_file(protocol, seal):
    text = ("text/plain; charset=utf-8", TEXT.encode())
    reading = parse_clip(multipart("multipart/signed", protocol, text, (protocol, b"x" * 40)), "brief.eml")

    assert (body(reading), seals(reading), reading.children) == (list(PARAGRAPHS), [seal], ())
    at = reading.text.index(protocol)
    assert {s.rule for s in reading.segments if s.start <= at < s.end} == {"format:seal"}


def test_a_seal_round_the_text_is_no_text():
    signed = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{TEXT}\n" + ARMOR.format("SIGNATURE")
    reading = parse_clip(multipart("multipart/mixed", "", ("text/plain; charset=utf-8", signed.encode())), "brief.eml")

    assert (reading.document.headline, body(reading), seals(reading)) == (HEADLINE, list(PARAGRAPHS), ["OpenPGP"])
    assert "Hash: SHA256" in reading.text


SMIME = [
    sealed(container(ENVELOPED, b"x" * 400), "enveloped-data"),
    sealed(container(AUTHENTICATED, b"x" * 400), "authEnveloped-data"),
    sealed(container(ENVELOPED, b"x" * 400, endless=True), ""),
    sealed(container(SIGNED, sealed(container(ENVELOPED, b"x" * 400)))),
]
PGP = [
    multipart(
        "multipart/encrypted",
        "application/pgp-encrypted",
        ("application/pgp-encrypted", b"Version: 1"),
        ("application/octet-stream; name=encrypted.asc", ARMOR.format("MESSAGE").encode()),
    ),
    multipart("multipart/mixed", "", ("text/plain", ARMOR.format("MESSAGE").encode())),
    multipart("multipart/mixed", "", ("text/plain", b"Gesendet mit PostBox\n\n" + ARMOR.format("MESSAGE").encode())),
    multipart(  # as some servers pass it on
        "multipart/mixed",
        "",
        ("text/plain", b""),
        ("application/pgp-encrypted; name=version.txt", b"Version: 1"),
        ("application/octet-stream; name=encrypted.asc", ARMOR.format("MESSAGE").encode()),
    ),
]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [*((data, "encrypted_smime", "S/MIME") for data in SMIME), *((data, "encrypted_pgp", "OpenPGP") for data in PGP)],
)
def test_an_encrypted_mail_is_refused_with_its_kind(db, data, code, words):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "brief.eml")

    assert (refused.value.code, refused.value.kind) == (code, "mail")
    assert f"die Mail ist mit {words} verschlüsselt" in importer.preview_import(data, "brief.eml").sentence


def test_an_encrypted_file_at_a_mail_is_named_and_the_mail_is_read():
    data = multipart(
        "multipart/mixed",
        "",
        ("text/plain; charset=utf-8", TEXT.encode()),
        ("application/octet-stream; name=geheim.asc", ARMOR.format("MESSAGE").encode()),
        ("application/pkcs7-mime; name=geheim.p7m", container(ENVELOPED, b"x" * 40)),
    )
    reading = parse_clip(data, "brief.eml")

    assert body(reading) == list(PARAGRAPHS)
    assert [(child.name, child.refusal.code) for child in reading.children] == [
        ("geheim.asc", "encrypted_pgp"),
        ("geheim.p7m", "encrypted_smime"),
    ]


def test_a_damaged_container_is_read_as_far_as_it_goes_and_ends():
    chance = random.Random(3)
    whole = container(SIGNED, entity(), endless=True)
    for _number in range(100):
        data = bytearray(whole)
        for _change in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert len(sealed_mail.open_container(bytes(data[: chance.randrange(len(data))])).content) <= len(whole)
    assert sealed_mail.open_container(b"\x30\x80" * 10_000).content == b""
    assert sealed_mail.open_container(container(COMPRESSED, zlib.compress(bytes(90_000_000)))).content == b""
