"""Joins the wrapped lines of <pre> elements to paragraphs."""

from collections.abc import Mapping, Sequence

from articles.parser.html.tree import HtmlLine
from articles.parser.line_joins import BLANK, MIN_MARKED_WIDTH_CHARS, find_joins

_OF_PROGRAMS = frozenset("{}[]()<>=|\\#$")  # characters of programs and tables, not of verse
MIN_PARAGRAPH_CHARS = 60  # characters; a longer line that ends like a sentence is a paragraph


def join_preformatted(lines: list[HtmlLine], gaps: Mapping[int, bool]) -> list[HtmlLine]:
    """The lines, with wrapped lines in each <pre> joined to paragraphs.

    `gaps` tells by the index of a line in a <pre> whether an empty line precedes it.
    """
    if all(line.block < 0 for line in lines):
        return lines
    narrow = _narrow_blocks(lines)
    texts: list[str] = []
    places: list[int] = []
    for index, line in enumerate(lines):
        if gaps.get(index) or (index and line.block != lines[index - 1].block) or line.block < 0:
            texts.append("")
        places.append(len(texts))
        texts.append(line.text if line.block >= 0 and line.block not in narrow else "")
    joins = find_joins(texts)
    wrapped = {line.block for line, place in zip(lines, places, strict=True) if joins[place] is not None}
    wrapped |= _blocks_of_paragraphs(lines)
    joined: list[HtmlLine] = []
    for index, line in enumerate(lines):
        join = joins[places[index]]
        is_break = False
        is_stanza = line.block in narrow and gaps.get(index)
        if join is None and index and 0 <= line.block == lines[index - 1].block not in wrapped and not is_stanza:
            join, is_break = BLANK, True  # not wrapped text (verse, a program): its lines stay lines of one element
        if join is None:
            joined.append(line)
        else:
            joined[-1].append(line, join, is_break)
    return joined


def _narrow_blocks(lines: Sequence[HtmlLine]) -> set[int]:
    """The <pre> elements without a line that is as long as lines of wrapped text are: verse."""
    longest: dict[int, int] = {}
    for line in lines:
        length = MIN_MARKED_WIDTH_CHARS if _OF_PROGRAMS.intersection(line.text) else len(line.text.rstrip())
        longest[line.block] = max(longest.get(line.block, 0), length)
    return {block for block, length in longest.items() if block >= 0 and length < MIN_MARKED_WIDTH_CHARS}


def _blocks_of_paragraphs(lines: Sequence[HtmlLine]) -> set[int]:
    """The <pre> elements in which most lines are whole paragraphs."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        texts.setdefault(line.block, []).append(line.text.rstrip())
    return {block for block, of_block in texts.items() if sum(map(_is_paragraph, of_block)) * 2 > len(of_block)}


def _is_paragraph(text: str) -> bool:
    return len(text) >= MIN_PARAGRAPH_CHARS and text[-1] in '.!?“”"»'
