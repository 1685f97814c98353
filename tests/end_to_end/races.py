"""Concurrent comments, publications and saves; run by `manage.py shell` in a process of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from articles.domain.articles import publishing, revisions
from articles.domain.comments import submission
from articles.models import Article, Comment

WORKERS = 8


def run_concurrently(work: Callable[[int], object], times: int) -> Counter[str]:
    def attempt(number: int) -> str:
        try:
            work(number)
            return "done"
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return Counter(pool.map(attempt, range(times)))


def post_and_publish() -> None:
    """Post 80 comments on one article, and publish eight articles of one headline; print the outcomes."""
    article = Article.objects.published().earliest("pk")
    posted = run_concurrently(lambda n: submission.submit(article, f"Text {n}", "Ada"), 80)
    drafts = [Article.objects.create(headline="Rathaus wird saniert", body="<p>Im Mai.</p>") for _ in range(WORKERS)]
    published = run_concurrently(lambda n: publishing.publish(drafts[n], by=None), WORKERS)
    slugs = Article.objects.filter(headline="Rathaus wird saniert", state="published").values("slug").distinct()
    print(dict(posted), Comment.objects.filter(author="Ada").count(), dict(published), slugs.count())  # noqa: T201


def save_concurrently(rounds: int = 1_000, rivals: int = 4) -> None:
    """Let several people save the same version in the same moment, again and again; print how many won each time."""
    article = Article.objects.create(headline="Rathaus", body="<p>Im Mai.</p>")
    ready = Barrier(rivals, timeout=60)
    winners: list[list[str]] = []

    def save(version: int, rival: int) -> str:
        article_copy = Article.objects.get(pk=article.pk)
        article_copy.headline = f"Rathaus {version}/{rival}"
        ready.wait()
        try:
            revisions.save(article_copy, by=None, expected_version=version)
        except revisions.Conflict as conflict:
            assert conflict.current.version == version + 1
            return ""
        return article_copy.headline

    with ThreadPoolExecutor(rivals) as pool:
        for version in range(1, rounds + 1):
            saved = pool.map(save, [version] * rivals, range(rivals))
            winners.append([headline for headline in saved if headline])
    won_headlines = [headline for (headline,) in winners]  # one each time, or this raises
    saved_headlines = list(article.history.order_by("version").values_list("headline", flat=True))[1:]
    print(len(won_headlines), won_headlines == saved_headlines, Article.objects.get(pk=article.pk).version)  # noqa: T201
