"""Articles as rows of a spreadsheet, with cells that no spreadsheet program takes for a formula.

A cell that begins with one of FORMULA would be run (OWASP, “CSV Injection”): it gets an apostrophe before it, and so
does one that begins with apostrophes and then one of them, so that `plain(harmless(cell)) == cell` for any text.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from articles.models.articles.article import Article

TEXTS = ("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff", "note")
WRITABLE = (
    *TEXTS,
    *("genre", "language", "source", "agencies", "persons", "topics", "original_url", "issued", "noindex", "due_at"),
    "responsible",
)
COLUMNS = ("id", "version", "state", "slug", "published_at", "right", *WRITABLE, "updated_at")
SEPARATOR = " | "  # between the parts of a cell
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
BOM = "\ufeff"


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """The cell as it was before it was made harmless."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def row(article: Article) -> dict[str, Any]:
    """The values of the columns; prefetch agencies, contributions and topics."""
    return {
        "id": article.pk,
        "version": article.version,
        "state": article.state,
        "slug": article.slug or "",
        "published_at": moment(article.publish_at),
        "right": article.right,
        **{name: getattr(article, name) for name in TEXTS},
        "genre": article.genre,
        "language": article.language,
        "source": article.source.slug if article.source else "",
        "agencies": [f"{agency.source.slug} ({agency.part})" for agency in article.article_agencies.all()],
        "persons": [f"{part.person.slug} ({part.role})" for part in article.contributions.all()],
        "topics": [topic.slug for topic in article.topics.all()],
        "original_url": article.original_url,
        "issued": issued(article),
        "noindex": article.noindex,
        "due_at": moment(article.due_at),
        "responsible": article.responsible.get_username() if article.responsible else "",
        "updated_at": moment(article.updated_at),
    }


def cells(values: dict[str, Any]) -> dict[str, str]:
    """The same as texts, not escaped yet."""
    return {name: _cell(values[name]) for name in COLUMNS}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return SEPARATOR.join(value) if isinstance(value, list) else str(value)


def moment(at: Any) -> str:
    """ISO 8601 to the minute, in the site's time zone; empty for none."""
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""


def issued(article: Article) -> str:
    """`2024-06-19`, `2024-06` or `2024`, with its precision; empty for none."""
    length = {"day": 10, "month": 7, "year": 4}.get(article.issued_precision, 0)
    return article.issued_on.isoformat()[:length] if article.issued_on else ""


class _Line:
    def write(self, line: str) -> str:
        return line


def as_csv(articles: Iterable[Article]) -> Iterator[str]:
    """Lines of CSV, beginning with a byte order mark: without it spreadsheet programs do not recognise UTF-8."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(COLUMNS)
    for article in articles:
        yield writer.writerow([harmless(cell) for cell in cells(row(article)).values()])


def as_json_lines(articles: Iterable[Article]) -> Iterator[str]:
    """One JSON object in each line, with unescaped texts."""
    for article in articles:
        yield json.dumps(row(article), ensure_ascii=False) + "\n"
