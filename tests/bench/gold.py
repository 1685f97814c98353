"""Clips with gold: a folder `clips/<variant>/NAME.txt` and `gold/<variant>/NAME.json`, and what each line then is.

A gold file is a JSON object: `titles` (forms of the headline), `lead`, `blocks` ({kind, text}), `authors`,
`images` ({caption, credits, alt}), `comments` ({text, author, parent}), `neutral` (texts that may be anything), and
`publisher`, by which clips are left out together.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from articles.parser import crf, features
from articles.parser.clip_text import ClipText
from articles.parser.patterns.credit import find_credit

_LEVEL = str.maketrans(
    dict.fromkeys("„“”‟«»‹›‚‘’'`´″", '"') | dict.fromkeys("–—‑‐−", "-") | dict.fromkeys("\xad\u200b\ufeff")
)
ANY = frozenset(crf.STATES)
JUNK = frozenset(("X0", "X1", "X2"))
BYLINE, CAPTION, CREDIT = frozenset(("B", "B0")), frozenset(("C", "C0")), frozenset(("R", "R0"))


@dataclass(slots=True)
class Example:
    """A clip, its gold, the features of its lines, and for each line the states that are right."""

    name: str
    variant: str
    publisher: str
    data: bytes
    gold: dict[str, Any]
    lines: list[str]
    features: list[list[str]]
    states: list[frozenset[str]]


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


def folder(root: Path, variants: tuple[str, ...] = ("a", "b", "c", "d")) -> list[Example]:
    """All clips of a folder that have gold."""
    examples = []
    for variant in variants:
        for path in sorted((root / "gold" / variant).glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            clip = root / "clips" / variant / gold.get("file", path.stem + ".txt")
            examples.append(example(clip.name, variant, clip.read_bytes(), gold))
    return examples


def example(name: str, variant: str, data: bytes, gold: dict[str, Any]) -> Example:
    """One clip with the right states of its lines."""
    lines = ClipText(data.decode("utf-8")).article
    words = [line.words for line in lines]
    names = [traits.features for traits in features.describe_lines(lines)]
    return Example(name, variant, gold.get("publisher", name), data, gold, words, names, right_states(words, gold))


def tidied(example: Example) -> list[Example]:
    """The same clip as tidier hands would have kept it: without boilerplate; its head and first paragraphs alone."""
    article = [n for n, states in enumerate(example.states) if not states <= JUNK]
    texts = [n for n in article if "P" in example.states[n]]
    short = [n for n in article if len(texts) > 2 and n <= texts[2]]
    return [copy for remaining in (article, short) if remaining and (copy := _only(example, remaining))]


def _only(example: Example, indexes: list[int]) -> Example | None:
    text = "\n\n".join(example.lines[n] for n in indexes)
    lines = ClipText(text).article
    if len(lines) != len(indexes):
        return None
    names = [traits.features for traits in features.describe_lines(lines)]
    states = _possible([example.states[n] for n in indexes])
    words = [line.words for line in lines]
    return Example(example.name, example.variant, example.publisher, text.encode(), example.gold, words, names, states)


def right_states(lines: list[str], gold: dict[str, Any]) -> list[frozenset[str]]:
    """For every line the states that are right for it; more than one where the gold leaves it open."""
    levelled = [level(line) for line in lines]
    states: list[frozenset[str] | None] = [None] * len(lines)
    for start, kind in _places(levelled, gold):
        states[start] = frozenset("S" if kind == "subheading" else "P")
    body = [index for index, state in enumerate(states) if state]
    top, bottom = (body[0], body[-1]) if body else (len(lines), -1)
    _mark_last(states, levelled, top, [level(gold.get("lead", ""))], "L")
    _mark_title(states, levelled, top, gold)
    _mark_pictures(states, levelled, lines, gold)
    _mark_authors(states, levelled, lines, gold, top, bottom)
    neutral = [level(text) for text in gold.get("neutral", [])]
    titles = [level(title) for title in gold.get("titles", [])]
    for index, line in enumerate(levelled):
        if states[index] is None:
            loose = any(near(line, text) or (len(line) > 20 and line in text) for text in neutral) or line in titles
            states[index] = ANY if loose else JUNK
    return _possible([state or JUNK for state in states])


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
        choice = (behind or free or [None])[0]
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


def _mark_last(states: list, lines: list[str], top: int, texts: list[str], state: str) -> None:
    """The last line above the body that is one of the texts."""
    for index in range(min(top, len(lines)) - 1, -1, -1):
        if states[index] is None and any(text and _holds(lines[index], text) for text in texts):
            states[index] = frozenset((state,))
            return


def _mark_title(states: list, lines: list[str], top: int, gold: dict[str, Any]) -> None:
    titles = {re.sub(r"\W", "", level(title)) for title in gold.get("titles", [])}
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


def _mark_pictures(states: list, lines: list[str], raw: list[str], gold: dict[str, Any]) -> None:
    captions, alts, credits = [], [], []
    for image in gold.get("images", []):
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


def _mark_authors(states: list, lines: list[str], raw: list[str], gold: dict[str, Any], top: int, bottom: int) -> None:
    authors = [level(author) for author in gold.get("authors", [])]
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
        possible = {state for state in current if any(crf.may_follow(state, successor) for successor in ahead[-1])}
        ahead.append(possible or set(ANY))
    ahead.reverse()
    reached: set[str] | None = None
    result = []
    for allowed in ahead:
        possible = {
            successor
            for successor in allowed
            if reached is None or any(crf.may_follow(state, successor) for state in reached)
        }
        reached = possible or set(crf.STATES)
        result.append(frozenset(reached))
    return result
