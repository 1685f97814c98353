"""Sentences in a page's menus, far above the article: traffic news, the weather, what stands in a banner."""

from itertools import pairwise

from articles.parser.labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.body import MIN_WORD_SHARE

MIN_GAP_LINES = 40  # lines without text between an island and the article
MIN_LENGTH_RATIO = 2  # times as long as all islands the article must be
MAX_PARAGRAPH_DISTANCE = 2  # lines; paragraphs of an article stand nearer to each other
MAX_HEAD_LINES = 25  # lines above the article in which its headline must be
_TEXT = (Role.PARAGRAPH, Role.LEAD)


def menu_sentences_above(judged: list[LabelledLine]) -> None:
    """What was taken for headline and text far above a much longer text that has a headline of its own is neither."""
    places = [n for n, one in enumerate(judged) if one.role in _TEXT]
    shore = next(
        (n for n, before in zip(places[:0:-1], places[-2::-1], strict=True) if n - before > MIN_GAP_LINES), None
    )
    if shore is None or not _has_headline(judged, shore):
        return
    above = [n for n in places if n < shore]
    below = sum(judged[n].traits.length for n in places if n >= shore)
    if sum(judged[n].traits.length for n in above) * MIN_LENGTH_RATIO > below:
        return
    if any(two - one <= MAX_PARAGRAPH_DISTANCE for one, two in pairwise(above)):
        return
    for one in judged[: above[-1] + 1]:
        if one.role in (*_TEXT, Role.HEADLINE, Role.SUBHEADING, Role.BYLINE):
            one.relabel(Role.BOILERPLATE, "island_above", 0.7)
    for one in judged[max(above[-1] + 1, shore - MAX_HEAD_LINES) : shore]:
        if _may_head(one) and one.role is Role.CAPTION:
            one.relabel(Role.BOILERPLATE, "below_island", 0.6)  # weighed as what stands below a headline


def _has_headline(judged: list[LabelledLine], start: int) -> bool:
    return any(_may_head(one) for one in judged[max(0, start - MAX_HEAD_LINES) : start])


def _may_head(one: LabelledLine) -> bool:
    traits = one.traits
    loose = one.role in (Role.BOILERPLATE, Role.HEADLINE)
    loose = loose or (one.role is Role.CAPTION and one.label.rule == "weighed" and not traits.credit)
    return loose and traits.rank is not None and traits.rank[1] >= MIN_WORD_SHARE and not traits.bullet
