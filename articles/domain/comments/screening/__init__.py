"""Screens a comment before it is stored: one ordered table of rules, each in a file of its own.

A rule is a function from a Submission to a Verdict. The first refusal ends it; otherwise the strictest verdict holds.
"""

from collections.abc import Callable
from typing import Any

from articles.domain.comments.screening import (
    blocked_words,
    flood,
    honeypot,
    length,
    links,
    readable,
    repetition,
    spam_check,
    time_trap,
)
from articles.domain.comments.screening.verdict import HOLD, REFUSE, Submission, Verdict

RULES: tuple[tuple[str, Callable[[Submission], Verdict]], ...] = (
    ("flood", flood.judge),  # cheap ones first: a flood must not cost work
    ("honeypot", honeypot.judge),
    ("time_trap", time_trap.judge),
    ("length", length.judge),
    ("readable", readable.judge),
    ("links", links.judge),
    ("word_list", blocked_words.judge),
    ("repetition", repetition.judge),
    ("spam_check", spam_check.judge),
)


class CommentRefused(Exception):
    """A rule refused the comment; `verdict` says why."""

    def __init__(self, rule: str, verdict: Verdict) -> None:
        super().__init__(verdict.message)
        self.rule = rule
        self.verdict = verdict


def screen(submission: Submission) -> list[dict[str, Any]]:
    """The verdicts of all rules, as they are stored with the comment; raises CommentRefused."""
    results = []
    for name, judge in RULES:
        verdict = judge(submission)
        if verdict.verdict == REFUSE:
            raise CommentRefused(name, verdict)
        results.append(verdict.as_dict(name))
    return results


def is_held(screened: list[dict[str, Any]]) -> bool:
    """Whether one of the rules wants a moderator to look first."""
    return any(result["verdict"] == HOLD for result in screened)
