"""Files put into others: a page into a mail, that into an archive, an archive into the text of a page."""

import base64
import bz2
import gzip
import json
import lzma
import random
from collections.abc import Callable
from html import escape

from tests.parser.formats.archives import tarred, zipped
from tests.parser.formats.marked_samples import SAMPLES
from tests.parser.formats.warcs import response, warc

Nested = tuple[str, bytes, bytes]  # its name, its bytes, what it has beside the file in it


def _in_zip(name: str, data: bytes, chance: random.Random) -> Nested:
    other = chance.choice(SAMPLES)
    members = {_fit(name) or "a": data, "b/" + other.name: other.data}
    return "in.zip", zipped(members), b"\n\n".join(other.parts)


def _in_tar(name: str, data: bytes, chance: random.Random) -> Nested:
    return "in.tar", tarred({_fit(name) or "a": data}), b""


def _packed(name: str, data: bytes, chance: random.Random) -> Nested:
    pack = chance.choice((gzip.compress, bz2.compress, lzma.compress))
    return name + ".gz", pack(data), b""


def _in_mail(name: str, data: bytes, chance: random.Random) -> Nested:
    kind = chance.choice(
        ("text/html", "text/plain", "application/octet-stream", "message/rfc822", "image/png", "text/css")
    )
    mark = f"--z{len(data)}"
    head = f"From: a@b.example\nSubject: in\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary={mark[2:]}\n"
    head += f"\n{mark}\nContent-Type: {kind}\n"
    if kind == "message/rfc822":
        return "in.eml", f"{head}\n".encode() + data + f"\n{mark}--\n".encode(), b""
    head += f"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename={_fit(name)}\n\n"
    return "in.eml", head.encode() + base64.encodebytes(data) + f"{mark}--\n".encode(), b""


def _in_mbox(name: str, data: bytes, chance: random.Random) -> Nested:
    return (
        "in.mbox",
        b"From a@b.example Sun Mar  3 17:45:00 2024\n" + data + b"\n\nFrom a@b.example Sun\nFrom: a\nTo: b\n\nc\n",
        b"",
    )


def _in_warc(name: str, data: bytes, chance: random.Random) -> Nested:
    return "in.warc", warc(response(data), packed=chance.random() < 0.5), b""


def _in_markup(name: str, data: bytes, chance: random.Random) -> Nested:
    """In the text of an XML or a page: literal, escaped, or as it is."""
    text = data.decode("utf-8", "replace")
    inner = chance.choice((f"<![CDATA[{text}]]>", escape(text), text))
    return chance.choice(
        (
            ("in.nitf", f"<nitf><body><body.content><p>{inner}</p></body.content></body></nitf>".encode(), b""),
            (
                "in.rss",
                f"<rss><channel><item><title>a</title><description>{inner}</description></item></channel></rss>".encode(),
                b"",
            ),
            (
                "in.html",
                f"<!DOCTYPE html><html><body><article><h1>a</h1><p>{inner}</p></article></body></html>".encode(),
                b"",
            ),
            ("in.md", f"# a\n\n```\n{inner}\n```\n\n> {inner}".encode(), b""),
        )
    )


def _in_json(name: str, data: bytes, chance: random.Random) -> Nested:
    text = data.decode("utf-8", "replace")
    field = chance.choice(("body_html", "body_text", "headline", "byline", "description_text"))
    return (
        "in.json",
        json.dumps({"uri": "x", "version": "1", "pubstatus": "usable", "headline": "a", field: text}).encode(),
        b"",
    )


NESTS: dict[str, Callable[[str, bytes, random.Random], Nested]] = {
    "in_zip": _in_zip,
    "in_tar": _in_tar,
    "packed": _packed,
    "in_mail": _in_mail,
    "in_mbox": _in_mbox,
    "in_warc": _in_warc,
    "in_markup": _in_markup,
    "in_json": _in_json,
}


def _fit(name: str) -> str:
    """A name that an archive can have."""
    return name.encode("utf-8", "replace").decode().replace("\n", " ")[:80]
