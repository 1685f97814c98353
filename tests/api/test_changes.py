"""Who follows the changes has exactly what is public, whatever happens meanwhile."""

import random
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.desk import following, publishing, revising
from articles.models import Article, Change, Source


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


class Mirror:
    """A program that keeps a copy, as docs/api.md tells it to."""

    def __init__(self, get):
        self.get, self.copy, self.address = get, {}, "/changes/?limit=7"

    def follow(self, pages=1_000):
        """Ask until there is nothing more, or for some pages."""
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
        asked = ",".join(map(str, ids))
        rows = self.get(f"/articles/?body=html&limit=100&id={asked}")["results"] if ids else []
        self.copy.update({row["id"]: row for row in rows})
        for gone in set(ids) - {row["id"] for row in rows}:
            self.copy.pop(gone, None)


@pytest.fixture
def mirror(get):
    return Mirror(get)


@pytest.fixture
def everything(get):
    """All that is public, as the list of articles gives it."""

    def read():
        rows, address = [], "/articles/?body=html&limit=100"
        while address:
            page = get(address)
            rows, address = rows + page["results"], page["next"]
        return {row["id"]: row for row in rows}

    return read


def shuffle(article, chance, editor, outlet):
    """Something that happens to an article."""
    soon, past = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(minutes=5)
    what = chance.choice(["save", "expire", "embargo", "withdraw", "lock", "later", "back", "delete", "move"])
    rows = Article.objects.filter(pk=article.pk)
    if what == "save":
        article.headline = f"Neu {chance.random()}"
        revising.save(article, editor)
    elif what == "withdraw" and article.state == "published":
        publishing.withdraw(article, editor, "Der Bericht war falsch.")
    elif what == "delete":
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
        rows.update(**values.get(what, {}))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_mirror_has_what_is_public_whatever_happens_while_it_follows(
    mirror, everything, make_article, editor, outlet, number
):
    chance = random.Random(number)
    other = Source.objects.create(name="Bote", slug="bote", right="full")
    for _ in range(25):
        make_article(source=chance.choice([outlet, other]))

    for _ in range(40):
        article = chance.choice(list(Article.objects.all()))
        shuffle(article, chance, editor, other)
        if chance.random() < 0.3:
            make_article(source=chance.choice([outlet, other]), slug=f"neu-{chance.random()}".replace(".", "-"))
        if chance.random() < 0.2:
            Source.objects.filter(pk=other.pk).update(right=chance.choice(["full", "excerpt", "unclear", "internal"]))
        if chance.random() < 0.5:
            mirror.follow(pages=chance.choice([1, 2, 1_000]))
    mirror.follow()

    assert mirror.copy == everything()
    assert 0 < len(mirror.copy) < Article.objects.count()


def test_the_clock_alone_changes_what_is_public(make_article):
    now = timezone.now()
    ends = make_article(expires_at=now + timedelta(hours=1))
    begins = make_article(publish_at=now + timedelta(hours=1))
    freed = make_article(embargo_until=now + timedelta(hours=1))
    following.catch_up(now)

    following.catch_up(now + timedelta(hours=2))

    told = {row.article_number: row.gone for row in Change.objects.all()}
    assert told == {ends.pk: True, begins.pk: False, freed.pk: False}


def test_a_right_that_ends_at_midnight_is_noticed(make_article, outlet):
    article = make_article()
    outlet.right_until = timezone.localdate()
    outlet.save()
    following.catch_up()

    following.catch_up(timezone.now() + timedelta(days=1))

    assert Change.objects.get(article_number=article.pk).gone


def test_a_text_that_may_only_be_quoted_from_now_on_is_a_change(mirror, make_article, outlet):
    article = make_article()
    mirror.follow()
    Source.objects.update(right="excerpt")

    mirror.follow()

    assert mirror.copy[article.pk]["body"] == ""


def test_what_was_never_public_is_never_told(get, make_article):
    for state in ("draft", "in_review", "approved", "locked", "discarded"):
        make_article(state=state, slug=state)
    make_article(publish_at=timezone.now() + timedelta(hours=1))

    assert get("/changes/")["results"] == []


def test_nothing_is_said_of_what_has_gone_but_its_number(get, make_article):
    article = make_article(headline="KANARI", slug="kanari")
    get("/changes/")
    Article.objects.update(state="locked", state_reason="KANARI")
    cache.clear()

    (row,) = get("/changes/")["results"]

    assert set(row) == {"id", "gone", "at", "api_url"}
    assert (row["id"], row["gone"], row["api_url"]) == (article.pk, True, None)


def test_a_position_of_another_archive_is_refused(refused, get, make_article):
    make_article()
    get("/changes/")

    for since in ("abc", "abc-1", "-1", "1", "x" * 5_000, get("/changes/")["follow"].partition("since=")[2] + "9"):
        assert refused(f"/changes/?since={since}")[1:] == ("bad_request", "since", "invalid_cursor")


def test_it_costs_few_queries_where_nothing_has_happened(get, make_article, django_assert_num_queries):
    make_article()
    get("/changes/")

    with django_assert_num_queries(2):
        get("/changes/")
    cache.clear()
    with django_assert_num_queries(4):
        get("/changes/")


@pytest.mark.parametrize("order", ["updated_at", "-updated_at"])
def test_the_list_is_ordered_by_change(get, make_article, order):
    articles = [make_article() for _ in range(3)]
    articles[0].save()

    found = [row["id"] for row in get(f"/articles/?ordering={order}")["results"]]

    expected = [articles[1].pk, articles[2].pk, articles[0].pk]
    assert found == (expected if order == "updated_at" else expected[::-1])


def test_changed_since_finds_what_came_out_since(found, make_article):
    old = timezone.now() - timedelta(days=2)
    make_article(headline="alt", publish_at=old)
    make_article(headline="freigegeben", publish_at=old, embargo_until=timezone.now() - timedelta(minutes=1))
    Article.objects.update(updated_at=old)
    make_article(headline="neu", publish_at=old)
    moment = (timezone.now() - timedelta(days=1)).isoformat()

    assert found(f"changed_since={moment}") == {"freigegeben", "neu"}
