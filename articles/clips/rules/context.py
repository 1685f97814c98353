"""What only the neighbours of a line can tell: rules that look at the verdicts on all lines together."""

import re
from collections import Counter
from itertools import pairwise

from ..forms.byline import parse_byline
from ..forms.wording import is_name
from ..roles import Role
from ..verdict import Judged
from .byline import behind
from .headline import SHORTEST_LEAD, is_picture, is_said

ABOVE = 25  # lines in which the head of an article must be
TIDY = 3  # lines above the text of a clip without menus and buttons
TOP = 8  # lines, at the beginning of a clip
BELOW = 4  # lines below the text in which a credit or an author may still be the article's
PICTURE_ABOVE = 12  # lines above its headline in which an article's first picture may stand
SHARED = 0.34  # of a headline's words must stand in the text as well
SHARED_LEANING = 0.2  # … of a line that was nearly weighed as a paragraph
MOST = 0.5  # … of the words of a sentence below the last paragraph
LONGEST_LEAD = 400  # characters of a lead that was weighed as something else
SHORT_OPENING = 200  # characters; a first paragraph below that is a lead
LONG_OPENING = 300  # … and from there on never, where there is no headline
LONG_LEAD = 520  # … or where the next paragraph follows at once
LONGEST_CAPTION = 450
LONGEST_KICKER = 45
LONGEST_PORTRAIT = 260
BELOW_SUBHEADING = 3  # lines that may stand between a subheading and its text
CREDITED = 3  # pictures with a credit, from which on one may expect it of all
FAR = 12  # lines between a headline and its text
INTERRUPTION_BELOW = 30  # lines
INTERRUPTION_ABOVE = 15
MORE_TEXT = 250  # characters
SHARED_BEYOND = 0.1

_LOG = re.compile(
    r"\W{0,2}(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d{1,3}(?:\.\d{1,3}){3} |\d\d:\d\d:\d\d)"
)
TEXT = (Role.HEADLINE, Role.LEAD, Role.PARAGRAPH)


def settle(judged: list[Judged]) -> None:
    """Apply every rule of this file, in their order."""
    if log_lines(judged):
        return
    picture_labels(judged)
    mostly_sentences(judged)
    repeated_caption(judged)
    text_beyond_interruptions(judged)
    headline_above_text(judged)
    headline_at_the_top(judged)
    headline_nearer_to_the_text(judged)
    alternative_below_headline(judged)
    kicker_above_headline(judged)
    credits_by_form(judged)
    repeated_caption(judged)
    caption_above_credit(judged)
    caption_behind_credit(judged)
    captions_without_credit(judged)
    sentences_in_the_text(judged)
    torn_paragraphs(judged)
    subheadings_in_the_text(judged)
    subheadings_without_text(judged)
    bylines_by_form(judged)
    portraits(judged)
    lead_or_first_paragraph(judged)


def _article(judged: list[Judged]) -> range:
    """From the first line of the article's head to the last of its text, and a little beyond."""
    places = [n for n, one in enumerate(judged) if one.role in TEXT]
    if not places:
        return range(0)
    return range(max(0, places[0] - PICTURE_ABOVE), min(len(judged), places[-1] + 1 + BELOW))


def log_lines(judged: list[Judged]) -> bool:
    """A file of which half the lines begin with a machine's time or address is a log and holds no article."""
    lines = [one for one in judged if _LOG.match(one.line.words)]
    if len(lines) < 3 or len(lines) * 2 < len(judged):
        return False
    for one in judged:
        one.becomes(Role.BOILERPLATE, "log_lines")
    return True


def picture_labels(judged: list[Judged]) -> None:
    """`(Symbolbild) …`, `Archivbild: …`: a line that says itself that it is a picture's."""
    for one in judged:
        if one.role is not Role.CAPTION and one.traits.length <= LONGEST_CAPTION and is_picture(one.line.words):
            one.becomes(Role.CAPTION, "picture_label")


def mostly_sentences(judged: list[Judged]) -> None:
    """Where nothing was weighed as text although the clip is hardly anything but sentences: these are the text."""
    if sum(one.role is Role.PARAGRAPH for one in judged) > 0:
        return
    texts = [one for one in judged if one.traits.shape in ("E", "P") and not one.traits.hit and not one.traits.bullet]
    if len(texts) > 1 and sum(one.traits.length for one in texts) * 10 >= sum(one.traits.length for one in judged) * 6:
        for one in texts:
            if one.role is not Role.LEAD:
                one.becomes(Role.PARAGRAPH, "mostly_sentences", 0.5)


def text_beyond_interruptions(judged: list[Judged]) -> None:
    """Long paragraphs on the article's matter above or below its text, parted from it by buttons and teasers."""
    places = [n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH]
    if not places:
        return
    for order in (range(places[0], len(judged)), range(places[0] - 1, -1, -1)):
        last = order.start
        for number in order:
            if number - last > INTERRUPTION_BELOW or last - number > INTERRUPTION_ABOVE:
                break
            if _is_more_text(judged[number]):
                judged[number].becomes(Role.PARAGRAPH, "text_beyond_interruptions", 0.6)
            if judged[number].role is Role.PARAGRAPH or places[0] < number < places[-1]:
                last = number
    first = next(n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH)
    for one in judged[first + 1 : places[0]]:
        if one.role in (Role.HEADLINE, Role.BYLINE):
            one.becomes(Role.BOILERPLATE, "below_text", 0.6)


def _is_more_text(one: Judged) -> bool:
    traits = one.traits
    if traits.shape != "P" or traits.hit or traits.credit or traits.bullet or one.role is not Role.BOILERPLATE:
        return False
    spoken = "you=3L" in traits.names and traits.length < 2 * MORE_TEXT
    return not spoken and traits.length >= MORE_TEXT and traits.shared >= SHARED_BEYOND


def headline_above_text(judged: list[Judged]) -> None:
    """Where no line was weighed as the headline: the one above the text that shares most words with it."""
    if any(one.role is Role.HEADLINE for one in judged):
        return
    texts = (Role.LEAD, Role.PARAGRAPH)
    long = (n for n, one in enumerate(judged) if one.role in texts and one.traits.length >= SHORTEST_LEAD)
    start = next(long, 0)
    above = [
        one
        for one in judged[max(0, start - ABOVE) : start]
        if one.traits.rank
        and one.traits.rank[1] >= SHARED
        and one.role is Role.BOILERPLATE
        and one.line.words[0] not in "•-"
    ]
    if above:
        best = min(above, key=lambda one: one.traits.rank or (99, 0.0, False))
        best.becomes(Role.HEADLINE, "headline_above_text", 0.6)
        for one in judged[:start]:
            if one.role in texts:
                one.becomes(Role.BOILERPLATE, "above_headline", 0.6)
    elif 0 < start <= TIDY and _is_tidy(judged):
        judged[0].becomes(Role.HEADLINE, "first_line", 0.6)


def _is_tidy(judged: list[Judged]) -> bool:
    """A clip that is nothing but an article: a few words that say nothing of the site, then the text."""
    first = judged[0]
    texts = sum(one.role in (Role.LEAD, Role.PARAGRAPH) for one in judged)
    plain = first.role is Role.BOILERPLATE and first.traits.shape in ("t", "s", "?") and not first.traits.hit
    names = {"by" + first.traits.shape, "name", "clock" + first.traits.shape}
    return plain and texts * 2 > len(judged) and len(first.traits.words) > 1 and not names & set(first.traits.names)


def headline_at_the_top(judged: list[Judged]) -> None:
    """In a clip that is mostly text, the first line that could be the headline is it; what follows are captions."""
    texts = sum(one.role is Role.PARAGRAPH for one in judged)
    found = next((one for one in judged if one.role is Role.HEADLINE), None)
    if found is None or texts * 4 < len(judged):
        return
    for one in judged[:TOP]:
        if one is found:
            return
        if one.role is Role.BOILERPLATE and _could_be_headline(one):
            found.becomes(Role.BOILERPLATE, "below_headline", 0.6)
            one.becomes(Role.HEADLINE, "headline_at_the_top", 0.7)
            return


def headline_nearer_to_the_text(judged: list[Judged]) -> None:
    """A headline far above the text that shares less with it than a line between them: that one is it."""
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), None)
    if head is None:
        return
    start = next((n for n in range(head + 1, len(judged)) if judged[n].role is Role.PARAGRAPH), head)
    shares = (judged[head].traits.rank or (0, 0.0, False))[1] >= SHARED
    if shares and (start - head <= FAR or any(_opens_article(judged, n) for n in range(head, head + 3))):
        return
    least = _headline_worth(judged, head) + (0.25 if shares else 0.0)
    better = [n for n in range(head + 1, start) if _headline_worth(judged, n) > least]
    if better:
        judged[head].becomes(Role.BOILERPLATE, "far_from_text", 0.6)
        best = max(better, key=lambda n: _headline_worth(judged, n))
        judged[best].becomes(Role.HEADLINE, "headline_nearer_to_the_text", 0.6)


def _headline_worth(judged: list[Judged], number: int) -> float:
    """The share of its words in the text, and more where time, author or lead follow."""
    one = judged[number]
    if one.role not in (Role.BOILERPLATE, Role.HEADLINE) or one.traits.rank is None or one.traits.bullet:
        return 0.0
    follows = _opens_article(judged, number)
    if one.role is not Role.HEADLINE and not (_could_be_headline(one) or (follows and len(one.traits.words) > 3)):
        return 0.0
    return one.traits.rank[1] + 0.5 * follows


def _opens_article(judged: list[Judged], number: int) -> bool:
    """Whether a time, an author or the lead stands in the next line."""
    if number + 1 >= len(judged):
        return False
    two = judged[number + 1]
    heads = any(name.startswith(("by", "clock")) or name == "name" for name in two.traits.names)
    return two.role in (Role.LEAD, Role.BYLINE) or (heads and two.traits.length < SHORTEST_LEAD * 2)


def alternative_below_headline(judged: list[Judged]) -> None:
    """A headline right above a caption whose words it shares is the picture's other text; the line above is it."""
    for number in range(1, len(judged) - 1):
        one, two, above = judged[number], judged[number + 1], judged[number - 1]
        if one.role is not Role.HEADLINE or two.role is not Role.CAPTION:
            continue
        own = {word[:6] for word in one.traits.words if len(word) > 4}
        same = own & {word[:6] for word in two.traits.words}
        if len(same) * 5 >= len(own) * 2 and above.role is Role.BOILERPLATE and _could_be_headline(above):
            one.becomes(Role.CAPTION, "alternative_below_headline", 0.7)
            above.becomes(Role.HEADLINE, "headline_above_picture", 0.7)
        return


def kicker_above_headline(judged: list[Judged]) -> None:
    """Two lines above the text that could both be the headline: the upper, shorter one is the kicker."""
    for number, (one, two) in enumerate(pairwise(judged)):
        if one.role is not Role.HEADLINE or two.role is not Role.BOILERPLATE or two.line.words[0] in "•·*":
            continue
        lines = (one.traits, two.traits)
        plain = all(traits.shape == "s" and not traits.hit and not traits.credit for traits in lines)
        longer = two.traits.length >= max(25, one.traits.length) and one.traits.length <= LONGEST_KICKER
        below = judged[number + 2].role if number + 2 < len(judged) else None
        plain = plain and behind(two.line.words) is None
        if plain and longer and _could_be_headline(two) and below is not Role.CREDIT:
            one.becomes(Role.KICKER, "kicker_above_headline", 0.7)
            two.becomes(Role.HEADLINE, "headline_below_kicker", 0.7)
        return


def _could_be_headline(one: Judged) -> bool:
    traits = one.traits
    enough = traits.rank is not None and traits.rank[1] >= SHARED and traits.length >= 25 and len(traits.words) > 3
    return enough and not {"by" + traits.shape, "name"} & set(traits.names)


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
    for number, (one, two) in enumerate(pairwise(judged)):
        if len(one.line.words) <= 12 or not two.line.words.startswith(one.line.words) or two.role is Role.HEADLINE:
            continue
        below = judged[number + 2].role if number + 2 < len(judged) else None
        sentence = one.traits.shape in ("E", "P") and one.traits.length <= LONGEST_CAPTION
        if Role.CAPTION in (one.role, two.role) or below is Role.CREDIT or sentence:
            for part in (one, two):
                if part.role is not Role.CAPTION:
                    part.becomes(Role.CAPTION, "repeated_caption")


def caption_above_credit(judged: list[Judged]) -> None:
    """The line right above a credit is its caption; a subheading has none."""
    for one, two in pairwise(judged):
        if two.role is not Role.CREDIT or one.traits.hit or one.traits.shape not in "EPsmM":
            continue
        near = two.line.gap == 0 or (one.traits.shape in "sm" and one.verdict.rule == "weighed")
        loose = one.role is Role.BOILERPLATE and 15 <= one.traits.length <= LONGEST_CAPTION
        labelled = two.traits.credit == "whole:" and one.verdict.rule == "weighed"
        if ((near or labelled) and loose) or one.role is Role.SUBHEADING:
            one.becomes(Role.CAPTION, "caption_above_credit", 0.8)


def captions_without_credit(judged: list[Judged]) -> None:
    """Where every picture has its credit, sentences on the matter without one are no captions but the text's."""
    credited = sum(one.role is Role.CREDIT or one.traits.credit.startswith("tail") for one in judged)
    if credited < CREDITED:
        return
    for number in range(len(judged) - 2, 0, -1):
        one, above, below = judged[number], judged[number - 1], judged[number + 1]
        if one.role is not Role.CAPTION or one.verdict.rule != "weighed" or one.traits.credit:
            continue
        if below.role in (Role.CAPTION, Role.CREDIT) or below.line.words.startswith(one.line.words):
            continue
        pictures = above.role is Role.CREDIT or above.traits.credit or one.line.words.startswith(above.line.words)
        shows = any(name.startswith("shows") for name in one.traits.names)
        if not pictures and not shows and _is_sentence(one):
            one.becomes(Role.PARAGRAPH, "caption_without_credit", 0.6)
        elif one.traits.shape == "s" and below.verdict.rule == "caption_without_credit" and not pictures:
            one.becomes(Role.SUBHEADING, "caption_without_credit", 0.6)


def caption_behind_credit(judged: list[Judged]) -> None:
    """What runs on behind a credit, in the same line or block, is the picture's caption, unless weighed as text."""
    for number, (one, two) in enumerate(pairwise(judged)):
        same = one.line.end == two.line.start and not one.line.text.endswith(("\n", "\r"))
        block = two.line.gap == 0 and number + 2 < len(judged) and judged[number + 2].line.gap > 0 and one.line.gap == 0
        block = block and two.role is Role.BOILERPLATE and not two.traits.hit and two.traits.length >= 15
        if one.role is not Role.CREDIT or two.traits.length > LONGEST_CAPTION:
            continue
        if block or (same and two.role in (Role.BOILERPLATE, Role.SUBHEADING)):
            two.becomes(Role.CAPTION, "caption_behind_credit", 0.7)


def sentences_in_the_text(judged: list[Judged]) -> None:
    """Sentences between two paragraphs, or right below the last, are the text's unless something speaks against it."""
    text = (Role.PARAGRAPH, Role.SUBHEADING)
    end = max((number for number, one in enumerate(judged) if one.role is Role.PARAGRAPH), default=-2)
    for number, one in enumerate(judged[1:], start=1):
        if one.role not in (Role.BOILERPLATE, Role.CAPTION) or one.verdict.rule != "weighed":
            continue
        opens = judged[number - 1].role is Role.LEAD and one.traits.shape == "P" and number < end
        opens = opens and not one.traits.hit and not one.traits.credit
        if not opens and (judged[number - 1].role not in text or not _is_sentence(one)):
            continue
        after = judged[number + 1].role if number + 1 < len(judged) else None
        last = number == end + 1 and one.role is Role.BOILERPLATE
        last = last and (one.traits.shared >= MOST or Role.PARAGRAPH in one.verdict.others)
        inside = after in text or (number + 1 < end and _is_sentence(judged[number + 1]))
        if opens or (inside and one.traits.length >= 60) or last:
            one.becomes(Role.PARAGRAPH, "sentences_in_the_text", 0.6)


def subheadings_in_the_text(judged: list[Judged]) -> None:
    """A few words on the article's matter, without an end mark, between two paragraphs are a subheading."""
    for number in range(1, len(judged) - 1):
        one = judged[number]
        above, below = judged[number - 1], judged[number + 1]
        if one.role is not Role.BOILERPLATE or one.verdict.rule != "weighed" or above.role is not Role.PARAGRAPH:
            continue
        traits = one.traits
        plain = traits.shape in ("s", "t", "?") and not traits.bullet and traits.end in ("a", "?", "q", "0")
        named = {"by" + traits.shape, "name", "clock" + traits.shape} & set(traits.names)
        if plain and not named and below.role is Role.PARAGRAPH and len(traits.words) > 1:
            one.becomes(Role.SUBHEADING, "subheading_in_the_text", 0.6)


def subheadings_without_text(judged: list[Judged]) -> None:
    """A subheading heads a text; where none follows within a few lines, it is another box's."""
    distance = BELOW_SUBHEADING + 1
    for one in reversed(judged):
        distance = 0 if one.role is Role.PARAGRAPH else distance + (one.role is Role.BOILERPLATE)
        if one.role is Role.SUBHEADING and distance > BELOW_SUBHEADING:
            one.becomes(Role.BOILERPLATE, "subheading_without_text", 0.7)


def _is_sentence(one: Judged) -> bool:
    """Sentences about the article's matter, which do not speak to the reader."""
    traits = one.traits
    plain = not traits.hit and not traits.credit and not traits.bullet and traits.shape in ("e", "E", "P")
    spoken = any(name.startswith("you=") for name in traits.names)
    least = SHARED_LEANING if Role.PARAGRAPH in one.verdict.others else SHARED
    return plain and traits.end[0] == "." and traits.shared >= least and not spoken


def torn_paragraphs(judged: list[Judged]) -> None:
    """A line that goes on in small letters in the next: links that were torn out of a paragraph, wrapped lines."""
    for one, two in pairwise(judged):
        torn = one.traits.end in ("a", "0", ",") and two.line.words[0].islower() and two.line.gap == 0
        if torn and _is_text(one) and _is_text(two) and one.traits.length + two.traits.length > 60:
            for part in (one, two):
                if part.role is not Role.PARAGRAPH:
                    part.becomes(Role.PARAGRAPH, "torn_paragraph", 0.7)
            two.joins = True


def _is_text(one: Judged) -> bool:
    return one.role in (Role.PARAGRAPH, Role.SUBHEADING) or (
        one.role is Role.BOILERPLATE and one.traits.shared >= SHARED
    )


def lead_or_first_paragraph(judged: list[Judged]) -> None:
    """The first text of a clip is its lead where it is short, or set off from the text below a headline."""
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), None)
    start = 0 if head is None else head + 1
    first = next((n for n in range(start, len(judged)) if _opens(judged, n, head is not None)), None)
    if first is None:
        return
    one = judged[first]
    for other in judged:
        if other.role is Role.LEAD and other is not one:
            other.becomes(Role.PARAGRAPH, "below_lead", 0.6)
    if one.role is Role.LEAD:
        follows = judged[first + 1].role if first + 1 < len(judged) else None
        limit = LONG_OPENING if head is None else LONG_LEAD
        if one.traits.length >= limit and (head is None or follows is Role.PARAGRAPH):
            one.becomes(Role.PARAGRAPH, "long_opening", 0.7)
    elif one.role is not Role.PARAGRAPH or _is_lead(judged, first, head is not None):
        one.becomes(Role.LEAD, "lead_opens_text", 0.7)


def _opens(judged: list[Judged], number: int, below_headline: bool) -> bool:
    one = judged[number]
    if one.role in (Role.LEAD, Role.PARAGRAPH):
        return one.traits.length >= SHORTEST_LEAD and not is_said(one.traits)
    if not below_headline or number + 1 >= len(judged):
        return False
    traits = one.traits
    prose = traits.shape in ("E", "P") or behind(one.line.words) is not None
    below = number > 0 and judged[number - 1].role is Role.HEADLINE
    prose = prose or (traits.shape == "M" and below)  # a lead without its full stop
    if not prose or traits.credit or traits.hit or not 60 <= traits.length <= LONGEST_LEAD:
        return False
    after = judged[number + 1]
    repeats = one.line.words.startswith(judged[number - 1].line.words) and judged[number - 1].role is Role.CAPTION
    if one.role is Role.CAPTION and (repeats or after.line.words.startswith(one.line.words)):
        return False
    if one.role is Role.CAPTION and below and after.role is Role.CAPTION and traits.end[0] in ".!?":
        pair = judged[number + 2].line.words.startswith(after.line.words) if number + 2 < len(judged) else False
        if one.verdict.rule == "weighed" and (pair or after.traits.end[0] not in ".!?"):
            return True
    if one.role is Role.BOILERPLATE and after.line.gap == 0 and one.line.gap > 0:
        return False  # a block with buttons in it
    if one.role is Role.CAPTION:
        return (
            one.verdict.rule == "weighed"
            and not is_picture(one.line.words)
            and judged[number + 1].line.gap > 0
            and one.line.gap > 0
        )
    return one.role is Role.BOILERPLATE and traits.shared >= SHARED


def _is_lead(judged: list[Judged], first: int, below_headline: bool) -> bool:
    texts = [one.traits.length for one in judged[first + 1 :] if one.role is Role.PARAGRAPH]
    if not texts:
        return False
    length = judged[first].traits.length
    usual = sorted(texts)[len(texts) // 2]
    if not below_headline:
        return 60 <= length < SHORT_OPENING and length < usual
    set_off = judged[first + 1].role not in (Role.PARAGRAPH, Role.SUBHEADING)
    return set_off or length < SHORT_OPENING or length < usual * 0.7


def bylines_by_form(judged: list[Judged]) -> None:
    """Authors in the article's head or right below its text: `Von Anna Meier`; a name alone only in the head."""
    first = next((n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH), None)
    if first is None:
        return
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), 0)
    copies = Counter(one.line.words for one in judged if one.traits.length <= 120)
    last = max(n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH)
    for number in _article(judged):
        one = judged[number]
        if one.role not in (Role.BOILERPLATE, Role.SUBHEADING) or one.traits.length > 120 or one.traits.end == ".":
            continue
        if copies[one.line.words] > 2:  # authors of what the site links to
            continue
        by = any(name.startswith(("by", "role")) for name in one.traits.names)
        if by:
            form = parse_byline(one.line.words)
            if form and (form.persons or form.agencies):
                one.becomes(Role.BYLINE, "byline_form")
        elif one.role is Role.BOILERPLATE and _where_authors_stand(head, first, last, number):
            if not _is_author(judged, first, one):
                continue
            one.becomes(Role.BYLINE, "name_in_head", 0.7)


def portraits(judged: list[Judged]) -> None:
    """Where nobody is named as the author: the few words on somebody right below the text, who does not occur in it."""
    if any(one.role is Role.BYLINE for one in judged):
        return
    last = max((n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH), default=len(judged))
    for number in range(last, min(len(judged), last + 1 + BELOW)):
        one = judged[number]
        plain = one.traits.shape in ("E", "P") and one.traits.end == "." and one.traits.length <= LONGEST_PORTRAIT
        form = parse_byline(one.line.words) if plain and (number > last or one.verdict.rule != "weighed") else None
        if form and form.persons and not form.date:
            family = form.persons[0].name.split()[-1]
            if not any(family in other.line.words for other in judged[:last] if other.role is Role.PARAGRAPH):
                one.becomes(Role.BYLINE, "portrait", 0.7)
                return


def _where_authors_stand(head: int, first: int, last: int, number: int) -> bool:
    """A name alone is an author's between headline and text, right above the headline or right below the text."""
    return head - 1 <= number < first or number == last + 1


def _is_author(judged: list[Judged], first: int, one: Judged) -> bool:
    """A name alone, and the text does not speak of somebody of that family name."""
    words = one.line.words
    if "name" not in one.traits.names or not is_name(words):
        return False
    family = words.split()[-1]
    return not any(family in other.line.words for other in judged[first:] if other.role is Role.PARAGRAPH)
