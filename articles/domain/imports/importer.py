"""Imports the bytes of clips: parses them, stores what is new, and returns the outcome of each file."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.articles import publishing
from articles.domain.imports import children, holds, known_files, near_duplicates, refusals, storage
from articles.domain.imports.children import Nesting, Whole
from articles.domain.imports.rare_collection import rare_collection
from articles.domain.imports.storage import ImportDefaults
from articles.domain.privacy import repeated_erasure
from articles.models import Article, Clip, ClipName
from articles.models.fields.lengths import fit
from articles.parser import json_report, line_explanations, notices, pipeline
from articles.parser.document import ParsedClip, UnreadableClip
from articles.parser.formats import registry

PARSER_VERSION = pipeline.PARSER_VERSION
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The outcome of one file: `status` is new, seen, changed or failed; `sentence` says it for people.

    `held` are the reasons (holds.LABELS) for which no import publishes it. Only a dry run's outcome carries what was
    `read`. `children` are the outcomes of the files in it, of which `is_child` is true.
    """

    name: str
    status: str
    sentence: str
    clip: Clip | None = None
    article: Article | None = None
    warning_count: int = 0
    read: ParsedClip | None = None
    held: tuple[str, ...] = ()
    children: "tuple[ImportOutcome, ...]" = ()
    is_child: bool = False

    def with_children(self) -> "Iterator[ImportOutcome]":
        """It and the outcomes of all files in it, however deep, in their order."""
        yield self
        for child in self.children:
            yield from replace(child, is_child=True).with_children()

    @property
    def is_unread(self) -> bool:
        """Whether nothing could be read: it failed, or no article was found."""
        return self.status == "failed" or "no_article" in self.held


def preview(data: bytes, name: str, explained: bool = False) -> dict[str, Any]:
    """The dry run's JSON of one file, with `lines` if they shall be explained; opens no database.

    `children` are those of the files in it.
    """
    return _preview(data, name, explained, Nesting())


def _preview(data: bytes, name: str, explained: bool, nesting: Nesting) -> dict[str, Any]:
    try:
        registry.refuse(data, name)
        read = pipeline.parse_clip(data, name)
        result = json_report.report(read)
        if explained:
            result["lines"] = line_explanations.explain(data, name)
    except UnreadableClip as error:
        return json_report.refusal(name, error)
    except Exception as error:  # one file must not keep the others out
        logger.exception("%s could not be read", name)
        return refusal(name, "internal", f"{type(error).__name__}: {error}")
    if read.children:
        result["children"] = list(_preview_children(read, explained, nesting))
    return result


def _preview_children(read: ParsedClip, explained: bool, nesting: Nesting) -> Iterator[dict[str, Any]]:
    with nesting.deeper():
        for name, child in children.named(read.name, read.children):
            refused = nesting.refusal(child)
            result = json_report.refusal(name, refused) if refused else _preview(child.data, name, explained, nesting)
            yield result | ({"range": list(child.span)} if child.span else {})


def refusal(name: str, code: str, message: str) -> dict[str, Any]:
    """The dry run's JSON of a file that could not be read."""
    return json_report.refusal(name, UnreadableClip(code, message))


def import_clips(
    files: Sequence[tuple[str, bytes]],
    defaults: ImportDefaults | None = None,
    by: User | None = None,
    publish_reason: str = "",
) -> list[ImportOutcome]:
    """Import a batch of files in one transaction; where that fails, each in one of its own.

    No file is ever stored in part, and one that cannot be imported does not stop the others. The files in a file are
    imported with it.
    """
    with rare_collection():
        return _import_all(files, _Import(defaults or ImportDefaults(), by, publish_reason))


@dataclass(frozen=True, slots=True)
class _Import:
    """What holds for all files of an import; `whole` is the file in which those at hand were found."""

    defaults: ImportDefaults
    by: User | None
    publish_reason: str
    whole: Whole | None = None


def _import_all(files: Sequence[tuple[str, bytes]], how: _Import) -> list[ImportOutcome]:
    outcomes: dict[int, ImportOutcome] = {}
    new: dict[int, tuple[bytes, ParsedClip]] = {}
    known_hashes = _known_hashes(data for _name, data in files)
    hashes: set[str] = set()
    for index, (name, data) in enumerate(files):
        name, digest = printable(name), hashlib.sha256(data).hexdigest()
        if digest in known_hashes or digest in hashes:
            continue  # answered below, when this batch is stored
        read = _read(data, name)
        if isinstance(read, ImportOutcome):
            outcomes[index] = read
        else:
            new[index] = (data, read)
            hashes.add(digest)
    outcomes.update(zip(new, _store_all(list(new.values()), how), strict=True))
    for index, (name, data) in enumerate(files):
        if index not in outcomes:
            outcomes[index] = _seen_outcome(data, printable(name), how) or _import_one(data, name, how)
    return [outcomes[index] for index in range(len(files))]


def import_clip(
    data: bytes, name: str, defaults: ImportDefaults | None = None, by: User | None = None, publish_reason: str = ""
) -> ImportOutcome:
    """Import one clip in one transaction. A clip whose bytes were seen is left as it is; its new name is kept.

    With `publish_reason` the article goes live at once, its comments approved and that reason on record; one that its
    clip holds back (holds.py) stays a draft, whoever asks.
    """
    return _import_one(data, name, _Import(defaults or ImportDefaults(), by, publish_reason))


def _import_one(data: bytes, name: str, how: _Import) -> ImportOutcome:
    name = printable(name)
    seen_outcome = _seen_outcome(data, name, how)
    if seen_outcome:
        return seen_outcome
    read = _read(data, name)
    if isinstance(read, ImportOutcome):
        return read
    for attempt in range(3):
        try:
            return _store([(data, read)], how)[0]
        except IntegrityError as error:  # another process was quicker with these bytes, or with an outlet's name
            seen_outcome = _seen_outcome(data, name, how)
            if seen_outcome or attempt == 2:
                return seen_outcome or failed(name, error)
        except Exception as error:
            return failed(name, error)
    raise AssertionError("unreachable")


def _store_all(batch: list[tuple[bytes, ParsedClip]], how: _Import) -> list[ImportOutcome]:
    if not batch:
        return []
    try:
        return _store(batch, how)
    except Exception:  # the error of the one file is found by importing each on its own
        logger.warning("A batch of files was not imported; each is tried by itself", exc_info=True)
        return [_import_one(data, read.name, how) for data, read in batch]


@transaction.atomic
def _store(batch: list[tuple[bytes, ParsedClip]], how: _Import) -> list[ImportOutcome]:
    outcomes = []
    if how.whole and how.whole.is_held:
        batch = [(data, holds.with_whole(read)) for data, read in batch]
    stored = storage.store(batch, how.defaults, how.by, approve_reason=how.publish_reason, whole=how.whole)
    for row, (_data, read) in zip(stored, batch, strict=True):
        warnings = row.reading.warning_count
        held, why = tuple(holds.reasons(row.reading)), holds.describe(row.reading.warnings, row.clip.text)
        if storage.is_container(read):
            sentence = storage.children_in_words(len(read.children))
        elif row.article is None:
            sentence = _no_article(row.reading.warnings) + " " + _("The clip is stored.")
        else:
            if how.publish_reason and not held:
                publishing.publish(row.article, by=how.by, override_reason=how.publish_reason)
            state, near_name = str(Article.State(row.article.state).label), _near_duplicate_name(row.reading.warnings)
            sentence = _summary(row.article.headline, state, row.comments, warnings, near_name, len(read.children))
            sentence += _held_back(why, how.publish_reason)
        below = _import_children(row.clip, read, how, holds.holds_parts(held)) if read.children else ()
        outcome = ImportOutcome(read.name, "new", sentence, row.clip, row.article, warnings, held=held, children=below)
        outcomes.append(outcome)
    repeated_erasure.apply_to_new_imports([row.clip for row in stored], how.by)
    return outcomes


def import_children(clip: Clip, read: ParsedClip, by: User | None) -> tuple[ImportOutcome, ...]:
    """Import the files in a stored clip that are not stored yet, as drafts."""
    is_held = holds.holds_parts(holds.reasons(clip.readings.first()))
    return _import_children(clip, read, _Import(ImportDefaults(), by, ""), is_held)


def _import_children(clip: Clip, read: ParsedClip, how: _Import, is_held: bool) -> tuple[ImportOutcome, ...]:
    """Import the files in a file: each a clip of its own, in the order in which they lie there.

    `is_held`: none of them is published at once either.
    """
    nesting = how.whole.nesting if how.whole else Nesting()
    found = list(children.named(read.name, read.children))
    outcomes: dict[str, ImportOutcome] = {}
    with nesting.deeper():
        files = []
        for name, child in found:
            refused = nesting.refusal(child)
            if refused:
                outcomes[name] = ImportOutcome(name, "failed", refusals.message(name, refused))
            else:
                files.append((name, child.data))
        spans = {printable(name): child.span for name, child in found}
        whole = Whole(nesting, clip, is_held, spans)
        done = _import_all(files, replace(how, whole=whole))
    outcomes.update((name, outcome) for (name, _data), outcome in zip(files, done, strict=True))
    return tuple(outcomes[name] for name, _child in found)


def _read(data: bytes, name: str) -> ParsedClip | ImportOutcome:
    try:
        registry.refuse(data, name)
        return pipeline.parse_clip(data, name)
    except UnreadableClip as error:
        return ImportOutcome(name, "failed", refusals.message(name, error))
    except Exception as error:
        return failed(name, error)


def failed(name: str, error: Exception, clip: Clip | None = None) -> ImportOutcome:
    """The outcome of an unexpected error; `clip` was stored before and is unchanged."""
    logger.error("%s was not imported", name, exc_info=error)
    words = {"name": name, "error": f"{type(error).__name__}: {error}"}
    template = _("%(name)s was not read again: %(error)s") if clip else _("%(name)s was not imported: %(error)s")
    return ImportOutcome(name, "failed", template % words, clip)


def printable(name: str) -> str:
    """A file's name that can be stored and shown: bytes that are no UTF-8 become replacement characters."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def preview_import(data: bytes, name: str) -> ImportOutcome:
    """What import_clip() would do with one file and those in it; reads the database, writes nothing."""
    return _preview_import(data, name, Nesting())


def _preview_import(data: bytes, name: str, nesting: Nesting) -> ImportOutcome:
    clip = known_files.find(hashlib.sha256(data).hexdigest())
    if clip is not None:
        known = _read(data, name) if known_files.holds_files(clip) else None
        below = _preview_children_of(known, name, nesting) if isinstance(known, ParsedClip) else ()
        return _known(clip, name, below)
    read = _read(data, name)
    if isinstance(read, ImportOutcome):
        return read
    try:
        read = read if storage.is_container(read) else near_duplicates.preview_comparison(read)
    except Exception as error:
        return failed(name, error)
    document, warnings = read.document, len(read.warnings)
    warnings_as_dicts = [{"code": w.code, "params": w.params, "spans": w.spans} for w in read.warnings]
    if storage.is_container(read):
        sentence = storage.children_in_words(len(read.children))
    elif document is None:
        sentence = _no_article(warnings_as_dicts) + " " + _("The clip would be stored.")
    else:
        near_name = _near_duplicate_name(warnings_as_dicts)
        sentence = _summary(document.headline, "", len(document.comments), warnings, near_name, len(read.children))
        sentence += _held_back(holds.describe(warnings_as_dicts, read.text), "")
    held = notices.holds([warning.code for warning in read.warnings])
    below = _preview_children_of(read, name, nesting)
    return ImportOutcome(name, "new", sentence, warning_count=warnings, read=read, held=held, children=below)


def _preview_children_of(read: ParsedClip, name: str, nesting: Nesting) -> tuple[ImportOutcome, ...]:
    below = []
    with nesting.deeper():
        for child_name, child in children.named(name, read.children):
            refused = nesting.refusal(child)
            below.append(
                ImportOutcome(child_name, "failed", refusals.message(child_name, refused))
                if refused
                else _preview_import(child.data, child_name, nesting)
            )
    return tuple(below)


def _no_article(warnings: Iterable[Mapping[str, Any]]) -> str:
    """That there is no article, and what there is instead where that is known."""
    kind = next((dict(w.get("params") or ()).get("kind") for w in warnings if w["code"] == "no_article"), None)
    if not kind:
        return _("No article was found.")
    return _("No article was found: %(kind)s.") % {"kind": refusals.contents_label(str(kind))}


def _held_back(why: str, publish_reason: str) -> str:
    """The end of a sentence about a text that waits for the desk."""
    if not why:
        return ""
    return " · " + (_("not published: %(why)s") if publish_reason else _("held back: %(why)s")) % {"why": why}


def _known_hashes(files: Any) -> set[str]:
    """The hashes of those of these files that are stored already."""
    hashes = [hashlib.sha256(data).hexdigest() for data in files]
    return set(Clip.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))


def _seen_outcome(data: bytes, name: str, how: _Import) -> ImportOutcome | None:
    """The outcome of a file that is stored already; the files in it are named again, and imported if they are not."""
    digest = hashlib.sha256(data).hexdigest()
    clip = known_files.find(digest)
    if clip is None:
        return None
    ClipName.objects.get_or_create(clip=clip, name=fit(ClipName, "name", name))
    if how.whole is not None:
        children.adopt(digest, how.whole.clip)
    read = _read(data, name) if known_files.holds_files(clip) else None
    below: tuple[ImportOutcome, ...] = ()
    if isinstance(read, ParsedClip):
        below = _import_children(clip, read, how, holds.holds_parts(holds.reasons(clip.readings.first())))
    return _known(clip, name, below)


def _known(clip: Clip, name: str, below: tuple[ImportOutcome, ...]) -> ImportOutcome:
    article = known_files.article_of(clip)
    sentence, held = known_files.describe(clip, article, len(below)), known_files.unread(clip, article)
    return ImportOutcome(name, "seen", sentence, clip, article, held=held, children=below)


def _near_duplicate_name(warnings: Iterable[Mapping[str, Any]]) -> str:
    """The name of the earlier clip whose text is nearly the same; empty where there is none."""
    return next(
        (str(dict(warning["params"])["name"]) for warning in warnings if warning["code"] == "near_duplicate"), ""
    )


def _summary(headline: str, state: str, comments: int, warnings: int, near_name: str, files: int) -> str:
    parts = [_("“%(headline)s”") % {"headline": headline}, state]
    if comments:
        parts.append(ngettext("%(n)d comment", "%(n)d comments", comments) % {"n": comments})
    if warnings:
        parts.append(ngettext("%(n)d warning", "%(n)d warnings", warnings) % {"n": warnings})
    if files:
        parts.append(storage.children_in_words(files))
    if near_name:
        parts.append(_("nearly the same text as “%(name)s”") % {"name": near_name})
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=1)
def seed_hashes() -> frozenset[str]:
    """The sha256 of the clips that ship with the project."""
    return frozenset(hashlib.sha256(p.read_bytes()).hexdigest() for p in settings.SEEDS_DIR.glob("*.txt"))
