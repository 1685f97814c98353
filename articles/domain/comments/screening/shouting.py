"""A spam check without word lists and without a service: how much a text looks like advertising or shouting."""

import re

from django.utils.translation import gettext_lazy

from articles.domain.comments.screening import links
from articles.domain.comments.screening.verdict import FINE, HOLD, Submission, Verdict

HOLD_SCORE = 0.6
SIGNS = (  # what, and how much one of it adds
    (re.compile(r"[!?]{3,}"), 0.15),
    (re.compile(r"[€$£]\s?\d|\d\s?(?:€|\$|£|EUR|USD|Euro)\b"), 0.15),
    (re.compile(r"(?<!\d)(?:\+|00)\d[\d\s/()-]{7,}\d"), 0.3),  # a telephone number
    (re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.I), 0.3),
    (re.compile(r"(\S)\1{5,}"), 0.15),
)
MIN_SHOUTED_LETTERS = 40  # letters; below that a few abbreviations decide


def judge(submission: Submission) -> Verdict:
    """Hold what shouts, sells and leaves a number."""
    score = round(min(1.0, loudness(submission.text)), 2)
    if score < HOLD_SCORE:
        return Verdict(FINE.verdict, score=score)
    return Verdict(HOLD, gettext_lazy("Looks like advertising or shouting."), score=score)


def loudness(text: str) -> float:
    """0 for plain speech; each sign of advertising adds to it."""
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters) / len(letters) if len(letters) >= MIN_SHOUTED_LETTERS else 0
    signs = sum(min(3, len(sign.findall(text))) * weight for sign, weight in SIGNS)
    return signs + max(0.0, shouted - 0.3) + 0.2 * links.count(text)
