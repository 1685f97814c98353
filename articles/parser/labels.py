"""What is said of a line: the role, the rule that gave it, how sure it is, and what else was in question."""

from dataclasses import dataclass, field

from articles.parser.features import Traits
from articles.parser.roles import Role
from articles.text.lines import TextLine


@dataclass(slots=True)
class Label:
    """One line's role. `confidence` runs from 0 to 1; `others` are the roles that came next, the best first."""

    role: Role
    rule: str
    confidence: float = 1.0
    alternatives: tuple[Role, ...] = ()


@dataclass(slots=True)
class LabelledLine:
    """A line, the verdict on it, and what was seen of it."""

    text_line: TextLine
    label: Label
    traits: Traits
    role: Role = field(init=False)  # the label's and the line's own: read so often that they are copied here
    words: str = field(init=False)
    continues_above: bool = False  # the line belongs to the paragraph above it

    def __post_init__(self) -> None:
        self.role = self.label.role
        self.words = self.text_line.words

    def relabel(self, role: Role, rule: str, confidence: float = 0.9) -> None:
        """A rule of the context knows better."""
        self.label = Label(role, rule, confidence, (self.role,))
        self.role = role
