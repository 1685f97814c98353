"""Texts that nearly equal each other are found by the word sequences that they share."""

import random

import pytest

from articles.text import near_duplicates
from tests.end_to_end.generated_clips import generate_clip

WORDS = [f"wort{number}" for number in range(5_000)]


def text(chance: random.Random, length: int = 600) -> list[str]:
    return [chance.choice(WORDS) for _ in range(length)]


def edited(words: list[str], share: float, chance: random.Random) -> list[str]:
    return [chance.choice(WORDS) if chance.random() < share else word for word in words]


def print_of(words: list[str]) -> tuple[near_duplicates.Shingles, bytes]:
    hashes = near_duplicates.shingles(" ".join(words))
    return hashes, near_duplicates.sketch(hashes)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.08])
def test_a_text_with_some_words_changed_shares_a_band_and_is_near(share):
    chance = random.Random(1)
    missed = 0
    for _ in range(100):
        words = text(chance)
        (shingles, first), (edited_shingles, second) = print_of(words), print_of(edited(words, share, chance))
        assert near_duplicates.similarity(shingles, edited_shingles) >= near_duplicates.MIN_SIMILARITY
        guess = near_duplicates.estimate_similarity(near_duplicates.points(first), near_duplicates.points(second))
        assert abs(guess - near_duplicates.similarity(shingles, edited_shingles)) < 0.2
        missed += not set(near_duplicates.bands(first)) & set(near_duplicates.bands(second))

    assert missed <= 2


def test_texts_of_their_own_share_no_band():
    chance = random.Random(2)
    bands = [set(near_duplicates.bands(print_of(text(chance))[1])) for _ in range(200)]

    assert sum(map(len, bands)) == len(set().union(*bands))


def test_tidy_texts_of_few_words_are_not_near_to_each_other():
    texts = [near_duplicates.shingles(generate_clip(number).decode()) for number in range(40)]

    assert (
        max(near_duplicates.similarity(a, b) for i, a in enumerate(texts) for b in texts[:i])
        < near_duplicates.MIN_SIMILARITY
    )


def test_case_punctuation_and_layout_make_no_difference():
    shingles = "„Die Brücke“, sagte die Bürgermeisterin, wird gebaut. " * 2 + " ".join(WORDS[:30])
    changed_shingles = "die brücke sagte DIE BÜRGERMEISTERIN\n\nwird – gebaut " * 2 + "\n".join(WORDS[:30])

    assert near_duplicates.shingles(shingles) == near_duplicates.shingles(changed_shingles) != frozenset()


def test_a_text_of_few_words_has_no_fingerprint_and_is_like_nothing():
    few = near_duplicates.shingles("Der Markt zieht um.")

    assert few == frozenset()
    assert near_duplicates.similarity(few, few) == 0
