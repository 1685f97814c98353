"""Lets Python look for garbage seldom during an import: to look at every object again costs a tenth of its time."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLD_OBJECTS = 50_000  # new objects until the next look; the clips of a batch make about as many


class _Threshold:
    """The collector's threshold, which all threads share: the first raises it, the last to leave sets it back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._usual = gc.get_threshold()

    def raise_it(self) -> None:
        with self._lock:
            if not self._users:
                self._usual = gc.get_threshold()
                gc.set_threshold(THRESHOLD_OBJECTS, *self._usual[1:])
            self._users += 1

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                gc.set_threshold(*self._usual)


_threshold = _Threshold()


@contextmanager
def rare_collection() -> Iterator[None]:
    """Within it the collector runs seldom, in every thread; it may be entered again, by others as well."""
    _threshold.raise_it()
    try:
        yield
    finally:
        _threshold.leave()
