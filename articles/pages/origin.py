"""Tells a form that was filled in on our page from one sent from elsewhere, without a cookie.

The form carries a token signed for its article, and the browser says which site it comes from. Together they do
what Django's CSRF cookie does, and a reader who only reads stays without one.
"""

from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

from ..models import Article
from . import site

SALT = "articles.pages.comment"
MAX_AGE = 7 * 24 * 60 * 60  # seconds; a page may stay open for days, and a late one is asked to send again


def token(article: Article) -> str:
    """What a comment form for this article carries."""
    return signing.dumps(article.pk, salt=SALT)


def is_signed(given: str, article: Article) -> bool:
    """Whether the token was given out for a form of this article, and not too long ago."""
    try:
        return signing.loads(given, salt=SALT, max_age=MAX_AGE) == article.pk
    except signing.BadSignature:
        return False


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form came from this site; silence is no."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return _origin(said) in {_origin(site.base_url(request)), f"{request.scheme}://{request.get_host()}"}


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
