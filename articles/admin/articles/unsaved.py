"""What a form of an article carries while it is not saved: its key, its author's draft, the addresses it speaks to."""

import copy
import uuid
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from articles.admin.base import form_data
from articles.domain.articles import autosave
from articles.models import Article, Draft


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key of the form that was sent; None where it carries none."""
    try:
        return uuid.UUID(request.POST.get("form_draft", ""))
    except ValueError:
        return None


def keep(request: HttpRequest, article: Article | None) -> Draft:
    """Keep the form that was sent, with the version that it was made from; `article` is None for a new one."""
    user: Any = request.user
    based_on = form_data.number(request.POST.get("form_version"))
    typed, left_over = form_data.posted(request.POST), "_left_over" in request.POST
    return autosave.store_draft(key_of(request), user, article, typed, based_on, left_over)


def own(request: HttpRequest, key: str) -> Draft | None:
    """The user's own unsaved version of that key."""
    try:
        drafts = Draft.objects.of(request.user).exclude(state=Draft.State.SAVED)
        return drafts.select_related("article").filter(key=uuid.UUID(key)).first()
    except ValueError:
        return None


def as_if(request: HttpRequest, method: str, data: Any) -> Any:
    """The request, as if this had been sent."""
    assert request.FILES is not None  # read once, or the copy would read what was really sent
    asked: Any = copy.copy(request)
    asked.method, asked.POST = method, form_data.as_query(data)
    return asked


def address(name: str, article: Article | None = None) -> str:
    """The page of that name for the article, or for one that is not there yet."""
    if article is None or not article.pk:
        return reverse(f"admin:articles_article_{name}" if name == "add" else f"admin:articles_article_{name}_new")
    return reverse(f"admin:articles_article_{name}", args=[article.pk])
