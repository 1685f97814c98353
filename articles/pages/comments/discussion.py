"""The comments section of an article: a page of comments, the form, and why nobody can write if so."""

from collections.abc import Mapping
from typing import Any

from articles.models import Article, ClosedReason, Comment, CommentPolicy, ModerationMode
from articles.pages.comments import thread
from articles.pages.comments.display import remarks
from articles.pages.forms import CommentForm


def discussion(
    article: Article, form: CommentForm, query: Mapping[str, str], answered: int | None, sent: str
) -> dict[str, Any]:
    """The context of `_comments.html`; the form is below the comment `answered`, `sent` is a status token."""
    if article.is_excerpt:
        return {"comment_count": 0, **(_closed_meanwhile(form) if form.is_bound else {})}
    policy = CommentPolicy.current()
    closed = policy.closed_reason(article)
    page = thread.page(article, *thread.read_query(query))
    parent = _find_visible(page, answered)
    if answered and parent is None:
        page, parent = _page_of(article, answered, page)
    return {
        "comment_count": article.comments.visible().count(),
        "remarks": remarks(article, page.comments),
        "here": page.here,
        "first": page.query(None),
        "newest_first": page.order == thread.NEWEST,
        "other_order": page.query(None, thread.OLDEST if page.order == thread.NEWEST else thread.NEWEST),
        "before": page.query(page.before) if page.before else "",
        "after": page.query(page.after) if page.after else "",
        "takes_comments": not closed,
        "closed_told": policy.message(closed) if closed else "",
        "form": form,
        "parent": parent,
        "parent_is_missing": answered is not None and parent is None and not closed,
        "shown_at_once": policy.moderation_of(article) == ModerationMode.POST,
        "confirms": policy.moderation_of(article) == ModerationMode.TRUSTED,
        **_sent(article, sent),
    }


def _closed_meanwhile(form: CommentForm) -> dict[str, Any]:
    """The article became an excerpt while somebody wrote: show their text, as below any closed article."""
    return {"takes_comments": False, "closed_told": ClosedReason.BY_ARTICLE.label, "form": form}


def _sent(article: Article, token: str) -> dict[str, Any]:
    """The confirmation for the person who has just written: the status link, and whether the comment is visible."""
    is_well_formed = token.isascii() and token.isprintable() and token
    rows = article.comments.filter(status_token=token).only("status", "awaits_ancestor")
    comment = rows.first() if is_well_formed else None
    return {"status_token": token if comment else "", "is_shown": comment is not None and comment.is_visible}


def _find_visible(page: thread.ThreadPage, pk: int | None) -> Comment | None:
    return next((c for c in page.comments if c.pk == pk and c.is_visible), None)


def _page_of(article: Article, pk: int, otherwise: thread.ThreadPage) -> tuple[thread.ThreadPage, Comment | None]:
    """The page that contains the comment, if readers may see it."""
    comment = article.comments.visible().filter(pk=pk).select_related("article").first()
    if comment is None:
        return otherwise, None
    page = thread.page(article, thread.page_start(comment), otherwise.order)
    return page, _find_visible(page, pk)
