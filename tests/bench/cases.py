"""The written cases of the parser's rules (tests/parser/rules/*.txt) as clips to learn from."""

from collections.abc import Iterator

from articles.parser.learning import gold
from tests.parser.test_rules import cases

LETTERS = {  # of the labels in tests/bench/labels, by role; of a line with several, the first that stands here
    "headline": "H",
    "lead": "L",
    "paragraph": "P",
    "subheading": "S",
    "caption": "C",
    "credit": "R",
    "byline": "B",
    "kicker": "K",
    "subheadline": "D",
    "date": "T",
    "signoff": "G",
    "comment": "M",
}
IMPORTANCE = 24.0  # few and short: beside thousands of pages they would not be heard


def examples() -> Iterator[gold.Example]:
    """A clip for each case; comments are no lines of the article."""
    for number, case in enumerate(cases()):
        (rows,) = case.values
        text = "\n".join(line for _, line in rows)
        roles = [(line, _letter(names)) for names, line in rows if line.strip()]
        known = {"publisher": f"case {number}", "lang": "de", "roles": roles, "blocks": []}
        example = gold.make_example(f"case{number}.txt", "a", text.encode(), known)
        if example.lines:
            example.importance = IMPORTANCE
            yield example


def _letter(names: str) -> str:
    parts = names.split(" + ")
    return next((letter for role, letter in LETTERS.items() if role in parts), "X")
