"""Parses the lines of the comment zone into readers' comments and finds the parent of each reply."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles.parser.assembly_log import AssemblyLog
from articles.parser.clip_text import ClipText
from articles.parser.document import Derivation, ReaderComment
from articles.parser.patterns.comment_head import Address, parse_address, resolve_time
from articles.parser.roles import Role
from articles.parser.rules.comment_heads import CommentHeadMatch
from articles.parser.rules.comments import CommentZone, bullet_length, ends_comments, head_at, is_button
from articles.text.lines import Span, TextLine, tokens

MIN_QUOTE_CHARS = 12  # characters
MAX_QUOTE_DISTANCE = 50  # comments; to look further would take long in a page of nothing but quotes
Inferred = tuple[str, Span]  # by which rule, from which characters
MAX_NAME_LINE_CHARS = 60  # characters of a line that can be a name above `@Name:`


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


def parse_comments(clip: ClipText, log: AssemblyLog, base_time: datetime | None = None) -> tuple[ReaderComment, ...]:
    """All comments of a clip. Relative times (`vor 3 Stunden`) are counted back from `base_time`, if it is known."""
    zone = clip.zone
    if zone is None:
        return ()
    if zone.heading is not None:
        log.enter(*clip.lines[zone.heading].span, Role.COMMENT_META, "comments_heading")
        for line in clip.lines[zone.heading + 1 : zone.start]:
            log.enter(*line.span, Role.BOILERPLATE, "before_comments")
    for line in clip.lines[zone.end :]:
        log.enter(*line.span, Role.BOILERPLATE, "after_comments")
    drafts = _gather(clip.lines, zone, log)
    comments = _resolve(drafts, zone, log, base_time)
    if zone.heading is not None and zone.announced is not None and zone.announced != len(comments):
        message = f"The clip announces {zone.announced} comments; {len(comments)} were found."
        span = clip.lines[zone.heading].span
        log.warn("comment_count_differs", message, span, announced=zone.announced, found=len(comments))
    return comments


# collecting the lines of each comment


def _gather(lines: list[TextLine], zone: CommentZone, log: AssemblyLog) -> list[CommentDraft]:
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


# finding the parents of replies


def _resolve(
    drafts: list[CommentDraft], zone: CommentZone, log: AssemblyLog, base_time: datetime | None
) -> tuple[ReaderComment, ...]:
    parents: list[int | None] = _by_indent(drafts) if zone.kind == "list" else [None for _ in drafts]
    flat = not any(parent is not None for parent in parents)
    inferred_names: dict[int, Span] = {}
    names: dict[str, list[int]] = {}
    for number, draft in enumerate(drafts):
        if draft.author:
            names.setdefault(draft.author.casefold(), []).append(number)
    inferred_parents: dict[int, Inferred] = {}
    for number, draft in enumerate(drafts):
        parent = parents[number]
        if not draft.addressed:
            continue
        if parent is not None and not drafts[parent].author and draft.address_span:
            drafts[parent].author = draft.addressed
            inferred_names[parent] = draft.address_span
        elif parent is None and flat:
            candidates = [n for n in names.get(draft.addressed.casefold(), []) if n != number]
            if len(candidates) == 1:
                parents[number] = candidates[0]
                inferred_parents[number] = ("reply_address", draft.address_span or draft.texts[0][:2])
            elif draft.address_span:
                message = f"It is not clear which comment by {draft.addressed} is answered."
                log.warn("unresolved", message, draft.address_span, author=draft.addressed)
    for number, parent, rule in _implied(drafts, names, log) if flat else ():
        parents[number], inferred_parents[number] = parent, (rule, drafts[number].texts[0][:2])
    result = []
    for number, draft in enumerate(drafts):
        at = resolve_time(draft.at, draft.ago, base_time)
        text = _text(draft, number, log)
        _evidence(draft, number, parents[number], inferred_parents.get(number), inferred_names, log)
        result.append(
            ReaderComment(
                text,
                draft.author,
                number in inferred_names,
                parents[number],
                number in inferred_parents,
                at,
                draft.time,
                tuple((start, end) for start, end, _ in draft.texts),
            )
        )
    return tuple(result)


def _implied(
    drafts: list[CommentDraft], names: dict[str, list[int]], log: AssemblyLog
) -> Iterator[tuple[int, int, str]]:
    """Comments that begin with the name of one other writer („@Name …“) or quote one other comment: number, parent,
    rule. If several could be meant, a warning is added and no parent is set."""
    texts: list[str] = []
    for number, draft in enumerate(drafts):
        first = "" if draft.addressed else _text_of(log, draft)
        if first.startswith(">") and len(quoted := _level(first)) >= MIN_QUOTE_CHARS:
            texts = texts or [_level(" ".join(_text_of(log, p, at) for at in range(len(p.texts)))) for p in drafts]
            rule, candidates = "quoted_parent", _holding(quoted, texts, number)
        elif first.startswith("@") and (address := parse_address(first)):
            rule, candidates = "reply_address", [n for n in names.get(address.name.casefold(), []) if n != number]
        else:
            continue
        if len(candidates) == 1:
            yield number, candidates[0], rule
        elif candidates:
            message = "It is not clear which comment is answered: two begin so, or hold what is quoted."
            log.warn("answers_several", message, draft.texts[0][:2])


def _text_of(log: AssemblyLog, draft: CommentDraft, at: int = 0) -> str:
    """One span of a comment's text, verbatim."""
    start, end, _gap = draft.texts[at]
    return log.text[start:end]


def _level(text: str) -> str:
    return " ".join(tokens(text))


def _holding(quoted: str, texts: list[str], number: int) -> list[int]:
    """The numbers of earlier comments that contain the quoted words."""
    return [n for n in range(max(0, number - MAX_QUOTE_DISTANCE), number) if quoted in texts[n]]


def _by_indent(drafts: list[CommentDraft]) -> list[int | None]:
    """The parent of each comment: the last one above it with a smaller indentation."""
    parents: list[int | None] = []
    stack: list[int] = []
    for number, draft in enumerate(drafts):
        while stack and drafts[stack[-1]].indent >= draft.indent:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        stack.append(number)
    return parents


def _text(draft: CommentDraft, number: int, log: AssemblyLog) -> str:
    parts: list[str] = []
    how = Derivation.VERBATIM
    for start, end, gap in draft.texts:
        words, part_how = log.clean(start, end)
        how = part_how if part_how is Derivation.NORMALISED else how
        parts.append(("\n\n" if gap else "\n") + words if parts else words)
    spans = tuple((start, end) for start, end, _ in draft.texts)
    log.add_evidence(f"comments.{number}.text", "comments", *spans, how=how)
    return "".join(parts)


def _evidence(
    draft: CommentDraft,
    number: int,
    parent: int | None,
    inferred: Inferred | None,
    names: dict[int, Span],
    log: AssemblyLog,
) -> None:
    if number in names:
        log.add_evidence(
            f"comments.{number}.author", "reply_address", names[number], how=Derivation.RULE, confidence=0.9
        )
    elif draft.author and draft.author_span:
        log.add_evidence(f"comments.{number}.author", "comment_head", draft.author_span)
    if inferred:
        rule, span = inferred
        log.add_evidence(f"comments.{number}.parent", rule, span, how=Derivation.RULE, confidence=0.8)
    elif parent is not None:
        log.add_evidence(
            f"comments.{number}.parent", "indent", draft.texts[0][:2], how=Derivation.RULE, confidence=0.98
        )
