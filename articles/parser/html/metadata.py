"""Reads the metadata of a page: JSON-LD, OpenGraph and meta elements, each value with its span in the source."""

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from articles.lexicon import load
from articles.parser.html.tree import HtmlTree
from articles.parser.normalization import clean
from articles.parser.patterns.date import parse_value
from articles.parser.said import Said, SaidValue

MAX_SCRIPT_CHARS = 1_000_000  # of a JSON-LD script that are parsed
MAX_JSON_DEPTH = 40
MAX_PERSONS = 500  # of a JSON-LD graph to which articles can refer
MAX_VALUES = 20  # values of one kind, and articles of one script, that are used
ARTICLE_TYPES = re.compile(r"(?:\w*(?:News)?Article|Report|\w*BlogPosting|Review\w*|LiveBlogPosting)\Z")


_META = {
    "og:title": "titles",
    "twitter:title": "titles",
    "title": "titles",
    "og:description": "description",
    "description": "description",
    "twitter:description": "description",
    "author": "authors",
    "article:author": "authors",
    "dc.creator": "authors",
    "dcterms.creator": "authors",
    "og:article:author": "authors",
    "parsely-author": "authors",
    "sailthru.author": "authors",
    "article:published_time": "dates",
    "date": "dates",
    "dc.date": "dates",
    "dc.date.issued": "dates",
    "og:site_name": "outlets",
    "og:url": "urls",
}
_LANGUAGE = re.compile(r"[a-zA-Z]{2}(?![a-zA-Z])")


def read_metadata(tree: HtmlTree) -> Said:
    """Collect the metadata of a page, JSON-LD before meta elements."""
    values: dict[str, list[SaidValue]] = {
        key: [] for key in ("titles", "description", "authors", "dates", "outlets", "urls")
    }
    language = ""
    for number, start, end in tree.raw:
        element = tree.elements[number]
        if element.tag == "script" and "ld+json" in element.attributes.get("type", "").lower():
            _from_json(tree.source, start, min(end, start + MAX_SCRIPT_CHARS), values)
    for number, element in enumerate(tree.elements):
        if element.tag == "html" and not language:
            match = _LANGUAGE.match(element.attributes.get("lang", ""))
            language = match[0].lower() if match else ""
        elif element.tag == "meta":
            _from_meta(tree, number, values)
        elif (
            element.tag == "link"
            and len(values["urls"]) < MAX_VALUES
            and element.attributes.get("rel", "").lower() == "canonical"
        ):
            values["urls"].append(_attribute_value(tree, number, element.attributes.get("href", ""), "canonical"))
    for number, start, end in tree.raw:
        if tree.elements[number].tag == "title" and tree.source[start:end].strip():
            values["titles"].append(SaidValue(clean(tree.source[start:end]), (start, end), "title"))
            break
    return _collect(values, language)


def _collect(values: dict[str, list[SaidValue]], language: str) -> Said:
    dates = [(day, entry) for entry in values["dates"] if (day := parse_value(entry.value))]
    authors = [entry for entry in values["authors"] if _is_person(entry.value)]
    url = next((entry for entry in values["urls"] if entry.value.startswith("http")), None)
    return Said(
        titles=tuple(entry for entry in values["titles"] if entry.value),
        description=tuple(entry for entry in values["description"] if entry.value),
        authors=tuple({entry.value: entry for entry in reversed(authors)}.values())[::-1],
        date=max(dates, key=lambda pair: (pair[0].precision == "day", pair[0].at is not None), default=None),
        outlet=_outlet(values["outlets"], url),
        language=language,
        url=url,
    )


def _is_person(name: str) -> bool:
    """Whether a value can be a name, not an address or a list of keys; desks and agencies are sorted out later."""
    return bool(name) and len(name) < 120 and "http" not in name and any(map(str.isalpha, name))


def _outlet(named: list[SaidValue], url: SaidValue | None) -> SaidValue | None:
    """The outlet, by its domain first, under its usual name if known; else as the page calls it."""
    domains = load.outlet_domains()
    host = urlsplit(url.value).hostname or "" if url else ""
    parts = host.split(".")
    for cut in range(len(parts) - 1):
        name = domains.get(".".join(parts[cut:]))
        if name and url:
            return SaidValue(name, url.span, "domain")
    for entry in named:
        if entry.value:
            return SaidValue(load.outlets().get(entry.value.casefold(), entry.value), entry.span, entry.rule)
    return None


def _from_meta(tree: HtmlTree, number: int, values: dict[str, list[SaidValue]]) -> None:
    attributes = tree.elements[number].attributes
    name = (attributes.get("property") or attributes.get("name") or "").lower()
    if name in _META and attributes.get("content") and len(values[_META[name]]) < MAX_VALUES:
        values[_META[name]].append(_attribute_value(tree, number, attributes["content"], f"meta {name}"))


def _attribute_value(tree: HtmlTree, number: int, value: str, rule: str) -> SaidValue:
    """The value of an attribute with its span; if it is written with entities, the span is the start of the element."""
    start = tree.elements[number].start
    at = tree.source.find(value, start, start + 20_000) if value else -1
    span = (at, at + len(value)) if at != -1 else (start, start + 1)
    return SaidValue(clean(value), span, rule)


def _from_json(source: str, start: int, end: int, values: dict[str, list[SaidValue]]) -> None:
    try:
        data = json.loads(source[start:end].strip().strip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    persons = dict(islice(_persons(data), MAX_PERSONS))
    for item in islice(_articles(data, 0), MAX_VALUES):
        for key, field in (("headline", "titles"), ("description", "description"), ("datePublished", "dates")):
            if isinstance(item.get(key), str):
                values[field].append(_json_value(source, start, end, item[key], f"json-ld {key}"))
        for name in islice(_names(_named(item.get("author"), persons)), MAX_VALUES):
            values["authors"].append(_json_value(source, start, end, name, "json-ld author"))
        for name in islice(_names(item.get("publisher")), MAX_VALUES):
            values["outlets"].append(_json_value(source, start, end, name, "json-ld publisher"))


def _articles(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The articles in a JSON-LD graph, in their order."""
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _articles(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and ARTICLE_TYPES.match(kind) for kind in kinds):
            yield data
            return
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in data:
                yield from _articles(data[key], depth + 1)


def _persons(data: Any) -> Iterator[tuple[str, Any]]:
    """The identifiers and names of the persons in a JSON-LD graph, to which its articles refer."""
    graph = data.get("@graph") if isinstance(data, dict) else data
    for item in graph if isinstance(graph, list) else ():
        if isinstance(item, dict) and isinstance(item.get("@id"), str) and item.get("name"):
            yield item["@id"], item["name"]


def _named(value: Any, persons: dict[str, Any]) -> Any:
    """An author, or each of several; a reference is replaced by the person's name."""
    if isinstance(value, list):
        return [_named(item, persons) for item in value[:MAX_VALUES] if not isinstance(item, list)]
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return {"name": persons.get(value["@id"])}
    return value


def _names(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, list):
            yield from (entry for entry in name if isinstance(entry, str))
        elif isinstance(name, str):
            yield from (part.strip() for part in re.split(r",\s|;\s|\s(?:und|and)\s", name) if part.strip())


def _json_value(source: str, start: int, end: int, value: str, rule: str) -> SaidValue:
    """A JSON string with its span; if its escapes differ from those of Python, the span is the whole script."""
    at = source.find(value, start, end) if value else -1
    if at == -1:
        escaped = json.dumps(value)[1:-1]
        at = source.find(escaped, start, end)
        return SaidValue(_plain(value), (at, at + len(escaped)) if at != -1 else (start, end), rule)
    return SaidValue(_plain(value), (at, at + len(value)), rule)


def _plain(value: str) -> str:
    """A value without the markup and entities that some publishers put into JSON-LD."""
    return clean(re.sub(r"<[^<>]{1,200}>", "", html.unescape(value)))
