"""Features of each line, from its own form and from its neighbours: the input of the CRF model."""

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from itertools import chain

from articles.lexicon import load
from articles.parser.traits import MAX_CREDITED_CHARS, MIN_PROSE_CHARS, SHAPES, Traits, line_traits
from articles.text.lines import TextLine

_GLUED = re.compile(r"[a-zäöüß][A-ZÄÖÜ][a-zäöüß]")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\bUhr\b|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d\d)\b|\b(?:19|20)\d\d\b")
_DIGIT = re.compile(r"\d")
_ROLE = re.compile(r"(?:von|by|autor|autorin|kommentar|interview|analyse|reportage|gastbeitrag|text)\b", re.I)
_NAME = re.compile(
    r"(?:[Vv]on |By )?[A-ZÄÖÜ][\w’'.-]+(?: (?:von|van|de|der|den|di|al))? [A-ZÄÖÜ][\w’'-]+(?: [A-ZÄÖÜ][\w’'-]+)?"
)
_BY = re.compile(r"(?:^|[|·•–,-] ?)(?:Von|VON|von|By)(?: |: )[A-ZÄÖÜ]")
_SHOWS = re.compile(r"\((?:l|r|li|re|links|rechts|m|Mitte|v\.\s?l|2\.\s?v|Archiv\w*|Symbol\w*|\d\d)\.?[),]")
_PICTURE_WORDS = frozenset(
    ("archivbild", "symbolbild", "archivfoto", "symbolfoto", "screenshot", "foto", "bild", "aufnahme", "zeigt")
)
_SENTENCES = tuple(f"sent={number}" for number in range(5))
MAX_TOP_LINES, MAX_BOTTOM_LINES = 4, 3  # lines at the ends of a clip that are told apart
_USUAL = (2, 3, 4, 6, 8, 11, 15)  # tenths of the usual length of a paragraph
_LENGTHS = (6, 12, 20, 30, 42, 55, 70, 85, 105, 130, 165, 210, 270, 340, 450, 700)


def _bucket(value: int, edges: tuple[int, ...]) -> int:
    return bisect_left(edges, value)


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


@lru_cache(maxsize=4096)
def _form_features(shape: str, length: int, end: str, first: str) -> tuple[str, ...]:
    return "sh=" + shape, f"len={length}", "end=" + end, _first(first)


def _own_features(line: TextLine, traits: Traits) -> list[str]:
    """The features of a line by itself."""
    words, tokens = line.words, traits.tokens
    features = traits.features
    features += _form_features(traits.shape, _bucket(traits.length, _LENGTHS), traits.end, words[0])
    count = len(tokens) or 1
    if traits.phrase:
        features.append(f"ph={traits.phrase.list_name}.{traits.phrase.place}")
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
        if ("Uhr" in words or _DIGIT.search(words)) and _CLOCK.search(words):
            features.append("clock" + traits.shape)
        if ("on" in words or "VON" in words or "By" in words) and _BY.search(words):
            features.append("by" + traits.shape)
        if _ROLE.match(words):
            features.append("role" + traits.shape)
        if _NAME.fullmatch(words):
            features.append("name")
        for mark in ("|", "©", ">", "+++", "http", "@", " / ", ":", "(", "?"):
            if mark in words:
                features.append("mk=" + mark)
        capitals = sum([word[0].isupper() for word in words.split()])
        features.append("cap=" + ("all" if capitals >= count else "most" if capitals * 3 >= count * 2 else "few"))
    else:
        sentences = words.count(". ") + words.count("? ") + words.count("! ")
        features.append(_SENTENCES[min(sentences, 4)])
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


def shaped(name: str) -> list[str]:
    """A feature that is told with the shape of its line (`by`, `clock`, `role`), for every shape."""
    return [name + shape for shape in SHAPES]


def densest_stretch(all_traits: list[Traits]) -> tuple[int, int]:
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


class _ClipContext:
    """Values over all lines of a clip, computed before the features of any line."""

    def __init__(self, lines: list[TextLine]) -> None:
        self.lines = lines
        self.traits = [line_traits(line) for line in lines]
        self.count = len(lines)
        self.first, self.last = densest_stretch(self.traits)
        self.is_marked = [traits.phrase is not None or bool(traits.credit) for traits in self.traits]
        self.is_prose = [traits.shape in "PM" for traits in self.traits]
        share = sum(self.is_prose) / self.count
        self.prose_class = "A" if share > 0.45 else "B" if share > 0.2 else "C"
        self.is_spaced = sum(1 for line in lines if line.gap) * 3 > self.count
        self.stems = [_stems(traits.distinct) for traits in self.traits]
        inside = range(self.first, self.last + 1)
        counts = Counter(chain.from_iterable(self.stems[number] for number in inside if self.is_prose[number]))
        self.stems_once = set(counts)
        self.stems_repeated = {stem for stem, count in counts.items() if count > 1}
        self.usual_chars = _usual_length(self.traits[self.first : self.last + 1])
        self.ranks = _headline_candidates(self.traits, self.stems, self.stems_repeated, self.first, self.is_prose)
        self.candidate_order = {index: number for number, index in enumerate(sorted(self.ranks))}
        self.copies: dict[str, int] = {}
        for line in lines:
            self.copies[line.words] = self.copies.get(line.words, 0) + 1
        self.lines_since_prose = _distances(self.is_prose[::-1])[::-1]
        self.lines_to_prose = _distances(self.is_prose)
        self.shapes = ["^", "^", *map(_shape_with_mark, self.traits), "$", "$"]


def _shape_with_mark(traits: Traits) -> str:
    is_whole_phrase = traits.phrase is not None and traits.phrase.place == "whole"
    return traits.shape + ("x" if is_whole_phrase else "r" if traits.credit else "")


def _vocabulary(tokens: list[str], length: int) -> list[str]:
    """The words of a short line, and the first two of any: names for the model's vocabulary, learned from pages."""
    names = ["b:" + " ".join(tokens[:2])] if len(tokens) > 1 else []
    if length < MIN_PROSE_CHARS:
        names += dict.fromkeys("w:" + token for token in tokens if token.isalpha())
    return names


def describe_lines(lines: list[TextLine]) -> list[Traits]:
    """The traits of every line, with all its features. Takes linear time."""
    if not lines:
        return []
    context = _ClipContext(lines)
    for index, (line, traits) in enumerate(zip(lines, context.traits, strict=True)):
        features = _own_features(line, traits)
        features += _shape_features(*context.shapes[index : index + 5])
        features += _position_features(context, index, traits)
        features += _word_features(context, index, traits)
        if traits.rank is not None:
            features += _headline_features_of(
                traits, context.prose_class, context.candidate_order[index], len(context.candidate_order)
            )
        features += _neighbour_features(context, index, traits)
        traits.vocabulary = _vocabulary(traits.tokens, traits.length)
    return context.traits


def _position_features(context: _ClipContext, index: int, traits: Traits) -> tuple[str, ...]:
    """Features of position: in, above or below the text, distance from top and bottom, empty lines around it."""
    prose = traits.shape in "EPMm"
    gaps = None
    if context.is_spaced:
        below = context.lines[index + 1].gap if index + 1 < context.count else 2
        gaps = min(context.lines[index].gap, 2), min(below, 2)
    return _place_features(
        context.prose_class,
        traits.shape,
        context.shapes[index + 2],
        _position(index, context.first, context.last),
        _bucket(traits.length * 10 // context.usual_chars, _USUAL) if prose else None,
        min(index, MAX_TOP_LINES),
        min(context.count - index, MAX_BOTTOM_LINES + 1),
        min(context.lines_since_prose[index], 5),
        min(context.lines_to_prose[index], 5),
        gaps,
    )


@lru_cache(maxsize=8192)
def _place_features(
    kind: str,
    shape: str,
    marked_shape: str,
    where: str,
    relative: int | None,
    index: int,
    left: int,
    since: int,
    to: int,
    gaps: tuple[int, int] | None,
) -> tuple[str, ...]:
    features = ["k" + kind + marked_shape, "at=" + where, "at=" + where + shape]
    if relative is not None:
        features.append(f"rel={relative}{where[0]}")
    if index < MAX_TOP_LINES:
        features += [f"top{index}{shape}", f"top{index}{kind}"]
    if left <= MAX_BOTTOM_LINES:
        features.append(f"bottom{left}")
    features.append(f"d={since}/{to}{shape}")
    if gaps:
        gap, below = gaps
        features.append(f"gap={gap}{below}")
        if gap == 0 or below == 0:
            features.append(f"gap={min(gap, 1)}{min(below, 1)}{shape}")
    return tuple(features)


@lru_cache(maxsize=4096)
def _position(index: int, first: int, last: int) -> str:
    if index < first:
        return f"-{_bucket(first - index, (1, 2, 3, 5, 8, 15))}"
    if index > last:
        return f"+{_bucket(index - last, (1, 2, 3, 5, 8, 15))}"
    return f"={index - first}" if index - first < 3 else "=" if last - index > 1 else "=e"


def _word_features(context: _ClipContext, index: int, traits: Traits) -> list[str]:
    """Features of the words that a line shares with the text and with its neighbours."""
    words, features = context.lines[index].words, []
    if context.copies[words] > 1:
        features.append("twice" + traits.shape)
    own = context.stems[index]
    if own:
        inside = context.is_prose[index] and context.first <= index <= context.last
        traits.shared = len(own & (context.stems_repeated if inside else context.stems_once)) / len(own)
        features.append(_shared_feature(int(traits.shared * 4.99), traits.shape))
    traits.rank = context.ranks.get(index)
    if traits.length > 12 and index + 1 < context.count and context.lines[index + 1].words.startswith(words):
        features.append("prefix_of_next")
    if index and context.traits[index - 1].length > 12 and words.startswith(context.lines[index - 1].words):
        features.append("starts_as_before")
    return features


@lru_cache(maxsize=64)
def _shared_feature(share: int, shape: str) -> str:
    return f"of={share}{shape}"


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


def _neighbour_features(context: _ClipContext, index: int, traits: Traits) -> list[str]:
    """Features of stock phrases and credits in the two lines above and below."""
    features: list[str] = []
    if not any(context.is_marked[max(0, index - 2) : index + 3]):
        return features
    for offset, name in ((1, "n1"), (2, "n2"), (-1, "p1"), (-2, "p2")):
        at = index + offset
        if 0 <= at < context.count:
            near = context.traits[at]
            if near.phrase:
                features.append(f"{name}={near.phrase.list_name}")
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
