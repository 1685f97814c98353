"""Texts that stand twice: a page kept twice over, quotations set apart from the paragraph that holds them."""

from articles.parser.labels import LabelledLine
from articles.parser.roles import Role

MIN_REPEATED_CHARS = 40  # characters; what is shorter may be said twice
MAX_QUOTE_CHARS = 400
MAX_NAME_CHARS = 60  # of who is quoted, below the quotation
MIN_WORD_SHARE = 0.75  # of its words stand elsewhere in the text as well
MAX_PARAGRAPH_CHARS = 1500  # characters of the paragraph that holds it
MAX_QUOTES = 20  # a page of nothing but such lines must not take long

_MARKS = " .!?…„“”\"»«›‹’‘'"


def repeated_text(judged: list[LabelledLine]) -> None:
    """A paragraph that stood in the text before, with its subheading, is the same text again."""
    seen: set[str] = set()
    for number, one in enumerate(judged):
        words = one.words
        if one.role is Role.PARAGRAPH and len(words) >= MIN_REPEATED_CHARS and words in seen:
            one.relabel(Role.BOILERPLATE, "repeated_text", 0.8)
            above = judged[number - 1]
            if above.role is Role.SUBHEADING and above.traits.features.count("twice" + above.traits.shape):
                above.relabel(Role.BOILERPLATE, "repeated_text", 0.8)
        elif one.role in (Role.LEAD, Role.PARAGRAPH):
            seen.add(words)


def repeated_below_pictures(judged: list[LabelledLine]) -> None:
    """What stands below a picture is no subheading where it stands a second time."""
    captions = {one.words for one in judged if one.role is Role.CAPTION}
    for one in judged:
        if one.role is Role.SUBHEADING and one.words in captions:
            one.relabel(Role.CAPTION, "repeated_below_picture", 0.7)


def pull_quotes(judged: list[LabelledLine]) -> None:
    """A quotation set apart from a paragraph that holds the same words, and who said it in the line below."""
    tried = [
        (number, one)
        for number, one in enumerate(judged)
        if one.role is Role.PARAGRAPH
        and MIN_REPEATED_CHARS <= one.traits.length <= MAX_QUOTE_CHARS
        and one.traits.shared >= MIN_WORD_SHARE
    ][:MAX_QUOTES]
    if not tried:
        return
    text = "\n".join(one.words for one in judged if _may_hold(one))
    for number, one in tried:
        said = one.words.strip(_MARKS)
        if text.count(said) > 1:
            one.relabel(Role.BOILERPLATE, "pull_quote", 0.8)
            _drop_quoted_person(judged[number + 1 : number + 2])


def _may_hold(one: LabelledLine) -> bool:
    return one.role is Role.PARAGRAPH and one.traits.length <= MAX_PARAGRAPH_CHARS


def _drop_quoted_person(below: list[LabelledLine]) -> None:
    for one in below:
        plain = one.role is Role.SUBHEADING and one.traits.length <= MAX_NAME_CHARS and one.traits.end == "a"
        if plain and "cap=all" in one.traits.features:
            one.relabel(Role.BOILERPLATE, "quoted_person", 0.7)
