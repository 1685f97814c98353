"""Why an import leaves a text to the desk: what its clip says of itself, or that nobody knows what it is.

`Reading.holds` of a clip's latest reading keeps the reasons as long as their warnings are open.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.imports import refusals
from articles.models import Reading
from articles.parser import notices
from articles.parser.document import ParsedClip

MAX_QUOTED_CHARS = 90  # characters of a notice that a sentence quotes
_TAG = re.compile(r"<[^<>]*>")
LABELS: dict[str, str | Promise] = {
    "embargo": gettext_lazy("embargo"),
    "not_for_publication": gettext_lazy("not for publication"),
    "advance": gettext_lazy("sent in advance"),
    "test": gettext_lazy("test"),
    "kill": gettext_lazy("withdrawn, or not to be used"),
    "canceled": gettext_lazy("canceled by the file itself"),
    "whole": gettext_lazy("in a file that is held back"),
    "kind": gettext_lazy("kind of text not recognised"),
    "breaks_off": gettext_lazy("the file breaks off"),
    "no_article": gettext_lazy("no article found"),
    "superseded": gettext_lazy("withdrawn or corrected by a later text"),
    "follows": gettext_lazy("is about a text that is here"),
}


def recount(reading: Reading, is_latest: bool = True) -> None:
    """Set what a reading counts of its warnings; the caller saves it. An older reading holds nothing back."""
    still_open = [warning["code"] for warning in reading.warnings if not warning.get("seen")]
    reading.warning_count = len(still_open)
    reading.holds = ",".join(notices.holds(still_open)) if is_latest else ""


def holds_parts(codes: Iterable[str]) -> bool:
    """Whether a file that is held back for these reasons holds back the files in it as well."""
    return any(code not in {"kind", "no_article"} for code in codes)


def with_whole(read: ParsedClip) -> ParsedClip:
    """A file in a file that is held back: it waits as well."""
    return notices.add_said(read, "notice_whole")


def reasons(reading: Reading | None) -> list[str]:
    """The codes for which a reading holds its text back."""
    return reading.holds.split(",") if reading is not None and reading.holds else []


def label(code: str) -> str:
    """A reason in words."""
    return str(LABELS.get(code, code))


def describe(warnings: Iterable[Mapping[str, Any]], text: str) -> str:
    """Each reason that open warnings give, with the words of the clip's text: „embargo (“Frei ab 18 Uhr”)“."""
    told: dict[str, str] = {}
    for warning in warnings:
        code = notices.HOLDS.get(warning["code"], "")
        if code and not warning.get("seen") and not told.get(code):
            told[code] = _details(dict(warning.get("params") or ()), warning.get("spans") or (), text)
    return ", ".join(f"{label(code)} ({words})" if words else label(code) for code, words in told.items())


def _details(params: Mapping[str, Any], spans: Sequence[Sequence[int]], text: str) -> str:
    if params.get("kind"):
        return refusals.contents_label(str(params["kind"]))
    words = str(params.get("words") or "") or (text[spans[0][0] : spans[0][1]] if spans else "")
    words = " ".join(_TAG.sub(" ", words).split())
    return _("“%(words)s”") % {"words": Truncator(words).chars(MAX_QUOTED_CHARS)} if words else ""
