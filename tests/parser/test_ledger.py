"""For any text at all the segments joined are the text, and every character that is no blank has one role."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.parser.document import UnreadableClip
from articles.parser.ledger import LedgerError, balance
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from articles.text.lines import nonempty_lines, split_lines
from tests.rounds import examples

WORDS = st.sampled_from(
    (
        *("Kommentare", "9 Kommentare", "  • @Name:", "Foto: Anna Meier/dpa", "date 2024-06", "Berlin (dpa) -"),
        *("Von Anna Meier", "Mehr zum Thema", "Die Stadt will bauen, sagte der Rat.", "(les/dpa)", "> Zitat", "2. "),
        *("\u00a0", "\u2028", "\u200b", "\r", "Karl sagt:", "vor 3 Stunden"),
    )
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=60)), max_size=25).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", " ", "\r\n"]).map(lambda gap: gap.join(parts))
)


@settings(max_examples=examples(300), deadline=None)
@given(TEXTS)
@example(" date 2024-06 ")
@example("\u200b\n\u200b")
@example("9 Kommentare\n\n  • \n    •\n • Ein Satz, der lang genug ist, um ein Kommentar zu sein.")
def test_the_segments_joined_are_the_text(text):
    try:
        reading = parse_clip(text.encode("utf-8", "replace"), "any.txt")
    except UnreadableClip:
        return

    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text
    assert all(reading.text[s.start : s.end].isspace() == (s.role is Role.BLANK) for s in reading.segments)


@given(st.text())
def test_the_lines_joined_are_the_text_and_break_at_line_feeds_only(text):
    lines = split_lines(text)

    assert "".join(line.text for line in lines) == text
    assert len(lines) == len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - (text[-1:] in "\r\n")


def test_a_line_knows_the_empty_lines_before_it():
    assert [(line.words, line.gap) for line in nonempty_lines(split_lines("a\n\n \n b\nc"))] == [
        ("a", 0),
        ("b", 2),
        ("c", 0),
    ]


def test_two_roles_for_one_character_are_refused():
    with pytest.raises(LedgerError):
        balance("abc", [(0, 2, Role.LEAD, "x"), (1, 3, Role.PARAGRAPH, "x")])


def test_a_character_without_a_role_is_refused():
    with pytest.raises(LedgerError):
        balance("ab c", [(0, 2, Role.LEAD, "x")])
