"""Readers' comments of a page, by the elements that hold them: author, time, text, and who is answered."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from articles.parser.document import ClipWarning, ReaderComment
from articles.parser.html.main_content import COMMENTS, vocabulary, words_of
from articles.parser.html.source_map import SourceMap
from articles.parser.html.tokenizer import HtmlTree
from articles.parser.normalization import clean
from articles.parser.patterns.comment_head import parse_address, parse_comment_head, parse_heading
from articles.parser.patterns.date import parse_date
from articles.parser.roles import Role
from articles.parser.rules.comments import is_button
from articles.text.lines import Span

MAX_NAME_CHARS = 60
_SAYS = re.compile(r"\s(?:sagt|schreibt|schrieb|meint|says|wrote)\s?:?\Z|:\Z")
_AGO = re.compile(r"(?:vor\s.{2,20}|.{2,20}\sago|gestern.{0,15}|heute.{0,15}|gerade eben)\Z", re.IGNORECASE)
_UNITS = ("li", "article", "div", "section")


@dataclass(slots=True)
class HtmlCommentDraft:
    """One comment while its lines are gathered; `lines` are numbers of strips."""

    element: int
    lines: list[int] = field(default_factory=list)
    author: str = ""
    time: str = ""
    at: datetime | None = None
    addressed: str = ""
    paragraphs: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HtmlThread:
    """The comments, and what an editor should know of them."""

    comments: tuple[ReaderComment, ...] = ()
    warnings: tuple[ClipWarning, ...] = ()


def parse_thread(sheet: SourceMap) -> HtmlThread:
    """The comments of a page; their lines get their roles in the sheet. Times that are relative stay unresolved."""
    tree = sheet.tree
    rows = [row for row, reason in enumerate(sheet.content.reasons) if reason == COMMENTS]
    units = _units(tree, rows)
    posts: dict[int, HtmlCommentDraft] = {}
    for row in rows:
        unit = units.get(tree.lines[row].element)
        if unit is not None:
            posts.setdefault(unit, HtmlCommentDraft(unit)).lines.append(row)
    for post in posts.values():
        _read(post, sheet)
    kept = [post for post in posts.values() if post.paragraphs and (post.author or post.time)]
    for post in kept:
        _enter(post, sheet)
    found = tuple(_comment(post, kept, tree) for post in kept)
    return HtmlThread(found, _announced(sheet, rows, len(found)))


def _units(tree: HtmlTree, rows: list[int]) -> dict[int, int]:
    """Element of a line → the innermost element around it that holds one comment."""
    units: dict[int, int] = {}
    for row in rows:
        number = start = tree.lines[row].element
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


def _read(post: HtmlCommentDraft, sheet: SourceMap) -> None:
    tree = sheet.tree
    for row in post.lines:
        strip = tree.lines[row]
        words = strip.text.strip()
        element = tree.elements[strip.element]
        marks = words_of(element.marks)
        length = len(strip.text)
        if element.tag in ("button", "label", "option") or is_button(words):
            _enter_role(sheet, row, (0, length, Role.BOILERPLATE, "comment_button"))
        elif not post.paragraphs and not post.addressed and _head(post, sheet, row, words, marks):
            continue
        elif element.tag in ("p", "blockquote", "li") or marks & vocabulary("comment_text") or not post.paragraphs:
            _text(post, sheet, row, words)


def _head(post: HtmlCommentDraft, sheet: SourceMap, row: int, words: str, marks: frozenset[str]) -> bool:
    """A line above the text: name and time in one, a time, a name."""
    length = len(sheet.tree.lines[row].text)
    head = parse_comment_head(words) if not post.author else None
    if head:
        post.author, post.time, post.at = head.author, head.written_text, head.written_at
        at = sheet.tree.lines[row].text.index(head.author)
        middle = at + len(head.author)
        _enter_role(sheet, row, (at, middle, Role.COMMENT_AUTHOR, "comment_head"))
        _enter_role(sheet, row, (middle, length, Role.COMMENT_META, "comment_head"))
        return True
    date = parse_date(words)
    if date or _AGO.fullmatch(words):
        post.time, post.at = words, date.date.at if date else None
        _enter_role(sheet, row, (0, length, Role.COMMENT_META, "comment_time"))
        return True
    if post.author or words.startswith("@") or len(words) > MAX_NAME_CHARS:
        return False
    if len(words) < 3:  # initials in place of a picture
        _enter_role(sheet, row, (0, length, Role.COMMENT_META, "beside_author"))
        return True
    named = marks & vocabulary("comment_author") or _SAYS.search(words)
    if not named and sheet.tree.elements[sheet.tree.lines[row].element].tag in ("p", "blockquote"):
        return False
    post.author = clean(_SAYS.sub("", words))
    _enter_role(sheet, row, (0, length, Role.COMMENT_AUTHOR, "comment_author"))
    return True


def _text(post: HtmlCommentDraft, sheet: SourceMap, row: int, words: str) -> None:
    strip = sheet.tree.lines[row]
    start = 0
    address = parse_address(strip.text) if not post.paragraphs else None
    if address and ":" in strip.text[: address.span[1]]:
        post.addressed, start = address.name, address.span[1]
        _enter_role(sheet, row, (0, start, Role.COMMENT_META, "reply_address"))
    if strip.text[start:].strip():
        post.paragraphs.append(clean(strip.text[start:]))
        post.spans.append((strip.source_starts[start], strip.source_ends[-1]))
        _enter_role(sheet, row, (start, len(strip.text), Role.COMMENT, "comment"))


def _enter_role(sheet: SourceMap, row: int, entry: tuple[int, int, Role, str]) -> None:
    sheet.entries_by_line.setdefault(row, []).append(entry)


def _enter(post: HtmlCommentDraft, sheet: SourceMap) -> None:
    """Lines of a comment that were neither head nor text stay what they are."""
    for row in post.lines:
        if row not in sheet.entries_by_line:
            _enter_role(sheet, row, (0, len(sheet.tree.lines[row].text), Role.COMMENT_META, "beside_comment"))


def _comment(post: HtmlCommentDraft, kept: list[HtmlCommentDraft], tree: HtmlTree) -> ReaderComment:
    parent, inferred = _parent(post, kept, tree), False
    if parent is None and post.addressed:
        named = [i for i, other in enumerate(kept) if other.author.casefold() == post.addressed.casefold()]
        before = [i for i in named if kept[i].element < post.element]
        parent, inferred = (before[-1], True) if before else (None, False)
    return ReaderComment(
        text="\n\n".join(post.paragraphs),
        author=post.author,
        parent=parent,
        parent_is_inferred=inferred,
        written_at=post.at,
        written_text=post.time,
        spans=tuple(post.spans),
    )


def _parent(post: HtmlCommentDraft, kept: list[HtmlCommentDraft], tree: HtmlTree) -> int | None:
    """The comment in whose element, or in the list item around it, this one stands."""
    numbers = {other.element: i for i, other in enumerate(kept)}
    items: dict[int, int] = {}
    for i, other in enumerate(kept):
        above = tree.elements[other.element].parent
        if above > 0 and tree.elements[above].tag == "li":
            items.setdefault(above, i)
    own = numbers[post.element]
    number = tree.elements[post.element].parent
    while number > 0:
        found = numbers.get(number, items.get(number))
        if found is not None and found != own:
            return found
        number = tree.elements[number].parent
    return None


def _announced(sheet: SourceMap, rows: list[int], count: int) -> tuple[ClipWarning, ...]:
    """„12 Kommentare“ against what was found; a page often loads the rest later."""
    for row in rows:
        strip = sheet.tree.lines[row]
        heading = parse_heading(strip.text) if len(strip.text) < 60 and row not in sheet.entries_by_line else None
        if heading and heading.count is not None:
            _enter_role(sheet, row, (0, len(strip.text), Role.COMMENT_META, "comments_heading"))
            if heading.count == count:
                return ()
            message = f"The clip announces {heading.count} comments; {count} were found."
            params = (("announced", heading.count), ("found", count))
            span = (strip.source_starts[0], strip.source_ends[-1])
            return (ClipWarning("comment_count_differs", message, (span,), params),)
    return ()
