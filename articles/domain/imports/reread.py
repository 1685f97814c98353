"""Reads stored clips again with a newer parser, and merges three ways.

The last import, the new reading and the current article are compared: only fields that no
editor has changed follow the reading. A published article never changes by itself: there the new values are stored
as a prepared version.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles.domain.articles import import_fields, scheduled_changes
from articles.domain.comments import thread
from articles.domain.imports import holds, importer, reading_images, refusals, storage
from articles.domain.privacy import quotations
from articles.models import Article, Clip, Comment, Reading
from articles.models.fields.lengths import fit
from articles.parser import document as clip_document
from articles.parser import pipeline, relabel
from articles.text.lines import any_overlap

LIVE_STATES = {Article.State.PUBLISHED, Article.State.APPROVED, Article.State.LOCKED}


@dataclass(slots=True)
class MergeResult:
    """The result of merging a new reading into an article."""

    values: import_fields.Values = field(default_factory=dict)  # fields that follow the reading
    differences: list[str] = field(default_factory=list)  # fields that an editor has changed, and the reading too


def unread() -> Iterator[Clip]:
    """The stored clips that this version of the parser has not read, oldest first, one at a time."""
    done = Reading.objects.filter(clip=OuterRef("pk"), parser_version=pipeline.PARSER_VERSION)
    for pk in list(Clip.objects.filter(~Exists(done)).order_by("pk").values_list("pk", flat=True)):
        yield Clip.objects.get(pk=pk)


def reread(clip: Clip, by: User | None = None, dry_run: bool = False) -> importer.ImportOutcome:
    """Read one stored clip again and merge what is new; status changed, or seen where there is nothing to do."""
    name = clip.names.values_list("name", flat=True).first() or clip.sha256
    try:
        read = pipeline.parse_clip(bytes(clip.data), name)
    except clip_document.UnreadableClip as error:
        return importer.ImportOutcome(name, "failed", refusals.message(name, error), clip)
    except Exception as error:  # one clip must not keep the others from being read
        return importer.failed(name, error, clip)
    try:
        outcome = _reread(clip, read, name, by, dry_run)
        found = importer.import_children(clip, read, by) if read.children and not dry_run else ()
        return replace(outcome, children=tuple(child for child in found if child.status != "seen"))
    except Exception as error:
        return importer.failed(name, error, clip)


@transaction.atomic
def _reread(
    clip: Clip, read: clip_document.ParsedClip, name: str, by: User | None, dry_run: bool
) -> importer.ImportOutcome:
    last = clip.readings.first()
    if clip.parent_id and holds.holds_parts(holds.reasons(Reading.objects.filter(clip=clip.parent_id).first())):
        read = holds.with_whole(read)
    if clip.format != read.format and not dry_run:
        clip.format = read.format
        clip.save(update_fields=["format"])
    read = relabel.replay(read, relabel.assignments(last.corrections if last else ()))
    outcome = _merge_into_articles(clip, read, name, by, last)
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def _merge_into_articles(
    clip: Clip, read: clip_document.ParsedClip, name: str, by: User | None, last: Reading | None
) -> importer.ImportOutcome:
    articles = list(clip.articles.select_for_update())
    reading = storage.store_reading(clip, read, last)
    if not articles:
        return _first_article(clip, read, reading, name, by)
    sentences, changed = [], False
    for article in articles:
        sentence, is_changed = _merge(article, clip, read, reading, by)
        sentences.append(sentence)
        changed = changed or is_changed
    return importer.ImportOutcome(
        name, "changed" if changed else "seen", " · ".join(sentences), clip, articles[0], reading.warning_count
    )


def _first_article(
    clip: Clip, read: clip_document.ParsedClip, reading: Reading, name: str, by: User | None
) -> importer.ImportOutcome:
    """A clip in which no article was found before: now there may be one."""
    if read.document is None or clip.state in {Clip.State.DISCARDED, Clip.State.DUPLICATE, Clip.State.ARCHIVE_ONLY}:
        return importer.ImportOutcome(name, "seen", _("nothing new"), clip)
    stored = storage.StoredClip(clip, reading)
    storage.store_articles([(stored, read)], storage.NameCache(by), by)
    sentence = _("an article was found: “%s”") % read.document.headline
    return importer.ImportOutcome(name, "changed", sentence, clip, stored.article)


def _merge(
    article: Article, clip: Clip, read: clip_document.ParsedClip, reading: Reading, by: User | None
) -> tuple[str, bool]:
    base = article.reading.fields if article.reading else None
    if read.document is None or not base:
        return _("nothing that could be merged"), False
    reason = _("read again by version %s of the reader") % pipeline.PARSER_VERSION
    images = reading_images.match_images(base, read.document.images, clip, article.state in LIVE_STATES)
    reading_images.name_rows(reading.fields or {}, images.new)
    reading.save(update_fields=["fields"])
    merge = merge_values(
        import_fields.values_as_read(base, clip, images.old),
        import_fields.values_as_read(reading.fields or {}, clip, images.new),
        article,
    )
    _warn_of_differences(reading, merge)
    added = _add_comments(article, clip, base, read.document)
    if article.state in LIVE_STATES:
        if merge.values:
            scheduled_changes.prepare(article, merge.values, by, reason, reading=reading)
            return _with_kept_fields(_("prepared version: %s") % _field_labels(merge.values), merge), True
    else:
        if import_fields.fill(article, merge.values, by, reason, reading=reading) and merge.values:
            return _with_kept_fields(_("changed: %s") % _field_labels(merge.values), merge), True
    if added:
        return _with_kept_fields(_("%d more comments") % added, merge), True
    return _with_kept_fields("", merge) or _("nothing new"), False


def merge_values(
    base: import_fields.Values, new: import_fields.Values, article: Article, current: import_fields.Values | None = None
) -> MergeResult:
    """Sort the groups of fields: unchanged, following the reading, or different because an editor has changed them.

    `current` are the values as they are, or will be when the prepared version goes live; else the article's.
    """
    current = import_fields.current_values(article) if current is None else current
    merge = MergeResult()
    for group in import_fields.FIELD_GROUPS:
        if all(
            import_fields.is_same(n, base[n], new[n]) or import_fields.is_same(n, current[n], new[n]) for n in group
        ):
            continue
        if all(import_fields.is_same(n, base[n], current[n]) for n in group):
            merge.values.update({n: new[n] for n in group})
        else:
            merge.differences.append(group[0])
    return merge


def _field_labels(names: Iterable[str]) -> str:
    named = [name for name in names if name not in {"headline_is_provisional", "issued_precision"}]
    return ", ".join(_label(name) for name in named)


def _label(name: str) -> str:
    """A field's name in the interface's language."""
    field = {"agencies": "article_agencies", "authors": "contributions"}.get(name, name)
    model_field = Article._meta.get_field(field)
    words = (
        model_field.verbose_name
        if hasattr(model_field, "verbose_name")
        else model_field.related_model._meta.verbose_name_plural
    )
    return str(words)


def _with_kept_fields(done: str, merge: MergeResult) -> str:
    """What was done, and the fields that keep what an editor wrote though the reading says otherwise."""
    kept = _("left as edited: %s") % _field_labels(merge.differences) if merge.differences else ""
    return " · ".join(part for part in (done, kept) if part)


def _warn_of_differences(reading: Reading, merge: MergeResult) -> None:
    if merge.differences:
        message = _("Edited since, and read otherwise now: %s.") % ", ".join(merge.differences)
        params = [["fields", merge.differences]]
        reading.warnings = [*reading.warnings, {"code": "differs", "message": message, "spans": [], "params": params}]
        holds.recount(reading)
        reading.save(update_fields=["warnings", "warning_count", "holds"])


def _add_comments(article: Article, clip: Clip, base: dict[str, Any], document: clip_document.Document) -> int:
    """Add comments that the last reading had missed; those that are there stay as the moderators left them."""
    positions_by_text: dict[str, list[int]] = {}
    for position, comment in enumerate(base.get("comments", ())):
        positions_by_text.setdefault(comment["text"], []).append(position)
    altered = _altered(base, clip.text)
    rows = {c.clip_position: c for c in article.comments.filter(clip=clip)}
    placed: list[Comment | None] = []
    added = 0
    for comment in document.comments:
        positions = positions_by_text.get(comment.text) or [
            p for p, spans in altered.items() if any_overlap(spans, comment.spans)
        ]
        if positions:
            placed.append(rows.get(positions.pop(0)))
            continue
        parent = placed[comment.parent] if comment.parent is not None else None
        row = thread.add(
            article,
            comment.text,
            author=fit(Comment, "author", comment.author),
            parent=parent,
            clip=clip,
            clip_position=len(rows) + added,
            author_is_inferred=comment.author_is_inferred,
            parent_is_inferred=comment.parent_is_inferred,
            written_at=comment.written_at,
            written_text=fit(Comment, "written_text", comment.written_text),
        )
        placed.append(row)
        added += 1
    return added


def _altered(base: dict[str, Any], text: str) -> dict[int, Sequence[Sequence[int]]]:
    """Comments of a reading that say something else than the clip since a person was erased or got a pseudonym: they
    are known by their place."""
    return {
        position: comment["spans"]
        for position, comment in enumerate(base.get("comments", ()))
        if comment.get("spans") and _differs_from_clip(comment["text"], "".join(text[s:e] for s, e in comment["spans"]))
    }


def _differs_from_clip(text: str, in_clip: str) -> bool:
    return quotations.CUT in text or _letters(text) not in _letters(in_clip)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
