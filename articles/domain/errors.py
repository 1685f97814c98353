"""Refusals of the domain, and the errors of a database that is unavailable."""

from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

DATABASE_AWAY = (OperationalError, InterfaceError)  # unreachable, locked, or the connection is closed
RETRY_AFTER_SECONDS = 60  # seconds until it is worth while to try once more


@dataclass(frozen=True, slots=True)
class PublishBlocker:
    """A reason why an article is not public, or cannot be published."""

    code: str
    field: str
    message: str
    blocks: bool = True
    may_be_overridden: bool = True


class Refused(Exception):
    """A change is refused; `gates` are the blockers, `str()` is a sentence for people."""

    def __init__(self, message: str, gates: tuple[PublishBlocker, ...] = ()) -> None:
        super().__init__(message)
        self.gates = gates
