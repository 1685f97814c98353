"""Joins two changes of one text, paragraph by paragraph or row by row, against the version that both were made from."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

from articles.models.fields import body as article_body

T = TypeVar("T", bound=Hashable)


def changed_by(base: Any, mine: Any, theirs: Any) -> str:
    """Who has changed it: `nobody` (or both alike), `mine`, `theirs`, or `conflict`. A base of None is not known."""
    if mine == theirs:
        return "nobody"
    if base is not None and theirs == base:
        return "mine"
    if base is not None and mine == base:
        return "theirs"
    return "conflict"


def merge_sequences(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> tuple[list[T], bool]:
    """Both changes together; where they overlap, mine and then theirs. Tells whether they overlap anywhere."""
    merged: list[T] = []
    overlap = False
    b = m = t = 0
    for at_base, at_mine, at_theirs, length in _in_all(base, mine, theirs):
        old, ours, others = base[b:at_base], mine[m:at_mine], theirs[t:at_theirs]
        kind = changed_by(list(old), list(ours), list(others))
        merged += {"nobody": ours, "mine": ours, "theirs": others}.get(kind, [*ours, *others])
        overlap = overlap or (kind == "conflict" and bool(ours) and bool(others))
        b, m, t = at_base + length, at_mine + length, at_theirs + length
        merged += base[at_base:b]
    return merged, overlap


def _in_all(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that all three share: where they begin in each, and how long they are; the end is the last."""
    ones = _matches(base, mine)
    others = _matches(base, theirs)
    i = j = 0
    while i < len(ones) and j < len(others):
        (a, in_mine, n), (c, in_theirs, k) = ones[i], others[j]
        start, end = max(a, c), min(a + n, c + k)
        if start < end:
            yield start, in_mine + start - a, in_theirs + start - c, end - start
        if a + n < c + k:
            i += 1
        else:
            j += 1
    yield len(base), len(mine), len(theirs), 0


def _matches(base: Sequence[T], other: Sequence[T]) -> list[tuple[int, int, int]]:
    return [tuple(found) for found in SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()]  # type: ignore[misc]


def merge_bodies(base: str | None, mine: str, theirs: str) -> tuple[str, bool]:
    """Two bodies joined block by block, clean; tells whether both have changed the same block."""
    old, one, other = (list(article_body.parse(article_body.clean(text or ""))) for text in (base, mine, theirs))
    merged, overlap = merge_sequences(old, one, other)
    return article_body.compose(merged), overlap


def join_texts(mine: str, theirs: str, between: str) -> str:
    """Both texts, one after the other."""
    return between.join(text for text in (mine.strip(), theirs.strip()) if text)


def merge_rows(
    base: Sequence[dict[str, str]] | None,
    mine: Sequence[dict[str, str]],
    theirs: Sequence[dict[str, str]],
    key: Callable[[dict[str, str]], Hashable],
) -> list[dict[str, str]]:
    """The rows of both. One that somebody took out stays out, unless the other has changed it; mine come first."""
    old = {key(row): row for row in base or ()}
    own, others = ({key(row): row for row in rows} for rows in (mine, theirs))
    merged = []
    for name in dict.fromkeys([*own, *others]):
        kind = changed_by(old.get(name, {}) if base is not None else None, own.get(name, {}), others.get(name, {}))
        row = others.get(name, {}) if kind == "theirs" else own.get(name, {}) or others.get(name, {})
        if kind == "mine":
            row = own.get(name, {})
        if row:
            merged.append(row)
    return merged
