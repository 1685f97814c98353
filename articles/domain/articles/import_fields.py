"""The fields that an import fills: their values as a reading gives them, as they stand, and how they are written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User

from articles.domain.articles import editing
from articles.domain.taxonomy import lookup
from articles.models import Article, Clip, Contribution, Image, Reading, Source
from articles.models.fields import body as article_body
from articles.models.fields.lengths import fit

Values = dict[str, Any]  # plain JSON: strings, numbers, lists

TEXT_FIELDS = ("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff")
# Fields that only make sense together are merged together.
FIELD_GROUPS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in TEXT_FIELDS if name != "headline"),
    ("headline", "headline_is_provisional"),
    ("issued_on", "issued_precision"),
    ("embargo_until",),
    ("source",),
    ("agencies",),
    ("authors",),
    ("body",),
)


def values_as_read(fields: Mapping[str, Any], clip: Clip, images: Sequence[Image]) -> Values:
    """What an import writes into an article, from a reading's fields; what the operator said of the clip comes first.

    `images` are the rows of the reading's pictures, in their order.
    """
    values: Values = {name: fit(Article, name, fields.get(name) or "") for name in TEXT_FIELDS}
    values["headline_is_provisional"] = bool(fields.get("headline_is_provisional"))
    period = fields.get("date") or {}
    values["issued_on"] = clip.issued_on.isoformat() if clip.issued_on else period.get("value")
    values["issued_precision"] = clip.issued_precision or period.get("precision", "")
    values["embargo_until"] = fields.get("embargo_until")
    values["source"] = clip.source.name if clip.source else fields.get("source")
    values["agencies"] = [[a["name"], a["part"]] for a in fields.get("agencies", ())]
    values["authors"] = list(fields.get("authors", ()))
    values["body"] = _body(fields, images)
    return values


def fields_too_long(fields: Mapping[str, Any]) -> list[str]:
    """The names of the fields whose text does not fit their column."""
    return [name for name in TEXT_FIELDS if fit(Article, name, fields.get(name) or "") != (fields.get(name) or "")]


def _body(fields: Mapping[str, Any], images: Sequence[Image]) -> str:
    blocks: list[article_body.Block] = []
    texts = fields.get("body", ())
    figures = list(zip(fields.get("images", ()), images, strict=True))
    for index in range(len(texts) + 1):
        blocks += [article_body.Block("image", image=row.pk) for picture, row in figures if picture["before"] == index]
        if index < len(texts):
            blocks.append(_block(texts[index]))
    return article_body.compose(blocks)


def _block(read: Mapping[str, Any]) -> article_body.Block:
    """A block as it was read; the level of a table is the number of its header rows."""
    return article_body.Block(
        read["kind"],
        read["text"],
        level=read.get("heads", 0),
        ordered=read.get("ordered", False),
        sides=read.get("sides", 0),
    )


def current_values(article: Article) -> Values:
    """The same fields as the article has them now."""
    values: Values = {name: getattr(article, name) for name in (*TEXT_FIELDS, "headline_is_provisional", "body")}
    values["issued_on"] = article.issued_on.isoformat() if article.issued_on else None
    values["issued_precision"] = article.issued_precision
    values["embargo_until"] = article.embargo_until.isoformat() if article.embargo_until else None
    values["source"] = article.source.name if article.source else None
    values["agencies"] = [[a.source.name, a.part] for a in article.article_agencies.select_related("source")]
    authors = article.contributions.filter(role=Contribution.Role.AUTHOR).select_related("person")
    values["authors"] = [c.person.name for c in authors]
    return values


def is_same(name: str, value: Any, other: Any) -> bool:
    """Whether two values of a field are the same to an editor."""
    if name == "embargo_until" and value and other:
        return datetime.fromisoformat(value) == datetime.fromisoformat(other)
    if name == "source":
        return (value or "").casefold() == (other or "").casefold()
    if name == "body":
        return bool(article_body.clean(value or "") == article_body.clean(other or ""))
    return bool(value == other)


def edited_fields(article: Article) -> set[str]:
    """The fields that say something else than the reading that the article was made from: a person's word."""
    fields = article.reading.fields if article.reading else None
    if not fields or article.clip is None:
        return set()
    read, current = values_as_read({**fields, "body": (), "images": ()}, article.clip, ()), current_values(article)
    differing = {name for name in read if not is_same(name, read[name], current[name])}
    edited = differing - {"headline_is_provisional", "body"}
    if article.clip.source is not None and not is_same("source", fields.get("source"), article.clip.source.name):
        edited.add("source")  # told by the operator at the import
    words = article_body.compose(map(_block, fields.get("body", ())))
    if article_body.plain_text(words) != article_body.plain_text(article.body):
        edited.add("body")
    return edited


def columns_of(values: Values, find_source: Callable[[str, str], Source]) -> dict[str, Any]:
    """The values that are columns of the article's own, as the article takes them."""
    names = (*TEXT_FIELDS, "headline_is_provisional", "issued_precision", "body")
    columns: dict[str, Any] = {name: values[name] for name in names if name in values}
    if "issued_on" in values:
        columns["issued_on"] = date.fromisoformat(values["issued_on"]) if values["issued_on"] else None
    if "embargo_until" in values:
        columns["embargo_until"] = datetime.fromisoformat(values["embargo_until"]) if values["embargo_until"] else None
    if "source" in values:
        columns["source"] = find_source(values["source"], Source.Kind.OUTLET) if values["source"] else None
    return columns


def fill(
    article: Article,
    values: Values,
    by: User | None,
    reason: str,
    expected_version: int | None = None,
    reading: Reading | None = None,
) -> bool:
    """Write some or all of the fields into a stored article, as one revision; returns whether any changed.

    `reading` is the one that the values are from, where the article shall name another than before.
    """
    columns = columns_of(values, lambda name, kind: lookup.find_or_add_source(name, kind, by))
    if reading is not None:
        columns["reading"] = reading
    parts: dict[str, Any] = {}
    if "agencies" in values:
        parts["agencies"] = agency_rows(values["agencies"], by)
    if "authors" in values and values["authors"] != current_values(article)["authors"]:
        parts["persons"] = lambda stored: link_authors(stored, values["authors"], by)
    return editing.carry_out(article, columns, parts, by, reason, expected_version)


def agency_rows(agencies: Iterable[Sequence[str]], by: User | None) -> list[tuple[Source, str]]:
    """These agencies, by their names, each once and with its part."""
    return list({lookup.find_or_add_source(name, Source.Kind.AGENCY, by): part for name, part in agencies}.items())


def link_authors(article: Article, names: Iterable[str], by: User | None) -> None:
    """Make these people the article's authors, in this order; nobody needs a login for that."""
    people = dict.fromkeys(lookup.find_or_add_person(name, by) for name in dict.fromkeys(names))
    role = Contribution.Role.AUTHOR
    rows = [Contribution(article=article, person=p, role=role, position=i) for i, p in enumerate(people)]
    article.contributions.filter(role=role).delete()
    Contribution.objects.bulk_create(rows)
