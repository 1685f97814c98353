"""What `import_seeds` prints: a line for each file, what was left out, and the sum at the end."""

import json
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.imports.files import FileProblem, Skipped
from articles.domain.imports.importer import ImportOutcome, printable

MAX_SKIPPED_NAMES = 5  # of hidden files in a line


class ImportReport:
    """Writes lines for people to `stdout`, counts the files by status, and says on `stderr` what is no result."""

    def __init__(self, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.counts: Counter[str] = Counter()
        self.children = 0  # files in files, among those counted
        self.without_article = 0  # files in which no article was found
        self.held = 0  # files whose text waits for the desk

    def add(self, outcome: ImportOutcome | FileProblem) -> None:
        """Count one file and print what became of it."""
        status = "failed" if isinstance(outcome, FileProblem) else outcome.status
        self.counts[status] += 1
        self.children += isinstance(outcome, ImportOutcome) and outcome.is_child
        if isinstance(outcome, ImportOutcome) and status != "failed":
            self.without_article += outcome.is_unread
            self.held += bool(outcome.held) and not outcome.is_unread
        label = {"new": _("new"), "seen": _("seen"), "failed": _("failed"), "changed": _("changed")}[status]
        if isinstance(outcome, FileProblem):
            line = f"{label:<14} {outcome.message}"
        elif status == "failed":
            line = f"{label:<14} {outcome.sentence}"
        else:
            line = f"{label:<14} {outcome.name} → {outcome.sentence}"
        self.print(_visible(line))

    def skipped(self, folders: Iterable[Skipped]) -> None:
        """Sum up what no clip can be, each folder in a line; on stderr, because JSON goes to stdout."""
        for folder in folders:
            more = " …" if len(folder.entries) > MAX_SKIPPED_NAMES else ""
            names = ", ".join(folder.entries[:MAX_SKIPPED_NAMES]) + more
            line = ngettext(
                "%(folder)s: %(n)d hidden or left-over file was passed over (%(names)s).",
                "%(folder)s: %(n)d hidden or left-over files were passed over (%(names)s).",
                len(folder.entries),
            )
            values = {"n": len(folder.entries), "folder": folder.name, "names": names}
            self.stderr.write(_visible(line % values))

    def not_applied(self, options: dict[str, Any]) -> None:
        """Name the options that were not applied because known clips stay as they are."""
        names = [f"--{name}" for name in ("source", "url", "date", "language", "publish", "right") if options[name]]
        if names and self.counts["seen"]:
            line = ngettext(
                "%(options)s: not applied to %(n)d known clip, which stays as it is. Its article is edited and "
                "published at the desk: /admin/articles/article/",
                "%(options)s: not applied to %(n)d known clips, which stay as they are. Their articles are edited and "
                "published at the desk: /admin/articles/article/",
                self.counts["seen"],
            )
            self.print(line % {"options": ", ".join(names), "n": self.counts["seen"]})

    def interrupted(self, total: int) -> None:
        """Say how many of `total` files are done and how many are left."""
        done = sum(self.counts.values()) - self.children
        self.stderr.write(
            _("Interrupted. %(done)d files are done, %(left)d are left: the same command goes on there.")
            % {"done": done, "left": total - done}
        )

    def close(self, remark: str = "") -> None:
        """Print the sum of all files, and the remark where there is one."""
        self._close_notes()
        total = sum(self.counts.values())
        files = ngettext("%(n)d file", "%(n)d files", total) % {"n": total}
        values = {"files": files, **{status: self.counts[status] for status in ("new", "seen", "changed", "failed")}}
        if self.counts["changed"]:
            self.print(_("%(files)s: %(changed)d changed, %(seen)d unchanged, %(failed)d failed.") % values)
        else:
            self.print(_("%(files)s: %(new)d new, %(seen)d seen, %(failed)d failed.") % values)
        if remark:
            self.print(remark)

    @property
    def unread(self) -> int:
        """How many files were not read: they failed, or no article was found in them."""
        return self.counts["failed"] + self.without_article

    def _close_notes(self) -> None:
        if self.without_article:
            line = ngettext(
                "No article was found in %(n)d file: /admin/articles/clip/?waiting=held",
                "No article was found in %(n)d files: /admin/articles/clip/?waiting=held",
                self.without_article,
            )
            self.print(line % {"n": self.without_article})
        if self.held:
            line = ngettext(
                "%(n)d text is held back for the desk and not published: /admin/articles/article/?waiting=held",
                "%(n)d texts are held back for the desk and not published: /admin/articles/article/?waiting=held",
                self.held,
            )
            self.print(line % {"n": self.held})

    def print(self, line: str) -> None:
        """Print a line. Where nobody reads on (`… | head`), the import goes on in silence: nothing is half done."""
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            self.stdout = OutputWrapper(StringIO())

    def print_json(self, record: dict[str, Any]) -> None:
        """Print one JSON object on a line of stdout."""
        self.stdout.write(json.dumps(_printable(record), ensure_ascii=False))


def _visible(line: str) -> str:
    """A line that a terminal shows as it is: file names may hold control characters and broken bytes."""
    return "".join(c if c.isprintable() else "�" for c in printable(line))


def _printable(value: Any) -> Any:
    """JSON whose strings can be written as UTF-8: a file's name may hold bytes that are none."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {k: _printable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_printable(v) for v in value]
    return value
