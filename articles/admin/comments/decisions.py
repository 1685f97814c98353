"""Messages to moderators about decisions: what was decided, where somebody else was quicker, what can be undone."""

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.comments import moderation
from articles.models import Claim, Comment, Decision

UNDO_SECONDS = 30 * 60  # in which the last decision is offered for undoing
MAX_NAMED_COMMENTS = 5  # comments left as they are that get a message each; the others are counted

Verb = Decision.Verb


def messages_of(verb: str, outcome: moderation.ModerationOutcome) -> Iterator[tuple[int, str]]:
    """Level and text of the messages: how many were decided about, and what was left as somebody else has it."""
    n = len(outcome.changed)
    if n or not (outcome.overtaken or outcome.held):
        yield messages.SUCCESS if n else messages.WARNING, count_message(verb, n)
    for decision in outcome.overtaken[:MAX_NAMED_COMMENTS]:
        yield messages.WARNING, _overtaken_message(decision)
    for claim in outcome.held[:MAX_NAMED_COMMENTS]:
        yield messages.WARNING, _claimed_message(claim)
    rest = len(outcome.overtaken[MAX_NAMED_COMMENTS:]) + len(outcome.held[MAX_NAMED_COMMENTS:])
    if rest:
        sentence = ngettext("%(n)d more was left as it is.", "%(n)d more were left as they are.", rest)
        yield messages.WARNING, sentence % {"n": rest}


def count_message(verb: str, n: int) -> str:
    """How many comments were decided about."""
    sentences = {
        Verb.APPROVE: ngettext("%(n)d comment was approved.", "%(n)d comments were approved.", n),
        Verb.REJECT: ngettext("%(n)d comment was rejected.", "%(n)d comments were rejected.", n),
        Verb.SPAM: ngettext("%(n)d comment was rejected as spam.", "%(n)d comments were rejected as spam.", n),
        Verb.HOLD: ngettext("%(n)d comment waits again.", "%(n)d comments wait again.", n),
        Verb.CUT: ngettext("The passage was cut.", "The passages were cut.", n),
        Verb.UNDO: ngettext("%(n)d decision was undone.", "%(n)d decisions were undone.", n),
    }
    return sentences[Verb(verb)] % {"n": n}


def _overtaken_message(decision: Decision) -> str:
    words = {
        "who": decision.by or _("Somebody"),
        "time": date_format(timezone.localtime(decision.at), "TIME_FORMAT"),
        "decision": decision.get_verb_display(),
        "why": decision.reason_text or "–",
    }
    return _("%(who)s was quicker at %(time)s: %(decision)s (%(why)s). Your decision was not stored.") % words


def _claimed_message(claim: Claim) -> str:
    words = {"who": claim.by, "time": date_format(timezone.localtime(claim.at), "TIME_FORMAT")}
    return _("Since %(time)s %(who)s has had this comment open. It was left as it is.") % words


def unchanged(outcome: moderation.ModerationOutcome, submitted: Collection[int]) -> list[tuple[Any, str]]:
    """Each comment among the submitted primary keys that was not decided about, with the reason.

    A comment that does not exist any more is given as a text with its number.
    """
    reasons = {decision.comment_id: _overtaken_message(decision) for decision in outcome.overtaken}
    reasons |= {claim.comment_id: _claimed_message(claim) for claim in outcome.held}
    reasons |= dict.fromkeys(outcome.same, _("It was so already."))
    reasons |= dict.fromkeys(outcome.erased, _("It was erased."))
    changed = set(outcome.changed)
    pks = [pk for pk in submitted if pk not in changed]
    rows = Comment.objects.only("author", "text").in_bulk(pks)
    gone = _("It is not here any more.")
    return [(rows.get(pk, _("number %(n)d") % {"n": pk}), reasons.get(pk, gone)) for pk in pks]


def undoable(user: Any) -> dict[str, Any] | None:
    """The last decision of this user, if it can still be undone: its batch, and a sentence about it."""
    last = Decision.objects.filter(by=user).order_by("-pk").first()
    if last is None or last.verb == Verb.UNDO or (timezone.now() - last.at).total_seconds() > UNDO_SECONDS:
        return None
    n = Decision.objects.filter(batch=last.batch).count()
    return {"batch": last.batch, "message": count_message(last.verb, n)}
