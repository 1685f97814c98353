"""Check that work takes time in proportion to its size, even on a busy machine."""

from collections.abc import Callable

ROUNDS = 20


def grows_in_proportion(seconds: Callable[[int], float], size: int, slack: float) -> bool:
    """Whether twice the size takes about twice as long; `seconds(size)` and `slack` are seconds of processor time.

    A busy machine slows down all runs for a while. So each run of the double size is compared with the fastest of the
    runs of the single size just before and after it, and the first good result is enough. Quadratic work takes four
    times as long whenever it is measured. What takes no longer than the slack needs no comparison.
    """
    if 4 * seconds(size) < slack and seconds(2 * size) < slack:
        return True
    before = [seconds(size), seconds(size)]
    for _round in range(ROUNDS):
        double, after = seconds(2 * size), seconds(size)
        if double < 2.5 * min(*before, after) + slack:
            return True
        before = [after, seconds(size)]
    return False
