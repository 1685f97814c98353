"""The lines under the comments' heading → readers' comments, and who answers whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles.parser.assembly_log import AssemblyLog
from articles.parser.document import Derivation, ReaderComment
from articles.parser.page import ClipText
from articles.parser.patterns.comment_head import Address, parse_address
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
    """A comment while its lines are being gathered."""

    indent: int
    texts: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, empty lines before
    author: str = ""
    author_span: Span | None = None
    time: str = ""
    at: datetime | None = None
    ago: timedelta | None = None
    addressed: str = ""
    address_span: Span | None = None


def parse_comments(page: ClipText, book: AssemblyLog, known: datetime | None = None) -> tuple[ReaderComment, ...]:
    """All comments of a page. `known` is a moment against which „vor 3 Stunden“ can be counted back."""
    zone = page.zone
    if zone is None:
        return ()
    if zone.heading is not None:
        book.enter(*page.lines[zone.heading].span, Role.COMMENT_META, "comments_heading")
        for line in page.lines[zone.heading + 1 : zone.start]:
            book.enter(*line.span, Role.BOILERPLATE, "before_comments")
    for line in page.lines[zone.end :]:
        book.enter(*line.span, Role.BOILERPLATE, "after_comments")
    posts = _gather(page.lines, zone, book)
    found = _resolve(posts, zone, book, known)
    if zone.heading is not None and zone.announced is not None and zone.announced != len(found):
        message = f"The clip announces {zone.announced} comments; {len(found)} were found."
        span = page.lines[zone.heading].span
        book.warn("comment_count_differs", message, span, announced=zone.announced, found=len(found))
    return found


# gathering: which lines make one comment


def _gather(lines: list[TextLine], zone: CommentZone, book: AssemblyLog) -> list[CommentDraft]:
    posts: list[CommentDraft] = []
    index = zone.start
    while index < zone.end:
        line = lines[index]
        mark = bullet_length(line.words) if zone.kind == "list" else 0
        head = head_at(lines, index, zone.end) if zone.kind == "heads" or mark else None
        if mark or (head and zone.kind == "heads"):
            posts.append(CommentDraft(line.indent))
            index = _open(lines, index, zone.end, posts[-1], mark, book)
        else:
            _continue(line, posts, book)
            index += 1
    return [post for post in posts if post.texts]


def _open(lines: list[TextLine], index: int, end: int, post: CommentDraft, mark: int, book: AssemblyLog) -> int:
    """Read the head of a comment: mark, name, time, whom it answers. Returns the index of the line behind it."""
    line = lines[index]
    if mark:
        book.enter(line.begin, line.begin + mark, Role.COMMENT_META, "comment_mark")
    index, mark = _find_author(lines, index, end, post, mark, book)
    if index < end and (not mark or lines[index] is line):
        rest = lines[index].words[mark:]
        begin = lines[index].begin + mark
        address = parse_address(rest)
        if address and _is_set_off(address, rest):
            post.addressed = address.name
            post.address_span = (begin, begin + address.span[1])
            book.enter(begin, begin + address.span[1], Role.COMMENT_META, "reply_address")
            mark += address.span[1]
            begin += address.span[1]
        if begin < lines[index].stop:
            _add(post, begin, lines[index].stop, lines[index].gap, book)
        elif mark == 0:
            return index
        index += 1
    return index


def _find_author(
    lines: list[TextLine], index: int, end: int, post: CommentDraft, mark: int, book: AssemblyLog
) -> tuple[int, int]:
    """Name and time within the first lines; initials that stand above the name are left aside."""
    for offset in range(3):
        at = index + offset
        if at >= end or (offset and bullet_length(lines[at].words)):
            break
        head = head_at(lines, at, end)
        if head:
            _skip(lines[index:at], mark, book)
            _enter_head(lines, at, post, head, mark if not offset else 0, book)
            return at + head.lines, 0
        below = lines[at + 1] if at + 1 < end else None
        address = (
            parse_address(below.words)
            if below and below.gap == 0 and len(lines[at].words) <= MAX_NAME_LINE_CHARS
            else None
        )
        if below and address and address.span[1] >= len(below.words):
            _skip(lines[index:at], mark, book)
            begin = lines[at].begin + (mark if not offset else 0)
            _set_author(post, lines[at].words[begin - lines[at].begin :], (begin, lines[at].stop), book)
            return at + 1, 0
        if len(lines[at].words) > MAX_NAME_LINE_CHARS:
            break
    return index, mark


def _skip(lines: list[TextLine], mark: int, book: AssemblyLog) -> None:
    for number, line in enumerate(lines):
        book.enter(line.begin + (0 if number else mark), line.stop, Role.COMMENT_META, "beside_author")


def _enter_head(
    lines: list[TextLine], index: int, post: CommentDraft, head: CommentHeadMatch, mark: int, book: AssemblyLog
) -> None:
    line = lines[index]
    at = line.words.index(head.author, mark) if head.author in line.words[mark:] else mark
    span = (line.begin + at, line.begin + at + len(head.author))
    book.enter(line.begin + mark, span[0], Role.COMMENT_META, "comment_head")
    _set_author(post, head.author, span, book)
    book.enter(span[1], line.stop, Role.COMMENT_META, "comment_head")
    if head.lines == 2:
        book.enter(*lines[index + 1].span, Role.COMMENT_META, "comment_head")
    post.time, post.at, post.ago = head.time, head.at, head.ago


def _set_author(post: CommentDraft, name: str, span: Span, book: AssemblyLog) -> None:
    post.author, post.author_span = name.strip(), span
    book.enter(*span, Role.COMMENT_AUTHOR, "comment_head")


def _continue(line: TextLine, posts: list[CommentDraft], book: AssemblyLog) -> None:
    """A line of the last comment; buttons and marks without words are none."""
    if not posts:
        book.enter(*line.span, Role.BOILERPLATE, "before_comments")
    elif is_button(line.words) or (len(line.words) < 60 and ends_comments(line.words)):
        book.enter(*line.span, Role.BOILERPLATE, "comment_buttons")
    elif not any(map(str.isalnum, line.words)):
        book.enter(*line.span, Role.COMMENT_META, "no_words")
    elif not posts[-1].texts and (address := parse_address(line.words)) and _is_set_off(address, line.words):
        post = posts[-1]
        post.addressed, post.address_span = address.name, (line.begin, line.begin + address.span[1])
        book.enter(line.begin, line.begin + address.span[1], Role.COMMENT_META, "reply_address")
        if line.begin + address.span[1] < line.stop:
            _add(post, line.begin + address.span[1], line.stop, line.gap, book)
    else:
        _add(posts[-1], line.begin, line.stop, line.gap, book)


def _is_set_off(address: Address, words: str) -> bool:
    """Whether an address is no part of the text: it ends with a colon, or is „Antwort auf …“ in a line of its own."""
    return ":" in words[: address.span[1]] or (address.span[1] >= len(words) and "@" not in words)


def _add(post: CommentDraft, begin: int, stop: int, gap: int, book: AssemblyLog) -> None:
    book.enter(begin, stop, Role.COMMENT, "comments")
    post.texts.append((begin, stop, gap))


# resolving: who answers whom


def _resolve(
    posts: list[CommentDraft], zone: CommentZone, book: AssemblyLog, known: datetime | None
) -> tuple[ReaderComment, ...]:
    parents: list[int | None] = _by_indent(posts) if zone.kind == "list" else [None for _ in posts]
    flat = not any(parent is not None for parent in parents)
    inferred_names: dict[int, Span] = {}
    names: dict[str, list[int]] = {}
    for number, post in enumerate(posts):
        if post.author:
            names.setdefault(post.author.casefold(), []).append(number)
    inferred_parents: dict[int, Inferred] = {}
    for number, post in enumerate(posts):
        parent = parents[number]
        if not post.addressed:
            continue
        if parent is not None and not posts[parent].author and post.address_span:
            posts[parent].author = post.addressed
            inferred_names[parent] = post.address_span
        elif parent is None and flat:
            candidates = [n for n in names.get(post.addressed.casefold(), []) if n != number]
            if len(candidates) == 1:
                parents[number] = candidates[0]
                inferred_parents[number] = ("reply_address", post.address_span or post.texts[0][:2])
            elif post.address_span:
                message = f"It is not clear which comment by {post.addressed} is answered."
                book.warn("unresolved", message, post.address_span, author=post.addressed)
    for number, parent, rule in _implied(posts, names, book) if flat else ():
        parents[number], inferred_parents[number] = parent, (rule, posts[number].texts[0][:2])
    result = []
    for number, post in enumerate(posts):
        at = post.at or (known - post.ago if known and post.ago else None)
        text = _text(post, number, book)
        _evidence(post, number, parents[number], inferred_parents.get(number), inferred_names, book)
        result.append(
            ReaderComment(
                text,
                post.author,
                number in inferred_names,
                parents[number],
                number in inferred_parents,
                at,
                post.time,
                tuple((start, end) for start, end, _ in post.texts),
            )
        )
    return tuple(result)


def _implied(
    posts: list[CommentDraft], names: dict[str, list[int]], book: AssemblyLog
) -> Iterator[tuple[int, int, str]]:
    """Comments that begin with the name of one other writer („@Name …“) or quote one other comment: number, parent,
    rule. What may be meant for two is told, and left open."""
    texts: list[str] = []
    for number, post in enumerate(posts):
        first = "" if post.addressed else _text_of(book, post)
        if first.startswith(">") and len(quoted := _level(first)) >= MIN_QUOTE_CHARS:
            texts = texts or [_level(" ".join(_text_of(book, p, at) for at in range(len(p.texts)))) for p in posts]
            rule, meant = "quoted_parent", _holding(quoted, texts, number)
        elif first.startswith("@") and (address := parse_address(first)):
            rule, meant = "reply_address", [n for n in names.get(address.name.casefold(), []) if n != number]
        else:
            continue
        if len(meant) == 1:
            yield number, meant[0], rule
        elif meant:
            message = "It is not clear which comment is answered: two begin so, or hold what is quoted."
            book.warn("answers_several", message, post.texts[0][:2])


def _text_of(book: AssemblyLog, post: CommentDraft, at: int = 0) -> str:
    """One stretch of a comment's text, as it stands in the clip."""
    start, end, _gap = post.texts[at]
    return book.text[start:end]


def _level(text: str) -> str:
    return " ".join(tokens(text))


def _holding(quoted: str, texts: list[str], number: int) -> list[int]:
    """The comments above one that hold the words which it quotes."""
    return [n for n in range(max(0, number - MAX_QUOTE_DISTANCE), number) if quoted in texts[n]]


def _by_indent(posts: list[CommentDraft]) -> list[int | None]:
    """The parent of each comment is the last one above it that is indented less."""
    parents: list[int | None] = []
    stack: list[int] = []
    for number, post in enumerate(posts):
        while stack and posts[stack[-1]].indent >= post.indent:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        stack.append(number)
    return parents


def _text(post: CommentDraft, number: int, book: AssemblyLog) -> str:
    parts: list[str] = []
    how = Derivation.VERBATIM
    for start, end, gap in post.texts:
        words, done = book.clean(start, end)
        how = done if done is Derivation.NORMALISED else how
        parts.append(("\n\n" if gap else "\n") + words if parts else words)
    spans = tuple((start, end) for start, end, _ in post.texts)
    book.add_evidence(f"comments.{number}.text", "comments", *spans, how=how)
    return "".join(parts)


def _evidence(
    post: CommentDraft,
    number: int,
    parent: int | None,
    inferred: Inferred | None,
    names: dict[int, Span],
    book: AssemblyLog,
) -> None:
    if number in names:
        book.add_evidence(
            f"comments.{number}.author", "reply_address", names[number], how=Derivation.RULE, confidence=0.9
        )
    elif post.author and post.author_span:
        book.add_evidence(f"comments.{number}.author", "comment_head", post.author_span)
    if inferred:
        rule, span = inferred
        book.add_evidence(f"comments.{number}.parent", rule, span, how=Derivation.RULE, confidence=0.8)
    elif parent is not None:
        book.add_evidence(
            f"comments.{number}.parent", "indent", post.texts[0][:2], how=Derivation.RULE, confidence=0.98
        )
