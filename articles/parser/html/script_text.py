"""Reads the text of an article from JSON-LD: evidence for its paragraphs, or all that the page holds of it."""

import html
import re
from collections.abc import Iterator
from itertools import islice

from articles.parser.html.main_content import MainContent
from articles.parser.html.page_parts import is_prose
from articles.parser.html.tree import HtmlLine, HtmlTree

MIN_BODY_CHARS = 400  # of a text in JSON-LD that is looked at
MAX_BODIES = 3  # texts of one page
MAX_VISIBLE_SHARE = 0.3  # of such a text that is visible on a page that keeps its article in JSON-LD only
RUN = 6  # words in a row that make out a paragraph

_BODY = re.compile(r'"articleBody"\s*:\s*"')
_PIECE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|<[^<>]{0,300}>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\s+|[^\\\"<&\s]+|[<&]"
)
_ESCAPES = {"n": "\n", "r": "\n", "t": " ", "b": " ", "f": " "}
_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|sub|sup|small|font|abbr|mark|q|cite|code)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def script_lines(tree: HtmlTree) -> list[HtmlLine]:
    """The lines of the longest `articleBody` in JSON-LD, each character with its place in the source."""
    best: list[HtmlLine] = []
    for number, start, end in tree.raw:
        element = tree.elements[number]
        if element.tag == "script" and "ld+json" in element.attributes.get("type", "").lower():
            for match in islice(_BODY.finditer(tree.source, start, end), MAX_BODIES):
                lines = list(_lines(tree.source, match.end(), end, number))
                if _chars(lines) > _chars(best):
                    best = lines
    return best if _chars(best) >= MIN_BODY_CHARS else []


def _chars(lines: list[HtmlLine]) -> int:
    return sum(len(line.text) for line in lines)


def _lines(source: str, at: int, end: int, element: int) -> Iterator[HtmlLine]:
    """The lines of the JSON string that begins at `at`; they end at line breaks and at tags of blocks."""
    line, parts = HtmlLine(element), list[str]()
    while at < end and (match := _PIECE.match(source, at)):
        text = _plain(match[0])
        at = match.end()
        if text == "\n" or (text == "" and not _INLINE.match(match[0])):
            if parts:
                line.text = "".join(parts)
                yield line
            line, parts = HtmlLine(element), []
        elif text and (parts or not text.isspace()):
            plain = len(text) == len(match[0])
            line.source_starts.extend(range(match.start(), at) if plain else [match.start()] * len(text))
            line.source_ends.extend(range(match.start() + 1, at + 1) if plain else [at] * len(text))
            parts.append(text)
    if parts:
        line.text = "".join(parts)
        yield line


def _plain(piece: str) -> str:
    """What a piece of a JSON string shows: its character, a line break, or "" for a tag."""
    if piece[0] == "\\":
        if piece[1] != "u":
            return _ESCAPES.get(piece[1], piece[1])
        codes = "".join(piece.split("\\u"))
        shown = bytes.fromhex(codes).decode("utf-16-be", errors="replace")
        return "\n" if shown in ("\n", "\r", "\u2028", "\u2029") else shown
    if piece[0] == "<" and len(piece) > 1:
        return ""
    if piece[0] == "&" and len(piece) > 1:
        return html.unescape(piece)
    return "\n" if "\n" in piece else " " if piece.isspace() else piece


def confirmed_lines(tree: HtmlTree, body: list[HtmlLine]) -> set[int]:
    """The indexes of the lines of running text on the page that `body` contains, if they are a good part of it."""
    words = [word for line in body for word in _WORD.findall(line.text.casefold())]
    runs = {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
    found = {index for index, line in enumerate(tree.lines) if is_prose(line) and _is_in(line.text, runs)}
    return found if sum(len(tree.lines[index].text) for index in found) >= MAX_VISIBLE_SHARE * _chars(body) else set()


def _is_in(text: str, runs: set[tuple[str, ...]]) -> bool:
    words = _WORD.findall(text.casefold())
    return len(words) >= RUN and tuple(words[:RUN]) in runs and tuple(words[-RUN:]) in runs


def add_script_lines(tree: HtmlTree, content: MainContent, body: list[HtmlLine]) -> None:
    """Make the lines of JSON-LD the text of an article of which the page itself shows little."""
    visible = [index for index, line in enumerate(tree.lines) if content.chosen[index] and is_prose(line)]
    if not body or sum(len(tree.lines[index].text) for index in visible) > MAX_VISIBLE_SHARE * _chars(body):
        return
    for index in visible:
        content.chosen[index], content.reasons[index] = index == content.title, "beside_the_script"
    tree.lines.extend(body)
    content.chosen.extend([True] * len(body))
    content.reasons.extend([""] * len(body))
