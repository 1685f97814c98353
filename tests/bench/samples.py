"""Reads a folder of sample files as an import does and tells of each file, and of those in it, what was made of it.

    python -m tests.bench.samples FOLDER … [--limit N] [--full] [--only FORMAT,…]

A line for each: format, coverage, seconds, day, number of blocks of the text, headline, byline, and what holds it back
or why it was refused. With `--full` the text stands below it, to be judged by reading. At the end a table of formats:
files, articles, how many have no headline of their own, refusals, the smallest coverage, the slowest. Whether a
headline is right nobody knows but who reads it. Exit code 1 where a coverage is below 1.000, a file takes more than 2 s
or reading it raises anything but a refusal.
"""

import argparse
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.parser.document import Child, ParsedClip, UnreadableClip
from articles.parser.formats import registry
from articles.parser.notices import holds
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role

MAX_SECONDS = 2.0
MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a file: its reading, or why there is none. `seconds` of processor time, without its children."""

    name: str
    form: str
    seconds: float
    depth: int = 0
    reading: ParsedClip | None = None
    refusal: str = ""
    broke: str = ""  # the traceback

    @property
    def coverage(self) -> float:
        """The share of characters that have a role, blanks not counted; 1.0 where there is nothing to cover."""
        if self.reading is None:
            return 1.0
        text, covered = self.reading.text, 0
        at = 0
        for segment in self.reading.segments:
            if segment.start != at:
                return 0.0
            at = segment.end
            if segment.role is not Role.BLANK or not text[segment.start : segment.end].strip():
                covered += segment.end - segment.start
        return covered / len(text) if text else 1.0

    def line(self) -> str:
        """The line of the report."""
        start = f"{'  ' * self.depth}{self.form:13} {self.coverage:.3f} {self.seconds:5.2f}s"
        if self.reading is None:
            return f"{start} {self.refusal or self.broke.splitlines()[-1]}  [{self.name}]"
        document = self.reading.document
        held = ",".join(holds([warning.code for warning in self.reading.warnings]))
        if document is None:
            return f"{start} {len(self.reading.children)} in it {held}  [{self.name}]"
        day = document.date.value.isoformat() if document.date else "-"
        mark = "?" if document.headline_is_provisional else ""
        article = f"{len(document.body):3} {mark}»{document.headline}« / {document.byline}"
        return f"{start} {day} {article} {held}  [{self.name}]"

    def body(self) -> Iterator[str]:
        """The fields and blocks of the article, a line each."""
        if self.reading is None or self.reading.document is None:
            return
        document = self.reading.document
        for name in ("kicker", "subheadline", "dateline", "lead", "signoff", "source", "embargo_until"):
            if value := getattr(document, name):
                yield f"    {name}: {value}"
        for note in document.notes:
            yield f"    note: {note}"
        for block in document.body:
            yield f"    {block.kind}: {block.text}"
        for picture in document.images:
            yield f"    picture: {picture.caption} / {picture.credit}"
        for comment in document.comments:
            yield f"    comment: {comment.author}: {comment.text}"
        for fact in self.reading.said:
            yield f"    said: {fact.name} = {fact.value}"


def main(arguments: list[str] | None = None) -> int:
    """Read and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=0, help="files of each folder")
    parser.add_argument("--only", default="", help="formats, with commas")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args(arguments)
    told: list[Told] = []
    for folder in options.folders:
        files = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())
        for path in files[: options.limit or None]:
            name = str(path.relative_to(folder)) if path != folder else path.name
            for one in read(path.read_bytes(), name):
                told.append(one)
                if options.only and one.form not in options.only.split(","):
                    continue
                print(one.line())  # noqa: T201
                for line in one.body() if options.full else ():
                    print(line)  # noqa: T201
    for line in table(told):
        print(line)  # noqa: T201
    return int(any(one.broke or one.coverage < 1 or one.seconds > MAX_SECONDS for one in told))


def read(data: bytes, name: str, depth: int = 0) -> Iterator[Told]:
    """What becomes of a file and of those in it."""
    begun = time.process_time()
    children: tuple[Child, ...] = ()
    try:
        registry.refuse(data, name)
        reading = parse_clip(data, name)
    except UnreadableClip as error:
        yield Told(name, error.kind or "-", time.process_time() - begun, depth, refusal=f"{error.code}: {error}")
    except Exception:
        yield Told(name, "-", time.process_time() - begun, depth, broke=traceback.format_exc())
    else:
        yield Told(name, reading.format, time.process_time() - begun, depth, reading)
        children = reading.children
    for child in children:
        if child.refusal:
            yield Told(child.name, "-", 0.0, depth + 1, refusal=f"{child.refusal.code}: {child.refusal}")
        elif depth < MAX_DEPTH:
            yield from read(child.data, child.name, depth + 1)


def table(told: list[Told]) -> Iterator[str]:
    """A line for each format."""
    by_form: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_form[one.form].append(one)
    yield f"{'format':14} {'files':>6} {'articles':>8} {'unnamed':>8} {'refused':>8} {'broke':>6} coverage slowest"
    for form, rows in sorted(by_form.items()):
        documents = [one.reading.document for one in rows if one.reading and one.reading.document]
        unnamed = sum(document.headline_is_provisional for document in documents)
        yield (
            f"{form:14} {len(rows):6} {len(documents):8} {unnamed:8} {sum(bool(one.refusal) for one in rows):8}"
            f" {sum(bool(one.broke) for one in rows):6}    {min(one.coverage for one in rows):.3f}"
            f" {max(one.seconds for one in rows):6.2f}s"
        )
    refusals = Counter(one.refusal.partition(":")[0] for one in told if one.refusal)
    if refusals:
        yield "refusals: " + ", ".join(f"{code} {number}" for code, number in refusals.most_common())


if __name__ == "__main__":
    sys.exit(main())
