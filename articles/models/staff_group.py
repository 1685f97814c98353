"""The staff groups of the project, and the permissions that each was once granted.

A permission is granted once: one that an operator has revoked stays revoked, and a
group that somebody has renamed or deleted stays so. A permission of a later version is granted.
"""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffGroup(models.Model):
    """A group of the project, with the permissions that it was granted so far."""

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
