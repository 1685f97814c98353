"""Why the parser gave the lines of a clip their roles: computed when it is shown, never stored."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from articles.models import Clip, Reading
from articles.parser import line_explanations, pipeline
from articles.parser.formats import page

MAX_CLIP_CHARS = 60_000  # of a clip that is parsed again within a request
OPENING_CHARS = 2_000  # characters in which a page says that it is one
PLAIN_FORMATS = ("text", "")  # empty: read before formats were told
CACHED_CLIPS = 8  # clips whose reasons are remembered: one page asks several times
NO_REASONS: Mapping[int, tuple[str, ...]] = MappingProxyType({})


def reasons(clip: Clip, reading: Reading | None) -> Mapping[int, tuple[str, ...]]:
    """For each line of a plain-text clip, by its first character: the features that weighed most for its role.

    Empty where another version of the parser has read it, and for pages of HTML and very long clips.
    """
    if reading is None or reading.parser_version != pipeline.PARSER_VERSION or len(clip.text) > MAX_CLIP_CHARS:
        return NO_REASONS
    if clip.format not in PLAIN_FORMATS:
        return NO_REASONS
    opening = clip.text[:OPENING_CHARS].lstrip()
    if opening.startswith("<") or page.matches(opening.encode("utf-8", "replace"), ""):
        return NO_REASONS
    return _reasons(clip.text)


@lru_cache(maxsize=CACHED_CLIPS)
def _reasons(text: str) -> Mapping[int, tuple[str, ...]]:
    return MappingProxyType({begin: tuple(names) for begin, names in line_explanations.decisive_features(text).items()})
