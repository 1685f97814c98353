"""Merges the metadata of a page into the document of its lines, with evidence for each addition."""

import re
from dataclasses import replace
from datetime import date

from articles.parser.document import Agency, ClipWarning, Derivation, Document, Evidence, PartialDate
from articles.parser.html.metadata import Metadata, MetadataValue
from articles.parser.patterns.names import find_agency, find_outlet, is_name

_SITE = re.compile(r"\s(?:[|–—-]|::)\s[^|–—]{2,40}\Z")  # „… | Zeitung“ behind a page's title

_BETWEEN_NAMES = re.compile(r"[,;&/|]|\s(?:und|and|et|y|e|og|och|en)\s")


def merge_metadata(
    document: Document | None, evidence: list[Evidence], warnings: list[ClipWarning], metadata: Metadata
) -> tuple[Document | None, list[Evidence], list[ClipWarning]]:
    """Add headline, authors, date and outlet where the lines do not give them, or give them less precisely."""
    if document is None:
        return None, evidence, warnings
    merge = _MetadataMerge(document, evidence, metadata)
    merge.headline()
    merge.authors()
    merge.date()
    merge.outlet()
    if not merge.document.headline_is_provisional:
        warnings = [warning for warning in warnings if warning.code != "headline_provisional"]
    return merge.document, merge.evidence, warnings


class _MetadataMerge:
    def __init__(self, document: Document, evidence: list[Evidence], metadata: Metadata) -> None:
        self.document, self.evidence, self.metadata = document, list(evidence), metadata

    def note(self, field: str, entry: MetadataValue, how: Derivation = Derivation.VERBATIM, *others: str) -> None:
        self.evidence = [item for item in self.evidence if item.field != field]
        self.evidence.append(Evidence(field, how, entry.rule, (entry.span,), 0.9, others))

    def headline(self) -> None:
        """Use the title if the lines have no headline."""
        if not self.document.headline_is_provisional or not self.metadata.titles:
            return
        title = self.metadata.titles[0]
        text = _SITE.sub("", title.value) if title.rule == "title" else title.value
        self.document = replace(self.document, headline=text, headline_is_provisional=False)
        self.note("headline", title)

    def authors(self) -> None:
        """Add authors if the page has no byline; agencies and desks among them are not persons."""
        authors = self.metadata.authors
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
        names = [author.value.casefold() for author in self.metadata.authors if is_name(author.value)]
        words = re.findall(r"\w+", byline)
        whole = [name for name in names if name in byline]
        pieces = set(words) <= set(re.findall(r"\w+", " ".join(names)))
        if not names or not words:
            return False
        unmarked = pieces and len(names) > 1 and not _BETWEEN_NAMES.search(byline)
        return unmarked or (len(whole) < len(names) and (pieces or (len(words) > 15 and not whole)))

    def _adds(self, missing: list[MetadataValue]) -> bool:
        """Whether persons are missing in the byline; an outlet adds nothing to a byline with names."""
        others = [author for author in self.metadata.authors if author not in missing]
        persons = all(is_name(author.value) and not find_outlet(author.value) for author in missing)
        together = bool(others) and all(is_name(author.value) for author in others)  # of one list with those named
        return persons and (together or not (self.document.authors or others))

    def date(self) -> None:
        """Use the date of the metadata unless that of the text is more precise."""
        if not self.metadata.date:
            return
        issued, entry = self.metadata.date
        current = self.document.date
        if current and _exactness(current) > _exactness(issued):
            return
        others = (_written(current.value),) if current and current.value != issued.value else ()
        self.document = replace(self.document, date=issued)
        self.note("date", entry, Derivation.ASSUMED if issued.zone_is_assumed else Derivation.NORMALISED, *others)

    def outlet(self) -> None:
        if self.metadata.outlet and not self.document.source:
            self.document = replace(self.document, source=self.metadata.outlet.value)
            self.note("source", self.metadata.outlet, Derivation.NORMALISED)


def _exactness(date: PartialDate) -> int:
    return {"year": 0, "month": 1, "day": 2}[date.precision] + (date.at is not None)


def _written(day: date) -> str:
    return day.isoformat()
