"""Erases what a person has written, wherever it is stored, and logs it, so that nothing brings it back."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.domain.comments import moderation
from articles.domain.comments.reply_holds import in_batches, update_waiting
from articles.domain.privacy import article_redaction, clip_redaction, erasure_log, quotations
from articles.models import Article, Claim, Clip, Comment, Decision, Notice, Report, Source
from articles.text.lines import Span

ERASED_VALUES: dict[str, Any] = {
    "status": Comment.Status.ERASED,
    "text": "",
    "author": "",
    "email": "",
    "sender_hash": "",
    "text_hash": "",
    "decision_note": "",
    "written_text": "",
    "written_at": None,
    "screened": [],
    "reports_count": 0,
    "email_confirmed_at": None,
    "form_key": None,
    "status_token": None,
    "author_is_inferred": False,
}


class UnknownPerson(ValueError):
    """The data given identify nobody; `str()` is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class PersonToErase:
    """How a person is identified: comments, an e-mail address, a private link's token, or a name within one outlet."""

    comments: tuple[int, ...] = ()
    email: str = ""
    token: str = ""
    name: str = ""
    outlet: str = ""

    def outlet_row(self) -> Source | None:
        """The outlet; raises UnknownPerson where a name comes without one, or there is none of that name."""
        if not self.name:
            return None
        outlet = Source.objects.outlets().filter(Q(name__iexact=self.outlet) | Q(slug=self.outlet)).first()
        if outlet is None:
            raise UnknownPerson(_("A name belongs to one outlet: please name one that there is."))
        return outlet


@dataclass(slots=True)
class ErasurePlan:
    """What an erasure removes: rows as they are stored, and passages of clips."""

    comments: list[Comment] = field(default_factory=list)
    clips: dict[int, list[Span]] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    quoted_in: list[Comment] = field(default_factory=list)
    reports_by: int = 0
    reports_about: int = 0


def find(person: PersonToErase) -> list[Comment]:
    """The comments of this person that are not erased yet. Raises UnknownPerson."""
    outlet = person.outlet_row()
    same = Q(pk__in=[])
    if person.comments:
        same |= Q(pk__in=person.comments)
    if person.email:
        same |= Q(email__iexact=person.email.strip())
    if person.token:
        same |= Q(status_token=person.token)
    if outlet is not None:
        same |= Q(author__iexact=person.name.strip(), clip__source=outlet)
    rows = Comment.objects.exclude(status=Comment.Status.ERASED).filter(same)
    rows = rows.select_related("article", "clip__source").defer("article__note", "clip__data", "clip__text")
    return list(rows.order_by("pk"))


def plan(person: PersonToErase) -> ErasurePlan:
    """What erase() would remove; writes nothing. Raises UnknownPerson."""
    return _plan(find(person), person.email)


def _plan(comments: Sequence[Comment], email: str = "") -> ErasurePlan:
    plan = ErasurePlan(list(comments))
    for clip, of_clip in _by_clip(comments):
        plan.clips[clip.pk] = clip_redaction.spans_of(clip, of_clip)
        articles = article_redaction.affected_articles(clip, article_redaction.own_words_of(clip, of_clip))
        plan.articles += [article for article in articles if article not in plan.articles]
    plan.quoted_in = [row for row, _text in _quotes(comments)]
    plan.reports_about = Report.objects.filter(comment__in=comments).count()
    plan.reports_by = Report.objects.filter(email__iexact=email).count() if email else 0
    return plan


def _by_clip(comments: Sequence[Comment]) -> Iterator[tuple[Clip, list[Comment]]]:
    by_clip: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.clip_id is not None:
            by_clip[comment.clip_id].append(comment)
    for pk, of_clip in by_clip.items():
        yield Clip.objects.get(pk=pk), of_clip


def _quotes(comments: Sequence[Comment]) -> Iterator[tuple[Comment, str]]:
    """Comments of others below the same articles that quote or mention the person, with their redacted text."""
    own_pks = {c.pk for c in comments}
    for article, of_article in _by_article(comments).items():
        unquote = _unquoter(of_article)
        for row in Comment.objects.filter(article=article).exclude(pk__in=own_pks).only("text", "article").iterator():
            text = unquote(row.text)
            if text != row.text:
                yield row, text


def _by_article(comments: Sequence[Comment]) -> dict[int, list[Comment]]:
    by_article: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_article[comment.article_id].append(comment)
    return by_article


def _forget_quotes_on_record(comments: Sequence[Comment]) -> None:
    """Remove quotes of the person from decisions and reports about comments of others, also where the comment has none
    any more: a moderator may have cut just that. A decision can only lose its whole text (fields/triggers.py)."""
    for article, of_article in _by_article(comments).items():
        unquote, own_pks = _unquoter(of_article), {c.pk for c in of_article}
        others = Q(comment__article=article) & ~Q(comment__in=own_pks)
        for decision in list(Decision.objects.filter(others).only("text_before", "note").iterator()):
            emptied = {
                name: ""
                for name in ("text_before", "note")
                if unquote(getattr(decision, name)) != getattr(decision, name)
            }
            if emptied:
                Decision.objects.filter(pk=decision.pk).update(**emptied)
        for report in Report.objects.filter(others).exclude(explanation="").only("explanation"):
            if unquote(report.explanation) != report.explanation:
                Report.objects.filter(pk=report.pk).update(explanation=unquote(report.explanation))
        for row in (
            Comment.objects.filter(article=article)
            .exclude(decision_note="")
            .exclude(pk__in=own_pks)
            .only("decision_note")
        ):
            if unquote(row.decision_note) != row.decision_note:
                Comment.objects.filter(pk=row.pk).update(decision_note=unquote(row.decision_note))


def _unquoter(own: Sequence[Comment]) -> Callable[[str], str]:
    """A function that removes quotes and mentions of the author of these comments below one article from a text."""
    clip = own[0].clip
    names = {c.author for c in own if c.author}
    searched = quotations.pattern(clip_redaction.own_sentences(clip, own), names, clip_redaction.spoken_names(own))
    in_part = clip_redaction.own_parts(clip, own)
    return lambda text: quotations.unquote(text, searched, in_part)


def erase(person: PersonToErase, by: User | None, reason: str) -> ErasurePlan:
    """Erase a person; returns what was removed. Raises UnknownPerson, and OSError where the log cannot be written."""
    outlet = person.outlet_row()
    names = [(person.name, str(outlet))] if outlet is not None else []
    with transaction.atomic():
        comments = find(person)
        done = erase_comments(comments, person.email, by, reason)
        spans = {c.clip.sha256: done.clips[c.clip_id] for c in comments if c.clip is not None and c.clip_id}
        erasure_log.append(comments, spans, [person.email], names)
    overwrite_traces()
    return done


def erase_comments(comments: Sequence[Comment], email: str, by: User | None, reason: str) -> ErasurePlan:
    """Remove everything, without logging it, in a transaction. The objects `comments` keep their words in memory."""
    pks = [c.pk for c in comments]
    for batch in in_batches(pks, moderation.BATCH_COMMENTS):
        moderation.lock(batch)
    done = _plan(comments, email)
    _forget_quotes_on_record(comments)
    for row, text in list(_quotes(comments)):
        Comment.objects.filter(pk=row.pk).update(text=text, text_hash="")
        Decision.objects.filter(comment=row).update(text_before="")
    for clip, of_clip in _by_clip(comments):
        own = article_redaction.own_words_of(clip, of_clip)
        clip_redaction.redact(clip, done.clips[clip.pk], of_clip)
        article_redaction.redact(clip, own, by, reason)
    for batch in in_batches(pks, moderation.BATCH_COMMENTS):
        Comment.objects.filter(pk__in=batch).update(**ERASED_VALUES)
        Decision.objects.filter(comment__in=batch).update(text_before="", note="")
        Notice.objects.filter(decision__comment__in=batch, sent_at=None).delete()
        Claim.objects.filter(comment__in=batch).delete()
        _empty_reports(batch, by)
    update_waiting([c for c in comments if c.status == Comment.Status.PENDING])
    if email:
        Report.objects.filter(email__iexact=email).update(**dict.fromkeys(Report.PERSONAL, ""))
    audit.record_all("erase", comments, by, reason)
    return done


def _empty_reports(comments: Sequence[int], by: User | None) -> None:
    """Remove the texts of reports about these comments, which may quote them; the reports and their senders stay."""
    about = Report.objects.filter(comment__in=comments)
    now = timezone.now()
    about.unannounced(now).update(decided_at=now, decided_by=by, decision=Report.Decision.REMOVED, notified_at=None)
    about.update(explanation="", decision_note="")


def overwrite_traces() -> None:
    """Clear the cache, and have SQLite overwrite pages that it only marked as free."""
    cache.clear()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
