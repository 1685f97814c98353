"""Tells which texts nearly equal each other, by the sequences of words that they share; order and layout do not count.

A text is a set of hashed word sequences (shingles). What is compared is |A ∩ B| / |A ∪ B| (Broder, “On the resemblance
and containment of documents”, 1997). A sketch estimates it from a few of them, and bands find texts worth comparing.
All of it takes time in proportion to the length of the text.
"""

import struct
from bisect import bisect_left
from zlib import crc32

from articles.text.lines import tokens

SHINGLE_WORDS = 3  # words in a sequence
MIN_SHINGLES = 20  # sequences; a shorter text is no evidence of anything
SKETCH_HASHES = 64  # of a sketch
BANDS = 8
MIN_SIMILARITY = 0.5  # of all sequences shared: about every tenth word another, or a third of the text left out

_FORM = struct.Struct(f"<{SKETCH_HASHES}I")

Shingles = frozenset[int]


def shingles(text: str) -> Shingles:
    """The hashes (32 bits) of all sequences of LENGTH words; empty where the text has too few of them."""
    words = tokens(text)
    runs = zip(*(words[skipped:] for skipped in range(SHINGLE_WORDS)), strict=False)
    hashes = frozenset(map(crc32, map(str.encode, map(" ".join, runs))))
    return hashes if len(hashes) >= MIN_SHINGLES else frozenset()


def similarity(first: Shingles, second: Shingles) -> float:
    """The share of their sequences that two texts have in common, 0 … 1."""
    return len(first & second) / len(first | second) if first and second else 0.0


def sketch(hashes: Shingles) -> bytes:
    """POINTS hashes that stand for a text: the next above each of as many marks on the circle of all hashes."""
    ring = sorted(hashes)
    places = (bisect_left(ring, (mark << 32) // SKETCH_HASHES) for mark in range(SKETCH_HASHES))
    return _FORM.pack(*(ring[place % len(ring)] for place in places))


def points(sketched: bytes) -> Shingles:
    """The hashes of a sketch."""
    return frozenset(_FORM.unpack(sketched))


def estimate_similarity(first: Shingles, second: Shingles) -> float:
    """The likeness of two texts as the points of their sketches tell it, give or take 0.06."""
    return len(first & second) / max(len(first), len(second), 1)


def bands(sketched: bytes) -> list[int]:
    """BANDS numbers of 64 bits (signed) by which texts worth comparing are found: one of them is the same.

    Each joins two points of the sketch. Of texts with half of their sequences in common 90 in 100 are found so,
    with two thirds 99, with a tenth 8.
    """
    marks = _FORM.unpack(sketched)
    step = SKETCH_HASHES // BANDS
    return [(marks[at] << 32 | marks[at + step // 2]) - 2**63 for at in range(0, step * BANDS, step)]
