"""Tells a notice to the desk by its words: a sentence that has no other words, and in which these belong together.

The sentences of notices.toml are what is written every day; this reads the same in the order and the words of others:
„Diese Meldung ist bis 20. Juni, 18 Uhr, gesperrt“, “This release is under embargo until 10 a.m.”
"""

import re
from collections.abc import Callable, Set
from functools import cache

from articles.lexicon import load
from articles.parser.patterns.date import zone_of

MAX_WORDS = 40  # of a sentence that is a notice
_TOKEN = re.compile(r"\d[\d.:/,-]*[a-zäöü]*|[a-zäöüß]+(?:['’-][a-zäöüß0-9]+)*\d*|\S", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.:/,-]*(?:st|nd|rd|th|h|hrs|am|pm|a|p|uhr|z|ter|ten)?")
_CODE = re.compile(r"[a-z]{3}\d{2,6}")  # of a report of an agency: „bko0123“
_BEHIND_LABEL = re.compile(r"\s[–—-]\s|:\s")
_HALF_DAY = re.compile(r"\b([ap])\.\s?m\b\.?", re.IGNORECASE)
_EDITIONS = re.compile(r"\w+(?:tags?|end|abend|morgen)-?ausgaben?")
_OPENS = frozenset(("vor", "before", "prior", "ab", "from", "frei", "freigegeben", "freigabe", "on"))


def read_kind(sentence: str) -> str:
    """The kind of notice (notice.KINDS) that a sentence is by its words; "" where it is none.

    >>> read_kind("Diese Meldung ist bis zum 20. Juni 2030, 18 Uhr, gesperrt")
    'embargo'
    >>> read_kind("Die Straße ist bis zum 20. Juni 2030 gesperrt")
    ''
    """
    words = _words(sentence)
    if not words or len(words) > MAX_WORDS or _anchors().isdisjoint(words):
        return ""
    if _is_summary(sentence):
        return "new_version"
    if not all(_is_known(word) for word in words):
        return ""
    sense = _Sense(sentence, words)
    return next((kind for kind, is_one in _RULES if is_one(sense)), "")


def may_be_one(distinct: Set[str]) -> bool:
    """A cheap test of a line's words in lower case: whether one of them is what a notice is about."""
    return not _anchors().isdisjoint(distinct)


def opens(sentence: str) -> bool:
    """Whether the day that a notice tells is the first one on which the text is free."""
    return not _OPENS.isdisjoint(_words(sentence))


class _Sense:
    """The words of a sentence by what they do in a notice."""

    def __init__(self, sentence: str, words: list[str]) -> None:
        self.words = words
        self.distinct = frozenset(words)
        self.has_time = (
            bool(_times().search(sentence))
            or any(word in _besides("moments") or _EDITIONS.fullmatch(word) for word in words)
            or ("editions" in words)
        )
        self.has_text = not self.distinct.isdisjoint(_texts()) or any(map(_CODE.fullmatch, words))

    def has(self, *names: str) -> bool:
        return all(not self.distinct.isdisjoint(_does(name)) for name in names)

    def has_negation_of(self, name: str) -> bool:
        """Whether a word is denied by the one before it: „keine Sperrfrist“."""
        pairs = zip(self.words, self.words[1:], strict=False)
        return any(first in _does("negation") and second in _does(name) for first, second in pairs)


def _is_embargo(sense: _Sense) -> bool:
    if sense.has("embargo"):
        return not sense.has_negation_of("embargo")
    if not sense.has_time:
        return False
    publishes = sense.has("publishing") or sense.has("publish") or (sense.has("may") and sense.has("published"))
    return (
        sense.has("negation", "before")
        or (sense.has("from") and (publishes or sense.has("free")))
        or (sense.has("free") and sense.has("for"))
        or sense.has("stop", "until")
        or sense.has("for", "publishing")
    )


def _is_not_for_publication(sense: _Sense) -> bool:
    if sense.has("negation"):
        is_asked = sense.has("publish") or (sense.has("may", "published"))
        is_purpose = sense.has("for") and (sense.has("publishing") or sense.has("public"))
        return is_purpose or is_asked or sense.has("negation", "free")
    return len(sense.words) > 1 and (sense.has("only", "inside") or sense.has("only", "for", "told"))


def _is_kill(sense: _Sense) -> bool:
    if sense.has("negation"):
        return sense.has_text and not sense.distinct.isdisjoint({"verwenden", "verwendet", "use", "used"})
    if sense.has("kill"):
        return sense.has_text or "mandatory" in sense.distinct or len(sense.words) == 1
    if not sense.has_text:
        return False
    return (
        sense.has("may", "take_away")
        or sense.has("taken_away")
        or (not sense.distinct.isdisjoint(_agencies()) and sense.has("takes_away"))
    )


def _is_test(sense: _Sense) -> bool:
    if not sense.has("test"):
        return False
    times = sum(word in _does("test") for word in sense.words)
    is_repeated = times > 1 and len(sense.words) <= times + 2
    return is_repeated or sense.has("ignore") or sense.has("only") or sense.has("negation", "may")


def _is_advance(sense: _Sense) -> bool:
    if not sense.distinct.isdisjoint(_advances()):
        return True
    return sense.has("advance") and (sense.has_time or sense.has_text or sense.has("publishing") or sense.has("for"))


_RULES: tuple[tuple[str, Callable[[_Sense], bool]], ...] = (
    ("test", _is_test),
    ("advance", _is_advance),
    ("embargo", _is_embargo),
    ("kill", _is_kill),
    ("not_for_publication", _is_not_for_publication),
)


def _is_summary(sentence: str) -> bool:
    """A summary with its number or its hour, and what is new in it: „2. Zusammenfassung 1430 - neu: Zitat“."""
    words = _words(_BEHIND_LABEL.split(sentence, maxsplit=1)[0])
    return not _does("summary").isdisjoint(words) and all(
        word in _does("summary") or word in _does("summed_up") or _NUMBER.fullmatch(word) for word in words
    )


def _words(sentence: str) -> list[str]:
    lower = _HALF_DAY.sub(r"\1m", sentence.casefold()).replace("ß", "ss")
    tokens = (token.strip(".,:/-") for token in _TOKEN.findall(lower) if token[0].isalnum())
    return [word for token in tokens for word in ([token] if token[:1].isdigit() else token.split("-")) if word]


def _is_known(word: str) -> bool:
    return (
        word in _vocabulary()
        or bool(_NUMBER.fullmatch(word) or _CODE.fullmatch(word) or _EDITIONS.fullmatch(word))
        or zone_of(word.upper()) is not None
    )


def _list(table: str, name: str) -> frozenset[str]:
    words: list[str] = load.table("notice_words")[table][name]
    return frozenset(word.casefold() for word in words)


@cache
def _does(name: str) -> frozenset[str]:
    return _list("does", name)


@cache
def _besides(name: str) -> frozenset[str]:
    return _list("besides", name)


@cache
def _texts() -> frozenset[str]:
    names: list[str] = load.table("notices")["nouns"]["text"]
    return frozenset(word for name in names for word in name.casefold().split())


@cache
def _agencies() -> frozenset[str]:
    return frozenset(word for name in load.agencies() for word in name.casefold().split() if len(name.split()) == 1)


@cache
def _anchors() -> frozenset[str]:
    """Words of which every notice has one."""
    names = (
        *("embargo", "stop", "free", "publishing", "publish", "published", "inside", "public"),
        *("told", "take_away", "taken_away", "takes_away", "kill", "advance", "test", "before", "summary"),
    )
    return frozenset().union(*map(_does, names), _advances())


@cache
def _advances() -> frozenset[str]:
    """Marks of texts for a day to come: „ADV20“."""
    return frozenset(f"adv{day:0{digits}}" for day in range(1, 32) for digits in (1, 2))


@cache
def _days() -> frozenset[str]:
    weekdays: list[str] = load.table("labels")["date"]["weekdays"]
    return frozenset(word.casefold().rstrip(".") for word in (*load.months(), *weekdays))


@cache
def _vocabulary() -> frozenset[str]:
    table = load.table("notice_words")
    lists = [_list(part, name) for part in ("does", "besides") for name in table[part]]
    return frozenset().union(*lists, _texts(), _agencies(), _days(), _advances())


@cache
def _times() -> re.Pattern[str]:
    """A day or an hour; a mere number is none."""
    names = "|".join(sorted(map(re.escape, _days()), key=len, reverse=True))
    return re.compile(
        rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\b|(?:{names})\b)|\d{{1,2}}/\d{{1,2}}\b|\d{{4}}-\d\d\b"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{names})\b|\b(?:{names})\b"
        r"|\d{1,2}[:.]\d\d(?!\d)|\d{1,2}\s?(?:uhr|h|hrs|am|pm|a\.m|p\.m)\b"
        r"|\d{4}\s?(?:hrs|hours|h|gmt|utc|bst|cet|cest|mez|mesz|est|edt|et)\b",
        re.IGNORECASE,
    )
