"""The change feed lists articles that were public only between two requests, for every way to publish and hide them."""

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


class ArticleActions:
    """An article that the feed has not listed yet, with an administrator's session and API program to change it."""

    def __init__(self, article: Article, admin: User, clip: Clip) -> None:
        self.article, self.boss, self.clip = article, admin, clip
        self.program, self.client = Program(admin), Client()
        self.client.force_login(admin)

    def patch(self, path: str, data: dict[str, Any]) -> None:
        answer = self.program.ask("PATCH", path, data, If_Match="*")
        assert answer.status_code == 200, answer.content

    def move(self, **data: Any) -> None:
        answer = self.program.ask("POST", f"/desk/articles/{self.article.pk}/moves/", data, If_Match="*")
        assert answer.status_code == 200, answer.content

    def source(self) -> Source:
        return Source.objects.get(pk=self.article.source_id)

    def save_source(self, right: str) -> None:
        source = self.source()
        typed = {
            "kind": source.kind,
            "name": source.name,
            "slug": source.slug,
            "right": right,
            "save_reason": "Vertrag",
        }
        address = f"/admin/articles/source/{source.pk}/change/"
        self.client.post(address, {**typed, **hidden_values(self.client.get(address))})
        assert self.source().right == right

    def save_clip(self, right: str) -> None:
        address = f"/admin/articles/clip/{self.clip.pk}/change/"
        self.client.post(address, {"right": right, **hidden_values(self.client.get(address))})
        assert Clip.objects.get(pk=self.clip.pk).right == right

    def set_in_list(self, noun: str, rights_holder: Source | Clip, right: str) -> None:
        typed = {"bulk": "set_right", "rows": str(rights_holder.pk), "right": right}
        self.client.post(f"/admin/articles/{noun}/bulk/", typed)
        assert type(rights_holder).objects.get(pk=rights_holder.pk).right == right

    def apply(self, **values: Any) -> None:
        editing.change(self.article, values, {}, self.boss)


def hidden_values(page: Any) -> dict[str, Any]:
    """The hidden values of a form and of its formsets."""
    form = page.context_data["adminform"].form
    names = [name for name, field in form.fields.items() if field.widget.is_hidden]
    values = {form.add_prefix(name): form[name].value() for name in names if form[name].value() is not None}
    for formset in page.context_data["inline_admin_formsets"]:
        management = formset.formset.management_form
        values |= {management.add_prefix(name): management[name].value() for name in management.fields}
    return values


PUBLISH: dict[str, Callable[[ArticleActions], Any]] = {
    "published": lambda actions: publishing.publish(actions.article, None, "Test"),
    "published by the API": lambda actions: actions.move(move="publish", override_reason="Test"),
    "by the clock": lambda actions: Article.objects.filter(pk=actions.article.pk).update(
        state="published", slug="turm", publish_at=timezone.now() - SOON
    ),
}
HIDE: dict[str, Callable[[ArticleActions], Any]] = {
    "withdrawn": lambda actions: publishing.withdraw(actions.article, None, "Falsch."),
    "withdrawn by the API": lambda actions: actions.move(move="withdraw", reason="Falsch."),
    "locked": lambda actions: review.lock(actions.article, None, "Anwalt"),
    "locked by the API": lambda actions: actions.move(move="lock", reason="Anwalt"),
    "embargo": lambda actions: actions.apply(embargo_until=timezone.now() + SOON),
    "embargo by the API": lambda actions: actions.patch(
        f"/desk/articles/{actions.article.pk}/", {"embargo_until": (timezone.now() + SOON).isoformat()}
    ),
    "expiry": lambda actions: actions.apply(expires_at=timezone.now()),
    "later": lambda actions: actions.apply(publish_at=timezone.now() + SOON),
    "right of the outlet": lambda actions: text_rights.set_right(actions.source(), "internal", "", None, None),
    "right of the outlet by the API": lambda actions: actions.patch(
        f"/desk/sources/{actions.article.source_id}/", {"right": "unclear"}
    ),
    "right of the outlet by its form": lambda actions: actions.save_source("internal"),
    "last day of the right": lambda actions: entries.change(
        actions.source(), {"right_until": timezone.localdate() - timedelta(days=1)}, None
    ),
    "right of the clip": lambda actions: text_rights.set_right(actions.clip, "internal", "", None, None),
    "another outlet": lambda actions: actions.apply(
        source=Source.objects.create(name="Bote", slug="bote", right="internal")
    ),
}

QUICK = [("by the clock", hide) for hide in HIDE] + [(publish, "withdrawn") for publish in PUBLISH]

SET_RIGHT: dict[str, Callable[[ArticleActions, str], Any]] = {
    "outlet": lambda actions, right: text_rights.set_right(actions.source(), right, "", None, None),
    "outlet, by the API": lambda actions, right: actions.patch(
        f"/desk/sources/{actions.article.source_id}/", {"right": right}
    ),
    "outlet, by its form": lambda actions, right: actions.save_source(right),
    "outlet, in the list": lambda actions, right: actions.set_in_list("source", actions.source(), right),
    "clip": lambda actions, right: text_rights.set_right(actions.clip, right, "", None, None),
    "clip, by its form": lambda actions, right: actions.save_clip(right),
    "clip, in the list": lambda actions, right: actions.set_in_list("clip", actions.clip, right),
}


@pytest.fixture
def actions(make_article: Make, make_clip: Make, outlet: Source, admin_user: User) -> ArticleActions:
    clip = make_clip(source=outlet)
    article = make_article(state="approved", headline="Turm", clip=clip, slug=None)
    return ArticleActions(article, admin_user, clip)


@pytest.mark.parametrize(("publish", "hide"), slow_but(QUICK, product(PUBLISH, HIDE)))
def test_an_article_published_and_withdrawn_between_two_requests_is_listed_as_gone(
    get: Make, actions: ArticleActions, make_article: Make, publish: str, hide: str
) -> None:
    never_public = make_article(state="approved", headline="Nie")
    mirror = Mirror(get)
    mirror.follow()
    PUBLISH[publish](actions)
    actions.article.refresh_from_db()
    mirror.copy |= {row["id"]: row for row in get("/articles/")["results"]}  # as docs/api.md shows it
    assert actions.article.pk in mirror.copy

    HIDE[hide](actions)
    actions.article.refresh_from_db()
    assert get("/articles/")["results"] == []
    mirror.follow()

    assert mirror.copy == {}
    assert list(ChangeFeedEntry.objects.values_list("article_number", "gone")) == [(actions.article.pk, True)]
    assert not ChangeFeedEntry.objects.filter(article_number=never_public.pk).exists()
    assert not ChangeNote.objects.exists()


@pytest.mark.parametrize("entry_point", SET_RIGHT)
def test_an_article_public_by_a_right_between_two_requests_is_listed_as_gone(
    get: Make, actions: ArticleActions, entry_point: str
) -> None:
    Source.objects.update(right="internal")
    PUBLISH["by the clock"](actions)
    Mirror(get).follow()
    assert get("/changes/")["results"] == []

    SET_RIGHT[entry_point](actions, "full")
    listed = [row["id"] for row in get("/articles/")["results"]]
    SET_RIGHT[entry_point](actions, "internal")
    cache.clear()

    assert listed == [actions.article.pk]
    assert [(row["id"], row["gone"]) for row in get("/changes/")["results"]] == [(actions.article.pk, True)]


def test_an_article_published_and_expired_by_time_alone_is_listed(get: Make, make_article: Make) -> None:
    now = timezone.now()
    expired = make_article(publish_at=now - 3 * SOON, expires_at=now - SOON)
    freed = make_article(publish_at=now - 5 * SOON, embargo_until=now - 3 * SOON, expires_at=now - SOON)
    never_public = make_article(publish_at=now - 5 * SOON, embargo_until=now - SOON, expires_at=now - 2 * SOON)
    Article.objects.update(updated_at=now - 9 * SOON)

    gone_by_id = {row["id"]: row["gone"] for row in get("/changes/")["results"]}
    cache.clear()
    second_page = get("/changes/")

    assert gone_by_id == {expired.pk: True, freed.pk: True}
    assert never_public.pk not in gone_by_id
    assert len(second_page["results"]) == 2  # once


def test_a_change_of_the_times_does_not_hide_that_it_was_public(get: Make, make_article: Make, editor: User) -> None:
    now = timezone.now()
    article = make_article(publish_at=now - 3 * SOON, expires_at=now - SOON)
    Article.objects.update(updated_at=now - 9 * SOON)

    editing.change(article, {"publish_at": now + SOON, "expires_at": None}, {}, editor)

    assert [(row["id"], row["gone"]) for row in get("/changes/")["results"]] == [(article.pk, True)]


def test_a_change_that_was_rolled_back_is_not_listed(get: Make, actions: ArticleActions) -> None:
    with transaction.atomic():
        publishing.publish(actions.article, None, "Test")
        transaction.set_rollback(True)

    answer = get("/changes/")

    assert (answer["results"], answer["next"]) == ([], None)
    publishing.publish(Article.objects.get(pk=actions.article.pk), None, "Test")
    cache.clear()
    assert [row["id"] for row in get("/changes/")["results"]] == [actions.article.pk]


def test_an_article_that_is_public_again_is_listed_as_it_is(get: Make, actions: ArticleActions) -> None:
    publishing.publish(actions.article, None, "Test")
    publishing.withdraw(actions.article, None, "Falsch.")
    publishing.publish(actions.article, None, "Test")

    (row,) = get("/changes/")["results"]

    assert (row["id"], row["gone"]) == (actions.article.pk, False)
    assert not ChangeNote.objects.exists()
