"""Readers' comments. Pending by default, so that no door can forget it."""

from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .article import Article
from .clip import Clip

STEP = 6  # digits of one level of the path: a million replies to one comment
MAX_LEVELS = 400  # the path must fit an index row of PostgreSQL (2,700 bytes)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions about many comments."""

    def visible(self) -> "CommentQuerySet":
        """What a reader may read, given that the article is public."""
        return self.filter(status=Comment.Status.APPROVED, waits=False)

    def in_threads(self) -> "CommentQuerySet":
        """What stands in a thread: the visible ones, and the removed or erased ones with a visible reply below."""
        below = Comment.objects.visible().filter(
            article=models.OuterRef("article"),
            path__gt=models.OuterRef("path"),
            path__lt=Concat(models.OuterRef("path"), models.Value("a")),
        )
        removed = ~models.Q(status__in=[Comment.Status.PENDING, Comment.Status.APPROVED]) & models.Exists(below)
        return self.filter(models.Q(status=Comment.Status.APPROVED) | removed, waits=False)

    def pending(self) -> "CommentQuerySet":
        """What waits for a moderator."""
        return self.filter(status=Comment.Status.PENDING)

    def for_readers(self) -> "CommentQuerySet":
        """What readers see of a comment, and where it appeared first; no address, no moderator's note."""
        return (
            self.select_related("clip__source")
            .defer("email", "decision_note")
            .defer("clip__data", "clip__text", "clip__state_reason")
        )

    def in_thread_order(self) -> "CommentQuerySet":
        """Parents before their replies, siblings by age."""
        return self.order_by("article_id", "path")

    def below(self, comment: "Comment") -> "CommentQuerySet":
        """Every reply to `comment`, at any depth: one range of the index."""
        return self.filter(article_id=comment.article_id, path__gt=comment.path, path__lt=comment.path + "a")


class Comment(models.Model):
    """A reader's comment (Leserkommentar), written here or found in a clip."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waits")
        APPROVED = "approved", pgettext_lazy("comment", "approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        ERASED = "erased", _("erased")

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("article"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    path = models.CharField(max_length=STEP * MAX_LEVELS, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.PENDING)
    waits = models.BooleanField(default=False, editable=False, help_text=_("A comment above it is still pending."))
    author = models.CharField(_("name"), max_length=120, blank=True)
    author_is_inferred = models.BooleanField(_("name is inferred"), default=False)
    parent_is_inferred = models.BooleanField(_("parent is inferred"), default=False)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("text"))
    clip = models.ForeignKey(
        Clip, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("found in clip")
    )
    clip_position = models.PositiveIntegerField(_("position in the clip"), null=True, blank=True, editable=False)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    written_text = models.CharField(_("time as the clip has it"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, verbose_name=_("decided by"), editable=False
    )
    decision_note = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's comment")
        verbose_name_plural = _("readers' comments")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["article", "status", "waits"], name="comment_count"),
            models.Index(fields=["status", "-id"], name="comment_queue"),
            models.Index(
                fields=["-decided_at"], condition=models.Q(decided_at__isnull=False), name="comment_by_decision"
            ),
        ]
        permissions = [("moderate_comment", _("Can approve and reject readers' comments"))]
        constraints = [
            models.UniqueConstraint(fields=["article", "path"], name="comment_path_once"),
            models.CheckConstraint(
                condition=models.Q(parent=None, path__length=STEP)
                | models.Q(parent__isnull=False, path__length__gte=STEP),
                name="comment_path_fits_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(status="erased", text="") | (~models.Q(status="erased") & ~models.Q(text="")),
                name="comment_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author or _('Unknown')}: {self.text[:60]}"

    @property
    def depth(self) -> int:
        """0 for a comment on the article, 1 for a reply to it, and so on."""
        return len(self.path) // STEP - 1

    @property
    def is_imported(self) -> bool:
        """Whether it was found in a clip: the person behind it may never read an answer."""
        return self.clip_id is not None

    @property
    def is_visible(self) -> bool:
        """Whether a reader may read it, given that the article is public."""
        return self.status == self.Status.APPROVED and not self.waits

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs."""
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


def thread(article: Article) -> list[Comment]:
    """The comments of an article as readers see them, in thread order.

    A removed or erased comment stays in the list as long as a visible reply stands below it; readers get a
    placeholder there. `is_visible` tells the two apart.
    """
    return list(article.comments.in_threads().for_readers().order_by("path"))
