"""Whom a byline makes an author: nobody gets a page of his own who cannot be a person or a desk."""

from pathlib import Path

import pytest

from articles.parser.authors import read_byline
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role

LINES = (Path(__file__).parent / "persons.txt").read_text(encoding="utf-8").splitlines()
CASES = [line.split(" → ") for line in LINES if line and not line.startswith("#")]
TEXT = (
    "Die Stadt will im Herbst mit dem Bau der neuen Brücke beginnen, sagte die Bürgermeisterin am Montag im Rat. "
    "Die Kosten sind in den letzten Jahren stark gestiegen, und noch fehlt das Geld vom Land. Die alte Brücke war "
    "nach einer Prüfung gesperrt worden, weil die Pfeiler Risse haben."
)
CLIP = "Streit um die neue Brücke in der Innenstadt\n\n{line}\n\n" + "\n\n".join((TEXT, TEXT[::-1].title(), TEXT[7:]))


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_an_author_is_a_person_or_a_desk_and_the_line_ends_with_the_name(line, expected):
    names, _, printed = expected.partition(" | ")
    byline = read_byline(line)

    if expected == "none":
        assert byline is None
    else:
        assert byline is not None
        assert " + ".join(byline.names) == names.strip()
        assert line[slice(*byline.text_span)] == (printed or line)


@pytest.mark.parametrize("line", ["Relevante Themen", "Most Popular", "Meistgelesene Artikel", "Share Tweet Share"])
def test_a_menu_line_at_the_place_of_the_author_makes_nobody_one(line):
    document = parse_clip(CLIP.format(line=line).encode(), "clip.txt").document

    assert (document.authors, document.byline) == ((), "")


def test_a_line_that_says_it_is_a_byline_and_names_nobody_is_left_to_the_editor():
    reading = parse_clip(CLIP.format(line="Von 4.711 Lesern 3.000 ja").encode(), "clip.txt")

    assert reading.document.authors == ()
    bylines = [segment for segment in reading.segments if segment.role is Role.BYLINE]
    assert len(bylines) == len([warning for warning in reading.warnings if warning.code == "byline_unread"])


def test_a_glued_byline_makes_two_authors():
    document = parse_clip(CLIP.format(line="Von Erika BeispielMax Muster").encode(), "clip.txt").document

    assert document.authors == ("Erika Beispiel", "Max Muster")
    assert document.byline == "Von Erika Beispiel, Max Muster"
