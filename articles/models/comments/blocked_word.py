"""Words that keep a reader's comment from being shown at once, or from being taken at all."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockedWord(models.Model):
    """A word or phrase that holds or refuses a comment; domain/comments/screening/blocked_words.py matches it."""

    class Kind(models.TextChoices):
        BANNED = "banned", _("banned: the comment is refused")
        SUSPECT = "suspect", _("suspect: the comment waits")

    text = models.CharField(
        _("word or phrase"),
        max_length=100,
        unique=True,
        help_text=_(
            "Found in capitals, with umlauts written out and with the letters spaced. A star at the end: any ending."
        ),
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.SUSPECT)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("word of the list")
        verbose_name_plural = _("word list")
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text
