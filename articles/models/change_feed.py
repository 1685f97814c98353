"""What programs that mirror the site were last told of each article: that it is there, in which version, or gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeFeedEntry(models.Model):
    """The last thing told of one article. Of what was never public there is no row.

    `article_number` is no foreign key: that an article is gone must be told even where its row is gone.
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
    """That an article has been public of which nothing is told yet. Written in the transaction of what is done to it.

    It has no number: it gets one when it is noticed, and only what is committed is noticed. So nobody waits.
    """

    article_number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.article_number)


class ChangeCounter(models.Model):
    """The last sequence number, in one row that whoever writes changes has to lock. `series` names this archive.

    A database that was set up anew has another series: its numbers are not those that a program remembers.
    """

    series = models.CharField(max_length=16)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}-{self.last}"
