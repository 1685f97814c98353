"""Gives every line of a page its role: each line alone, then again in context."""

from itertools import pairwise

from .page import Page
from .phrases import shipped
from .roles import Role
from .rules import caption, comments
from .verdict import Judged, Verdict

LISTS = ("consent", "teasers", "appeals", "newsletter", "sharing", "imprint")


def judge(page: Page) -> list[Judged]:
    """A verdict on each line of the page, in their order."""
    zone = comments.zone(page)
    phrases = shipped(*LISTS)
    judged = []
    for index, line in enumerate(page.lines):
        if zone and zone[0] <= index < zone[1]:
            role = Role.COMMENT_META if index == zone[0] else Role.COMMENT
            judged.append(Judged(line, Verdict(role, "comments")))
            continue
        hit = phrases.find(line.words)
        credit = caption.credit_at(line.words)
        if hit and (hit.place == "whole" or len(line.words) < 200 or hit.list in ("consent", "appeals")):
            judged.append(Judged(line, Verdict(Role.BOILERPLATE, f"phrase:{hit.list}", 0.8)))
        elif credit:
            judged.append(Judged(line, Verdict(Role.CAPTION if credit[0] else Role.CREDIT, "credit", 0.8)))
        elif len(line.words) < 100 and not line.words.endswith((".", "!", "?", "…")):
            judged.append(Judged(line, Verdict(Role.SUBHEADING, "short", 0.6)))
        else:
            judged.append(Judged(line, Verdict(Role.PARAGRAPH, "prose", 0.7)))
    _in_context(judged)
    return judged


def _in_context(judged: list[Judged]) -> None:
    for one, two in pairwise(judged):
        if two.verdict.role is Role.CAPTION and two.line.words.startswith(one.line.words):
            one.verdict = Verdict(Role.CAPTION, "repeated_caption", 0.9)
        if two.verdict.role is Role.CREDIT and one.verdict.role is Role.SUBHEADING:
            one.verdict = Verdict(Role.CAPTION, "credit_follows", 0.7)
        if two.verdict.rule == "phrase:appeals" and one.verdict.role is Role.SUBHEADING:
            one.verdict = Verdict(Role.BOILERPLATE, "appeal_follows", 0.7)
    text = [one for one in judged if one.verdict.role in (Role.PARAGRAPH, Role.SUBHEADING)]
    if text and text[0].verdict.role is Role.SUBHEADING:
        text[0].verdict = Verdict(Role.HEADLINE, "first_short_line", 0.6)
        text = text[1:]
    if len(text) > 1 and len(text[0].line.words) <= 300 and text[0].verdict.role is Role.PARAGRAPH:
        text[0].verdict = Verdict(Role.LEAD, "short_opening", 0.6)
