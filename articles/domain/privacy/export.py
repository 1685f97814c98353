"""Exports everything that is stored of what a person wrote (Articles 15 and 20 of the GDPR), as JSON."""

from typing import Any

from django.utils import timezone

from articles.domain.privacy import erasure
from articles.domain.privacy.erasure import PersonToErase
from articles.models import Comment, Report


def export(person: PersonToErase) -> dict[str, Any]:
    """Comments with their decisions, and reports; times as ISO 8601 in UTC. Raises erasure.UnknownPerson."""
    comments = erasure.find(person)
    return {
        "exported_at": timezone.now().isoformat(),
        "comments": [_comment(c) for c in comments],
        "reports": [_report(r) for r in Report.objects.filter(email__iexact=person.email)] if person.email else [],
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "article": {"id": comment.article_id, "headline": comment.article.headline},
        "in_reply_to": comment.parent_id,
        "name": comment.author,
        "name_is_inferred": comment.author_is_inferred,
        "email": comment.email,
        "email_confirmed_at": _time(comment.email_confirmed_at),
        "text": comment.text,
        "status": comment.status,
        "received_at": _time(comment.created_at),
        "written_at": _time(comment.written_at) or comment.written_text,
        "sender_hash": comment.sender_hash,
        "screening": comment.screened,
        "imported_from": {"sha256": comment.clip.sha256, "outlet": str(comment.clip.source or "")}
        if comment.clip
        else None,
        "decisions": [
            {
                "at": _time(decision.at),
                "decision": decision.verb,
                "reason": decision.reason_code,
                "legal_ground": decision.legal_ground,
                "note": decision.note,
                "text": decision.text_before,
            }
            for decision in comment.decisions.order_by("pk")
        ],
        "was_reported": comment.reports.count(),
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "comment": report.comment_id,
        "kind": report.kind,
        "reason": report.reason,
        "explanation": report.explanation,
        "name": report.name,
        "email": report.email,
        "received_at": _time(report.created_at),
        "decision": report.decision,
        "decided_at": _time(report.decided_at),
    }


def _time(at: Any) -> str | None:
    return at.isoformat() if at else None
