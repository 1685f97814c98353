"""Erases again what was erased before: after a restore, and in clips that are imported anew."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain.comments import moderation
from articles.domain.comments.reply_holds import in_batches
from articles.domain.privacy import article_redaction, clip_redaction, erasure, erasure_log, pseudonyms
from articles.models import Clip, Comment
from articles.text.lines import Span


def replay(by: User | None = None) -> int:
    """After a restore: erase once more what was erased before; returns the number of comments."""
    log = erasure_log.load()
    with transaction.atomic():
        rows = Comment.objects.exclude(status=Comment.Status.ERASED).select_related("clip__source")
        rows = rows.defer("clip__data", "clip__text")
        pks = [c.pk for c in rows.iterator(chunk_size=2_000) if log.contains(c)]
        pks += _blanked_before(log, Clip.objects.filter(sha256__in=list(log.clips)))
        number = _erase_again(pks, by)
        _blank_again(log, Clip.objects.filter(sha256__in=list(log.clips)), by)
        if log.pseudonyms:
            number += pseudonyms.apply_to_new_imports(list(rows.filter(clip__isnull=False).exclude(author="")))
    erasure.overwrite_traces()
    return number


def apply_to_new_imports(clips: Sequence[Clip], by: User | None = None) -> int:
    """Of clips that were imported just now: erase what was erased before; returns the number of comments."""
    log = erasure_log.load()
    if not (log.clips or log.names or log.texts or log.pseudonyms):
        return 0
    rows = Comment.objects.filter(clip__in=[c.pk for c in clips]).exclude(status=Comment.Status.ERASED)
    rows = rows.select_related("clip__source").defer("clip__data", "clip__text")
    pks = [c.pk for c in rows if log.contains(c)]
    pks += _blanked_before(log, [c for c in clips if c.sha256 in log.clips])
    done = _erase_again(pks, by)
    _blank_again(log, Clip.objects.filter(pk__in=[c.pk for c in clips], sha256__in=list(log.clips)), by)
    return done + pseudonyms.apply_to_new_imports([c for c in rows if c.pk not in set(pks)])


def _blanked_before(log: erasure_log.ErasureLog, clips: Iterable[Clip]) -> Iterator[int]:
    """The ids of the comments in the blanked passages of clips, by the readings' spans."""
    for clip in clips:
        blanked = log.clips[clip.sha256]
        rows = {c.text: c.pk for c in clip.comments.exclude(status=Comment.Status.ERASED)}
        for reading in clip.readings.all():
            for read in (reading.fields or {}).get("comments", ()):
                if read["text"] in rows and _lies_in(read.get("spans", ()), blanked):
                    yield rows[read["text"]]


def _blank_again(log: erasure_log.ErasureLog, clips: Iterable[Clip], by: User | None) -> None:
    """Redact passages that were blanked before, and that this reading did not take for comments."""
    for clip in clips:
        spans = [(s, e) for s, e in log.clips[clip.sha256] if clip.text[s:e].strip()]
        if spans:
            own = article_redaction.own_words_at(clip, spans)
            clip_redaction.redact(clip, spans, [])
            article_redaction.redact(clip, own, by, _("erased before"))


def _lies_in(spans: Collection[Sequence[int]], blanked: Sequence[Span]) -> bool:
    return bool(spans) and all(any(s <= start and end <= e for s, e in blanked) for start, end in spans)


def _erase_again(pks: Iterable[int], by: User | None) -> int:
    ordered = sorted(set(pks))
    for batch in in_batches(ordered, moderation.BATCH_COMMENTS):
        comments = erasure.find(erasure.PersonToErase(comments=tuple(batch)))
        erasure.erase_comments(comments, "", by, _("erased before"))
    return len(ordered)
