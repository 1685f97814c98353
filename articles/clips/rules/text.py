"""What belongs to the text, as only its neighbours tell: sentences, subheadings, what goes on behind teasers."""

from itertools import pairwise

from ..roles import Role
from ..verdict import Judged

SHARED = 0.34  # of a headline's words must stand in the text as well
SHARED_LEANING = 0.2  # … of a line that was nearly weighed as a paragraph
MOST = 0.5  # … of the words of a sentence below the last paragraph
BELOW_SUBHEADING = 3  # lines that may stand between a subheading and its text
INTERRUPTION_BELOW = 30  # lines
INTERRUPTION_ABOVE = 15
MORE_TEXT = 250  # characters
SHARED_BEYOND = 0.1


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


def sentences_in_the_text(judged: list[Judged]) -> None:
    """Sentences between two paragraphs, or right below the last, are the text's unless something speaks against it."""
    text = (Role.PARAGRAPH, Role.SUBHEADING)
    end = max((number for number, one in enumerate(judged) if one.role is Role.PARAGRAPH), default=-2)
    for number, one in enumerate(judged[1:], start=1):
        if one.role not in (Role.BOILERPLATE, Role.CAPTION) or one.verdict.rule != "weighed":
            continue
        opens = judged[number - 1].role is Role.LEAD and one.traits.shape == "P" and number < end
        opens = opens and not one.traits.hit and not one.traits.credit
        if not opens and (judged[number - 1].role not in text or not is_sentence(one)):
            continue
        after = judged[number + 1].role if number + 1 < len(judged) else None
        last = number == end + 1 and one.role is Role.BOILERPLATE
        last = last and (one.traits.shared >= MOST or Role.PARAGRAPH in one.verdict.others)
        inside = after in text or (number + 1 < end and is_sentence(judged[number + 1]))
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


def is_sentence(one: Judged) -> bool:
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
