"""How an article differs from its clip: changes that, applied to the clip's text, give the article's text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ..models import Article, Image

WORD = re.compile(r"\S+")
MAX_WORDS = 40_000  # of clip and article each; longer texts are not compared
LEFT_OUT, ADDED, CHANGED, SPACING = "left_out", "added", "changed", "spacing"


class TooLong(Exception):
    """The clip or the article is too long to be compared word by word."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters `start`…`end` of the clip's text became `now` in the article; `role` is their role in the clip."""

    start: int
    end: int
    now: str
    kind: str  # left_out, added, changed, spacing
    role: str = ""


def article_text(article: Article) -> str:
    """All text of the article that can come from a clip, in the order of its page, an empty line between parts."""
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
    return [difference for change in _changes(old, new) for difference in _by_role(old, change, segments)]


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
    """Spans of `old`, and their text in `new`; words and the spaces between them are compared."""
    old_words, new_words = list(WORD.finditer(old)), list(WORD.finditer(new))
    if max(len(old_words), len(new_words)) > MAX_WORDS:
        raise TooLong
    old_end = new_end = 0
    for i, j, size in SequenceMatcher(
        None, [m[0] for m in old_words], [m[0] for m in new_words], False
    ).get_matching_blocks():
        for n in range(size):
            yield from _change(old, new, (old_end, old_words[i + n].start()), (new_end, new_words[j + n].start()))
            old_end, new_end = old_words[i + n].end(), new_words[j + n].end()
    yield from _change(old, new, (old_end, len(old)), (new_end, len(new)))


def _change(old: str, new: str, old_span: tuple[int, int], new_span: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    if old[slice(*old_span)] != new[slice(*new_span)]:
        yield (*old_span, new[slice(*new_span)])


def _by_role(old: str, change: tuple[int, int, str], segments: list[dict[str, Any]]) -> Iterator[Difference]:
    """The change; where words are only left out, one for each segment of the clip that they belong to."""
    start, end, text = change
    segments_met = [s for s in segments if s["start"] < end and s["end"] > start and s["role"] != "blank"]
    removed = old[start:end].strip()
    if removed.split() == text.split():
        yield Difference(start, end, text, SPACING)
    elif text.strip() or not segments_met:
        kind = CHANGED if removed and text.strip() else ADDED if text.strip() else LEFT_OUT
        yield Difference(start, end, text, kind, segments_met[0]["role"] if removed and segments_met else "")
    else:
        bounds = [start, *(s["start"] for s in segments_met[1:]), end]
        for n, segment in enumerate(segments_met):
            yield Difference(bounds[n], bounds[n + 1], text if n == 0 else "", LEFT_OUT, segment["role"])
