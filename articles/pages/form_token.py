"""Recognises a form that was filled in on our page, without a cookie.

The form has a token signed for its article, and the browser names the site that the form comes from. Together they do
what Django's CSRF cookie does, and a reader who only reads gets no cookie.
"""

import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

from articles.models import Article
from articles.pages import rendering

SALT = "articles.pages.comments.submission"
MAX_AGE_SECONDS = 7 * 24 * 60 * 60  # a page may stay open for days, and a late one is asked to send again


@dataclass(frozen=True, slots=True)
class FormProof:
    """The content of a form's token: the form's id and its age."""

    form: str
    made_at: float | None  # seconds since 1970; None where that is not known

    @property
    def age(self) -> float | None:
        """Seconds since the form was made."""
        return None if self.made_at is None else time.time() - self.made_at


def token(article: Article, made_at: float | None = None) -> str:
    """What a new form for this article carries."""
    return _signed(article, time.time() if made_at is None else made_at)


def renewed_token(article: Article, given: str) -> str:
    """What a form carries that is shown once more: the age of the one it comes from, however old that is.

    Where that one's token says nothing, it has no age: whoever only corrects something is quick, and no program for
    that.
    """
    proof = read(given, article, max_age=None)
    return _signed(article, proof.made_at if proof else None)


def _signed(article: Article, made_at: float | None) -> str:
    rounded = None if made_at is None else round(made_at, 1)
    return signing.dumps([article.pk, secrets.token_urlsafe(9), rounded], salt=SALT)


def read(given: str, article: Article, max_age: int | None = MAX_AGE_SECONDS) -> FormProof | None:
    """The token's words; None unless it was given out for a form of this article, and not too long ago."""
    try:
        pk, form, made_at = signing.loads(given, salt=SALT, max_age=max_age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return FormProof(form, made_at) if pk == article.pk else None


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser names this site as the origin of the form; without a header it is not."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return _origin(origin) in {_origin(rendering.base_url(request)), f"{request.scheme}://{request.get_host()}"}


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
