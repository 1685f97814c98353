"""Rules for the text that need its neighbours: sentences, subheadings, teasers, torn paragraphs."""

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role

MIN_WORD_SHARE = 0.34  # of a headline's words that also occur in the text
MAX_UNSURE_CONFIDENCE = 0.75  # confidence up to which a line's label may be changed to text
MIN_WORD_SHARE_UNSURE = 0.2  # … of a line whose second best role is paragraph
MIN_WORD_SHARE_LAST = 0.5  # … of the words of a sentence below the last paragraph, or of a question between two
ABOVE_SUBHEADING = (Role.PARAGRAPH, Role.CAPTION, Role.CREDIT)
MAX_QUESTION_CHARS = 110
MAX_TEASER_CHARS = 240
MIN_ONLY_TEXT_CHARS = 250  # of a text that is a whole article
MAX_LINES_BELOW_HEADLINE = 8  # lines in which it begins
MIN_TEASERS = 4  # in a row
MAX_WORD_SHARE_TEASER = 0.6  # of their words, on average; sections of the article share more
MAX_LINES_BELOW_SUBHEADING = 3  # lines between a subheading and its text


def mostly_sentences(lines: list[LabelledLine]) -> None:
    """If no line is a paragraph although most of the clip is sentences, they become the text."""
    if any(line.role is Role.PARAGRAPH for line in lines):
        return
    sentences = (line for line in lines if line.traits.shape in ("E", "P"))
    texts = [line for line in sentences if not line.traits.phrase and not line.traits.bullet]
    text_chars, all_chars = (sum(line.traits.length for line in group) for group in (texts, lines))
    if len(texts) > 1 and text_chars * 10 >= all_chars * 6:
        for line in texts:
            if line.role is not Role.LEAD:
                line.relabel(Role.PARAGRAPH, "mostly_sentences", 0.5)


def only_text(lines: list[LabelledLine]) -> None:
    """If there is a headline but no text, a long line right below it is the whole article."""
    if any(line.role in (Role.PARAGRAPH, Role.LEAD) for line in lines):
        return
    head = next((n for n, line in enumerate(lines) if line.role is Role.HEADLINE), len(lines))
    for line in lines[head + 1 : head + 1 + MAX_LINES_BELOW_HEADLINE]:
        is_prose = line.traits.shape == "P" or (line.traits.shape == "M" and "sent=0" not in line.traits.features)
        plain = is_prose and line.role is Role.BOILERPLATE and not line.traits.phrase
        if plain and not line.traits.credit and not line.traits.bullet and line.traits.length >= MIN_ONLY_TEXT_CHARS:
            line.relabel(Role.PARAGRAPH, "only_text", 0.5)
            return


def sentences_in_the_text(lines: list[LabelledLine]) -> None:
    """Sentences between two paragraphs, or right below the last, become text unless a trait contradicts it."""
    text = (Role.PARAGRAPH, Role.SUBHEADING)
    end = max((number for number, line in enumerate(lines) if line.role is Role.PARAGRAPH), default=-2)
    for number, line in enumerate(lines[1:], start=1):
        if line.role not in (Role.BOILERPLATE, Role.CAPTION) or line.label.rule != "weighed":
            continue
        opens = lines[number - 1].role is Role.LEAD and line.traits.shape == "P" and number < end
        opens = opens and not line.traits.phrase and not line.traits.credit
        interrupted = lines[number - 1].traits.phrase is not None and line.traits.shape == "P" and _is_unsure(line)
        if not opens and (not (interrupted or lines[number - 1].role in text) or not is_sentence(line)):
            continue
        after = lines[number + 1].role if number + 1 < len(lines) else None
        if line.role is Role.CAPTION and after is Role.CREDIT:
            continue
        last = number == end + 1 and line.role is Role.BOILERPLATE
        last = last and (line.traits.shared >= MIN_WORD_SHARE_LAST or Role.PARAGRAPH in line.label.alternatives)
        inside = after in text or (number + 1 < end and is_sentence(lines[number + 1]))
        if opens or (inside and line.traits.length >= 40) or last:
            line.relabel(Role.PARAGRAPH, "sentences_in_the_text", 0.6)


def question_in_the_text(lines: list[LabelledLine]) -> None:
    """A question with words of the text, between two paragraphs, becomes a subheading: the only one of the text."""
    asked = [number for number in range(1, len(lines) - 1) if _asks(lines[number])]
    if len(asked) != 1 or sum(map(_asks, lines)) != 1:  # several are those of an interview
        return
    above, line, below = lines[asked[0] - 1 : asked[0] + 2]
    is_loose = line.label.rule == "weighed" and line.role in (Role.BOILERPLATE, Role.CAPTION, Role.PARAGRAPH)
    if is_loose and above.role in ABOVE_SUBHEADING and below.role is Role.PARAGRAPH:
        line.relabel(Role.SUBHEADING, "question_in_the_text", 0.6)


def _asks(line: LabelledLine) -> bool:
    """Whether a line is a question that shares most words with the text."""
    traits = line.traits
    plain = traits.shape in ("E", "?") and traits.end == "?" and not traits.phrase and not traits.credit
    return plain and traits.shared >= MIN_WORD_SHARE_LAST and traits.length <= MAX_QUESTION_CHARS


def teasers_at_the_end(lines: list[LabelledLine]) -> None:
    """The last texts of a page become teasers if each is short and alone below a short heading."""
    ends = [number for number, line in enumerate(lines) if line.role is Role.PARAGRAPH or _may_be_teaser(line)]
    pairs: list[int] = []
    for number in reversed(ends[1:]):
        line, above = lines[number], lines[number - 1]
        if (
            line.traits.length > MAX_TEASER_CHARS
            or above.role is Role.PARAGRAPH
            or above.traits.shape in ("E", "P", "M")
        ):
            break
        pairs.append(number)
    shared = sum(lines[number].traits.shared for number in pairs)
    if len(pairs) < MIN_TEASERS or shared > MAX_WORD_SHARE_TEASER * len(pairs):
        return
    for line in lines[pairs[-1] - 1 :]:  # with the heading of the first
        if line.role in (Role.PARAGRAPH, Role.SUBHEADING):
            line.relabel(Role.BOILERPLATE, "teasers_at_the_end", 0.7)


def _may_be_teaser(line: LabelledLine) -> bool:
    return line.role is Role.BOILERPLATE and line.label.rule == "weighed" and line.traits.shape in ("P", "E")


def subheadings_without_text(lines: list[LabelledLine]) -> None:
    """A subheading without text in the next lines becomes boilerplate."""
    distance = MAX_LINES_BELOW_SUBHEADING + 1
    for line in reversed(lines):
        distance = 0 if line.role is Role.PARAGRAPH else distance + (line.role is Role.BOILERPLATE)
        if line.role is Role.SUBHEADING and distance > MAX_LINES_BELOW_SUBHEADING:
            line.relabel(Role.BOILERPLATE, "subheading_without_text", 0.7)


def is_sentence(line: LabelledLine) -> bool:
    """Whether a line consists of sentences that share words with the text and do not address readers."""
    traits = line.traits
    least = MIN_WORD_SHARE_UNSURE if Role.PARAGRAPH in line.label.alternatives else MIN_WORD_SHARE
    if _is_unsure(line):
        least = 0.0
    return traits.shape in ("e", "E", "P") and traits.shared >= least and is_plain(line)


def _is_unsure(line: LabelledLine) -> bool:
    """Whether paragraph is the second best role of a line, and nearly as likely."""
    return Role.PARAGRAPH in line.label.alternatives and line.label.confidence <= MAX_UNSURE_CONFIDENCE


def is_plain(line: LabelledLine) -> bool:
    """Whether a line ends with a full stop, has no stock phrase or credit, and does not address readers."""
    traits = line.traits
    spoken = any(name.startswith("you=") for name in traits.features)
    plain = not traits.phrase and not traits.credit and not traits.bullet and not spoken
    return plain and traits.end[0] == "." and line.label.rule == "weighed"


def _is_text(line: LabelledLine) -> bool:
    return line.role in (Role.PARAGRAPH, Role.SUBHEADING) or (
        line.role is Role.BOILERPLATE and line.traits.shared >= MIN_WORD_SHARE
    )
