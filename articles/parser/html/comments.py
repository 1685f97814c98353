"""Parses the readers' comments of an HTML page by its elements: author, time, text, parent."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from articles.parser.document import ClipWarning, ReaderComment
from articles.parser.html.comment_heads import AGO, around, end_of_head, is_dated
from articles.parser.html.page_parts import COMMENTS, vocabulary, words_of
from articles.parser.html.source_map import SourceMap
from articles.parser.html.tree import HtmlTree
from articles.parser.normalization import clean
from articles.parser.patterns.comment_head import parse_address, parse_comment_head, parse_heading
from articles.parser.patterns.date import parse_date
from articles.parser.roles import Role
from articles.parser.rules.comment_evidence import is_button
from articles.text.lines import Span

MAX_NAME_CHARS = 60
_ENDS = ".!?…:;,"
_SAYS = re.compile(r"\s(?:sagt|schreibt|schrieb|meint|says|wrote)\s?:?\Z|:\Z")
_UNITS = ("li", "article", "div", "section")


@dataclass(slots=True)
class HtmlCommentDraft:
    """One comment while its lines are collected; `lines` are indexes of HtmlTree.lines."""

    element: int
    lines: list[int] = field(default_factory=list)
    author: str = ""
    time: str = ""
    at: datetime | None = None
    addressed: str = ""
    text_element: int = -1  # of its first line of text
    paragraphs: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HtmlThread:
    """The comments of a page, and warnings about them."""

    comments: tuple[ReaderComment, ...] = ()
    warnings: tuple[ClipWarning, ...] = ()


def parse_thread(source_map: SourceMap) -> HtmlThread:
    """The comments of a page; the roles of their lines are entered in `source_map`. Relative times stay unresolved."""
    tree = source_map.tree
    line_numbers = [line_number for line_number, reason in enumerate(source_map.content.reasons) if reason == COMMENTS]
    drafts = _read_all(_by_class(tree, line_numbers), source_map)
    by_heads = _by_heads(tree, line_numbers)
    if len(by_heads) > len(drafts):  # the page's names tell only some of them apart
        for line_number in line_numbers:
            source_map.entries_by_line.pop(line_number, None)
        drafts = _read_all(by_heads, source_map)
    for draft in drafts:
        _enter(draft, source_map)
    comments = tuple(_comment(draft, drafts, tree) for draft in drafts)
    return HtmlThread(comments, _announced(source_map, line_numbers, len(comments)))


def _read_all(drafts: list[HtmlCommentDraft], source_map: SourceMap) -> list[HtmlCommentDraft]:
    """Those that turn out to be comments: with a text, and a name or a time. Of the others no role stays."""
    read = []
    for draft in drafts:
        _read(draft, source_map)
        if draft.paragraphs and (draft.author or draft.time):
            read.append(draft)
        else:
            for line_number in draft.lines:
                source_map.entries_by_line.pop(line_number, None)
    return read


def _by_class(tree: HtmlTree, line_numbers: list[int]) -> list[HtmlCommentDraft]:
    """A draft for each element that the page calls a comment."""
    units = _units(tree, line_numbers)
    draft_by_unit: dict[int, HtmlCommentDraft] = {}
    for line_number in line_numbers:
        unit = units.get(tree.lines[line_number].element)
        if unit is not None:
            draft_by_unit.setdefault(unit, HtmlCommentDraft(unit)).lines.append(line_number)
    return list(draft_by_unit.values())


def _by_heads(tree: HtmlTree, line_numbers: list[int]) -> list[HtmlCommentDraft]:
    """A draft for each head, whatever the elements around it are called: it goes on to the next head.

    Its element is the smallest that holds the head and the first line of the text; what stands outside is not of it.
    """
    heads = [place for place, number in enumerate(line_numbers) if is_dated(tree, number)]
    if not heads:
        return []
    starts = []
    for place in heads:
        is_named = place and parse_comment_head(tree.lines[line_numbers[place]].text.strip()) is None
        before = tree.lines[line_numbers[place - 1]].text.strip() if is_named else ""
        names = 0 < len(before) <= MAX_NAME_CHARS and (before[-1] not in _ENDS or _SAYS.search(before))
        is_name = names and not (parse_heading(before) or is_button(before) or place - 1 in heads)
        starts.append(place - bool(is_name))
    drafts = []
    for start, head, stop in zip(starts, heads, [*starts[1:], len(line_numbers)], strict=True):
        lines = line_numbers[start:stop]
        texts = [number for number in line_numbers[head + 1 : stop] if not is_button(tree.lines[number].text.strip())]
        is_whole = end_of_head(tree, line_numbers[head]) > 0
        if texts or is_whole:
            first = line_numbers[head] if is_whole else texts[0]
            unit = _common(tree, tree.lines[line_numbers[head]].element, tree.lines[first].element)
            inside = [number for number in lines if unit in around(tree, tree.lines[number].element)]
            drafts.append(HtmlCommentDraft(unit, inside))
    return drafts


def _common(tree: HtmlTree, one: int, other: int) -> int:
    """The smallest element that contains both."""
    containing = set(around(tree, one))
    return next(number for number in around(tree, other) if number in containing)


def _units(tree: HtmlTree, line_numbers: list[int]) -> dict[int, int]:
    """Maps the element of each line to the innermost element around it that holds one comment."""
    units: dict[int, int] = {}
    for line_number in line_numbers:
        number = start = tree.lines[line_number].element
        while number > 0 and start not in units:
            if number in units:
                units[start] = units[number]
            elif _is_unit(tree, number):
                units[start] = number
            number = tree.elements[number].parent
    return units


def _is_unit(tree: HtmlTree, number: int) -> bool:
    element = tree.elements[number]
    if element.tag not in _UNITS:
        return False
    names = element.attributes.get("class", "").lower().split()
    if any(name in vocabulary("comment") for name in names):
        return True
    return element.tag == "li" and bool(
        words_of(tree.elements[element.parent].marks) & (vocabulary("comments") | _LISTS)
    )


_LISTS = frozenset(("thread", "children", "replies", "antworten"))


def _read(draft: HtmlCommentDraft, source_map: SourceMap) -> None:
    tree = source_map.tree
    for line_number in draft.lines:
        line = tree.lines[line_number]
        words = line.text.strip()
        element = tree.elements[line.element]
        marks = words_of(element.marks)
        length = len(line.text)
        if element.tag in ("button", "label", "option") or is_button(words):
            _enter_role(source_map, line_number, (0, length, Role.BOILERPLATE, "comment_button"))
        elif not draft.paragraphs and not draft.author and (end := end_of_head(tree, line_number)):
            _named_and_dated(draft, source_map, line_number, end)
            draft.text_element = line.element
            _text(draft, source_map, line_number, end)
        elif not draft.paragraphs and not draft.addressed and _head(draft, source_map, line_number, words, marks):
            continue
        elif (
            element.tag in ("p", "blockquote", "li")
            or marks & vocabulary("comment_text")
            or not draft.paragraphs
            or line.element == draft.text_element
        ):
            draft.text_element = line.element if not draft.paragraphs else draft.text_element
            _text(draft, source_map, line_number)


def _head(draft: HtmlCommentDraft, source_map: SourceMap, line_number: int, words: str, marks: frozenset[str]) -> bool:
    """Read a line above the text as name and time, time, or name; return whether it was one."""
    length = len(source_map.tree.lines[line_number].text)
    if not draft.author and _named_and_dated(draft, source_map, line_number, length):
        return True
    date = parse_date(words)
    if date or AGO.fullmatch(words):
        draft.time, draft.at = words, date.date.at if date else None
        _enter_role(source_map, line_number, (0, length, Role.COMMENT_META, "comment_time"))
        return True
    if draft.author or words.startswith("@") or len(words) > MAX_NAME_CHARS:
        return False
    if len(words) < 3:  # initials instead of an avatar
        _enter_role(source_map, line_number, (0, length, Role.COMMENT_META, "beside_author"))
        return True
    named = marks & vocabulary("comment_author") or _SAYS.search(words)
    if not named and source_map.tree.elements[source_map.tree.lines[line_number].element].tag in ("p", "blockquote"):
        return False
    draft.author = clean(_SAYS.sub("", words))
    _enter_role(source_map, line_number, (0, length, Role.COMMENT_AUTHOR, "comment_author"))
    return True


def _named_and_dated(draft: HtmlCommentDraft, source_map: SourceMap, line_number: int, end: int) -> bool:
    """Read a line up to `end` as name and time; return whether it was both."""
    text = source_map.tree.lines[line_number].text[:end]
    head = parse_comment_head(text.strip())
    if head is None:
        return False
    draft.author, draft.time, draft.at = head.author, head.written_text, head.written_at
    at = text.index(head.author)
    middle = at + len(head.author)
    if text[:at].strip():
        _enter_role(source_map, line_number, (0, at, Role.COMMENT_META, "comment_head"))
    _enter_role(source_map, line_number, (at, middle, Role.COMMENT_AUTHOR, "comment_head"))
    _enter_role(source_map, line_number, (middle, end, Role.COMMENT_META, "comment_head"))
    return True


def _text(draft: HtmlCommentDraft, source_map: SourceMap, line_number: int, start: int = 0) -> None:
    """Read a line from `start` on as text of a comment, behind whom it addresses."""
    line = source_map.tree.lines[line_number]
    address = parse_address(line.text[start:]) if not draft.paragraphs else None
    if address and ":" in line.text[start:][: address.span[1]]:
        draft.addressed, begin = address.name, start + address.span[1]
        _enter_role(source_map, line_number, (start, begin, Role.COMMENT_META, "reply_address"))
        start = begin
    if line.text[start:].strip():
        draft.paragraphs.append(clean(line.text[start:]))
        draft.spans.append((line.source_starts[start], line.source_ends[-1]))
        _enter_role(source_map, line_number, (start, len(line.text), Role.COMMENT, "comment"))


def _enter_role(source_map: SourceMap, line_number: int, entry: tuple[int, int, Role, str]) -> None:
    source_map.entries_by_line.setdefault(line_number, []).append(entry)


def _enter(draft: HtmlCommentDraft, source_map: SourceMap) -> None:
    """Enter the lines of a comment that are neither head nor text."""
    for line_number in draft.lines:
        if line_number not in source_map.entries_by_line:
            _enter_role(
                source_map,
                line_number,
                (0, len(source_map.tree.lines[line_number].text), Role.COMMENT_META, "beside_comment"),
            )


def _comment(draft: HtmlCommentDraft, drafts: list[HtmlCommentDraft], tree: HtmlTree) -> ReaderComment:
    parent, inferred = _parent(draft, drafts, tree), False
    if parent is None and not draft.addressed and draft.paragraphs[0].startswith("@"):
        opening = draft.paragraphs[0][1:].lstrip().casefold()
        called = [other.author for other in drafts if other.author and opening.startswith(other.author.casefold())]
        draft.addressed = max(called, key=len, default="")
    if parent is None and draft.addressed:
        named = [i for i, other in enumerate(drafts) if other.author.casefold() == draft.addressed.casefold()]
        before = [i for i in named if drafts[i].element < draft.element]
        parent, inferred = (before[-1], True) if before else (None, False)
    return ReaderComment(
        text="\n\n".join(draft.paragraphs),
        author=draft.author,
        parent=parent,
        parent_is_inferred=inferred,
        written_at=draft.at,
        written_text=draft.time,
        spans=tuple(draft.spans),
    )


def _parent(draft: HtmlCommentDraft, drafts: list[HtmlCommentDraft], tree: HtmlTree) -> int | None:
    """The index of the comment whose element, or the list item around it, contains this one."""
    numbers = {other.element: i for i, other in enumerate(drafts)}
    items: dict[int, int] = {}
    for i, other in enumerate(drafts):
        above = tree.elements[other.element].parent
        if above > 0 and tree.elements[above].tag == "li":
            items.setdefault(above, i)
    own = numbers[draft.element]
    number = tree.elements[draft.element].parent
    while number > 0:
        parent = numbers.get(number, items.get(number))
        if parent is not None and parent != own:
            return parent
        number = tree.elements[number].parent
    return None


def _announced(source_map: SourceMap, line_numbers: list[int], count: int) -> tuple[ClipWarning, ...]:
    """A warning if the page announces another number of comments than it contains; pages often load the rest later."""
    for line_number in line_numbers:
        line = source_map.tree.lines[line_number]
        heading = (
            parse_heading(line.text) if len(line.text) < 60 and line_number not in source_map.entries_by_line else None
        )
        if heading and heading.count is not None:
            _enter_role(source_map, line_number, (0, len(line.text), Role.COMMENT_META, "comments_heading"))
            if heading.count == count:
                return ()
            message = f"The clip announces {heading.count} comments; {count} were found."
            params = (("announced", heading.count), ("found", count))
            span = (line.source_starts[0], line.source_ends[-1])
            return (ClipWarning("comment_count_differs", message, (span,), params),)
    return ()
