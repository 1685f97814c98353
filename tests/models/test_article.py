"""What the public sees of articles, and what the archive refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, Image, Placement, Right, Source
from articles.models.fields.partial_date import overlapping
from articles.models.lists import for_lists


def visible() -> set[str]:
    return set(Article.objects.published().values_list("headline", flat=True))


@pytest.mark.parametrize("state", [s for s in Article.State.values if s != "published"])
def test_only_what_is_published_is_public(make_article, state):
    make_article(headline="ja")
    make_article(headline="nein", state=state, slug="nein", publish_at=timezone.now(), withdrawn_reason="so")

    assert visible() == {"ja"}


def test_times_and_embargo_decide_to_the_second(make_article):
    now = timezone.now()
    soon, just = now + timedelta(seconds=1), now - timedelta(seconds=1)
    make_article(headline="ja", expires_at=soon, publish_at=just, embargo_until=just)
    make_article(headline="noch nicht", publish_at=soon)
    make_article(headline="nicht mehr", publish_at=just - timedelta(1), expires_at=just)
    make_article(headline="gesperrt", embargo_until=soon)

    assert set(Article.objects.published(now).values_list("headline", flat=True)) == {"ja"}


def test_what_has_no_time_has_not_run_out_on_any_database(make_article):
    """The archive refuses such a row; a question that would find it on one database only is wrong all the same."""
    now = timezone.now()
    times = {"embargo_until": now - timedelta(hours=2), "expires_at": now - timedelta(seconds=1)}
    run, timeless = make_article(**times, publish_at=now - timedelta(hours=3)), make_article(**times)
    (check,) = [
        constraint for constraint in Article._meta.constraints if constraint.name == "article_published_has_address"
    ]
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA ignore_check_constraints = ON")
    else:
        connection.check_constraints()  # what waits for the end of the transaction keeps the table as it is
        with connection.schema_editor() as editor:
            editor.remove_constraint(Article, check)
    try:
        Article.objects.filter(pk=timeless.pk).update(publish_at=None)
        Article.objects.update(updated_at=now - timedelta(hours=4))
        assert list(Article.objects.run_out(now)) == [run]
    finally:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize(
    ("of_source", "of_clip", "public"),
    [
        ("full", "", True),
        ("excerpt", "", True),
        ("own", "", True),
        ("unclear", "", False),
        ("internal", "", False),
        ("unclear", "full", True),
        ("full", "internal", False),
        ("full", "unclear", False),
        ("internal", "excerpt", True),
    ],
)
def test_the_clips_right_overrides_the_outlets(make_article, make_clip, outlet, of_source, of_clip, public):
    outlet.right = of_source
    outlet.save()
    make_article(headline="ja", clip=make_clip(right=of_clip))

    assert visible() == ({"ja"} if public else set())


def test_a_right_ends_with_its_last_day(noon, make_article, outlet):
    make_article(headline="ja")
    today = noon.date()

    outlet.right_until = today
    outlet.save()
    on_the_last_day = visible()
    outlet.right_until = today - timedelta(1)
    outlet.save()

    assert (on_the_last_day, visible()) == ({"ja"}, set())


def test_a_text_written_here_is_our_own_and_a_clip_of_nobody_is_unclear(make_article, make_clip):
    make_article(headline="ja", source=None)
    make_article(headline="nein", source=None, clip=make_clip())

    assert visible() == {"ja"}
    assert [a.right for a in Article.objects.order_by("pk")] == [Right.OWN, Right.UNCLEAR]


def test_one_query_and_the_property_agree_on_the_right(make_article, make_clip):
    for right in Right.values:
        for of_clip in ["", *Right.values]:
            source = Source.objects.create(name=f"{right}{of_clip}", slug=f"{right}-{of_clip}", right=right)
            make_article(source=source, clip=make_clip(right=of_clip))

    public = set(Article.objects.published().values_list("pk", flat=True))

    assert public == {a.pk for a in Article.objects.all() if a.right in {"excerpt", "full", "own"}}


@pytest.mark.parametrize(
    "values",
    [
        {"slug": None},
        {"slug": ""},
        {"publish_at": None},
        {"headline": ""},
        {"issued_on": date(2024, 6, 19)},
        {"issued_on": date(2024, 6, 19), "issued_precision": "month"},
        {"issued_on": date(2024, 6, 1), "issued_precision": "year"},
        {"issued_precision": "day"},
        {"state": "withdrawn", "slug": "x", "withdrawn_reason": ""},
        {"expires_at": timedelta(days=-9)},
    ],
)
def test_the_archive_refuses_what_must_never_be(make_article, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(**values)


def test_two_articles_never_share_an_address(make_article):
    make_article(slug="eins")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(slug="eins")


@pytest.mark.parametrize(
    ("first", "last", "headlines"),
    [
        (date(2024, 6, 19), date(2024, 6, 19), {"Tag", "Monat", "Jahr"}),
        (date(2024, 6, 20), date(2024, 6, 30), {"Monat", "Jahr"}),
        (date(2024, 7, 1), None, {"Jahr"}),
        (None, date(2024, 5, 31), {"Jahr"}),
        (date(2025, 1, 1), None, set()),
        (None, date(2023, 12, 31), set()),
    ],
)
def test_a_date_range_finds_periods_that_share_a_day_with_it(make_article, first, last, headlines):
    make_article(headline="Tag", issued_on=date(2024, 6, 19), issued_precision="day")
    make_article(headline="Monat", issued_on=date(2024, 6, 1), issued_precision="month")
    make_article(headline="Jahr", issued_on=date(2024, 1, 1), issued_precision="year")
    make_article(headline="ohne Datum")

    rows = Article.objects.filter(overlapping(first, last))

    assert set(rows.values_list("headline", flat=True)) == headlines


def test_a_list_of_articles_reads_no_body_and_no_clip(make_article, make_clip, django_assert_num_queries):
    make_article(clip=make_clip("geheim"))
    with django_assert_num_queries(2) as queries:
        rows = list(for_lists(Article.objects.published()).newest_first())
        assert [(r.source.name, r.comment_count) for r in rows] == [("Der Anzeiger", 0)]

    sql = queries.captured_queries[0]["sql"]
    assert '"articles_article"."body"' not in sql
    assert '"articles_clip"."data"' not in sql


def test_pictures_of_an_excerpt_are_not_public_whatever_the_outlet_allows(make_article, make_clip):
    image = Image.objects.create(caption="Das Rathaus", credit="Ada Muster")
    article = make_article(clip=make_clip(right="excerpt"))
    Placement.objects.create(article=article, image=image)

    assert article.source.right == Right.FULL
    assert not Article.objects.in_full().exists()
    assert not Image.objects.public().exists()
