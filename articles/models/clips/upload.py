"""Uploads: files that are stored between their dry run and the confirmed import."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UPLOAD_LIFETIME = timedelta(hours=24)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Queries on uploads."""

    def waiting(self) -> "UploadQuerySet":
        """Those that may still be imported."""
        return self.filter(uploaded_at__gt=timezone.now() - UPLOAD_LIFETIME)

    def expired(self) -> "UploadQuerySet":
        """Those that nobody decided about in time."""
        return self.filter(uploaded_at__lte=timezone.now() - UPLOAD_LIFETIME)


class Upload(models.Model):
    """The files that one user sent at once. Stored in the database: shared by all hosts, and without an address."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-id"]
        indexes = [models.Index(fields=["uploaded_at"], name="upload_by_time")]

    def __str__(self) -> str:
        return _("Upload %s") % self.pk


class UploadedFile(models.Model):
    """One file of an upload: its bytes, or why they were not taken."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files", verbose_name=_("upload"))
    name = models.CharField(_("file"), max_length=1000)
    data = models.BinaryField(_("bytes"))
    refused = models.TextField(_("refused because"), blank=True)

    class Meta:
        verbose_name = _("file of an upload")
        verbose_name_plural = _("files of an upload")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
