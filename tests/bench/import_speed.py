"""How fast clips are read and imported, beside Django alone.

    export DATABASE_URL=sqlite:////tmp/speed.sqlite3
    python manage.py migrate
    python manage.py shell -c "from tests.bench.import_speed import tell; tell()"

prints bare rows created, clips read and clips imported, each per second of the processor, and how the last two compare
with the first: medians of several rounds. The bare rows are groups of Django's, created one after the other in one
transaction: what is changed here does not change them. A loop that creates articles is no yardstick: it got faster by a
third when imports stopped leaving garbage behind, though nobody had touched it.
"""

import gc
import time
from collections.abc import Callable
from statistics import median

from django.contrib.auth.models import Group
from django.db import transaction

from articles.domain.imports import importer
from tests.end_to_end.generated_clips import generate_clip

CLIPS = 200
BATCH = 50
ROWS = 1_000
ROUNDS = 7


def rates(start: int) -> tuple[float, float, float]:
    """Rates per second of creating ROWS bare rows, and of reading and importing CLIPS clips, numbered from `start`."""
    clips = [(f"{n}.txt", generate_clip(n)) for n in range(start, start + CLIPS)]

    @transaction.atomic
    def create() -> None:
        for number in range(ROWS):
            Group.objects.create(name=f"{start}-{number}")
        Group.objects.all().delete()

    def read() -> None:
        for name, data in clips:
            importer.preview(data, name)

    def bring_in() -> None:
        for first in range(0, CLIPS, BATCH):
            importer.import_clips(clips[first : first + BATCH])

    return _rate(create, ROWS), _rate(read, CLIPS), _rate(bring_in, CLIPS)


def _rate(work: Callable[[], None], count: int) -> float:
    gc.collect()  # nobody pays for what others have left behind
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


def tell() -> None:
    """Print the median rates, and the medians of clips read and imported for each thousand bare rows of a round."""
    rounds = [rates(n * CLIPS) for n in range(ROUNDS)]
    medians = [median(column) for column in zip(*rounds, strict=True)]
    read, imported = median(r / c for c, r, _i in rounds), median(i / c for c, _r, i in rounds)
    print(*(f"{rate:.0f}" for rate in medians), f"{read * 1000:.1f}", f"{imported * 1000:.1f}")  # noqa: T201
