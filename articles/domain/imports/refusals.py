"""Says why a file was not taken in, in a sentence that names the file and what was found in it."""

import os

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.parser import file_kinds
from articles.parser.document import UnreadableClip
from articles.parser.formats import registry

KINDS = {  # of lexicon/file_kinds.toml
    "text": gettext_lazy("plain text"),
    "page": gettext_lazy("web page"),
    "agency": gettext_lazy("agency report"),
    "markdown": gettext_lazy("text in Markdown"),
    "mail": gettext_lazy("e-mail"),
    "outlook": gettext_lazy("Outlook mail"),
    "mailbox": gettext_lazy("mailbox"),
    "web_archive": gettext_lazy("archived web page"),
    "news_item": gettext_lazy("news item (NewsML-G2)"),
    "newsml": gettext_lazy("news item (NewsML 1)"),
    "nitf": gettext_lazy("news text (NITF)"),
    "ninjs": gettext_lazy("news item (ninjs)"),
    "feed": gettext_lazy("feed (RSS, Atom)"),
    "json_feed": gettext_lazy("feed (JSON Feed)"),
    "wordpress": gettext_lazy("export of WordPress"),
    "ghost": gettext_lazy("export of Ghost"),
    "fixture": gettext_lazy("export of Django or Wagtail (fixture)"),
    "warc": gettext_lazy("archive of web pages"),
    "pdf": gettext_lazy("PDF"),
    "word": gettext_lazy("Word document"),
    "rtf": gettext_lazy("RTF document"),
    "open_document": gettext_lazy("OpenDocument text"),
    "office": gettext_lazy("office document"),
    "spreadsheet": gettext_lazy("spreadsheet"),
    "presentation": gettext_lazy("presentation"),
    "book": gettext_lazy("electronic book"),
    "json": gettext_lazy("JSON data"),
    "xml": gettext_lazy("XML data"),
    "table": gettext_lazy("table"),
    "picture": gettext_lazy("picture"),
    "sound": gettext_lazy("sound file"),
    "video": gettext_lazy("video file"),
    "packed": gettext_lazy("packed file"),
    "program": gettext_lazy("program or its data"),
}
REASONS = {  # by the code of the refusal
    "damaged": gettext_lazy("it is damaged and cannot be unpacked."),
    "encrypted_smime": gettext_lazy("the mail is encrypted with S/MIME; only its recipient can open it."),
    "encrypted_pgp": gettext_lazy("the mail is encrypted with OpenPGP; only its recipient can open it."),
    "outdated": gettext_lazy("Word document of before 2007; saved as .docx it will be read."),
    "encrypted": gettext_lazy("it is encrypted."),
    "missing_reader": gettext_lazy("its reader is not installed (requirements-pdf.txt)."),
    "no_text_layer": gettext_lazy("PDF without a text layer; its pages are pictures."),
    "no_page": gettext_lazy("there is no page in it."),
    "nested": gettext_lazy("it is packed too many times, or lies too deep in other files."),
    "not_a_file": gettext_lazy("it is a link or a device, and no ordinary file."),
    "too_large": gettext_lazy("it has too many bytes, or would have when it is unpacked."),
    "too_long": gettext_lazy("it has more than 8,000 lines, or as a page a million characters; divided, it is read."),
    "too_many": gettext_lazy("there are too many files in it."),
}
DOCUMENT_REASONS = {  # of what is named by its kind
    "damaged": gettext_lazy("The file %(name)s was not imported: %(kind)s – damaged, it cannot be read."),
    "encrypted": gettext_lazy("The file %(name)s was not imported: %(kind)s – locked with a password."),
}
CONTENTS = {  # of parser/contents.py: what a text is in which no article was found
    "json": gettext_lazy("JSON data"),
    "xml": gettext_lazy("XML data"),
    "table": gettext_lazy("table"),
    "calendar": gettext_lazy("calendar or address data"),
    "encoded": gettext_lazy("encoded data"),
    "program": gettext_lazy("program text"),
    "newsletter": gettext_lazy("newsletter without an article"),
    "consent": gettext_lazy("consent page"),
    "login": gettext_lazy("page for signing in"),
    "error_page": gettext_lazy("error page"),
    "links": gettext_lazy("list of headlines or links"),
    "too_short": gettext_lazy("too few words"),
}
TEXT_KINDS = (
    *("mail", "outlook", "mailbox", "web_archive", "warc", "pdf", "word", "rtf", "open_document", "markdown"),
    *("book", "json", "xml", "table", "spreadsheet", "presentation", "packed"),
)


def message(name: str, error: UnreadableClip) -> str:
    """Why a file was not imported."""
    if error.code in DOCUMENT_REASONS and error.kind not in ("", "packed"):
        return DOCUMENT_REASONS[error.code] % _words(name, error.kind)
    if error.code in REASONS:
        return _("The file %(name)s was not imported: %(why)s") % {"name": name, "why": REASONS[error.code]}
    if error.code == "unsupported" and error.kind in (entry.name for entry in registry.FORMATS):
        template = _("The file %(name)s was not imported: %(kind)s – by its name, but not by what is in it.")
        return template % _words(name, error.kind)
    if error.kind in TEXT_KINDS:
        return _("The file %(name)s was not imported: %(kind)s – not read yet.") % _words(name, error.kind)
    if error.kind:
        return _("The file %(name)s was not imported: %(kind)s – no text.") % _words(name, error.kind)
    if error.code == "empty":
        return _("The file %(name)s is empty and was not imported.") % {"name": name}
    if error.code == "binary":
        return _("The file %(name)s is not text and was not imported.") % {"name": name}
    return _("The file %(name)s was not imported: %(why)s") % {"name": name, "why": error.message}


def contents_label(kind: str) -> str:
    """What a text is, in words: a kind of parser/contents.py, or of a file."""
    return str(CONTENTS.get(kind) or KINDS.get(kind) or kind)


def foreign_ending_message(name: str) -> str:
    """Why a file in a folder was not looked at: its name has an ending that no clip has."""
    words = {"name": name, "ending": os.path.splitext(name)[1]}  # noqa: PTH122 - a name must stay as it was given
    if words["ending"]:
        template = _(
            "The file %(name)s was not imported: no clip's name ends in %(ending)s. Name it by itself to have it read."
        )
    else:
        template = _("The file %(name)s was not imported: its name has no ending. Name it by itself to have it read.")
    return template % words


def has_kind(name: str) -> bool:
    """Whether a file's name has a known ending; what is not imported, the importer refuses."""
    return bool(file_kinds.kind_by_name(name))


def _words(name: str, kind: str) -> dict[str, str]:
    label = str(KINDS[kind])
    found_ending = next((ending for ending in file_kinds.endings(kind) if name.lower().endswith(ending)), "")
    return {"name": name, "kind": f"{label} ({found_ending})" if found_ending else label}
