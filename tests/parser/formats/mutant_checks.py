"""Reads a file as the import does, the files in it included, and finds what must not be: see `Trouble`."""

import json
import os
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from articles.domain.imports.children import Nesting, named
from articles.domain.imports.importer import printable
from articles.parser import json_report
from articles.parser.document import ParsedClip, UnreadableClip
from articles.parser.formats import registry
from articles.parser.pipeline import parse_clip
from tests.parser.formats.marked_samples import SAMPLES
from tests.parser.formats.marked_texts import MARK
from tests.parser.formats.mutants import Mutant

MAX_SECONDS = 2.0  # of processor time, for a file with all in it
MAX_GROWTH = 300_000_000  # bytes of memory
NEAR = 40  # characters around a place of the source that must be as they were

MAX_RUN = 100  # characters of a word beside one of the marked

_MARK_OR_MORE = re.compile(r"(?:Zq[a-j]{4}qz)+")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_WORD = re.compile(r"\w+")
_ORIGINAL = {sample.name: b"\n\n".join(sample.parts).decode("utf-8", "replace") for sample in SAMPLES}


@dataclass
class Measured:
    """What reading a file took, and what was wrong with it: sentences that begin with their kind."""

    seconds: float = 0.0
    growth: int = 0  # bytes above what was resident before
    refused: str = ""
    formats: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def measure(mutant: Mutant) -> Measured:
    """Read a mutant and all files in it."""
    measured = Measured()
    held = _reset_peak()
    begun = _seconds()
    readings: list[ParsedClip] = []
    try:
        readings = list(_every(mutant.data, mutant.name, Nesting(), measured))
    except Exception:  # whatever the bytes are, nothing but a refusal may come
        measured.troubles.append("traceback: " + traceback.format_exc(limit=-6))
    measured.seconds = _seconds() - begun
    measured.growth = max(0, _peak() - held) if held else 0
    if measured.seconds > MAX_SECONDS:
        measured.troubles.append(f"time: {measured.seconds:.1f} s")
    if measured.growth > MAX_GROWTH:
        measured.troubles.append(f"memory: {measured.growth / 1e6:.0f} MB")
    for reading in readings:
        measured.troubles += _troubles(reading, mutant)
    return measured


def _every(data: bytes, name: str, nesting: Nesting, measured: Measured) -> Iterator[ParsedClip]:
    try:
        registry.refuse(data, name)
        reading = parse_clip(data, name)
    except UnreadableClip as refused:
        measured.refused = measured.refused or refused.code
        if not refused.code or not refused.message:
            measured.troubles.append("refusal: without a code or a sentence")
        return
    measured.formats.append(reading.format)
    yield reading
    with nesting.deeper():
        for child_name, child in named(reading.name, reading.children):
            if nesting.refusal(child) is None:
                yield from _every(child.data, child_name, nesting, measured)


def _troubles(reading: ParsedClip, mutant: Mutant) -> Iterator[str]:
    """What is wrong with a reading."""
    if "".join(reading.text[segment.start : segment.end] for segment in reading.segments) != reading.text:
        yield "ledger: the segments are not the text"
    if any(reading.text[s.start : s.end].strip() and s.rule == "blank" for s in reading.segments):
        yield "ledger: a blank that is none"
    shown = json.dumps(json_report.report(replace(reading, name=printable(reading.name))), ensure_ascii=False)
    try:
        (shown + reading.text).encode()
    except UnicodeEncodeError as error:
        yield f"storage: {error}"
    if _NUL.search(shown) or "\x00" in reading.text:
        yield "storage: a NUL character"
    length = len(reading.text)
    spans = [span for entry in (*reading.evidence, *reading.warnings) for span in entry.spans]
    if any(not 0 <= start <= stop <= length for start, stop in spans):
        yield "evidence: a span beyond the text"
    yield from _glued(reading, mutant)


def _glued(reading: ParsedClip, mutant: Mutant) -> Iterator[str]:
    """The words that stand together and were apart in the source."""
    plain: str | None = None
    for run in sorted({run for value in _values(reading) for run in _runs(value)}):
        if plain is None:
            plain = _decoded(mutant.plain)
        if run in plain:
            continue
        if reading.format == "rtf" and len(MARK.findall(run)) < 2:
            continue  # what stands before a control word is of the same paragraph
        if mutant.is_apart or any(_is_as_it_was(word, plain, mutant) for word in MARK.findall(run)):
            yield f"glued: {run}"


def _runs(value: str) -> Iterator[str]:
    """The words that hold more than one of the marked ones, or more than that."""
    for match in _MARK_OR_MORE.finditer(value):
        low, high = match.span()
        start = low
        while start > max(0, low - MAX_RUN) and (value[start - 1].isalnum() or value[start - 1] == "_"):
            start -= 1
        after = _WORD.match(value, high, high + MAX_RUN)
        stop = after.end() if after else high
        if not MARK.fullmatch(value, start, stop):
            yield value[start:stop]


def _is_as_it_was(word: str, plain: str, mutant: Mutant) -> bool:
    """Whether the word stands in the source, and everywhere between the same words as in the sample."""
    places = [match.start() for match in re.finditer(word, plain)]
    around = {plain[max(0, at - NEAR) : at + len(word) + NEAR] for at in places}
    return bool(around) and all(words in _ORIGINAL[mutant.sample.name] for words in around)


def _decoded(plain: bytes) -> str:
    texts = [plain.decode("utf-8", "replace")]
    if b"\x00" in plain:
        texts += [plain.decode(code, "ignore") for code in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")]
    return "\n\n".join(texts)


def _values(reading: ParsedClip) -> Iterator[str]:
    """Every value that is read, and the text of the clip."""
    yield reading.text
    document = reading.document
    for fact in reading.said:
        yield fact.value
    for child in reading.children:
        yield child.name
    if document is None:
        return
    yield from (document.kicker, document.headline, document.subheadline, document.lead, document.dateline)
    yield from (
        document.byline,
        document.signoff,
        document.source or "",
        *document.authors,
        *document.notes,
        *document.signs,
    )
    for block in document.body:
        yield block.text
    for picture in document.images:
        yield from (picture.caption, picture.credit, picture.alt, *picture.photographers)
    for comment in document.comments:
        yield from (comment.text, comment.author, comment.written_text)


def _seconds() -> float:
    """Of this process and those that it has started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _reset_peak() -> int:
    """Forget how much memory this process has held at most; returns what it holds (bytes), 0 where nobody can tell."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return 0
    return _status("VmRSS")


def _peak() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    return 0
