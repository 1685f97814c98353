"""Merges what a clip says of itself into the document of its lines, with evidence for each addition."""

import re
from dataclasses import replace
from datetime import date

from articles.parser.document import Agency, ClipWarning, Derivation, Document, Evidence, PartialDate
from articles.parser.patterns.names import find_agency, find_outlet, is_name
from articles.parser.said import SENT, Said, SaidValue

_SITE = re.compile(r"\s(?:[|–—-]|::)\s[^|–—]{2,40}\Z")  # „… | Zeitung“ behind a page's title

_BETWEEN_NAMES = re.compile(r"[,;&/|]|\s(?:und|and|et|y|e|og|och|en)\s")


def merge_said(
    document: Document | None, evidence: list[Evidence], warnings: list[ClipWarning], said: Said
) -> tuple[Document | None, list[Evidence], list[ClipWarning]]:
    """Add what the lines do not give, or give less precisely; what is said firmly replaces what they give."""
    if document is None:
        return None, evidence, warnings
    merge = (_FirmMerge if said.is_firm else _Merge)(document, evidence, said)
    merge.headline()
    merge.authors()
    merge.date()
    merge.outlet()
    merge.others()
    if not merge.document.headline_is_provisional:
        warnings = [warning for warning in warnings if warning.code != "headline_provisional"]
    return merge.document, merge.evidence, warnings


class _Merge:
    confidence = 0.9

    def __init__(self, document: Document, evidence: list[Evidence], said: Said) -> None:
        self.document, self.evidence, self.said = document, list(evidence), said

    def note(self, field: str, entry: SaidValue, how: Derivation = Derivation.VERBATIM, *others: str) -> None:
        self.evidence = [item for item in self.evidence if item.field != field]
        spans = (entry.span,) if entry.span[1] else ()
        self.evidence.append(Evidence(field, how, entry.rule, spans, self.confidence, others))

    def headline(self) -> None:
        """Use the title if the lines have no headline."""
        if not self.document.headline_is_provisional or not self.said.titles:
            return
        title = self.said.titles[0]
        text = _SITE.sub("", title.value) if title.rule == "title" else title.value
        self.document = replace(self.document, headline=text, headline_is_provisional=False)
        self.note("headline", title)

    def authors(self) -> None:
        """Add authors if the page has no byline; agencies and desks among them are not persons."""
        authors = self.said.authors
        for author in authors:
            known = find_agency(author.value)
            if known and known.news and known.name not in [agency.name for agency in self.document.agencies]:
                self.note(f"agencies.{len(self.document.agencies)}", author, Derivation.NORMALISED)
                self.document = replace(self.document, agencies=(*self.document.agencies, Agency(known.name)))
        if self._is_torn():
            self.document = replace(self.document, byline="", authors=())
        missing = [author for author in authors if author.value.casefold() not in self.document.byline.casefold()]
        if not missing or (self.document.byline and not self._adds(missing)):
            return
        parts = [self.document.byline, *(author.value for author in missing)]
        names = [
            author.value
            for author in missing
            if is_name(author.value) and not find_outlet(author.value) and not find_agency(author.value)
        ]
        self.document = replace(
            self.document,
            byline=", ".join(part for part in parts if part),
            authors=(*self.document.authors, *(name for name in names if name not in self.document.authors)),
        )
        spans = [span for item in self.evidence if item.field == "byline" for span in item.spans]
        self.evidence = [item for item in self.evidence if item.field != "byline"]
        self.evidence.append(
            Evidence("byline", Derivation.RULE, missing[0].rule, (*spans, *(author.span for author in missing)), 0.9)
        )

    def _is_torn(self) -> bool:
        """Whether the byline of the lines consists of pieces of the persons' names, or is a sentence without them."""
        byline = self.document.byline.casefold()
        names = [author.value.casefold() for author in self.said.authors if is_name(author.value)]
        words = re.findall(r"\w+", byline)
        whole = [name for name in names if name in byline]
        pieces = set(words) <= set(re.findall(r"\w+", " ".join(names)))
        if not names or not words:
            return False
        unmarked = pieces and len(names) > 1 and not _BETWEEN_NAMES.search(byline)
        return unmarked or (len(whole) < len(names) and (pieces or (len(words) > 15 and not whole)))

    def _adds(self, missing: list[SaidValue]) -> bool:
        """Whether persons are missing in the byline; an outlet adds nothing to a byline with names."""
        others = [author for author in self.said.authors if author not in missing]
        persons = all(is_name(author.value) and not find_outlet(author.value) for author in missing)
        together = bool(others) and all(is_name(author.value) for author in others)  # of one list with those named
        return persons and (together or not (self.document.authors or others))

    def date(self) -> None:
        """Use the date of the metadata unless that of the text is more precise."""
        if not self.said.date:
            return
        issued, entry = self.said.date
        current = self.document.date
        if current and _exactness(current) > _exactness(issued):
            return
        if current and entry.rule == SENT and current.precision == "day" and current.value != issued.value:
            return
        others = (_written(current.value),) if current and current.value != issued.value else ()
        self.document = replace(self.document, date=issued)
        self.note("date", entry, Derivation.ASSUMED if issued.zone_is_assumed else Derivation.NORMALISED, *others)

    def outlet(self) -> None:
        if self.said.outlet and not self.document.source:
            self.document = replace(self.document, source=self.said.outlet.value)
            self.note("source", self.said.outlet, Derivation.NORMALISED)

    def others(self) -> None:
        """The embargo; of two the later one holds."""
        if self.said.embargo:
            until, entry = self.said.embargo
            if self.document.embargo_until is None or self.document.embargo_until < until:
                self.document = replace(self.document, embargo_until=until)
                self.note("embargo_until", entry, Derivation.NORMALISED)


class _FirmMerge(_Merge):
    """The format has a field for it: what the lines look like is only an alternative."""

    confidence = 1.0

    def headline(self) -> None:
        if not self.said.titles:
            return
        title = self.said.titles[0]
        found = "" if self.document.headline_is_provisional else self.document.headline
        others = (found,) if found and found != title.value else ()
        self.document = replace(self.document, headline=title.value, headline_is_provisional=False)
        self.note("headline", title, Derivation.VERBATIM, *others)

    def authors(self) -> None:
        byline = self.said.byline
        names = [author.value for author in self.said.authors]
        if names or byline:
            printed = byline.value if byline else ", ".join(names)
            persons = tuple(dict.fromkeys(name for name in names if is_name(name)))
            self.document = replace(self.document, byline=printed, authors=persons or self.document.authors)
            self.note("byline", byline or self.said.authors[0])
        for agency in self.said.agencies:
            known = [entry.name for entry in self.document.agencies]
            if agency.value not in known:
                self.note(f"agencies.{len(known)}", agency, Derivation.NORMALISED)
                self.document = replace(self.document, agencies=(*self.document.agencies, Agency(agency.value)))

    def date(self) -> None:
        if not self.said.date:
            return
        issued, entry = self.said.date
        current = self.document.date
        others = (_written(current.value),) if current and current.value != issued.value else ()
        self.document = replace(self.document, date=issued)
        self.note("date", entry, Derivation.ASSUMED if issued.zone_is_assumed else Derivation.NORMALISED, *others)

    def outlet(self) -> None:
        if self.said.outlet:
            self.document = replace(self.document, source=self.said.outlet.value)
            self.note("source", self.said.outlet, Derivation.NORMALISED)

    def others(self) -> None:
        """Kicker, subheadline, dateline and sign-off as well."""
        if self.said.kicker:
            self.document = replace(self.document, kicker=self.said.kicker.value)
            self.note("kicker", self.said.kicker)
        if self.said.subheadline:
            self.document = replace(self.document, subheadline=self.said.subheadline.value)
            self.note("subheadline", self.said.subheadline)
        if self.said.dateline:
            self.document = replace(self.document, dateline=self.said.dateline.value)
            self.note("dateline", self.said.dateline)
        if self.said.signoff:
            self.document = replace(self.document, signoff=self.said.signoff.value)
            self.note("signoff", self.said.signoff)
        super().others()


def _exactness(date: PartialDate) -> int:
    return {"year": 0, "month": 1, "day": 2}[date.precision] + (date.at is not None)


def _written(day: date) -> str:
    return day.isoformat()
