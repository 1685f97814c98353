"""What eight people do in the same moment; run by `manage.py shell` in a process of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from articles.domain.articles import publishing, revisions
from articles.domain.comments import submission
from articles.models import Article, Comment

PEOPLE = 8


def _at_once(work: Callable[[int], object], times: int) -> Counter[str]:
    def one(number: int) -> str:
        try:
            work(number)
            return "done"
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        return Counter(people.map(one, range(times)))


def tell() -> None:
    """Post 80 comments on one article, and publish eight articles of one headline; print what became of them."""
    article = Article.objects.published().earliest("pk")
    posted = _at_once(lambda n: submission.submit(article, f"Text {n}", "Ada"), 80)
    drafts = [Article.objects.create(headline="Rathaus wird saniert", body="<p>Im Mai.</p>") for _ in range(PEOPLE)]
    published = _at_once(lambda n: publishing.publish(drafts[n], by=None), PEOPLE)
    slugs = Article.objects.filter(headline="Rathaus wird saniert", state="published").values("slug").distinct()
    print(dict(posted), Comment.objects.filter(author="Ada").count(), dict(published), slugs.count())  # noqa: T201


def race(rounds: int = 1_000, rivals: int = 4) -> None:
    """Let several people save the same version in the same moment, again and again; print how many won each time."""
    article = Article.objects.create(headline="Rathaus", body="<p>Im Mai.</p>")
    ready = Barrier(rivals, timeout=60)
    winners: list[list[str]] = []

    def save(round_: int, rival: int) -> str:
        mine = Article.objects.get(pk=article.pk)
        mine.headline = f"Rathaus {round_}/{rival}"
        ready.wait()
        try:
            revisions.save(mine, by=None, expected_version=round_)
        except revisions.Conflict as conflict:
            assert conflict.current.version == round_ + 1
            return ""
        return mine.headline

    with ThreadPoolExecutor(rivals) as people:
        for round_ in range(1, rounds + 1):
            saved = people.map(save, [round_] * rivals, range(rivals))
            winners.append([headline for headline in saved if headline])
    told = [headline for (headline,) in winners]  # one each time, or this raises
    kept = list(article.history.order_by("version").values_list("headline", flat=True))[1:]
    print(len(told), told == kept, Article.objects.get(pk=article.pk).version)  # noqa: T201
