"""The tables that the measurements print: one for each variant and group, with intervals."""

from collections.abc import Iterator, Sequence

from .intervals import Estimate, estimate
from .pages import Page
from .scores import FIGURES

WIDTH = 12  # of a column


def tables(pages: list[Page], by: str, figures: Sequence[str] = FIGURES) -> Iterator[str]:
    """The lines of all tables: for each variant all pages, then each value of `by`, the most frequent first."""
    for variant in dict.fromkeys(page.variant for page in pages):
        own = [page for page in pages if page.variant == variant]
        groups: dict[str, list[Page]] = {}
        for page in own:
            groups.setdefault(getattr(page, by), []).append(page)
        yield from table(f"variant {variant}", own, figures)
        if len(groups) > 1:
            for value, some in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
                yield from table(f"variant {variant}, {by} {value or 'unknown'}", some, figures)


def table(title: str, pages: list[Page], figures: Sequence[str] = FIGURES) -> Iterator[str]:
    """The lines of one table: the means of the figures, their 95 % intervals, and the pages that have them."""
    found = estimates(pages, figures)
    publishers = len({page.publisher for page in pages})
    yield ""
    yield f"{title}: {len(pages)} pages of {publishers} publishers"
    yield "".join([f"{'':10}", *(f"{name:>{WIDTH}}" for name in found)])
    yield "".join([f"{'mean':10}", *(f"{one.mean:{WIDTH}.3f}" for one in found.values())])
    if publishers > 1:
        yield "".join([f"{'95 % from':10}", *(_bound(one.low) for one in found.values())])
        yield "".join([f"{'to':10}", *(_bound(one.high) for one in found.values())])
    yield "".join([f"{'pages':10}", *(f"{one.pages:{WIDTH}}" for one in found.values())])


def estimates(pages: list[Page], figures: Sequence[str] = FIGURES) -> dict[str, Estimate]:
    """The mean of each figure over the pages that have it, with its interval; figures that no page has are left out."""
    found = {}
    for name in figures:
        known = [page for page in pages if name in page.figures]
        one = estimate([page.figures[name] for page in known], [page.publisher for page in known])
        if one:
            found[name] = one
    return found


def _bound(value: float | None) -> str:
    return f"{'–':>{WIDTH}}" if value is None else f"{value:{WIDTH}.3f}"
