"""Decides about readers' comments, one or many at once, records who, why and about which text, and undoes decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.domain.comments import decision_letters, permissions, report_decisions
from articles.domain.comments.reply_holds import in_batches, update_waiting
from articles.models import Article, Claim, Comment, Decision, ReasonCode
from articles.models.fields.lengths import fit

BATCH_COMMENTS = 500  # comments in one transaction
CUT = "[…]"

Verb = Decision.Verb
STATUS_AFTER = {
    Verb.APPROVE: Comment.Status.APPROVED,
    Verb.REJECT: Comment.Status.REJECTED,
    Verb.SPAM: Comment.Status.SPAM,
    Verb.HOLD: Comment.Status.PENDING,
}
REASONS_WITH_NOTE = (ReasonCode.OTHER,)
REASONS_WITH_LEGAL_GROUND = (ReasonCode.ILLEGAL,)


class IncompleteDecision(ValueError):
    """A decision lacks something; `field` names what, `str()` is a sentence for the moderator."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class DecisionReason:
    """The reason of a decision: a ReasonCode, the law where the content is illegal, and a note."""

    code: str = ""
    legal_ground: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The reason as a sentence."""
        word = str(ReasonCode(self.code).label) if self.code else ""
        return ": ".join(part for part in (word, self.legal_ground, self.note) if part)


@dataclass(slots=True)
class ModerationOutcome:
    """The outcome of a decision: `changed` are ids of comments, the rest was left unchanged, by cause."""

    batch: UUID
    changed: list[int] = field(default_factory=list)
    overtaken: list[Decision] = field(default_factory=list)  # decided by somebody else meanwhile
    held: list[Claim] = field(default_factory=list)  # open at somebody else's
    same: list[int] = field(default_factory=list)  # had this status already
    erased: list[int] = field(default_factory=list)  # has no text any more


def check(verb: str, reason: DecisionReason) -> None:
    """Raises IncompleteDecision where a rejection lacks a reason, a legal ground or a note."""
    if verb != Verb.REJECT:
        return
    if reason.code not in ReasonCode.values:
        raise IncompleteDecision("reason", _("Please give the reason."))
    if reason.code in REASONS_WITH_LEGAL_GROUND and not reason.legal_ground:
        raise IncompleteDecision("legal_ground", _("Please name the law that the content breaks."))
    if reason.code in REASONS_WITH_NOTE and not reason.note:
        raise IncompleteDecision("note", _("Please write down what it is about."))


def decide(
    comments: Iterable[int], verb: str, by: User | None, reason: DecisionReason | None = None, as_of: int | None = None
) -> ModerationOutcome:
    """Approve, reject or hold these comments (ids), BATCH_COMMENTS in one transaction; each decision is recorded.

    `as_of` is the id of the last decision that the moderator could see: comments decided about since are left
    unchanged and returned, as are those that somebody else has open. Raises PermissionDenied and IncompleteDecision.
    """
    permissions.require_moderator(by)
    reason = reason or DecisionReason(ReasonCode.SPAM if verb == Verb.SPAM else "")
    check(verb, reason)
    outcome = ModerationOutcome(uuid4())
    for batch in in_batches(sorted(set(comments)), BATCH_COMMENTS):
        with transaction.atomic():
            _decide(batch, verb, by, reason, as_of, outcome)
    return outcome


def last_known() -> int:
    """The id of the last decision: what a page shows now is `as_of` it."""
    return Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _decide(
    pks: Sequence[int],
    verb: str,
    by: User | None,
    reason: DecisionReason,
    as_of: int | None,
    outcome: ModerationOutcome,
) -> None:
    locked = lock(pks)
    outcome.erased += [c.pk for c in locked if c.status == Comment.Status.ERASED]
    undisputed = _undisputed([c for c in locked if c.status != Comment.Status.ERASED], by, as_of, outcome)
    rows = [c for c in undisputed if _changes_something(c, verb)]
    outcome.same += [c.pk for c in undisputed if not _changes_something(c, verb)]
    now = timezone.now()
    status = STATUS_AFTER[Decision.Verb(verb)]
    decisions = _record_decisions(
        rows, verb, by, reason, now, outcome.batch, dict.fromkeys((c.pk for c in rows), status)
    )
    Comment.objects.filter(pk__in=[c.pk for c in rows]).update(
        status=status,
        decided_at=now,
        decided_by=by,
        decision_note=fit(Comment, "decision_note", reason.text),
        seen_at=None if verb == Verb.HOLD else now,
    )
    update_waiting([c for c in rows if (c.status == Comment.Status.PENDING) != (status == Comment.Status.PENDING)])
    report_decisions.answer_reports(rows, verb, by, now)
    decision_letters.prepare(decisions)
    outcome.changed += [c.pk for c in rows]


def lock(pks: Sequence[int]) -> list[Comment]:
    """These comments as they are stored, locked with their articles until the transaction ends."""
    touched = Comment.objects.filter(pk__in=pks).values("article")
    list(Article.objects.select_for_update().filter(pk__in=touched).order_by("pk").only("pk"))
    rows = Comment.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    fields = (
        "article",
        "parent",
        "path",
        "status",
        "awaits_ancestor",
        "text",
        "email",
        "clip",
        "seen_at",
        "reports_count",
    )
    return list(rows.only(*fields, "decided_by", "decided_at"))


def _undisputed(rows: list[Comment], by: User | None, as_of: int | None, outcome: ModerationOutcome) -> list[Comment]:
    """Those that nobody else has decided about since, nor has open; the others are added to the outcome."""
    pks = [c.pk for c in rows]
    later = {} if as_of is None else Decision.objects.filter(pk__gt=as_of).latest_of(pks)
    overtaken = {pk: decision for pk, decision in later.items() if by is None or decision.by_id != by.pk}
    claims = Claim.objects.of_others(by).filter(comment__in=pks).select_related("by") if by is not None else ()
    held = {c.comment_id: c for c in claims}
    outcome.overtaken += overtaken.values()
    outcome.held += [claim for pk, claim in held.items() if pk not in overtaken]
    return [c for c in rows if c.pk not in overtaken and c.pk not in held]


def _changes_something(comment: Comment, verb: str) -> bool:
    """Whether the decision changes something: also that a published one was looked at, or reported."""
    if comment.status != STATUS_AFTER[Decision.Verb(verb)]:
        return True
    return verb == Verb.APPROVE and (comment.seen_at is None or comment.reports_count > 0)


def _record_decisions(
    rows: Sequence[Comment],
    verb: str,
    by: User | None,
    reason: DecisionReason,
    now: datetime,
    batch: UUID,
    statuses: Mapping[int, str] | None = None,
) -> list[Decision]:
    """Put the decision on record; `statuses` are what the comments will have, by their numbers, where it changes."""
    decisions = Decision.objects.bulk_create(
        Decision(
            comment=row,
            at=now,
            by=by,
            verb=verb,
            status_before=row.status,
            reason_code=reason.code,
            legal_ground=fit(Decision, "legal_ground", reason.legal_ground),
            note=fit(Decision, "note", reason.note),
            text_before=row.text,
            batch=batch,
        )
        for row in rows
    )
    # The audit holds no word of a reader, nor a note that may quote one.
    becomes = statuses or {}
    audit.record_all(
        "moderate",
        rows,
        by,
        DecisionReason(reason.code, reason.legal_ground).text,
        lambda row: {"status": [row.status, becomes[row.pk]]} if becomes.get(row.pk, row.status) != row.status else {},
        decision=verb,
        batch=str(batch),
    )
    if by is not None:
        Claim.objects.filter(comment__in=rows, by=by).delete()
    return decisions


def cut(
    pk: int, passage: str, by: User, nth: int | None = None, reason: DecisionReason | None = None
) -> ModerationOutcome:
    """Replace a passage of a comment by „[…]“; the old text is kept with the decision.

    `nth` (from 0) tells which one is meant where the passage occurs more than once. Raises PermissionDenied and
    IncompleteDecision.
    """
    permissions.require_moderator(by)
    passage = passage.replace("\r\n", "\n").strip()
    outcome = ModerationOutcome(uuid4())
    with transaction.atomic():
        rows = _undisputed([c for c in lock([pk]) if c.text], by, None, outcome)
        for row in rows:
            text = _without_passage(row.text, passage, nth)
            _record_decisions([row], Verb.CUT, by, reason or DecisionReason(), timezone.now(), outcome.batch)
            Comment.objects.filter(pk=row.pk).update(text=text)
            outcome.changed.append(row.pk)
    return outcome


def _without_passage(text: str, passage: str, nth: int | None) -> str:
    if not passage or passage not in text:
        raise IncompleteDecision("passage", _("The text has no such passage."))
    if nth is None and text.count(passage) > 1:
        raise IncompleteDecision("passage", _("The text has this passage more than once. Please give more of it."))
    start = -1
    for _occurrence in range((nth or 0) + 1):
        start = text.find(passage, start + 1)
    if start < 0:
        raise IncompleteDecision("passage", _("The text has no such passage."))
    shortened = f"{text[:start]}{CUT}{text[start + len(passage) :]}"
    while f"{CUT} {CUT}" in shortened or f"{CUT}{CUT}" in shortened:
        shortened = shortened.replace(f"{CUT} {CUT}", CUT).replace(f"{CUT}{CUT}", CUT)
    if not shortened.replace(CUT, "").strip():
        raise IncompleteDecision("passage", _("Nothing would be left. Please reject the comment instead."))
    return shortened


def undo(batch: UUID, by: User) -> ModerationOutcome:
    """Take back what was decided together; what was decided about since is left as it is, and told.

    Raises PermissionDenied.
    """
    permissions.require_moderator(by)
    outcome = ModerationOutcome(uuid4())
    decided = list(Decision.objects.filter(batch=batch).exclude(verb=Verb.UNDO).values_list("comment", flat=True))
    for pks in in_batches(decided, BATCH_COMMENTS):
        with transaction.atomic():
            _undo(pks, batch, by, outcome)
    return outcome


def _undo(pks: Sequence[int], batch: UUID, by: User, outcome: ModerationOutcome) -> None:
    rows = {c.pk: c for c in lock(pks) if c.status != Comment.Status.ERASED}
    last = Decision.objects.latest_of(list(rows))
    outcome.overtaken += [decision for decision in last.values() if decision.batch != batch]
    undone = {pk: decision for pk, decision in last.items() if decision.batch == batch and decision.verb != Verb.UNDO}
    changed = [rows[pk] for pk in undone]
    now = timezone.now()
    statuses = {row.pk: undone[row.pk].status_before for row in changed}
    decisions = _record_decisions(changed, Verb.UNDO, by, DecisionReason(), now, outcome.batch, statuses)
    standing = Decision.objects.defer("text_before").standing_of(list(undone))
    moved = []
    for row in changed:
        decision, earlier_decision = undone[row.pk], standing.get(row.pk)
        if (row.status == Comment.Status.PENDING) != (decision.status_before == Comment.Status.PENDING):
            moved.append(row)
        row.status = decision.status_before
        row.text = decision.text_before if decision.verb == Verb.CUT else row.text
        if decision.verb != Verb.CUT:
            row.seen_at = row.decided_at = earlier_decision.at if earlier_decision else None
            row.decided_by = earlier_decision.by if earlier_decision else None
            row.decision_note = fit(Comment, "decision_note", earlier_decision.reason_text) if earlier_decision else ""
    fields = ["status", "text", "seen_at", "decided_at", "decided_by", "decision_note"]
    Comment.objects.bulk_update(changed, fields, batch_size=100)
    update_waiting(moved)
    report_decisions.answer_again(undone, standing, by, now)
    decision_letters.prepare(decisions)
    outcome.changed += list(undone)
