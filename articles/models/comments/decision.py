"""Decisions about readers' comments: who decided what, when, why, about which text. Added, never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.comments.comment import Comment
from articles.models.comments.reason import ReasonCode


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Queries on decisions."""

    def left_the_queue(self) -> "DecisionQuerySet":
        """Those about a comment that was not pending: it had been decided about or shown before.
        (Nothing brings a comment back into the queue without a decision.)"""
        return self.exclude(status_before=Comment.Status.PENDING)

    def standing_of(self, comments: Any) -> dict[int, "Decision"]:
        """The valid decision about each of these comments, by id: the last that was not undone, and is no cut."""
        stacks: dict[int, list[Decision]] = {}
        for decision in self.filter(comment__in=comments).select_related("by").order_by("pk"):
            stack = stacks.setdefault(decision.comment_id, [])
            if decision.verb != Decision.Verb.UNDO:
                stack.append(decision)
            elif stack:
                stack.pop()
        cut = Decision.Verb.CUT
        return {
            pk: standing[-1]
            for pk, stack in stacks.items()
            if (standing := [decision for decision in stack if decision.verb != cut])
        }

    def latest_of(self, comments: Any) -> dict[int, "Decision"]:
        """The last decision about each of these comments, by the comment's number."""
        last = self.filter(comment__in=comments).values("comment").annotate(last=models.Max("pk")).values("last")
        return {decision.comment_id: decision for decision in self.filter(pk__in=last).select_related("by")}


class Decision(models.Model):
    """One decision about one comment. The database refuses any change (triggers.py) but two: its text may be erased,
    and a name in them replaced where the row says when."""

    class Verb(models.TextChoices):
        APPROVE = "approve", pgettext_lazy("decision", "approved")
        REJECT = "reject", pgettext_lazy("decision", "rejected")
        SPAM = "spam", pgettext_lazy("decision", "rejected as spam")
        CUT = "cut", pgettext_lazy("decision", "passage cut")
        HOLD = "hold", pgettext_lazy("decision", "put back into the queue")
        UNDO = "undo", pgettext_lazy("decision", "undone")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions", verbose_name=_("reader's comment"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        editable=False,
    )
    verb = models.CharField(_("decision"), max_length=8, choices=Verb.choices, editable=False)
    status_before = models.CharField(max_length=8, choices=Comment.Status.choices, editable=False)
    reason_code = models.CharField(_("reason"), max_length=14, choices=ReasonCode.choices, blank=True, editable=False)
    legal_ground = models.CharField(_("legal ground"), max_length=200, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=400, blank=True, editable=False)
    text_before = models.TextField(_("text that was judged"), blank=True, editable=False)
    batch = models.UUIDField(_("decided together"), editable=False)
    name_replaced_at = models.DateTimeField(_("name replaced at"), null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["comment", "-id"], name="decision_by_comment"),
            models.Index(fields=["by", "-id"], name="decision_by_person"),
            models.Index(fields=["batch"], name="decision_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.comment_id}"

    @property
    def reason_text(self) -> str:
        """The reason in words: what was broken, on which legal ground, and the moderator's note."""
        return ": ".join(p for p in (str(self.get_reason_code_display()), self.legal_ground, self.note) if p)
