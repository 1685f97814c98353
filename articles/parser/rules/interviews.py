"""Interviews: questions and answers stay apart, all questions are of one kind, and no short answer is lost.

Who speaks is told by what begins a line („Frage:“, „SZ:“, „EB:“, a dash), by bold type, or only by the questions.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import BLOCK_KINDS, Role

MIN_QUESTIONS = 3  # of an interview
MIN_LABELLED_QUESTIONS = 2  # … in which it is written who speaks
MAX_QUESTION_CHARS = 400
MAX_LINES_OF_ANSWER = 6  # lines
MAX_LINES_PER_QUESTION = 4  # of an interview, on average, with the question
MIN_ANSWER_CHARS = 60  # of an answer without an end mark
MIN_TEXT_SHARE = 0.25  # of the lines of an interview that the model takes for text
MAX_LABEL_CHARS = 32
DASHES = "-–—"

_LABEL = re.compile(
    r"(?:\*\*|__)?(?P<name>[^\W\d_a-zßäöü][\w.'’&/-]*(?:\s(?:[^\W\d_a-zßäöü][\w.'’&/-]*|von|van|de|der)){0,3})"
    r"(?:\s?\([^()]{2,30}\))?\s?:(?:\*\*|__)?\s+(?=\S)"
)
_LETTER = re.compile(r"(?P<name>[FAQ])(?:\d{1,2})?[.:]\s+(?=\S)")  # „F. … A. …“, „Q1: … A1: …“
_DASH = re.compile(rf"[{DASHES}]\s+(?=\S)")
_CLOSING = "“”\"»«’'‘)*_ "
_TEXTS = frozenset((Role.LEAD, *BLOCK_KINDS))
_OPEN_RULES = frozenset(  # of lines that are no text only because nothing told that they are
    ("weighed", "subheading_without_text", "html_before_the_text", "html_between_the_paragraphs", "html_byline_box")
)


def interviews(lines: list[LabelledLine]) -> None:
    """Give the questions of an interview one kind, and make their answers text.

    Where it is written who speaks, questions and answers are paragraphs; otherwise the questions are subheadings if a
    quarter of them are, or if they stand in bold type.
    """
    asked = [number for number, line in enumerate(lines) if asks(line)]
    if len(asked) < MIN_LABELLED_QUESTIONS:
        return
    if speakers := _speakers(lines, asked):
        _keep_turns(lines, speakers)
    else:
        for run in _runs(lines, asked):
            _keep_questions(lines, run)


def asks(line: LabelledLine) -> bool:
    """Whether a line can be a question of an interview."""
    words = line.words
    if words[-1] != "?" and (words[-1] not in _CLOSING or words.rstrip(_CLOSING)[-1:] != "?"):
        return False
    return len(words) <= MAX_QUESTION_CHARS and line.role is not Role.HEADLINE and not line.traits.phrase


def _speakers(lines: Sequence[LabelledLine], asked: Sequence[int]) -> dict[int, str]:
    """The lines that say who speaks, by number; empty where the text is none of those in which that is written."""
    labels = {number: name for number, line in enumerate(lines) if (name := _speaker(line))}
    often = Counter(labels.values())
    turns = {number: name for number, name in labels.items() if often[name] >= MIN_LABELLED_QUESTIONS}
    asking = Counter(turns[number] for number in asked if number in turns)
    if sum(asking.values()) < MIN_LABELLED_QUESTIONS:  # those who speak to each other ask each other
        answers = sum(number + 1 in turns for number in asked)
        return turns if answers >= MIN_QUESTIONS and answers * 2 >= len(turns) and _stands_in_text(lines, turns) else {}
    return turns if len(turns) >= MIN_QUESTIONS and _stands_in_text(lines, turns) else {}


def _speaker(line: LabelledLine) -> str:
    """Who speaks in a line, where it begins with that; "" otherwise."""
    words = line.words
    if words[0] in DASHES:
        return ""
    if words[0] in "FAQ" and (letter := _LETTER.match(words)):
        return letter["name"]
    if ":" not in words[:MAX_LABEL_CHARS] or line.traits.credit or line.role in (Role.CAPTION, Role.CREDIT):
        return ""
    label = _LABEL.match(words[: MAX_LABEL_CHARS + 8])
    return label["name"].casefold() if label else ""


def _stands_in_text(lines: Sequence[LabelledLine], numbers: Iterable[int]) -> bool:
    """Whether a part of the lines is taken for text: the model often loses where the answers become short."""
    own = [lines[number].role in _TEXTS for number in numbers]
    return sum(own) >= MIN_TEXT_SHARE * len(own)


def _keep_turns(lines: list[LabelledLine], turns: dict[int, str]) -> None:
    """Who speaks is written: every turn is a paragraph, and so is what is said below it by nobody named."""
    numbers = sorted(turns)
    is_only_one = len(set(turns.values())) == 1
    for number, below in zip(numbers, [*numbers[1:], len(lines)], strict=True):
        if below - number > MAX_LINES_OF_ANSWER and below < len(lines):
            below = number + 2
        line = lines[number]
        is_asked = is_only_one and number and number - 1 not in turns and asks(lines[number - 1])
        turn = [line, lines[number - 1]] if is_asked else [line]
        for said in turn:  # where only those who answer are named, the question stands above
            if said.role is not Role.PARAGRAPH and (said.role in _TEXTS or _is_open(said)):
                said.relabel(Role.PARAGRAPH, "interview_turn", 0.8)
        if number + 1 < min(below, len(lines)) and asks(line):
            _answer(lines[number + 1])


def _runs(lines: Sequence[LabelledLine], asked: Sequence[int]) -> Iterable[list[int]]:
    """Questions that follow each other, each with an answer below."""
    answered = [n for n in asked if n + 1 < len(lines) and not asks(lines[n + 1]) and _is_answer(lines[n + 1])]
    run: list[int] = []
    for number in answered:
        if run and number - run[-1] > MAX_LINES_OF_ANSWER + 1:
            yield run
            run = []
        run.append(number)
    yield run


def _keep_questions(lines: list[LabelledLine], run: list[int]) -> None:
    if len(run) < MIN_QUESTIONS or run[-1] - run[0] > MAX_LINES_PER_QUESTION * len(run):
        return
    turns = [number for question in run for number in (question, question + 1)]
    if not _stands_in_text(lines, turns):
        return
    inside = range(run[0], run[-1] + 1)
    bold = {number for number in inside if lines[number].is_strong}
    dashed = {number for number in (*inside, run[-1] + 1) if _DASH.match(lines[number].words)}
    if sum(number + 1 in dashed for number in run) * 2 > len(run):  # nothing else says where a turn ends
        _keep_dialogue(lines, [*inside, run[-1] + 1])
        return
    for marked in (bold, dashed):  # what is marked as the questions are is a question, too
        if len(marked) >= MIN_QUESTIONS and len(marked & set(run)) * 2 >= len(marked):
            run = sorted({*run, *(number for number in marked if number + 1 not in marked)})
    own = [lines[number].role is Role.SUBHEADING for number in run if lines[number].role in _TEXTS]
    run = sorted({*run, *_statements(lines, run)})
    kind = (
        Role.SUBHEADING if sum(own) * 4 >= max(1, len(own)) or len(bold & set(run)) * 2 >= len(run) else Role.PARAGRAPH
    )
    for number in run:
        line = lines[number]
        if line.role in _TEXTS or _is_open(line):
            line.relabel(kind, "interview_question", 0.8)
        if mark := _DASH.match(line.words):
            line.mark, line.keeps_mark = (mark.end(), False) if kind is Role.SUBHEADING else (0, True)
        _answer(lines[number + 1])


def _statements(lines: Sequence[LabelledLine], run: Sequence[int]) -> Iterable[int]:
    """What is said in the place of a question where every answer is one paragraph."""
    steps = [below - above for above, below in pairwise(run)]
    if not set(steps) <= {2, 4} or steps.count(2) <= steps.count(4):
        return
    for above, below in pairwise(run):
        line, answer = lines[above + 2], lines[above + 3]
        if below - above == 4 and len(line.words) < len(answer.words) and line.role in _TEXTS:
            yield above + 2


def _keep_dialogue(lines: list[LabelledLine], numbers: Iterable[int]) -> None:
    """Turns that all begin with a dash are paragraphs and keep it."""
    for line in (lines[number] for number in numbers):
        if line.role in _TEXTS or _is_open(line):
            line.relabel(Role.PARAGRAPH, "interview_turn", 0.8)
        line.mark, line.keeps_mark = 0, True


def _is_answer(line: LabelledLine) -> bool:
    words = line.words.rstrip(_CLOSING)
    is_said = len(line.words) >= MIN_ANSWER_CHARS or words[-1:] in ".!…"
    return is_said and line.role is not Role.HEADLINE and not (line.traits.phrase or line.traits.credit)


def _answer(line: LabelledLine) -> None:
    """The line below a question becomes text."""
    is_text = line.role in (Role.PARAGRAPH, Role.QUOTE, Role.LIST_ITEM) and not line.goes_on
    if not is_text and _is_answer(line) and (line.role in _TEXTS or _is_open(line)):
        line.relabel(Role.PARAGRAPH, "interview_answer", 0.8)
        line.goes_on = False


def _is_open(line: LabelledLine) -> bool:
    """Whether nothing but the model, or the place of the line, told that it is no text."""
    return line.role in (Role.BOILERPLATE, Role.CAPTION, Role.KICKER, Role.SUBHEADLINE) and (
        line.label.rule in _OPEN_RULES and not (line.traits.phrase or line.traits.credit)
    )
