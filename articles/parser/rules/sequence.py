"""What only the neighbours of a line can tell: rules that look at the verdicts on all lines together."""

import re

from articles.parser.labels import LabelledLine
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


def apply_rules(judged: list[LabelledLine]) -> None:
    """Apply every rule of this file, in their order."""
    if log_lines(judged):
        return
    picture_labels(judged)
    mostly_sentences(judged)
    repeated_caption(judged)
    text_beyond_interruptions(judged)
    menu_sentences_above(judged)
    headline_above_text(judged)
    headline_at_the_top(judged)
    headline_nearer_to_the_text(judged)
    headline_on_the_matter(judged)
    alternative_below_headline(judged)
    kicker_above_headline(judged)
    credits_by_form(judged)
    repeated_caption(judged)
    caption_once_more(judged)
    alternative_above_caption(judged)
    caption_above_credit(judged)
    caption_behind_credit(judged)
    captions_without_credit(judged)
    only_text(judged)
    sources_below_text(judged)
    sentences_in_the_text(judged)
    sentences_together(judged)
    last_sentences(judged)
    torn_paragraphs(judged)
    repeated_text(judged)
    repeated_below_pictures(judged)
    pull_quotes(judged)
    subheadings_in_the_text(judged)
    text_goes_on(judged)
    teasers_at_the_end(judged)
    ticker_entries(judged)
    dated_teasers(judged)
    subheadings_without_text(judged)
    bylines_of_nobody(judged)
    bylines_by_form(judged)
    portraits(judged)
    lead_or_first_paragraph(judged)


def log_lines(judged: list[LabelledLine]) -> bool:
    """A file of which half the lines begin with a machine's time or address is a log and holds no article."""
    lines = [one for one in judged if _LOG.match(one.words)]
    if len(lines) < 3 or len(lines) * 2 < len(judged):
        return False
    for one in judged:
        one.relabel(Role.BOILERPLATE, "log_lines")
    return True
