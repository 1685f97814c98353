"""The dashboard: what waits for an editor or a moderator, with counts and links to the lists; and recent activity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import audit_targets
from articles.admin.base import badges
from articles.domain import staff_groups
from articles.models import AgencyTask, Article, AuditEntry, Clip, Comment, Image, ImportRun, PreparedVersion


@dataclass(frozen=True, slots=True)
class QueueCount:
    """Something that waits: how many, under which word, and where they are listed."""

    code: str
    label: str | Promise
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class RecentActivity:
    """Something that happened: what, to what, by whom."""

    at: datetime
    word: str | Promise
    code: str
    title: str
    url: str
    by: str
    reason: str


def queue_counts(user: Any) -> list[QueueCount]:
    """What this user may see of what waits, their own work first; four queries at most."""
    counts: list[QueueCount] = []
    if staff_groups.reads_drafts(user):
        counts += _articles(user)
    if user.has_perm("articles.view_clip"):
        clips = _count({"warnings": Clip.objects.with_warnings(), "held": Clip.objects.held()})
        counts.append(_queue_count("warnings", _("clips with warnings"), clips.get("warnings", 0), "clip"))
        counts.append(_queue_count("held", _("clips held back"), clips.get("held", 0), "clip"))
    if user.has_perm("articles.view_image"):
        label = _("pictures without a file")
        counts.append(_queue_count("without_file", label, Image.objects.without_file().count(), "image"))
    if user.has_perm("articles.moderate_comment"):
        label = _("readers' comments to moderate")
        counts.append(_queue_count("pending", label, Comment.objects.pending().count(), "comment"))
    return counts


def _articles(user: Any) -> list[QueueCount]:
    states, articles = Article.State, Article.objects
    queues: list[tuple[str, str | Promise, QuerySet[Any], str]] = [
        ("mine", _("mine"), articles.unfinished().filter(responsible=user), "article"),
        ("overdue", _("overdue"), articles.overdue(), "article"),
        ("returned", _("returned"), articles.filter(state=states.RETURNED), "article"),
        ("in_review", _("in review"), articles.filter(state=states.IN_REVIEW), "article"),
        ("approved", _("approved"), articles.filter(state=states.APPROVED), "article"),
        ("drafts", _("drafts"), articles.filter(state=states.DRAFT), "article"),
        ("provisional", _("provisional headlines"), articles.provisional(), "article"),
        ("open", _("withdrawn or corrected by agencies"), AgencyTask.objects.waiting(), "agencytask"),
        ("held", _("texts held back"), articles.held(), "article"),
        ("prepared", _("prepared versions"), PreparedVersion.objects.waiting(), "preparedversion"),
        ("today", _("scheduled for today"), articles.scheduled_today(), "article"),
    ]
    counts = _count({code: rows for code, _label, rows, _model in queues})
    return [_queue_count(code, label, counts.get(code, 0), model) for code, label, _rows, model in queues]


def _count(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each has, in one query; each count still goes by its own index."""
    counts = [
        queryset.order_by().annotate(code=Value(code)).values("code").annotate(n=Count("pk")).values_list("code", "n")
        for code, queryset in rows.items()
    ]
    return dict(counts[0].union(*counts[1:], all=True))


def may_see_imports(user: Any) -> bool:
    """Whether the user may import clips or view the runs."""
    return bool(user.has_perm("articles.view_importrun") or user.has_perm("articles.import_clip"))


def last_run(user: Any) -> ImportRun | None:
    """The latest import, where this user may see it; one query at most."""
    return ImportRun.objects.select_related("by").first() if may_see_imports(user) else None


def _queue_count(code: str, label: str | Promise, count: int, model: str) -> QueueCount:
    return QueueCount(code, label, count, reverse(f"admin:articles_{model}_changelist") + f"?waiting={code}")


VIEW_PERMISSIONS = {  # what an entry tells of: the permission that lets one read it on the desk
    "articles.comment": "articles.moderate_comment",
    "articles.clip": "articles.view_clip",
    "articles.importrun": "articles.import_clip",
    "articles.image": "articles.view_image",
    "articles.source": "articles.view_source",
    "articles.preparedversion": "articles.change_article",
    "articles.agencytask": "articles.view_agencytask",
    "articles.article": "articles.view_article",
    "auth.user": "auth.view_user",
    "auth.group": "auth.view_group",
}
MAX_READ_ENTRIES = 200  # entries, so that fifty rejected comments are one line and do not push out the rest


def recent_activity(user: Any, limit: int = 12) -> list[RecentActivity]:
    """The newest entries of the audit that this user may see, as lines of the dashboard; two queries at most."""
    nouns = [noun for noun, permission in VIEW_PERMISSIONS.items() if user.has_perm(permission)]
    if not staff_groups.reads_drafts(user):
        nouns = [noun for noun in nouns if noun != "articles.article"]
    if not nouns:
        return []
    entries = AuditEntry.objects.filter(noun__in=nouns).select_related("by")
    groups = [list(batch) for _key, batch in groupby(entries[:MAX_READ_ENTRIES], key=_batch_key)][:limit]
    comments = _comments([batch[0].object_id or 0 for batch in groups if batch[0].noun == "articles.comment"], user)
    return [_activity(batch, comments) for batch in groups]


def _batch_key(entry: AuditEntry) -> tuple[Any, ...]:
    """The key by which entries are one line: what somebody did to many comments at once."""
    if entry.noun != "articles.comment":
        return (entry.pk,)
    return (entry.noun, entry.verb, entry.by_id, entry.reason, entry.at.replace(second=0, microsecond=0))


def _comments(numbers: list[int], user: Any) -> dict[int, Any]:
    if not numbers:
        return {}
    rows = staff_groups.with_article_names(Comment.objects.filter(pk__in=numbers).select_related("article"), user)
    return {row.pk: row for row in rows.only("author", "status", "article__headline")}


def _activity(entries: list[AuditEntry], comments: Mapping[int, Any]) -> RecentActivity:
    entry, number = entries[0], len(entries)
    title, code, word = entry.object_text, entry.verb, entry.get_verb_display()
    comment = comments.get(entry.object_id or 0)
    if number > 1:
        title = ngettext("%(n)d reader's comment", "%(n)d readers' comments", number) % {"n": number}
    elif comment is not None:
        about = comment.article if comment.names_article else badges.unnamed_article(comment.article_id)
        title = f"{comment.author or _('Unknown')}: {about}"
    if comment is not None:
        code, word = comment.status, comment.get_status_display()
    url = audit_targets.address(entry.noun, entry.object_id) if number == 1 and entry.verb != "delete" else ""
    title = title or audit_targets.kind(entry.noun)
    return RecentActivity(entry.at, word, STATE_CODES.get(code, code), title, url, str(entry.by or ""), entry.reason)


STATE_CODES = {"publish": "published", "withdraw": "withdrawn", "lock": "locked", "send_back": "returned"} | {
    "submit": "in_review",
    "approve": "approved",
    "adopt": "adopted",
    "apply": "applied",
    "raise_task": "waiting",
    "finish_task": "finished",
    "dismiss_task": "discarded",
}  # the colours of the states that the verbs lead to
