"""When readers can write, and how comments are moderated."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, ClosedReason, CommentPolicy, Right, Source

Make = Callable[..., Article]
BERLIN = ZoneInfo("Europe/Berlin")


def test_without_a_word_comments_are_open_and_wait(make_article: Make) -> None:
    policy, article = CommentPolicy.current(), make_article()

    assert (policy.closed_reason(article), policy.moderation_of(article)) == ("", "pre")


def test_an_article_has_its_own_way_or_the_sites(make_article: Make) -> None:
    policy = CommentPolicy(moderation="post")

    assert policy.moderation_of(make_article()) == "post"
    assert policy.moderation_of(make_article(moderation="pre")) == "pre"


def test_closed_and_paused_by_hand(make_article: Make, outlet: Source) -> None:
    policy = CommentPolicy()

    assert policy.closed_reason(make_article(comment_status="closed")) == ClosedReason.BY_ARTICLE
    assert policy.closed_reason(make_article(comment_status="paused")) == ClosedReason.PAUSED
    outlet.right = Right.EXCERPT
    outlet.save()
    assert policy.closed_reason(Article.objects.get(pk=make_article().pk)) == ClosedReason.BY_ARTICLE


def test_closed_on_the_whole_site_with_the_houses_own_words(make_article: Make) -> None:
    policy = CommentPolicy(is_open=False, closed_because="Heute wählen alle.")

    assert policy.message(policy.closed_reason(make_article())) == "Heute wählen alle."
    assert (
        CommentPolicy(is_open=False)
        .message(ClosedReason.BY_SITE)
        .startswith("Die Kommentare sind zurzeit auf der ganzen")
    )


@pytest.mark.parametrize(
    ("site", "own", "age", "closed"),
    [
        (None, None, 1_000, ""),
        (7, None, 6.9, ""),
        (7, None, 7, ClosedReason.BY_AGE),
        (7, 0, 1_000, ""),
        (7, 30, 8, ""),
        (None, 2, 3, ClosedReason.BY_AGE),
        (0, None, 3, ""),
    ],
)
def test_they_close_so_many_days_after_publishing(
    make_article: Make, site: int | None, own: int | None, age: float, closed: str
) -> None:
    now = timezone.now()
    article = make_article(comment_days=own, publish_at=now - timedelta(days=age))

    assert CommentPolicy(days_open=site).closed_reason(article, now) == closed


@pytest.mark.parametrize(
    ("opens", "closes", "open_at", "closed_at"),
    [
        (time(8), time(22), ["08:00", "12:00", "21:59"], ["07:59", "22:00", "03:00"]),
        (time(20), time(2), ["20:00", "23:59", "00:00", "01:59"], ["02:00", "12:00", "19:59"]),
        (time(8), time(8), ["00:00", "08:00"], []),
        (None, None, ["03:00"], []),
    ],
)
def test_they_have_hours_of_the_sites_own_clock(
    make_article: Make, opens: time | None, closes: time | None, open_at: list[str], closed_at: list[str]
) -> None:
    policy, article = CommentPolicy(opens_at=opens, closes_at=closes), make_article()

    def reason_at(clock: str) -> str:
        hour, minute = map(int, clock.split(":"))
        return policy.closed_reason(
            article, datetime(2030, 7, 1, hour, minute, tzinfo=BERLIN).astimezone(ZoneInfo("UTC"))
        )

    assert {reason_at(clock) for clock in open_at} == {""}
    assert {reason_at(clock) for clock in closed_at} <= {ClosedReason.BY_HOUR}


def test_the_hours_are_told() -> None:
    policy = CommentPolicy(opens_at=time(8), closes_at=time(22, 30))

    assert policy.message(ClosedReason.BY_HOUR) == "Leserkommentare können von 08:00 bis 22:30 Uhr geschrieben werden."


def test_there_is_one_row_of_rules(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentPolicy.objects.create(pk=2)
