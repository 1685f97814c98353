"""The audit: who did what, when, why and to which version. Entries are added, never changed and never removed.

The database itself refuses any other change (triggers.py) but one, so that a person's data can still be erased: an
entry may lose its text (`by`, `object_text`, `reason`, `details`), and gets no other.
"""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models.fields.unfrozen_choices import UnfrozenChoicesField

VERBS: dict[str, str | Promise] = {
    "add": _("added"),
    "change": _("changed"),
    "delete": _("deleted"),
    "submit": _("given for review"),
    "send_back": _("sent back"),
    "approve": _("approved"),
    "publish": _("published"),
    "withdraw": _("withdrawn"),
    "lock": _("legally locked"),
    "unlock": _("unlocked"),
    "discard": _("discarded"),
    "restore": _("restored"),
    "start": _("taken up"),
    "adopt": _("adopted"),
    "mark_duplicate": _("marked as a duplicate"),
    "archive": _("kept in the archive only"),
    "mark_unreadable": _("marked as unreadable"),
    "reread": _("read again"),
    "assign_role": _("given another role"),
    "keep_place": _("uncertain place kept"),
    "remove_place": _("uncertain place removed"),
    "reopen_place": _("decision about a place taken back"),
    "raise_task": _("task raised"),
    "finish_task": _("task done"),
    "dismiss_task": _("task dismissed"),
    "acknowledge": _("warning looked at"),
    "reopen": _("warning opened again"),
    "assign": _("assigned"),
    "prepare": _("change prepared"),
    "apply": _("change applied"),
    "drop": _("change dropped"),
    "correct": _("correction added"),
    "restore_version": _("version restored"),
    "create_link": _("preview link made"),
    "revoke_link": _("preview link revoked"),
    "replace_file": _("file replaced"),
    "import": _("imported"),
    "export": _("exported"),
    "change_rights": _("rights changed"),
    "accept_comments": _("comments approved"),
    "reject_comments": _("comments rejected"),
    "moderate": _("moderated"),
    "erase": _("erased"),
    "merge": _("merged"),
    "move": _("new address given"),
    "revoke": _("revoked"),
}


def verbs() -> list[tuple[str, str | Promise]]:
    """Each verb with its label. A new one needs a line above, and no migration."""
    return list(VERBS.items())


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Queries on audit entries."""

    def about(self, row: models.Model) -> "AuditQuerySet":
        """The entries about one row."""
        return self.filter(noun=row._meta.label_lower, object_id=row.pk)


class AuditEntry(models.Model):
    """One change by one user. It outlives the row that was changed, so its only foreign key is the user."""

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
    verb = UnfrozenChoicesField(_("what was done"), max_length=20, choices=verbs, editable=False)
    noun = models.CharField(_("kind of thing"), max_length=60, editable=False)
    object_id = models.BigIntegerField(_("number"), null=True, blank=True, editable=False)
    object_text = models.CharField(_("thing"), max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    details = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("export_auditentry", _("Can export the audit"))]
        indexes = [
            models.Index(fields=["noun", "object_id", "-id"], name="audit_by_thing"),
            models.Index(fields=["noun", "-id"], name="audit_by_kind"),
            models.Index(fields=["verb", "-id"], name="audit_by_verb"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.object_text or self.noun}"

    @property
    def model(self) -> Any:
        """The model of the changed row; None where that model does not exist any more."""
        from django.apps import apps

        try:
            return apps.get_model(self.noun)
        except LookupError:
            return None
