"""Finds the image rows of a reading's pictures, and matches those of two readings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.domain import live_use
from articles.domain.images import library
from articles.domain.imports import storage
from articles.models import Clip, Image
from articles.models.fields.lengths import fit
from articles.parser import document as clip_document


@dataclass(frozen=True, slots=True)
class MatchedImages:
    """The image rows of two readings, each in the order of its pictures."""

    old: list[Image]
    new: list[Image]


def match_images(
    base: dict[str, Any], pictures: tuple[clip_document.Picture, ...], clip: Clip, is_live: bool
) -> MatchedImages:
    """The rows of the old reading's pictures, and those of the new one: the same row where it is the same picture.

    Unless the article `is_live`, the words of unedited pictures follow the new reading.
    """
    old = rows_of(clip, base)
    free = {row.pk: (row, picture) for row, picture in zip(old, base.get("images", ()), strict=False)}
    matched: list[Image | None] = []
    for picture in pictures:
        match = next((r for r, p in free.values() if _same_picture(p, picture)), None)
        matched.append(match)
        if match is not None:
            free.pop(match.pk)
            if not is_live:
                _follow(match, picture)
    missing = iter(storage.store_images(clip, [p for p, m in zip(pictures, matched, strict=True) if m is None]))
    return MatchedImages(old, [m if m is not None else next(missing) for m in matched])


def rows_of(clip: Clip, fields: Mapping[str, Any]) -> list[Image]:
    """The rows of a reading's pictures, in their order: as it names them, else as they were stored.

    The picture of a row that is gone leaves `fields`.
    """
    pictures, rows = fields.get("images") or (), {row.pk: row for row in clip.images.order_by("pk")}
    named = {picture["row"] for picture in pictures if "row" in picture}
    others = iter([row for pk, row in rows.items() if pk not in named])
    matched = [rows.get(picture["row"]) if "row" in picture else next(others, None) for picture in pictures]
    if None in matched:
        fields["images"][:] = [picture for picture, row in zip(pictures, matched, strict=True) if row is not None]
    return [row for row in matched if row is not None]


def name_rows(fields: Mapping[str, Any], rows: Sequence[Image]) -> None:
    """Store the ids of its pictures' rows in a reading."""
    for picture, row in zip(fields.get("images") or (), rows, strict=True):
        picture["row"] = row.pk


def _same_picture(old: dict[str, Any], new: clip_document.Picture) -> bool:
    former, current = old.get("caption", ""), new.caption
    if former == current:
        return bool(former) or old.get("credit", "") == new.credit
    return bool(former and current) and (former.startswith(current) or current.startswith(former))


def _follow(image: Image, picture: clip_document.Picture) -> None:
    """Let an image that nobody has edited, and that no live article shows, take the new reading's words."""
    words = (picture.caption, fit(Image, "credit", picture.credit))
    if image.history.count() != 1 or live_use.live_in(image) is not None:
        return
    if (image.caption, image.credit) != words:
        library.change(image, storage.image_words(picture), None, _("read again"))
