"""Splits German compounds by a list of the parts that newspapers use most, without a dictionary.

One known part is enough: the rest is a part as well if it can be a word. A part is known in the forms
that it has inside a compound: Präsidenten-, Regierungs-, Länder-, Schul-.
"""

import re
from collections.abc import Iterator
from functools import cache

from articles.lexicon import load
from articles.text import stemming

MIN_WORD_LETTERS, MAX_WORD_LETTERS = 7, 45  # letters of a word that is split
MIN_KNOWN_LETTERS = 3  # letters of a known part
MIN_UNKNOWN_LETTERS = 4  # letters of an unknown part
MIN_SURE_LETTERS = 5  # letters of a known part next to which an unknown one is accepted
DERIVED_FORM_COST = 3  # cost of a form that is not listed itself, in unknown letters
VOWELS = frozenset("aeiouy")
ONSET = re.compile(  # how an unknown word can begin
    "(?!(?:lung|rung|tion|lich|heit|keit|chen|lein|nis|tum|bar|los|schaft|stell|setz))"
    "(?:[bdfghjklmnprstvwz]|[bfgkp]l|[bdfgkpt]r|[gk]n|pf[lr]?|ph|qu|rh|sch[lmnrw]?|s[kp]|sp[lr]|str?|th|tsch|zw)[aeiouy]"
)
NEVER_BARE = ("ung", "heit", "keit", "ion", "schaft", "taet")  # always joined to the next part by an s
_ENDINGS = ("e", "en", "n", "er", "ern", "s", "es", "ens")
_LAST_VOWEL = re.compile("(au|[aou])(?=[^aeiou]+(?:e|er|en)?$)")
Cost = tuple[int, int, int]  # number of unknown parts; their letters plus DERIVED_FORM_COST; number of parts


def part_stems(word: str) -> tuple[str, ...]:
    """The stems of a folded word's parts and of adjacent parts joined; empty if it is not a compound.

    >>> part_stems("ministerpraesidentenwahl")
    ('minist', 'ministerprasident', 'prasident', 'prasidentenwahl', 'wahl')
    """
    if not MIN_WORD_LETTERS <= len(word) <= MAX_WORD_LETTERS or not word.isascii() or not word.isalpha():
        return ()
    parts = split_compound(word)
    stems: dict[str, None] = {}
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            if last - first < len(parts) and not (last - first == 1 and parts[first] in _fillers()):
                stems[stemming.stem("".join(parts[first:last]), "de")] = None
    return tuple(s for s in stems if len(s) >= MIN_KNOWN_LETTERS)


def split_compound(word: str) -> list[str]:
    """The parts of a folded word, or the word alone if it is not a compound.

    The best split has the fewest unknown letters, then the fewest parts. A word that is in the list itself
    is only split if all parts are known: Wissenschaft is not Wissen and -schaft.
    """
    ends = _known_ends(word)
    best: dict[int, tuple[Cost, list[str]]] = {0: ((0, 0, 0), [])}
    for start in range(len(word)):
        if start not in best:
            continue
        (strange, letters, count), parts = best[start]
        for end, doubt in _next(word, start, ends):
            is_known = end in ends[start]
            cost = (strange + (not is_known), letters + doubt, count + 1)
            if end not in best or cost < best[end][0]:
                best[end] = (cost, [*parts, word[start:end]])
    (strange, _letters, count), parts = best.get(len(word), ((9, 0, 0), []))
    if count < 2 or strange > 1 or (strange and (word in _known() or not _is_believed(parts))):
        return [word]
    return parts


def _known_ends(word: str) -> list[dict[int, int]]:
    """For each offset in the word: the ends of the known parts that begin there, with their cost."""
    known_parts, length = _known(), len(word)
    return [
        {
            end: known_parts[part][1]
            for end in range(start + MIN_KNOWN_LETTERS, min(length, start + _longest()) + 1)
            if (part := word[start:end]) in known_parts
            and end - start < length
            and (end == length or not part.endswith(NEVER_BARE))
        }
        for start in range(length + 1)
    ]


def _next(word: str, start: int, ends: list[dict[int, int]]) -> Iterator[tuple[int, int]]:
    """The possible ends of a part that begins at `start`, with its cost; an unknown one must look like a word."""
    yield from ends[start].items()
    if start and not ONSET.match(word, start):
        return
    for end in range(start + MIN_UNKNOWN_LETTERS, len(word) + 1):
        part = word[start:end]
        if part not in _known() and len(part) < len(word) and (end == len(word) or ends[end]):
            yield end, len(part)


def _is_believed(parts: list[str]) -> bool:
    """Whether the unknown part is next to a sure part and contains a vowel."""
    levels = [_known().get(part, (0, 0))[0] for part in parts]
    place = levels.index(0)
    beside = [levels[n] for n in (place - 1, place + 1) if 0 <= n < len(parts)]
    return max(beside) == 2 and not VOWELS.isdisjoint(parts[place])


@cache
def _known() -> dict[str, tuple[int, int]]:
    """Every form of every listed part → its level (2 if an unknown part may be next to it, else 1) and its cost."""
    listed = {word.rstrip("+-"): word for word in load.words("compound_parts")}
    known_forms: dict[str, tuple[int, int]] = {}
    for word, marked in listed.items():
        level = 2 if marked.endswith("+") or len(word) >= MIN_SURE_LETTERS else 1
        for form in _forms(word):
            known_forms[form] = max(known_forms.get(form, (0, 0)), (level, 0 if form in listed else DERIVED_FORM_COST))
    return {form: (level, 0 if form in listed else DERIVED_FORM_COST) for form, (level, _doubt) in known_forms.items()}


def _forms(word: str) -> Iterator[str]:
    """The forms of a word inside a compound or at its end; some of them do not exist, which is harmless."""
    yield word
    if word.endswith("e") and len(word) > MIN_KNOWN_LETTERS + 1:
        yield word[:-1]
    with_umlaut = _LAST_VOWEL.sub(lambda vowel: "aeu" if vowel[0] == "au" else vowel[0] + "e", word)
    for base in {word, with_umlaut}:
        yield base
        yield from (base + ending for ending in _ENDINGS)
    if word.endswith(("er", "ent", "ist", "at")):
        yield from (f"{word}in", f"{word}innen")


@cache
def _longest() -> int:
    return max(map(len, _known()))


@cache
def _fillers() -> frozenset[str]:
    listed = (word[:-1] for word in load.words("compound_parts") if word.endswith("-"))
    return frozenset(form for word in listed for form in _forms(word))
