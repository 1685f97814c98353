"""Turns the bytes of a clip into rows: the clip, its reading, and a draft with pictures and comments."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.utils import bulk_create_with_history

from ..clips import document as clip_document
from ..clips import reading as reader
from ..clips import report as clip_report
from ..models import Article, Clip, ClipName, Comment, Image, Reading, Source
from ..models.comment import MAX_LEVELS, STEP
from . import filling, publishing, revising

READER_VERSION = reader.READER_VERSION


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the operator knows of all clips of one call, beyond what they say themselves."""

    source: str = ""
    url: str = ""
    issued_on: date | None = None
    issued_precision: str = ""
    language: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `status` is new, seen or failed; `sentence` tells it to people."""

    name: str
    status: str
    sentence: str
    clip: Clip | None = None
    article: Article | None = None
    warning_count: int = 0


def preview(data: bytes, name: str) -> dict[str, Any]:
    """The dry run's JSON of one file; opens no database."""
    try:
        return clip_report.report(reader.read(data, name))
    except clip_document.Unreadable as error:
        return refusal(name, error.code, error.message)


def refusal(name: str, code: str, message: str) -> dict[str, Any]:
    """The dry run's JSON of a file that could not be read."""
    return clip_report.refusal(name, clip_document.Unreadable(code, message))


def import_clip(
    data: bytes,
    name: str,
    knows: Knowledge | None = None,
    by: User | None = None,
    publish_because: str = "",
) -> Outcome:
    """Import one clip in one transaction. A clip whose bytes were seen is left as it is; its new name is kept.

    With `publish_because` the article goes live at once, its comments approved and that reason on record.
    """
    name = printable(name)
    digest = hashlib.sha256(data).hexdigest()
    seen = _seen(digest, name)
    if seen:
        return seen
    try:
        read = reader.read(data, name)
    except clip_document.Unreadable as error:
        return Outcome(name, "failed", unreadable_sentence(name, error.code, error.message))
    for attempt in range(3):
        try:
            with transaction.atomic():
                return _store(data, read, knows or Knowledge(), by, publish_because)
        except IntegrityError:  # another process imported the same bytes, or added the same outlet, in this moment
            seen = _seen(digest, name)
            if seen:
                return seen
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


def printable(name: str) -> str:
    """A file's name that can be stored and shown: bytes that are no UTF-8 become replacement characters."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def foretell(data: bytes, name: str) -> Outcome:
    """What import_clip() would do with one file; reads the database, writes nothing."""
    sentence = seen_sentence(hashlib.sha256(data).hexdigest())
    if sentence:
        return Outcome(name, "seen", sentence)
    try:
        read = reader.read(data, name)
    except clip_document.Unreadable as error:
        return Outcome(name, "failed", unreadable_sentence(name, error.code, error.message))
    if read.document is None:
        return Outcome(name, "new", _("No article was found. The clip would be stored."))
    return Outcome(name, "new", _told(read.document.headline, "", len(read.document.comments), len(read.warnings)))


def unreadable_sentence(name: str, code: str, message: str) -> str:
    """Why a file was not imported, in a sentence that names it."""
    if code == "empty":
        return _("The file %(name)s is empty and was not imported.") % {"name": name}
    if code == "binary":
        return _("The file %(name)s is not text and was not imported.") % {"name": name}
    return _("The file %(name)s was not imported: %(why)s") % {"name": name, "why": message}


def seen_sentence(digest: str) -> str:
    """What stands in the archive of a clip with these bytes; empty if it is new."""
    clip = Clip.objects.for_lists().filter(sha256=digest).first()
    if clip is None:
        return ""
    article = clip.articles.defer("body").first()
    since = timezone.localtime(clip.received_at).strftime("%d.%m.%Y")
    if article is None:
        return _("in the archive since %(date)s, no article") % {"date": since}
    words = {"date": since, "headline": article.headline, "state": article.get_state_display()}
    return _("in the archive since %(date)s: “%(headline)s” (%(state)s)") % words


def _seen(digest: str, name: str) -> Outcome | None:
    sentence = seen_sentence(digest)
    if not sentence:
        return None
    ClipName.objects.get_or_create(clip=Clip.objects.only("pk").get(sha256=digest), name=name[:1000])
    return Outcome(name, "seen", sentence)


def _store(
    data: bytes, read: clip_document.Reading, knows: Knowledge, by: User | None, publish_because: str
) -> Outcome:
    clip = _store_clip(data, read, knows)
    reading = store_reading(clip, read)
    if read.document is None:
        sentence = _("No article was found. The clip is stored.")
        return Outcome(read.name, "new", sentence, clip, warning_count=reading.warning_count)
    article = _store_article(read.document, clip, reading, by)
    comments = _store_comments(article, clip, read.document.comments, approved=bool(publish_because), by=by)
    if publish_because:
        publishing.publish(article, by=by, override_reason=publish_because)
    told = _told(article.headline, article.get_state_display(), comments, reading.warning_count)
    return Outcome(read.name, "new", told, clip, article, reading.warning_count)


def _told(headline: str, state: str, comments: int, warnings: int) -> str:
    parts = [f"„{headline}“", state]
    if comments:
        parts.append(ngettext("%(n)d comment", "%(n)d comments", comments) % {"n": comments})
    if warnings:
        parts.append(ngettext("%(n)d warning", "%(n)d warnings", warnings) % {"n": warnings})
    return " · ".join(part for part in parts if part)


def _store_clip(data: bytes, read: clip_document.Reading, knows: Knowledge) -> Clip:
    outlet = knows.source or (read.document.source if read.document else "") or ""
    found = read.document.date if read.document else None
    clip = Clip.objects.create(
        sha256=read.sha256,
        size=len(data),
        encoding=read.encoding,
        language=knows.language or read.language,
        source=revising.find_or_add_source(outlet, Source.Kind.OUTLET) if outlet else None,
        url=knows.url,
        right=knows.right,
        issued_on=knows.issued_on or (found.value if found else None),
        issued_precision=knows.issued_precision or (found.precision if found else ""),
        data=data,
        text=read.text,
    )
    ClipName.objects.create(clip=clip, name=read.name[:1000])
    return clip


def store_reading(clip: Clip, read: clip_document.Reading) -> Reading:
    """Keep what this version of the reader saw in the clip."""
    fields = _jsonable(asdict(read.document)) if read.document else None
    warnings = [_jsonable(asdict(w)) for w in read.warnings]
    for name in filling.too_long(fields) if fields else ():
        message = _("The field “%(field)s” was cut: the clip has more.") % {"field": name}
        warnings.append({"code": "field_cut", "message": message, "spans": []})
    return Reading.objects.create(
        clip=clip,
        reader_version=read.reader_version,
        segments=[{"start": s.start, "end": s.end, "role": str(s.role), "rule": s.rule} for s in read.segments],
        fields=fields,
        evidence=[_jsonable(asdict(e)) for e in read.evidence],
        warnings=warnings,
        warning_count=len(warnings),
    )


def _jsonable(value: Any) -> Any:
    """Dataclasses' dicts with dates as ISO strings and tuples as lists."""
    if isinstance(value, dict):
        return {k: _jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(v) for v in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def store_draft(clip: Clip, read: clip_document.Reading, by: User | None) -> Article:
    """The draft of a clip in which an earlier reader had found no article."""
    if read.document is None:
        raise ValueError("There is no article in this reading.")
    article = _store_article(read.document, clip, store_reading(clip, read), by)
    _store_comments(article, clip, read.document.comments, approved=False, by=by)
    return article


def _store_article(found: clip_document.Document, clip: Clip, reading: Reading, by: User | None) -> Article:
    images = store_images(clip, found.images)
    article = Article(
        clip=clip,
        reading=reading,
        original_url=clip.url,
        language=clip.language or settings.LANGUAGE_CODE,
    )
    filling.fill(article, filling.as_read(reading.fields or {}, clip, images), by, _("imported"))
    return article


def store_images(clip: Clip, pictures: Sequence[clip_document.Picture]) -> list[Image]:
    """The rows of pictures that a clip tells of; none of them has a file."""
    if not pictures:
        return []
    rows = [
        Image(
            kind=p.kind,
            caption=p.caption,
            credit=p.credit[:500],
            photographer=", ".join(p.photographers)[:200],
            agency=", ".join(p.agencies)[:200],
            clip=clip,
        )
        for p in pictures
    ]
    return list(bulk_create_with_history(rows, Image, default_change_reason=_("imported")))


def _levels(found: Sequence[clip_document.ReaderComment]) -> list[int]:
    """How deep each comment stands: 0 for one on the article. Parents come before their replies."""
    levels: list[int] = []
    for comment in found:
        levels.append(0 if comment.parent is None else levels[comment.parent] + 1)
    return levels


def _paths(found: Sequence[clip_document.ReaderComment]) -> list[str]:
    """The materialised path of each comment; siblings are numbered in the clip's order."""
    paths: list[str] = []
    siblings: dict[str, int] = {}
    for comment in found:
        above = "" if comment.parent is None else paths[comment.parent]
        if len(above) >= STEP * MAX_LEVELS:
            above = above[:-STEP]  # deeper than a path can tell: it stands beside its parent, which it still names
        siblings[above] = siblings.get(above, 0) + 1
        paths.append(f"{above}{siblings[above]:0{STEP}d}")
    return paths


def _store_comments(
    article: Article, clip: Clip, found: Sequence[clip_document.ReaderComment], approved: bool, by: User | None
) -> int:
    """All comments of a clip, parents before replies; a reply waits as long as what stands above it is pending."""
    more = {"decided_at": timezone.now(), "decided_by": by} if approved else {}
    status = Comment.Status.APPROVED if approved else Comment.Status.PENDING
    paths = _paths(found)
    rows = [
        Comment(
            article=article,
            path=path,
            status=status,
            waits=comment.parent is not None and not approved,
            text=comment.text,
            author=comment.author[:120],
            author_is_inferred=comment.author_is_inferred,
            parent_is_inferred=comment.parent_is_inferred,
            written_at=comment.written_at,
            written_text=comment.written_text[:100],
            clip=clip,
            clip_position=position,
            **more,
        )
        for position, (comment, path) in enumerate(zip(found, paths, strict=True))
    ]
    by_level: dict[int, list[int]] = {}
    for index, level in enumerate(_levels(found)):
        by_level.setdefault(level, []).append(index)
    for level in sorted(by_level):  # a parent needs its id before its replies can name it
        for index in by_level[level]:
            parent = found[index].parent
            rows[index].parent = rows[parent] if parent is not None else None
        Comment.objects.bulk_create([rows[i] for i in by_level[level]])
    return len(rows)


@lru_cache(maxsize=1)
def seed_hashes() -> frozenset[str]:
    """The sha256 of the clips that ship with the project."""
    return frozenset(hashlib.sha256(p.read_bytes()).hexdigest() for p in settings.SEEDS_DIR.glob("*.txt"))
