"""Pages that are no articles, and the imprint, which there is once."""

from typing import Any

from django.http import HttpRequest
from js_asset import Media

from ..desk import auditing
from ..models import Imprint, Page
from . import editor
from .lists import DeskList
from .revisions import WithRevisions
from .single import ThereIsOne
from .site import page_for
from .stale import NothingOverwritten


class WithText(NothingOverwritten, WithRevisions, DeskList):
    """A page with the body's editor, without pictures."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The editor's modules need the request's nonce."""
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        context |= {"media": Media.from_media(context["media"], nonce=nonce), "editor_words": editor.words()}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Who changed what readers are told about the law stays on record."""
        super().save_model(request, obj, form, change)
        auditing.record("change" if change else "add", obj, request.user)  # type: ignore[arg-type]


@page_for(Page)
class PageAdmin(WithText):
    """The pages' pages."""

    list_display = ("title", "key", "updated_at")
    fields = ("key", "title", "body")


@page_for(Imprint)
class ImprintAdmin(ThereIsOne, WithText):
    """The imprint's page; its list leads straight to it."""

    fields = (*Imprint.SHOWN, *Imprint.ALSO_SHOWN, "more")
