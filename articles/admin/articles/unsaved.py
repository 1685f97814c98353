"""What an unsaved form of an article needs: its key, its author's draft, the addresses for its script."""

import copy
import uuid
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from articles.admin.base import form_data
from articles.domain.articles import autosave
from articles.models import Article, Draft


def draft_key(request: HttpRequest) -> uuid.UUID | None:
    """The key of the form that was sent; None where it carries none."""
    try:
        return uuid.UUID(request.POST.get("form_draft", ""))
    except ValueError:
        return None


def keep_draft(request: HttpRequest, article: Article | None) -> Draft:
    """Keep the form that was sent, with the version that it was made from; `article` is None for a new one."""
    user: Any = request.user
    based_on = form_data.parse_number(request.POST.get("form_version"))
    typed, left_over = form_data.posted(request.POST), "_left_over" in request.POST
    return autosave.store_draft(draft_key(request), user, article, typed, based_on, left_over)


def own_draft(request: HttpRequest, key: str) -> Draft | None:
    """The user's own unsaved version of that key."""
    try:
        drafts = Draft.objects.of(request.user).exclude(state=Draft.State.SAVED)
        return drafts.select_related("article").filter(key=uuid.UUID(key)).first()
    except ValueError:
        return None


def request_as_if(request: HttpRequest, method: str, data: Any) -> Any:
    """A copy of the request with this method and these fields."""
    assert request.FILES is not None  # read once, or the copy would read what was really sent
    copied: Any = copy.copy(request)
    copied.method, copied.POST = method, form_data.as_query(data)
    return copied


def form_address(name: str, article: Article | None = None) -> str:
    """The address of that name for the article, or for a new one."""
    if article is None or not article.pk:
        return reverse(f"admin:articles_article_{name}" if name == "add" else f"admin:articles_article_{name}_new")
    return reverse(f"admin:articles_article_{name}", args=[article.pk])
