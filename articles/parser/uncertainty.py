"""Finds the lines about which the model is unsure whether they are text: they stay in the article, marked.

A sentence between sentences of the text is never dropped silently. Known stock phrases, credits and repetitions are no
sentences of the text, whatever the model says.
"""

import re
from collections.abc import Iterable, Sequence

from articles.parser.document import ClipWarning
from articles.parser.line_labels import LabelledLine
from articles.parser.roles import BLOCK_KINDS, Role
from articles.text.lines import Span

MIN_SURE_TEXT = 0.6  # probability from which a line is text without asking an editor
MAX_SURE_OTHER = 0.3  # … up to which it is none
MIN_TAIL_LINES = 2  # below the text: one alone may be a note on the author
MIN_SENTENCE_CHARS = 25  # of a sentence that is taken back into the text
CODE = "uncertain_text"  # of the warning with the places
TAIL = "uncertain_tail"  # rule of one below the text that becomes text again
KEPT = "uncertain"  # rule of a line that stays text
RESTORED = "uncertain_between"  # rule of one that becomes text again
TEXT_ROLES = frozenset((Role.LEAD, *BLOCK_KINDS))
_ENDS = re.compile(r"[^\W\d][.!?…](?=[\s”“\"»’]|$)")  # ends of sentences
_TAG = re.compile(r"<[^<>]*>")  # in the source of a page
OPEN_RULES = ("weighed", "subheading_without_text")  # of lines that are no text only because nothing told that they are
SETTLED_RULES = frozenset(  # of lines that are known not to belong to the text: said elsewhere in the clip
    ("repeated_text", "pull_quote", "quoted_person", "log_lines", "invisible", "embargo", "agency_line")
)


def is_unsure(line: LabelledLine) -> bool:
    """Whether the line may as well be on the other side: text that is none, or none that is text.

    Only what the model decided is in question; what a rule decided is told by what stands around the line.
    """
    if line.label.rule != "weighed":
        return False
    return line.label.text < MIN_SURE_TEXT if line.role in TEXT_ROLES else line.label.text > MAX_SURE_OTHER


def mark_uncertain(lines: list[LabelledLine]) -> list[LabelledLine]:
    """Mark the uncertain lines, in place, and return them; sentences between those of the text become paragraphs."""
    texts = [number for number, line in enumerate(lines) if line.role in TEXT_ROLES]
    inside = range(texts[0] + 1, texts[-1]) if texts else range(0)
    is_tidy = bool(texts) and _is_tidy(lines[: texts[0]])
    for number, line in enumerate(lines):
        if line.role in BLOCK_KINDS:
            line.is_uncertain = is_unsure(line)
            if line.is_uncertain:
                line.label.rule = KEPT
        elif number in inside and is_unsure(line) and _is_sentence(line) and _may_be_text(lines, number):
            line.relabel(Role.PARAGRAPH, RESTORED, line.label.confidence)
            line.is_uncertain = True
        elif number in inside and is_tidy and _is_crosshead(lines, number):
            line.relabel(Role.SUBHEADING, RESTORED, line.label.confidence)
            line.is_uncertain = True
    tail = _tail(lines, texts[-1]) if is_tidy else ()
    for line, below in zip(tail, [*tail[1:], None], strict=False):
        heads = line.traits.shape in "st" and below is not None and below.traits.end[0] in ".!"
        line.relabel(Role.SUBHEADING if heads else Role.PARAGRAPH, TAIL, line.label.confidence)
        line.is_uncertain = True
    return [line for line in lines if line.is_uncertain]


def _tail(lines: Sequence[LabelledLine], last: int) -> Sequence[LabelledLine]:
    """The lines below the text, where nothing but the model tells that they are none and at least half are sentences.

    The model takes short answers, and short paragraphs below crossheads, for what stands below the text of a page.
    """
    rest = lines[last + 1 :]
    if len(rest) < MIN_TAIL_LINES or not all(map(_is_open, rest)):
        return ()
    ends = [line for line in rest if line.traits.end[0] in ".!?"]
    return rest if len(ends) * 2 >= len(rest) else ()


def _is_tidy(above: Sequence[LabelledLine]) -> bool:
    """Whether a clip seems to hold nothing but an article, by what stands above its text; a page has its markup."""
    return not any(line.role is Role.BOILERPLATE or line.label.rule.startswith("html_") for line in above)


def _is_crosshead(lines: Sequence[LabelledLine], number: int) -> bool:
    """Whether a few words stand apart from what is above, right above sentences of the text."""
    line, below = lines[number], lines[number + 1]
    is_apart = line.text_line.gap > 0 and below.text_line.gap == 0
    return (
        is_apart and line.traits.shape in "st" and _is_open(line) and below.role in TEXT_ROLES and _is_sentence(below)
    )


def _is_open(line: LabelledLine) -> bool:
    """Whether nothing but the model told that a line is no text, and no known phrase or credit stands in it."""
    is_stock = line.traits.phrase is not None or bool(line.traits.credit)
    return line.role is Role.BOILERPLATE and line.label.rule in OPEN_RULES and not is_stock


def _may_be_text(lines: list[LabelledLine], number: int) -> bool:
    """Whether a line may become text again: boilerplate, and what has more sentences than most captions."""
    line, below = lines[number], lines[number + 1]
    many = len(_ENDS.findall(line.words)) > 1 and below.role is not Role.CREDIT
    return line.role is Role.BOILERPLATE or (line.role is Role.CAPTION and many)


def _is_sentence(line: LabelledLine) -> bool:
    traits = line.traits
    is_stock = traits.phrase is not None or bool(traits.credit) or line.label.rule in SETTLED_RULES
    is_repeated = "twice" + traits.shape in traits.features
    is_prose = traits.end[0] in ".!?" and traits.length >= MIN_SENTENCE_CHARS and len(traits.tokens) > 2
    return is_prose and not is_stock and not is_repeated


def places(spans: Iterable[tuple[int, Span]]) -> tuple[Span, ...]:
    """The spans of uncertain lines, each with the number of its line: those of adjacent lines are one place."""
    found: list[Span] = []
    last = -2
    for number, (start, end) in spans:
        if found and number - last <= 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        last = number
    return tuple(found)


def warning(places: Sequence[Span]) -> ClipWarning:
    """The warning that names these places; one for the whole clip."""
    message = f"It is uncertain whether some sentences belong to the text (places: {len(places)})."
    return ClipWarning(CODE, message, tuple(places), (("places", len(places)),))


def open_places(warnings: Iterable[ClipWarning]) -> tuple[Span, ...]:
    """The uncertain places that a clip's warnings name."""
    return next((warning.spans for warning in warnings if warning.code == CODE), ())


def with_places(warnings: Iterable[ClipWarning], places: Sequence[Span]) -> tuple[ClipWarning, ...]:
    """The warnings, with these places as the uncertain ones, in their order in the text."""
    others = [warning for warning in warnings if warning.code != CODE]
    return (*others, *([warning(sorted(places))] if places else ()))


def subtract(places: Iterable[Span], decided: Span, text: str) -> tuple[Span, ...]:
    """What an editor's decision about a span leaves of the uncertain places; rests without words go."""
    low, high = decided
    rests = [rest for start, end in places for rest in ((start, min(end, low)), (max(start, high), end))]
    trimmed = (_trimmed(text, start, end) for start, end in rests if start < end)
    return tuple(dict.fromkeys((start, end) for start, end in trimmed if _has_words(text[start:end])))


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _has_words(words: str) -> bool:
    return any(map(str.isalnum, _TAG.sub("", words)))
