"""What a clip says of itself beside its text: the metadata of a page, the fields and headers of a file's format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from articles.parser.document import PartialDate, SaidFact
from articles.text.lines import Span

SENT = "format:sent"  # rule of the time at which something was sent, which may be days after its own
USABLE = "usable"
SINGLE_NAMES = ("kicker", "subheadline", "dateline", "byline", "signoff", "outlet", "url")
STATUSES = (
    USABLE,
    "test",
    "advisory",
    "embargoed",
    "correction",
    "withheld",
    "canceled",
    "private",
)  # of a publication


@dataclass(frozen=True, slots=True)
class SaidValue:
    """A value, its span in the source, and the convention that gave it."""

    value: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an article. The first of `titles` is the one that is meant for display.

    `is_firm`: the format has a field for each of these, so they weigh more than what a line looks like; the metadata of
    a page and the headers of a mail only add what the lines lack.

    `facts` are values by name that fill no field of an article: `status` (one of STATUSES), `urgency` (1 … 9, most
    urgent first), `keyword`, `rights`, `picture` (an address), `guid`, `version`, `slug`, `take`, `number`, `service`,
    `sender`, `event` (in the words of the clip: „KORREKTUR“).
    """

    titles: tuple[SaidValue, ...] = ()
    description: tuple[SaidValue, ...] = ()
    authors: tuple[SaidValue, ...] = ()
    date: tuple[PartialDate, SaidValue] | None = None
    outlet: SaidValue | None = None
    language: str = ""
    url: SaidValue | None = None
    kicker: SaidValue | None = None
    subheadline: SaidValue | None = None
    dateline: SaidValue | None = None
    signoff: SaidValue | None = None
    byline: SaidValue | None = None  # as it is to be printed; else `authors`, with commas
    agencies: tuple[SaidValue, ...] = ()
    embargo: tuple[datetime, SaidValue] | None = None
    facts: tuple[tuple[str, SaidValue], ...] = ()
    is_firm: bool = False

    def located(self, to_source: Callable[[Span], Span]) -> "Said":
        """The same, with the spans in the source of the text in which it was found."""

        def at(value: SaidValue) -> SaidValue:
            return replace(value, span=to_source(value.span))

        def each(values: tuple[SaidValue, ...]) -> tuple[SaidValue, ...]:
            return tuple(map(at, values))

        return replace(
            self,
            titles=each(self.titles),
            description=each(self.description),
            authors=each(self.authors),
            agencies=each(self.agencies),
            date=self.date and (self.date[0], at(self.date[1])),
            embargo=self.embargo and (self.embargo[0], at(self.embargo[1])),
            outlet=self.outlet and at(self.outlet),
            url=self.url and at(self.url),
            kicker=self.kicker and at(self.kicker),
            subheadline=self.subheadline and at(self.subheadline),
            dateline=self.dateline and at(self.dateline),
            signoff=self.signoff and at(self.signoff),
            byline=self.byline and at(self.byline),
            facts=tuple((name, at(value)) for name, value in self.facts),
        )

    def listed(self) -> Iterator[SaidFact]:
        """All that is said, to be stored and shown."""
        named = (
            *(("headline", value) for value in self.titles),
            *(("description", value) for value in self.description),
            *(("author", value) for value in self.authors),
            *((name, value) for name in SINGLE_NAMES if (value := getattr(self, name))),
            *(("agency", value) for value in self.agencies),
            *((("date", self.date[1]),) if self.date else ()),
            *((("embargo", self.embargo[1]),) if self.embargo else ()),
            *self.facts,
        )
        for name, value in named:
            yield SaidFact(name, value.value, (value.span,) if value.span[1] else (), value.rule)
