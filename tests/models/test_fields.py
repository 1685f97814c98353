"""What the columns have in common: numbers of rows, and texts that fit."""

import pytest

from articles.models import Comment, Image
from articles.models.fields.keys import parse_pk
from articles.models.fields.lengths import fit


@pytest.mark.parametrize(("text", "pk"), [("0", 0), ("17", 17), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_text_of_digits_names_a_row(text, pk):
    assert parse_pk(text) == pk


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1_0", "1.0", "²", "１", "9" * 19])
def test_any_other_text_names_none(text):
    assert parse_pk(text) is None


def test_a_text_is_cut_at_the_width_of_its_column():
    assert fit(Comment, "author", "x" * 500) == "x" * 120
    assert fit(Image, "caption", "x" * 5_000) == "x" * 5_000
