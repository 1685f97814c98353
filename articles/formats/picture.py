"""A picture for a page: one <picture> with every format, the widths to choose from, and its dimensions."""

from dataclasses import dataclass

from articles.models.images.rendition_specs import KINDS

from ..models import Image

FALLBACK = 960  # pixels: for browsers that do not choose


@dataclass(frozen=True, slots=True)
class PictureSource:
    """One format: its media type, and its addresses with their widths."""

    media_type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """The values of the element. Width and height (pixels) are those of the fallback; they reserve its space."""

    sources: list[PictureSource]
    fallback: PictureSource
    address: str
    width: int
    height: int


def shown(image: Image, shape: str) -> PictureView | None:
    """The picture in one of the shapes of models/images/rendition_specs.py; None where there are words only."""
    renditions = [r for r in image.renditions if r.shape == shape]
    fallback = image.rendition(shape, width=FALLBACK)
    if fallback is None:
        return None
    sources = [
        PictureSource(media_type, ", ".join(f"{r.url} {r.width}w" for r in renditions if r.kind == kind))
        for kind, media_type in KINDS.items()
    ]
    return PictureView(sources[:-1], sources[-1], fallback.url, fallback.width, fallback.height)
