"""Gives every line of a page its role: each line alone, then all of them in context."""

from functools import lru_cache

from articles.parser import crf, features
from articles.parser.labels import Judged, Verdict
from articles.parser.normalization import INVISIBLE, as_meant
from articles.parser.page import Page
from articles.parser.patterns.agency_line import agency_line
from articles.parser.patterns.credit import find_credit
from articles.parser.patterns.note import is_embargo
from articles.parser.roles import Role
from articles.parser.rules import headline, sequence
from articles.text.lines import Line

CLOSING = "“”\"»«’'‘)"
ENDS = (".", "!", "?", "…")
SENTENCE = 60  # characters of a line with an end mark that is text


def judge(page: Page, model: crf.Model | None = None) -> list[Judged]:
    """A verdict on each line of the article, in their order; the comments below it are not weighed.

    The note of an embargo is a stamp on the page, an agency's line below the text is one, too, and a line of which
    nothing can be seen is empty: the lines round them are judged as if they were not there.
    """
    lines: list[Line] = []
    aside: dict[Line, str] = {}
    unseen = 0
    signed = _signed(page.article)
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
    judged = _judge(lines, model)
    if not aside:
        return judged
    traits = features.describe(list(aside))
    judged += [
        Judged(line, Verdict(Role.BOILERPLATE, rule), one)
        for (line, rule), one in zip(aside.items(), traits, strict=True)
    ]
    return sorted(judged, key=lambda one: one.line.start)


def _signed(lines: list[Line]) -> Line | None:
    """The line right below the text in which an agency signs it; below a picture it would be a credit."""
    for number in range(len(lines) - 1, 0, -1):
        line, above = lines[number], lines[number - 1]
        if agency_line(line.words):
            words = above.words.rstrip(CLOSING)
            block = line.gap == 0 and above.gap > 0
            twice = any(other.words == line.words for other in lines[:number])
            told = words[-1:] in ENDS and not block and not twice and not headline.is_picture(above.words)
            return line if told and find_credit(above.words) is None else None
        if len(line.words) >= SENTENCE and line.words.rstrip(CLOSING)[-1:] in ENDS:
            return None
    return None


def _judge(lines: list[Line], model: crf.Model | None) -> list[Judged]:
    if not lines:
        return []
    described = features.describe([as_meant(line) for line in lines])
    model = model or crf.shipped()
    barred = [headline.impossible(line.words, one) for line, one in zip(lines, described, strict=True)]
    weighed = model.weigh([one.names for one in described], barred)
    judged = [_verdict(line, one, found) for line, one, found in zip(lines, described, weighed, strict=True)]
    sequence.settle(judged)
    return judged


def _verdict(line: Line, one: features.Traits, found: crf.Weighed) -> Judged:
    role = crf.ROLES[found.state[0]]
    if role is Role.BOILERPLATE and one.hit:
        rule = f"phrase:{one.hit.list}"
    elif role in (Role.CAPTION, Role.CREDIT) and one.credit:
        rule = "credit"
    else:
        rule = "weighed"
    others = _roles(role, found.others)
    return Judged(line, Verdict(role, rule, found.confidence, others), one)


@lru_cache(maxsize=4096)
def _roles(chosen: Role, states: tuple[str, ...]) -> tuple[Role, ...]:
    roles = dict.fromkeys(crf.ROLES[state[0]] for state in states)
    return tuple(role for role in roles if role is not chosen)
