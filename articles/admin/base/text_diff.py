"""Two texts side by side, their differences marked word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

MOST_WORDS = 3000  # of a stretch that is compared by word; longer ones are marked as a whole
MANY_LINES = 4  # the same in both; more are counted
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def side_by_side(old: str, new: str, elements: tuple[str, str] = ("del", "ins")) -> tuple[SafeString, SafeString]:
    """Both texts, escaped; what is only in the old one as <del>, only in the new one as <ins>, or as `elements` says.

    Of many paragraphs that are the same in both only the first and the last are shown.
    """
    left: list[str] = []
    right: list[str] = []
    for tag, one, other in _opcodes(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if tag == "replace":
            a, b = _by_word("".join(one), "".join(other), elements)
        elif tag == "equal":
            a = b = _same(one)
        else:
            a, b = _marked(elements[0], one, True), _marked(elements[1], other, True)
        left.append(a)
        right.append(b)
    return mark_safe("".join(left)), mark_safe("".join(right))


def _by_word(old: str, new: str, elements: tuple[str, str]) -> tuple[str, str]:
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(one) > MOST_WORDS or len(other) > MOST_WORDS:
        return _marked(elements[0], [old], True), _marked(elements[1], [new], True)
    codes = [(tag != "equal", a, b) for tag, a, b in _opcodes(one, other)]
    return (
        "".join(_marked(elements[0], a, differs) for differs, a, _b in codes),
        "".join(_marked(elements[1], b, differs) for differs, _a, b in codes),
    )


def _same(lines: Sequence[str]) -> str:
    """Paragraphs that nobody has touched."""
    if len(lines) < MANY_LINES:
        return escape("".join(lines))
    left_out = len(lines) - 2
    told = ngettext("%(n)d paragraph as before", "%(n)d paragraphs as before", left_out) % {"n": left_out}
    return format_html('{}<span class="quiet">… {} …</span>\n{}', lines[0], told, lines[-1])


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    codes = SequenceMatcher(None, old, new).get_opcodes()
    return [(tag, old[a:b], new[c:d]) for tag, a, b, c, d in codes]


def _marked(element: str, parts: Sequence[str], differs: bool) -> str:
    text = "".join(parts)
    if not text:
        return ""
    return format_html("<{0}>{1}</{0}>", mark_safe(element), text) if differs else escape(text)
