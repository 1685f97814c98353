"""Does one thing after the other, so that one that fails keeps no other back; the log has the traceback of each."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class SomeFailed(Exception):
    """Some of several things could not be done; all others are. Says which in a sentence."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(_("These could not be done, all others are: %(names)s.") % {"names": ", ".join(names)})
        self.names = names


def each(rows: Iterable[Any], act: Callable[[Any], int]) -> int:
    """Do it to each row, whatever happens to another; returns the sum of what came of it.

    Raises SomeFailed at the end. What `act` does has to be whole in itself: a transaction around all of them would be
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
