"""The groups that the house brings along, and which permissions it has once given to each.

What was given once is never given again: a permission that an operator has taken from a group stays taken, and a
group that somebody has renamed or deleted stays so. A permission that a later version of the house brings is given.
"""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffGroup(models.Model):
    """One of the house's groups."""

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    group = models.OneToOneField(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("group"), editable=False
    )
    given = models.JSONField(_("permissions given"), default=list, editable=False)

    class Meta:
        verbose_name = _("group of the house")
        verbose_name_plural = _("groups of the house")
        default_permissions = ()

    def __str__(self) -> str:
        return self.code
