"""Turns http and https addresses in a reader's plain text into links that are not endorsed."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
ENDS = ".,;:!?…“”„‘’»«*_"
PAIRS = {")": "(", "]": "["}
REL = "ugc nofollow noopener"


def linkify(text: str) -> SafeString:
    """The text as HTML: escaped, with its line breaks, addresses as links."""
    return mark_safe("".join(_pieces(text)).replace("\n", "<br>"))


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for match in ADDRESS.finditer(text):
        address = _without_punctuation(match[0])
        if match.start() < end or not _is_safe(address):
            continue
        yield escape(text[end : match.start()])
        yield format_html('<a href="{}" rel="{}">{}</a>', address, REL, address)
        end = match.start() + len(address)
    yield escape(text[end:])


def _without_punctuation(address: str) -> str:
    """Without the punctuation behind it; a closing bracket belongs to it if the address opens it."""
    while address and (address[-1] in ENDS or _closes_nothing(address)):
        address = address[:-1]
    return address


def _closes_nothing(address: str) -> bool:
    last = address[-1]
    return last in PAIRS and address.count(last) > address.count(PAIRS[last])


def _is_safe(address: str) -> bool:
    """Whether it names a host, and neither user nor password before it."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError:
        return False
