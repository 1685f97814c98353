"""The states of a line, the roles that they stand for, and which state can follow which."""

from articles.parser.roles import Role

# Before the headline (or, without one, the text): X0, B0, C0, R0. From then on the others. X1 is boilerplate
# within or below the text: the text may go on after it.
STATES = ("X0", "B0", "C0", "R0", "H", "L", "B", "C", "R", "P", "S", "X1")
STATE_NUMBERS = {state: number for number, state in enumerate(STATES)}
ROLES = {
    "X": Role.BOILERPLATE,
    "H": Role.HEADLINE,
    "L": Role.LEAD,
    "B": Role.BYLINE,
    "C": Role.CAPTION,
    "R": Role.CREDIT,
    "P": Role.PARAGRAPH,
    "S": Role.SUBHEADING,
}
STATE_ROLES = tuple(ROLES[state[0]] for state in STATES)
TEXT_STATES = tuple(STATES.index(state) for state in ("L", "P", "S"))  # a line in one of them is kept as text
_HEAD = ("X0", "B0", "C0", "R0")


def may_follow(state: str, successor: str) -> bool:
    """Whether a line in `successor` can follow one in `state`; the head never comes back after the text began."""
    if successor in _HEAD:
        return state in _HEAD
    if state in _HEAD:
        return successor in ("H", "L", "P", "S")
    return successor != "H" and not (successor == "L" and state in ("L", "P", "S"))


def may_begin(state: str) -> bool:
    """Whether the first line can be in this state."""
    return state in (*_HEAD, "H", "L", "P", "S")
