"""Two runs over the same pages: which figures rose, which pages got better or worse, and by which lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from .intervals import Estimate, estimate
from .pages import Page
from .scores import FALLING, FIGURES, Error

NAMED = 10  # pages that are told each way
LINE_CHARS = 110  # of a line that is told
MOST_LINES = 12  # of a page that are told each way
WEIGHED = ("paragraphs", "subheadings", "headline", "lead", "byline", "caption", "credit", "comments")
LEAST = 1e-9  # a smaller difference is none


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in both runs: its mean difference, and on how many pages it got better or worse."""

    figure: str
    difference: Estimate
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page in both runs: the sum of its gains (WEIGHED), and the lines that are right or wrong only now."""

    before: Page
    after: Page
    gain: float
    became_right: list[Error]
    became_wrong: list[Error]


def pair(before: list[Page], after: list[Page]) -> list[tuple[Page, Page]]:
    """The pages that both runs have, in the order of the later one."""
    earlier = {(page.variant, page.name): page for page in before}
    return [(known, page) for page in after if (known := earlier.get((page.variant, page.name)))]


def compare_figures(pairs: list[tuple[Page, Page]]) -> list[Change]:
    """Each figure over the pages where both runs have it."""
    changes = []
    for figure in FIGURES:
        known = [(old, new) for old, new in pairs if figure in old.figures and figure in new.figures]
        differences = [new.figures[figure] - old.figures[figure] for old, new in known]
        found = estimate(differences, [new.publisher for _, new in known])
        if found:
            sign = -1 if figure in FALLING else 1
            better = sum(sign * difference > LEAST for difference in differences)
            worse = sum(sign * difference < -LEAST for difference in differences)
            changes.append(Change(figure, found, better, worse))
    return changes


def compare_pages(pairs: list[tuple[Page, Page]]) -> list[PageChange]:
    """Every page with lines that became right or wrong, the largest gain first."""
    changes = [_page_change(old, new) for old, new in pairs]
    changed = [change for change in changes if change.became_right or change.became_wrong]
    return sorted(changed, key=lambda change: -change.gain)


def _page_change(old: Page, new: Page) -> PageChange:
    gain = sum(new.figures[name] - old.figures[name] for name in WEIGHED if name in old.figures and name in new.figures)
    return PageChange(old, new, gain, _only_in(old.errors, new.errors), _only_in(new.errors, old.errors))


def _only_in(errors: list[Error], others: list[Error]) -> list[Error]:
    left = list(others)
    found = []
    for error in errors:
        if error in left:
            left.remove(error)
        else:
            found.append(error)
    return found


def tell(before: list[Page], after: list[Page]) -> Iterator[str]:
    """The lines of the comparison, variant by variant."""
    pairs = pair(before, after)
    if not pairs:
        yield "The earlier run has none of these pages: nothing to compare."
        return
    if len(pairs) < max(len(before), len(after)):
        yield f"{len(pairs)} pages are in both runs; {len(before)} were read before, {len(after)} now."
    for variant in dict.fromkeys(new.variant for _, new in pairs):
        own = [(old, new) for old, new in pairs if new.variant == variant]
        yield ""
        yield f"variant {variant}, compared with the earlier run: {len(own)} pages"
        yield f"  {'figure':12}{'difference':>11}  {'95 % interval':19}{'better':>7}{'worse':>7}{'pages':>7}"
        for change in compare_figures(own):
            yield _told_change(change)
        changes = compare_pages(own)
        gained = [change for change in changes if change.gain > LEAST][:NAMED]
        lost = [change for change in reversed(changes) if change.gain < -LEAST][:NAMED]
        for title, named in (("gained most", gained), ("lost most", lost)):
            if named:
                yield f"  {title}:"
            for page in named:
                yield from _told_page(page)


def _told_change(change: Change) -> str:
    found = change.difference
    between = "" if found.low is None or found.high is None else f"{found.low:+.4f} … {found.high:+.4f}"
    return f"  {change.figure:12}{found.mean:+11.4f}  {between:19}{change.better:7}{change.worse:7}{found.pages:7}"


def _told_page(change: PageChange) -> Iterator[str]:
    yield f"    {change.after.name} ({change.after.lang}, {change.after.publisher}): {change.gain:+.3f}"
    for title, errors in (("no longer wrong", change.became_right), ("wrong now", change.became_wrong)):
        for what, line in errors[:MOST_LINES]:
            yield f"      {title}: {what}: {line[:LINE_CHARS]}"
        if len(errors) > MOST_LINES:
            yield f"      {title}: {len(errors) - MOST_LINES} more"
