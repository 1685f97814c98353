"""What the domain refuses, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishBlocker:
    """Something that stands between an article and its readers."""

    code: str
    field: str
    message: str
    blocks: bool = True
    may_be_overridden: bool = True


class Refused(Exception):
    """The desk will not do it; `gates` says what stands in the way, `str()` is a sentence for people."""

    def __init__(self, message: str, gates: tuple[PublishBlocker, ...] = ()) -> None:
        super().__init__(message)
        self.gates = gates
