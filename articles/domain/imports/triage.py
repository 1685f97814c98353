"""Decides what becomes of a clip: taken over, a duplicate, archived, discarded, unreadable; and undoes it."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors
from articles.domain.articles import revisions, workflow
from articles.models import Article, AuditEntry, Clip
from articles.models.fields.lengths import fit

UNDO_WINDOW = timedelta(hours=12)  # in which decisions about clips can be undone one by one
PUTTING_ASIDE = {"mark_duplicate", "archive", "discard", "mark_unreadable"}  # the clip's draft goes with it


class Overtaken(errors.Refused):
    """Somebody else has decided about the clip since it was shown; the sentence says who, and what."""


def start(clip: Clip, by: User | None) -> Clip:
    """Mark that work on it has begun."""
    return apply_move(clip, "start", by)


def adopt(clip: Clip, by: User | None) -> Clip:
    """Adopt it: `by` becomes responsible for the articles made from it."""
    return apply_move(clip, "adopt", by)


def mark_duplicate(clip: Clip, by: User | None, reason: str) -> Clip:
    """Mark it as a duplicate; the reason says of what."""
    return apply_move(clip, "mark_duplicate", by, reason)


def archive(clip: Clip, by: User | None, reason: str = "") -> Clip:
    """Keep it, and make no article of it."""
    return apply_move(clip, "archive", by, reason)


def discard(clip: Clip, by: User | None, reason: str) -> Clip:
    """Discard it together with its draft."""
    return apply_move(clip, "discard", by, reason)


def mark_unreadable(clip: Clip, by: User | None, reason: str = "") -> Clip:
    """Mark it as unreadable."""
    return apply_move(clip, "mark_unreadable", by, reason)


def restore(clip: Clip, by: User | None, reason: str = "") -> Clip:
    """Make it new again, with the drafts that were discarded with it."""
    return apply_move(clip, "restore", by, reason)


@transaction.atomic
def apply_move(clip: Clip, verb: str, by: User | None, reason: str = "", known: str = "") -> Clip:
    """Make one move of the table with the clip as it stands: the state, its drafts, one audit entry.

    `known` is the state that it was shown in; Overtaken where it has another one by now. Raises errors.Refused and
    PermissionDenied as workflow.check() does; nothing is changed then.
    """
    current = Clip.objects.select_for_update(of=("self",)).defer("data", "text").get(pk=clip.pk)
    if known and current.state != known:
        raise Overtaken(_overtaken_message(current))
    move = workflow.check_move(current, verb, by, reason)
    before = current.state
    articles = list(current.articles.select_for_update())
    if verb == "adopt":
        _take_over(articles, by)
    elif verb in PUTTING_ASIDE:
        _put_aside(articles, by, reason or str(move.word))
    elif verb == "restore":
        _bring_back(articles, before, by)
    current.state, current.state_reason = (
        move.goal,
        fit(Clip, "state_reason", reason.strip()) if verb != "restore" else "",
    )
    current.save(update_fields=["state", "state_reason"])
    audit.record(verb, current, by, reason, before=before)
    clip.state, clip.state_reason = current.state, current.state_reason
    return clip


def last_undoable(by: User) -> AuditEntry | None:
    """The last decision of this user about a clip that can be undone: nobody has changed the clip since."""
    since = timezone.now() - UNDO_WINDOW
    verbs = {move.verb: move.goal for move in workflow.CLIP_MOVES if move.verb != "restore"}
    entries = AuditEntry.objects.filter(by=by, noun="articles.clip", verb__in=verbs, at__gt=since)
    newer = AuditEntry.objects.filter(noun="articles.clip", object_id=OuterRef("object_id"), pk__gt=OuterRef("pk"))
    clips = Clip.objects.filter(pk=OuterRef("object_id"))
    rows = entries.filter(~Exists(newer.filter(verb__in=[*verbs, "restore"])))
    entries_and_states = rows.annotate(clip_state=Subquery(clips.values("state")[:1]))
    for pk, verb, state in entries_and_states.values_list("pk", "verb", "clip_state")[:5]:
        if state == verbs[verb]:
            return AuditEntry.objects.get(pk=pk)
    return None


def _overtaken_message(clip: Clip) -> str:
    last = AuditEntry.objects.about(clip).select_related("by").first()
    words = {"clip": clip, "state": clip.get_state_display(), "who": (last.by if last else None) or _("somebody else")}
    return _("%(clip)s was skipped: %(who)s was quicker, and it is “%(state)s”.") % words


def _take_over(articles: list[Article], by: User | None) -> None:
    if not articles:
        raise errors.Refused(_("No article was made from this clip: there is nothing to take over."))
    for article in articles:
        if article.responsible_id is None and by is not None:
            article.responsible = by
            revisions.save(article, by, _("clip taken over"), verb="assign")


def _put_aside(articles: list[Article], by: User | None, reason: str) -> None:
    """Discard the drafts together with the clip.

    An article that is approved or published already keeps the clip in its state.
    """
    for article in articles:
        if article.state in workflow.get_move(article, "discard").origins:
            article.state, article.went_with_clip = Article.State.DISCARDED, True
            article.state_reason = fit(Article, "state_reason", reason)
            revisions.save(article, by, reason, verb="discard")
        elif article.state != Article.State.DISCARDED:
            words = {"headline": str(article), "state": article.get_state_display()}
            raise errors.Refused(_("The article “%(headline)s” made from this clip is “%(state)s”.") % words)


def _bring_back(articles: list[Article], before: str, by: User | None) -> None:
    for article in articles:
        if article.state == Article.State.DISCARDED and article.went_with_clip:
            article.state, article.went_with_clip, article.state_reason = Article.State.DRAFT, False, ""
            revisions.save(article, by, verb="restore")
        elif before == Clip.State.ADOPTED and by is not None and article.responsible_id == by.pk:
            article.responsible = None
            revisions.save(article, by, _("clip given back"), verb="assign")
