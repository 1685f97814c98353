"""Takes readers' comments in, without JavaScript and without a cookie, and says at the field what is wrong."""

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..desk import moderating
from ..models import Article
from . import origin
from .article import find, number, show
from .errors import bad_request, told_when_withdrawn, too_large
from .forms import CommentForm


@csrf_exempt  # origin.py does what the CSRF cookie would
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@told_when_withdrawn
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """A comment for the article, by POST; whoever comes here otherwise is led to the comments."""
    article = find(slug)
    if request.method != "POST":
        return HttpResponseRedirect(f"{article.get_absolute_url()}#comments")
    if request.content_type != "application/x-www-form-urlencoded":
        return bad_request(request)  # our form sends nothing else, and files are not even received
    try:
        form = CommentForm(request.POST)
    except RequestDataTooBig:
        return too_large(request)
    return _take(request, article, form)


def _take(request: HttpRequest, article: Article, form: CommentForm) -> HttpResponse:
    parent = number(form.data["parent"]) if form.data.get("parent") else None
    if not (origin.is_ours(request) and origin.is_signed(form.typed["token"], article)):
        form.add_error(None, _("The form has grown old, or it was not sent from this page. Please send it again."))
        return _again(request, article, form, parent, status=403)
    if not article.takes_comments:
        return _again(request, article, form, parent, status=403)
    if form.is_valid():
        try:
            moderating.submit(article, **_words(form), parent_id=parent)
        except moderating.Rejected as rejected:
            form.add_error(None if rejected.field == "parent" else rejected.field, str(rejected))
            parent = None if rejected.field == "parent" else parent
        except OperationalError:  # the database is busy or out of reach: what was typed must not be lost with it
            form.add_error(None, _("Your text could not be stored just now. Please send it again in a minute."))
            return _again(request, article, form, parent, status=503)
        else:
            return _thanks(article)
    return _again(request, article, form, parent, status=400)


def _words(form: CommentForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("text", "author", "email")}


def _thanks(article: Article) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('article', args=[article.slug])}?sent=1#write")
    response.status_code = 303  # whatever the method was, go on with GET: a reload sends nothing again
    return response


def _again(request: HttpRequest, article: Article, form: CommentForm, parent: int | None, status: int) -> HttpResponse:
    """The page once more, with what was typed, what is wrong, and a fresh token."""
    return show(
        request, article, form.give(token=origin.token(article), parent=parent or ""), answered=parent, status=status
    )
