"""Takes a sheet of articles in: first as a plan of what would be changed, made and refused, then row by row.

A row with an id changes that article, and only from the version that it was exported at; a row without one makes a
draft. Only what differs from what stands is written, only by who may, and only the columns that may be written at
all: another value in one of the others refuses the row, so that nobody believes it had been stored.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors
from articles.domain.articles import bulk, editing, permissions, revisions
from articles.formats import spreadsheet
from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic
from articles.models.fields import partial_date
from articles.models.fields.keys import parse_pk
from articles.models.fields.partial_date import parse_period

MAX_SHEET_BYTES = 1_000_000
PARTS = ("agencies", "persons", "topics")
LANGUAGE_PATTERN = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}")
LINK_PATTERN = re.compile(r"(?P<key>[-\w]{1,100})(?:\s*\((?P<part>\w+)\))?")
MAX_TEXT_CHARS = {"lead": 10_000, "note": 20_000}


class SpreadsheetUnreadable(ValueError):
    """The file is no sheet of articles; `str()` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class SpreadsheetProblem:
    """Why a row is refused: at which column (empty: the row as a whole)."""

    column: str
    message: str


@dataclass(slots=True)
class SpreadsheetRow:
    """One row of the sheet: its line in the file, its article if it has one, and what it would write."""

    line: int
    article: Article | None
    version: int | None
    columns: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[Any]] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # column, what stands, what would
    problems: list[SpreadsheetProblem] = field(default_factory=list)

    @property
    def what(self) -> str:
        """What would become of it: refused, same, new or changed."""
        if self.problems:
            return "refused"
        if not self.changes:
            return "same"
        return "changed" if self.article is not None else "new"


class _Refused(Exception):
    """A cell cannot be taken."""


def preview_import(data: bytes, by: User) -> list[SpreadsheetRow]:
    """What the sheet would do if this person took it in now. Nothing is written. Raises Unreadable."""
    lines = list(_lines(data))
    keys = {pk for _line, cells in lines if (pk := parse_pk(cells.get("id", ""))) is not None}
    rows = Article.objects.filter(pk__in=keys).for_sheets()
    known = {article.pk: article for article in rows}
    seen: set[int] = set()
    return [_row(line, cells, known, seen, by) for line, cells in lines]


def import_sheet(data: bytes, by: User, reason: str = "") -> tuple[list[SpreadsheetRow], bulk.BulkOutcome]:
    """Write the rows that can be written, each as one revision; returns the plan, and what became of its rows.

    The plan is made anew: what somebody has saved since it was shown is refused. Raises Unreadable.
    """
    rows = preview_import(data, by)
    outcome = bulk.BulkOutcome()
    for row in rows:
        if row.what in {"refused", "same"}:
            continue
        try:
            with transaction.atomic():
                article = _write(row, by, reason)
        except (errors.Refused, revisions.Conflict) as refusal:
            row.problems.append(SpreadsheetProblem("", str(refusal)))
        except ValidationError as error:
            row.problems.append(SpreadsheetProblem("", " ".join(error.messages)))
        except PermissionDenied:
            row.problems.append(SpreadsheetProblem("", _("You may not do this as it stands.")))
        else:
            row.article = article
            outcome.changed.append(article.pk)
    refused = sum(row.what == "refused" for row in rows)
    counts = {"rows": len(rows), "written": len(outcome.changed), "refused": refused}
    audit.record("import", Article(), by, reason, sheet=True, **counts)
    return rows, outcome


def _write(row: SpreadsheetRow, by: User, reason: str) -> Article:
    reason = reason or _("from a sheet")
    if row.article is None:
        return editing.create(row.columns, row.parts, by, reason)
    editing.change(row.article, row.columns, row.parts, by, reason, row.version)
    return row.article


def _lines(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line of the file that it begins in, as its cells by column."""
    if len(data) > MAX_SHEET_BYTES:
        raise SpreadsheetUnreadable(_("The file is larger than %(n)d MB.") % {"n": MAX_SHEET_BYTES // 1_000_000})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SpreadsheetUnreadable(_("The file is not UTF-8. Please save it as “CSV UTF-8”.")) from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        yield from _read(reader)
    except csv.Error as error:
        values = {"line": reader.line_num, "error": str(error)}
        raise SpreadsheetUnreadable(_("Line %(line)s cannot be read as a row: %(error)s") % values) from None


def _read(reader: Any) -> Iterator[tuple[int, dict[str, str]]]:
    names = [name.strip() for name in next(reader, [])]
    unknown = [name for name in names if name not in spreadsheet.COLUMNS]
    if unknown or len(set(names)) < len(names) or not names:
        raise SpreadsheetUnreadable(
            _("The first line has to name the columns, each once; unknown: %(names)s")
            % {"names": ", ".join(unknown[:10]) or "–"}
        )
    number, line = 0, reader.line_num + 1
    for cells in reader:
        if any(cells):
            number += 1
            if number > bulk.BULK_ROWS:
                raise SpreadsheetUnreadable(_("The sheet has more than %(n)d rows.") % {"n": bulk.BULK_ROWS})
            if len(cells) != len(names):
                values = {"line": line, "n": len(cells), "wanted": len(names)}
                raise SpreadsheetUnreadable(_("Line %(line)s has %(n)s cells, not %(wanted)s.") % values)
            yield line, {name: spreadsheet.plain(cell) for name, cell in zip(names, cells, strict=True)}
        line = reader.line_num + 1


def _row(line: int, cells: Mapping[str, str], known: Mapping[int, Article], seen: set[int], by: User) -> SpreadsheetRow:
    key = cells.get("id", "").strip()
    if not key:
        return _filled(SpreadsheetRow(line, None, None), cells, dict.fromkeys(spreadsheet.COLUMNS, ""), by)
    pk = parse_pk(key)
    article = known.get(pk) if pk is not None else None
    if article is None:
        return SpreadsheetRow(
            line, None, None, problems=[SpreadsheetProblem("id", _("There is no article of this number."))]
        )
    row = SpreadsheetRow(line, article, article.version)
    if article.pk in seen:
        row.problems.append(SpreadsheetProblem("id", _("This article has a row above already.")))
    seen.add(article.pk)
    if cells.get("version", "").strip() != str(article.version):
        values = {"now": article.version, "then": cells.get("version", "") or "–"}
        row.problems.append(
            SpreadsheetProblem("version", _("It is at version %(now)s now, not at %(then)s: export it again.") % values)
        )
        return row
    return _filled(row, cells, spreadsheet.cells(spreadsheet.row(article)), by)


def _filled(row: SpreadsheetRow, cells: Mapping[str, str], current: Mapping[str, str], by: User) -> SpreadsheetRow:
    """Add what differs to the row, as values of the article's columns, and what is refused as problems."""
    for name, cell in cells.items():
        if _same(name, cell, current[name]):
            continue
        if name not in spreadsheet.WRITABLE:
            if row.article is not None or name not in {"id", "version", "updated_at", "right"}:
                row.problems.append(SpreadsheetProblem(name, _("This column cannot be written.")))
            continue
        try:
            _take(row, name, cell)
            row.changes.append((name, current[name], cell))
        except _Refused as refusal:
            row.problems.append(SpreadsheetProblem(name, str(refusal)))
    if row.changes and not _may(row, by):
        row.problems.append(SpreadsheetProblem("", _("You may not do this as it stands.")))
    if row.article is None and not row.problems and not any(cells.get(n, "").strip() for n in ("headline", "lead")):
        row.problems.append(SpreadsheetProblem("headline", _("A new article needs a headline or a lead.")))
    return row


def _same(name: str, cell: str, current: str) -> bool:
    """Whether nothing was changed; line ends and spaces around are the spreadsheet's, not the editor's."""
    return cell.replace("\r\n", "\n").strip() == current.replace("\r\n", "\n").strip()


def _may(row: SpreadsheetRow, by: User) -> bool:
    if row.article is None:
        return permissions.may_create(by, row.columns)
    return permissions.may_change(row.article, by, row.columns)


def _take(row: SpreadsheetRow, name: str, cell: str) -> None:
    cell = cell.strip()
    if name in PARTS:
        row.parts[name] = PART_READERS[name]([key.strip() for key in cell.split("|") if key.strip()])
    elif name == "issued":
        row.columns["issued_on"], row.columns["issued_precision"] = _period(cell)
    else:
        row.columns[name] = CELL_READERS.get(name, _text(name))(cell)


def _text(name: str) -> Callable[[str], str]:
    max_chars = MAX_TEXT_CHARS.get(name) or Article._meta.get_field(name).max_length or 0  # type: ignore[union-attr]

    def read(cell: str) -> str:
        text = cell.replace("\r\n", "\n") if name in MAX_TEXT_CHARS else " ".join(cell.split())
        if "\x00" in text:
            raise _Refused(_("No text has a NUL."))
        if len(text) > max_chars:
            raise _Refused(_("At most %(n)d characters.") % {"n": max_chars})
        return text

    return read


def _period(cell: str) -> tuple[Any, str]:
    try:
        return parse_period(cell) if cell else (None, "")
    except partial_date.DateOutOfRange as error:
        raise _Refused(str(error)) from None
    except ValueError:
        raise _Refused(_("Give a date such as 2024-06-19, 2024-06 or 2024.")) from None


def _genre(cell: str) -> str:
    if cell and cell not in Article.Genre.values:
        raise _Refused(_("Known are: %(names)s") % {"names": ", ".join(Article.Genre.values)})
    return cell


def _language(cell: str) -> str:
    if not LANGUAGE_PATTERN.fullmatch(cell) or len(cell) > 12:
        raise _Refused(_("Give a language such as de or en-GB."))
    return cell


def _flag(cell: str) -> bool:
    known = {"1": True, "0": False, "true": True, "false": False, "wahr": True, "falsch": False}
    if cell.lower() not in known:
        raise _Refused(_("Give 1 or 0."))
    return known[cell.lower()]


def _url(cell: str) -> str:
    try:
        if cell:
            URLValidator(schemes=["http", "https"])(cell)
    except ValidationError:
        raise _Refused(_("This is no address.")) from None
    return cell


def _moment(cell: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(cell) if cell else None
    except ValueError:
        raise _Refused(_("Give a moment such as 2024-06-19T18:30.")) from None
    if at is not None and (message := partial_date.fault_message("due_at", at, _("due at"))):
        raise _Refused(message)
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at


def _user(cell: str) -> User | None:
    user = User.objects.filter(username=cell, is_staff=True, is_active=True).first() if cell else None
    if cell and user is None:
        raise _Refused(_("Nobody of this name works here."))
    return user


def _source(cell: str) -> Source | None:
    return _named(Source.objects.outlets(), cell) if cell else None


def _named(rows: QuerySet[Any], cell: str) -> Any:
    """By its short address, or by its name if that is nobody else's."""
    row = rows.filter(slug=cell).first() or (rows.filter(name=cell)[:2] or [None])[0]
    if row is None:
        raise _Refused(_("There is none of the name “%(name)s”.") % {"name": cell[:80]})
    return row


def _linked(rows: Callable[[], QuerySet[Any]], parts: Any) -> Callable[[list[str]], list[Any]]:
    """Reads `slug (part)`; the part may be missing."""

    def read(cells: list[str]) -> list[Any]:
        links = []
        for cell in cells:
            match = LINK_PATTERN.fullmatch(cell)
            if match is None or (match["part"] or parts.values[0]) not in parts.values:
                raise _Refused(_("Write “name (part)”; parts are: %(names)s") % {"names": ", ".join(parts.values)})
            links.append((_named(rows(), match["key"]), match["part"] or parts.values[0]))
        if len({(row.pk, part if parts is Contribution.Role else "") for row, part in links}) < len(links):
            raise _Refused(_("One of them is named twice."))
        return links

    return read


def _topics(cells: list[str]) -> list[Topic]:
    return sorted({_named(Topic.objects.all(), cell) for cell in cells}, key=lambda topic: topic.name)


CELL_READERS: dict[str, Callable[[str], Any]] = {
    "genre": _genre,
    "language": _language,
    "source": _source,
    "original_url": _url,
    "noindex": _flag,
    "due_at": _moment,
    "responsible": _user,
}
PART_READERS: dict[str, Callable[[list[str]], list[Any]]] = {
    "agencies": _linked(Source.objects.agencies, ArticleAgency.Part),
    "persons": _linked(Person.objects.all, Contribution.Role),
    "topics": _topics,
}
