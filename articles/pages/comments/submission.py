"""Receives readers' comments, without JavaScript and without a cookie; errors are shown at the field."""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from articles.domain.comments import submission
from articles.domain.comments.submission import RejectionKind
from articles.domain.errors import DATABASE_AWAY, RETRY_AFTER_SECONDS
from articles.models import Article
from articles.pages import form_token, rendering
from articles.pages.article import get_article, number, render_article
from articles.pages.comments import thread
from articles.pages.errors import (
    Withdrawn,
    allow_methods,
    article_gone,
    bad_request,
    gone_when_withdrawn,
    read_only,
    too_large,
)
from articles.pages.forms import CommentForm

MAX_FORM_BYTES = 250_000  # twenty times the longest comment, so that a too long one is told by how much
STATUSES = {RejectionKind.INVALID: 400, RejectionKind.CLOSED: 403, RejectionKind.TOO_MANY: 429}


@csrf_exempt  # form_token.py does what the CSRF cookie would
@never_cache
@allow_methods("GET", "HEAD", "POST")
@gone_when_withdrawn
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Receive a comment by POST; any other request is redirected to the comments."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{get_article(slug).get_absolute_url()}#comments")
    if request.content_type != "application/x-www-form-urlencoded":
        get_article(slug)
        return bad_request(request)  # our form sends nothing else, and files are not even received
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FORM_BYTES:
            return too_large(request)
        form = CommentForm(request.POST)
    except (RequestDataTooBig, ValueError):
        return too_large(request)
    try:
        return _let_in(request, slug, form)
    except (Withdrawn, Http404) as error:  # while somebody wrote
        return article_gone(request, error, form.kept)


def _let_in(request: HttpRequest, slug: str, form: CommentForm) -> HttpResponse:
    try:
        submission.check_rate(sender_address(request))
    except submission.SubmissionFlood as rejected:  # before anything else, so that a flood costs next to nothing
        request.META["newsroom.come_back"] = rejected.seconds  # for newsroom.middleware.flood_gate
        return too_many(form, rejected)
    except DATABASE_AWAY:
        return _again(request, get_article(slug), form, _parent(form), _busy(form))
    return _take(request, get_article(slug), form)


@read_only
@gone_when_withdrawn
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The stable address of one comment: redirects to its place on its page."""
    article = get_article(slug)
    rows = article.comments.in_threads() if not article.is_excerpt else article.comments.none()
    comment = rows.select_related("article").filter(pk=pk if pk < 2**63 else 0).only("path", "article__slug").first()
    if comment is None:
        raise Http404
    start = thread.page_start(comment)
    return HttpResponseRedirect(f"{article.get_absolute_url()}?from={start}#comment-{comment.pk}")


def sender_address(request: HttpRequest) -> str:
    """The address that the request came from, as newsroom.middleware.proxies determined it."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def too_many(form: CommentForm, rejected: submission.SubmissionRejected) -> HttpResponse:
    """429 on a page of its own, made without the database: it contains what was typed, and can be sent from there."""
    context = {"sentence": str(rejected), "typed": form.typed}
    response = _later(rendering.plain("too_many", context, STATUSES[rejected.kind]), rejected)
    setattr(response, "_has_been_logged", True)  # noqa: B010  # Django's: a warning for each 4xx would fill the disk
    return response


def _later(response: HttpResponse, rejected: submission.SubmissionRejected) -> HttpResponse:
    if rejected.seconds:
        response["Retry-After"] = str(rejected.seconds)
    return response


def _parent(form: CommentForm) -> int | None:
    return number(form.data["parent"]) if form.data.get("parent") else None


def _busy(form: CommentForm) -> int:
    """Add the error that the database is busy to the form; returns 503. What was typed must not be lost."""
    form.add_error(None, _("Your text could not be stored just now. Please send it again in a minute."))
    return 503


def _take(request: HttpRequest, article: Article, form: CommentForm) -> HttpResponse:
    parent = _parent(form)
    proof = form_token.read(form.typed["token"], article)
    if proof is None or not form_token.is_same_origin(request):
        form.add_error(None, _("The form has grown old, or it was not sent from this page. Please send it again."))
        return _again(request, article, form, parent, status=403)
    if not form.is_valid():
        return _again(request, article, form, parent, 400)
    values = {name: form.cleaned_data[name] for name in ("text", "author", "email", "trap")}
    try:
        received = submission.submit(
            article, **values, parent_id=parent, address=sender_address(request), form=proof.form, form_age=proof.age
        )
    except submission.SubmissionRejected as rejected:
        form.refuse(rejected.field if rejected.field != "parent" else "", str(rejected))
        parent = None if rejected.field == "parent" else parent
        return _later(_again(request, article, form, parent, STATUSES[rejected.kind]), rejected)
    except DATABASE_AWAY:
        return _again(request, article, form, parent, _busy(form))
    return _thanks(article, received.status_token)


def _thanks(article: Article, status_token: str | None) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('article', args=[article.slug])}?sent={status_token}#write")
    response.status_code = 303  # whatever the method was, go on with GET: a reload sends nothing again
    return response


def _again(request: HttpRequest, article: Article, form: CommentForm, parent: int | None, status: int) -> HttpResponse:
    """The page once more, with what was typed, what is wrong, and a fresh token of the same age."""
    token = form_token.renewed_token(article, form.typed["token"])
    form.give(token=token, parent=parent or "")
    response = render_article(request, article, form, answered=parent, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
