"""Rules that choose the headline by its neighbours: above the text, below its kicker, not a caption."""

from itertools import pairwise

from articles.lexicon import load
from articles.parser.features import shaped
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.date import parse_date
from articles.parser.roles import Role
from articles.parser.rules.body import MIN_WORD_SHARE
from articles.parser.rules.headline import MIN_LEAD_CHARS, is_printable
from articles.parser.rules.trailing_byline import find_trailing_byline

MAX_HEAD_LINES = 25  # lines of an article's head
MAX_LINES_ABOVE_TEXT = 3  # lines above the text in a clip without menus and buttons
MAX_NEAR_LINES = 3  # lines right above a text
MIN_WORD_SHARE_SURE = 0.5  # of a headline's words
TOP_LINES = 8  # lines, at the beginning of a clip
MAX_KICKER_CHARS = 45
MAX_DATE_CHARS = 60  # of a line that only consists of a date
MAX_LINES_TO_TEXT = 12  # lines between a headline and its text
_OPENERS = frozenset((*shaped("by"), *shaped("clock"), "name"))  # features of lines with a time or an author


def headline_above_text(lines: list[LabelledLine]) -> None:
    """If no line is the headline, choose the one above the text that shares most words with it."""
    if any(line.role is Role.HEADLINE for line in lines):
        return
    texts = (Role.LEAD, Role.PARAGRAPH)
    long = (n for n, line in enumerate(lines) if line.role in texts and line.traits.length >= MIN_LEAD_CHARS)
    start = next(long, 0)
    above = [
        line
        for line in lines[max(0, start - MAX_HEAD_LINES) : start]
        if line.traits.rank
        and line.traits.rank[1] >= MIN_WORD_SHARE
        and line.role is Role.BOILERPLATE
        and line.words[0] not in "•-"
        and is_printable(line.words, line.traits)
    ]
    if above:
        above = [
            line for line in above if _could_be_headline(line) and not _is_named(line) and not _is_twice(line)
        ] or above
        opens = {id(line) for n, line in enumerate(lines[:start]) if _opens_article(lines, n)}
        best = min(above, key=lambda line: (id(line) not in opens, line.traits.rank or (99, 0.0, False)))
        best.relabel(Role.HEADLINE, "headline_above_text", 0.6)
        for line in lines[:start]:
            if line.role in texts:
                line.relabel(Role.BOILERPLATE, "above_headline", 0.6)
    elif 0 < start <= MAX_LINES_ABOVE_TEXT + 1 and (first := _first_of_tidy(lines, start)) is not None:
        first.relabel(Role.HEADLINE, "first_line", 0.6)
    elif (number := _right_above(lines, start)) is not None:
        lines[number].relabel(Role.HEADLINE, "right_above_text", 0.6)
    elif (number := _above_lead(lines, start)) is not None:
        lines[number].relabel(Role.HEADLINE, "headline_above_lead", 0.6)


def _right_above(lines: list[LabelledLine], start: int) -> int | None:
    """The index of a line right above the text that shares most words with it, far down the page; or None."""
    for number in range(start - 1, max(MAX_LINES_ABOVE_TEXT, start - 1 - MAX_NEAR_LINES), -1):
        line = lines[number]
        traits = line.traits
        plain = line.role is Role.BOILERPLATE and traits.shape in ("s", "?") and not (traits.phrase or traits.credit)
        if (
            plain
            and is_printable(line.words, traits)
            and not _is_named(line)
            and not traits.bullet
            and traits.length >= 25
            and traits.shared >= MIN_WORD_SHARE_SURE
        ):
            return number
    return None


def _above_lead(lines: list[LabelledLine], start: int) -> int | None:
    """The index of a short line right above sentences that share words with the text, if pictures separate them."""
    for number in range(start - 1, max(0, start - MAX_LINES_TO_TEXT), -1):
        lead, line = lines[number], lines[number - 1]
        if lead.traits.shape not in ("E", "P") or lead.traits.length < MIN_LEAD_CHARS or lead.traits.phrase:
            continue
        if lead.role is not Role.BOILERPLATE or lead.traits.shared < MIN_WORD_SHARE or _is_twice(lead):
            continue
        traits = line.traits
        plain = line.role is Role.BOILERPLATE and traits.shape in ("t", "s", "?") and len(traits.tokens) > 2
        plain = plain and is_printable(line.words, traits)
        if plain and not (traits.phrase or traits.credit or traits.bullet or _is_named(line) or _is_label(line.words)):
            return number - 1
    return None


def _is_named(line: LabelledLine) -> bool:
    """Whether a line is a name, or contains an author or a time of day."""
    return not {"by" + line.traits.shape, "name", "clock" + line.traits.shape}.isdisjoint(line.traits.features)


def _is_twice(line: LabelledLine) -> bool:
    return "twice" + line.traits.shape in line.traits.features


def _first_of_tidy(lines: list[LabelledLine], start: int) -> LabelledLine | None:
    """In a clip that contains only an article: the first short line above the text without a stock phrase.

    Dates, sections and genres above it are skipped. A single line above the text is its
    headline even if it could be a name: „Große Koalition“, „Friedrich Merz“. An author's name alone,
    without a headline above it, is rarer.
    """
    above = [line for line in lines[:start] if not _is_label(line.words)]
    texts = sum(line.role in (Role.LEAD, Role.PARAGRAPH) for line in lines)
    phrase_count = sum(line.traits.phrase is not None for line in lines[start:])
    if not above or len(above) > MAX_LINES_ABOVE_TEXT or texts * 2 <= len(lines) - start - phrase_count:
        return None
    first, alone = above[0], len(above) == 1
    plain = first.role is Role.BOILERPLATE and first.traits.shape in ("t", "s", "?") and not first.traits.phrase
    plain = plain and is_printable(first.words, first.traits)
    names = {"by" + first.traits.shape, "clock" + first.traits.shape, *(() if alone else ("name",))}
    enough = alone or len(first.traits.tokens) > 1
    return first if plain and enough and not names & set(first.traits.features) else None


def _is_label(words: str) -> bool:
    """Whether a line is the name of a section or genre, or a date."""
    if words.casefold().rstrip(":") in load.words("sections"):
        return True
    return len(words) <= MAX_DATE_CHARS and parse_date(words) is not None


def headline_at_the_top(lines: list[LabelledLine]) -> None:
    """In a clip that is mostly text, the first line that could be the headline becomes it."""
    texts = sum(line.role is Role.PARAGRAPH for line in lines)
    headline = next((line for line in lines if line.role is Role.HEADLINE), None)
    if headline is None or texts * 4 < len(lines):
        return
    for line in lines[:TOP_LINES]:
        if line is headline:
            return
        if line.role is Role.BOILERPLATE and _could_be_headline(line):
            headline.relabel(Role.BOILERPLATE, "below_headline", 0.6)
            line.relabel(Role.HEADLINE, "headline_at_the_top", 0.7)
            return


def headline_nearer_to_the_text(lines: list[LabelledLine]) -> None:
    """Replace a headline far above the text by a line between them that shares more words with it."""
    head = next((n for n, line in enumerate(lines) if line.role is Role.HEADLINE), None)
    if head is None:
        return
    start = next((n for n in range(head + 1, len(lines)) if lines[n].role is Role.PARAGRAPH), head)
    shares = (lines[head].traits.rank or (0, 0.0, False))[1] >= MIN_WORD_SHARE
    if shares and (start - head <= MAX_LINES_TO_TEXT or any(_opens_article(lines, n) for n in range(head, head + 3))):
        return
    least = 0.25 if shares else 0.0
    better = [n for n in range(head + 1, start) if _headline_worth(lines, n) > least]
    least += _headline_worth(lines, head) if better else 0.0
    if better := [n for n in better if _headline_worth(lines, n) > least]:
        lines[head].relabel(Role.BOILERPLATE, "far_from_text", 0.6)
        best = max(better, key=lambda n: _headline_worth(lines, n))
        lines[best].relabel(Role.HEADLINE, "headline_nearer_to_the_text", 0.6)


def headline_on_the_matter(lines: list[LabelledLine]) -> None:
    """Replace a headline that shares few words with the text by a line right above it that shares most."""
    head = next((n for n, line in enumerate(lines) if line.role is Role.HEADLINE), None)
    if head is None or lines[head].label.rule != "weighed" or _share(lines[head]) >= MIN_WORD_SHARE:
        return
    above = [
        line
        for line in lines[max(0, head - MAX_NEAR_LINES) : head]
        if line.role is Role.BOILERPLATE and _could_be_headline(line) and _share(line) >= MIN_WORD_SHARE_SURE
    ]
    if above and not any(line.words[0] in "•-*" for line in above):
        lines[head].relabel(Role.BOILERPLATE, "off_the_matter", 0.6)
        min(above, key=lambda line: line.traits.length).relabel(Role.HEADLINE, "headline_on_the_matter", 0.6)


def _share(line: LabelledLine) -> float:
    """The share of a line's words that occur in the opening of the text, or often in it."""
    return line.traits.rank[1] if line.traits.rank else 0.0


def _headline_worth(lines: list[LabelledLine], number: int) -> float:
    """The score of a headline: the share of its words in the text, plus 0.5 if time, author or lead follow."""
    line = lines[number]
    follows = _opens_article(lines, number)
    usual = line.role in (Role.BOILERPLATE, Role.HEADLINE) or (line.role is Role.CAPTION and follows)
    if not usual or line.traits.rank is None or line.traits.bullet or not is_printable(line.words, line.traits):
        return 0.0
    if line.role is not Role.HEADLINE and not (_could_be_headline(line) or (follows and len(line.traits.tokens) > 3)):
        return 0.0
    return line.traits.rank[1] + 0.5 * follows


def _opens_article(lines: list[LabelledLine], number: int) -> bool:
    """Whether the next line is a time, an author or the lead."""
    if number + 1 >= len(lines):
        return False
    below = lines[number + 1]
    if below.role in (Role.LEAD, Role.BYLINE):
        return True
    return below.traits.length < MIN_LEAD_CHARS * 2 and not _OPENERS.isdisjoint(below.traits.features)


def kicker_above_headline(lines: list[LabelledLine]) -> None:
    """Of two lines above the text that could both be the headline, the upper, shorter one becomes the kicker."""
    for number, (line, below) in enumerate(pairwise(lines)):
        if line.role is not Role.HEADLINE or below.role is not Role.BOILERPLATE or below.words[0] in "•·*":
            continue
        pair_traits = (line.traits, below.traits)
        plain = all(traits.shape == "s" and not traits.phrase and not traits.credit for traits in pair_traits)
        longer = below.traits.length >= max(25, line.traits.length) and line.traits.length <= MAX_KICKER_CHARS
        role_below = lines[number + 2].role if number + 2 < len(lines) else None
        plain = plain and find_trailing_byline(below.words) is None
        if plain and longer and _could_be_headline(below) and role_below is not Role.CREDIT:
            line.relabel(Role.KICKER, "kicker_above_headline", 0.7)
            below.relabel(Role.HEADLINE, "headline_below_kicker", 0.7)
        return


def _could_be_headline(line: LabelledLine) -> bool:
    traits = line.traits
    enough = (
        traits.rank is not None and traits.rank[1] >= MIN_WORD_SHARE and traits.length >= 25 and len(traits.tokens) > 3
    )
    named = {"by" + traits.shape, "name"} & set(traits.features)
    return enough and not named and is_printable(line.words, traits)


def opening_subheading(lines: list[LabelledLine]) -> None:
    """A subheading above all text heads the whole: the headline where there is none, or no part of the article."""
    texts = (Role.LEAD, Role.PARAGRAPH)
    first = next((line for line in lines if line.role in (*texts, Role.SUBHEADING)), None)
    if first is None or first.role is not Role.SUBHEADING or any(line.role is Role.HEADLINE for line in lines):
        return
    if is_printable(first.words, first.traits):
        first.relabel(Role.HEADLINE, "subheading_opens_text", 0.6)
    else:
        first.relabel(Role.BOILERPLATE, "no_headline", 0.6)


def headlines_that_are_none(lines: list[LabelledLine]) -> None:
    """A headline that is a credit, an author, a date, a section or a file is boilerplate; another is looked for."""
    bad = [line for line in lines if line.role is Role.HEADLINE and not is_printable(line.words, line.traits)]
    for line in bad:
        line.relabel(Role.BOILERPLATE, "no_headline", 0.7)
    if bad:
        headline_above_text(lines)
