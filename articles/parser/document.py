"""What a clip says, as frozen dataclasses: the Document, its parts, and the Evidence for each of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from articles.parser.roles import Role
from articles.text.lines import Span


class Derivation(StrEnum):
    """How a field was got from the clip."""

    VERBATIM = "verbatim"
    NORMALISED = "normalised"
    RULE = "rule"
    ASSUMED = "assumed"
    EDITOR = "editor"  # a person has said what it is


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text with its one role, and the rule that gave it."""

    start: int
    end: int
    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one field came from. `field` is a path into the dry run's article: `headline`, `images.2.credit`.

    `repairs` are the names of the rules in normalising.py that altered its words.
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
    """Something that an editor should look at; `code` is stable, `message` is for people.

    `params` are the message's own numbers and names, so that it can be said in another language.
    """

    code: str
    message: str
    spans: tuple[Span, ...] = ()
    params: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: `value` is the first day of the period that `precision` names."""

    value: date
    precision: str  # "day" | "month" | "year"
    at: datetime | None = None  # with a zone, where the clip tells the time as well
    zone_is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency and its part: `origin` (the text is its) or `contributed` (with material of)."""

    name: str
    part: str = "origin"


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """One block of the body."""

    kind: str  # "paragraph" | "subheading" | "quote" | "list_item"
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the clip tells of. `before` is the index of the body block it stands before."""

    caption: str
    credit: str
    before: int
    kind: str = "photo"  # "photo" | "video" | "graphic"
    photographers: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    alt: str = ""  # the text that stands in for the picture, where the clip has one beside the caption


@dataclass(frozen=True, slots=True)
class ReaderComment:
    """A reader's comment; paragraphs of `text` are separated by an empty line."""

    text: str
    author: str = ""
    author_is_inferred: bool = False
    parent: int | None = None  # index within the clip's comments
    parent_is_inferred: bool = False
    written_at: datetime | None = None
    written_text: str = ""  # the time as the clip has it: „vor 3 Stunden“
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The article that a clip holds. Empty strings and None stand for what the clip does not give."""

    kicker: str = ""
    headline: str = ""
    headline_is_provisional: bool = False
    subheadline: str = ""
    lead: str = ""
    dateline: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    signoff: str = ""
    signs: tuple[str, ...] = ()  # an outlet's signs that stay unresolved: „les“, „red“
    notes: tuple[str, ...] = ()  # embargo and correction notes, verbatim
    embargo_until: datetime | None = None
    source: str | None = None
    agencies: tuple[Agency, ...] = ()
    date: PartialDate | None = None
    body: tuple[BodyBlock, ...] = ()
    images: tuple[Picture, ...] = ()
    comments: tuple[ReaderComment, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedClip:
    """What this version of the reader sees in one clip. `document` is None where no article was found."""

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


class UnreadableClip(ValueError):
    """The bytes hold no text that could be read; `code` is stable, the message is a sentence for people.

    `kind` tells what they hold instead, where that is known: a key of `lexicon/file_kinds.toml`.
    """

    def __init__(self, code: str, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind = kind
