"""Applies the rules that use the neighbours of a line, in a fixed order."""

import re
from collections.abc import Callable

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.below_text import authors_notes, other_articles
from articles.parser.rules.body import (
    mostly_sentences,
    only_text,
    question_in_the_text,
    sentences_in_the_text,
    subheadings_without_text,
    teasers_at_the_end,
)
from articles.parser.rules.bylines import bylines_by_form, bylines_going_on, bylines_of_nobody, portraits
from articles.parser.rules.captions import (
    alternative_above_caption,
    caption_above_credit,
    caption_behind_credit,
    credits_by_form,
    picture_labels,
    repeated_caption,
)
from articles.parser.rules.headline_position import (
    headline_above_text,
    headline_at_the_top,
    headline_nearer_to_the_text,
    headline_on_the_matter,
    headlines_that_are_none,
    kicker_above_headline,
    opening_subheading,
)
from articles.parser.rules.lead import lead_or_first_paragraph
from articles.parser.rules.menu_sentences import menu_sentences_above
from articles.parser.rules.repeated import pull_quotes, repeated_below_pictures, repeated_text
from articles.parser.rules.tickers import dated_teasers

_LOG = re.compile(
    r"\W{0,2}(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d{1,3}(?:\.\d{1,3}){3} |\d\d:\d\d:\d\d)"
)


RULES: tuple[Callable[[list[LabelledLine]], None], ...] = (  # in the order in which they are applied
    picture_labels,
    mostly_sentences,
    repeated_caption,
    menu_sentences_above,
    headline_above_text,
    headline_at_the_top,
    headline_nearer_to_the_text,
    headline_on_the_matter,
    opening_subheading,
    headlines_that_are_none,
    kicker_above_headline,
    credits_by_form,
    repeated_caption,
    alternative_above_caption,
    caption_above_credit,
    caption_behind_credit,
    only_text,
    sentences_in_the_text,
    repeated_text,
    repeated_below_pictures,
    pull_quotes,
    question_in_the_text,
    teasers_at_the_end,
    other_articles,
    authors_notes,
    dated_teasers,
    subheadings_without_text,
    bylines_of_nobody,
    bylines_by_form,
    bylines_going_on,
    portraits,
    lead_or_first_paragraph,
)


def apply_rules(lines: list[LabelledLine]) -> None:
    """Apply every rule, in order; each one changes labels in place."""
    if log_lines(lines):
        return
    for rule in RULES:
        rule(lines)


def log_lines(lines: list[LabelledLine]) -> bool:
    """Make everything boilerplate if half of the lines begin with a timestamp or IP address: a log file."""
    logged = [line for line in lines if _LOG.match(line.words)]
    if len(logged) < 3 or len(logged) * 2 < len(lines):
        return False
    for line in lines:
        line.relabel(Role.BOILERPLATE, "log_lines")
    return True
