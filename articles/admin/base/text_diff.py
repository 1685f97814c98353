"""Two texts side by side, their differences marked word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from articles.text.lines import tokens

MAX_COMPARED_WORDS = 3000  # of a stretch that is compared by word; longer ones are marked as a whole
MIN_SHARED_WORDS = 0.5  # of those of the shorter text, below which marks only get in the way
MIN_FOLDED_LINES = 4  # the same in both; more are counted
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass
class FieldChange:
    """A field in two versions, the differences marked; `stands` is the present value where that is neither."""

    label: Any
    old: SafeString
    new: SafeString
    stands: str | None = None


def side_by_side(old: str, new: str, elements: tuple[str, str] = ("del", "ins")) -> tuple[SafeString, SafeString]:
    """Both texts, escaped; what is only in the old one as <del>, only in the new one as <ins>, or as `elements` says.

    Of many paragraphs that are the same in both only the first and the last are shown.
    """
    old_parts: list[str] = []
    new_parts: list[str] = []
    for tag, old_lines, new_lines in _opcodes(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if tag == "replace":
            a, b = _by_word("".join(old_lines), "".join(new_lines), elements)
        elif tag == "equal":
            a = b = _fold_equal(old_lines)
        else:
            a, b = _marked(elements[0], old_lines, True), _marked(elements[1], new_lines, True)
        old_parts.append(a)
        new_parts.append(b)
    return mark_safe("".join(old_parts)), mark_safe("".join(new_parts))


def are_alike(old: str, new: str) -> bool:
    """Whether two texts have so many words in common that marks of what differs can be read."""
    first, second = (set(tokens(text)) for text in (old, new))
    return len(first & second) >= MIN_SHARED_WORDS * min(len(first), len(second)) > 0


def _by_word(old: str, new: str, elements: tuple[str, str]) -> tuple[str, str]:
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(old_words) > MAX_COMPARED_WORDS or len(new_words) > MAX_COMPARED_WORDS:
        return _marked(elements[0], [old], True), _marked(elements[1], [new], True)
    codes = [(tag != "equal", a, b) for tag, a, b in _opcodes(old_words, new_words)]
    return (
        "".join(_marked(elements[0], a, differs) for differs, a, _b in codes),
        "".join(_marked(elements[1], b, differs) for differs, _a, b in codes),
    )


def _fold_equal(lines: Sequence[str]) -> str:
    """Equal paragraphs; of many only the first and the last, with the number between."""
    if len(lines) < MIN_FOLDED_LINES:
        return escape("".join(lines))
    left_out = len(lines) - 2
    summary = ngettext("%(n)d paragraph as before", "%(n)d paragraphs as before", left_out) % {"n": left_out}
    return format_html('{}<span class="quiet">… {} …</span>\n{}', lines[0], summary, lines[-1])


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    codes = SequenceMatcher(None, old, new).get_opcodes()
    return [(tag, old[a:b], new[c:d]) for tag, a, b, c, d in codes]


def _marked(element: str, parts: Sequence[str], differs: bool) -> str:
    text = "".join(parts)
    if not text:
        return ""
    return format_html("<{0}>{1}</{0}>", mark_safe(element), text) if differs else escape(text)
