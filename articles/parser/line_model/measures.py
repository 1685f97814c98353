"""Numbers that describe the form of each line and its surroundings, whatever its language and script.

They stand beside the named features of `parser/features.py`, which know the words of the press.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log1p

import numpy as np
from numpy.typing import ArrayLike, NDArray

from articles.text.lines import TextLine

Floats = NDArray[np.float32]

MEASURES = (
    *("length", "of_longest", "of_usual", "unspaced", "sentences", "ends_sentence", "indent", "gap_above", "gap_below"),
    *("from_top", "from_bottom", "lines_above", "lines_below", "text_above", "page_lines", "page_sentences"),
    *("spaced_page", "in_stretch", "stretch_above", "stretch_below", "prose_above", "prose_below"),
    *("long_near", "long_around", "long_far", "sentences_near", "sentences_around", "sentences_far"),
)
UNSPACED_WEIGHT = 2.5  # a character of a script without blanks says as much as so many letters
MAX_CHARS = 4_000  # of a line that are looked at
MIN_PROSE_CHARS = 60  # of a line with a sentence
USUAL_CHARS = 200  # length of a paragraph where the page has none
_WIDE_BYTES = 1.25  # bytes a character in UTF-8 from which a page may be of a script without blanks
_STOPS = ".!?…。！？｡؟۔।॥՝։"
_SENTENCE_END = re.compile(rf"[{_STOPS}](?![\w{_STOPS}])")
_UNSPACED_SENTENCE_END = re.compile(r"[。！？｡](?=\w)")  # where no blank parts two sentences
_UNSPACED = re.compile(
    "[\u0e00-\u0e2f\u0e40-\u0e46\u1000-\u109f\u1780-\u17d3\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_CLOSING = "\"'“”‘’«»‹›」』)）]】"
_WINDOWS = (2, 5, 12)  # lines up and down: near, around, far
_PLACES = {name: number for number, name in enumerate(MEASURES)}
_PLACE_ROWS = slice(_PLACES["from_top"], _PLACES["lines_below"] + 1)
_WINDOW_ROWS = slice(_PLACES["long_near"], _PLACES["sentences_far"] + 1)
MAX_CACHED_LINES = 400  # of a clip whose frame is kept


@dataclass(frozen=True, slots=True)
class _Frame:
    """What depends on the number of lines alone."""

    places: Floats  # the rows from_top to lines_below
    logs: Floats  # of distances in lines
    distance_logs: Floats  # … and of the number of all lines, for what is nowhere
    low: NDArray[np.int64]  # windows × lines: the first line of each window
    high: NDArray[np.int64]  # … and the first behind it


def _frame(count: int) -> _Frame:
    places = np.arange(count, dtype=np.float32)
    logs = (np.log1p(places) / 3).astype(np.float32)
    shares = np.stack([places / count, (count - 1 - places) / count, logs, logs[::-1]]).astype(np.float32)
    reaches = [np.arange(-width, count + width + 1).clip(0, count) for width in _WINDOWS]
    return _Frame(
        shares,
        logs,
        (np.log1p(np.arange(count + 1, dtype=np.float32)) / 3).astype(np.float32),
        np.stack([reach[:count] for reach in reaches]),
        np.stack([reach[2 * width + 1 :] for reach, width in zip(reaches, _WINDOWS, strict=True)]),
    )


_cached_frame = lru_cache(maxsize=MAX_CACHED_LINES)(_frame)


def measure_lines(lines: list[TextLine], first: int, last: int) -> Floats:
    """One row of MEASURES for each line; `first` and `last` bound the densest stretch of text. Takes linear time."""
    count = len(lines)
    result = np.zeros((len(MEASURES), count), dtype=np.float32)
    if count:
        columns = _Columns(result)
        frame = _cached_frame(count) if count <= MAX_CACHED_LINES else _frame(count)
        lengths, stops = _measure_characters(columns, [line.words[:MAX_CHARS] for line in lines])
        prose = np.where((stops > 0) & (lengths >= MIN_PROSE_CHARS), lengths, 0)
        _measure_page(columns, lengths, stops, prose)
        _measure_places(columns, lines, prose, first, last, frame)
        _measure_windows(result[_WINDOW_ROWS], columns["length"], stops > 0, frame)
    return np.ascontiguousarray(result.T)


class _Columns:
    """The measures by their names: each an array with a number for each line."""

    def __init__(self, rows: Floats) -> None:
        self.rows = rows

    def __getitem__(self, name: str) -> Floats:
        row: Floats = self.rows[_PLACES[name]]
        return row

    def __setitem__(self, name: str, value: ArrayLike) -> None:
        self.rows[_PLACES[name]] = value


def _measure_characters(columns: _Columns, texts: list[str]) -> tuple[Floats, Floats]:
    """The lengths, in characters that say as much as a letter, and the numbers of sentences."""
    chars = np.array(list(map(len, texts)), dtype=np.float32)
    stops = np.array([len(_SENTENCE_END.findall(text)) for text in texts], dtype=np.float32)
    lengths = chars
    whole = "".join(texts)
    if len(whole.encode("utf-8", "surrogatepass")) > _WIDE_BYTES * len(whole):
        unspaced = np.array([len(_UNSPACED.findall(text)) for text in texts], dtype=np.float32)
        stops += [len(_UNSPACED_SENTENCE_END.findall(text)) for text in texts]
        columns["unspaced"] = unspaced / np.maximum(chars, 1)
        lengths = chars + unspaced * (UNSPACED_WEIGHT - 1)
    columns["sentences"] = np.log1p(stops)
    columns["ends_sentence"] = [text.rstrip(_CLOSING)[-1:] in _STOPS for text in texts]
    return lengths, stops


def _measure_page(columns: _Columns, lengths: Floats, stops: Floats, prose: Floats) -> None:
    paragraphs = sorted(prose[prose > 0].tolist())
    usual = paragraphs[len(paragraphs) // 2] if paragraphs else USUAL_CHARS
    columns["length"] = np.log1p(lengths) / 3
    columns["of_longest"] = lengths / lengths.max()
    columns["of_usual"] = np.minimum(lengths / usual, 3)
    columns["page_lines"] = log1p(len(lengths)) / 3
    columns["page_sentences"] = np.count_nonzero(stops) / len(lengths)


def _measure_places(
    columns: _Columns, lines: list[TextLine], prose: Floats, first: int, last: int, frame: _Frame
) -> None:
    count, logs = len(lines), frame.logs
    columns.rows[_PLACE_ROWS] = frame.places
    text = prose.cumsum()
    columns["text_above"] = (text - prose) / max(float(text[-1]), 1)
    gaps = np.array([min(line.gap, 3) for line in lines], dtype=np.float32)
    columns["gap_above"] = gaps / 3
    columns["gap_below"][:-1] = gaps[1:] / 3
    columns["spaced_page"] = np.count_nonzero(gaps) / count
    columns["indent"] = [min(line.indent, 10) / 10 for line in lines]
    columns["in_stretch"][first : last + 1] = 1
    for name, bound in (("stretch_above", first), ("stretch_below", last)):
        columns[name][:bound] = -logs[bound:0:-1]
        columns[name][bound:] = logs[: count - bound]
    is_prose = (prose > 0).tolist()
    columns["prose_above"] = frame.distance_logs[_distances(is_prose)]
    columns["prose_below"] = frame.distance_logs[_distances(is_prose[::-1])[::-1]]


def _distances(marked: list[bool]) -> list[int]:
    """For each line the number of lines to the next marked one above it; the number of all lines if there is none."""
    count = distance = len(marked)
    result = []
    for is_marked in marked:
        result.append(min(distance, count))
        distance = 1 if is_marked else distance + 1
    return result


def _measure_windows(rows: Floats, lengths: Floats, sentences: NDArray[np.bool_], frame: _Frame) -> None:
    """The means of the lengths, and the share of lines with sentences, over windows of lines up and down."""
    sums = np.zeros((2, len(lengths) + 1))
    lengths.cumsum(out=sums[0, 1:])
    sentences.cumsum(out=sums[1, 1:])
    means = (sums[:, frame.high] - sums[:, frame.low]) / (frame.high - frame.low)
    rows[:] = means.reshape(rows.shape)
