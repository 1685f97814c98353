"""Takes a sheet of articles in: first as a plan of what would be changed, made and refused, then row by row.

A row with an id changes that article, and only from the version that it was exported at; a row without one makes a
draft. Only what differs from what stands is written, only by who may, and only the columns that may be written at
all: another value in one of the others refuses the row, so that nobody believes it had been stored.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain import audit, errors
from articles.domain.articles import bulk, editing, permissions, revisions, spreadsheet_cells
from articles.formats import spreadsheet
from articles.models import Article
from articles.models.fields.keys import parse_pk

MAX_SHEET_BYTES = 1_000_000


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


def preview_import(data: bytes, by: User) -> list[SpreadsheetRow]:
    """What the sheet would do if this person took it in now. Nothing is written. Raises SpreadsheetUnreadable."""
    lines = list(_lines(data))
    keys = {pk for _line, cells in lines if (pk := parse_pk(cells.get("id", ""))) is not None}
    rows = Article.objects.filter(pk__in=keys).for_sheets()
    known = {article.pk: article for article in rows}
    seen: set[int] = set()
    return [_row(line, cells, known, seen, by) for line, cells in lines]


def import_sheet(data: bytes, by: User, reason: str = "") -> tuple[list[SpreadsheetRow], bulk.BulkOutcome]:
    """Write the rows that can be written, each as one revision; returns the plan, and what became of its rows.

    The plan is made anew: what somebody has saved since it was shown is refused. Raises SpreadsheetUnreadable.
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
        except spreadsheet_cells.CellRefused as refusal:
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
    if name in spreadsheet_cells.PARTS:
        row.parts[name] = spreadsheet_cells.read_part(name, cell)
    else:
        row.columns |= spreadsheet_cells.read_columns(name, cell)
