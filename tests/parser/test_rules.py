"""The rules of the parser, tested with cases in plain text: tests/parser/rules/*.txt.

A case is a title behind `==` and the lines of a clip, each with its role before it. To add one, write it down.
"""

from pathlib import Path

import pytest

from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role

CASES = Path(__file__).parent / "rules"


def cases():
    for path in sorted(CASES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n== ")[1:]:
            title, *lines = block.splitlines()
            rows = [line.split("|", 1) for line in lines if "|" in line]
            yield pytest.param([(roles.strip(), text[1:]) for roles, text in rows], id=f"{path.stem}: {title}")


@pytest.mark.parametrize("rows", list(cases()))
def test_every_line_of_the_case_has_its_roles(rows):
    reading = parse_clip("\n".join(text for _, text in rows).encode(), "case.txt")

    position, actual = 0, []
    for _, text in rows:
        inside = (
            s for s in reading.segments if position <= s.start < position + len(text) and s.role is not Role.BLANK
        )
        actual.append((" + ".join(segment.role.value for segment in inside), text))
        position += len(text) + 1
    assert actual == rows
