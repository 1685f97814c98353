"""What only the neighbours of a line can tell: rules that look at the verdicts on all lines together."""

from itertools import pairwise

from ..roles import Role
from ..verdict import Judged


def settle(judged: list[Judged]) -> None:
    """Apply every rule of this file, in their order."""
    one_headline(judged)
    repeated_caption(judged)


def one_headline(judged: list[Judged]) -> None:
    """A clip has one headline: the surest."""
    found = [one for one in judged if one.role is Role.HEADLINE]
    if len(found) > 1:
        best = max(found, key=lambda one: one.verdict.confidence)
        for one in found:
            if one is not best:
                one.becomes(Role.BOILERPLATE, "second_headline")


def repeated_caption(judged: list[Judged]) -> None:
    """A caption that stands twice, the second time with its credit: `… in Pjöngjang.` / `… in Pjöngjang. © DPA`."""
    for one, two in pairwise(judged):
        if two.role is Role.CAPTION and len(one.line.words) > 12 and two.line.words.startswith(one.line.words):
            one.becomes(Role.CAPTION, "repeated_caption")
