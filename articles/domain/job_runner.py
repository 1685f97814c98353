"""Runs jobs one after the other: one that fails does not stop the others, and the log has its traceback."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class SomeFailed(Exception):
    """Some of several jobs have failed, all others are done; `str()` names them in a sentence."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(_("These could not be done, all others are: %(names)s.") % {"names": ", ".join(names)})
        self.names = names


def each(rows: Iterable[Any], act: Callable[[Any], int]) -> int:
    """Call `act` for each row, whatever happens to another; returns the sum of its results.

    Raises SomeFailed at the end. Each call of `act` needs its own transaction: one around all of them would be
    broken by the first that fails.
    """
    done = 0
    failed: list[str] = []
    for row in rows:
        try:
            done += act(row)
        except SomeFailed as failures:
            failed += failures.names
        except Exception:
            logger.exception("%s failed; the others go on", _name(row))
            failed.append(_name(row))
    if failed:
        raise SomeFailed(failed)
    return done


def _name(row: Any) -> str:
    if isinstance(row, Model):
        return f"{row._meta.verbose_name} {row.pk}"
    return ", ".join(map(_name, row)) if isinstance(row, list | tuple) else str(row)
