"""Replaces a person's name by a pseudonym wherever it occurs below the articles where they wrote.

The scope: the name is replaced in the comments below those articles, whoever wrote them, in what
decisions and reports about these comments keep, and in what the readings of their clips have of them; as whole words
only, in just these letters, and not as a part of the longer name of another person who writes there. A name in small
letters that the article itself has as a word („die“) is replaced only in mentions („@die“). Articles and
what is stored about them are never changed, whoever has that name in them; nor are comments below articles
where the person did not write. A clip loses the name above a comment and in mentions; within its
sentences only an erasure removes words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.domain.comments.moderation import BATCH_COMMENTS
from articles.domain.comments.reply_holds import in_batches
from articles.domain.privacy import clip_redaction, erasure_log, quotations
from articles.models import Article, Clip, Comment, Decision, Report
from articles.models.fields import body
from articles.models.fields.lengths import fit


def same_person(comment: Comment) -> list[Comment]:
    """The comments with this name in the clips of one outlet, or with one confirmed e-mail address."""
    rows = Comment.objects.exclude(status=Comment.Status.ERASED).select_related("clip__source").defer("clip__data")
    if comment.clip is not None and comment.clip.source_id is not None and comment.author:
        return list(rows.filter(author=comment.author, clip__source=comment.clip.source_id))
    if comment.email and comment.email_confirmed_at is not None:
        return list(rows.filter(email=comment.email, email_confirmed_at__isnull=False))
    return list(rows.filter(pk=comment.pk))


def pseudonymise(comment: Comment, by: User | None, reason: str = "") -> int:
    """Replace the name in everything that same_person() finds, and in mentions by others; returns how many
    comments had it. It cannot be undone: the name is not stored.

    Names of clips are logged like erasures, so that no import or restore brings them back.
    """
    with transaction.atomic():
        rows = same_person(comment)
        pseudonym = _pseudonym(comment)
        spoken_of = _rename(rows, pseudonym)
        audit.record_all("erase", rows, by, reason, what="name")
        audit.record_all("erase", spoken_of, by, reason, what="mention")
        if comment.clip is not None and comment.clip.source is not None:
            erasure_log.append_name(comment.author, str(comment.clip.source), pseudonym)
    cache.clear()
    return len(rows)


def _pseudonym(comment: Comment) -> str:
    return _("Anonymous %s") % erasure_log.key_of(comment)[:4].upper()


@dataclass(frozen=True, slots=True)
class Renaming:
    """Replaces a person's names by the pseudonym."""

    names: frozenset[str]
    pseudonym: str
    searched: re.Pattern[str] | None

    def __call__(self, text: str) -> str:
        """The text with the pseudonym."""
        return self.searched.sub(self._put, text) if self.searched else text

    def _put(self, match: re.Match[str]) -> str:
        return self.pseudonym if _on_one_line(match[0]) in self.names else match[0]


def _on_one_line(name: str) -> str:
    return " ".join(name.split())


def _renaming(names: Collection[str], pseudonym: str, articles: Collection[int]) -> Renaming:
    own = frozenset(_on_one_line(name) for name in names if len(name) > 1)
    spoken = {name for name in own if not _is_a_word(name, articles)}
    authors = Comment.objects.filter(article__in=articles).order_by().values_list("author", flat=True).distinct()
    longer = {a for a in map(_on_one_line, authors) if a not in own and any(name in a for name in own)}
    words, addressed = _any_of(spoken | longer), _any_of(own | longer)
    parts = [rf"(?<=@)(?:{addressed})(?!\w)"] if addressed else []
    parts += [rf"(?<!\w)(?:{words})(?!\w)"] if words else []
    return Renaming(own, pseudonym, re.compile("|".join(parts)) if own else None)


def _any_of(names: Iterable[str]) -> str:
    """Longest first, however their lines are broken."""
    return "|".join(r"\s+".join(map(re.escape, n.split())) for n in sorted(names, key=len, reverse=True))


def _is_a_word(name: str, articles: Collection[int]) -> bool:
    """Whether one of the articles contains the name as a word of the language."""
    if name != name.lower() or " " in name:
        return False
    searched = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    rows = Article.objects.filter(pk__in=articles).only("headline", "lead", "body")
    return any(
        searched.search("\n".join([row.headline, row.lead, *(block.text for block in body.parse(row.body))]))
        for row in rows
    )


def _rename(rows: Sequence[Comment], pseudonym: str) -> list[Comment]:
    """Rename in a transaction; returns the comments of others that mention the person."""
    articles = sorted({c.article_id for c in rows})
    list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").only("pk"))
    names = {c.author for c in rows if c.author}
    renaming = _renaming(names, pseudonym, articles)
    clips = {c.clip_id for c in rows if c.clip_id is not None}
    for clip in clips:
        clip_redaction.redact_names(Clip.objects.get(pk=clip), names, pseudonym)
    own_pks, others = {c.pk for c in rows}, []
    for row, changes in list(_changes_below(articles, renaming)):
        type(row)._default_manager.filter(pk=row.pk).update(**changes)
        if isinstance(row, Comment) and "text" in changes:
            clips |= {row.clip_id} if row.clip_id is not None else set()
            others += [row] if row.pk not in own_pks else []
    for clip in clips:
        clip_redaction.rename_in_readings(clip, renaming)
    for batch in in_batches([c.pk for c in rows], BATCH_COMMENTS):
        Comment.objects.filter(pk__in=batch).update(author=pseudonym, author_is_inferred=False)
    return others


def _changes_below(articles: Sequence[int], renaming: Renaming) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Comments, decisions and reports below these articles, and the new values of columns that contain the name."""
    now = timezone.now()
    for article in articles:
        comments = Comment.objects.filter(article=article).only("text", "decision_note", "screened", "clip")
        decisions = Decision.objects.filter(comment__article=article).only("text_before", "note")
        reports = Report.objects.filter(comment__article=article).only("explanation", "decision_note")
        for comment in comments.iterator():
            if changes := _changes(comment, ("text", "decision_note", "screened"), renaming):
                yield comment, changes
        for decision in decisions.iterator():
            if changes := _changes(decision, ("text_before", "note"), renaming):
                yield decision, {**changes, "name_replaced_at": now}
        for report in reports.iterator():
            if changes := _changes(report, ("explanation", "decision_note"), renaming):
                yield report, changes


def _changes(row: Any, columns: Sequence[str], renaming: Renaming) -> dict[str, Any]:
    changes = {}
    for name in columns:
        old = getattr(row, name)
        new = quotations.map_strings(old, renaming)
        if new != old:
            is_text = isinstance(new, str)  # a pseudonym may be longer than the name
            changes[name] = fit(type(row), name, new) if is_text else new
    return changes


def apply_to_new_imports(rows: Sequence[Comment]) -> int:
    """Replace the names of imported or restored comments that were replaced before; returns the number of comments."""
    pseudonyms = erasure_log.load().pseudonyms
    by_name: dict[str, list[Comment]] = {}
    for row in rows if pseudonyms else ():
        if row.clip is not None and row.clip.source is not None and row.author:
            key = erasure_log.name(row.author, str(row.clip.source))
            if key in pseudonyms:
                by_name.setdefault(pseudonyms[key], []).append(row)
    for pseudonym, comments in by_name.items():
        _rename(comments, pseudonym)
    return sum(map(len, by_name.values()))
