"""Two texts beside each other."""

from html import unescape
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.admin.base.text_diff import side_by_side


def test_only_the_words_that_differ_are_marked():
    assert side_by_side("Die Stadt baut heute.", "Die Stadt plant heute.") == (
        "Die Stadt <del>baut</del> heute.",
        "Die Stadt <ins>plant</ins> heute.",
    )


def test_marked_text_is_escaped():
    assert side_by_side("<b>", "<i>") == ("&lt;<del>b</del>&gt;", "&lt;<ins>i</ins>&gt;")


def test_many_paragraphs_that_are_the_same_are_counted():
    same = "".join(f"Absatz {n}\n" for n in range(9))

    old, _new = side_by_side(same + "alt", same + "neu")

    assert old == 'Absatz 0\n<span class="quiet">… 7 Absätze wie bisher …</span>\nAbsatz 8\n<del>alt</del>'


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("ab <>&\n"), max_size=12), st.lists(st.sampled_from("ab <>&\n"), max_size=12))
def test_without_its_marks_each_side_is_its_text(old_parts, new_parts):
    old, new = "".join(old_parts), "".join(new_parts)
    if old.count("\n") > 2 or new.count("\n") > 2:
        return

    left, right = side_by_side(old, new)

    assert unescape(left.replace("<del>", "").replace("</del>", "")) == old
    assert unescape(right.replace("<ins>", "").replace("</ins>", "")) == new


def test_a_huge_text_is_compared_quickly():
    old = "wort " * 200_000
    start = process_time()

    side_by_side(old, old + "mehr")
    side_by_side("a\n" * 20_000, "b\na\n" * 20_000)

    assert process_time() - start < 5
