"""How an article differs from its clip: changes that, applied to the clip's text, give the article's text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ..models import Article, Image

WORD = re.compile(r"\S+")
MAX_WORDS = 40_000  # of clip and article each; beyond them nobody reads a list of differences
LEFT_OUT, ADDED, CHANGED, SPACING = "left_out", "added", "changed", "spacing"


class TooLong(Exception):
    """The clip or the article is too long to be compared word by word."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters `start`…`end` of the clip's text are `now` in the article's; `role` is what they are in the clip."""

    start: int
    end: int
    now: str
    kind: str  # left_out, added, changed, spacing
    role: str = ""


def article_text(article: Article) -> str:
    """All words of the article that can come from a clip, in the order of its page, an empty line between parts."""
    images = {placement.image_id: placement.image for placement in article.placements.all()}
    parts = [article.kicker, article.headline, article.subheadline, article.lead, article.byline, article.dateline]
    for block in article.blocks:
        if block.kind == "image":
            parts += _words_of(images[block.image]) if block.image in images else []
        else:
            parts.append(block.text)
    return "\n\n".join(part for part in [*parts, article.signoff] if part)


def differences(article: Article) -> list[Difference]:
    """The changes in the order of the clip's text; none for an article without a clip. Raises TooLong."""
    if article.clip is None:
        return []
    old, new = article.clip.text, article_text(article)
    segments = article.reading.segments if article.reading else []
    return [one for change in _changes(old, new) for one in _by_role(old, change, segments)]


def apply(text: str, changes: Iterable[Difference]) -> str:
    """The clip's text with the changes made."""
    parts, position = [], 0
    for change in changes:
        parts += [text[position : change.start], change.now]
        position = change.end
    return "".join([*parts, text[position:]])


def _words_of(image: Image) -> list[str]:
    return [words for words in (image.caption, image.credit) if words]


def _changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of `old`, and what stands there in `new`; words are compared, and what stands between them."""
    one, other = list(WORD.finditer(old)), list(WORD.finditer(new))
    if max(len(one), len(other)) > MAX_WORDS:
        raise TooLong
    a = b = 0
    for i, j, size in SequenceMatcher(None, [m[0] for m in one], [m[0] for m in other], False).get_matching_blocks():
        for n in range(size):
            yield from _change(old, new, (a, one[i + n].start()), (b, other[j + n].start()))
            a, b = one[i + n].end(), other[j + n].end()
    yield from _change(old, new, (a, len(old)), (b, len(new)))


def _change(old: str, new: str, was: tuple[int, int], now: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    if old[slice(*was)] != new[slice(*now)]:
        yield (*was, new[slice(*now)])


def _by_role(old: str, change: tuple[int, int, str], segments: list[dict[str, Any]]) -> Iterator[Difference]:
    """The change; where words are only left out, one for each part of the clip that they belong to."""
    start, end, now = change
    met = [s for s in segments if s["start"] < end and s["end"] > start and s["role"] != "blank"]
    was = old[start:end].strip()
    if was.split() == now.split():
        yield Difference(start, end, now, SPACING)
    elif now.strip() or not met:
        kind = CHANGED if was and now.strip() else ADDED if now.strip() else LEFT_OUT
        yield Difference(start, end, now, kind, met[0]["role"] if was and met else "")
    else:
        bounds = [start, *(s["start"] for s in met[1:]), end]
        for n, segment in enumerate(met):
            yield Difference(bounds[n], bounds[n + 1], now if n == 0 else "", LEFT_OUT, segment["role"])
