"""Which line is the headline, as only its neighbours tell: above the text, below its kicker, not a picture's."""

from itertools import pairwise

from articles.lexicon import load
from articles.parser.labels import LabelledLine
from articles.parser.patterns.date import parse_date
from articles.parser.roles import Role
from articles.parser.rules.body import MIN_WORD_SHARE
from articles.parser.rules.headline import MIN_LEAD_CHARS
from articles.parser.rules.trailing_byline import find_trailing_byline

MAX_HEAD_LINES = 25  # lines in which the head of an article must be
MAX_LINES_ABOVE_TEXT = 3  # lines above the text of a clip without menus and buttons
MAX_NEAR_LINES = 3  # lines right above a text
MIN_WORD_SHARE_SURE = 0.5  # of a headline's words
TOP_LINES = 8  # lines, at the beginning of a clip
MAX_KICKER_CHARS = 45
MAX_DATE_CHARS = 60  # characters of a line that is nothing but a date
MAX_LINES_TO_TEXT = 12  # lines between a headline and its text


def headline_above_text(judged: list[LabelledLine]) -> None:
    """Where no line was weighed as the headline: the one above the text that shares most words with it."""
    if any(one.role is Role.HEADLINE for one in judged):
        return
    texts = (Role.LEAD, Role.PARAGRAPH)
    long = (n for n, one in enumerate(judged) if one.role in texts and one.traits.length >= MIN_LEAD_CHARS)
    start = next(long, 0)
    above = [
        one
        for one in judged[max(0, start - MAX_HEAD_LINES) : start]
        if one.traits.rank
        and one.traits.rank[1] >= MIN_WORD_SHARE
        and one.role is Role.BOILERPLATE
        and one.words[0] not in "•-"
    ]
    if above:
        above = [one for one in above if _could_be_headline(one) and not _is_named(one) and not _is_twice(one)] or above
        opens = {id(one) for n, one in enumerate(judged[:start]) if _opens_article(judged, n)}
        best = min(above, key=lambda one: (id(one) not in opens, one.traits.rank or (99, 0.0, False)))
        best.relabel(Role.HEADLINE, "headline_above_text", 0.6)
        for one in judged[:start]:
            if one.role in texts:
                one.relabel(Role.BOILERPLATE, "above_headline", 0.6)
    elif 0 < start <= MAX_LINES_ABOVE_TEXT + 1 and (first := _first_of_tidy(judged, start)) is not None:
        first.relabel(Role.HEADLINE, "first_line", 0.6)
    elif (number := _right_above(judged, start)) is not None:
        judged[number].relabel(Role.HEADLINE, "right_above_text", 0.6)
    elif (number := _above_lead(judged, start)) is not None:
        judged[number].relabel(Role.HEADLINE, "headline_above_lead", 0.6)


def _right_above(judged: list[LabelledLine], start: int) -> int | None:
    """Among the lines right above a text that begins somewhere down the page: the one whose words are the text's."""
    for number in range(start - 1, max(MAX_LINES_ABOVE_TEXT, start - 1 - MAX_NEAR_LINES), -1):
        one = judged[number]
        traits = one.traits
        plain = one.role is Role.BOILERPLATE and traits.shape in ("s", "?") and not (traits.phrase or traits.credit)
        if (
            plain
            and not _is_named(one)
            and not traits.bullet
            and traits.length >= 25
            and traits.shared >= MIN_WORD_SHARE_SURE
        ):
            return number
    return None


def _above_lead(judged: list[LabelledLine], start: int) -> int | None:
    """The few words right above sentences of whose words many are the text's, though pictures stand between."""
    for number in range(start - 1, max(0, start - MAX_LINES_TO_TEXT), -1):
        lead, one = judged[number], judged[number - 1]
        if lead.traits.shape not in ("E", "P") or lead.traits.length < MIN_LEAD_CHARS or lead.traits.phrase:
            continue
        if lead.role is not Role.BOILERPLATE or lead.traits.shared < MIN_WORD_SHARE or _is_twice(lead):
            continue
        traits = one.traits
        plain = one.role is Role.BOILERPLATE and traits.shape in ("t", "s", "?") and len(traits.tokens) > 2
        if plain and not (
            traits.phrase or traits.credit or traits.bullet or _is_named(one) or _is_label(one.words)
        ):
            return number - 1
    return None


def _is_named(one: LabelledLine) -> bool:
    """Whether a line is a name, or has an author or a time of day in it."""
    return not {"by" + one.traits.shape, "name", "clock" + one.traits.shape}.isdisjoint(one.traits.features)


def _is_twice(one: LabelledLine) -> bool:
    return "twice" + one.traits.shape in one.traits.features


def _first_of_tidy(judged: list[LabelledLine], start: int) -> LabelledLine | None:
    """In a clip that is nothing but an article: the few words above the text that say nothing of the site.

    Dates, sections and genres that stand above them are passed over. Words that stand alone above the text are its
    headline, also where they could be somebody's name: „Große Koalition“, „Friedrich Merz“. An author's name alone,
    without a headline above it, is rarer.
    """
    above = [one for one in judged[:start] if not _is_label(one.words)]
    texts = sum(one.role in (Role.LEAD, Role.PARAGRAPH) for one in judged)
    said = sum(one.traits.phrase is not None for one in judged[start:])
    if not above or len(above) > MAX_LINES_ABOVE_TEXT or texts * 2 <= len(judged) - start - said:
        return None
    first, alone = above[0], len(above) == 1
    plain = first.role is Role.BOILERPLATE and first.traits.shape in ("t", "s", "?") and not first.traits.phrase
    names = {"by" + first.traits.shape, "clock" + first.traits.shape, *(() if alone else ("name",))}
    enough = alone or len(first.traits.tokens) > 1
    return first if plain and enough and not names & set(first.traits.features) else None


def _is_label(words: str) -> bool:
    """Whether a line is a section's or a genre's name, or nothing but a date."""
    if words.casefold().rstrip(":") in load.words("sections"):
        return True
    return len(words) <= MAX_DATE_CHARS and any(map(str.isdigit, words)) and parse_date(words) is not None


def headline_at_the_top(judged: list[LabelledLine]) -> None:
    """In a clip that is mostly text, the first line that could be the headline is it; what follows are captions."""
    texts = sum(one.role is Role.PARAGRAPH for one in judged)
    found = next((one for one in judged if one.role is Role.HEADLINE), None)
    if found is None or texts * 4 < len(judged):
        return
    for one in judged[:TOP_LINES]:
        if one is found:
            return
        if one.role is Role.BOILERPLATE and _could_be_headline(one):
            found.relabel(Role.BOILERPLATE, "below_headline", 0.6)
            one.relabel(Role.HEADLINE, "headline_at_the_top", 0.7)
            return


def headline_nearer_to_the_text(judged: list[LabelledLine]) -> None:
    """A headline far above the text that shares less with it than a line between them: that one is it."""
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), None)
    if head is None:
        return
    start = next((n for n in range(head + 1, len(judged)) if judged[n].role is Role.PARAGRAPH), head)
    shares = (judged[head].traits.rank or (0, 0.0, False))[1] >= MIN_WORD_SHARE
    if shares and (start - head <= MAX_LINES_TO_TEXT or any(_opens_article(judged, n) for n in range(head, head + 3))):
        return
    least = _headline_worth(judged, head) + (0.25 if shares else 0.0)
    better = [n for n in range(head + 1, start) if _headline_worth(judged, n) > least]
    if better:
        judged[head].relabel(Role.BOILERPLATE, "far_from_text", 0.6)
        best = max(better, key=lambda n: _headline_worth(judged, n))
        judged[best].relabel(Role.HEADLINE, "headline_nearer_to_the_text", 0.6)


def headline_on_the_matter(judged: list[LabelledLine]) -> None:
    """A headline of whose words hardly any open the text, and above it a line of whose words most do: that one."""
    head = next((n for n, one in enumerate(judged) if one.role is Role.HEADLINE), None)
    if head is None or judged[head].label.rule != "weighed" or _share(judged[head]) >= MIN_WORD_SHARE:
        return
    above = [
        one
        for one in judged[max(0, head - MAX_NEAR_LINES) : head]
        if one.role is Role.BOILERPLATE and _could_be_headline(one) and _share(one) >= MIN_WORD_SHARE_SURE
    ]
    if above and not any(one.words[0] in "•-*" for one in above):
        judged[head].relabel(Role.BOILERPLATE, "off_the_matter", 0.6)
        min(above, key=lambda one: one.traits.length).relabel(Role.HEADLINE, "headline_on_the_matter", 0.6)


def _share(one: LabelledLine) -> float:
    """Of a line's words, the share that stands in the opening of the text or often in it."""
    return one.traits.rank[1] if one.traits.rank else 0.0


def _headline_worth(judged: list[LabelledLine], number: int) -> float:
    """The share of its words in the text, and more where time, author or lead follow."""
    one = judged[number]
    follows = _opens_article(judged, number)
    usual = one.role in (Role.BOILERPLATE, Role.HEADLINE) or (one.role is Role.CAPTION and follows)
    if not usual or one.traits.rank is None or one.traits.bullet:
        return 0.0
    if one.role is not Role.HEADLINE and not (_could_be_headline(one) or (follows and len(one.traits.tokens) > 3)):
        return 0.0
    return one.traits.rank[1] + 0.5 * follows


def _opens_article(judged: list[LabelledLine], number: int) -> bool:
    """Whether a time, an author or the lead stands in the next line."""
    if number + 1 >= len(judged):
        return False
    two = judged[number + 1]
    heads = any(name.startswith(("by", "clock")) or name == "name" for name in two.traits.features)
    return two.role in (Role.LEAD, Role.BYLINE) or (heads and two.traits.length < MIN_LEAD_CHARS * 2)


def alternative_below_headline(judged: list[LabelledLine]) -> None:
    """A headline right above a caption whose words it shares is the picture's other text; the line above is it."""
    for number in range(1, len(judged) - 1):
        one, two, above = judged[number], judged[number + 1], judged[number - 1]
        if one.role is not Role.HEADLINE or two.role is not Role.CAPTION:
            continue
        own = {word[:6] for word in one.traits.tokens if len(word) > 4}
        same = own & {word[:6] for word in two.traits.tokens}
        if len(same) * 5 >= len(own) * 2 and above.role is Role.BOILERPLATE and _could_be_headline(above):
            one.relabel(Role.CAPTION, "alternative_below_headline", 0.7)
            above.relabel(Role.HEADLINE, "headline_above_picture", 0.7)
        return


def kicker_above_headline(judged: list[LabelledLine]) -> None:
    """Two lines above the text that could both be the headline: the upper, shorter one is the kicker."""
    for number, (one, two) in enumerate(pairwise(judged)):
        if one.role is not Role.HEADLINE or two.role is not Role.BOILERPLATE or two.words[0] in "•·*":
            continue
        lines = (one.traits, two.traits)
        plain = all(traits.shape == "s" and not traits.phrase and not traits.credit for traits in lines)
        longer = two.traits.length >= max(25, one.traits.length) and one.traits.length <= MAX_KICKER_CHARS
        below = judged[number + 2].role if number + 2 < len(judged) else None
        plain = plain and find_trailing_byline(two.words) is None
        if plain and longer and _could_be_headline(two) and below is not Role.CREDIT:
            one.relabel(Role.KICKER, "kicker_above_headline", 0.7)
            two.relabel(Role.HEADLINE, "headline_below_kicker", 0.7)
        return


def _could_be_headline(one: LabelledLine) -> bool:
    traits = one.traits
    enough = (
        traits.rank is not None
        and traits.rank[1] >= MIN_WORD_SHARE
        and traits.length >= 25
        and len(traits.tokens) > 3
    )
    return enough and not {"by" + traits.shape, "name"} & set(traits.features)
