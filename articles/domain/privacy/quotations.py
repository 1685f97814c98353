"""Finds a person's words where others have quoted them, whole or in part, and mentions of their name."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

CUT = "[…]"
MIN_QUOTE_CHARS = 20  # a shorter text may be anybody's
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
_LINES = r"^[ \t]*(?:[•*\-–][ \t]*)?>[^\n]*(?:\n[ \t]*>[^\n]*)*"
_MARKED = (
    r"„(?:[^„“”]|„[^„“”]*[“”])+[“”]",
    r"“[^“”]+”",
    r"«[^«»]+»",
    r"»[^«»]+«",
    r"(?<!\w)\"(?=\S)[^\"]+(?<=\S)\"(?!\w)",
)
_MARKED_SINGLE = (r"‚[^‚‘’]+[‘’]", r"‹[^‹›]+›", r"›[^‹›]+‹", r"(?<!\w)['‘](?=\S)[^\n]{20,2000}?(?<=\S)['’](?!\w)")
_QUOTES = re.compile("|".join((_LINES, *_MARKED, *_MARKED_SINGLE)), re.MULTILINE)
_MARKS = frozenset("„“”\"«»‚‘’'‹›")
_QUOTED_BEFORE = re.compile(r"(?:^|\n)[ \t]*(?:[•*\-–][ \t]*)?>[^\n]*$|[„“”\"«»‚‘'][ \t]*$")


def sentences(texts: Iterable[str], but_not_in: str = "") -> list[str]:
    """The sentences that are a person's own: long enough, no quotes themselves, and not in the article.

    Longest first, so that a whole is found before its part.
    """
    article = " ".join(but_not_in.split()).casefold()
    pieces = {
        " ".join(piece.split()).strip('"„“”«»')
        for text in texts
        for line in text.split("\n")
        if not line.lstrip().startswith(">")
        for piece in _ENDS.split(line)
    }
    own = [piece for piece in pieces if len(piece) >= MIN_QUOTE_CHARS and piece.casefold() not in article]
    return sorted(own, key=len, reverse=True)


def pattern(own: Sequence[str], names: Iterable[str] = (), spoken: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Finds these sentences however their lines are broken (group `own`), `@Name` (group `name`), and the names that
    are `spoken` without that mark (group `spoken`): whole words, in just these letters."""
    parts = []
    if own:
        parts.append("(?P<own>" + "|".join(r"[\s>]+".join(map(re.escape, s.split())) for s in own) + ")")
    called = "|".join(re.escape(n) for n in sorted(set(names), key=len, reverse=True) if len(n) > 1)
    if called:
        parts.append(rf"(?P<name>(?<=@)(?:{called})(?!\w))")
    full_names = "|".join(r"\s+".join(map(re.escape, n.split())) for n in sorted(set(spoken), key=len, reverse=True))
    if full_names:
        parts.append(rf"(?P<spoken>(?<![\w-])(?:{full_names})(?![\w-]))")
    return re.compile("|".join(parts)) if parts else None


class Parts:
    """Parts of a person's texts that others may have quoted: any MIN_QUOTE_CHARS characters in a row, in lower case.

    A part that somebody else has written, too, is no quote of this person; `others` returns those texts when needed.
    """

    def __init__(self, texts: Iterable[str], others: Callable[[], Iterable[str]]) -> None:
        pieces = (piece for text in texts for piece in _without_quoted_lines(text))
        self._said = {window for piece in pieces for window in _windows(_letters(piece, 0, len(piece))[0])}
        self._others = others

    @cached_property
    def _said_by_others(self) -> set[str]:
        pieces = (piece for text in self._others() for piece in _without_quotes(text))
        windows = (window for piece in pieces for window in _windows(_letters(piece, 0, len(piece))[0]))
        return {window for window in windows if window in self._said}

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans in which a text quotes the person, marked as a quote."""
        for quote in _QUOTES.finditer(text) if self._said else ():
            letters, at = _letters(text, *quote.span())
            for start, end in self._stretches(letters):
                if not self._said_by_others.issuperset(_windows(letters[start:end])):
                    yield at[start], at[end - 1] + 1

    def _stretches(self, letters: str) -> Iterator[tuple[int, int]]:
        """The longest runs of the person's words, without the spaces around them."""
        stretches: list[list[int]] = []
        for start, window in enumerate(_windows(letters)):
            if window in self._said:
                if stretches and start <= stretches[-1][1]:
                    stretches[-1][1] = start + MIN_QUOTE_CHARS
                else:
                    stretches.append([start, start + MIN_QUOTE_CHARS])
        for start, end in stretches:
            stretch = letters[start:end]
            yield start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())


def _windows(letters: str) -> list[str]:
    return [letters[i : i + MIN_QUOTE_CHARS] for i in range(len(letters) - MIN_QUOTE_CHARS + 1)]


def _letters(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """Lower-case letters without quotation marks, each with its position; line breaks and quote prefixes are spaces."""
    letters: list[str] = []
    at: list[int] = []
    for i in range(start, end):
        character = text[i]
        if character in _MARKS:
            continue
        if character.isspace() or character == ">":
            if not letters or letters[-1] == " ":
                continue
            character = " "
        lower = character.lower()
        letters.append(lower if len(lower) == 1 else character)
        at.append(i)
    return "".join(letters), at


def _without_quoted_lines(text: str) -> list[str]:
    return re.split(_LINES, text, flags=re.MULTILINE)


def _without_quotes(text: str) -> list[str]:
    return _QUOTES.split(text)


def places(text: str, searched: re.Pattern[str] | None, in_part: Parts | None = None) -> Iterator[tuple[int, int]]:
    """The spans in which another text quotes the person, marked as a quote, or mentions the name; without overlap."""
    spans = [
        match.span()
        for match in (searched.finditer(text) if searched else ())
        if match.lastgroup in {"name", "spoken"}
        or _QUOTED_BEFORE.search(text, max(0, match.start() - 200), match.start())
    ]
    spans += in_part.places(text) if in_part else ()
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last is not None and start >= last[1]:
            yield last
            last = None
        last = (start, end) if last is None else (last[0], max(last[1], end))
    if last is not None:
        yield last


def unquote(text: str, searched: re.Pattern[str] | None, in_part: Parts | None = None) -> str:
    """The text with „[…]“ in the place of quotes and mentions."""
    parts, position = [], 0
    for start, end in places(text, searched, in_part):
        parts += [text[position:start], CUT]
        position = end
    return "".join([*parts, text[position:]])


def scrub(value: Any, searched: re.Pattern[str] | None) -> Any:
    """JSON with „[…]“ wherever a string contains the sentences or the name, quoted or not."""
    return value if searched is None else map_strings(value, lambda text: searched.sub(CUT, text))


def map_strings(value: Any, change: Callable[[str], str]) -> Any:
    """JSON with every string in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [map_strings(part, change) for part in value]
    if isinstance(value, dict):
        return {key: map_strings(part, change) for key, part in value.items()}
    return value
