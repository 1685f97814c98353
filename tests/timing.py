"""Proves that work takes time in proportion to its size, on a machine that does other work as well."""

from collections.abc import Callable

ROUNDS = 20


def grows_in_proportion(seconds: Callable[[int], float], size: int, slack: float) -> bool:
    """Whether twice the size takes about twice as long; `seconds(size)` and `slack` are seconds of processor time.

    A busy machine makes everything slower for a while, neighbours alike. So each run of the double size is held against
    the best of those of the single size just before and behind it, and the first that is good enough settles it. What
    grows with the square takes four times as long, whenever it is measured.
    """
    before = [seconds(size), seconds(size)]
    for _round in range(ROUNDS):
        double, behind = seconds(2 * size), seconds(size)
        if double < 2.5 * min(*before, behind) + slack:
            return True
        before = [behind, seconds(size)]
    return False
