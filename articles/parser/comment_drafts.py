"""Collects the lines of the comment zone into one draft per comment: author, time, addressee, spans of the text."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles.parser.assembly_log import AssemblyLog
from articles.parser.patterns.comment_head import Address, parse_address
from articles.parser.roles import Role
from articles.parser.rules.comment_heads import CommentHeadMatch
from articles.parser.rules.comments import CommentZone, bullet_length, ends_comments, head_at, is_button
from articles.text.lines import Span, TextLine

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


def collect_drafts(lines: list[TextLine], zone: CommentZone, log: AssemblyLog) -> list[CommentDraft]:
    """The comments in the zone that have a text, in order; roles are entered in `log`."""
    drafts: list[CommentDraft] = []
    index = zone.start
    while index < zone.end:
        line = lines[index]
        mark = bullet_length(line.words) if zone.kind == "list" else 0
        head = head_at(lines, index, zone.end) if zone.kind == "heads" or mark else None
        if mark or (head and zone.kind == "heads"):
            drafts.append(CommentDraft(line.indent))
            index = _open(lines, index, zone.end, drafts[-1], mark, log)
        else:
            _continue(line, drafts, log)
            index += 1
    return [draft for draft in drafts if draft.texts]


def _open(lines: list[TextLine], index: int, end: int, draft: CommentDraft, mark: int, log: AssemblyLog) -> int:
    """Read the head of a comment: mark, name, time, addressee. Returns the index of the next line."""
    line = lines[index]
    if mark:
        log.enter(line.begin, line.begin + mark, Role.COMMENT_META, "comment_mark")
    index, mark = _find_author(lines, index, end, draft, mark, log)
    if index < end and (not mark or lines[index] is line):
        rest = lines[index].words[mark:]
        begin = lines[index].begin + mark
        address = parse_address(rest)
        if address and _is_set_off(address, rest):
            draft.addressed = address.name
            draft.address_span = (begin, begin + address.span[1])
            log.enter(begin, begin + address.span[1], Role.COMMENT_META, "reply_address")
            mark += address.span[1]
            begin += address.span[1]
        if begin < lines[index].stop:
            _add(draft, begin, lines[index].stop, lines[index].gap, log)
        elif mark == 0:
            return index
        index += 1
    return index


def _find_author(
    lines: list[TextLine], index: int, end: int, draft: CommentDraft, mark: int, log: AssemblyLog
) -> tuple[int, int]:
    """Find name and time in the first lines, below initials. Returns the next index and the length of the mark."""
    for offset in range(3):
        at = index + offset
        if at >= end or (offset and bullet_length(lines[at].words)):
            break
        head = head_at(lines, at, end)
        if head:
            _skip(lines[index:at], mark, log)
            _enter_head(lines, at, draft, head, mark if not offset else 0, log)
            return at + head.lines, 0
        below = lines[at + 1] if at + 1 < end else None
        address = (
            parse_address(below.words)
            if below and below.gap == 0 and len(lines[at].words) <= MAX_NAME_LINE_CHARS
            else None
        )
        if below and address and address.span[1] >= len(below.words):
            _skip(lines[index:at], mark, log)
            begin = lines[at].begin + (mark if not offset else 0)
            _set_author(draft, lines[at].words[begin - lines[at].begin :], (begin, lines[at].stop), log)
            return at + 1, 0
        if len(lines[at].words) > MAX_NAME_LINE_CHARS:
            break
    return index, mark


def _skip(lines: list[TextLine], mark: int, log: AssemblyLog) -> None:
    for number, line in enumerate(lines):
        log.enter(line.begin + (0 if number else mark), line.stop, Role.COMMENT_META, "beside_author")


def _enter_head(
    lines: list[TextLine], index: int, draft: CommentDraft, head: CommentHeadMatch, mark: int, log: AssemblyLog
) -> None:
    line = lines[index]
    at = line.words.index(head.author, mark) if head.author in line.words[mark:] else mark
    span = (line.begin + at, line.begin + at + len(head.author))
    log.enter(line.begin + mark, span[0], Role.COMMENT_META, "comment_head")
    _set_author(draft, head.author, span, log)
    log.enter(span[1], line.stop, Role.COMMENT_META, "comment_head")
    if head.lines == 2:
        log.enter(*lines[index + 1].span, Role.COMMENT_META, "comment_head")
    draft.time, draft.at, draft.ago = head.time, head.at, head.ago


def _set_author(draft: CommentDraft, name: str, span: Span, log: AssemblyLog) -> None:
    draft.author, draft.author_span = name.strip(), span
    log.enter(*span, Role.COMMENT_AUTHOR, "comment_head")


def _continue(line: TextLine, drafts: list[CommentDraft], log: AssemblyLog) -> None:
    """Add a line to the last comment unless it is a button or has no words."""
    if not drafts:
        log.enter(*line.span, Role.BOILERPLATE, "before_comments")
    elif is_button(line.words) or (len(line.words) < 60 and ends_comments(line.words)):
        log.enter(*line.span, Role.BOILERPLATE, "comment_buttons")
    elif not any(map(str.isalnum, line.words)):
        log.enter(*line.span, Role.COMMENT_META, "no_words")
    elif not drafts[-1].texts and (address := parse_address(line.words)) and _is_set_off(address, line.words):
        draft = drafts[-1]
        draft.addressed, draft.address_span = address.name, (line.begin, line.begin + address.span[1])
        log.enter(line.begin, line.begin + address.span[1], Role.COMMENT_META, "reply_address")
        if line.begin + address.span[1] < line.stop:
            _add(draft, line.begin + address.span[1], line.stop, line.gap, log)
    else:
        _add(drafts[-1], line.begin, line.stop, line.gap, log)


def _is_set_off(address: Address, words: str) -> bool:
    """Whether an address is not part of the text: it ends with a colon, or is „Antwort auf …“ in a line of its own."""
    return ":" in words[: address.span[1]] or (address.span[1] >= len(words) and "@" not in words)


def _add(draft: CommentDraft, begin: int, stop: int, gap: int, log: AssemblyLog) -> None:
    log.enter(begin, stop, Role.COMMENT, "comments")
    draft.texts.append((begin, stop, gap))
