"""Drops sentences in the menus of a page, far above the article: traffic news, the weather, banners."""

from itertools import pairwise

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.body import MIN_WORD_SHARE

MIN_GAP_LINES = 40  # lines without text between the menu sentences and the article
MIN_LENGTH_RATIO = 2  # length of the article divided by that of all menu sentences
MAX_PARAGRAPH_DISTANCE = 2  # lines between two paragraphs of an article
MAX_HEAD_LINES = 25  # lines above the article that contain its headline
_TEXT = (Role.PARAGRAPH, Role.LEAD)


def menu_sentences_above(lines: list[LabelledLine]) -> None:
    """Headline and text far above a much longer text with its own headline become boilerplate."""
    places = [n for n, line in enumerate(lines) if line.role in _TEXT]
    article_start = next(
        (n for n, before in zip(places[:0:-1], places[-2::-1], strict=True) if n - before > MIN_GAP_LINES), None
    )
    if article_start is None or not _has_headline(lines, article_start):
        return
    above = [n for n in places if n < article_start]
    below = sum(lines[n].traits.length for n in places if n >= article_start)
    if sum(lines[n].traits.length for n in above) * MIN_LENGTH_RATIO > below:
        return
    if any(later - earlier <= MAX_PARAGRAPH_DISTANCE for earlier, later in pairwise(above)):
        return
    for line in lines[: above[-1] + 1]:
        if line.role in (*_TEXT, Role.HEADLINE, Role.SUBHEADING, Role.BYLINE):
            line.relabel(Role.BOILERPLATE, "island_above", 0.7)
    for line in lines[max(above[-1] + 1, article_start - MAX_HEAD_LINES) : article_start]:
        if _may_head(line) and line.role is Role.CAPTION:
            line.relabel(Role.BOILERPLATE, "below_island", 0.6)  # the model took it for a line below a headline


def _has_headline(lines: list[LabelledLine], start: int) -> bool:
    return any(_may_head(line) for line in lines[max(0, start - MAX_HEAD_LINES) : start])


def _may_head(line: LabelledLine) -> bool:
    traits = line.traits
    loose = line.role in (Role.BOILERPLATE, Role.HEADLINE)
    loose = loose or (line.role is Role.CAPTION and line.label.rule == "weighed" and not traits.credit)
    return loose and traits.rank is not None and traits.rank[1] >= MIN_WORD_SHARE and not traits.bullet
