"""A program that follows the change feed has exactly the public articles, whatever happens meanwhile."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from articles.domain import change_feed
from articles.domain.articles import publishing, revisions
from articles.domain.taxonomy import entries, text_rights
from articles.models import Article, ChangeFeedEntry, Source
from tests.rounds import slow_but


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch):
    cache.clear()
    monkeypatch.setattr(
        change_feed, "MIN_COMPARE_SECONDS", 3_600
    )  # seconds: it is over when a test says so, not by the clock


class Mirror:
    """A program that keeps a copy as described in docs/api.md."""

    def __init__(self, get):
        self.get, self.copy, self.address = get, {}, "/changes/?limit=7"

    def follow(self, pages=1_000, at_once=False):
        """Read the feed to its end or for `pages` pages; with `at_once` before the articles are compared again."""
        if not at_once:
            cache.clear()  # what another second would do
        for _page in range(pages):
            answer = self.get(self.address)
            self._take([row["id"] for row in answer["results"] if not row["gone"]])
            for row in answer["results"]:
                if row["gone"]:
                    self.copy.pop(row["id"], None)
            self.address = answer["follow"]
            if answer["next"] is None:
                return

    def _take(self, ids):
        id_list = ",".join(map(str, ids))
        rows = self.get(f"/articles/?body=html&limit=100&id={id_list}")["results"] if ids else []
        self.copy.update({row["id"]: row for row in rows})
        for removed_id in set(ids) - {row["id"] for row in rows}:
            self.copy.pop(removed_id, None)


@pytest.fixture
def mirror(get):
    return Mirror(get)


@pytest.fixture
def public_articles(get):
    """Reads all public articles from the list of articles, by their ids."""

    def read():
        rows, address = [], "/articles/?body=html&limit=100"
        while address:
            page = get(address)
            rows, address = rows + page["results"], page["next"]
        return {row["id"]: row for row in rows}

    return read


def change_at_random(article, rng, editor, outlet):
    """Apply one random change to an article."""
    soon, past = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(minutes=5)
    change = rng.choice(["save", "expire", "embargo", "withdraw", "lock", "later", "back", "delete", "move"])
    rows = Article.objects.filter(pk=article.pk)
    if change == "save":
        article.headline = f"Neu {rng.random()}"
        revisions.save(article, editor)
    elif change == "withdraw" and article.state == "published":
        publishing.withdraw(article, editor, "Der Bericht war falsch.")
    elif change == "delete":
        rows.delete()
    else:  # without a word to anybody: no version, no time of change
        values = {
            "expire": {"expires_at": past, "publish_at": past - timedelta(1)},
            "embargo": {"embargo_until": soon},
            "lock": {"state": "locked"},
            "later": {"publish_at": soon, "expires_at": None},
            "back": {
                "state": "published",
                "publish_at": past - timedelta(1),
                "expires_at": None,
                "embargo_until": None,
            },
            "move": {"source": outlet},
        }
        rows.update(**values.get(change, {}))


@pytest.mark.parametrize("number", slow_but([1], [1, 2, 3]))
def test_a_mirror_matches_the_public_articles_after_any_changes(
    mirror, public_articles, make_article, editor, outlet, number
):
    rng = random.Random(number)
    other = Source.objects.create(name="Bote", slug="bote", right="full")
    for _ in range(25):
        make_article(source=rng.choice([outlet, other]))

    for _ in range(40):
        article = rng.choice(list(Article.objects.all()))
        change_at_random(article, rng, editor, other)
        if rng.random() < 0.3:
            make_article(source=rng.choice([outlet, other]), slug=f"neu-{rng.random()}".replace(".", "-"))
        if rng.random() < 0.2:
            Source.objects.filter(pk=other.pk).update(right=rng.choice(["full", "excerpt", "unclear", "internal"]))
        if rng.random() < 0.5:
            mirror.follow(pages=rng.choice([1, 2, 1_000]))
    mirror.follow()

    assert mirror.copy == public_articles()
    assert 0 < len(mirror.copy) < Article.objects.count()


WRITERS, STEPS, ARTICLES_PER_WRITER = 5, 24, 4  # threads, what each does, and to how many articles of its own


def write(number, articles, outlet):
    """Publish, change and withdraw, each in a transaction that stays open for a while after its last write."""
    rng = random.Random(number)
    try:
        for step in range(STEPS):
            article = Article.objects.get(pk=rng.choice(articles))
            with transaction.atomic():
                if number == 0:
                    source = Source.objects.get(pk=outlet.pk)
                    if rng.random() < 0.5:
                        right = "excerpt" if source.right == "full" else "full"
                        text_rights.set_right(source, right, "", None, None)
                    else:
                        entries.change(source, {"name": "Bote" if source.name != "Bote" else "Anzeiger"}, None)
                elif article.state == "published" and rng.random() < 0.4:
                    publishing.withdraw(article, None, "Der Bericht war falsch.")
                elif article.state == "published":
                    article.headline = f"Neu {number}/{step}"
                    revisions.save(article, None)
                else:
                    publishing.publish(article, None, "Test")
                time.sleep(rng.random() / 40)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", slow_but([1], [1, 2]))
def test_a_mirror_misses_no_change_of_overlapping_transactions(
    patience, mirror, public_articles, make_article, outlet, number
):
    article_ids = [
        [make_article(state="approved", headline=f"{n}/{m}").pk for m in range(ARTICLES_PER_WRITER)]
        for n in range(WRITERS)
    ]

    with ThreadPoolExecutor(WRITERS) as pool:
        futures = [pool.submit(write, n and number * 100 + n, article_ids[n], outlet) for n in range(WRITERS)]
        while not all(future.done() for future in futures):
            mirror.follow(pages=2)
    for future in futures:
        future.result()
    mirror.follow()

    assert mirror.copy == public_articles()
    assert 0 < len(mirror.copy) < WRITERS * ARTICLES_PER_WRITER


@pytest.mark.django_db(transaction=True)
def test_a_late_commit_with_an_older_time_is_not_missed(mirror, public_articles, make_article):
    quick, late = make_article(headline="Alt"), make_article(headline="Alt")
    written, may_end = Event(), Event()
    mirror.follow()

    def save_late():
        with transaction.atomic():
            late.headline = "Spät"
            revisions.save(late, None)
            written.set()
            may_end.wait(60)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        saved = pool.submit(save_late)
        written.wait(60)
        if connection.features.has_select_for_update:  # where two can write at a time; SQLite lets one wait
            quick.headline = "Schnell"
            revisions.save(quick, None)
        mirror.follow()
        before = mirror.copy[late.pk]["headline"]
        may_end.set()
        saved.result()
    mirror.follow()

    assert (before, mirror.copy[late.pk]["headline"]) == ("Alt", "Spät")
    assert mirror.copy == public_articles()


@pytest.mark.parametrize("field", ["right of the outlet", "right of the clip", "name"])
def test_a_value_that_was_changed_back_is_changed_back_in_the_copy(
    mirror, public_articles, make_article, make_clip, outlet, field
):
    def change_field(to_other):
        if field == "name":
            entries.change(Source.objects.get(), {"name": "Bote" if to_other else "Der Anzeiger"}, None)
        else:
            rights_holder = clip if field == "right of the clip" else Source.objects.get()
            text_rights.set_right(rights_holder, "excerpt" if to_other else "full", "", None, None)

    clip = make_clip(source=outlet, right="full" if field == "right of the clip" else "")
    make_article(clip=clip)
    change_feed.catch_up()

    change_field(to_other=True)
    cache.add(change_feed.COMPARED_KEY, True)
    mirror.follow(at_once=True)
    other_copy = dict(mirror.copy)
    change_field(to_other=False)
    mirror.follow()

    assert mirror.copy == public_articles() != other_copy


def test_articles_that_change_by_time_alone_are_in_the_feed(make_article):
    now = timezone.now()
    ends = make_article(expires_at=now + timedelta(hours=1))
    begins = make_article(publish_at=now + timedelta(hours=1))
    freed = make_article(embargo_until=now + timedelta(hours=1))
    change_feed.catch_up(now)

    change_feed.catch_up(now + timedelta(hours=2))

    entries = {row.article_number: row.gone for row in ChangeFeedEntry.objects.all()}
    assert entries == {ends.pk: True, begins.pk: False, freed.pk: False}


def test_a_right_that_ends_at_midnight_is_noticed(noon, make_article, outlet):
    article = make_article()
    outlet.right_until = noon.date()
    outlet.save()
    change_feed.catch_up()

    change_feed.catch_up(timezone.now() + timedelta(days=1))

    assert ChangeFeedEntry.objects.get(article_number=article.pk).gone


def test_a_text_that_may_only_be_quoted_from_now_on_is_a_change(mirror, make_article, outlet):
    article = make_article()
    mirror.follow()
    Source.objects.update(right="excerpt")

    mirror.follow()

    assert mirror.copy[article.pk]["is_excerpt"] is True
    assert mirror.copy[article.pk]["body"] == ""


def test_articles_that_were_never_public_are_not_in_the_feed(get, make_article):
    for state in ("draft", "in_review", "approved", "locked", "discarded"):
        make_article(state=state, slug=state)
    make_article(publish_at=timezone.now() + timedelta(hours=1))
    public = make_article()

    assert [row["id"] for row in get("/changes/")["results"]] == [public.pk]


def test_a_removed_article_is_listed_by_its_id_only(get, make_article):
    article = make_article(headline="KANARI", slug="kanari")
    get("/changes/")
    Article.objects.update(state="locked", state_reason="KANARI")
    cache.clear()

    (row,) = get("/changes/")["results"]

    assert set(row) == {"id", "gone", "at", "api_url"}
    assert (row["id"], row["gone"], row["api_url"]) == (article.pk, True, None)


def test_a_position_of_another_archive_is_refused(get_problem, get, make_article):
    make_article()
    get("/changes/")

    for since in ("abc", "abc-1", "-1", "1", "x" * 5_000, get("/changes/")["follow"].partition("since=")[2] + "9"):
        assert get_problem(f"/changes/?since={since}")[1:] == ("bad_request", "since", "invalid_cursor")


def test_the_feed_takes_few_queries_when_nothing_has_changed(get, make_article, django_assert_num_queries):
    make_article()
    get("/changes/")

    with django_assert_num_queries(2):
        get("/changes/")
    cache.clear()
    with django_assert_num_queries(5):  # one for what has come and gone again since
        get("/changes/")


@pytest.mark.parametrize("order", ["updated_at", "-updated_at"])
def test_the_list_is_ordered_by_change(get, make_article, order):
    articles = [make_article() for _ in range(3)]
    articles[0].save()

    ids = [row["id"] for row in get(f"/articles/?ordering={order}")["results"]]

    expected = [articles[1].pk, articles[2].pk, articles[0].pk]
    assert ids == (expected if order == "updated_at" else expected[::-1])


def test_changed_since_finds_articles_published_since(find_headlines, make_article):
    old = timezone.now() - timedelta(days=2)
    make_article(headline="alt", publish_at=old)
    make_article(headline="freigegeben", publish_at=old, embargo_until=timezone.now() - timedelta(minutes=1))
    Article.objects.update(updated_at=old)
    make_article(headline="neu", publish_at=old)
    moment = (timezone.now() - timedelta(days=1)).isoformat()

    assert find_headlines(f"changed_since={moment}") == {"freigegeben", "neu"}
