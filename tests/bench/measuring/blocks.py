"""Which given blocks of a text are which right ones, one to one, and the F1 of them."""

from collections.abc import Sequence

from .texts import ALIKE, likeness

MIN_PART_CHARS = 25  # of a block of which the other holds a little more
MAX_REST_CHARS = 12  # of what the other holds besides: a dateline, a signature
LENGTH_RATIO = (0.4, 2.5)  # between blocks that are compared


def block_likeness(given: str, right: str, lifted: Sequence[str] = ()) -> float:
    """How alike two blocks are; `lifted` are texts (a dateline, an agency …) that may stand in one of them alone."""
    alike = likeness(given, right)
    if alike >= ALIKE or not given or not right:
        return alike
    short, long = sorted((given, right), key=len)
    if len(short) < MIN_PART_CHARS or short not in long:
        return alike
    rest = long.replace(short, "", 1)
    room = max((len(text) for text in lifted if text and text in rest), default=0) + MAX_REST_CHARS
    return max(alike, ALIKE) if len(rest) <= room else alike


def match_blocks(given: Sequence[str], right: Sequence[str], lifted: Sequence[str] = ()) -> dict[int, int]:
    """Indexes of given blocks → indexes of right ones: equal texts first, then by falling likeness and distance."""
    pairs: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for number, text in enumerate(right):
        places.setdefault(text, []).append(number)
    for number, text in enumerate(given):
        if text and places.get(text):
            pairs[number] = places[text].pop(0)
    open_given = [number for number in range(len(given)) if number not in pairs]
    open_right = sorted(set(range(len(right))) - set(pairs.values()))
    candidates = [
        (-alike, abs(here - there), here, there)
        for here in open_given
        for there in open_right
        if _comparable(given[here], right[there])
        and (alike := block_likeness(given[here], right[there], lifted)) >= ALIKE
    ]
    taken = set(pairs.values())
    for _, _, here, there in sorted(candidates):
        if here not in pairs and there not in taken:
            pairs[here] = there
            taken.add(there)
    return pairs


def f1(hits: int, given: int, right: int) -> float:
    """The harmonic mean of precision and recall; 1 where nothing is right and nothing was given."""
    return 2 * hits / (given + right) if given + right else 1.0


def _comparable(given: str, right: str) -> bool:
    low, high = LENGTH_RATIO
    return bool(given and right) and low < len(given) / len(right) < high
