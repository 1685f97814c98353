"""How fast clips are read and imported, beside a plain loop that creates the same articles.

    export DATABASE_URL=sqlite:////tmp/speed.sqlite3
    python manage.py migrate
    python manage.py shell -c "from tests.bench.import_speed import tell; tell()"

prints articles created, clips read and clips imported, each per second, and how the last two compare with the first:
medians of five rounds, since the machine may be busy with other things in one of them.
"""

import time
from collections.abc import Callable
from statistics import median

from articles.domain.imports import importer
from articles.models import Article
from tests.end_to_end.generated_clips import generate_clip

CLIPS = 200
BATCH = 50
ROUNDS = 5


def rates(start: int) -> tuple[float, float, float]:
    """Rates per second of creating, reading and importing CLIPS clips, numbered from `start`."""
    clips = [(f"{n}.txt", generate_clip(n)) for n in range(start, start + CLIPS)]
    records = [importer.preview(data, name)["article"] for name, data in clips]

    def create() -> None:
        for record in records:
            body = "".join(f"<p>{block['text']}</p>" for block in record["body"])
            Article.objects.create(headline=record["headline"], lead=record["lead"], body=body)

    def read() -> None:
        for name, data in clips:
            importer.preview(data, name)

    def bring_in() -> None:
        for first in range(0, CLIPS, BATCH):
            importer.import_clips(clips[first : first + BATCH])

    return _rate(create), _rate(read), _rate(bring_in)


def _rate(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return CLIPS / (time.perf_counter() - start)


def tell() -> None:
    """Print the median rates of five rounds, and the medians of read ÷ create and import ÷ create in each round."""
    rounds = [rates(n * CLIPS) for n in range(ROUNDS)]
    medians = [median(column) for column in zip(*rounds, strict=True)]
    read, imported = median(r / c for c, r, _i in rounds), median(i / c for c, _r, i in rounds)
    print(*(f"{rate:.0f}" for rate in medians), f"{read:.2f}", f"{imported:.2f}")  # noqa: T201
