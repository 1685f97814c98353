"""The body's editor: exactly the grammar of models/fields/body.py, and a figure that refers to an Image by its id."""

from collections.abc import Iterable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import Media, Script

from articles.domain.images import inspection
from articles.models import Image

GROUPS = ("headings", "nodes -headings", "marks", "link", "pictures", "table", "history", "table-tools")
MODULES = ("picture", "table", "paste")  # of admin-desk/: what the package has not, or has otherwise

EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Link": {"enableTarget": False},
    "NoSpellCheck": False,
    "Picture": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Paste": True,
    "Menu": {"groups": [{"group": group} for group in GROUPS]},
}


class BodyWidget(ProseEditorWidget):  # type: ignore[misc]  # the package has no types
    """The editor with the module that knows our figures; body-editor.css says how it looks in the admin."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Use the preset that reads EXTENSIONS."""
        super().__init__(attrs, config={"extensions": EXTENSIONS}, preset="configurable")

    @property
    def media(self) -> Media:
        """The editor's modules; first the one that names its tools: the others tell it when the editor is ready."""
        return Media(js=[Script("admin-desk/body-editor.js", type="module")]) + super().media

    def get_config(self) -> dict[str, Any]:
        """The package's configuration with our modules."""
        return {**super().get_config(), "js_modules": [static(f"admin-desk/{name}.js") for name in MODULES]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the addresses for the image dialog."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-search": reverse("admin:articles_image_search"),
            "data-upload": reverse("admin:articles_image_upload"),
            "data-accept": inspection.MEDIA_TYPES,
            "data-words": reverse("admin:articles_image_words", args=[0]),
        }
        return context


class BodyFormField(ProseEditorFormField):  # type: ignore[misc]  # the package has no types
    """The form field; its value is cleaned by the model's field, as from every other entry point."""

    def __init__(self, **kwargs: Any) -> None:
        """Always with our widget, whatever the admin would have given."""
        kwargs.pop("widget", None)
        super().__init__(widget=BodyWidget(), extensions=EXTENSIONS, preset="configurable", **kwargs)


def editor_media(media: Any, request: Any) -> Media:
    """`media` as the editor needs it: its modules carry the request's nonce of the content security policy."""
    return Media.from_media(media, nonce=str(request.csp_nonce))


def labels() -> dict[str, str]:
    """The labels of the editor's buttons and dialogs, by their code."""
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
        "subscript": _("Subscript"),
        "superscript": _("Superscript"),
        "link": _("Set a link"),
        "unlink": _("Remove the link"),
        "history:undo": _("Undo"),
        "history:redo": _("Redo"),
        "picture": _("Insert a picture …"),
        **_table_labels(),
        "choose": _("Choose a picture"),
        "search": _("Search captions and credits"),
        "none": _("No picture was found."),
        "close": _("Close"),
        "absent": _("no file"),
        "gone": _("This picture is not in the archive any more."),
        "failed": _("The search failed. Please try again."),
        "upload": _("Upload a picture, or drop it here"),
        "uploading": _("The picture is being uploaded …"),
        "uploadFailed": _("The picture could not be uploaded. Please try again."),
        "known": _("The archive has this file already; this is its picture."),
        "caption": _("Caption"),
        "credit": _("Credit"),
        "alt": _("Alternative text"),
        "insert": _("Insert into the text"),
        "describe": _("Alternative text …"),
        "describeTitle": _("The picture in this article"),
        "altHere": _("Alternative text here"),
        "altDefault": _("If empty, the picture's own holds: “%(text)s”."),
        "altNone": _("The picture has none of its own."),
        "decorative": _("Decorative: it adds nothing to the text"),
        "done": _("Done"),
        "page": _("Rights, credit and focal point …"),
        "ended": _("rights ended: readers do not see it"),
        "noAlt": _("no alternative text"),
        "noCredit": _("no credit"),
    }


def _table_labels() -> dict[str, str]:
    """The names of the table's tools, and what is written on those that have no sign."""
    return {
        "table:insert": _("Insert a table"),
        "table:addRowBefore": _("Insert a row above"),
        "table:addRowBefore:short": _("Row ↑"),
        "table:addRowAfter": _("Insert a row below"),
        "table:addRowAfter:short": _("Row ↓"),
        "table:deleteRow": _("Delete the row"),
        "table:deleteRow:short": _("Row ×"),
        "table:addColumnBefore": _("Insert a column to the left"),
        "table:addColumnBefore:short": _("Column ←"),
        "table:addColumnAfter": _("Insert a column to the right"),
        "table:addColumnAfter:short": _("Column →"),
        "table:deleteColumn": _("Delete the column"),
        "table:deleteColumn:short": _("Column ×"),
        "table:toggleHeaderRow": _("Header row on or off"),
        "table:toggleHeaderRow:short": _("Header row"),
        "table:toggleHeaderColumn": _("Header column on or off"),
        "table:toggleHeaderColumn:short": _("Header column"),
        "table:caption": _("Caption of the table …"),
        "table:caption:short": _("Caption …"),
        "table:deleteTable": _("Delete the table"),
        "table:deleteTable:short": _("Table ×"),
        "tableCaption": _("Caption of the table"),
    }


def image_as_json(image: Image) -> dict[str, Any]:
    """The fields of an image that the editor shows; nothing in them is HTML."""
    small = image.rendition(kind="webp", width=640)
    return {
        "id": image.pk,
        "caption": image.caption,
        "credit": image.credit,
        "kind": image.get_kind_display(),
        "file": small.url if small else "",
        "alt": image.alt_text,
        "page": reverse("admin:articles_image_change", args=[image.pk]),
        "ended": not image.rights_last(),
    }


def images_as_json(ids: Iterable[int]) -> list[dict[str, Any]]:
    """The images of these primary keys."""
    return [image_as_json(image) for image in Image.objects.filter(pk__in=list(ids))]
