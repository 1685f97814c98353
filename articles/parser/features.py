"""Features of each line, from its own form and from its neighbours: the input of the CRF model."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from articles.lexicon import load
from articles.parser.patterns.credit import find_credit
from articles.parser.phrases import PhraseMatch, load_phrases
from articles.text.lines import TextLine, tokens

PHRASE_LISTS = ("consent", "teasers", "appeals", "newsletter", "sharing", "imprint", "comment_ends")
MIN_PROSE_CHARS = 150  # characters; a longer line with an end mark is running text
MAX_CREDIT_TAIL_CHARS = 270  # … in which a credit behind a caption must begin
MAX_CREDITED_CHARS = 600  # characters of a caption with its credit, at most

_WORD = re.compile(r"\w+")
_GLUED = re.compile(r"[a-zäöüß][A-ZÄÖÜ][a-zäöüß]")
_BULLET = re.compile(r"(?:[•·*▪◦‣►–-]|\d{1,3}[.)])\s")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\bUhr\b|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d\d)\b|\b(?:19|20)\d\d\b")
_ROLE = re.compile(r"(?:von|by|autor|autorin|kommentar|interview|analyse|reportage|gastbeitrag|text)\b", re.I)
_NAME = re.compile(
    r"(?:[Vv]on |By )?[A-ZÄÖÜ][\w’'.-]+(?: (?:von|van|de|der|den|di|al))? [A-ZÄÖÜ][\w’'-]+(?: [A-ZÄÖÜ][\w’'-]+)?"
)
_BY = re.compile(r"(?:^|[|·•–,-] ?)(?:Von|VON|von|By)(?: |: )[A-ZÄÖÜ]")
_DATELINE = re.compile(
    r"[A-ZÄÖÜ][\w/’' -]{2,40}(?:\.|\s\([a-zA-Z/. -]{2,30}\)\s?[-–—:]?|\s[a-zA-Z]{2,12}\s\||\s?[-–—:·]|,"
    r"|\s\|\s[A-ZÄÖÜ][\w/ -]{2,30}\s·)\s"
)
_PLACE_END = re.compile(r"[.(|–—:,·-]")  # without one of them in its first words no line has a dateline
_SHOWS = re.compile(r"\((?:l|r|li|re|links|rechts|m|Mitte|v\.\s?l|2\.\s?v|Archiv\w*|Symbol\w*|\d\d)\.?[),]")
_PICTURE_WORDS = frozenset(
    ("archivbild", "symbolbild", "archivfoto", "symbolfoto", "screenshot", "foto", "bild", "aufnahme", "zeigt")
)
_CLOSING = "“”\"»«’'‘)]"
_ENDS = {
    ".": ".",
    "…": ".",
    "!": "!",
    "?": "?",
    ":": ":",
    ",": ",",
    ";": ",",
    "-": "-",
    "–": "-",
    "|": "|",
    "»": ">",
    "›": ">",
}
_LENGTHS = (6, 12, 20, 30, 42, 55, 70, 85, 105, 130, 165, 210, 270, 340, 450, 700)


@dataclass(slots=True)
class Traits:
    """Traits of one line by itself: length, shape, end mark, stock phrase, credit."""

    length: int
    shape: str
    end: str
    tokens: list[str]
    distinct: set[str]
    phrase: PhraseMatch | None
    credit: str
    bullet: bool
    place: bool
    features: list[str]
    shared: float = 0.0  # share of its words that also occur in the text
    rank: tuple[int, float, bool] | None = None  # headline candidates: rank, word share, better one below


def _end(words: str) -> str:
    """The class of the last mark; closing quotes before it are skipped."""
    last = words[-1]
    if last in _CLOSING:
        inner = words.rstrip(_CLOSING)[-1:]
        if inner in ".!?…":
            return _ENDS.get(inner, ".") + "q"
        return "q" if last != ")" else ")"
    return _ENDS.get(last) or ("0" if last.isdigit() else "a" if last.isalpha() else "o")


def _bucket(value: int, edges: tuple[int, ...]) -> int:
    return bisect_left(edges, value)


def _shape(length: int, end: str, bullet: bool) -> str:
    stops = end[0] in ".!?"
    if bullet and length < MIN_PROSE_CHARS:
        return "b" if not stops else "B"
    if length >= MIN_PROSE_CHARS:
        return "P" if stops else "M"
    if stops:
        return "E" if length >= 60 else "?" if end[0] != "." else "e"
    return "t" if length <= 22 else "s" if length <= 105 else "m"


def line_traits(line: TextLine) -> Traits:
    """The traits of a line by itself; `shared` and `rank` are filled by describe_lines."""
    words = line.words
    length = len(words)
    end = _end(words)
    bullet = _BULLET.match(words) is not None
    line_tokens = tokens(words)
    distinct = set(line_tokens)
    phrase = _PHRASES.find(words, line_tokens, distinct)
    shape = _shape(length, end, bullet)
    features: list[str] = []
    place = length > 60 and _PLACE_END.search(words, 2, 62) is not None and _DATELINE.match(words) is not None
    credit = _credit_trait(words, line_tokens, end) if length <= MAX_CREDITED_CHARS else ""
    return Traits(length, shape, end, line_tokens, distinct, phrase, credit, bullet, place, features)


def _credit_trait(words: str, tokens: list[str], end: str) -> str:
    """ "whole" or "tail" if a credit is the whole line or its end, with ":" appended if it has a label; else ""."""
    tail = words[-MAX_CREDIT_TAIL_CHARS:]
    if end[0] in ".!?" and ":" not in tail and "©" not in tail and "opyright" not in tail:
        return ""
    if _CREDIT_WORDS.isdisjoint(tokens[-8:]) and not any(mark in tail for mark in ("©", ":", "/", "|")):
        return ""
    credit = find_credit(words)
    if not credit:
        return ""
    kind = "whole" if credit.span[0] <= 1 else "tail"
    return kind + (":" if credit.label else "")


_PHRASES = load_phrases(*PHRASE_LISTS)
_CREDIT_WORDS = frozenset(  # a credit without mark or label contains one of these
    word
    for name in (*load.agencies(), *load.table("labels")["credit"]["words"], "copyright")
    for word in _WORD.findall(name.lower())
)
_SMALL = load.words("small_words")
_ADDRESS = load.words("address_words")
_POLITE_WORDS = load.words("polite_words")
_POLITE = re.compile(rf"(?<=[\w,] )(?:{'|'.join(word.capitalize() for word in sorted(_POLITE_WORDS))})\b")


@lru_cache(maxsize=1024)
def _first(char: str) -> str:
    """The feature for the class of a line's first character."""
    if char.isalpha():
        return "first=A" if char.isupper() else "first=a" if char.islower() else "first=o"
    return "first=0" if char.isdigit() else "first=q" if char in "„“\"»«‚'" else "first=o"


def _own_features(line: TextLine, traits: Traits) -> list[str]:
    """The features of a line by itself."""
    words, tokens = line.words, traits.tokens
    features = traits.features
    features.append("sh=" + traits.shape)
    features.append(f"len={_bucket(traits.length, _LENGTHS)}")
    features.append("end=" + traits.end)
    features.append(_first(words[0]))
    count = len(tokens) or 1
    if traits.phrase:
        features.append(f"ph={traits.phrase.list}.{traits.phrase.place}")
        features.append("hit=" + traits.phrase.place + ("+" if traits.length >= MIN_PROSE_CHARS else "-"))
    if traits.credit:
        features.append("cr=" + traits.credit)
    if traits.length < MIN_PROSE_CHARS:
        small = sum(map(_SMALL.__contains__, tokens))
        rate = "0" if not small else "1" if small * 5 <= count else "2" if small * 3 <= count else "3"
        features.append("small=" + rate + traits.shape)
        features.append(f"n={min(count, 9)}")
        if _GLUED.search(words):
            features.append("glued")
        if _CLOCK.search(words):
            features.append("clock" + traits.shape)
        if _BY.search(words):
            features.append("by" + traits.shape)
        if _ROLE.match(words):
            features.append("role" + traits.shape)
        if _NAME.fullmatch(words):
            features.append("name")
        for mark in ("|", "©", ">", "+++", "http", "@", " / ", ":", "(", "?"):
            if mark in words:
                features.append("mk=" + mark)
        capitals = sum(1 for word in words.split() if word[0].isupper())
        features.append("cap=" + ("all" if capitals >= count else "most" if capitals * 3 >= count * 2 else "few"))
    else:
        sentences = sum(words.count(mark + " ") for mark in ".?!" if mark in words)
        features.append(f"sent={min(sentences, 4)}")
    address = 0 if _ADDRESS.isdisjoint(traits.distinct) else sum(map(_ADDRESS.__contains__, tokens))
    if not _POLITE_WORDS.isdisjoint(traits.distinct):
        address += len(_POLITE.findall(words))
    if address:
        features.append(
            "you="
            + ("1" if address == 1 else "2" if address * 25 < count else "3")
            + ("L" if traits.length >= MIN_PROSE_CHARS else "S")
        )
    if line.indent:
        features.append(f"in={min(line.indent, 5)}" + ("•" if traits.bullet else ""))
    elif traits.bullet:
        features.append("bullet")
    if traits.place:
        features.append("place")
    if traits.length <= MAX_CREDITED_CHARS and (
        not _PICTURE_WORDS.isdisjoint(traits.distinct) or ("(" in words and _SHOWS.search(words))
    ):
        features.append("shows" + traits.shape)
    return features


def _densest_stretch(all_traits: list[Traits]) -> tuple[int, int]:
    """First and last index of the range with most running text: long lines add to its score, short ones subtract."""
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for index, traits in enumerate(all_traits):
        if total <= 0:
            total, start = 0.0, index
        if traits.shape in "PM":
            total += min(traits.length, 500) / 150
        elif traits.shape == "E":
            total += traits.length / 200
        else:
            total -= 0.6 if traits.phrase is None else 1.0
        if total > best[0]:
            best = (total, start, index)
    return best[1], best[2]


def _stems(distinct: set[str]) -> set[str]:
    return {token[:6] for token in distinct if len(token) > 4}


class _PageContext:
    """Values over all lines of a clip, computed before the features of any line."""

    def __init__(self, lines: list[TextLine]) -> None:
        self.lines = lines
        self.every = [line_traits(line) for line in lines]
        self.total = len(lines)
        self.first, self.last = _densest_stretch(self.every)
        self.marked = [traits.phrase is not None or bool(traits.credit) for traits in self.every]
        self.prose = [traits.shape in "PM" for traits in self.every]
        share = sum(self.prose) / self.total
        self.kind = "A" if share > 0.45 else "B" if share > 0.2 else "C"
        self.loose = sum(1 for line in lines if line.gap) * 3 > self.total
        self.stems = [_stems(traits.distinct) for traits in self.every]
        self.once: set[str] = set()
        self.often: set[str] = set()
        for number in range(self.first, self.last + 1):
            if self.prose[number]:
                self.often |= self.once & self.stems[number]
                self.once |= self.stems[number]
        self.usual = _usual_length(self.every[self.first : self.last + 1])
        self.ranks = _headline_candidates(self.every, self.stems, self.often, self.first, self.prose)
        self.order = {index: number for number, index in enumerate(sorted(self.ranks))}
        self.copies = Counter(line.words for line in lines)
        self.behind = _distances(self.prose[::-1])[::-1]
        self.ahead = _distances(self.prose)
        self.shapes = ["^", "^", *map(_shape_with_mark, self.every), "$", "$"]


def _shape_with_mark(traits: Traits) -> str:
    is_whole_phrase = traits.phrase is not None and traits.phrase.place == "whole"
    return traits.shape + ("x" if is_whole_phrase else "r" if traits.credit else "")


def describe_lines(lines: list[TextLine]) -> list[Traits]:
    """The traits of every line, with all its features. Takes linear time."""
    if not lines:
        return []
    page = _PageContext(lines)
    for index, (line, traits) in enumerate(zip(lines, page.every, strict=True)):
        features = _own_features(line, traits)
        features += _shape_features(*page.shapes[index : index + 5])
        features += _position_features(page, index, traits)
        features += _word_features(page, index, traits)
        if traits.rank is not None:
            features += _headline_features_of(traits, page.kind, page.order[index], len(page.order))
        features += _neighbour_features(page, index, traits)
    return page.every


def _position_features(page: _PageContext, index: int, traits: Traits) -> list[str]:
    """Features of position: in, above or below the text, distance from top and bottom, empty lines around it."""
    where = _position(index, page.first, page.last)
    features = ["k" + page.kind + page.shapes[index + 2], "at=" + where, "at=" + where + traits.shape]
    if traits.shape in "EPMm":
        features.append(f"rel={_bucket(traits.length * 10 // page.usual, (2, 3, 4, 6, 8, 11, 15))}{where[0]}")
    if index < 4:
        features += [f"top{index}{traits.shape}", f"top{index}{page.kind}"]
    if page.total - index <= 3:
        features.append(f"bottom{page.total - index}")
    features.append(f"d={min(page.behind[index], 5)}/{min(page.ahead[index], 5)}{traits.shape}")
    if page.loose:
        gap = page.lines[index].gap
        below = page.lines[index + 1].gap if index + 1 < page.total else 9
        features.append(f"gap={min(gap, 2)}{min(below, 2)}")
        if gap == 0 or below == 0:
            features.append(f"gap={min(gap, 1)}{min(below, 1)}{traits.shape}")
    return features


def _position(index: int, first: int, last: int) -> str:
    if index < first:
        return f"-{_bucket(first - index, (1, 2, 3, 5, 8, 15))}"
    if index > last:
        return f"+{_bucket(index - last, (1, 2, 3, 5, 8, 15))}"
    return f"={index - first}" if index - first < 3 else "=" if last - index > 1 else "=e"


def _word_features(page: _PageContext, index: int, traits: Traits) -> list[str]:
    """Features of the words that a line shares with the text and with its neighbours."""
    words, features = page.lines[index].words, []
    if page.copies[words] > 1:
        features.append("twice" + traits.shape)
    own = page.stems[index]
    if own:
        inside = page.prose[index] and page.first <= index <= page.last
        traits.shared = len(own & (page.often if inside else page.once)) / len(own)
        features.append(f"of={int(traits.shared * 4.99)}{traits.shape}")
    traits.rank = page.ranks.get(index)
    if traits.length > 12 and index + 1 < page.total and page.lines[index + 1].words.startswith(words):
        features.append("prefix_of_next")
    if index and page.every[index - 1].length > 12 and words.startswith(page.lines[index - 1].words):
        features.append("starts_as_before")
    return features


@lru_cache(maxsize=4096)
def _headline_features(
    rank: int, share: int, lower: bool, shape: str, kind: str, order: int, last: int
) -> tuple[str, ...]:
    return (
        f"hr={rank}",
        f"hr={rank}/{share}",
        f"hr={rank}{'-' if lower else '+'}{shape}",
        f"hr={rank}k{kind}",
        f"cand={order}{kind}",
        f"cand={order}{rank}",
        f"last={last}{rank}",
    )


def _headline_features_of(traits: Traits, kind: str, order: int, count: int) -> tuple[str, ...]:
    """Features of a headline candidate."""
    rank, share, lower = traits.rank or (9, 0.0, False)
    return _headline_features(
        min(rank, 3), int(share * 4.99), lower, traits.shape, kind, min(order, 3), min(count - order, 4)
    )


def _neighbour_features(page: _PageContext, index: int, traits: Traits) -> list[str]:
    """Features of stock phrases and credits in the two lines above and below."""
    features: list[str] = []
    if not any(page.marked[max(0, index - 2) : index + 3]):
        return features
    for offset, name in ((1, "n1"), (2, "n2"), (-1, "p1"), (-2, "p2")):
        at = index + offset
        if 0 <= at < page.total:
            near = page.every[at]
            if near.phrase:
                features.append(f"{name}={near.phrase.list}")
            if near.credit:
                features.append(f"{name}c={near.credit}{traits.shape}")
    return features


@lru_cache(maxsize=8192)
def _shape_features(far: str, before: str, shape: str, after: str, farther: str) -> tuple[str, ...]:
    """N-grams of the shapes of a line and its neighbours."""
    return (
        f"{before}<{shape}",
        f"{shape}>{after}",
        f"{before}<{shape}>{after}",
        f"{far}<{before}<{shape}",
        f"{shape}>{after}>{farther}",
    )


def _usual_length(inside: list[Traits]) -> int:
    """The median length of a paragraph, in characters."""
    lengths = sorted(traits.length for traits in inside if traits.shape in "EPM")
    return max(40, lengths[len(lengths) // 2]) if lengths else 200


def _headline_candidates(
    every: list[Traits], stems: list[set[str]], often: set[str], first: int, prose: list[bool]
) -> dict[int, tuple[int, float, bool]]:
    """Headline candidates: index → rank, share of words that occur in the text, and whether a better one
    is below it."""
    opening: set[str] = set()
    count = 0
    start = len(every)
    for index in range(first, len(every)):
        if prose[index]:
            opening |= stems[index]
            count += 1
            start = min(start, index)
            if count == 3:
                break
    text_stems = opening | often
    shares = []
    for index in range(max(0, start - 60), start):
        traits = every[index]
        own = stems[index]
        if (
            (traits.shape in "sm?tb" or (traits.shape == "E" and traits.end[0] != "."))
            and 12 <= traits.length <= 170
            and len(own) > 1
            and not traits.credit
            and not traits.phrase
        ):
            share = len(own & text_stems) / len(own)
            shares.append((share * min(1.0, (len(own) + 1) / 5) + index * 1e-6, index, share))
    shares.sort(reverse=True)
    lowest = -1
    ranked = {}
    for number, (_, index, share) in enumerate(shares):
        ranked[index] = (number, share, index < lowest)
        lowest = max(lowest, index)
    return ranked


def _distances(prose: list[bool]) -> list[int]:
    """For each line the number of lines to the next running text below it."""
    ahead = [0] * len(prose)
    distance = 99
    for index in range(len(prose) - 1, -1, -1):
        ahead[index] = distance
        distance = 0 if prose[index] else distance + 1
    return ahead
