"""What the domain refuses, and why; and what the database says when it is away."""

from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

DATABASE_AWAY = (OperationalError, InterfaceError)  # it cannot be reached, is locked, or has closed the connection
RETRY_AFTER_SECONDS = 60  # seconds until it is worth while to try once more


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
