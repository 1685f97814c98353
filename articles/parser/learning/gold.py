"""Clips with gold: a folder `clips/<variant>/NAME.txt` and `gold/<variant>/NAME.json`, and what each line then is.

A gold file is a JSON object: `titles` (forms of the headline), `lead`, `blocks` ({kind, text}), `authors`,
`images` ({caption, credits, alt}), `comments` ({text, author, parent}), `neutral` (texts that may be anything), and
`publisher`, by which clips are left out together. Where one of them is null, it is not known: the lines that might
be it keep all their possible states. `roles` ([line, role], see ROLE_STATES), where it is there, tells them line by
line instead. With `blocks` null, `segments` may name texts that belong to the `body` or do
not (`not_body`); `captions` are texts of pictures where `images` is null. `importance` (1 without it) weighs a clip.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from articles.parser.classify import prepare_lines
from articles.parser.clip_text import ClipText
from articles.parser.line_model.states import STATES, may_follow
from articles.parser.patterns.credit import find_credit

_LEVEL = str.maketrans(
    dict.fromkeys("„“”‟«»‹›‚‘’'`´″", '"')
    | dict.fromkeys("–—‑‐−", "-")
    | dict.fromkeys("\xad\u200b\u200c\u200d\u2060\ufeff")
)
ANY = frozenset(STATES)
JUNK = frozenset(("X0", "X1"))
TEXT = frozenset("PS")
BYLINE, CAPTION, CREDIT = frozenset(("B", "B0")), frozenset(("C", "C0")), frozenset(("R", "R0"))
TEXT_ROLES = frozenset("LPIQYS")  # of labels by line
_SIGNED = JUNK | BYLINE | {"P"}
ROLE_STATES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("K", "T", "U", "X", "M", "N"), JUNK),
    **dict.fromkeys("PIQY", frozenset("P")),
    **{role: frozenset(role) for role in "HLS"},
    "D": JUNK | {"L", "S"},
    "B": BYLINE,
    "C": CAPTION,
    "CR": CAPTION,
    "R": CREDIT,
    "A": JUNK | CAPTION,
    "G": _SIGNED,
    "?": ANY,
    "?S": frozenset("PS"),
}
MIN_PART_CHARS = 25  # of a line that may be part of a labelled one
MIN_OPEN_LEAD_CHARS = 40  # of a line that may be a lead which the gold does not tell
MAX_OPEN_LINES_BELOW = 12  # further below the text nothing is in doubt
MIN_SEGMENT_CHARS = 8  # of a text that people marked as part of the article
MIN_OUTSIDE_CHARS = 3  # … or as no part of it
MAX_OUTSIDE_CHARS = 400  # of a line that holds such a text and nothing of the article


@dataclass(slots=True)
class Example:
    """A clip, its gold, what the model is told of its lines, and for each line the states that are right."""

    name: str
    variant: str
    publisher: str
    data: bytes
    gold: dict[str, Any]
    lines: list[str]
    features: list[list[str]]
    measures: NDArray[np.float32]
    excluded: list[str]
    states: list[frozenset[str]]
    importance: float = 1.0


def level(text: str) -> str:
    """Case, quotes, dashes and blanks levelled."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "").translate(_LEVEL)).strip().casefold()


def near(first: str, second: str) -> bool:
    """Nine tenths alike."""
    if first == second:
        return bool(first)
    if not first or not second or not 0.8 < len(first) / len(second) < 1.25:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= 0.9 and matcher.quick_ratio() >= 0.9 and matcher.ratio() >= 0.9


def load_folder(root: Path, variants: tuple[str, ...] = ("a", "b", "c", "d"), importance: float = 1.0) -> list[Example]:
    """All clips of a folder that have gold and an article. Raises OSError or ValueError for what cannot be read."""
    examples = []
    for variant in variants:
        for path in sorted((root / "gold" / variant).glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            clip = root / "clips" / variant / gold.get("file", path.stem + ".txt")
            made = make_example(clip.name, variant, clip.read_bytes(), gold)
            if made.lines:
                made.importance = importance * float(gold.get("importance", 1))
                examples.append(made)
    return examples


def make_example(name: str, variant: str, data: bytes, gold: dict[str, Any]) -> Example:
    """One clip with the right states of its lines."""
    prepared = prepare_lines(ClipText(data.decode("utf-8")))
    words = [line.words for line in prepared.lines]
    given = prepared.model_input
    return Example(
        name,
        variant,
        gold.get("publisher") or name,
        data,
        gold,
        words,
        given.features,
        given.measures,
        given.excluded,
        right_states(words, gold),
    )


def tidy(example: Example) -> list[Example]:
    """The same clip as tidier hands would have kept it: without boilerplate; its head and first paragraphs alone."""
    if example.gold.get("blocks") is None:
        return []
    article = [n for n, states in enumerate(example.states) if not states <= JUNK]
    texts = [n for n in article if "P" in example.states[n]]
    short = [n for n in article if len(texts) > 2 and n <= texts[2]]
    return [copy for remaining in (article, short) if remaining and (copy := _only(example, remaining))]


def _only(example: Example, indexes: list[int]) -> Example | None:
    text = "\n\n".join(example.lines[n] for n in indexes)
    copy = make_example(example.name, example.variant, text.encode(), example.gold)
    if len(copy.lines) != len(indexes):
        return None
    copy.states = _possible([example.states[n] for n in indexes])
    copy.importance = example.importance
    return copy


def right_states(lines: list[str], gold: dict[str, Any]) -> list[frozenset[str]]:
    """For every line the states that are right for it; more than one where the gold leaves it open."""
    levelled = [level(line) for line in lines]
    if gold.get("roles"):
        return _possible(_states_of_roles(levelled, gold["roles"]))
    if gold.get("blocks") is None:
        return _possible(_states_of_segments(levelled, gold))
    states = _known_states(lines, levelled, gold)
    body = [index for index, state in enumerate(states) if state & TEXT and not state & JUNK]
    top, bottom = (body[0], body[-1]) if body else (len(lines), -1)
    opened = _open_states(gold)
    for index, state in enumerate(states):
        if state <= JUNK and index <= bottom + MAX_OPEN_LINES_BELOW:
            more = set(opened)
            if index < top and gold.get("lead", "") is None and len(levelled[index]) > MIN_OPEN_LEAD_CHARS:
                more.add("L")
            if index < top and gold.get("titles", ()) is None:
                more.add("H")
            states[index] = state | more
        elif index == top and gold.get("lead", "") is None and state == frozenset("P"):
            states[index] = frozenset("PL")
    return _possible(states)


def _open_states(gold: dict[str, Any]) -> set[str]:
    """The states that a line besides the text may have because the gold does not tell authors or pictures."""
    opened: set[str] = set()
    if gold.get("authors", ()) is None:
        opened |= BYLINE
    if gold.get("images", ()) is None:
        opened |= CAPTION | CREDIT
    return opened


def _states_of_roles(levelled: list[str], roles: list[tuple[str, str]]) -> list[frozenset[str]]:
    """States where people labelled each line; a line that they did not see is open within and near the text."""
    places: dict[str, list[str]] = {}
    for line, role in roles:
        places.setdefault(level(line), []).append(role)
    found = [(named.pop(0) if len(named) > 1 else named[0]) if (named := places.get(line)) else "" for line in levelled]
    body = [number for number, role in enumerate(found) if role in TEXT_ROLES]
    near_text = range(body[0] - 3, body[-1] + 2) if body else range(0)
    long_ones = [(text, named[0]) for text, named in places.items() if len(text) > MIN_PART_CHARS]
    states = []
    for number, (line, role) in enumerate(zip(levelled, found, strict=True)):
        if not role and len(line) > MIN_PART_CHARS:  # a line that another rendering divides or joins
            role = next((named for text, named in long_ones if line in text or text in line), "")
        states.append(ROLE_STATES[role] if role else ANY if number in near_text else JUNK)
    return states


def _states_of_segments(levelled: list[str], gold: dict[str, Any]) -> list[frozenset[str]]:
    """States where only stretches of the text are known."""
    titles = {level(title) for title in gold.get("titles") or ()}
    segments = gold.get("segments") or {}
    inside = [text for text in map(level, segments.get("body", ())) if len(text) > MIN_SEGMENT_CHARS]
    outside = [text for text in map(level, segments.get("not_body", ())) if len(text) > MIN_OUTSIDE_CHARS]
    states = []
    for line in levelled:
        if line in titles:
            states.append(ANY)
        elif any(text in line for text in inside):
            states.append(frozenset("PSL"))
        elif len(line) < MAX_OUTSIDE_CHARS and any(text in line for text in outside):
            states.append(ANY - TEXT)
        else:
            states.append(ANY)
    return states


def _known_states(lines: list[str], levelled: list[str], gold: dict[str, Any]) -> list[frozenset[str]]:
    """States as if everything that the gold does not tell were not there."""
    states: list[frozenset[str] | None] = [None] * len(lines)
    for start, kind in _places(levelled, gold):
        states[start] = frozenset("S" if kind == "subheading" else "P")
    body = [index for index, state in enumerate(states) if state]
    top, bottom = (body[0], body[-1]) if body else (len(lines), -1)
    _mark_last(states, levelled, top, [level(gold.get("lead") or "")], "L")
    _mark_title(states, levelled, top, gold)
    _mark_pictures(states, levelled, lines, gold)
    _mark_authors(states, levelled, lines, gold, top, bottom)
    neutral = [level(text) for text in gold.get("neutral") or ()]
    titles = [level(title) for title in gold.get("titles") or ()]
    for index, line in enumerate(levelled):
        if states[index] is None:
            loose = any(near(line, text) or (len(line) > 20 and line in text) for text in neutral) or line in titles
            states[index] = ANY if loose else JUNK
    return [state or JUNK for state in states]


def _places(lines: list[str], gold: dict[str, Any]) -> list[tuple[int, str]]:
    """Where the blocks of the gold stand: each at the line like it that is nearest behind the block before."""
    matches, taken, position = [], set(), 0
    where: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        where.setdefault(line, []).append(index)
    anchors = []
    for block in gold["blocks"]:
        text = level(block["text"])
        anchors.append(list(where.get(text, [])))
    unique = [places[0] for places in anchors if len(places) == 1]
    position = max(0, (unique[0] if unique else 0) - len(anchors) * 3)
    for block, places in zip(gold["blocks"], anchors, strict=True):
        text = level(block["text"])
        free = [index for index in places if index not in taken]
        behind = [index for index in free if index >= position]
        choice = next(iter(behind or free), None)
        if choice is None and len(text) > 15:
            choice = next(
                (i for i, line in enumerate(lines) if i not in taken and i >= position and _holds(line, text)), None
            )
        if choice is not None:
            taken.add(choice)
            matches.append((choice, block["kind"]))
            position = choice if choice >= position else position
    return matches


def _holds(line: str, text: str) -> bool:
    return near(line, text) or (len(text) > 30 and text in line and len(line) < len(text) + 60)


def _mark_last(states: list[frozenset[str] | None], lines: list[str], top: int, texts: list[str], state: str) -> None:
    """The last line above the body that is one of the texts."""
    for index in range(min(top, len(lines)) - 1, -1, -1):
        if states[index] is None and any(text and _holds(lines[index], text) for text in texts):
            states[index] = frozenset((state,))
            return


def _mark_title(states: list[frozenset[str] | None], lines: list[str], top: int, gold: dict[str, Any]) -> None:
    titles = {re.sub(r"\W", "", level(title)) for title in gold.get("titles") or ()}
    for index in range(min(top, len(lines)) - 1, -1, -1):
        here = re.sub(r"\W", "", lines[index])
        if states[index] is None and here and here in titles:
            states[index] = frozenset("H")
            return
    for index in range(min(top, len(lines)) - 1, 0, -1):
        here = re.sub(r"\W", "", lines[index])
        above = re.sub(r"\W", "", lines[index - 1])
        if states[index] is None and here and above and above + here in titles:
            states[index] = frozenset("H")
            return


def _mark_pictures(states: list[frozenset[str] | None], lines: list[str], raw: list[str], gold: dict[str, Any]) -> None:
    captions: list[str] = []
    alts: list[str] = []
    credits: list[str] = []
    pictures = gold.get("images")
    for image in [{"caption": text} for text in gold.get("captions") or ()] if pictures is None else pictures:
        captions.append(level(image.get("caption", "")))
        alts.append(level(image.get("alt", "")))
        credits.extend(level(credit) for credit in image.get("credits", []))
    captions, alts, credits = ([text for text in texts if text] for texts in (captions, alts, credits))
    for index, line in enumerate(lines):
        if states[index] is not None:
            continue
        if any(
            near(line, text) or (len(text) > 15 and text in line and len(line) < 1.6 * len(text) + 30)
            for text in captions
        ):
            states[index] = CAPTION
        elif any(len(text) > 3 and _has_word(text, line) and len(line) <= len(text) + 30 for text in credits):
            states[index] = CREDIT if find_credit(raw[index]) else ANY
        elif any(near(line, text) for text in alts):
            states[index] = CAPTION | JUNK


def _has_word(needle: str, line: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", line) is not None


def _mark_authors(
    states: list[frozenset[str] | None],
    lines: list[str],
    raw: list[str],
    gold: dict[str, Any],
    top: int,
    bottom: int,
) -> None:
    authors = [level(author) for author in gold.get("authors") or ()]
    first = None
    for index, line in enumerate(lines):
        if states[index] is None and len(line) < 160 and any(_has_word(author, line) for author in authors):
            inside = top - 30 <= index <= bottom + 10 and not raw[index].startswith(("•", "-"))
            states[index] = BYLINE | JUNK
            if inside and first is None:
                states[index] = BYLINE
                first = index


def _possible(states: list[frozenset[str]]) -> list[frozenset[str]]:
    """Take out states from which no allowed path leads on: what is left can be walked from end to end."""
    ahead = [set(states[-1])] if states else []
    for current in reversed(states[:-1]):
        possible = {state for state in current if any(may_follow(state, successor) for successor in ahead[-1])}
        ahead.append(possible or set(ANY))
    ahead.reverse()
    reached: set[str] | None = None
    result = []
    for allowed in ahead:
        possible = {
            successor
            for successor in allowed
            if reached is None or any(may_follow(state, successor) for state in reached)
        }
        reached = possible or set(STATES)
        result.append(frozenset(reached))
    return result
