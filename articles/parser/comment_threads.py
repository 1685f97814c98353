"""Parses the lines of the comment zone into readers' comments and finds the parent of each reply."""

from collections.abc import Iterator
from datetime import datetime

from articles.parser.assembly_log import AssemblyLog
from articles.parser.clip_text import ClipText
from articles.parser.comment_drafts import CommentDraft, collect_drafts
from articles.parser.comment_entries import CommentEntries
from articles.parser.document import Derivation, ReaderComment
from articles.parser.patterns.comment_head import parse_address, resolve_time
from articles.parser.roles import Role
from articles.parser.rules.comments import CommentZone
from articles.text.lines import Span, tokens

MIN_QUOTE_CHARS = 12
MAX_QUOTE_DISTANCE = 50  # comments; to look further would take long in a page of nothing but quotes
Inferred = tuple[str, Span]  # by which rule, from which characters


def parse_comments(clip: ClipText, log: AssemblyLog, base_time: datetime | None = None) -> tuple[ReaderComment, ...]:
    """All comments of a clip. Relative times (`vor 3 Stunden`) are counted back from `base_time`, if it is known."""
    zone = clip.zone
    if zone is None:
        return ()
    entries = CommentEntries(log, clip.lines[zone.article_end].begin)
    if zone.heading is not None:
        entries.enter(*clip.lines[zone.heading].span, Role.COMMENT_META, "comments_heading")
        for line in clip.lines[zone.heading + 1 : zone.start]:
            entries.enter(*line.span, Role.BOILERPLATE, "before_comments")
    drafts = collect_drafts(clip.lines, zone, entries)
    for line in clip.lines[zone.end :]:
        entries.enter(*line.span, Role.BOILERPLATE, "after_comments")
    comments = _resolve(drafts, zone, log, base_time)
    if zone.heading is not None and zone.announced is not None and zone.announced != len(comments):
        message = f"The clip announces {zone.announced} comments; {len(comments)} were found."
        span = clip.lines[zone.heading].span
        log.warn("comment_count_differs", message, span, announced=zone.announced, found=len(comments))
    return comments


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
