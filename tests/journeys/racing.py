"""What eight people do in the same moment; run by `manage.py shell` in a process of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from articles.desk import moderating, publishing
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
    posted = _at_once(lambda n: moderating.submit(article, f"Text {n}", "Ada"), 80)
    drafts = [Article.objects.create(headline="Rathaus wird saniert", body="<p>Im Mai.</p>") for _ in range(PEOPLE)]
    published = _at_once(lambda n: publishing.publish(drafts[n], by=None), PEOPLE)
    slugs = Article.objects.filter(headline="Rathaus wird saniert", state="published").values("slug").distinct()
    print(dict(posted), Comment.objects.filter(author="Ada").count(), dict(published), slugs.count())  # noqa: T201
