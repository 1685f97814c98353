"""Gives every line of a page its role: each line alone, then all of them in context."""

from functools import lru_cache

from articles.parser import crf, features
from articles.parser.labels import Label, LabelledLine
from articles.parser.normalization import INVISIBLE, normalise_line
from articles.parser.page import ClipText
from articles.parser.patterns.agency_line import parse_agency_line
from articles.parser.patterns.credit import find_credit
from articles.parser.patterns.note import is_embargo
from articles.parser.roles import Role
from articles.parser.rules import headline, sequence
from articles.text.lines import TextLine

CLOSING_MARKS = "“”\"»«’'‘)"
END_MARKS = (".", "!", "?", "…")
MIN_SENTENCE_CHARS = 60  # characters of a line with an end mark that is text


def label_lines(page: ClipText, model: crf.CrfModel | None = None) -> list[LabelledLine]:
    """A verdict on each line of the article, in their order; the comments below it are not weighed.

    The note of an embargo is a stamp on the page, an agency's line below the text is one, too, and a line of which
    nothing can be seen is empty: the lines round them are judged as if they were not there.
    """
    lines: list[TextLine] = []
    aside: dict[TextLine, str] = {}
    unseen = 0
    signed = _agency_signature(page.article)
    for line in page.article:
        if line.words[0] in INVISIBLE and not line.words.strip(INVISIBLE):
            aside[line] = "invisible"
            unseen += 1 + line.gap
        elif is_embargo(line.words):
            aside[line] = "embargo"
        elif line is signed:
            aside[line] = "agency_line"
        else:
            line.gap, unseen = line.gap + unseen, 0
            lines.append(line)
    judged = _label_lines(lines, model)
    if not aside:
        return judged
    traits = features.describe_lines(list(aside))
    judged += [
        LabelledLine(line, Label(Role.BOILERPLATE, rule), one)
        for (line, rule), one in zip(aside.items(), traits, strict=True)
    ]
    return sorted(judged, key=lambda one: one.text_line.start)


def _agency_signature(lines: list[TextLine]) -> TextLine | None:
    """The line right below the text in which an agency signs it; below a picture it would be a credit."""
    for number in range(len(lines) - 1, 0, -1):
        line, above = lines[number], lines[number - 1]
        if parse_agency_line(line.words):
            words = above.words.rstrip(CLOSING_MARKS)
            block = line.gap == 0 and above.gap > 0
            twice = any(other.words == line.words for other in lines[:number])
            told = words[-1:] in END_MARKS and not block and not twice and not headline.is_picture_label(above.words)
            return line if told and find_credit(above.words) is None else None
        if len(line.words) >= MIN_SENTENCE_CHARS and line.words.rstrip(CLOSING_MARKS)[-1:] in END_MARKS:
            return None
    return None


def _label_lines(lines: list[TextLine], model: crf.CrfModel | None) -> list[LabelledLine]:
    if not lines:
        return []
    described = features.describe_lines([normalise_line(line) for line in lines])
    model = model or crf.default_model()
    barred = [headline.impossible_states(line.words, one) for line, one in zip(lines, described, strict=True)]
    weighed = model.predict([one.features for one in described], barred)
    judged = [_labelled_line(line, one, found) for line, one, found in zip(lines, described, weighed, strict=True)]
    sequence.apply_rules(judged)
    return judged


def _labelled_line(line: TextLine, one: features.Traits, found: crf.Prediction) -> LabelledLine:
    role = crf.ROLES[found.state[0]]
    if role is Role.BOILERPLATE and one.phrase:
        rule = f"phrase:{one.phrase.list}"
    elif role in (Role.CAPTION, Role.CREDIT) and one.credit:
        rule = "credit"
    else:
        rule = "weighed"
    others = _roles(role, found.alternatives)
    return LabelledLine(line, Label(role, rule, found.confidence, others), one)


@lru_cache(maxsize=4096)
def _roles(chosen: Role, states: tuple[str, ...]) -> tuple[Role, ...]:
    roles = dict.fromkeys(crf.ROLES[state[0]] for state in states)
    return tuple(role for role in roles if role is not chosen)
