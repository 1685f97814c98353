"""Texts inside a line that are not part of it: those for screen readers; and inline elements that read as one word."""

import re
from functools import cache

from articles.lexicon import load
from articles.parser.html.tree import Element, HtmlLine

_NAME_MARKS = re.compile(r"[^a-z]")
_HIDING = re.compile(r"display:none|visibility:hidden")


@cache
def _remark() -> re.Pattern[str]:
    """A remark in brackets such as „(öffnet in neuem Fenster)“, or the way back from a note; with the blank before."""
    phrases = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in load.entries("screen_reader"))
    return re.compile(rf"\s?[(\[]\s?(?:{phrases})\.?\s?[)\]]|\s?[↩⏎][\ufe0e\ufe0f]?(?=\s*\Z)", re.IGNORECASE)


@cache
def _names() -> frozenset[str]:
    return frozenset(load.table("page_parts")["screen_reader"].split())


def is_for_hearing(attributes: dict[str, str]) -> bool:
    """Whether an inline element is hidden from those who see the page."""
    if "hidden" in attributes or _HIDING.search(attributes.get("style", "").replace(" ", "").lower()):
        return True
    return any(_NAME_MARKS.sub("", name.lower()) in _names() for name in attributes.get("class", "").split())


def cut_remarks(line: HtmlLine) -> list[HtmlLine]:
    """The line and the remarks for screen readers in it, each as a line of its own; nothing for a blank line."""
    if not ("(" in line.text or "[" in line.text or "↩" in line.text or "⏎" in line.text):
        return [line] if line.text.strip() else []
    found: list[HtmlLine] = []
    for match in reversed(list(_remark().finditer(line.text))):
        low, high = match.span()
        whole = line.linked * 2 > len(line.text)
        found.insert(0, HtmlLine(line.element, remark=True, block=line.block))
        found[0].text = line.text[low:high]
        found[0].source_starts, found[0].source_ends = line.source_starts[low:high], line.source_ends[low:high]
        line.text = line.text[:low] + line.text[high:]
        del line.source_starts[low:high], line.source_ends[low:high]
        for places in (line.breaks, line.seams):
            places[:] = [at - (high - low) * (at >= high) for at in places if not low <= at < high]
        line.linked = min(len(line.text), line.linked - (high - low) if whole else line.linked)
    return [one for one in (line, *found) if one.text.strip()]


def is_seam(closed: Element, opened: Element) -> bool:
    """Whether two inline elements that touch are two things: links, times, or elements with a class each."""
    apart = ("a", "time", "address")
    if opened.tag in apart or closed.tag in apart:
        return True
    return bool(closed.attributes.get("class") and opened.attributes.get("class"))


def may_be_seam(closed: Element, opened: Element) -> bool:
    """Whether they may be, where their line has no other text; a raised or lowered sign belongs to its word."""
    return not {closed.tag, opened.tag} & {"sub", "sup"}


def is_glued(word: str, after: str) -> bool:
    """Whether a character at a seam does not belong to the word before: „Vera MusterMax Beispiel“, „Presse19. Juni“."""
    before = word[-1:]
    if word != before or not word.islower():
        return _is_glued(before, after)
    return False  # „iPhone“, „pH“


def _is_glued(before: str, after: str) -> bool:
    if before.islower() or before.isdigit():
        return after.isupper() or (after.isdigit() and not before.isdigit())
    return before.isupper() and after.isdigit()
