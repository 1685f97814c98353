"""Chooses the lead: a short opening, or one that is set off from the text."""

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.body import MIN_WORD_SHARE
from articles.parser.rules.headline import MIN_LEAD_CHARS, is_picture_label, is_stock_phrase
from articles.parser.rules.trailing_byline import find_trailing_byline

MAX_LEAD_CHARS = 400  # of a lead that the model labelled as something else
MAX_SHORT_OPENING_CHARS = 200  # characters; a shorter first paragraph is a lead
MIN_LONG_OPENING_CHARS = 300  # … a longer one never, if there is no headline
MIN_LONG_LEAD_CHARS = 520  # … or if the next paragraph follows immediately


def lead_or_first_paragraph(lines: list[LabelledLine]) -> None:
    """The first text of a clip becomes its lead if it is short, or set off from the text below a headline."""
    head = next((n for n, line in enumerate(lines) if line.role is Role.HEADLINE), None)
    start = 0 if head is None else head + 1
    first = next((n for n in range(start, len(lines)) if _opens(lines, n, head is not None)), None)
    if first is None:
        return
    line = lines[first]
    for other in lines:
        if other.role is Role.LEAD and other is not line:
            other.relabel(Role.PARAGRAPH, "below_lead", 0.6)
    if line.role is Role.LEAD:
        follows = lines[first + 1].role if first + 1 < len(lines) else None
        limit = MIN_LONG_OPENING_CHARS if head is None else MIN_LONG_LEAD_CHARS
        if line.traits.length >= limit and (head is None or follows is Role.PARAGRAPH):
            line.relabel(Role.PARAGRAPH, "long_opening", 0.7)
        elif line.traits.length >= MAX_SHORT_OPENING_CHARS and not _has_paragraph(lines):
            line.relabel(Role.PARAGRAPH, "only_text", 0.7)
    elif line.role is not Role.PARAGRAPH or _is_lead(lines, first, head is not None):
        line.relabel(Role.LEAD, "lead_opens_text", 0.7)


def _has_paragraph(lines: list[LabelledLine]) -> bool:
    return any(line.role is Role.PARAGRAPH for line in lines)


def _opens(lines: list[LabelledLine], number: int, below_headline: bool) -> bool:
    line = lines[number]
    if line.role in (Role.LEAD, Role.PARAGRAPH):
        return line.traits.length >= MIN_LEAD_CHARS and not is_stock_phrase(line.traits)
    if not below_headline or number + 1 >= len(lines):
        return False
    traits = line.traits
    prose = traits.shape in ("E", "P") or find_trailing_byline(line.words) is not None
    below = number > 0 and lines[number - 1].role is Role.HEADLINE
    prose = prose or (traits.shape == "M" and below)  # a lead without its full stop
    if not prose or traits.credit or traits.phrase or not 60 <= traits.length <= MAX_LEAD_CHARS:
        return False
    after = lines[number + 1]
    repeats = line.words.startswith(lines[number - 1].words) and lines[number - 1].role is Role.CAPTION
    if line.role is Role.CAPTION and (repeats or after.words.startswith(line.words)):
        return False
    if line.role is Role.CAPTION and after.role is Role.CREDIT:
        return False
    if line.role is Role.CAPTION and below and after.role is Role.CAPTION and traits.end[0] in ".!?":
        pair = lines[number + 2].words.startswith(after.words) if number + 2 < len(lines) else False
        if line.label.rule == "weighed" and (pair or after.traits.end[0] not in ".!?"):
            return True
    if line.role is Role.BOILERPLATE and after.text_line.gap == 0 and line.text_line.gap > 0:
        return False  # a block with buttons
    if line.role is Role.CAPTION:
        return (
            line.label.rule == "weighed"
            and not is_picture_label(line.words)
            and lines[number + 1].text_line.gap > 0
            and line.text_line.gap > 0
        )
    return line.role is Role.BOILERPLATE and traits.shared >= MIN_WORD_SHARE


def _is_lead(lines: list[LabelledLine], first: int, below_headline: bool) -> bool:
    texts = [line.traits.length for line in lines[first + 1 :] if line.role is Role.PARAGRAPH]
    length = lines[first].traits.length
    if not texts:  # the opening of an article for which one has to log in
        return below_headline and length < MAX_SHORT_OPENING_CHARS and first + 1 < len(lines)
    usual = sorted(texts)[len(texts) // 2]
    if not below_headline:
        return 60 <= length < MAX_SHORT_OPENING_CHARS and length < usual
    set_off = lines[first + 1].role not in (Role.PARAGRAPH, Role.SUBHEADING)
    return set_off or length < MAX_SHORT_OPENING_CHARS or length < usual * 0.7
