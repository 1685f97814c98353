"""The body's editor: exactly the grammar of models/body.py, with a figure of ours that refers to an Image by its id."""

from collections.abc import Iterable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from ..models import Image

GROUPS = ("headings", "nodes -headings", "marks", "link", "pictures", "history")

EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Bold": True,
    "Italic": True,
    "HardBreak": True,
    "Link": {"enableTarget": False},
    "NoSpellCheck": False,
    "Picture": True,
    "Menu": {"groups": [{"group": group} for group in GROUPS]},
}


class BodyWidget(AdminProseEditorWidget):
    """The editor with the module that knows our figures."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """The preset is the one that reads our configuration."""
        super().__init__(attrs, config={"extensions": EXTENSIONS}, preset="configurable")

    def get_config(self) -> dict[str, Any]:
        """The package's configuration, and our module beside it."""
        return {**super().get_config(), "js_modules": [static("admin-desk/picture.js")]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The words of the tool bar and of the pictures' dialog, in the editor's language."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-search"] = reverse("admin:articles_image_search")
        return context


class BodyFormField(ProseEditorFormField):
    """The form field; what comes out of it is cleaned by the model's field, whichever door it came through."""

    def __init__(self, **kwargs: Any) -> None:
        """Always with our widget, whatever the admin would have given."""
        kwargs.pop("widget", None)
        super().__init__(widget=BodyWidget(), extensions=EXTENSIONS, preset="configurable", **kwargs)


def words() -> dict[str, str]:
    """What the editor's buttons and dialogs say."""
    return {
        "text": _("Text"),
        "tools": _("Tools of the text editor"),
        "heading2": _("Crosshead"),
        "heading3": _("Minor crosshead"),
        "paragraph": _("Paragraph"),
        "blockquote": _("Quote"),
        "bulletList": _("List"),
        "orderedList": _("Numbered list"),
        "bold": _("Strong"),
        "italic": _("Emphasised"),
        "link": _("Set a link"),
        "unlink": _("Remove the link"),
        "history:undo": _("Undo"),
        "history:redo": _("Redo"),
        "picture": _("Insert a picture …"),
        "choose": _("Choose a picture"),
        "search": _("Search captions and credits"),
        "none": _("No picture was found."),
        "close": _("Close"),
        "absent": _("no file"),
        "gone": _("This picture is not in the archive any more."),
        "failed": _("The search failed. Please try again."),
    }


def told(image: Image) -> dict[str, Any]:
    """What the editor shows of a picture; all of it is text."""
    return {
        "id": image.pk,
        "caption": image.caption,
        "credit": image.credit,
        "kind": image.get_kind_display(),
        "file": image.file.url if image.has_file else "",
        "alt": image.alt_text,
    }


def pictures(ids: Iterable[int]) -> list[dict[str, Any]]:
    """The pictures that a body refers to."""
    return [told(image) for image in Image.objects.filter(pk__in=list(ids))]
