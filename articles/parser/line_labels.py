"""The label of a line: role, rule, confidence and alternatives."""

from dataclasses import dataclass, field

from articles.parser.roles import Role
from articles.parser.traits import Traits
from articles.text.lines import TextLine


@dataclass(slots=True)
class Label:
    """The role of a line. `confidence` is 0 … 1; `alternatives` are the next best roles, best first.

    `text` is how likely the model thought it that the line belongs to the article's text, 0 … 1.
    """

    role: Role
    rule: str
    confidence: float = 1.0
    alternatives: tuple[Role, ...] = ()
    text: float = 0.0


@dataclass(slots=True)
class LabelledLine:
    """A line with its label and its traits."""

    text_line: TextLine
    label: Label
    traits: Traits
    role: Role = field(init=False)  # the label's and the line's own: read so often that they are copied here
    words: str = field(init=False)
    mark: int = 0  # characters at its head that are no text: a bullet, the number of an item
    is_numbered: bool = False  # an item of a list whose numbers count on
    keeps_mark: bool = False  # a dash or a star at its head is no bullet: somebody speaks, or a note begins
    is_strong: bool = False  # the markup sets all of it in bold type
    goes_on: bool = False  # the next line of the block above: verse, what is said of a term
    is_uncertain: bool = False  # the model is unsure whether the line is text: an editor shall see it

    def __post_init__(self) -> None:
        self.role = self.label.role
        self.words = self.text_line.words

    def relabel(self, role: Role, rule: str, confidence: float = 0.9) -> None:
        """Replace the role; the previous one becomes the only alternative. `confidence` is 0 … 1."""
        self.label = Label(role, rule, confidence, (self.role,), self.label.text)
        self.role = role
