"""What only the neighbours of a line can tell: rules that look at the verdicts on all lines together."""

from itertools import pairwise

from ..forms.byline import parse_byline
from ..forms.wording import is_name
from ..roles import Role
from ..verdict import Judged

ABOVE = 25  # lines in which the head of an article must be
BELOW = 4  # lines below the text in which a credit or an author may still be the article's
SHARED = 0.34  # of a headline's words must stand in the text as well
LONGEST_LEAD = 400  # characters
LONGEST_CAPTION = 450

TEXT = (Role.HEADLINE, Role.LEAD, Role.PARAGRAPH)


def settle(judged: list[Judged]) -> None:
    """Apply every rule of this file, in their order."""
    headline_above_text(judged)
    credits_by_form(judged)
    repeated_caption(judged)
    caption_above_credit(judged)
    lead_below_headline(judged)
    bylines_by_form(judged)


def _article(judged: list[Judged]) -> range:
    """From the first line of the article's head to the last of its text, and a little beyond."""
    places = [n for n, one in enumerate(judged) if one.role in TEXT]
    return range(max(0, places[0] - BELOW), min(len(judged), places[-1] + 1 + BELOW)) if places else range(0)


def headline_above_text(judged: list[Judged]) -> None:
    """Where no line was weighed as the headline: the one above the text that shares most words with it."""
    if any(one.role is Role.HEADLINE for one in judged):
        return
    start = next((n for n, one in enumerate(judged) if one.role in (Role.LEAD, Role.PARAGRAPH)), 0)
    above = [
        one
        for one in judged[max(0, start - ABOVE) : start]
        if one.traits.rank and one.traits.rank[1] >= SHARED and one.role is Role.BOILERPLATE
    ]
    if above:
        best = min(above, key=lambda one: one.traits.rank or (99, 0.0, False))
        best.becomes(Role.HEADLINE, "headline_above_text", 0.6)


def credits_by_form(judged: list[Judged]) -> None:
    """A line that is a credit, or ends in one, belongs to a picture: `Bildrechte: dpa`, `… in Bonn. Foto: Name/dpa`."""
    for number in _article(judged):
        one = judged[number]
        found = one.traits.credit
        if not found or one.role in (Role.CAPTION, Role.CREDIT, Role.HEADLINE):
            continue
        if found.startswith("whole") and one.traits.length <= 160:
            one.becomes(Role.CREDIT, "credit_line")
        elif found.startswith("tail") and one.traits.length <= LONGEST_CAPTION:
            one.becomes(Role.CAPTION, "caption_with_credit")


def repeated_caption(judged: list[Judged]) -> None:
    """A caption that stands twice, the second time with its credit: `… in Pjöngjang.` / `… in Pjöngjang. © DPA`."""
    for one, two in pairwise(judged):
        if two.role is Role.CAPTION and len(one.line.words) > 12 and two.line.words.startswith(one.line.words):
            one.becomes(Role.CAPTION, "repeated_caption")


def caption_above_credit(judged: list[Judged]) -> None:
    """The line right above a credit is its caption."""
    for one, two in pairwise(judged):
        if (
            two.role is Role.CREDIT
            and two.line.gap == 0
            and one.role is Role.BOILERPLATE
            and not one.traits.hit
            and 15 <= one.traits.length <= LONGEST_CAPTION
            and one.traits.shape in "EPsmM"
        ):
            one.becomes(Role.CAPTION, "caption_above_credit", 0.8)


def lead_below_headline(judged: list[Judged]) -> None:
    """Where no line was weighed as the lead: a short paragraph below the headline, set off from the text."""
    if any(one.role is Role.LEAD for one in judged):
        return
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), None)
    if head is None:
        return
    for number in range(head + 1, min(head + ABOVE, len(judged) - 1)):
        if _could_be_lead(judged[number], judged[number + 1]):
            judged[number].becomes(Role.LEAD, "lead_below_headline", 0.6)
            return
        if judged[number].role is Role.PARAGRAPH:
            return


def _could_be_lead(one: Judged, following: Judged) -> bool:
    traits = one.traits
    if traits.shape not in ("E", "P") or traits.credit or traits.hit or not 60 <= traits.length <= LONGEST_LEAD:
        return False
    if one.role is Role.PARAGRAPH:
        return one.verdict.confidence < 0.9 or following.role is not Role.PARAGRAPH
    if one.role is Role.CAPTION:
        return one.verdict.rule == "weighed" and following.line.gap > 0 and one.line.gap > 0
    return one.role is Role.BOILERPLATE and traits.shared >= SHARED


def bylines_by_form(judged: list[Judged]) -> None:
    """Authors in the article's head or right below its text: `Von Anna Meier`; a name alone only in the head."""
    first = next((n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH), None)
    if first is None:
        return
    for number in _article(judged):
        one = judged[number]
        if one.role not in (Role.BOILERPLATE, Role.SUBHEADING) or one.traits.length > 120 or one.traits.end == ".":
            continue
        by = any(name.startswith(("by", "role")) for name in one.traits.names)
        if by:
            form = parse_byline(one.line.words)
            if form and (form.persons or form.agencies):
                one.becomes(Role.BYLINE, "byline_form")
        elif number < first and one.role is Role.BOILERPLATE and "name" in one.traits.names:
            if is_name(one.line.words) and not _spoken_of(judged, first, one.line.words):
                one.becomes(Role.BYLINE, "name_in_head", 0.7)


def _spoken_of(judged: list[Judged], first: int, name: str) -> bool:
    """Whether the text speaks of somebody of that family name: then it is no author."""
    family = name.split()[-1]
    return any(family in one.line.words for one in judged[first:] if one.role is Role.PARAGRAPH)
