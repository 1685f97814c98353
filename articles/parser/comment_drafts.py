"""Collects the lines of the comment zone into one draft per comment: author, time, addressee, spans of the text."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles.parser.comment_entries import CommentEntries
from articles.parser.patterns.comment_head import Address, parse_address
from articles.parser.roles import Role
from articles.parser.rules.comment_evidence import is_button
from articles.parser.rules.comment_heads import CommentHeadMatch
from articles.parser.rules.comments import CommentZone, bullet_length, ends_comments, head_at
from articles.text.lines import Span, TextLine

MAX_LINES_TO_NAME = 3  # from the first line of a comment
MAX_END_CHARS = 60  # of a line between comments that ends one
MAX_NAME_LINE_CHARS = 60  # of a line that can be a name above `@Name:`


@dataclass(slots=True)
class CommentDraft:
    """A comment while its lines are being collected."""

    indent: int
    texts: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, empty lines before
    author: str = ""
    author_span: Span | None = None
    time: str = ""
    at: datetime | None = None
    ago: timedelta | None = None
    addressed: str = ""
    address_span: Span | None = None


def collect_drafts(lines: list[TextLine], zone: CommentZone, entries: CommentEntries) -> list[CommentDraft]:
    """The comments in the zone that have a text, in order; the roles of all its lines are entered."""
    drafts: list[CommentDraft] = []
    index = zone.start
    while index < zone.end:
        line = lines[index]
        mark = bullet_length(line.words) if zone.kind == "list" else 0
        if mark or (zone.kind == "heads" and head_at(lines, index, zone.end)):
            drafts.append(CommentDraft(line.indent))
            index = _open(lines, index, zone.end, drafts[-1], mark, entries)
        else:
            _continue(line, drafts, entries)
            index += 1
    return [draft for draft in drafts if draft.texts]


def _open(lines: list[TextLine], index: int, end: int, draft: CommentDraft, mark: int, entries: CommentEntries) -> int:
    """Read the head of a comment: mark, name, time, addressee. Returns the index of the next line."""
    line = lines[index]
    if mark:
        entries.enter(line.begin, line.begin + mark, Role.COMMENT_META, "comment_mark")
    below = _find_author(lines, index, end, draft, mark, entries)
    if below is not None:
        return below
    _add_text(draft, line, mark, entries)
    return index + 1


def _find_author(
    lines: list[TextLine], index: int, end: int, draft: CommentDraft, mark: int, entries: CommentEntries
) -> int | None:
    """Find name and time in the first lines, below initials. Returns the index below the head, None without a name."""
    for at in range(index, min(index + MAX_LINES_TO_NAME, end)):
        line = lines[at]
        if at > index and bullet_length(line.words):
            break
        head = head_at(lines, at, end)
        below = lines[at + 1] if at + 1 < end and len(line.words) <= MAX_NAME_LINE_CHARS else None
        address = parse_address(below.words) if below and below.gap == 0 else None
        is_name = below is not None and address is not None and address.span[1] >= len(below.words)
        if head or is_name:
            for skipped in lines[index:at]:
                entries.enter(*skipped.span, Role.COMMENT_META, "beside_author")
        if head:
            _enter_head(lines, at, draft, head, mark if at == index else 0, entries)
            return at + head.lines
        if is_name:
            begin = line.begin + (mark if at == index else 0)
            _set_author(draft, line.words[begin - line.begin :], (begin, line.stop), entries)
            return at + 1
        if len(line.words) > MAX_NAME_LINE_CHARS:
            break
    return None


def _enter_head(
    lines: list[TextLine],
    index: int,
    draft: CommentDraft,
    head: CommentHeadMatch,
    mark: int,
    entries: CommentEntries,
) -> None:
    named = lines[index + head.author_line]
    at = max(0, named.words.find(head.author, 0 if head.author_line else mark))
    for line in lines[index : index + head.lines]:
        if line is named:
            span = (line.begin + at, min(line.begin + at + len(head.author), line.stop))
            entries.enter(line.begin, span[0], Role.COMMENT_META, "comment_head")
            _set_author(draft, head.author, span, entries)
        entries.enter(*line.span, Role.COMMENT_META, "comment_head")
    draft.time, draft.at, draft.ago = head.time, head.at, head.ago


def _set_author(draft: CommentDraft, name: str, span: Span, entries: CommentEntries) -> None:
    draft.author, draft.author_span = name.strip(), span
    entries.enter(*span, Role.COMMENT_AUTHOR, "comment_head")


def _continue(line: TextLine, drafts: list[CommentDraft], entries: CommentEntries) -> None:
    """Add a line to the last comment unless it is a button or has no words."""
    if not drafts:
        entries.enter(*line.span, Role.BOILERPLATE, "before_comments")
    elif is_button(line.words) or (len(line.words) < MAX_END_CHARS and ends_comments(line.words)):
        entries.enter(*line.span, Role.BOILERPLATE, "comment_buttons")
    elif not any(map(str.isalnum, line.words)):
        entries.enter(*line.span, Role.COMMENT_META, "no_words")
    else:
        _add_text(drafts[-1], line, 0, entries)


def _add_text(draft: CommentDraft, line: TextLine, mark: int, entries: CommentEntries) -> None:
    """Add a line behind its mark to the text; an addressee before the text is set off from it."""
    begin = line.begin + mark
    rest = line.words[mark:]
    address = parse_address(rest) if not draft.texts else None
    if address and _is_set_off(address, rest):
        draft.addressed, draft.address_span = address.name, (begin, begin + address.span[1])
        entries.enter(*draft.address_span, Role.COMMENT_META, "reply_address")
        begin += address.span[1]
    if begin < line.stop:
        entries.enter(begin, line.stop, Role.COMMENT, "comments")
        draft.texts.append((begin, line.stop, line.gap))


def _is_set_off(address: Address, words: str) -> bool:
    """Whether an address is not part of the text: it ends with a colon, or is „Antwort auf …“ in a line of its own."""
    return ":" in words[: address.span[1]] or (address.span[1] >= len(words) and "@" not in words)
