"""What stands around verse and lists of terms: the model takes many short lines for the end of the text."""

from collections.abc import Sequence

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role


def is_prose(line: LabelledLine) -> bool:
    """Whether a line is one of sentences, without a stock phrase, a credit or a bullet."""
    traits = line.traits
    return traits.shape in ("E", "P") and not (traits.phrase or traits.credit or traits.bullet)


def text_goes_on(lines: Sequence[LabelledLine], number: int, rule: str) -> None:
    """Make the prose from this line on text, where only the model has taken it for something else."""
    while number < len(lines) and is_prose(lines[number]) and lines[number].role is not Role.CAPTION:
        line = lines[number]
        if line.role is Role.BOILERPLATE and line.label.rule == "weighed":
            line.relabel(Role.PARAGRAPH, rule, 0.6)
        number += 1
