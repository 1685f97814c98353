"""No address of the API contains any of the canary words that all hidden content is marked with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Contribution, Correction, Image, Person, Placement, Source, Topic
from tests.rounds import every

WORD = "KANARI"
PRIVATE_OF_AN_ARTICLE = ("note", "override_reason", "withdrawn_reason")


@pytest.fixture
def world(make_article, make_clip, make_comment, outlet, editor):
    """One public article among hidden rows of every kind."""
    outlet.right_note = WORD
    outlet.save()
    clip = make_clip(
        WORD, right="full", right_note=WORD, state_reason=WORD, url=f"https://{WORD}.example", source=outlet
    )
    clip.names.create(name=WORD)
    clip.readings.update(warnings=[WORD], evidence=[WORD], fields={"headline": WORD})
    public = make_article(slug="offen", clip=clip, reading=clip.readings.get(), responsible=editor)
    Article.objects.update(**dict.fromkeys(PRIVATE_OF_AN_ARTICLE, WORD))
    editor.username = editor.email = WORD
    editor.save()
    Correction.objects.create(article=public, text="Berichtigt.", by=editor)
    _hidden_comments(public, make_comment, editor)
    for article in _hidden_articles(make_article):
        _relations(article, make_comment)
    Topic.objects.create(name=f"{WORD} ohne Artikel", slug="kanari-allein")
    Image.objects.create(caption=WORD)
    Person.objects.create(name=WORD, slug="kanari-allein")
    Source.objects.create(name=f"{WORD} ohne Artikel", slug="kanari-allein", right="full")
    return public


def _hidden_articles(make_article):
    soon, past = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(minutes=1)
    for state in Article.State.values:
        if state != "published":
            yield make_article(slug=f"kanari-{state}", state=state)
    yield make_article(publish_at=soon)
    yield make_article(embargo_until=soon)
    yield make_article(expires_at=past)
    for right in ("unclear", "internal"):
        yield make_article(source=Source.objects.create(name=f"{WORD} {right}", slug=f"kanari-{right}", right=right))


def _relations(article, make_comment):
    values = {f.name: WORD for f in Article._meta.fields if f.name in {"headline", "lead", "kicker", "byline", "body"}}
    Article.objects.filter(pk=article.pk).update(**values)
    make_comment(article, text=WORD, author=WORD)
    agency = Source.objects.create(name=f"{WORD} {article.pk}", slug=f"kanari-{article.pk}", kind="agency")
    article.article_agencies.create(source=agency)
    article.topics.create(name=f"{WORD} {article.pk}", slug=f"kanari-{article.pk}", description=WORD)
    person = Person.objects.create(name=WORD, slug=f"kanari-{article.pk}")
    Contribution.objects.create(article=article, person=person)
    Placement.objects.create(article=article, image=Image.objects.create(caption=WORD, credit=WORD))


def _hidden_comments(article, make_comment, editor):
    private = {"email": f"{WORD}@example.org", "decision_note": WORD, "decided_by": editor}
    visible = make_comment(article, **private)
    for status in ("pending", "rejected", "spam"):
        hidden = make_comment(article, status=status, text=WORD, author=WORD, **private)
        make_comment(article, hidden, status="rejected", text=WORD)
        make_comment(article, visible, status=status, text=WORD)
    below = make_comment(article, make_comment(article, status="pending", text=WORD), text=WORD, awaits_ancestor=True)
    assert below.awaits_ancestor
    make_comment(article, make_comment(article, status="spam", text=WORD, author=WORD, **private), text="Sichtbar.")


def addresses():
    """Every address that can be made of the ids and slugs of the archive, with everything included."""
    includes = "include=source,images,comments,corrections"
    yield "/"
    yield "/schema/"
    for noun, model in (("sources", Source), ("agencies", Source), ("topics", Topic), ("persons", Person)):
        yield f"/{noun}/?limit=100&count=true"
        for row in model.objects.all():
            yield from (f"/{noun}/{row.pk}/", f"/{noun}/{row.slug}/")
            yield f"/articles/?{noun.removesuffix('s').replace('agencie', 'agency')}={row.slug}&{includes}"
    yield "/images/?limit=100"
    yield from (f"/images/{image.pk}/" for image in Image.objects.all())
    for body in ("blocks", "html", "text"):
        yield f"/articles/?limit=100&body={body}&{includes}"
        for article in Article.objects.all():
            yield f"/articles/{article.pk}/?body={body}&{includes}"
    for article in Article.objects.all():
        yield from (f"/articles/{article.slug}/", f"/articles/{article.pk}/comments/?as=tree")
        yield from (f"/articles/{article.pk}/comments/", f"/images/?article={article.pk}")


@pytest.mark.parametrize("step", every(4))
def test_no_hidden_word_appears_in_any_response(client, world, step):
    paths = [*addresses()][::step]
    leaking = [path for path in paths if WORD.lower() in client.get(f"/api/v1{path}").content.decode().lower()]

    assert len(paths) > 100 / step
    assert leaking == []
    assert client.get("/api/v1/articles/?count=true").json()["count"] == 1


def test_a_logged_in_user_reads_no_more_in_the_public_api(client, world, editor):
    anonymous = client.get("/api/v1/articles/offen/?include=source,images,comments,corrections").content
    client.force_login(editor)

    assert client.get("/api/v1/articles/offen/?include=source,images,comments,corrections").content == anonymous
    assert WORD not in client.get("/api/v1/articles/kanari-draft/").content.decode()


def test_reading_sets_no_cookie(client, world):
    answers = [client.get(f"/api/v1{path}") for path in ("/", "/articles/", "/articles/offen/", "/schema/", "/docs/")]

    assert [a.status_code for a in answers] == [200] * 5
    assert not any(a.cookies for a in answers)
