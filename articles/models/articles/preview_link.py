"""Preview links: one article, for somebody without an account, until a day or until the link is revoked."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article
from articles.models.fields.keys import parse_pk
from articles.models.fields.text_rights import Right


def _signer() -> Signer:
    return Signer(salt="articles.preview", sep="~")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Questions about many preview links."""

    def live(self) -> "PreviewLinkQuerySet":
        """Those that open now: neither expired nor revoked, and to an article that may be shown to a guest.

        What is legally locked, withdrawn, discarded or for internal use only is shown to no guest.
        """
        shut = [Article.State.LOCKED, Article.State.WITHDRAWN, Article.State.DISCARDED]
        silent = Q(clip=None) | Q(clip__right="")
        internal = Q(clip__right=Right.INTERNAL) | silent & Q(source__right=Right.INTERNAL)
        hidden = Article.objects.filter(Q(state__in=shut) | internal)
        return self.filter(revoked_at=None, expires_at__gt=timezone.now()).exclude(article__in=hidden.values("pk"))

    def find(self, token: str) -> "PreviewLink | None":
        """The live link of this address; None alike for what is unknown, forged, expired or revoked."""
        try:
            number = _signer().unsign(token)
        except BadSignature:
            return None
        pk = parse_pk(number)
        return self.live().filter(pk=pk).first() if pk is not None else None


class PreviewLink(models.Model):
    """An address that shows one article as it would look on the site."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links", verbose_name=_("article"))
    note = models.CharField(_("for whom"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.article)

    def get_absolute_url(self) -> str:
        """The address to give away."""
        return reverse("preview", args=[self.token])

    def shows(self, image_id: int) -> bool:
        """Whether the picture stands in what the link shows."""
        return any(placement.image_id == image_id for placement in self.article.pictures)

    @property
    def token(self) -> str:
        """The link's number with our signature: nobody can make one up, or count on from one."""
        return _signer().sign(str(self.pk))

    @property
    def is_over(self) -> bool:
        """Whether it was revoked, or its time is over."""
        return self.revoked_at is not None or self.expires_at <= timezone.now()
