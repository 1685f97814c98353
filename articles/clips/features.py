"""What can be seen of a line and of its neighbours, as named features: the evidence on which a line is weighed."""

import re
from dataclasses import dataclass

from .forms.credit import find_credit
from .lexicon import load
from .lines import Line
from .phrases import Hit, shipped

PHRASES = ("consent", "teasers", "appeals", "newsletter", "sharing", "imprint", "comment_ends")
PROSE = 150  # characters from which a line with an end mark is taken for running text
CREDIT_LINE = 600  # characters of a caption with its credit, at most

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[.!?…][“”\"»«’']*\s+[„“\"»A-ZÄÖÜ0-9]")
_GLUED = re.compile(r"[a-zäöüß][A-ZÄÖÜ][a-zäöüß]")
_BULLET = re.compile(r"(?:[•·*▪◦‣►–-]|\d{1,3}[.)])\s")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\bUhr\b|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d\d)\b|\b(?:19|20)\d\d\b")
_ROLE = re.compile(r"(?:von|by|autor|autorin|kommentar|interview|analyse|reportage|gastbeitrag|text)\b", re.I)
_NAME = re.compile(
    r"(?:[Vv]on |By )?[A-ZÄÖÜ][\w’'.-]+(?: (?:von|van|de|der|den|di|al))? [A-ZÄÖÜ][\w’'-]+(?: [A-ZÄÖÜ][\w’'-]+)?"
)
_BY = re.compile(r"(?:^|[|·•–,-] ?)(?:Von|VON|von|By)(?: |: )[A-ZÄÖÜ]")
_DATELINE = re.compile(
    r"[A-ZÄÖÜ][\w/’' -]{2,40}(?:\.|\s\([a-zA-Z/. -]{2,30}\)\s?[-–—:]?|\s[a-zA-Z]{2,12}\s\||\s?[-–—:]|,)\s"
)
_SHOWS = re.compile(
    r"\((?:l|r|li|re|links|rechts|m|Mitte|v\.\s?l|2\.\s?v|Archiv\w*|Symbol\w*|\d\d)\.?[),]|\b(?:Archivbild|Symbolbild|Archivfoto|Symbolfoto"
    r"|im Bild|auf dem Bild|auf dem Foto|auf diesem|Screenshot|Foto|Bild|Aufnahme|zeigt)\b"
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
    """A line alone: its length and shape, its end, the phrase and the credit in it."""

    length: int
    shape: str
    end: str
    words: list[str]
    hit: Hit | None
    credit: str
    bullet: bool
    place: bool
    names: list[str]
    shared: float = 0.0  # the share of its words that stand in the text as well
    rank: tuple[int, float, bool] | None = None  # as a headline: its rank, its share of the text's words, one below?


def _end(words: str) -> str:
    """The class of the last mark; closing quotes are looked through."""
    last = words[-1]
    if last in _CLOSING:
        inner = words.rstrip(_CLOSING)[-1:]
        if inner in ".!?…":
            return _ENDS.get(inner, ".") + "q"
        return "q" if last != ")" else ")"
    return _ENDS.get(last) or ("0" if last.isdigit() else "a" if last.isalpha() else "o")


def _bucket(value: int, edges: tuple[int, ...]) -> int:
    for number, edge in enumerate(edges):
        if value <= edge:
            return number
    return len(edges)


def _shape(length: int, end: str, bullet: bool) -> str:
    stops = end[0] in ".!?"
    if bullet and length < PROSE:
        return "b" if not stops else "B"
    if length >= PROSE:
        return "P" if stops else "M"
    if stops:
        return "E" if length >= 60 else "?" if end[0] != "." else "e"
    return "t" if length <= 22 else "s" if length <= 105 else "m"


def traits(line: Line) -> Traits:
    """What a line shows by itself."""
    words = line.words
    length = len(words)
    end = _end(words)
    bullet = _BULLET.match(words) is not None
    tokens = _WORD.findall(words.lower())
    hit = _PHRASES.find(words, tokens)
    shape = _shape(length, end, bullet)
    names: list[str] = []
    place = length > 60 and _DATELINE.match(words) is not None
    credit = _credit(words, shape, end) if length <= CREDIT_LINE else ""
    return Traits(length, shape, end, tokens, hit, credit, bullet, place, names)


def _credit(words: str, shape: str, end: str) -> str:
    """ "whole", "tail" or "": whether a credit is all of the line or its end."""
    if end == "." and ":" not in words and "©" not in words:
        return ""
    if len(words) > 120 and not any(mark in words for mark in ("©", ":", "/", "|")) and end != "a":
        return ""
    found = find_credit(words)
    if not found:
        return ""
    kind = "whole" if found.span[0] <= 1 else "tail"
    return kind + (":" if found.label else "")


_PHRASES = shipped(*PHRASES)
_SMALL = load.words("small_words")
_ADDRESS = load.words("address_words")


def _alone(line: Line, one: Traits) -> list[str]:
    """The features of a line by itself."""
    words, tokens = line.words, one.words
    found = one.names
    found.append("sh=" + one.shape)
    found.append(f"len={_bucket(one.length, _LENGTHS)}")
    found.append("end=" + one.end)
    first = words[0]
    found.append(
        "first="
        + (
            "A"
            if first.isupper()
            else "a"
            if first.islower()
            else "0"
            if first.isdigit()
            else "q"
            if first in "„“\"»«‚'"
            else "o"
        )
    )
    count = len(tokens) or 1
    if one.hit:
        found.append(f"ph={one.hit.list}.{one.hit.place}")
        found.append("hit=" + one.hit.place + ("+" if one.length >= PROSE else "-"))
    if one.credit:
        found.append("cr=" + one.credit)
    if one.length < PROSE:
        small = sum(1 for token in tokens if token in _SMALL)
        found.append(
            "small="
            + ("0" if not small else "1" if small * 5 <= count else "2" if small * 3 <= count else "3")
            + one.shape
        )
        found.append(f"n={min(count, 9)}")
        if _GLUED.search(words):
            found.append("glued")
        if _CLOCK.search(words):
            found.append("clock" + one.shape)
        if _BY.search(words):
            found.append("by" + one.shape)
        if _ROLE.match(words):
            found.append("role" + one.shape)
        if _NAME.fullmatch(words):
            found.append("name")
        for mark in ("|", "©", ">", "+++", "http", "@", " / ", ":", "(", "?"):
            if mark in words:
                found.append("mk=" + mark)
        capitals = sum(1 for word in words.split() if word[0].isupper())
        found.append("cap=" + ("all" if capitals >= count else "most" if capitals * 3 >= count * 2 else "few"))
    else:
        sentences = len(_SENTENCE.findall(words))
        found.append(f"sent={min(sentences, 4)}")
    address = sum(1 for token in tokens if token in _ADDRESS)
    if address:
        found.append(
            "you="
            + ("1" if address == 1 else "2" if address * 25 < count else "3")
            + ("L" if one.length >= PROSE else "S")
        )
    if line.indent:
        found.append(f"in={min(line.indent, 5)}" + ("•" if one.bullet else ""))
    elif one.bullet:
        found.append("bullet")
    if one.place:
        found.append("place")
    if one.length <= CREDIT_LINE and _SHOWS.search(words):
        found.append("shows" + one.shape)
    return found


def _region(all_traits: list[Traits]) -> tuple[int, int]:
    """The stretch of lines that holds most running text: long lines count for it, short ones against it."""
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for index, one in enumerate(all_traits):
        if total <= 0:
            total, start = 0.0, index
        if one.shape in "PM":
            total += min(one.length, 500) / 150
        elif one.shape == "E":
            total += one.length / 200
        else:
            total -= 0.6 if one.hit is None else 1.0
        if total > best[0]:
            best = (total, start, index)
    return best[1], best[2]


def _stems(tokens: list[str]) -> set[str]:
    return {token[:6] for token in tokens if len(token) > 4}


def describe(lines: list[Line]) -> list[Traits]:
    """What is seen of every line of a page, with all its features. Linear in the page's length."""
    every = [traits(line) for line in lines]
    total = len(every)
    if not total:
        return []
    first, last = _region(every)
    prose = [one.shape in "PM" for one in every]
    share = sum(prose) / total
    kind = "A" if share > 0.45 else "B" if share > 0.2 else "C"
    gaps = sum(1 for line in lines if line.gap)
    loose = gaps * 3 > total
    stems = [_stems(one.words) for one in every]
    spread: dict[str, int] = {}
    for index in range(first, last + 1):
        if prose[index]:
            for stem in stems[index]:
                spread[stem] = spread.get(stem, 0) + 1
    usual = _usual(every[first : last + 1])
    ranks = _candidates(every, stems, spread, first, prose)
    order = {index: number for number, index in enumerate(sorted(ranks))}
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.words] = seen.get(line.words, 0) + 1
    shapes = [
        "^",
        "^",
        *(one.shape + ("x" if one.hit and one.hit.place == "whole" else "r" if one.credit else "") for one in every),
        "$",
        "$",
    ]
    behind = 99
    ahead = _distances(prose)
    for index, (line, one) in enumerate(zip(lines, every, strict=True)):
        found = _alone(line, one)
        shape = shapes[index + 2]
        before, after = shapes[index + 1], shapes[index + 3]
        found.append(f"{before}<{shape}")
        found.append(f"{shape}>{after}")
        found.append(f"{before}<{shape}>{after}")
        found.append(f"{shapes[index]}<{before}<{shape}")
        found.append(f"{shape}>{after}>{shapes[index + 4]}")
        found.append("k" + kind + shape)
        # where it stands
        if index < first:
            where = "-" + str(_bucket(first - index, (1, 2, 3, 5, 8, 15)))
        elif index > last:
            where = "+" + str(_bucket(index - last, (1, 2, 3, 5, 8, 15)))
        else:
            where = "=" + str(min(index - first, 3)) if index - first < 3 else "=" if last - index > 1 else "=e"
        found.append("at=" + where)
        found.append("at=" + where + one.shape)
        if index < 4:
            found.append(f"top{index}" + one.shape)
            found.append(f"top{index}" + kind)
        if total - index <= 3:
            found.append(f"bottom{total - index}")
        found.append(f"d={min(behind, 5)}/{min(ahead[index], 5)}{one.shape}")
        if prose[index]:
            behind = 0
        else:
            behind += 1
        # blank lines round it
        if loose:
            next_gap = lines[index + 1].gap if index + 1 < total else 9
            found.append(f"gap={min(line.gap, 2)}{min(next_gap, 2)}")
            if line.gap == 0 or next_gap == 0:
                found.append(f"gap={min(line.gap, 1)}{min(next_gap, 1)}{one.shape}")
        # what it shares with the rest
        if seen[line.words] > 1:
            found.append("twice" + one.shape)
        own = stems[index]
        if own:
            least = 2 if prose[index] and first <= index <= last else 1
            shared = one.shared = sum(1 for stem in own if spread.get(stem, 0) >= least) / len(own)
            found.append(f"of={int(shared * 4.99)}" + one.shape)
        if one.shape in "EPMm":
            found.append(f"rel={_bucket(one.length * 10 // usual, (2, 3, 4, 6, 8, 11, 15))}{where[0]}")
        rank = one.rank = ranks.get(index)
        if rank is not None:
            found.append(f"hr={min(rank[0], 3)}")
            found.append(f"hr={min(rank[0], 3)}/{int(rank[1] * 4.99)}")
            found.append(f"hr={min(rank[0], 3)}{'-' if rank[2] else '+'}{one.shape}")
            found.append(f"hr={min(rank[0], 3)}k{kind}")
            found += [f"cand={min(order[index], 3)}{kind}", f"cand={min(order[index], 3)}{min(rank[0], 3)}"]
            found.append(f"last={min(len(order) - order[index], 4)}{min(rank[0], 3)}")
        if index + 1 < total and one.length > 12 and lines[index + 1].words.startswith(line.words):
            found.append("prefix_of_next")
        if index and len(lines[index - 1].words) > 12 and line.words.startswith(lines[index - 1].words):
            found.append("starts_as_before")
        for offset in (1, 2):
            if index + offset < total:
                near = every[index + offset]
                if near.hit:
                    found.append(f"n{offset}={near.hit.list}")
                if near.credit:
                    found.append(f"n{offset}c={near.credit}{one.shape}")
            if index >= offset:
                near = every[index - offset]
                if near.hit:
                    found.append(f"p{offset}={near.hit.list}")
                if near.credit:
                    found.append(f"p{offset}c={near.credit}{one.shape}")
    return every


def _usual(inside: list[Traits]) -> int:
    """The length that a paragraph of this page usually has, in characters."""
    lengths = sorted(one.length for one in inside if one.shape in "EPM")
    return max(40, lengths[len(lengths) // 2]) if lengths else 200


def _candidates(
    every: list[Traits], stems: list[set[str]], spread: dict[str, int], first: int, prose: list[bool]
) -> dict[int, tuple[int, float, bool]]:
    """Lines that could be the headline: for each its rank, its share of the text's words, and whether a better one
    stands below it."""
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
    shares = []
    for index in range(max(0, start - 60), start):
        one = every[index]
        own = stems[index]
        if (
            (one.shape in "sm?tb" or (one.shape == "E" and one.end[0] != "."))
            and 12 <= one.length <= 170
            and len(own) > 1
            and not one.credit
            and not one.hit
        ):
            share = sum(1.0 for stem in own if stem in opening or spread.get(stem, 0) > 1) / len(own)
            shares.append((share * min(1.0, (len(own) + 1) / 5) + index * 1e-6, index, share))
    shares.sort(reverse=True)
    lowest = -1
    ranked = {}
    for number, (_, index, share) in enumerate(shares):
        ranked[index] = (number, share, index < lowest)
        lowest = max(lowest, index)
    return ranked


def _distances(prose: list[bool]) -> list[int]:
    """How many lines it is from each line to the next running text below it."""
    ahead = [0] * len(prose)
    distance = 99
    for index in range(len(prose) - 1, -1, -1):
        ahead[index] = distance
        distance = 0 if prose[index] else distance + 1
    return ahead
