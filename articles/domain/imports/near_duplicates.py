"""Compares the texts of new clips with the stored ones, and notes the earlier one that each nearly equals.

Only clips that share a band of their fingerprint are looked at, however large the archive is. Two processes that
import at the same moment may miss each other's clips.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from django.utils.translation import gettext as _

from articles.models import ClipName, Fingerprint, FingerprintBand, Reading
from articles.models.fields.bulk_insert import insert
from articles.parser import document as clip_document
from articles.text import near_duplicates

MAX_CLIPS_PER_BAND = 10  # clips that one band leads to; more of them would tell nothing that these do not
MAX_SKETCHES = 8  # clips whose sketch is looked at: those that share most bands
MAX_TEXTS = 3  # clips whose text is compared word by word
MIN_ESTIMATE = near_duplicates.MIN_SIMILARITY - 0.05  # a sketch may err by so much


@dataclass(frozen=True, slots=True)
class _ComparedText:
    """A text as it is compared; `shingles` is empty where it has too few words."""

    shingles: near_duplicates.Shingles
    sketch: bytes = b""
    bands: tuple[int, ...] = ()
    before: float = inf  # the ids of clips that it is compared with are smaller


def compare_again(reading: Reading) -> None:
    """As compare(), for a clip that was compared before, when another version of the parser has read it."""
    Fingerprint.objects.filter(clip=reading.clip_id).delete()
    compare([reading])


def compare(readings: Sequence[Reading]) -> None:
    """Keep the fingerprints of new clips; a reading whose text nearly equals an earlier clip's gets a warning.

    The readings themselves are stored by the caller, afterwards. Call it in a transaction.
    """
    compared = [(reading, _text(_words(reading.fields, reading.clip.text), reading.clip_id)) for reading in readings]
    texts = [(reading, text) for reading, text in compared if text.shingles]
    archive = _Candidates([text for _reading, text in texts])
    prints, rows = [], []
    for reading, text in texts:
        near, likeness = archive.nearest(text)
        prints.append(Fingerprint(clip_id=reading.clip_id, sketch=text.sketch, near_id=near, likeness=likeness))
        rows += [FingerprintBand(fingerprint_id=reading.clip_id, value=v) for v in archive.add(reading.clip_id, text)]
    insert(prints)
    insert(rows)
    names = _names(fingerprint.near_id for fingerprint in prints)
    for (reading, _same), fingerprint in zip(texts, prints, strict=True):
        if fingerprint.near_id:
            warning = _warning(fingerprint.near_id, names, fingerprint.likeness)
            params = [list(param) for param in warning.params]
            reading.warnings.append({"code": warning.code, "message": warning.message, "spans": [], "params": params})
            reading.warning_count += 1


def preview_comparison(read: clip_document.ParsedClip) -> clip_document.ParsedClip:
    """The reading of a clip that is not stored, with the warning that compare() would give it; writes nothing."""
    document = read.document
    fields = {"lead": document.lead, "body": [{"text": block.text} for block in document.body]} if document else None
    text = _text(_words(fields, read.text))
    near, likeness = _Candidates([text]).nearest(text) if text.shingles else (None, 0.0)
    if near is None:
        return read
    return replace(read, warnings=(*read.warnings, _warning(near, _names([near]), likeness)))


def _text(words: str, before: float = inf) -> _ComparedText:
    shingles = near_duplicates.shingles(words)
    if not shingles:
        return _ComparedText(shingles)
    sketch = near_duplicates.sketch(shingles)
    return _ComparedText(shingles, sketch, tuple(dict.fromkeys(near_duplicates.bands(sketch))), before)


def _words(fields: Any, text: str) -> str:
    """What is compared: lead and text of the article, so that another page around it makes no difference."""
    return " ".join([fields["lead"], *(block["text"] for block in fields["body"])]) if fields else text


class _Candidates:
    """The clips that a batch of texts is compared with: stored ones that share a band, and the batch itself."""

    def __init__(self, texts: Sequence[_ComparedText]) -> None:
        values = {value for text in texts for value in text.bands}
        rows = FingerprintBand.objects.filter(value__in=values).values_list("value", "fingerprint_id")
        self._by_band: dict[int, list[int]] = defaultdict(list)
        for value, clip_id in rows:
            self._by_band[value].append(clip_id)
        known = {pk for text in texts for pk in self._likely(text)}
        stored = Fingerprint.objects.filter(pk__in=known).values_list("pk", "sketch")
        self._points = {pk: near_duplicates.points(bytes(sketch)) for pk, sketch in stored}
        self._shingles: dict[int, near_duplicates.Shingles] = {}

    def add(self, pk: int, text: _ComparedText) -> list[int]:
        """Make a text known to those that follow; returns the bands that shall lead to it."""
        free = [value for value in text.bands if len(self._by_band[value]) < MAX_CLIPS_PER_BAND]
        for value in free:
            self._by_band[value].append(pk)
        self._points[pk], self._shingles[pk] = near_duplicates.points(text.sketch), text.shingles
        return free

    def nearest(self, text: _ComparedText) -> tuple[int | None, float]:
        """The earlier clip that a text nearly equals, and their likeness; of equals the first."""
        points = near_duplicates.points(text.sketch)
        likely = [pk for pk in self._likely(text) if pk in self._points]
        guesses = {pk: near_duplicates.estimate_similarity(points, self._points[pk]) for pk in likely}
        alike = (pk for pk in likely if guesses[pk] >= MIN_ESTIMATE)
        close = sorted(alike, key=guesses.__getitem__, reverse=True)[:MAX_TEXTS]
        likeness = {pk: near_duplicates.similarity(text.shingles, self._found(pk)) for pk in close}
        best = max(likeness, key=lambda pk: (likeness[pk], -pk), default=None)
        return (
            (best, likeness[best])
            if best is not None and likeness[best] >= near_duplicates.MIN_SIMILARITY
            else (None, 0.0)
        )

    def _likely(self, text: _ComparedText) -> list[int]:
        shared = Counter(pk for value in text.bands for pk in self._by_band.get(value, ()) if pk < text.before)
        return sorted(shared, key=lambda pk: (-shared[pk], pk))[:MAX_SKETCHES]

    def _found(self, pk: int) -> near_duplicates.Shingles:
        if pk not in self._shingles:
            latest = Reading.objects.filter(clip=pk).select_related("clip").only("fields", "clip__text").first()
            self._shingles[pk] = _text(_words(latest.fields, latest.clip.text)).shingles if latest else frozenset()
        return self._shingles[pk]


def _names(ids: Iterable[int | None]) -> dict[int, str]:
    """The first name that each of these clips came under."""
    rows = ClipName.objects.filter(clip__in={clip_id for clip_id in ids if clip_id}).order_by("-id")
    return dict(rows.values_list("clip_id", "name"))


def _warning(clip: int, names: dict[int, str], likeness: float) -> clip_document.ClipWarning:
    words: dict[str, str | int] = {"name": names.get(clip, ""), "percent": int(likeness * 100)}
    message = _("The text is nearly that of “%(name)s”: %(percent)s %% of the word sequences are the same.") % words
    return clip_document.ClipWarning("near_duplicate", message, params=(*words.items(), ("clip", clip)))
