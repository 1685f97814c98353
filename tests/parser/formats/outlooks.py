"""Outlook mails made for the tests, from their properties."""

import struct
from datetime import UTC, datetime
from typing import Any

from tests.parser.formats.compounds import Tree, compound

SENT = datetime(2024, 3, 3, 16, 45, tzinfo=UTC)
BODY, HTML, RTF, SUBJECT, SENDER, ADDRESS, HEADERS = 0x1000, 0x1013, 0x1009, 0x0037, 0x0C1A, 0x5D01, 0x007D


def msg(properties: dict[int, Any], files: list[Tree] | None = None, recipients: list[Tree] | None = None) -> bytes:
    """A mail; values are str, bytes, int or datetime."""
    return compound(item(properties, 32, files, recipients))


def item(
    properties: dict[int, Any],
    head: int = 24,
    files: list[Tree] | None = None,
    recipients: list[Tree] | None = None,
    coding: str = "",
) -> Tree:
    """A mail in a mail (24), a file or recipient (8); texts in an old encoding with `coding`."""
    tree: Tree = {}
    fixed = bytes(head)
    for number, value in properties.items():
        if isinstance(value, str):
            kind, content = (0x1E, value.encode(coding)) if coding else (0x1F, value.encode("utf-16-le"))
        elif isinstance(value, bytes):
            kind, content = 0x102, value
        elif isinstance(value, dict):
            tree[f"__substg1.0_{number:04X}000D"] = value
            continue
        else:
            ticks = isinstance(value, datetime)
            number_of = round((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7 if ticks else value
            fixed += struct.pack("<HHIq", 0x40 if ticks else 3, number, 6, number_of)
            continue
        tree[f"__substg1.0_{number:04X}{kind:04X}"] = content
        fixed += struct.pack("<HHIq", kind, number, 6, len(content))
    tree["__properties_version1.0"] = fixed
    for place, file in enumerate(files or []):
        tree[f"__attach_version1.0_#{place:08X}"] = file
    for place, recipient in enumerate(recipients or []):
        tree[f"__recip_version1.0_#{place:08X}"] = recipient
    return tree


def file(name: str, content: "bytes | Tree", kind: str = "", identity: str = "") -> Tree:
    """A file at a mail."""
    texts = {0x3707: name, 0x370E: kind, 0x3712: identity}
    return item({**{number: text for number, text in texts.items() if text}, 0x3701: content}, 8)
