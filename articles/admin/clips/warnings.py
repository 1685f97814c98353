"""The warnings of the parser, in the editor's language, with the numbers and names of the case."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.base import field_labels
from articles.domain.imports import refusals

DETAILED_MESSAGES: dict[str, str | Promise] = {  # by the reader's codes
    "no_article": _("No article was found in the clip: %(kind)s. It is kept as it is."),
    "kind_unknown": _("The file holds data rather than a text: %(kind)s."),
    "notice_canceled": _("The file says that it was canceled or withheld: %(words)s."),
    "comment_count_differs": _("The clip announces %(announced)s readers' comments, and %(found)s were found."),
    "unresolved": _("It is not clear which comment by %(author)s is answered."),
    "encoding_assumed": _("The file does not tell its encoding; it was read as %(encoding)s."),
    "encoding_damaged": _(
        "The file is %(encoding)s, but damaged (places: %(places)s); what could not be read is marked by �."
    ),
    "field_cut": _("The field “%(field)s” was cut: the clip has more."),
    "differs": _("Edited since, and read otherwise now: %(fields)s."),
    "mojibake_repaired": _(
        "Garbled letters were repaired (places: %(places)s): the text had been decoded wrongly before."
    ),
    "uncertain_text": _("It is uncertain whether some sentences belong to the text (places: %(places)s)."),
    "near_duplicate": _("The text is nearly that of “%(name)s”: %(percent)s %% of the word sequences are the same."),
}
PLAIN_MESSAGES: dict[str, str | Promise] = {
    "headline_provisional": _("The clip has no headline; a provisional one was chosen from its own words."),
    "byline_unread": _("A line at the place of the author names nobody."),
    "no_article": _("No article was found in the clip; it is kept as it is."),
    "encoding_assumed": _("The file does not tell its encoding; one was assumed."),
    "encoding_damaged": _("Some bytes could not be read as text."),
    "embargo_open": _("The clip speaks of an embargo but does not tell until when; none was set."),
    "embargo_stated": _("The clip has an embargo."),
    "notice_not_for_publication": _("The clip says that it is not for publication."),
    "notice_advance": _("The clip says that it was sent in advance."),
    "notice_test": _("The clip says that it is a test."),
    "notice_kill": _("The clip says that a text was withdrawn or may not be used."),
    "notice_canceled": _("The file says that it was canceled or withheld."),
    "follows_text": _("The text is about one that is here already: there is a task on its article."),
    "superseded_text": _("A later text of the agency withdraws or corrects this one."),
    "notice_whole": _("The file around this one is held back."),
    "kind_unknown": _("The file holds data rather than a text."),
    "breaks_off": _("The file breaks off before its end; what follows is missing."),
    "embargo_time_assumed": _("The embargo has a day but no time; a midnight was assumed."),
    "mojibake_repaired": _("Garbled letters were repaired: the text had been decoded wrongly before."),
    "unproven": _("Of some fields it is not known where they came from."),
    "garbled": _("Some characters are garbled and could not be repaired."),
    "comment_count_differs": _("The clip announces another number of readers' comments than were found."),
    "unresolved": _("A reader's comment answers somebody who was not found."),
    "answers_several": _("A reader's comment names or quotes what several comments can be: it was not put under any."),
    "field_cut": _("A field was cut: the clip has more."),
    "differs": _("Fields that were edited since are read otherwise now."),
    "near_duplicate": _("The text is nearly that of another clip."),
    "uncertain_text": _("It is uncertain whether some sentences belong to the text."),
}


def describe(code: str, message: str, params: Iterable[Any] = ()) -> str | Promise:
    """One warning as a sentence. What has no words here is shown as the parser put it."""
    known = {name: _value(name, value) for name, value in params}
    if known and code in DETAILED_MESSAGES:
        try:
            return str(DETAILED_MESSAGES[code]) % known
        except KeyError:  # of another version of the parser
            pass
    return PLAIN_MESSAGES.get(code, message)


def _value(name: str, value: Any) -> str:
    if name == "field":
        return capfirst(str(field_labels.label(value)))
    if name == "fields":
        return ", ".join(capfirst(str(field_labels.label(field))) for field in value)
    if name == "kind":
        return refusals.contents_label(str(value))
    return str(value)
