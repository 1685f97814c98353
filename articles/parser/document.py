"""The result of parsing, as frozen dataclasses: ParsedClip, Document and its parts, and the Evidence for each field."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from articles.parser.roles import Role
from articles.text.lines import Span


class Derivation(StrEnum):
    """How the value of a field was derived from the clip; the values are stored."""

    VERBATIM = "verbatim"
    NORMALISED = "normalised"
    RULE = "rule"
    ASSUMED = "assumed"
    EDITOR = "editor"  # set by a person


class Segment(NamedTuple):  # a clip has many of them, and a tuple is made in a third of the time
    """A span of the text, its role, and the rule that assigned the role; `start` and `end` count characters."""

    start: int
    end: int
    role: Role
    rule: str

    @property
    def span(self) -> Span:
        """`start` and `end` as a span."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """The origin of one field. `field` is a path into the dry run's article: `headline`, `images.2.credit`.

    `repairs` names the rules in normalization.py that changed the text.
    """

    field: str
    how: Derivation
    rule: str
    spans: tuple[Span, ...]
    confidence: float = 1.0  # 0 … 1
    alternatives: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClipWarning:
    """A finding for an editor to check; `code` is stable, `message` is for people.

    `params` are the numbers and names in the message, for its translation.
    """

    code: str
    message: str
    spans: tuple[Span, ...] = ()
    params: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of known precision: `value` is the first day of the period that `precision` names."""

    value: date
    precision: str  # "day" | "month" | "year"
    at: datetime | None = None  # aware; None if the clip gives no time
    zone_is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency; `part` is `origin` (it wrote the text) or `contributed` (it supplied material)."""

    name: str
    part: str = "origin"


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """One block of the body. Line breaks of its text are those of verse, or of a term and what is said of it.
    The text of a table has a line for each row and tabs between its cells, below its caption
    and an empty line; the first `heads` rows are headers. `ordered` says of an item that its list counts.
    """

    kind: str  # "paragraph" | "subheading" | "quote" | "list_item" | "table"
    text: str
    span: Span
    heads: int = 0
    ordered: bool = False
    sides: int = 0  # columns of headers at the left of a table


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the clip describes. `before` is the index of the body block that follows it."""

    caption: str
    credit: str
    before: int
    kind: str = "photo"  # "photo" | "video" | "graphic"
    photographers: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    alt: str = ""  # alternative text, if the clip has one besides the caption


@dataclass(frozen=True, slots=True)
class ReaderComment:
    """A reader's comment; paragraphs of `text` are separated by an empty line."""

    text: str
    author: str = ""
    author_is_inferred: bool = False
    parent: int | None = None  # index within the clip's comments
    parent_is_inferred: bool = False
    written_at: datetime | None = None
    written_text: str = ""  # the time as written: „vor 3 Stunden“
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The article in a clip. Fields that the clip does not give are empty strings, empty tuples or None."""

    kicker: str = ""
    headline: str = ""
    headline_is_provisional: bool = False
    subheadline: str = ""
    lead: str = ""
    dateline: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    signoff: str = ""
    signs: tuple[str, ...] = ()  # unresolved initials of authors and desks: „les“, „red“
    notes: tuple[str, ...] = ()  # embargo and correction notes, verbatim
    embargo_until: datetime | None = None
    source: str | None = None
    agencies: tuple[Agency, ...] = ()
    date: PartialDate | None = None
    body: tuple[BodyBlock, ...] = ()
    images: tuple[Picture, ...] = ()
    comments: tuple[ReaderComment, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidFact:
    """Something that a file says of itself in a field of its format, e.g. `urgency`, with the spans where it does."""

    name: str
    value: str
    spans: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Child:
    """A file in a file: an article of several, an attachment, a member of an archive. It becomes a clip of its own.

    `data` must be recognised by themselves. `span` is its range in the text of the file around it, where it has one.
    `refusal` says why it could not be taken out.
    """

    name: str
    data: bytes
    span: Span | None = None
    refusal: "UnreadableClip | None" = None


@dataclass(frozen=True, slots=True)
class ParsedClip:
    """The result of one version of the parser for one clip. `document` is None if no article was found.

    `format` names the format that was recognised (parser/formats/registry.py), `said` is what it says of itself,
    `children` the files in it.
    """

    name: str
    sha256: str
    encoding: str
    text: str
    language: str
    parser_version: str
    segments: tuple[Segment, ...]
    document: Document | None
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[ClipWarning, ...] = field(default=())
    format: str = "text"
    said: tuple[SaidFact, ...] = ()
    children: tuple[Child, ...] = ()


class UnreadableClip(ValueError):
    """The bytes hold no readable text; `code` is stable, the message is a sentence for people.

    `kind` is what they hold instead, if known: a key of `lexicon/file_kinds.toml`.
    """

    def __init__(self, code: str, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind = kind
