"""A credit that runs into the text behind it is cut off: two lines instead of one."""

import pytest

from articles.parser.clip_text import ClipText
from articles.parser.pipeline import parse_clip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Das neue Werk am Fluss © Picture Alliance Die Stadt will im Herbst über das Werk entscheiden.",
            ["Das neue Werk am Fluss © Picture Alliance", "Die Stadt will im Herbst über das Werk entscheiden."],
        ),
        (
            "© imago/Karl Huber | IMAGO/Karl Huber Dunkler Rauch steht über der alten Halle.",
            ["© imago/Karl Huber | IMAGO/Karl Huber", "Dunkler Rauch steht über der alten Halle."],
        ),
        (
            "APA/AFP/Anna Meier Nach dem Rücktritt der Ministerin",
            ["APA/AFP/Anna Meier", "Nach dem Rücktritt der Ministerin"],
        ),
        ("date 2024-05 dpa/Karl Huber", ["dpa/Karl Huber"]),
        ("Die Halle am Fluss. Foto: Anna Meier/dpa", ["Die Halle am Fluss. Foto: Anna Meier/dpa"]),
        (
            "CDU/CSU und SPD wollen die Halle am Fluss erhalten.",
            ["CDU/CSU und SPD wollen die Halle am Fluss erhalten."],
        ),
    ],
)
def test_a_line_is_cut_behind_a_credit_that_runs_into_text(text, expected):
    assert [line.words for line in ClipText(text).lines] == expected


def test_every_character_of_a_cut_line_is_accounted_for():
    text = (
        "Rat stimmt ab\n\nDie Halle am Fluss © dpa | Anna Meier Der Rat der Stadt stimmt am Montag über die Halle ab.\n"
    )

    segments = parse_clip(text.encode(), "a.txt").segments

    assert "".join(text[segment.start : segment.end] for segment in segments) == text
