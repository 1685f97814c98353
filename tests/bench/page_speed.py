"""How the processor time of the readers' pages grows from 1,000 to 20,000 articles.

    for n in 1000 20000; do
        export DATABASE_URL=sqlite:////tmp/pages-$n.sqlite3
        python manage.py migrate -v 0
        python manage.py shell -c "from tests.bench.page_speed import fill, measure; fill($n); measure('/tmp/$n.json')"
    done
    python -m tests.bench.page_speed /tmp/1000.json /tmp/20000.json

prints for each page the milliseconds of processor time over the smaller and the larger paper (the median of REPEATS),
and by how much it grows; the exit code is 1 if that is more than MAX_GROWTH. Both papers fill the same five years, and
each of their pages is full in both. (The index of the sitemaps names a file for each 5,000 articles, and grows so.)
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

REPEATS = 25
MAX_GROWTH = 1.5
BATCH = 1_000
MINUTES = 5 * 365 * 24 * 60
SENTENCE = "Der Rat der Stadt hat gestern über die Brücke am alten Markt gesprochen. "
PAGES = {
    "front": "/",
    "front, an older page": "/?before={anchor}",
    "article": "/articles/text-{half}/",
    "outlet": "/sources/quelle-1/",
    "agency": "/sources/agentur-1/",
    "outlets": "/sources/",
    "topic": "/topics/thema-1/",
    "topics": "/topics/",
    "person": "/people/person-1/",
    "archive": "/archive/",
    "archive, a year": "/archive/2025/",
    "archive, a month": "/archive/2025/06/",
    "feed": "/feed.rss",
    "feed of an outlet": "/sources/quelle-1/feed.atom",
    "feed of a topic": "/topics/thema-1/feed.json",
    "sitemaps": "/sitemap.xml",
    "sitemap of news": "/sitemap-news.xml",
    "sitemap of pages": "/sitemap-pages.xml",
    "unknown": "/articles/unbekannt/",
}


def fill(count: int) -> None:
    """Make a paper of so many articles, back from today: outlets, agencies, topics and persons for every tenth."""
    from django.db import connection, transaction

    from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic

    outlets = [Source.objects.create(name=f"Quelle {n}", slug=f"quelle-{n}", right="full") for n in range(10)]
    agencies = [Source.objects.create(name=f"dpa {n}", slug=f"agentur-{n}", kind="agency") for n in range(10)]
    topics = [Topic.objects.create(name=f"Thema {n}", slug=f"thema-{n}") for n in range(10)]
    persons = [Person.objects.create(name=f"Person {n}", slug=f"person-{n}") for n in range(10)]
    end, step = datetime.now(UTC) - timedelta(hours=1), timedelta(minutes=MINUTES / count)
    for first in range(0, count, BATCH):
        rows = [
            Article(
                headline=f"Überschrift {n}", lead=SENTENCE * 2, body=f"<p>{SENTENCE * 20}</p>" * 3, slug=f"text-{n}",
                state="draft" if n % 20 == 0 else "published", publish_at=end - step * (count - n),
                source=outlets[n % 10], issued_on=(end - step * (count - n)).date(), issued_precision="day",
            )
            for n in range(first, min(count, first + BATCH))
        ]  # fmt: skip
        with transaction.atomic():
            made = Article.objects.bulk_create(rows)
            ArticleAgency.objects.bulk_create(ArticleAgency(article=a, source=agencies[a.pk // 10 % 10]) for a in made)
            Contribution.objects.bulk_create(Contribution(article=a, person=persons[a.pk // 10 % 10]) for a in made)
            given = Article.topics.through
            given.objects.bulk_create(given(article=a, topic=topics[a.pk // 10 % 10]) for a in made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(path: str) -> None:
    """Write the milliseconds of each page."""
    from django.test import Client

    from articles.models import Article
    from articles.pages.paging import anchor

    client, count = Client(headers={"host": "localhost"}), Article.objects.count()
    middle = Article.objects.published().newest_first()[count // 2]
    known = {"anchor": anchor(middle), "half": middle.slug.removeprefix("text-") if middle.slug else ""}
    found = {name: _cost(client, address.format(**known)) for name, address in PAGES.items()}
    Path(path).write_text(json.dumps(found, indent=1))


def _cost(client: object, address: str) -> float:
    times = []
    for _again in range(REPEATS):
        start = time.process_time()
        status = client.get(address).status_code  # type: ignore[attr-defined]
        times.append((time.process_time() - start) * 1e3)
        assert status == (404 if "unbekannt" in address else 200), (address, status)
    return median(times)


def compare(small: str, large: str) -> int:
    """Print the growth of each page; 1 where one grows by more than MAX_GROWTH."""
    few, many = (json.loads(Path(path).read_text()) for path in (small, large))
    for name in few:
        print(f"{many[name] / few[name]:5.2f} ×  {few[name]:6.1f} → {many[name]:6.1f} ms  {name}")  # noqa: T201
    return int(any(many[name] / few[name] > MAX_GROWTH for name in few))


if __name__ == "__main__":
    sys.exit(compare(*sys.argv[1:3]))
