"""Maps German verb forms to their infinitive: geht, ging, gegangen; sagt, gesagt; übernahm, abgegeben, abzugeben.

It works on stems, so that adjectives and nouns that look like a form keep one stem for all endings.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from articles.lexicon import load

Stemmed = Callable[[str], str]
_IERT = "iert"  # regiert, kritisierte: verbs with this ending are not listed
_BEFORE = ("inseparable", "separable")
_MIN_IERT_LETTERS = 6  # letters of a stem with this ending: Tier and vier are not verbs


@dataclass(frozen=True, slots=True)
class _Verbs:
    verbs: frozenset[str]  # the stems of the infinitives
    forms: dict[str, str]  # the stem of a form → that of its infinitive
    bare: dict[str, str]  # the same, of participles without their "ge"
    inseparable: frozenset[str]
    separable: frozenset[str]
    longest: int  # letters of the longest prefix
    kept: frozenset[str]  # stems that look like a verb form but are not


def verb_stem(stem: str, stemmed: Stemmed) -> str:
    """The stem of the infinitive of a verb form, or the stem itself if it is not a verb form.

    `stemmed` is the German stemmer, whose stems have no umlauts left.
    """
    if stem.endswith(_IERT) and len(stem) >= _MIN_IERT_LETTERS:
        return stemmed(stem.removesuffix("t") + "en")
    table = _verbs(stemmed)
    if stem in table.kept:
        return stem
    if verb := table.forms.get(stem):
        return verb
    for length in range(min(table.longest, len(stem) - 2), 1, -1):
        before = stem[:length]
        is_known = before in table.inseparable or before in table.separable
        if is_known and (verb := _verb_after_prefix(before, stem[length:], table)):
            return before + verb
    return stem


def _verb_after_prefix(before: str, rest: str, table: _Verbs) -> str | None:
    if verb := table.forms.get(rest):
        return verb
    if before in table.inseparable and (verb := table.bare.get(rest)):
        return verb
    is_infinitive = before in table.separable and rest.startswith("zu") and rest[2:] in table.verbs
    return rest[2:] if is_infinitive else None


@cache
def _verbs(stemmed: Stemmed) -> _Verbs:
    table = load.table("verbs")
    stems, bare, verbs = dict[str, str](), dict[str, str](), set[str]()
    rows = (line.split(": ") for line in table["changing"]["verbs"].strip().split("\n"))
    changing = {verb: forms.split() for verb, forms in rows}
    steady = {verb: _steady(verb) for verb in table["steady"]["verbs"].split()}
    for verb, forms in (changing | steady).items():
        infinitive = stemmed(_transcribe_umlauts(verb))
        verbs.add(infinitive)
        for form in map(_transcribe_umlauts, forms):
            stems[stemmed(form)] = infinitive
            if form.startswith("ge"):
                bare[stemmed(form.removeprefix("ge"))] = infinitive
    exceptions = frozenset(stemmed(_transcribe_umlauts(word.lower())) for word in table["kept"]["words"].split())
    inseparable, separable = (frozenset(map(_drop_umlauts, table["before"][kind].split())) for kind in _BEFORE)
    return _Verbs(
        frozenset(verbs), stems, bare, inseparable, separable, max(map(len, inseparable | separable)), exceptions
    )


def _steady(verb: str) -> list[str]:
    """The present and the participle of a regular verb; its past is the present with an ending."""
    stem = verb.removesuffix("n").removesuffix("e")
    present = stem + ("et" if re.search(r"(?:[dt]|(?:ch|[^aeiouäöühlmnr])[mn])$", stem) else "t")
    return [present, f"ge{present}"]


def _drop_umlauts(word: str) -> str:
    """The word as it is written at the beginning of a stem."""
    return _transcribe_umlauts(word).replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _transcribe_umlauts(word: str) -> str:
    return word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
