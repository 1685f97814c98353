"""Stores the readings of clips, many at a time: clips, readings, drafts, pictures, comments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.articles import import_fields
from articles.domain.imports import agency_texts, comment_storage, holds, near_duplicates, stored_reading
from articles.domain.imports.children import Whole
from articles.domain.search import index
from articles.domain.taxonomy import lookup
from articles.models import (
    Article,
    ArticleAgency,
    Clip,
    ClipName,
    Comment,
    Contribution,
    Image,
    Person,
    Placement,
    Reading,
    Source,
)
from articles.models.fields.bulk_insert import insert, insert_with_history
from articles.models.fields.lengths import fit
from articles.parser import uncertainty
from articles.parser.document import ParsedClip, Picture


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What the operator enters for all clips of one import, beyond what they contain."""

    source: str = ""
    url: str = ""
    issued_on: date | None = None
    issued_precision: str = ""
    language: str = ""
    right: str = ""


@dataclass(slots=True)
class StoredClip:
    """The rows that one clip has become; `article` is None where no article was found."""

    clip: Clip
    reading: Reading
    article: Article | None = None
    comments: int = 0


class NameCache:
    """Sources and people by name, each looked up once in a batch."""

    def __init__(self, by: User | None) -> None:
        self._by = by
        self._sources: dict[tuple[str, str], Source] = {}
        self._people: dict[str, Person] = {}

    def source(self, name: str, kind: str) -> Source:
        """The source of that name, new where there is none."""
        key = (name.casefold(), kind)
        if key not in self._sources:
            self._sources[key] = lookup.find_or_add_source(name, kind, self._by)
        return self._sources[key]

    def person(self, name: str) -> Person:
        """The person of that name, new where there is none."""
        if name not in self._people:
            self._people[name] = lookup.find_or_add_person(name, self._by)
        return self._people[name]


def store(
    batch: Sequence[tuple[bytes, ParsedClip]],
    defaults: ImportDefaults,
    by: User | None,
    approve_reason: str = "",
    whole: Whole | None = None,
) -> list[StoredClip]:
    """Write a batch of readings of new clips. Call it in a transaction: it is all of them or none.

    With `approve_reason` their comments are approved, with that reason on record; those of texts that are held back
    are not. `whole` is the file in which they were found.
    """
    names = NameCache(by)
    rows_of_clips = [_clip(data, read, defaults, names) for data, read in batch]
    for row, (_data, read) in zip(rows_of_clips, batch, strict=True):
        if whole is not None:
            row.parent = whole.clip
            row.parent_start, row.parent_end = (whole.spans or {}).get(read.name) or (None, None)
    clips = insert(rows_of_clips)
    insert(
        [
            ClipName(clip=clip, name=fit(ClipName, "name", read.name))
            for clip, (_data, read) in zip(clips, batch, strict=True)
        ]
    )
    rows = [_reading(clip, read) for clip, (_data, read) in zip(clips, batch, strict=True)]
    near_duplicates.compare([row for row, (_data, read) in zip(rows, batch, strict=True) if not is_container(read)])
    follows = agency_texts.compare(rows, [read for _data, read in batch])
    readings = insert(rows)
    stored = [StoredClip(c, r) for c, r in zip(clips, readings, strict=True)]
    with_article = [(s, read) for s, (_data, read) in zip(stored, batch, strict=True) if read.document is not None]
    store_articles(with_article, names, by, approve_reason)
    agency_texts.raise_tasks(follows, by)
    return stored


def is_container(read: ParsedClip) -> bool:
    """Whether a file holds nothing itself but other files."""
    return read.document is None and bool(read.children)


def store_articles(
    batch: Sequence[tuple[StoredClip, ParsedClip]], names: NameCache, by: User | None, approve_reason: str = ""
) -> None:
    """Make a draft of each reading, with its pictures, agencies, authors and comments."""
    images = _store_images([(s.clip, read.document.images) for s, read in batch if read.document])
    values = [
        import_fields.values_as_read(s.reading.fields or {}, s.clip, i)
        for (s, _read), i in zip(batch, images, strict=True)
    ]
    for (stored, _read), value in zip(batch, values, strict=True):
        stored.article = Article(
            clip=stored.clip,
            reading=stored.reading,
            original_url=stored.clip.url,
            language=stored.clip.language or settings.LANGUAGE_CODE,
            **import_fields.columns_of(value, names.source),
        )
    articles = [s.article for s, _read in batch if s.article is not None]
    insert_with_history(articles, _("imported"), by)
    insert(
        Placement(article=article, image=image, position=position)
        for article, rows in zip(articles, images, strict=True)
        for position, image in enumerate(rows)
    )
    index.add(articles)
    _link(articles, values, names)
    approved: list[Comment] = []
    for stored, read in batch:
        if stored.article is not None and read.document is not None and read.document.comments:
            comments, is_approved = read.document.comments, bool(approve_reason) and not stored.reading.holds
            rows = comment_storage.store_comments(stored.article, stored.clip, comments, is_approved, by)
            stored.comments = len(rows)
            approved += rows if is_approved else ()
    comment_storage.record_approvals(approved, by, approve_reason)


def _link(articles: Sequence[Article], values: Sequence[import_fields.Values], names: NameCache) -> None:
    agencies, people = [], []
    for article, value in zip(articles, values, strict=True):
        wanted = {names.source(name, Source.Kind.AGENCY): part for name, part in value["agencies"]}
        agencies += [
            ArticleAgency(article=article, source=s, part=p, position=i) for i, (s, p) in enumerate(wanted.items())
        ]
        authors = dict.fromkeys(names.person(name) for name in value["authors"])
        people += [Contribution(article=article, person=p, position=i) for i, p in enumerate(authors)]
    insert(agencies)
    insert(people)


def _clip(data: bytes, read: ParsedClip, defaults: ImportDefaults, names: NameCache) -> Clip:
    outlet = defaults.source or (read.document.source if read.document else "") or ""
    read_date = read.document.date if read.document else None
    return Clip(
        state=Clip.State.ARCHIVE_ONLY if is_container(read) else Clip.State.NEW,
        state_reason=children_in_words(len(read.children)) if is_container(read) else "",
        format=read.format,
        sha256=read.sha256,
        size=len(data),
        encoding=read.encoding,
        language=defaults.language or read.language,
        source=names.source(outlet, Source.Kind.OUTLET) if outlet else None,
        url=defaults.url or _said_address(read),
        right=defaults.right,
        issued_on=defaults.issued_on or (read_date.value if read_date else None),
        issued_precision=defaults.issued_precision or (read_date.precision if read_date else ""),
        data=data,
        text=read.text,
    )


def _said_address(read: ParsedClip) -> str:
    """The address of the original, where the file has a field for it."""
    longest = Clip._meta.get_field("url").max_length or 0
    addresses = (fact.value for fact in read.said if fact.name == "url")
    return next((url for url in addresses if url.startswith(("http://", "https://")) and len(url) <= longest), "")


def children_in_words(number: int) -> str:
    """How many files are in a file."""
    return ngettext("%(n)d file in it", "%(n)d files in it", number) % {"n": number}


def store_reading(clip: Clip, read: ParsedClip, last: Reading | None = None) -> Reading:
    """Store the reading of a stored clip by this version of the parser.

    From the `last` reading come the editors' corrections (`read` has them already) and the warnings that they had seen.
    """
    row = _reading(clip, read)
    if not is_container(read):
        near_duplicates.compare_again(row)
    agency_texts.forget(clip)
    follows = agency_texts.compare([row], [read])
    if last is not None:
        row.corrections = last.corrections
        _keep_seen(row, last)
    row.save()
    clip.readings.held().exclude(pk=row.pk).update(holds="")
    agency_texts.raise_tasks(follows)
    return row


def _keep_seen(row: Reading, last: Reading) -> None:
    seen = [warning for warning in last.warnings if warning.get("seen")]
    for warning in row.warnings:
        match = next(
            (s for s in seen if (s["code"], s.get("params")) == (warning["code"], warning.get("params"))), None
        )
        if match is not None:
            warning["seen"] = match["seen"]
    holds.recount(row)


def _reading(clip: Clip, read: ParsedClip) -> Reading:
    fields = stored_reading.jsonable(read.document) if read.document else None
    warnings = stored_reading.jsonable(read.warnings)
    for name in import_fields.fields_too_long(fields) if fields else ():
        message = _("The field “%(field)s” was cut: the clip has more.") % {"field": name}
        warnings.append({"code": "field_cut", "message": message, "spans": [], "params": [["field", name]]})
    reading = Reading(
        clip=clip,
        parser_version=read.parser_version,
        segments=[{"start": s.start, "end": s.end, "role": str(s.role), "rule": s.rule} for s in read.segments],
        fields=fields,
        evidence=stored_reading.jsonable(read.evidence),
        said=stored_reading.jsonable(read.said),
        warnings=warnings,
        uncertain_count=len(uncertainty.open_places(read.warnings)),
    )
    holds.recount(reading)
    return reading


def store_images(clip: Clip, pictures: Sequence[Picture]) -> list[Image]:
    """The rows of pictures that a clip describes; none of them has a file."""
    return _store_images([(clip, pictures)])[0]


def _store_images(pictures: Iterable[tuple[Clip, Sequence[Picture]]]) -> list[list[Image]]:
    rows = [[_image(clip, p) for p in of_clip] for clip, of_clip in pictures]
    insert_with_history((row for images in rows for row in images), _("imported"))
    return rows


def _image(clip: Clip, picture: Picture) -> Image:
    return Image(kind=picture.kind, alt_text=fit(Image, "alt_text", picture.alt), clip=clip, **image_words(picture))


def image_words(picture: Picture) -> dict[str, str]:
    """What a clip says of a picture, by column, cut at its width."""
    return {
        "caption": picture.caption,
        "credit": fit(Image, "credit", picture.credit),
        "photographer": fit(Image, "photographer", ", ".join(picture.photographers)),
        "agency": fit(Image, "agency", ", ".join(picture.agencies)),
    }
