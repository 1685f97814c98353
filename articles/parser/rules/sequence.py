"""Applies the rules that use the neighbours of a line, in a fixed order."""

import re

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role
from articles.parser.rules.body import (
    last_sentences,
    mostly_sentences,
    only_text,
    sentences_in_the_text,
    sentences_together,
    subheadings_in_the_text,
    subheadings_without_text,
    teasers_at_the_end,
    text_beyond_interruptions,
    text_goes_on,
    torn_paragraphs,
)
from articles.parser.rules.bylines import bylines_by_form, bylines_of_nobody, portraits
from articles.parser.rules.captions import (
    alternative_above_caption,
    caption_above_credit,
    caption_behind_credit,
    caption_once_more,
    captions_without_credit,
    credits_by_form,
    picture_labels,
    repeated_caption,
    sources_below_text,
)
from articles.parser.rules.headline_position import (
    alternative_below_headline,
    headline_above_text,
    headline_at_the_top,
    headline_nearer_to_the_text,
    headline_on_the_matter,
    kicker_above_headline,
)
from articles.parser.rules.lead import lead_or_first_paragraph
from articles.parser.rules.menu_sentences import menu_sentences_above
from articles.parser.rules.repeated import pull_quotes, repeated_below_pictures, repeated_text
from articles.parser.rules.tickers import dated_teasers, ticker_entries

_LOG = re.compile(
    r"\W{0,2}(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d{1,3}(?:\.\d{1,3}){3} |\d\d:\d\d:\d\d)"
)


def apply_rules(lines: list[LabelledLine]) -> None:
    """Apply every rule, in order; each one changes labels in place."""
    if log_lines(lines):
        return
    picture_labels(lines)
    mostly_sentences(lines)
    repeated_caption(lines)
    text_beyond_interruptions(lines)
    menu_sentences_above(lines)
    headline_above_text(lines)
    headline_at_the_top(lines)
    headline_nearer_to_the_text(lines)
    headline_on_the_matter(lines)
    alternative_below_headline(lines)
    kicker_above_headline(lines)
    credits_by_form(lines)
    repeated_caption(lines)
    caption_once_more(lines)
    alternative_above_caption(lines)
    caption_above_credit(lines)
    caption_behind_credit(lines)
    captions_without_credit(lines)
    only_text(lines)
    sources_below_text(lines)
    sentences_in_the_text(lines)
    sentences_together(lines)
    last_sentences(lines)
    torn_paragraphs(lines)
    repeated_text(lines)
    repeated_below_pictures(lines)
    pull_quotes(lines)
    subheadings_in_the_text(lines)
    text_goes_on(lines)
    teasers_at_the_end(lines)
    ticker_entries(lines)
    dated_teasers(lines)
    subheadings_without_text(lines)
    bylines_of_nobody(lines)
    bylines_by_form(lines)
    portraits(lines)
    lead_or_first_paragraph(lines)


def log_lines(lines: list[LabelledLine]) -> bool:
    """Make everything boilerplate if half of the lines begin with a timestamp or IP address: a log file."""
    logged = [line for line in lines if _LOG.match(line.words)]
    if len(logged) < 3 or len(logged) * 2 < len(lines):
        return False
    for line in lines:
        line.relabel(Role.BOILERPLATE, "log_lines")
    return True
