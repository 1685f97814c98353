"""why_not_public() and Article.objects.published() agree in every combination of states, rights and times."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from articles.domain.articles import publishing
from articles.models import Article, Clip, Source

STATES = Article.State.values
RIGHTS = ["unclear", "internal", "excerpt", "full", "own"]


@pytest.mark.django_db
def test_blockers_are_named_exactly_for_articles_that_are_not_public(noon):
    now = noon
    before, after = now - timedelta(days=1), now + timedelta(days=1)
    today = timezone.localdate(now)
    ends = [None, today, today - timedelta(days=1)]
    sources = [None]
    clips = [None]
    for number, (right, until) in enumerate(product(RIGHTS, ends)):
        name = f"{right}-{number}"
        sources.append(Source.objects.create(name=name, slug=name, right=right, right_until=until))
    for number, (right, until) in enumerate(product(["", *RIGHTS], ends)):
        values = {"sha256": f"{number:064x}", "size": 1, "encoding": "utf-8", "text": "x", "data": b"x"}
        clips.append(Clip.objects.create(right=right, right_until=until, **values))
    rights = product(sources, clips)
    times = product(STATES, [before, after], [None, after + timedelta(days=1)], [None, before, after])
    pairs = [(s, c, "published", before, None, None) for s, c in rights]
    pairs += [(s, None, *t) for s, t in product([sources[0], sources[-3]], times)]
    Article.objects.bulk_create(
        Article(
            headline="Rathaus",
            slug=f"rathaus-{number}",
            source=source,
            clip=clip,
            state=state,
            publish_at=publish_at,
            expires_at=expires_at,
            embargo_until=embargo,
            withdrawn_reason="Falsch." if state == "withdrawn" else "",
        )
        for number, (source, clip, state, publish_at, expires_at, embargo) in enumerate(pairs)
    )

    public = set(Article.objects.published(now).values_list("pk", flat=True))
    ungated = {a.pk for a in Article.objects.select_related("clip", "source") if not publishing.why_not_public(a, now)}

    assert ungated == public
    assert 0 < len(public) < Article.objects.count()


@pytest.mark.django_db
def test_an_expired_article_is_not_public_and_the_blocker_is_named(make_article):
    article = make_article(expires_at=timezone.now() - timedelta(seconds=1))

    assert [g.code for g in publishing.why_not_public(article)] == ["expired"]
    assert not Article.objects.published().exists()
