"""The one way in which pictures are taken in, changed, replaced and deleted.

Form, upload, dialog, bulk action, API and import call these functions, which ask for the permission, keep the rules,
save with a revision, write the audit entry and enter the words into the search index.

A file is stored byte for byte under its hash; the name that it was sent with is not used. The same
file is never stored twice: sent again, it returns the picture that has it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from articles.domain import audit, live_use
from articles.domain.images import image_uses, inspection, metadata, rendition_files
from articles.domain.images.inspection import ImageRefused
from articles.domain.search import index
from articles.models import Image
from articles.models.fields import partial_date
from articles.models.images.image import SERIES

RIGHTS = ("credit", "photographer", "agency", "copyright", "usage_terms", "rights_until")
MAX_FILES = 50  # at once


class SentFile(Protocol):
    """A file that somebody sent: its size in bytes is known before it is read."""

    size: int | None

    def read(self) -> bytes:
        """The whole content."""


class KnownImage(ImageRefused):
    """The file belongs to another picture: `image`."""

    def __init__(self, image: Image) -> None:
        super().__init__(_("The picture “%(name)s” has this file already.") % {"name": image})
        self.image = image


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """A file that is a picture: its bytes, their hash in hexadecimal digits, and what it is."""

    data: bytes
    sha256: str
    inspected: inspection.InspectedImage


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture that was sent; `is_new` is False where this file was stored before."""

    image: Image
    is_new: bool


def examine(sent: SentFile) -> ExaminedFile:
    """Inspect a sent file before anything is stored. Raises ImageRefused."""
    inspection.check_bytes(sent.size or 0)
    data = sent.read()
    return ExaminedFile(data, hashlib.sha256(data).hexdigest(), inspection.inspect(data))


def take_in(sent: SentFile, by: User | None, reason: str = "") -> StoredImage:
    """Keep a picture, with what its file says of it.

    Raises PermissionDenied, and ImageRefused with a sentence for whoever sent it.
    """
    _require("add", by)
    file = examine(sent)
    if known := Image.objects.filter(sha256=file.sha256).first():
        return StoredImage(known, False)
    image = Image()
    _put_in(image, file)
    try:
        with transaction.atomic():
            _save(image, by, reason)
            audit.record("add", image, by, reason, format=file.inspected.kind, bytes=len(file.data))
    except IntegrityError:  # somebody else has sent the same file in this moment
        return StoredImage(Image.objects.get(sha256=file.sha256), False)
    return StoredImage(image, True)


def replace_file(image: Image, sent: SentFile, by: User | None, reason: str = "") -> bool:
    """Give a picture its file, or another one; returns False where it has this one already.

    Fields that are empty take what the file says. Raises PermissionDenied, ImageRefused, also where another picture has
    this file, and live_use.LiveChangeRefused where readers see the picture and `by` may not publish.
    """
    _require("change", by)
    file = examine(sent)
    if image.sha256 == file.sha256:
        return False
    if (other := Image.objects.filter(sha256=file.sha256).first()) is not None:
        raise KnownImage(other)
    if refusal := live_use.refusal(image, by, {"file": file.sha256}):
        raise live_use.LiveChangeRefused(refusal)
    former_name = image.file.name or ""
    _put_in(image, file)
    image.focal_x = image.focal_y = 0.5
    try:
        with transaction.atomic():
            _save(image, by, reason)
            audit.record("replace_file", image, by, reason, before=former_name, format=file.inspected.kind)
    except IntegrityError:  # somebody else has sent the same file in this moment
        raise KnownImage(Image.objects.get(sha256=file.sha256)) from None
    rendition_files.forget(image)
    return True


@transaction.atomic
def change(image: Image, values: Mapping[str, Any], by: User | None, reason: str = "") -> bool:
    """Give the stored picture these values, by column: one revision, one entry, for rights or for the rest.

    Returns whether anything differed; `image` has the stored values then. Raises PermissionDenied, LiveChangeRefused
    where readers see the picture and `by` may not publish, and ValidationError where a value is invalid, or nothing
    would be left of the picture.
    """
    _require("change", by)
    return _store(image, values, by, reason)


def _store(image: Image, values: Mapping[str, Any], by: User | None, reason: str = "") -> bool:
    current = Image.objects.select_for_update().get(pk=image.pk)
    before = {name: getattr(current, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if refusal := live_use.refusal(current, by, changed):
        raise live_use.LiveChangeRefused(refusal)
    for name, value in values.items():
        setattr(current, name, value)
        setattr(image, name, value)
    if not changed:
        return False
    _validate(current, changed)
    _save(current, by, reason)
    verb = "change_rights" if changed.keys() & set(RIGHTS) else "change"
    audit.record(verb, current, by, reason, fields=sorted(changed), **audit.before_and_after(current, before, changed))
    return True


def is_fresh(image: Image, by: User) -> bool:
    """Whether this person has just sent it: nobody has said anything of it since, and no text shows it."""
    first = image.history.values_list("history_user", flat=True)[:2]
    return list(first) == [by.pk] and not (image_uses.used_in(image) or image_uses.prepared_for(image))


def describe_fresh(image: Image, values: Mapping[str, str], by: User) -> None:
    """Describe a picture that was just sent.

    Raises ImageRefused for every other picture: its words are shared.
    """
    with transaction.atomic():
        current = Image.objects.select_for_update().get(pk=image.pk)
        if not is_fresh(current, by):
            raise ImageRefused(_("This picture is in the archive already: its words hold for every article, and stay."))
        change(image, values, by)


@transaction.atomic
def create(image: Image, by: User | None, reason: str = "") -> None:
    """Store a picture of which there are words only.

    Raises PermissionDenied, and ValidationError where there are none, or a value cannot be so.
    """
    _require("add", by)
    if not (image.caption or image.credit):
        raise ValidationError({"caption": "caption or credit"}, "required")
    _validate(image, [field.name for field in Image._meta.concrete_fields if not field.primary_key])
    _save(image, by, reason)
    audit.record("add", image, by, reason)


@transaction.atomic
def receive(file: SentFile | None, values: Mapping[str, Any], by: User | None) -> StoredImage:
    """A picture from a file, or of which there are words only; not new where the archive has this file already.

    The values go into a new picture only. Raises PermissionDenied, ImageRefused and ValidationError.
    """
    if file is None:
        image = Image(**values)
        create(image, by)
        return StoredImage(image, True)
    stored = take_in(file, by)
    if stored.is_new and values:
        _store(stored.image, values, by)
    return stored


def delete(image: Image, by: User | None, reason: str = "") -> None:
    """Remove a picture that nothing uses, its file and all that was made from it.

    Raises PermissionDenied, and ImageRefused where it is used.
    """
    _require("delete", by)
    deleted = Image(pk=image.pk, file=image.file.name, width=1, height=1)
    with transaction.atomic():
        if image_uses.used_in(image) or image_uses.prepared_for(image):
            raise ImageRefused(_("This picture is used and cannot be deleted."))
        audit.record("delete", image, by, reason)
        image._history_user = by  # type: ignore[attr-defined]
        image._change_reason = reason or None  # type: ignore[attr-defined]
        try:
            image.delete()
        except ProtectedError:
            raise ImageRefused(_("This picture is used and cannot be deleted.")) from None
        transaction.on_commit(partial(_forget, deleted), robust=True)


def _forget(image: Image) -> None:
    rendition_files.forget(image)
    if image.file and not Image.objects.filter(file=str(image.file)).exists():  # it may have been sent anew
        default_storage.delete(str(image.file))


def _put_in(image: Image, file: ExaminedFile) -> None:
    """Store the file outside any transaction; should the row then fail, the next one who sends it finds it stored."""
    name = f"originals/{file.sha256[:2]}/{file.sha256}.{file.inspected.kind}"
    if not default_storage.exists(name):
        stored_name = default_storage.save(name, ContentFile(file.data))
        if stored_name != name:  # somebody else has stored the same bytes in this moment
            default_storage.delete(stored_name)
    image.file = name
    image.sha256, image.width, image.height = file.sha256, file.inspected.width, file.inspected.height
    image.embedded = metadata.embedded(inspection.open_safely(file.data))
    metadata.prefill(image, image.embedded)
    if file.inspected.is_series:
        image.embedded[SERIES] = {"text": "true", "from": file.inspected.kind}


def _require(verb: str, by: User | None) -> None:
    permission = f"articles.{verb}_image"
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(permission)


def _validate(image: Image, changed: Iterable[str]) -> None:
    """Raises ValidationError; a column that nobody has touched is not looked at for itself."""
    columns = {field.name for field in Image._meta.concrete_fields}
    image.clean_fields(exclude=columns - set(changed))
    image.validate_constraints()
    partial_date.check(image, {"rights_until"} & set(changed))


def _save(image: Image, by: User | None, reason: str) -> None:
    image._history_user = by  # type: ignore[attr-defined]
    image._change_reason = reason or None  # type: ignore[attr-defined]
    image.save()
    index.update_pictured([image])
