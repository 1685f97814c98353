"""Drops repeated texts: pages saved twice in one clip, and pull quotes."""

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role

MIN_REPEATED_CHARS = 40  # characters; shorter texts may be repeated
MAX_QUOTE_CHARS = 400
MAX_NAME_CHARS = 60  # of the name below a pull quote
MIN_WORD_SHARE = 0.75  # share of its words that also occur elsewhere in the text
MAX_PARAGRAPH_CHARS = 1500  # of the paragraph that contains the quote
MAX_QUOTES = 20  # limits the time for a page of such lines only

_MARKS = " .!?…„“”\"»«›‹’‘'"


def repeated_text(lines: list[LabelledLine]) -> None:
    """A repeated paragraph becomes boilerplate, with its subheading."""
    seen: set[str] = set()
    for number, line in enumerate(lines):
        words = line.words
        if line.role is Role.PARAGRAPH and len(words) >= MIN_REPEATED_CHARS and words in seen:
            line.relabel(Role.BOILERPLATE, "repeated_text", 0.8)
            above = lines[number - 1]
            if above.role is Role.SUBHEADING and above.traits.features.count("twice" + above.traits.shape):
                above.relabel(Role.BOILERPLATE, "repeated_text", 0.8)
        elif line.role in (Role.LEAD, Role.PARAGRAPH):
            seen.add(words)


def repeated_below_pictures(lines: list[LabelledLine]) -> None:
    """A subheading with the words of a caption becomes a caption."""
    captions = {line.words for line in lines if line.role is Role.CAPTION}
    for line in lines:
        if line.role is Role.SUBHEADING and line.words in captions:
            line.relabel(Role.CAPTION, "repeated_below_picture", 0.7)


def pull_quotes(lines: list[LabelledLine]) -> None:
    """A paragraph whose words another paragraph contains is a pull quote; the name below it is dropped, too."""
    candidates = [
        (number, line)
        for number, line in enumerate(lines)
        if line.role is Role.PARAGRAPH
        and MIN_REPEATED_CHARS <= line.traits.length <= MAX_QUOTE_CHARS
        and line.traits.shared >= MIN_WORD_SHARE
    ][:MAX_QUOTES]
    if not candidates:
        return
    text = "\n".join(line.words for line in lines if _may_hold(line))
    for number, line in candidates:
        quotation = line.words.strip(_MARKS)
        if text.count(quotation) > 1:
            line.relabel(Role.BOILERPLATE, "pull_quote", 0.8)
            _drop_quoted_person(lines[number + 1 : number + 2])


def _may_hold(line: LabelledLine) -> bool:
    return line.role is Role.PARAGRAPH and line.traits.length <= MAX_PARAGRAPH_CHARS


def _drop_quoted_person(below: list[LabelledLine]) -> None:
    for line in below:
        plain = line.role is Role.SUBHEADING and line.traits.length <= MAX_NAME_CHARS and line.traits.end == "a"
        if plain and "cap=all" in line.traits.features:
            line.relabel(Role.BOILERPLATE, "quoted_person", 0.7)
