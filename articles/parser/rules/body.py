"""What belongs to the text, as only its neighbours tell: sentences, subheadings, what goes on behind teasers."""

from itertools import pairwise

from articles.parser.labels import LabelledLine
from articles.parser.patterns.signoff import parse_signoff
from articles.parser.roles import Role

MIN_WORD_SHARE = 0.34  # of a headline's words must stand in the text as well
MAX_UNSURE_CONFIDENCE = 0.75  # how sure one must be of a line that can still be the text's
MIN_WORD_SHARE_UNSURE = 0.2  # … of a line that was nearly weighed as a paragraph
MIN_WORD_SHARE_LAST = 0.5  # … of the words of a sentence below the last paragraph
ABOVE_SUBHEADING = (Role.PARAGRAPH, Role.CAPTION, Role.CREDIT)
MAX_QUESTION_CHARS = 110
MAX_TEASER_CHARS = 240
MAX_LAST_SENTENCES = 4  # short sentences below the last paragraph
MIN_ONLY_TEXT_CHARS = 250  # characters of a text that is a whole article
MAX_LINES_BELOW_HEADLINE = 8  # lines in which it begins
MIN_TEASERS = 4  # in a row
MAX_WORD_SHARE_TEASER = 0.6  # of their words, on average; a page's own sections speak more of one thing
MAX_LINES_BETWEEN = 8  # lines between two paragraphs that can be text together
MIN_WORD_SHARE_BETWEEN = 0.12  # … of their words, on average
MAX_LINES_BELOW_SUBHEADING = 3  # lines that may stand between a subheading and its text
MAX_INTERRUPTION_LINES_BELOW = 30  # lines
MAX_INTERRUPTION_LINES_ABOVE = 15
MIN_MORE_TEXT_CHARS = 250  # characters
MIN_WORD_SHARE_BEYOND = 0.1


def mostly_sentences(judged: list[LabelledLine]) -> None:
    """Where nothing was weighed as text although the clip is hardly anything but sentences: these are the text."""
    if sum(one.role is Role.PARAGRAPH for one in judged) > 0:
        return
    texts = [
        one for one in judged if one.traits.shape in ("E", "P") and not one.traits.phrase and not one.traits.bullet
    ]
    if len(texts) > 1 and sum(one.traits.length for one in texts) * 10 >= sum(one.traits.length for one in judged) * 6:
        for one in texts:
            if one.role is not Role.LEAD:
                one.relabel(Role.PARAGRAPH, "mostly_sentences", 0.5)


def only_text(judged: list[LabelledLine]) -> None:
    """A headline without a text: the long text right below it is all of the article."""
    if any(one.role in (Role.PARAGRAPH, Role.LEAD) for one in judged):
        return
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), len(judged))
    for one in judged[head + 1 : head + 1 + MAX_LINES_BELOW_HEADLINE]:
        told = one.traits.shape == "P" or (one.traits.shape == "M" and "sent=0" not in one.traits.features)
        plain = told and one.role is Role.BOILERPLATE and not one.traits.phrase
        if plain and not one.traits.credit and not one.traits.bullet and one.traits.length >= MIN_ONLY_TEXT_CHARS:
            one.relabel(Role.PARAGRAPH, "only_text", 0.5)
            return


def text_beyond_interruptions(judged: list[LabelledLine]) -> None:
    """Long paragraphs on the article's matter above or below its text, parted from it by buttons and teasers."""
    places = [n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH]
    if not places:
        return
    for order in (range(places[0], len(judged)), range(places[0] - 1, -1, -1)):
        last = order.start
        for number in order:
            if number - last > MAX_INTERRUPTION_LINES_BELOW or last - number > MAX_INTERRUPTION_LINES_ABOVE:
                break
            if _is_more_text(judged[number]):
                judged[number].relabel(Role.PARAGRAPH, "text_beyond_interruptions", 0.6)
            if judged[number].role is Role.PARAGRAPH or places[0] < number < places[-1]:
                last = number
    first = next(n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH)
    for one in judged[first + 1 : places[0]]:
        if one.role in (Role.HEADLINE, Role.BYLINE):
            one.relabel(Role.BOILERPLATE, "below_text", 0.6)


def _is_more_text(one: LabelledLine) -> bool:
    traits = one.traits
    if traits.phrase or traits.credit or traits.bullet or one.role is not Role.BOILERPLATE:
        return False
    if traits.shape != "P" and (traits.shape != "M" or "sent=0" in traits.features):
        return False
    spoken = "you=3L" in traits.features and traits.length < 2 * MIN_MORE_TEXT_CHARS
    twice = "twice" + traits.shape in traits.features
    return (
        not spoken and not twice and traits.length >= MIN_MORE_TEXT_CHARS and traits.shared >= MIN_WORD_SHARE_BEYOND
    )


def sentences_in_the_text(judged: list[LabelledLine]) -> None:
    """Sentences between two paragraphs, or right below the last, are the text's unless something speaks against it."""
    text = (Role.PARAGRAPH, Role.SUBHEADING)
    end = max((number for number, one in enumerate(judged) if one.role is Role.PARAGRAPH), default=-2)
    for number, one in enumerate(judged[1:], start=1):
        if one.role not in (Role.BOILERPLATE, Role.CAPTION) or one.label.rule != "weighed":
            continue
        opens = judged[number - 1].role is Role.LEAD and one.traits.shape == "P" and number < end
        opens = opens and not one.traits.phrase and not one.traits.credit
        interrupted = judged[number - 1].traits.phrase is not None and one.traits.shape == "P" and _is_unsure(one)
        if not opens and (not (interrupted or judged[number - 1].role in text) or not is_sentence(one)):
            continue
        after = judged[number + 1].role if number + 1 < len(judged) else None
        if one.role is Role.CAPTION and after is Role.CREDIT:
            continue
        last = number == end + 1 and one.role is Role.BOILERPLATE
        last = last and (one.traits.shared >= MIN_WORD_SHARE_LAST or Role.PARAGRAPH in one.label.alternatives)
        inside = after in text or (number + 1 < end and is_sentence(judged[number + 1]))
        if opens or (inside and one.traits.length >= 40) or last:
            one.relabel(Role.PARAGRAPH, "sentences_in_the_text", 0.6)


def last_sentences(judged: list[LabelledLine]) -> None:
    """A clip that holds nothing but an article ends with its text: `Die Ermittlungen dauern an.`"""
    texts = [number for number, one in enumerate(judged) if one.role in (Role.PARAGRAPH, Role.LEAD)]
    if not texts:
        return
    tail = judged[texts[-1] + 1 :]
    while tail and (tail[-1].role is Role.BYLINE or parse_signoff(tail[-1].words)):
        tail = tail[:-1]
    inside = judged[texts[0] : texts[-1] + 1]
    spoken = any(_addresses_readers(one) or _is_question(one) for one in inside)
    if not 1 <= len(tail) <= MAX_LAST_SENTENCES or any(
        one.role is Role.BOILERPLATE and not _is_question(one) for one in inside
    ):
        return
    if all(_ends_text(one) and (spoken or not _addresses_readers(one)) for one in tail):
        for one in tail:
            if one.traits.shape != "?" or one is tail[-1]:  # a question may head its answer
                one.relabel(Role.PARAGRAPH, "last_sentence", 0.6)


def _is_question(one: LabelledLine) -> bool:
    return one.traits.end == "?" and not one.traits.phrase


def _addresses_readers(one: LabelledLine) -> bool:
    return any(name.startswith("you=") for name in one.traits.features)


def _ends_text(one: LabelledLine) -> bool:
    traits = one.traits
    plain = not traits.phrase and not traits.credit and not traits.bullet
    plain = plain and "twice" + traits.shape not in traits.features
    loose = one.role in (Role.BOILERPLATE, Role.CAPTION, Role.SUBHEADING) and one.label.rule == "weighed"
    return plain and loose and traits.shape in ("e", "E", "P", "?") and len(traits.tokens) > 1


def sentences_together(judged: list[LabelledLine]) -> None:
    """A few lines within the text that are mostly sentences on the matter, with their subheadings, are part of it."""
    texts = [n for n, one in enumerate(judged) if one.role is Role.PARAGRAPH]
    pictures = any(one.role is Role.CREDIT or one.traits.credit for one in judged)
    loose = (Role.BOILERPLATE,) if pictures else (Role.BOILERPLATE, Role.CAPTION)
    known = [n for n in range(texts[0], texts[-1] + 1) if judged[n].role not in loose] if texts else []
    for above, below in pairwise(known):
        between = judged[above + 1 : below]
        if not 2 <= len(between) <= MAX_LINES_BETWEEN:
            continue
        sentences = [one for one in between if one.traits.shape in ("e", "E", "P") and is_plain(one)]
        rest = [one for one in between if one not in sentences]
        shared = sum(one.traits.shared for one in sentences)
        if len(sentences) < 2 or len(rest) * 2 > len(sentences) or shared < MIN_WORD_SHARE_BETWEEN * len(sentences):
            continue
        if all(one.traits.shape == "s" and one.label.rule == "weighed" and not one.traits.bullet for one in rest):
            for one in between:
                role = Role.SUBHEADING if one in rest else Role.PARAGRAPH
                one.relabel(role, "sentences_together", 0.6)


def subheadings_in_the_text(judged: list[LabelledLine]) -> None:
    """A few words on the article's matter, without an end mark, between two paragraphs are a subheading."""
    for number in range(1, len(judged) - 1):
        one = judged[number]
        above, below = judged[number - 1], judged[number + 1]
        if one.label.rule != "weighed" or above.role not in ABOVE_SUBHEADING or below.role is not Role.PARAGRAPH:
            continue
        if one.role is Role.BOILERPLATE and above.role is Role.PARAGRAPH and _heads_a_text(one):
            one.relabel(Role.SUBHEADING, "subheading_in_the_text", 0.6)
        elif one.role in (Role.BOILERPLATE, Role.CAPTION) and _asks(one):
            one.relabel(Role.SUBHEADING, "question_in_the_text", 0.6)


def _heads_a_text(one: LabelledLine) -> bool:
    traits = one.traits
    plain = traits.shape in ("s", "t", "?") and not traits.bullet and traits.end in ("a", "?", "q", "0")
    plain = plain and one.words[0] != "["
    named = {"by" + traits.shape, "name", "clock" + traits.shape, "mk=http"} & set(traits.features)
    return plain and not named and len(traits.tokens) > 1


def _asks(one: LabelledLine) -> bool:
    """A longer question all of whose words are the article's."""
    traits = one.traits
    plain = traits.shape in ("E", "?") and traits.end == "?" and not traits.phrase and not traits.credit
    return plain and traits.shared >= MIN_WORD_SHARE_LAST and traits.length <= MAX_QUESTION_CHARS


def text_goes_on(judged: list[LabelledLine]) -> None:
    """Below the last paragraph: a few words and a text, both on the article's matter, are its last part."""
    end = max((number for number, one in enumerate(judged) if one.role is Role.PARAGRAPH), default=len(judged))
    while end + 2 < len(judged):
        head, text = judged[end + 1], judged[end + 2]
        loose = head.role in (Role.BOILERPLATE, Role.SUBHEADING) and text.role is Role.BOILERPLATE
        on_matter = text.traits.shape == "P" and text.traits.shared >= MIN_WORD_SHARE and is_plain(text)
        if not (loose and on_matter and _heads_a_text(head) and not head.traits.phrase):
            break
        head.relabel(Role.SUBHEADING, "text_goes_on", 0.6)
        text.relabel(Role.PARAGRAPH, "text_goes_on", 0.6)
        end += 2


def teasers_at_the_end(judged: list[LabelledLine]) -> None:
    """The last texts of a page, each short and alone below its own short heading, lead to other articles."""
    ends = [number for number, one in enumerate(judged) if one.role is Role.PARAGRAPH]
    pairs: list[int] = []
    for number in reversed(ends[1:]):
        one, above = judged[number], judged[number - 1]
        if (
            one.traits.length > MAX_TEASER_CHARS
            or above.role is Role.PARAGRAPH
            or above.traits.shape in ("E", "P", "M")
        ):
            break
        pairs.append(number)
    if len(pairs) < MIN_TEASERS or sum(
        judged[number].traits.shared for number in pairs
    ) > MAX_WORD_SHARE_TEASER * len(pairs):
        return
    for one in judged[pairs[-1] :]:
        if one.role in (Role.PARAGRAPH, Role.SUBHEADING):
            one.relabel(Role.BOILERPLATE, "teasers_at_the_end", 0.7)


def subheadings_without_text(judged: list[LabelledLine]) -> None:
    """A subheading heads a text; where none follows within a few lines, it is another box's."""
    distance = MAX_LINES_BELOW_SUBHEADING + 1
    for one in reversed(judged):
        distance = 0 if one.role is Role.PARAGRAPH else distance + (one.role is Role.BOILERPLATE)
        if one.role is Role.SUBHEADING and distance > MAX_LINES_BELOW_SUBHEADING:
            one.relabel(Role.BOILERPLATE, "subheading_without_text", 0.7)


def is_sentence(one: LabelledLine) -> bool:
    """Sentences about the article's matter, which do not speak to the reader."""
    traits = one.traits
    least = MIN_WORD_SHARE_UNSURE if Role.PARAGRAPH in one.label.alternatives else MIN_WORD_SHARE
    if _is_unsure(one):
        least = 0.0
    return traits.shape in ("e", "E", "P") and traits.shared >= least and is_plain(one)


def _is_unsure(one: LabelledLine) -> bool:
    """Whether a line was nearly weighed as a paragraph."""
    return Role.PARAGRAPH in one.label.alternatives and one.label.confidence <= MAX_UNSURE_CONFIDENCE


def is_plain(one: LabelledLine) -> bool:
    """A line with a full stop that says nothing of the site, of pictures or to the reader."""
    traits = one.traits
    spoken = any(name.startswith("you=") for name in traits.features)
    plain = not traits.phrase and not traits.credit and not traits.bullet and not spoken
    return plain and traits.end[0] == "." and one.label.rule == "weighed"


def torn_paragraphs(judged: list[LabelledLine]) -> None:
    """A line that goes on in small letters in the next: links that were torn out of a paragraph, wrapped lines."""
    for one, two in pairwise(judged):
        torn = one.traits.end in ("a", "0", ",") and two.words[0].islower() and two.text_line.gap == 0
        if torn and _is_text(one) and _is_text(two) and one.traits.length + two.traits.length > 60:
            for part in (one, two):
                if part.role is not Role.PARAGRAPH:
                    part.relabel(Role.PARAGRAPH, "torn_paragraph", 0.7)
            two.continues_above = True


def _is_text(one: LabelledLine) -> bool:
    return one.role in (Role.PARAGRAPH, Role.SUBHEADING) or (
        one.role is Role.BOILERPLATE and one.traits.shared >= MIN_WORD_SHARE
    )
