"""Readers report a comment in one of two forms: breach of the rules, or illegal content with what the law asks for."""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from articles.domain.comments import reports
from articles.domain.comments.submission import SubmissionRejected
from articles.domain.errors import DATABASE_AWAY, RETRY_AFTER_SECONDS
from articles.models import Article, Comment, ReasonCode, Report
from articles.pages import form_token, rendering
from articles.pages.article import get_article
from articles.pages.comments import thread
from articles.pages.comments.display import remarks
from articles.pages.comments.submission import MAX_FORM_BYTES, STATUSES, sender_address
from articles.pages.errors import (
    Withdrawn,
    allow_methods,
    article_gone,
    bad_request,
    gone_when_withdrawn,
    read_only,
    too_large,
)
from articles.pages.forms import NoticeForm, ReaderForm, ReportForm

HEADINGS = {
    "report": gettext_lazy("Report a breach of the rules"),
    "report_illegal_content": gettext_lazy("Report illegal content"),
}
QUICK_REASONS = [code for code in ReasonCode if code != ReasonCode.ILLEGAL]  # that has a page of its own


@csrf_exempt  # form_token.py does what the CSRF cookie would
@never_cache
@allow_methods("GET", "HEAD", "POST")
@gone_when_withdrawn
def report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """„Regelverstoß melden“: a reason, and optionally a note."""
    return _form_page(request, slug, pk, "report", ReportForm)


@csrf_exempt
@never_cache
@allow_methods("GET", "HEAD", "POST")
@gone_when_withdrawn
def notice(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """„Rechtswidrigen Inhalt melden“: a notice in the sense of Article 16 of the Digital Services Act."""
    return _form_page(request, slug, pk, "report_illegal_content", NoticeForm)


@never_cache
@read_only
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The private page of a report: that it has arrived, and what was decided."""
    report = Report.objects.filter(receipt_token=token).select_related("comment__article").first()
    if report is None:
        raise Http404
    context = {"report": report, "is_told": reports.is_announced(report), "is_private": True}
    return rendering.render(request, "report_status", context)


def _form_page(request: HttpRequest, slug: str, pk: int, name: str, kind: type[ReaderForm]) -> HttpResponse:
    if request.method == "POST":
        return _sent(request, slug, pk, name, kind)
    article = get_article(slug)
    comment = _find_comment(article, pk)
    if comment is None:  # unknown, foreign or hidden: one answer
        raise Http404
    here = rendering.base_url(request).rstrip("/") + thread.address(comment)
    return _page(request, comment, name, kind(initial={"token": form_token.token(article), "url": here}))


def _sent(request: HttpRequest, slug: str, pk: int, name: str, kind: type[ReaderForm]) -> HttpResponse:
    if request.content_type != "application/x-www-form-urlencoded":
        get_article(slug)
        return bad_request(request)
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FORM_BYTES:
            return too_large(request)
        form = kind(request.POST)
    except (RequestDataTooBig, ValueError):
        return too_large(request)
    try:
        article = get_article(slug)
    except (Withdrawn, Http404) as error:  # somebody may have written for an hour
        return article_gone(request, error, form.kept)
    comment = _find_comment(article, pk)
    return _take(request, comment, name, form) if comment is not None else _comment_gone(request, article, form)


def _find_comment(article: Article, pk: int) -> Comment | None:
    """The comment, if readers may see it."""
    rows = article.comments.none() if article.is_excerpt else article.comments.visible().for_readers()
    comment = rows.filter(pk=pk if pk < 2**63 else 0).first()
    if comment is not None:
        comment.article = article
    return comment


def _comment_gone(request: HttpRequest, article: Article, form: ReaderForm) -> HttpResponse:
    """404 for a comment that is unknown, of another article or hidden by now, with what was typed."""
    return rendering.render(request, "report_not_found", {"article": article, "form": form}, 404)


def _take(request: HttpRequest, comment: Comment, name: str, form: ReaderForm) -> HttpResponse:
    proof = form_token.read(form.typed["token"], comment.article)
    if proof is None or not form_token.is_same_origin(request):
        form.refuse("", _("The form has grown old, or it was not sent from this page. Please send it again."))
        return _again(request, comment, name, form, 403)
    if not form.is_valid():
        return _again(request, comment, name, form, 400)
    values = {key: value for key, value in form.cleaned_data.items() if key != "token"}
    send = reports.report if name == "report" else reports.notify
    try:
        received = send(comment, **values, address=sender_address(request))
    except SubmissionRejected as rejected:
        form.refuse(rejected.field, str(rejected))
        response = _again(request, comment, name, form, STATUSES[rejected.kind])
        if rejected.seconds:
            response["Retry-After"] = str(rejected.seconds)
        return response
    except DATABASE_AWAY:
        form.refuse("", _("Your text could not be stored just now. Please send it again in a minute."))
        response = _again(request, comment, name, form, 503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    response = HttpResponseRedirect(reverse("report_status", args=[received.receipt_token]))
    response.status_code = 303
    return response


def _again(request: HttpRequest, comment: Comment, name: str, form: ReaderForm, status: int) -> HttpResponse:
    return _page(request, comment, name, form.give(token=form_token.token(comment.article)), status)


def _page(request: HttpRequest, comment: Comment, name: str, form: ReaderForm, status: int = 200) -> HttpResponse:
    context = {
        "article": comment.article,
        "comment": comment,
        "remark": remarks(comment.article, [comment])[0],
        "form": form,
        "heading": HEADINGS[name],
        "reasons": QUICK_REASONS,
    }
    return rendering.render(request, name, context, status)
