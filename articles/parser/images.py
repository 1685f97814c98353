"""Builds the pictures of a clip from its lines with captions and credits."""

from dataclasses import replace

from articles.parser.assembly_log import AssemblyLog
from articles.parser.document import Picture
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.credit import Credit, find_credit
from articles.parser.roles import Role
from articles.text.lines import Span, tokens

FIGURE_ROLES = (Role.CAPTION, Role.CREDIT)


def figure_at(lines: list[LabelledLine], index: int) -> list[LabelledLine]:
    """The lines of one picture from `index` on: alternative text, caption and credits."""
    group = [lines[index]]
    for line in lines[index + 1 :]:
        if line.role not in FIGURE_ROLES or not _belongs(group, line):
            break
        group.append(line)
    return group


def _belongs(group: list[LabelledLine], line: LabelledLine) -> bool:
    last = group[-1]
    if line.role is Role.CREDIT:
        return last.role is Role.CREDIT or not last.traits.credit.startswith("tail")
    if last.role is Role.CREDIT and line.label.rule == "caption_behind_credit":
        return not any(other.role is Role.CAPTION for other in group)
    if line.words.startswith(last.words) and len(last.words) > 12:
        return True
    return last.role is Role.CAPTION and not last.traits.credit and line.text_line.gap == 0 and len(group) < 2


def make_picture(group: list[LabelledLine], before: int, number: int, log: AssemblyLog) -> Picture:
    """One picture from its lines; the last caption counts, a different one above it is the alternative text."""
    caption = credit = alt = ""
    spans: list[Span] = []
    parsed: Credit | None = None
    kind = "photo"
    people: list[str] = []
    agencies: list[str] = []
    for line in group:
        text_line = line.text_line
        spans.append(text_line.span)
        parsed = find_credit(text_line.words) if line.traits.credit or line.role is Role.CREDIT else None
        start = text_line.begin + (parsed.span[0] if parsed else 0)
        is_whole = parsed is not None and line.traits.credit.startswith("whole")
        if line.role is Role.CAPTION and not is_whole:
            end = start if parsed and parsed.span[0] > 0 else text_line.stop
            log.enter(text_line.begin, end, Role.CAPTION, line.label.rule)
            text = log.take(f"images.{number}.caption", line.label.rule, text_line.begin, end, line.label.confidence)
            if caption and not text.startswith(caption):
                alt = caption
            caption = text
            if end == text_line.stop:
                continue
            log.enter(start, text_line.stop, Role.CREDIT, "credit")
        else:
            log.enter(text_line.begin, text_line.stop, Role.CREDIT, line.label.rule)
        low, high = parsed.text_span if parsed else (0, len(text_line.words))
        words = log.take(
            f"images.{number}.credit",
            "credit" if parsed else line.label.rule,
            text_line.begin + low,
            text_line.begin + high,
            line.label.confidence,
        )
        credit = f"{credit} | {words}" if credit else words
        if parsed:
            kind = parsed.kind if parsed.kind != "photo" else kind
            people += parsed.photographers
            agencies += parsed.agencies
    if _is_video(group, caption):
        kind = "video"
    return Picture(
        caption, credit, before, kind, tuple(dict.fromkeys(people)), tuple(dict.fromkeys(agencies)), tuple(spans), alt
    )


def is_once_more(picture: Picture, other: Picture) -> bool:
    """Whether a picture is one that stands above already: the same caption, and no other credit."""
    if not picture.caption or tokens(picture.caption) != tokens(other.caption):
        return False
    return not (picture.credit and other.credit) or tokens(picture.credit) == tokens(other.credit)


def merge_pictures(first: Picture, again: Picture) -> Picture:
    """The picture that stands first, with what only its repetition tells."""
    if not first.credit:
        first = replace(
            first, credit=again.credit, photographers=again.photographers, agencies=again.agencies, kind=again.kind
        )
    return replace(first, spans=first.spans + again.spans, alt=first.alt or again.alt)


def _is_video(group: list[LabelledLine], caption: str) -> bool:
    """Whether the picture is a video: a title without a full stop, and in the next line only an agency."""
    last = group[-1]
    return (
        len(group) > 1
        and last.traits.credit == "whole"
        and bool(caption)
        and group[-2].traits.end not in (".", "!", "?", ".q")
        and len(last.words) < 12
    )
