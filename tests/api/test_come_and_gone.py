"""What comes and goes between two looks is told, whoever does it by which door, and also where the clock does it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles.domain import change_feed
from articles.domain.articles import editing, publishing, review
from articles.domain.taxonomy import entries, text_rights
from articles.models import Article, ChangeFeedEntry, ChangeNote, Clip, Source
from tests.rounds import slow_but

from .test_changes import Mirror
from .test_writing import Program

Make = Callable[..., Any]
SOON = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_feed, "MIN_COMPARE_SECONDS", 3_600)


class World:
    """An article that nobody has told of yet, and who may do everything with it."""

    def __init__(self, article: Article, boss: User, clip: Clip) -> None:
        self.article, self.boss, self.clip = article, boss, clip
        self.program, self.client = Program(boss), Client()
        self.client.force_login(boss)

    def patch(self, path: str, data: dict[str, Any]) -> None:
        answer = self.program.ask("PATCH", path, data, If_Match="*")
        assert answer.status_code == 200, answer.content

    def move(self, **data: Any) -> None:
        answer = self.program.ask("POST", f"/desk/articles/{self.article.pk}/moves/", data, If_Match="*")
        assert answer.status_code == 200, answer.content

    def source(self) -> Source:
        return Source.objects.get(pk=self.article.source_id)

    def save_source(self, right: str) -> None:
        one = self.source()
        typed = {"kind": one.kind, "name": one.name, "slug": one.slug, "right": right, "save_reason": "Vertrag"}
        address = f"/admin/articles/source/{one.pk}/change/"
        self.client.post(address, {**typed, **hidden(self.client.get(address))})
        assert self.source().right == right

    def save_clip(self, right: str) -> None:
        address = f"/admin/articles/clip/{self.clip.pk}/change/"
        self.client.post(address, {"right": right, **hidden(self.client.get(address))})
        assert Clip.objects.get(pk=self.clip.pk).right == right

    def set_in_list(self, noun: str, thing: Source | Clip, right: str) -> None:
        typed = {"bulk": "set_right", "rows": str(thing.pk), "right": right}
        self.client.post(f"/admin/articles/{noun}/bulk/", typed)
        assert type(thing).objects.get(pk=thing.pk).right == right

    def apply(self, **values: Any) -> None:
        editing.change(self.article, values, {}, self.boss)


def hidden(page: Any) -> dict[str, Any]:
    """What a form carries along."""
    form = page.context_data["adminform"].form
    names = [name for name, field in form.fields.items() if field.widget.is_hidden]
    found = {form.add_prefix(name): form[name].value() for name in names if form[name].value() is not None}
    for one in page.context_data["inline_admin_formsets"]:
        management = one.formset.management_form
        found |= {management.add_prefix(name): management[name].value() for name in management.fields}
    return found


COMES: dict[str, Callable[[World], Any]] = {
    "published": lambda w: publishing.publish(w.article, None, "Test"),
    "published by the API": lambda w: w.move(move="publish", override_reason="Test"),
    "by the clock": lambda w: Article.objects.filter(pk=w.article.pk).update(
        state="published", slug="turm", publish_at=timezone.now() - SOON
    ),
}
GOES: dict[str, Callable[[World], Any]] = {
    "withdrawn": lambda w: publishing.withdraw(w.article, None, "Falsch."),
    "withdrawn by the API": lambda w: w.move(move="withdraw", reason="Falsch."),
    "locked": lambda w: review.lock(w.article, None, "Anwalt"),
    "locked by the API": lambda w: w.move(move="lock", reason="Anwalt"),
    "embargo": lambda w: w.apply(embargo_until=timezone.now() + SOON),
    "embargo by the API": lambda w: w.patch(
        f"/desk/articles/{w.article.pk}/", {"embargo_until": (timezone.now() + SOON).isoformat()}
    ),
    "expiry": lambda w: w.apply(expires_at=timezone.now()),
    "later": lambda w: w.apply(publish_at=timezone.now() + SOON),
    "right of the outlet": lambda w: text_rights.set_right(w.source(), "internal", "", None, None),
    "right of the outlet by the API": lambda w: w.patch(f"/desk/sources/{w.article.source_id}/", {"right": "unclear"}),
    "right of the outlet by its form": lambda w: w.save_source("internal"),
    "last day of the right": lambda w: entries.change(
        w.source(), {"right_until": timezone.localdate() - timedelta(days=1)}, None
    ),
    "right of the clip": lambda w: text_rights.set_right(w.clip, "internal", "", None, None),
    "another outlet": lambda w: w.apply(source=Source.objects.create(name="Bote", slug="bote", right="internal")),
}

QUICK = [("by the clock", goes) for goes in GOES] + [(comes, "withdrawn") for comes in COMES]

RIGHTS: dict[str, Callable[[World, str], Any]] = {
    "outlet": lambda w, right: text_rights.set_right(w.source(), right, "", None, None),
    "outlet, by the API": lambda w, right: w.patch(f"/desk/sources/{w.article.source_id}/", {"right": right}),
    "outlet, by its form": lambda w, right: w.save_source(right),
    "outlet, in the list": lambda w, right: w.set_in_list("source", w.source(), right),
    "clip": lambda w, right: text_rights.set_right(w.clip, right, "", None, None),
    "clip, by its form": lambda w, right: w.save_clip(right),
    "clip, in the list": lambda w, right: w.set_in_list("clip", w.clip, right),
}


@pytest.fixture
def world(make_article: Make, make_clip: Make, outlet: Source, admin_user: User) -> World:
    clip = make_clip(source=outlet)
    article = make_article(state="approved", headline="Turm", clip=clip, slug=None)
    return World(article, admin_user, clip)


@pytest.mark.parametrize(("comes", "goes"), slow_but(QUICK, product(COMES, GOES)))
def test_an_article_published_and_withdrawn_between_two_requests_is_listed_as_gone(
    get: Make, world: World, make_article: Make, comes: str, goes: str
) -> None:
    never = make_article(state="approved", headline="Nie")
    mirror = Mirror(get)
    mirror.follow()
    COMES[comes](world)
    world.article.refresh_from_db()
    mirror.copy |= {row["id"]: row for row in get("/articles/")["results"]}  # as docs/api.md shows it
    assert world.article.pk in mirror.copy

    GOES[goes](world)
    world.article.refresh_from_db()
    assert get("/articles/")["results"] == []
    mirror.follow()

    assert mirror.copy == {}
    assert list(ChangeFeedEntry.objects.values_list("article_number", "gone")) == [(world.article.pk, True)]
    assert not ChangeFeedEntry.objects.filter(article_number=never.pk).exists()
    assert not ChangeNote.objects.exists()


@pytest.mark.parametrize("door", RIGHTS)
def test_an_article_public_by_a_right_between_two_requests_is_listed_as_gone(
    get: Make, world: World, door: str
) -> None:
    Source.objects.update(right="internal")
    COMES["by the clock"](world)
    Mirror(get).follow()
    assert get("/changes/")["results"] == []

    RIGHTS[door](world, "full")
    shown = [row["id"] for row in get("/articles/")["results"]]
    RIGHTS[door](world, "internal")
    cache.clear()

    assert shown == [world.article.pk]
    assert [(row["id"], row["gone"]) for row in get("/changes/")["results"]] == [(world.article.pk, True)]


def test_an_article_published_and_expired_by_time_alone_is_listed(get: Make, make_article: Make) -> None:
    now = timezone.now()
    run = make_article(publish_at=now - 3 * SOON, expires_at=now - SOON)
    freed = make_article(publish_at=now - 5 * SOON, embargo_until=now - 3 * SOON, expires_at=now - SOON)
    never = make_article(publish_at=now - 5 * SOON, embargo_until=now - SOON, expires_at=now - 2 * SOON)
    Article.objects.update(updated_at=now - 9 * SOON)

    told = {row["id"]: row["gone"] for row in get("/changes/")["results"]}
    cache.clear()
    again = get("/changes/")

    assert told == {run.pk: True, freed.pk: True}
    assert never.pk not in told
    assert len(again["results"]) == 2  # once


def test_a_change_of_the_times_does_not_hide_that_it_was_public(get: Make, make_article: Make, editor: User) -> None:
    now = timezone.now()
    article = make_article(publish_at=now - 3 * SOON, expires_at=now - SOON)
    Article.objects.update(updated_at=now - 9 * SOON)

    editing.change(article, {"publish_at": now + SOON, "expires_at": None}, {}, editor)

    assert [(row["id"], row["gone"]) for row in get("/changes/")["results"]] == [(article.pk, True)]


def test_a_change_that_was_rolled_back_is_not_listed(get: Make, world: World) -> None:
    with transaction.atomic():
        publishing.publish(world.article, None, "Test")
        transaction.set_rollback(True)

    answer = get("/changes/")

    assert (answer["results"], answer["next"]) == ([], None)
    publishing.publish(Article.objects.get(pk=world.article.pk), None, "Test")
    cache.clear()
    assert [row["id"] for row in get("/changes/")["results"]] == [world.article.pk]


def test_an_article_that_is_public_again_is_listed_as_it_is(get: Make, world: World) -> None:
    publishing.publish(world.article, None, "Test")
    publishing.withdraw(world.article, None, "Falsch.")
    publishing.publish(world.article, None, "Test")

    (row,) = get("/changes/")["results"]

    assert (row["id"], row["gone"]) == (world.article.pk, False)
    assert not ChangeNote.objects.exists()
