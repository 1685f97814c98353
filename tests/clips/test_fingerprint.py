"""Texts that nearly equal each other are found by the word sequences that they share."""

import random

import pytest

from articles.clips import fingerprint
from tests.journeys.making import made_clip

WORDS = [f"wort{number}" for number in range(5_000)]


def text(chance: random.Random, length: int = 600) -> list[str]:
    return [chance.choice(WORDS) for _ in range(length)]


def edited(words: list[str], share: float, chance: random.Random) -> list[str]:
    return [chance.choice(WORDS) if chance.random() < share else word for word in words]


def print_of(words: list[str]) -> tuple[fingerprint.Shingles, bytes]:
    found = fingerprint.shingles(" ".join(words))
    return found, fingerprint.sketch(found)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.08])
def test_a_text_with_some_words_changed_shares_a_band_and_is_near(share):
    chance = random.Random(1)
    missed = 0
    for _ in range(100):
        words = text(chance)
        (one, first), (other, second) = print_of(words), print_of(edited(words, share, chance))
        assert fingerprint.likeness(one, other) >= fingerprint.NEAR
        guess = fingerprint.estimate(fingerprint.points(first), fingerprint.points(second))
        assert abs(guess - fingerprint.likeness(one, other)) < 0.2
        missed += not set(fingerprint.bands(first)) & set(fingerprint.bands(second))

    assert missed <= 2


def test_texts_of_their_own_share_no_band():
    chance = random.Random(2)
    bands = [set(fingerprint.bands(print_of(text(chance))[1])) for _ in range(200)]

    assert sum(map(len, bands)) == len(set().union(*bands))


def test_tidy_texts_of_few_words_are_not_near_to_each_other():
    texts = [fingerprint.shingles(made_clip(number).decode()) for number in range(40)]

    assert max(fingerprint.likeness(a, b) for i, a in enumerate(texts) for b in texts[:i]) < fingerprint.NEAR


def test_case_punctuation_and_layout_make_no_difference():
    one = "„Die Brücke“, sagte die Bürgermeisterin, wird gebaut. " * 2 + " ".join(WORDS[:30])
    other = "die brücke sagte DIE BÜRGERMEISTERIN\n\nwird – gebaut " * 2 + "\n".join(WORDS[:30])

    assert fingerprint.shingles(one) == fingerprint.shingles(other) != frozenset()


def test_a_text_of_few_words_has_no_fingerprint_and_is_like_nothing():
    few = fingerprint.shingles("Der Markt zieht um.")

    assert few == frozenset()
    assert fingerprint.likeness(few, few) == 0
