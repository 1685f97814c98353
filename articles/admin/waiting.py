"""The desk: what waits for an editor or a moderator, each a count and the way to the list; and what happened last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Article, Clip, Comment, Image, ImportRun, PreparedVersion


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: how many, under which word, and where they are listed."""

    code: str
    label: str | Promise
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: what, to what, by whom."""

    at: datetime
    word: str | Promise
    code: str
    title: str
    url: str
    by: str
    reason: str


def for_user(user: Any) -> list[Waiting]:
    """What this user may see of what waits; four queries at most."""
    found: list[Waiting] = []
    if user.has_perm("articles.view_clip"):
        found.append(_waiting("warnings", _("clips with warnings"), Clip.objects.with_warnings().count(), "clip"))
    if user.has_perm("articles.view_article") or user.has_perm("articles.change_article"):
        found += _articles()
    if user.has_perm("articles.view_image"):
        label = _("pictures without a file")
        found.append(_waiting("without_file", label, Image.objects.without_file().count(), "image"))
    if user.has_perm("articles.moderate_comment"):
        label = _("readers' comments to moderate")
        found.append(_waiting("pending", label, Comment.objects.pending().count(), "comment"))
    return found


def _articles() -> list[Waiting]:
    articles = Article.objects
    queues: list[tuple[str, str | Promise, QuerySet[Any], str]] = [
        ("provisional", _("provisional headlines"), articles.provisional(), "article"),
        ("drafts", _("drafts"), articles.filter(state=Article.State.DRAFT), "article"),
        ("in_review", _("in review"), articles.filter(state=Article.State.IN_REVIEW), "article"),
        ("today", _("scheduled for today"), articles.scheduled_today(), "article"),
        ("prepared", _("prepared versions"), PreparedVersion.objects.waiting(), "preparedversion"),
    ]
    counts = _count({code: rows for code, _label, rows, _model in queues})
    return [_waiting(code, label, counts.get(code, 0), model) for code, label, _rows, model in queues]


def _count(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each has, in one query; each count still goes by its own index."""
    counts = [
        one.order_by().annotate(code=Value(code)).values("code").annotate(n=Count("pk")).values_list("code", "n")
        for code, one in rows.items()
    ]
    return dict(counts[0].union(*counts[1:], all=True))


def may_see_imports(user: Any) -> bool:
    """Who imports sees the imports, and who was given the right to."""
    return bool(user.has_perm("articles.view_importrun") or user.has_perm("articles.import_clip"))


def last_run(user: Any) -> ImportRun | None:
    """The latest import, where this user may see it; one query at most."""
    return ImportRun.objects.select_related("by").first() if may_see_imports(user) else None


def _waiting(code: str, label: str | Promise, count: int, model: str) -> Waiting:
    return Waiting(code, label, count, reverse(f"admin:articles_{model}_changelist") + f"?waiting={code}")


def happenings(user: Any, limit: int = 12) -> list[Happening]:
    """The last changes of articles and decisions about comments, newest first; two queries at most."""
    found: list[Happening] = []
    if user.has_perm("articles.view_article") or user.has_perm("articles.change_article"):
        found += _revisions(limit)
    if user.has_perm("articles.moderate_comment"):
        found += _decisions(limit)
    return sorted(found, key=lambda h: h.at, reverse=True)[:limit]


def _revisions(limit: int) -> list[Happening]:
    rows = (
        Article.history.select_related("history_user")
        .only("id", "headline", "state", "history_date", "history_type", "history_change_reason", "history_user")
        .order_by("-history_date", "-history_id")[:limit]
    )
    words = {"+": _("new"), "-": _("deleted")}
    return [
        Happening(
            row.history_date,
            words.get(row.history_type, row.get_state_display()),
            row.state,
            row.headline or _("Article %s") % row.id,
            "" if row.history_type == "-" else reverse("admin:articles_article_change", args=[row.id]),
            str(row.history_user or ""),
            row.history_change_reason or "",
        )
        for row in rows
    ]


def _decisions(limit: int) -> list[Happening]:
    rows = (
        Comment.objects.filter(decided_at__isnull=False)
        .select_related("decided_by", "article")
        .only("status", "decided_at", "decision_note", "author", "decided_by__username", "article__headline")
        .order_by("-decided_at")[:limit]
    )
    return [
        Happening(
            row.decided_at,  # type: ignore[arg-type] - asked for above
            row.get_status_display(),
            row.status,
            f"{row.author or _('Unknown')}: {row.article}",
            reverse("admin:articles_comment_change", args=[row.pk]),
            str(row.decided_by or ""),
            row.decision_note,
        )
        for row in rows
    ]
