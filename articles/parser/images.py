"""Captions and credits → the pictures that a clip tells of."""

from articles.parser.assembly_log import AssemblyLog
from articles.parser.document import Picture
from articles.parser.labels import LabelledLine
from articles.parser.patterns.credit import Credit, find_credit
from articles.parser.roles import Role
from articles.text.lines import Span

FIGURE_ROLES = (Role.CAPTION, Role.CREDIT)


def figure_at(judged: list[LabelledLine], index: int) -> list[LabelledLine]:
    """The lines of one picture from `index` on: alternative text, caption and credits that belong together."""
    group = [judged[index]]
    for one in judged[index + 1 :]:
        if one.role not in FIGURE_ROLES or not _belongs(group, one):
            break
        group.append(one)
    return group


def _belongs(group: list[LabelledLine], one: LabelledLine) -> bool:
    last = group[-1]
    if one.role is Role.CREDIT:
        return last.role is Role.CREDIT or not last.traits.credit.startswith("tail")
    if last.role is Role.CREDIT and one.label.rule == "caption_behind_credit":
        return not any(other.role is Role.CAPTION for other in group)
    if one.words.startswith(last.words) and len(last.words) > 12:
        return True
    return last.role is Role.CAPTION and not last.traits.credit and one.text_line.gap == 0 and len(group) < 2


def make_picture(group: list[LabelledLine], before: int, number: int, book: AssemblyLog) -> Picture:
    """One picture of its lines; the last caption counts, one that stands above it is the alternative text."""
    caption = credit = alt = ""
    spans: list[Span] = []
    found: Credit | None = None
    kind = "photo"
    people: list[str] = []
    agencies: list[str] = []
    for one in group:
        line = one.text_line
        spans.append(line.span)
        found = find_credit(line.words) if one.traits.credit or one.role is Role.CREDIT else None
        start = line.begin + (found.span[0] if found else 0)
        if one.role is Role.CAPTION:
            end = start if found and found.span[0] > 0 else line.stop
            book.enter(line.begin, end, Role.CAPTION, one.label.rule)
            text = book.take(f"images.{number}.caption", one.label.rule, line.begin, end, one.label.confidence)
            if caption and not text.startswith(caption):
                alt = caption
            caption = text
            if end == line.stop:
                continue
            book.enter(start, line.stop, Role.CREDIT, "credit")
        else:
            book.enter(line.begin, line.stop, Role.CREDIT, one.label.rule)
        low, high = found.text_span if found else (0, len(line.words))
        words = book.take(
            f"images.{number}.credit",
            "credit" if found else one.label.rule,
            line.begin + low,
            line.begin + high,
            one.label.confidence,
        )
        credit = f"{credit} | {words}" if credit else words
        if found:
            kind = found.kind if found.kind != "photo" else kind
            people += found.photographers
            agencies += found.agencies
    if _is_video(group, caption):
        kind = "video"
    return Picture(
        caption, credit, before, kind, tuple(dict.fromkeys(people)), tuple(dict.fromkeys(agencies)), tuple(spans), alt
    )


def _is_video(group: list[LabelledLine], caption: str) -> bool:
    """A title without a full stop whose credit is an agency alone in the next line."""
    last = group[-1]
    return (
        len(group) > 1
        and last.traits.credit == "whole"
        and bool(caption)
        and group[-2].traits.end not in (".", "!", "?", ".q")
        and len(last.words) < 12
    )
