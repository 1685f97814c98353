"""The change feed for programs that mirror the site: the last state of each article, or that it is gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeFeedEntry(models.Model):
    """The last change of one article. An article that was never public has no row.

    `article_number` is no foreign key: that an article is gone is an entry even where its row is gone.
    """

    article_number = models.BigIntegerField(_("article"), unique=True)
    sequence = models.BigIntegerField(_("sequence"), unique=True)  # grows; a later commit never has a smaller one
    gone = models.BooleanField(_("gone"), default=False)
    stamp = models.TextField()  # what it looked like, see domain/change_feed.py
    at = models.DateTimeField(_("told on"))

    class Meta:
        verbose_name = _("change for mirrors")
        verbose_name_plural = _("changes for mirrors")

    def __str__(self) -> str:
        return f"{self.sequence}: {self.article_number}"


class ChangeNote(models.Model):
    """Notes that an article without an entry has been public. Written in the transaction of its change.

    It has no sequence number: the comparison assigns one, and only sees committed notes. So no writer waits.
    """

    article_number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.article_number)


class ChangeCounter(models.Model):
    """The last sequence number, in one row that is locked to add entries. `series` identifies this database.

    A database that was set up anew has another series, so that old positions are recognised as invalid.
    """

    series = models.CharField(max_length=16)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}-{self.last}"
