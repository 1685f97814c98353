"""Terms and what is said of them: each term with its text is one item of a list, on two lines."""

import re
from collections.abc import Callable, Sequence

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.structure_borders import is_prose, text_goes_on

MIN_TERMS = 2  # of a list in which colons or indents tell the terms
MIN_BARE_TERMS = 3  # of one in which only the lines do
MAX_TERM_CHARS = 60
MAX_TERM_WORDS = 6
MAX_LINES_BELOW = 4  # lines that are said of a term

_COLON = re.compile(r":\s+(?=\S)")
_CLOSING = "“”\"»«’'‘)*_"
_TEXTS = frozenset((Role.LEAD, Role.PARAGRAPH, Role.SUBHEADING, Role.QUOTE, Role.LIST_ITEM))
_LOOSE = frozenset((Role.PARAGRAPH, Role.SUBHEADING, Role.LIST_ITEM, Role.BOILERPLATE, Role.CAPTION, Role.KICKER))
Pair = tuple[int, int, str]  # the term, the line behind what is said of it, and what tells that: ":", "in" or ""


def definitions(lines: list[LabelledLine]) -> None:
    """Lists of terms in a plain text become list items of two lines; those of a page are told by its markup."""
    if any(line.label.rule.startswith("html_") for line in lines):
        return
    place = 1
    while place < len(lines):
        run = _run(lines, place)
        if len(run) >= (MIN_TERMS if run and run[0][2] else MIN_BARE_TERMS) and _stands_in_text(lines, run):
            for first, end, _kind in run:
                for line in lines[first:end]:
                    line.relabel(Role.LIST_ITEM, "definition", 0.7)
                    mark = _COLON.match(line.words)
                    line.mark, line.keeps_mark, line.goes_on = mark.end() if mark else 0, True, line is not lines[first]
            text_goes_on(lines, run[-1][1], "below_definitions")
        place = run[-1][1] if run else place + 1


def _run(lines: Sequence[LabelledLine], place: int) -> list[Pair]:
    """The terms that follow each other from this line on, told in the same way."""
    run: list[Pair] = []
    while pair := _pair(lines, place):
        if run and pair[2] != run[0][2]:
            break
        run.append(pair)
        place = pair[1]
    return run


def _pair(lines: Sequence[LabelledLine], number: int) -> Pair | None:
    """A term with what is said of it below."""
    if number + 1 >= len(lines) or not _is_term(lines[number]):
        return None
    term, below = lines[number], lines[number + 1]
    if below.text_line.gap or below.role not in _LOOSE or below.traits.phrase or below.traits.credit:
        return None
    if _COLON.match(below.words):
        return number, _end(lines, number, lambda line: bool(_COLON.match(line.words))), ":"
    if below.text_line.indent > term.text_line.indent:
        indent = term.text_line.indent
        return number, _end(lines, number, lambda line: line.text_line.indent > indent), "in"
    is_said = below.words.rstrip(_CLOSING)[-1:] in (".", "!", "…") and " " in below.words
    is_block = number + 2 >= len(lines) or lines[number + 2].text_line.gap > 0
    if is_said and is_block and term.text_line.gap:
        return number, number + 2, "below:" if term.words.endswith(":") else ""
    return None


def _end(lines: Sequence[LabelledLine], number: int, belongs: Callable[[LabelledLine], bool]) -> int:
    """The line behind those that belong to a term."""
    end = number + 1
    while end < len(lines) and end - number <= MAX_LINES_BELOW and not lines[end].text_line.gap and belongs(lines[end]):
        end += 1
    return end


def _is_term(line: LabelledLine) -> bool:
    words = line.words
    plain = line.role in _LOOSE and not (line.traits.phrase or line.traits.credit or line.traits.bullet)
    is_short = len(words) <= MAX_TERM_CHARS and len(words.split()) <= MAX_TERM_WORDS
    return plain and is_short and words[-1] not in ".!?…,;" and words[0].isalnum()


def _stands_in_text(lines: Sequence[LabelledLine], run: Sequence[Pair]) -> bool:
    """Whether text stands above the list, and below it or in it."""
    first, last = run[0][0], run[-1][1]
    beside, after = lines[first - 1], lines[last : last + 1]
    own = sum(line.role in _TEXTS for line in lines[first:last]) * 2 >= last - first
    goes_on = not after or after[0].role in _TEXTS or is_prose(after[0])
    if not run[0][2]:  # headlines with a teaser each look the same
        return beside.role is Role.PARAGRAPH and (own or (bool(after) and goes_on))
    return any(line.role in _TEXTS for line in lines[:first]) and (own or (beside.role in _TEXTS and goes_on))
