"""Content negotiation by quality (`q`), which the framework ignores. Source: RFC 9110, 12.5.1."""

import re
from collections.abc import Iterable, Sequence

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
MAX_MEDIA_RANGES = 64  # media ranges that are looked at


class QualityNegotiation(DefaultContentNegotiation):
    """Selects the renderer of the highest quality, of equal ones the first; quality 0 excludes one."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type; raises NotAcceptable."""
        parts = request.headers.get("Accept", "").split(",")[:MAX_MEDIA_RANGES]
        ranges = [_read(part) for part in parts if part.strip()]
        offered = list(renderers)
        wanted = ranges or [("*/*", 1.0)]
        rated = [(_quality(renderer.media_type, wanted), renderer) for renderer in offered]
        best, renderer = max(rated, key=lambda pair: pair[0])
        if best <= 0:
            raise NotAcceptable(available_renderers=offered)
        return renderer, renderer.media_type


def _read(part: str) -> tuple[str, float]:
    """A media range and its quality; an invalid quality counts as 1."""
    media_type, *parameters = (word.strip().lower() for word in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q" and QUALITY.fullmatch(value.strip()):
            return media_type, float(value)
    return media_type, 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality by the most specific range that matches; 0 where none does."""
    kind = media_type.partition("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        for media_range, quality in ranges:
            if media_range == wanted:
                return quality
    return 0.0
