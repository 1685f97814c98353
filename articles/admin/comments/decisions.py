"""What moderators are told of a decision: what became of it, who was quicker, who has it open, what can be undone."""

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.comments import moderation
from articles.models import Claim, Comment, Decision

UNDO_FOR = 30 * 60  # seconds in which the last decision is offered for undoing
NAMED = 5  # comments that were left as they are are told one by one, the others counted

Verb = Decision.Verb


def told(verb: str, outcome: moderation.ModerationOutcome) -> Iterator[tuple[int, str]]:
    """How many were decided about, and what was left as somebody else has it: sentences with the level of each."""
    n = len(outcome.changed)
    if n or not (outcome.overtaken or outcome.held):
        yield messages.SUCCESS if n else messages.WARNING, in_words(verb, n)
    for one in outcome.overtaken[:NAMED]:
        yield messages.WARNING, _overtaken(one)
    for claim in outcome.held[:NAMED]:
        yield messages.WARNING, _held(claim)
    rest = len(outcome.overtaken[NAMED:]) + len(outcome.held[NAMED:])
    if rest:
        sentence = ngettext("%(n)d more was left as it is.", "%(n)d more were left as they are.", rest)
        yield messages.WARNING, sentence % {"n": rest}


def in_words(verb: str, n: int) -> str:
    """How many were decided about."""
    sentences = {
        Verb.APPROVE: ngettext("%(n)d comment was approved.", "%(n)d comments were approved.", n),
        Verb.REJECT: ngettext("%(n)d comment was rejected.", "%(n)d comments were rejected.", n),
        Verb.SPAM: ngettext("%(n)d comment was rejected as spam.", "%(n)d comments were rejected as spam.", n),
        Verb.HOLD: ngettext("%(n)d comment waits again.", "%(n)d comments wait again.", n),
        Verb.CUT: ngettext("The passage was cut.", "The passages were cut.", n),
        Verb.UNDO: ngettext("%(n)d decision was undone.", "%(n)d decisions were undone.", n),
    }
    return sentences[Verb(verb)] % {"n": n}


def _overtaken(one: Decision) -> str:
    words = {
        "who": one.by or _("Somebody"),
        "time": date_format(timezone.localtime(one.at), "TIME_FORMAT"),
        "decision": one.get_verb_display(),
        "why": one.reason_text or "–",
    }
    return _("%(who)s was quicker at %(time)s: %(decision)s (%(why)s). Your decision was not stored.") % words


def _held(claim: Claim) -> str:
    words = {"who": claim.by, "time": date_format(timezone.localtime(claim.at), "TIME_FORMAT")}
    return _("Since %(time)s %(who)s has had this comment open. It was left as it is.") % words


def left_as_they_are(outcome: moderation.ModerationOutcome, asked: Collection[int]) -> list[tuple[Any, str]]:
    """Every comment that was asked about and not decided, with the reason: for an answer about many."""
    told: dict[int, str] = {one.comment_id: _overtaken(one) for one in outcome.overtaken}
    told |= {claim.comment_id: _held(claim) for claim in outcome.held}
    told |= dict.fromkeys(outcome.same, _("It was so already."))
    told |= dict.fromkeys(outcome.erased, _("It was erased."))
    done = set(outcome.changed)
    pks = [pk for pk in asked if pk not in done]
    rows = Comment.objects.only("author", "text").in_bulk(pks)
    gone = _("It is not here any more.")
    return [(rows.get(pk, _("number %(n)d") % {"n": pk}), told.get(pk, gone)) for pk in pks]


def undoable(user: Any) -> dict[str, Any] | None:
    """The last thing this user decided, if it is fresh and can be undone."""
    last = Decision.objects.filter(by=user).order_by("-pk").first()
    if last is None or last.verb == Verb.UNDO or (timezone.now() - last.at).total_seconds() > UNDO_FOR:
        return None
    n = Decision.objects.filter(batch=last.batch).count()
    return {"batch": last.batch, "told": in_words(last.verb, n)}
