"""Answers the reports about comments by what moderators decide about those."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.models import Comment, Decision, Report
from articles.models.comments.report import ReportQuerySet

Verb = Decision.Verb
REPORT_DECISIONS = {
    Verb.APPROVE: Report.Decision.KEPT,
    Verb.REJECT: Report.Decision.REMOVED,
    Verb.SPAM: Report.Decision.REMOVED,
}


def answer_reports(rows: Sequence[Comment], verb: str, by: User | None, now: datetime) -> None:
    """Decide about the reports of these comments; their senders get an e-mail later. Until then an answer
    follows the decision: a comment that is put back into the queue has none any more."""
    candidates = [c.pk for c in rows if c.reports_count or c.decided_at]  # answered reports have a decided comment
    unannounced = Report.objects.unannounced(now).filter(comment__in=candidates)
    reported = set(unannounced.values_list("comment", flat=True))
    if not reported:
        return
    if verb == Verb.HOLD:
        _reopen(unannounced)
    else:
        _answer(unannounced, verb, by, now)
    _count_reports(reported)


def answer_again(undone: dict[int, Decision], standing: dict[int, Decision], by: User, now: datetime) -> None:
    """Reports that are not announced yet are answered by the decision that holds again, or are open again."""
    unannounced = Report.objects.unannounced(now) | Report.objects.filter(
        notified_at=None, decided_at__in={decision.at for decision in undone.values()}
    )
    reported = {pk for pk, decision in undone.items() if decision.verb != Verb.CUT}
    for report in unannounced.filter(comment__in=reported).only("comment", "created_at"):
        decision = standing.get(report.comment_id)
        if decision is not None and decision.verb in REPORT_DECISIONS and decision.at >= report.created_at:
            _answer(Report.objects.filter(pk=report.pk), decision.verb, by, now)
        else:
            _reopen(Report.objects.filter(pk=report.pk))
    _count_reports(reported)


def _answer(reports: ReportQuerySet, verb: str, by: User | None, now: datetime) -> None:
    reports.update(decided_at=now, decided_by=by, decision=REPORT_DECISIONS[Decision.Verb(verb)], notified_at=None)


def _reopen(reports: ReportQuerySet) -> None:
    reports.update(decided_at=None, decided_by=None, decision="", notified_at=None)


def _count_reports(comments: Iterable[int]) -> None:
    """Note how many of their reports are open."""
    is_open = Report.objects.open().filter(comment=OuterRef("pk")).order_by().values("comment")
    number = Coalesce(Subquery(is_open.annotate(n=Count("pk")).values("n")), 0)
    Comment.objects.filter(pk__in=comments).update(reports_count=number)
