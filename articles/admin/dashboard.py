"""The desk: what waits for an editor or a moderator, each a count and the way to the list; and what happened last."""

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
from articles.models import Article, AuditEntry, Clip, Comment, Image, ImportRun, PreparedVersion


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


def for_user(user: Any) -> list[QueueCount]:
    """What this user may see of what waits, their own work first; four queries at most."""
    found: list[QueueCount] = []
    if staff_groups.reads_drafts(user):
        found += _articles(user)
    if user.has_perm("articles.view_clip"):
        found.append(_waiting("warnings", _("clips with warnings"), Clip.objects.with_warnings().count(), "clip"))
    if user.has_perm("articles.view_image"):
        label = _("pictures without a file")
        found.append(_waiting("without_file", label, Image.objects.without_file().count(), "image"))
    if user.has_perm("articles.moderate_comment"):
        label = _("readers' comments to moderate")
        found.append(_waiting("pending", label, Comment.objects.pending().count(), "comment"))
    return found


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
        ("prepared", _("prepared versions"), PreparedVersion.objects.waiting(), "preparedversion"),
        ("today", _("scheduled for today"), articles.scheduled_today(), "article"),
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


def _waiting(code: str, label: str | Promise, count: int, model: str) -> QueueCount:
    return QueueCount(code, label, count, reverse(f"admin:articles_{model}_changelist") + f"?waiting={code}")


SEEN = {  # what an entry tells of: the permission that lets one read it on the desk
    "articles.comment": "articles.moderate_comment",
    "articles.clip": "articles.view_clip",
    "articles.importrun": "articles.import_clip",
    "articles.image": "articles.view_image",
    "articles.source": "articles.view_source",
    "articles.preparedversion": "articles.change_article",
    "articles.article": "articles.view_article",
    "auth.user": "auth.view_user",
    "auth.group": "auth.view_group",
}
LOOKED_AT = 200  # entries, so that fifty rejected comments are one line and do not push out the rest


def happenings(user: Any, limit: int = 12) -> list[RecentActivity]:
    """The last things that were done, by whom, newest first; two queries at most."""
    nouns = [noun for noun, permission in SEEN.items() if user.has_perm(permission)]
    if not staff_groups.reads_drafts(user):
        nouns = [noun for noun in nouns if noun != "articles.article"]
    if not nouns:
        return []
    entries = AuditEntry.objects.filter(noun__in=nouns).select_related("by")
    groups = [list(some) for _key, some in groupby(entries[:LOOKED_AT], key=_in_one_go)][:limit]
    comments = _comments([some[0].object_id or 0 for some in groups if some[0].noun == "articles.comment"], user)
    return [_happening(some, comments) for some in groups]


def _in_one_go(entry: AuditEntry) -> tuple[Any, ...]:
    """What somebody did to many comments at once is one thing that happened."""
    if entry.noun != "articles.comment":
        return (entry.pk,)
    return (entry.noun, entry.verb, entry.by_id, entry.reason, entry.at.replace(second=0, microsecond=0))


def _comments(numbers: list[int], user: Any) -> dict[int, Any]:
    if not numbers:
        return {}
    rows = staff_groups.with_article_names(Comment.objects.filter(pk__in=numbers).select_related("article"), user)
    return {row.pk: row for row in rows.only("author", "status", "article__headline")}


def _happening(entries: list[AuditEntry], comments: Mapping[int, Any]) -> RecentActivity:
    entry, number = entries[0], len(entries)
    title, code, word = entry.object_text, entry.verb, entry.get_verb_display()
    comment = comments.get(entry.object_id or 0)
    if number > 1:
        title = ngettext("%(n)d reader's comment", "%(n)d readers' comments", number) % {"n": number}
    elif comment is not None:
        about = comment.article if comment.names_article else badges.nameless(comment.article_id)
        title = f"{comment.author or _('Unknown')}: {about}"
    if comment is not None:
        code, word = comment.status, comment.get_status_display()
    url = audit_targets.address(entry.noun, entry.object_id) if number == 1 and entry.verb != "delete" else ""
    title = title or audit_targets.kind(entry.noun)
    return RecentActivity(entry.at, word, CODES.get(code, code), title, url, str(entry.by or ""), entry.reason)


CODES = {"publish": "published", "withdraw": "withdrawn", "lock": "locked", "send_back": "returned"} | {
    "submit": "in_review",
    "approve": "approved",
    "adopt": "adopted",
    "apply": "applied",
}  # the colours of the states that the verbs lead to
