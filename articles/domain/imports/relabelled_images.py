"""The pictures of a reading when a stretch of its clip gets another role: their rows, and what these say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.domain import live_use
from articles.domain.images import library
from articles.domain.imports import storage
from articles.models import Clip, Image
from articles.models.fields.lengths import fit
from articles.parser import document as clip_document
from articles.text.lines import any_overlap


@dataclass(frozen=True, slots=True)
class PictureRows:
    """The rows of the pictures before and after, and whether words of one were kept because they are not the clip's."""

    old: list[Image]
    new: list[Image]
    kept: list[str]


def match_pictures(
    clip: Clip,
    rows: list[Image],
    former: clip_document.ParsedClip,
    current: clip_document.ParsedClip,
    is_live: bool,
) -> PictureRows:
    """The rows of a corrected reading's pictures; `rows` are those of the former one, `is_live`: readers see them."""
    unmatched = list(zip(former.document.images if former.document else (), rows, strict=True))
    matched: list[Image | None] = []
    differences: list[str] = []
    for picture in current.document.images if current.document else ():
        match = next((pair for pair in unmatched if _is_same(pair[0], picture)), None)
        if match is None:
            matched.append(None)
            continue
        unmatched.remove(match)
        matched.append(match[1])
        if match[0] != picture and not _update_image(match[1], match[0], picture, is_live):
            differences = ["images"]
    pictures = current.document.images if current.document else ()
    missing = iter(storage.store_images(clip, [p for p, row in zip(pictures, matched, strict=True) if row is None]))
    return PictureRows(rows, [row if row is not None else next(missing) for row in matched], differences)


def _is_same(old: clip_document.Picture, new: clip_document.Picture) -> bool:
    if not old.spans or not new.spans:
        return (old.caption, old.credit, old.alt) == (new.caption, new.credit, new.alt)
    return any_overlap(old.spans, new.spans)


def _update_image(image: Image, old: clip_document.Picture, new: clip_document.Picture, is_live: bool) -> bool:
    """Update a picture's words from the clip, where nobody has changed them and no reader sees them yet."""
    words = (new.caption, fit(Image, "credit", new.credit))
    if (image.caption, image.credit) == words:
        return True
    if is_live or (image.caption, image.credit) != (old.caption, fit(Image, "credit", old.credit)):
        return False
    if live_use.live_in(image) is not None:  # another article shows it, too
        return False
    if not any(words) and not image.has_file:
        return True  # the picture leaves the text; its row keeps the words that it was known by
    library.change(image, storage.image_words(new), None, _("a stretch of the clip was given another role"))
    return True
