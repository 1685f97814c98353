"""Finds the verb that a German form belongs to: geht, ging, gegangen; sagt, gesagt; übernahm, abgegeben, abzugeben.

It works on stems, so that all endings of an adjective or a noun that looks like a form stay together.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .lexicon import load

Stemmed = Callable[[str], str]
_FOREIGN = "iert"  # regiert, kritisierte: verbs of that ending are not listed
_SHORTEST = 6  # letters of a stem that ends so: Tier and vier are no verbs


@dataclass(frozen=True, slots=True)
class _Verbs:
    verbs: frozenset[str]  # the stems of the infinitives
    forms: dict[str, str]  # the stem of a form → that of its infinitive
    bare: dict[str, str]  # the same, of participles without their "ge"
    inseparable: re.Pattern[str]
    separable: re.Pattern[str]
    kept: frozenset[str]  # stems that look like a form and are none


def verb_stem(stem: str, stemmed: Stemmed) -> str:
    """The stem of the verb that a stem is a form of, itself where there is none.

    `stemmed` is the German stemmer, whose stems have no umlauts left.
    """
    if stem.endswith(_FOREIGN) and len(stem) >= _SHORTEST:
        return stemmed(stem.removesuffix("t") + "en")
    known = _verbs(stemmed)
    if stem in known.kept:
        return stem
    if found := known.forms.get(stem):
        return found
    for match in (known.inseparable.match(stem), known.separable.match(stem)):
        if not match:
            continue
        before, rest = match[0], stem[match.end() :]
        found = known.forms.get(rest)
        if found is None and match.re is known.inseparable:
            found = known.bare.get(rest)
        elif found is None and rest.startswith("zu") and rest[2:] in known.verbs:
            found = rest[2:]
        if found:
            return before + found
    return stem


@cache
def _verbs(stemmed: Stemmed) -> _Verbs:
    table = load.table("verbs")
    stems, bare, verbs = dict[str, str](), dict[str, str](), set[str]()
    told = (line.split(": ") for line in table["changing"]["verbs"].strip().split("\n"))
    changing = {verb: forms.split() for verb, forms in told}
    steady = {verb: _steady(verb) for verb in table["steady"]["verbs"].split()}
    for verb, forms in (changing | steady).items():
        infinitive = stemmed(_spelt(verb))
        verbs.add(infinitive)
        for form in map(_spelt, forms):
            stems[stemmed(form)] = infinitive
            if form.startswith("ge"):
                bare[stemmed(form.removeprefix("ge"))] = infinitive
    kept = frozenset(stemmed(_spelt(word.lower())) for word in table["kept"]["words"].split())
    inseparable, separable = (_pattern(table["before"][kind]) for kind in ("inseparable", "separable"))
    return _Verbs(frozenset(verbs), stems, bare, inseparable, separable, kept)


def _steady(verb: str) -> list[str]:
    """The present and the participle of a verb whose stem stays, its past being the present with an ending."""
    kept = verb.removesuffix("n").removesuffix("e")
    present = kept + ("et" if re.search(r"(?:[dt]|(?:ch|[^aeiouäöühlmnr])[mn])$", kept) else "t")
    return [present, f"ge{present}"]


def _pattern(words: str) -> re.Pattern[str]:
    flat = (_spelt(word).replace("ae", "a").replace("oe", "o").replace("ue", "u") for word in words.split())
    return re.compile("|".join(sorted(flat, key=len, reverse=True)))


def _spelt(word: str) -> str:
    return word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
