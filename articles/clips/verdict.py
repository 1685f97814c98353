"""What a rule says of a line: the role, the rule's name, how sure it is, and what else was in question."""

from dataclasses import dataclass

from .lines import Line
from .roles import Role


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line's role. `confidence` runs from 0 to 1; `others` are the roles that came next, the best first."""

    role: Role
    rule: str
    confidence: float = 1.0
    others: tuple[Role, ...] = ()


@dataclass(slots=True)
class Judged:
    """A line and the verdict on it."""

    line: Line
    verdict: Verdict
