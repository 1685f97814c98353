"""Lines that a tool tore at a link are one paragraph again; lines that end are left alone."""

import pytest

from articles.parser.pipeline import parse_clip

OPENING = (
    "Streit um die neue Brücke in der Innenstadt\n"
    "Die Stadt will im Herbst mit dem Bau der neuen Brücke beginnen, sagte die Bürgermeisterin am Montag im Rat. "
    "Die Kosten sind in den letzten Jahren stark gestiegen, und noch fehlt das Geld vom Land.\n"
    "Die alte Brücke ist seit zwei Jahren gesperrt. Wer auf die andere Seite will, muss einen Umweg fahren.\n"
)
ENDING = (
    "Der Rat stimmt im Mai über die Pläne ab. Die Mehrheit dafür gilt als sicher, doch die Anwohner wollen klagen.\n"
)


def paragraphs(text):
    reading = parse_clip(text.encode(), "torn.txt")
    assert "".join(reading.text[slice(*segment.span)] for segment in reading.segments) == reading.text
    return [block.text for block in reading.document.body]


def test_a_paragraph_that_was_torn_at_a_link_is_one():
    torn = "Von dem Neubau haben auch die\u00a0\n\n\nHändler etwas, die seit Jahren über leere Läden klagen.\n"

    whole = "Von dem Neubau haben auch die Händler etwas, die seit Jahren über leere Läden klagen."
    assert whole in paragraphs(OPENING + torn + ENDING)


def test_a_line_that_ends_is_not_joined_with_the_next():
    two = "Von dem Neubau haben auch die Händler etwas. \n\n\nSie klagen seit Jahren über leere Läden dort.\n"

    assert not any("etwas. Sie" in text for text in paragraphs(OPENING + two + ENDING))


@pytest.mark.parametrize("count", [300, pytest.param(1_000, marks=pytest.mark.slow)])
def test_torn_lines_are_joined_in_linear_time(count):
    text = OPENING + "Wort für Wort an \n\n\n" * count + OPENING * count * 2

    assert paragraphs(text)
