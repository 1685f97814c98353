"""A clip as the rules see it: its text, its lines, and what is known of all of them together."""

from .lines import Line, filled, split


class Page:
    """The lines of one text. `lines` are the ones that are not empty; rules name a line by its index in it."""

    __slots__ = ("lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = list(filled(split(text)))
