"""Takes readers' comments in, and decides which of them are shown."""

import unicodedata
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Article, Clip, Comment
from ..models.comment import MAX_LEVELS, STEP

MAX_TEXT = 2_000  # characters
MAX_NAME = 80
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # Unicode: controls, format marks, surrogates, private and unassigned


class Rejected(Exception):
    """A comment was not taken; `field` names where, `str()` is a sentence for the reader."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def submit(article: Article, text: str, author: str, email: str = "", parent_id: int | None = None) -> Comment:
    """Store a reader's comment as pending; raises Rejected with the field that is wrong."""
    text, author = _tidy(text), " ".join(_tidy(author).split())
    if not article.takes_comments:
        raise Rejected("text", _("The comments are closed."))
    if not author:
        raise Rejected("author", _("Please enter a name."))
    if len(author) > MAX_NAME:
        raise Rejected("author", _("The name may have %(n)d characters at most.") % {"n": MAX_NAME})
    if not text:
        raise Rejected("text", _("Please enter a text."))
    if len(text) > MAX_TEXT:
        too_long = _("Your text is %(n)d characters too long; %(max)s are allowed.")
        raise Rejected("text", too_long % {"n": len(text) - MAX_TEXT, "max": f"{MAX_TEXT:,}".replace(",", ".")})
    parent = None
    if parent_id is not None:
        parent = article.comments.visible().filter(pk=parent_id).first()
        if parent is None:  # the same answer for a hidden, a foreign and an unknown one
            raise Rejected("parent", _("The comment that you answer is not here (any more)."))
    return add(article, text, author=author, email=email, parent=parent)


def _tidy(text: str) -> str:
    """Plain text: one kind of line end, no control characters, no marks that turn or hide what is written.

    The joiners stay, because emoji and some scripts need them; a text of nothing else is empty.
    """
    for end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    kept = "".join(c for c in text if c in "\n\t\u200c\u200d" or unicodedata.category(c) not in HIDDEN).strip()
    return kept if kept.strip("\u200c\u200d\n\t ") else ""


def add(
    article: Article,
    text: str,
    *,
    author: str = "",
    email: str = "",
    parent: Comment | None = None,
    clip: Clip | None = None,
    **more: object,
) -> Comment:
    """Store a comment below its parent, at the end of its siblings."""
    with transaction.atomic():
        Article.objects.select_for_update().only("pk").get(pk=article.pk)  # one at a time: each takes the next place
        return Comment.objects.create(
            article=article,
            parent=parent,
            path=_next_path(article, parent),
            waits=bool(parent and (parent.waits or parent.status == Comment.Status.PENDING)),
            text=text,
            author=author,
            email=email,
            clip=clip,
            **more,
        )


def _next_path(article: Article, parent: Comment | None) -> str:
    above = parent.path if parent else ""
    if len(above) >= STEP * MAX_LEVELS:
        above = above[:-STEP]  # deeper than the path can tell: it stands beside its parent, which it still names
    last = article.comments.filter(path__gt=above, path__lt=above + "a").order_by("-path").values_list("path").first()
    number = int(last[0][len(above) : len(above) + STEP]) + 1 if last else 1
    return f"{above}{number:0{STEP}d}"


def approve(comments: Iterable[Comment], by: User | None) -> int:
    """Show these comments; returns how many were not shown before."""
    return _decide(comments, Comment.Status.APPROVED, by, "")


def reject(comments: Iterable[Comment], by: User | None, reason: str) -> int:
    """Do not show these comments; returns how many changed. The reason is kept."""
    return _decide(comments, Comment.Status.REJECTED, by, reason)


@transaction.atomic
def _decide(comments: Iterable[Comment], status: str, by: User | None, reason: str) -> int:
    ids = [c.pk for c in comments]
    touched = Comment.objects.filter(pk__in=ids).values("article")
    list(Article.objects.select_for_update().filter(pk__in=touched).order_by("pk").only("pk"))
    rows = list(
        Comment.objects.select_for_update().filter(pk__in=ids).exclude(status__in=[status, Comment.Status.ERASED])
    )
    Comment.objects.filter(pk__in=[r.pk for r in rows]).update(
        status=status, decided_at=timezone.now(), decided_by=by, decision_note=reason[:500]
    )
    for article in {r.article_id for r in rows}:
        settle(article)
    return len(rows)


def settle(article_id: int) -> None:
    """Let replies wait exactly as long as a comment above them is pending."""
    rows = Comment.objects.filter(article_id=article_id).order_by("path").values_list("pk", "path", "status", "waits")
    pending = "a"  # no path begins with a letter
    now_waiting: list[int] = []
    now_free: list[int] = []
    for pk, path, status, waits in rows:
        below = path.startswith(pending)
        if below != waits:
            (now_waiting if below else now_free).append(pk)
        if status == Comment.Status.PENDING and not below:
            pending = path
    Comment.objects.filter(pk__in=now_waiting).update(waits=True)
    Comment.objects.filter(pk__in=now_free).update(waits=False)
