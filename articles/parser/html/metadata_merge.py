"""What the page's metadata adds to the article that its lines tell; each addition with its evidence."""

import re
from dataclasses import replace
from datetime import date

from articles.parser.document import Agency, ClipWarning, Derivation, Document, Evidence, PartialDate
from articles.parser.html.metadata import Metadata, MetadataValue
from articles.parser.patterns.names import find_agency, find_outlet, is_name

_SITE = re.compile(r"\s(?:[|–—-]|::)\s[^|–—]{2,40}\Z")  # „… | Zeitung“ behind a page's title


def merge_metadata(
    document: Document | None, evidence: list[Evidence], warnings: list[ClipWarning], metadata: Metadata
) -> tuple[Document | None, list[Evidence], list[ClipWarning]]:
    """Add headline, authors, date and outlet where the lines do not tell them, or tell them less exactly."""
    if document is None:
        return None, evidence, warnings
    work = _MetadataMerge(document, evidence, metadata)
    work.headline()
    work.authors()
    work.date()
    work.outlet()
    if not work.document.headline_is_provisional:
        warnings = [one for one in warnings if one.code != "headline_provisional"]
    return work.document, work.evidence, warnings


class _MetadataMerge:
    def __init__(self, document: Document, evidence: list[Evidence], metadata: Metadata) -> None:
        self.document, self.evidence, self.metadata = document, list(evidence), metadata

    def note(self, field: str, told: MetadataValue, how: Derivation = Derivation.VERBATIM, *others: str) -> None:
        self.evidence = [one for one in self.evidence if one.field != field]
        self.evidence.append(Evidence(field, how, told.rule, (told.span,), 0.9, others))

    def headline(self) -> None:
        """A page without a heading that could be one still has its title."""
        if not self.document.headline_is_provisional or not self.metadata.titles:
            return
        told = self.metadata.titles[0]
        text = _SITE.sub("", told.value) if told.rule == "title" else told.value
        self.document = replace(self.document, headline=text, headline_is_provisional=False)
        self.note("headline", told)

    def authors(self) -> None:
        """Names from the metadata where no byline stands in the page; agencies and desks among them are no persons."""
        told = self.metadata.authors
        for one in told:
            known = find_agency(one.value)
            if known and known.news and known.name not in [other.name for other in self.document.agencies]:
                self.note(f"agencies.{len(self.document.agencies)}", one, Derivation.NORMALISED)
                self.document = replace(self.document, agencies=(*self.document.agencies, Agency(known.name)))
        missing = [one for one in told if one.value.casefold() not in self.document.byline.casefold()]
        if not missing or (self.document.byline and not self._adds(missing)):
            return
        parts = [self.document.byline, *(one.value for one in missing)]
        names = [
            one.value
            for one in missing
            if is_name(one.value) and not find_outlet(one.value) and not find_agency(one.value)
        ]
        self.document = replace(
            self.document,
            byline=", ".join(part for part in parts if part),
            authors=(*self.document.authors, *(name for name in names if name not in self.document.authors)),
        )
        spans = [span for one in self.evidence if one.field == "byline" for span in one.spans]
        self.evidence = [one for one in self.evidence if one.field != "byline"]
        self.evidence.append(
            Evidence("byline", Derivation.RULE, missing[0].rule, (*spans, *(one.span for one in missing)), 0.9)
        )

    def _adds(self, missing: list[MetadataValue]) -> bool:
        """Persons whom the byline in the text does not name; an outlet adds nothing to a byline with names."""
        told = [one for one in self.metadata.authors if one not in missing]
        return all(is_name(one.value) and not find_outlet(one.value) for one in missing) and not (
            self.document.authors or told
        )

    def date(self) -> None:
        """The metadata's date is the page's own: it stands unless the text has the only exact one."""
        if not self.metadata.date:
            return
        found, told = self.metadata.date
        known = self.document.date
        if known and _exactness(known) > _exactness(found):
            return
        others = (_written(known.value),) if known and known.value != found.value else ()
        self.document = replace(self.document, date=found)
        self.note("date", told, Derivation.ASSUMED if found.zone_is_assumed else Derivation.NORMALISED, *others)

    def outlet(self) -> None:
        if self.metadata.outlet and not self.document.source:
            self.document = replace(self.document, source=self.metadata.outlet.value)
            self.note("source", self.metadata.outlet, Derivation.NORMALISED)


def _exactness(known: PartialDate) -> int:
    return {"year": 0, "month": 1, "day": 2}[known.precision] + (known.at is not None)


def _written(day: date) -> str:
    return day.isoformat()
