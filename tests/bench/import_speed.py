"""How fast clips are read and imported, beside a plain loop that creates the same articles.

    export DATABASE_URL=sqlite:////tmp/speed.sqlite3
    python manage.py migrate
    python manage.py shell -c "from tests.bench.import_speed import tell; tell()"

prints articles created, clips read and clips imported, each per second of the same run: the best of three rounds.
"""

import time
from collections.abc import Callable

from articles.desk import importing
from articles.models import Article
from tests.journeys.making import made_clip

CLIPS = 200
BATCH = 50


def rates(start: int) -> tuple[float, float, float]:
    """Rates per second of creating, reading and importing CLIPS clips, numbered from `start`."""
    clips = [(f"{n}.txt", made_clip(n)) for n in range(start, start + CLIPS)]
    records = [importing.preview(data, name)["article"] for name, data in clips]

    def create() -> None:
        for record in records:
            body = "".join(f"<p>{block['text']}</p>" for block in record["body"])
            Article.objects.create(headline=record["headline"], lead=record["lead"], body=body)

    def read() -> None:
        for name, data in clips:
            importing.preview(data, name)

    def bring_in() -> None:
        for first in range(0, CLIPS, BATCH):
            importing.import_clips(clips[first : first + BATCH])

    return _rate(create), _rate(read), _rate(bring_in)


def _rate(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return CLIPS / (time.perf_counter() - start)


def tell() -> None:
    """Print the best of three rounds."""
    rounds = [rates(n * CLIPS) for n in range(3)]
    print(*(f"{max(column):.0f}" for column in zip(*rounds, strict=True)))  # noqa: T201
