"""How much processor time a question costs, over many articles with made-up texts of a realistic vocabulary.

    export DATABASE_URL=sqlite:////tmp/search.sqlite3
    python manage.py migrate
    python manage.py shell -c "from tests.bench.search_speed import fill, tell; fill(100_000); tell()"

prints median, 95th percentile and maximum in milliseconds of processor time over 400 questions (on PostgreSQL: of
elapsed time, since the work is done by the server), first of the search with its passages, then of the whole page;
and how large the index is beside the texts. Words are drawn by rank (Zipf), most of them compounds, so that common
words, rare ones and those that stand in half of all articles are asked for as often as they are written.
"""

import itertools
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from django.db import connection, transaction
from django.test import Client

from articles.domain.search import highlights, query
from articles.domain.search import index as indexing
from articles.lexicon import load
from articles.models import Article, Image, Placement, Source
from articles.models import search as search_index
from articles.models.fields import body
from articles.models.lists import for_lists

BATCH = 500
WORDS = 300  # of an article
QUESTIONS = 400
SMALL = " ".join(load.table("stopwords")["de"].split()).split()


class Language:
    """Draws words as a newspaper does: every second one small, the others by rank out of 60,000."""

    def __init__(self) -> None:
        chance = random.Random(1)
        parts = sorted(w.rstrip("+-").capitalize() for w in load.words("compound_parts"))
        pairs = [
            f"{one}{other.lower()}"
            for one, other in zip(chance.choices(parts, k=40_000), chance.choices(parts, k=40_000), strict=True)
        ]
        names = [
            "".join(chance.choices(("ka", "ler", "mo", "ni", "stro", "ber", "wei", "tus", "ga", "do"), k=3))
            for _ in range(20_000)
        ]
        self.words = list(dict.fromkeys([*parts, *pairs, *(n.capitalize() for n in names)]))
        chance.shuffle(self.words)
        self._sums = list(itertools.accumulate(1 / rank for rank in range(3, len(self.words) + 3)))

    def telling(self, chance: random.Random, count: int) -> list[str]:
        """Words that mean something."""
        return chance.choices(self.words, cum_weights=self._sums, k=count)

    def text(self, chance: random.Random, count: int) -> str:
        """So many words, every second one small."""
        pairs = zip(chance.choices(SMALL, k=count // 2), self.telling(chance, count // 2), strict=True)
        return " ".join(word for pair in pairs for word in pair)


def fill(count: int) -> None:
    """Add articles until there are `count`, and enter them: one in twenty hidden, one in ten an excerpt.

    Every third has a picture with a caption.
    """
    language, start = Language(), datetime(2000, 1, 1, tzinfo=UTC)
    full, excerpt = (
        Source.objects.get_or_create(slug=right, defaults={"name": right, "right": right})[0]
        for right in ("full", "excerpt")
    )
    for first in range(Article.objects.count(), count, BATCH):
        rows, images = [], Image.objects.bulk_create(_images(language, range(first, min(count, first + BATCH))))
        for number in range(first, min(count, first + BATCH)):
            chance = random.Random(number)
            paragraphs = (language.text(chance, WORDS // 5) for _ in range(5))
            figure = f'<figure data-image="{images.pop(0).pk}"></figure>' if number % 3 == 0 else ""
            rows.append(
                Article(
                    headline=language.text(chance, 8),
                    lead=language.text(chance, 24),
                    body="".join(f"<p>{paragraph}.</p>" for paragraph in paragraphs) + figure,
                    slug=f"text-nr-{number}",
                    state="draft" if chance.random() < 0.05 else "published",
                    publish_at=start + timedelta(hours=number, minutes=chance.randrange(20_000)),
                    source=excerpt if chance.random() < 0.1 else full,
                )
            )
        with transaction.atomic():
            Article.objects.bulk_create(rows)
            Placement.objects.bulk_create(
                Placement(article=row, image_id=image) for row in rows for image in body.image_ids(row.body)
            )
            indexing.add(rows)
    search_index.analyze()


def _images(language: Language, numbers: range) -> list[Image]:
    return [Image(caption=language.text(random.Random(-n - 1), 16)) for n in numbers if n % 3 == 0]


def questions() -> list[str]:
    """What people ask: a word, two or three, a phrase, one thing without another."""
    language, chance = Language(), random.Random(7)
    asked = []
    for number in range(QUESTIONS):
        words = language.telling(chance, 3)
        asked.append(
            (
                words[0],
                " ".join(words[:2]),
                " ".join(words),
                f'"{words[0]} und"',
                f"{words[0]} -{words[1]}",
                words[0].lower(),
                f"die {words[0]} und {words[1]}",
                words[0][: max(4, len(words[0]) // 2)],
            )[number % 8]
        )
    return asked


def search(asked: str) -> int:
    """What a page of hits costs without its frame."""
    question = query.read_question(asked)
    found = query.find(Article.objects.published(), question, size=10)
    articles = for_lists(Article.objects, with_body=True).in_bulk(found.ids)
    return len(highlights.highlight_all([articles[pk] for pk in found.ids], question, 240))


def tell() -> None:
    """Print the figures."""
    asked, client = questions(), Client(headers={"host": "localhost"})
    pages = [f"/search/?q={question}" for question in asked]
    for name, work, given in (("search", search, asked), ("page", client.get, pages)):
        times = _times(work, given)
        p95 = quantiles(times, n=20)[-1]
        print(name, f"median {median(times):.1f} ms, p95 {p95:.1f} ms, most {max(times):.1f} ms")  # noqa: T201
    print("MB of texts, of the index:", *(f"{size / 1e6:.0f}" for size in _sizes()))  # noqa: T201


def _times(work: Callable[[str], object], given: list[str]) -> list[float]:
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for one in given:
        start = clock()
        work(one)
        times.append((clock() - start) * 1e3)
    return times


def _sizes() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(LENGTH(headline) + LENGTH(lead) + LENGTH(body)) FROM articles_article")
        texts = cursor.fetchone()[0]
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('articles_searchentry')")
            return texts, cursor.fetchone()[0]
        index = "(SELECT SUM(LENGTH(block)) FROM articles_searchindex_data)"
        cursor.execute(f"SELECT {index}, SUM(LENGTH(terms)) FROM articles_searchentry")
        return texts, sum(cursor.fetchone())
