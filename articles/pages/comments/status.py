"""The private pages of a comment's author: its status with the reason, and the confirmation of an e-mail address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from articles.domain.comments import decision_letters, email_confirmation
from articles.models import Article, Comment, Decision
from articles.pages import form_token, rendering
from articles.pages.comments import thread
from articles.pages.comments.display import passages
from articles.pages.errors import allow_methods, read_only

WAITS, SHOWN, AWAY, REMOVED = "waits", "shown", "away", "removed"


@never_cache
@read_only
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The status of the comment. Whoever has the link wrote it, or was given the link by its author."""
    comment = Comment.objects.filter(status_token=token).select_related("article__source", "article__clip").first()
    if comment is None:
        raise Http404
    what = _what(comment)
    removing = Decision.objects.standing_of([comment.pk]).get(comment.pk) if what == REMOVED else None
    context = {
        "comment": comment,
        "what": what,
        "address": thread.address(comment) if what == SHOWN else "",
        "headline": comment.article.headline if what != AWAY else "",
        "passages": list(passages(comment.text)),
        "decision": removing,
        **(decision_letters.circumstances(removing) if removing else {}),
    }
    return rendering.render(request, "comment_status", context)


def _what(comment: Comment) -> str:
    """The status as a keyword.

    A comment below a hidden one simply waits: that the other is hidden is not disclosed. The link of an erased comment
    is not found.
    """
    if comment.article.is_excerpt or not Article.objects.published().filter(pk=comment.article_id).exists():
        return AWAY
    if comment.status in {Comment.Status.REJECTED, Comment.Status.SPAM}:
        return REMOVED
    return SHOWN if comment.is_visible else WAITS


@csrf_exempt  # the token in the address is the proof, and nothing else of the person is at stake
@never_cache
@allow_methods("GET", "HEAD", "POST")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The target of the link in the letter: a button, because programs that check letters open links as well."""
    comment = email_confirmation.find(token)
    if comment is None:
        raise Http404
    if request.method != "POST":
        return rendering.render(request, "comment_confirm", {"comment": comment})
    if not form_token.is_same_origin(request):
        return rendering.render(request, "comment_confirm", {"comment": comment}, 403)
    email_confirmation.confirm(comment)
    return HttpResponseRedirect(reverse("comment_status", args=[comment.status_token]))
