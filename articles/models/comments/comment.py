"""Readers' comments. Pending by default, so that no write path can forget it."""

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, Upper
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.articles.article import Article
from articles.models.clips.clip import Clip
from articles.models.fields.expressions import LiteralCondition

STEP = 6  # digits of one level of the path: a million replies to one comment
MAX_LEVELS = 400  # the path must fit an index row of PostgreSQL (2,700 bytes)


class HasVisibleReply(models.Func):
    """Whether a direct or indirect reply to a comment is visible, by the parents of the replies.

    Only the deepest level needs it: there a reply is placed beside its parent, which the paths do not show.
    """

    template = (
        "EXISTS (WITH RECURSIVE reply(id, status, awaits_ancestor) AS ("
        "SELECT c.id, c.status, c.awaits_ancestor FROM articles_comment c WHERE c.parent_id = %(expressions)s "
        "UNION SELECT c.id, c.status, c.awaits_ancestor FROM articles_comment c JOIN reply ON c.parent_id = reply.id"
        ") SELECT 1 FROM reply WHERE reply.status = 'approved' AND NOT reply.awaits_ancestor)"
    )
    output_field = models.BooleanField()


REPLIES = """
    WITH RECURSIVE reply(id) AS (
        SELECT c.id FROM articles_comment c WHERE c.parent_id = %s
        UNION SELECT c.id FROM articles_comment c JOIN reply ON c.parent_id = reply.id
    ) SELECT id FROM reply
"""


def has_email(address: str) -> models.Q:
    """Whether an e-mail address was given with a comment, in capitals or not: by an index."""
    alike = Exact(Upper("email"), Upper(models.Value(address)))
    return models.Q(~LiteralCondition("email", "= ''")) & models.Q(alike)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Queries on comments."""

    def visible(self) -> "CommentQuerySet":
        """What a reader may read, given that the article is public."""
        return self.filter(status=Comment.Status.APPROVED, awaits_ancestor=False)

    def in_threads(self) -> "CommentQuerySet":
        """The comments of a thread: the visible ones, and for every other one with a visible reply a
        placeholder: it was removed, erased, or put back into the queue. (Below one that waits for its first decision,
        all replies wait: see domain/comments/reply_holds.py.)"""
        below = Comment.objects.visible().filter(
            article=models.OuterRef("article"),
            path__gt=models.OuterRef("path"),
            path__lt=Concat(models.OuterRef("path"), models.Value("a")),
        )
        answered = models.Case(
            models.When(path__length__gte=STEP * MAX_LEVELS, then=HasVisibleReply("pk")), default=models.Exists(below)
        )
        hidden = ~models.Q(status=Comment.Status.APPROVED) & models.Q(answered)
        return self.filter(models.Q(status=Comment.Status.APPROVED) | hidden, awaits_ancestor=False)

    def reported(self) -> "CommentQuerySet":
        """What readers have reported since a moderator looked."""
        return self.filter(LiteralCondition("reports_count", "> 0"))

    def pending(self) -> "CommentQuerySet":
        """What waits for a moderator."""
        return self.filter(status=Comment.Status.PENDING)

    def for_readers(self) -> "CommentQuerySet":
        """What readers see of a comment, and where it appeared first; no address, no moderator's note."""
        return (
            self.select_related("clip__source")
            .defer(*Comment.NOT_FOR_READERS)
            .defer("clip__data", "clip__text", "clip__state_reason")
        )

    def in_thread_order(self) -> "CommentQuerySet":
        """Parents before their replies, siblings by age."""
        return self.order_by("article_id", "path")

    def below(self, comment: "Comment") -> "CommentQuerySet":
        """Every reply to `comment`, at any depth: a range of the index, and at the deepest level whatever names it."""
        if len(comment.path) >= STEP * MAX_LEVELS:
            return self.filter(pk__in=RawSQL(REPLIES, [comment.pk]))  # noqa: S611 - a constant
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
    awaits_ancestor = models.BooleanField(
        default=False, editable=False, help_text=_("A comment above it has never been decided about.")
    )
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
    seen_at = models.DateTimeField(
        _("seen at"), null=True, blank=True, editable=False, help_text=_("When a moderator last judged it.")
    )

    screened = models.JSONField(_("screening"), default=list, blank=True, editable=False)  # domain/comments/screening
    sender_hash = models.CharField(max_length=64, blank=True, editable=False)  # see domain/sender_hashes.py
    text_hash = models.CharField(max_length=64, blank=True, editable=False)  # finds the same text sent again
    form_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)  # a form counts once
    status_token = models.CharField(max_length=43, unique=True, null=True, blank=True, editable=False)
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed at"), null=True, blank=True, editable=False)
    reports_count = models.PositiveIntegerField(_("open reports"), default=0, editable=False)

    PERSONAL = ("author", "email", "email_confirmed_at", "sender_hash", "text_hash", "form_key")  # erased with the text
    NOT_FOR_READERS = (
        *("email", "decision_note", "screened", "sender_hash", "text_hash", "form_key", "status_token"),
        "email_confirmed_at",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's comment")
        verbose_name_plural = _("readers' comments")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["article", "status", "-id", "awaits_ancestor"], name="comment_count"),
            models.Index(fields=["status", "-id"], name="comment_queue"),
            # Conditions with a value in them help SQLite only where the value is a literal: see fields/expressions.py.
            # The indexes contain the queried columns, so that ten thousand are counted without reading their rows.
            models.Index(fields=["status", "seen_at", "-id"], condition=models.Q(seen_at=None), name="comment_unseen"),
            models.Index(fields=["author", "-id"], name="comment_by_name"),
            models.Index(fields=["created_at", "id"], name="comment_by_arrival"),
            models.Index(
                fields=["-decided_at"], condition=models.Q(decided_at__isnull=False), name="comment_by_decision"
            ),
            models.Index(fields=["article", "path"], condition=models.Q(parent=None), name="comment_roots"),
            models.Index(fields=["sender_hash", "-id"], name="comment_by_sender"),
            models.Index(fields=["text_hash"], name="comment_by_text"),
            models.Index(
                fields=["email"], condition=models.Q(email_confirmed_at__isnull=False), name="comment_confirmed"
            ),
            models.Index(Upper("email"), models.F("id").desc(), condition=~models.Q(email=""), name="comment_by_email"),
            models.Index(
                fields=["-id", "status", "reports_count"],
                condition=models.Q(reports_count__gt=0),
                name="comment_reported",
            ),
        ]
        permissions = [
            ("moderate_comment", _("Can approve and reject readers' comments")),
            ("erase_person", _("Can export and erase what a person wrote")),
        ]
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
        return self.status == self.Status.APPROVED and not self.awaits_ancestor

    @property
    def holds_replies(self) -> bool:
        """Whether the replies to it wait: it does itself, or waits for its first decision."""
        return self.awaits_ancestor or (
            self.status == self.Status.PENDING and not self.decisions.left_the_queue().exists()
        )

    @property
    def doubts(self) -> list[str]:
        """Why the screening wants somebody to look at it, in sentences; empty where only the rules of the site do."""
        return [
            str(result.get("reason", ""))
            for result in self.screened
            if result.get("verdict") == "hold" and result.get("rule") != "moderation"
        ]

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs."""
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]
