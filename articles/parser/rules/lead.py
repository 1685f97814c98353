"""Which line is the lead: a short opening, or one that is set off from the text."""

from articles.parser.labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.body import MIN_WORD_SHARE
from articles.parser.rules.headline import MIN_LEAD_CHARS, is_picture_label, is_stock_phrase
from articles.parser.rules.trailing_byline import find_trailing_byline

MAX_LEAD_CHARS = 400  # characters of a lead that was weighed as something else
MAX_SHORT_OPENING_CHARS = 200  # characters; a first paragraph below that is a lead
MIN_LONG_OPENING_CHARS = 300  # … and from there on never, where there is no headline
MIN_LONG_LEAD_CHARS = 520  # … or where the next paragraph follows at once


def lead_or_first_paragraph(judged: list[LabelledLine]) -> None:
    """The first text of a clip is its lead where it is short, or set off from the text below a headline."""
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), None)
    start = 0 if head is None else head + 1
    first = next((n for n in range(start, len(judged)) if _opens(judged, n, head is not None)), None)
    if first is None:
        return
    one = judged[first]
    for other in judged:
        if other.role is Role.LEAD and other is not one:
            other.relabel(Role.PARAGRAPH, "below_lead", 0.6)
    if one.role is Role.LEAD:
        follows = judged[first + 1].role if first + 1 < len(judged) else None
        limit = MIN_LONG_OPENING_CHARS if head is None else MIN_LONG_LEAD_CHARS
        if one.traits.length >= limit and (head is None or follows is Role.PARAGRAPH):
            one.relabel(Role.PARAGRAPH, "long_opening", 0.7)
    elif one.role is not Role.PARAGRAPH or _is_lead(judged, first, head is not None):
        one.relabel(Role.LEAD, "lead_opens_text", 0.7)


def _opens(judged: list[LabelledLine], number: int, below_headline: bool) -> bool:
    one = judged[number]
    if one.role in (Role.LEAD, Role.PARAGRAPH):
        return one.traits.length >= MIN_LEAD_CHARS and not is_stock_phrase(one.traits)
    if not below_headline or number + 1 >= len(judged):
        return False
    traits = one.traits
    prose = traits.shape in ("E", "P") or find_trailing_byline(one.words) is not None
    below = number > 0 and judged[number - 1].role is Role.HEADLINE
    prose = prose or (traits.shape == "M" and below)  # a lead without its full stop
    if not prose or traits.credit or traits.phrase or not 60 <= traits.length <= MAX_LEAD_CHARS:
        return False
    after = judged[number + 1]
    repeats = one.words.startswith(judged[number - 1].words) and judged[number - 1].role is Role.CAPTION
    if one.role is Role.CAPTION and (repeats or after.words.startswith(one.words)):
        return False
    if one.role is Role.CAPTION and after.role is Role.CREDIT:
        return False
    if one.role is Role.CAPTION and below and after.role is Role.CAPTION and traits.end[0] in ".!?":
        pair = judged[number + 2].words.startswith(after.words) if number + 2 < len(judged) else False
        if one.label.rule == "weighed" and (pair or after.traits.end[0] not in ".!?"):
            return True
    if one.role is Role.BOILERPLATE and after.text_line.gap == 0 and one.text_line.gap > 0:
        return False  # a block with buttons in it
    if one.role is Role.CAPTION:
        return (
            one.label.rule == "weighed"
            and not is_picture_label(one.words)
            and judged[number + 1].text_line.gap > 0
            and one.text_line.gap > 0
        )
    return one.role is Role.BOILERPLATE and traits.shared >= MIN_WORD_SHARE


def _is_lead(judged: list[LabelledLine], first: int, below_headline: bool) -> bool:
    texts = [one.traits.length for one in judged[first + 1 :] if one.role is Role.PARAGRAPH]
    if not texts:
        return False
    length = judged[first].traits.length
    usual = sorted(texts)[len(texts) // 2]
    if not below_headline:
        return 60 <= length < MAX_SHORT_OPENING_CHARS and length < usual
    set_off = judged[first + 1].role not in (Role.PARAGRAPH, Role.SUBHEADING)
    return set_off or length < MAX_SHORT_OPENING_CHARS or length < usual * 0.7
