"""Whatever becomes of a comment, the replies to it that could be read can be read, and every door agrees on it.

All ways of a parent are walked up to a length: each decision, its undoing, reports, erasure. After every step the rule
is worked out here once more and compared with every door: page, thread paging, stable address, doors for answers and
reports, API, feeds, counts, structured data, the moderators' numbers.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from articles.domain.comments import moderation, reports, thread
from articles.domain.privacy import erasure
from articles.models import Article
from articles.models.comments import moderation_queue

WORD = re.compile(r"wort(\w)x")
ACTS = ("approve", "reject", "spam", "hold", "undo", "report", "erase")
TOLD = {"pending": "wird von der Moderation geprüft", "rejected": "von der Moderation entfernt", "erased": "gelöscht"}


@dataclass(frozen=True)
class Parent:
    """What is known of the parent by the acts alone."""

    status: str
    is_open: bool  # it was decided about, or shown, at least once: from then on its replies do not wait for it
    is_judged: bool = False  # a moderator has approved what stands there
    before: "Parent | None" = None  # what an undoing leads back to
    batch: UUID | None = None
    reports: int = 0  # that are open
    all_reports: int = 0  # whose senders were not told yet: no time passes here


class Thread:
    """A parent, a reply, the reply to that, a reply that waits; and another comment beside them."""

    def __init__(self, article: Article, moderator: User, chief: User, status: str) -> None:
        self.article, self.moderator = article, moderator
        self.client, self.desk = Client(), Client()
        self.desk.force_login(chief)
        self.home = f"/articles/{article.slug}/"
        add = thread.add
        self.p = add(article, "wortpx", status=status)
        self.r = add(article, "wortrx", parent=self.p, status="approved")
        self.s = add(article, "wortsx", parent=self.r, status="approved")
        self.w = add(article, "wortwx", parent=self.p)
        self.o = add(article, "wortox", status="approved")
        self.parent = Parent(status, status != "pending")
        self.checked = 0

    # what happens to the parent

    def do(self, act: str) -> bool:
        """Do it, and note what it should lead to; False where the act makes no sense."""
        now = self.parent
        if now.status == "erased":
            return False
        if act == "report":
            return self.report()
        if act == "erase":
            erasure.erase(erasure.PersonToErase(comments=(self.p.pk,)), self.moderator, "Auf Wunsch")
            self.parent = Parent("erased", is_open=True)
            return True
        if act == "undo":
            if now.batch is None or now.before is None:
                return False
            moderation.undo(now.batch, self.moderator)
            since = now.all_reports - now.before.all_reports
            again = {"reports": now.before.reports + since, "all_reports": now.all_reports}
            self.parent = replace(now.before, is_open=now.is_open, batch=None, before=None, **again)
            return True
        why = moderation.DecisionReason("insult") if act == "reject" else None
        outcome = moderation.decide([self.p.pk], act, self.moderator, why)
        if outcome.changed:
            status = {"approve": "approved", "reject": "rejected", "spam": "spam", "hold": "pending"}[act]
            self.parent = Parent(
                status,
                now.is_open or status != "pending",
                status == "approved",
                now,
                outcome.batch,
                now.all_reports if act == "hold" else 0,
                now.all_reports,
            )
        return bool(outcome.changed)

    def report(self) -> bool:
        """Three readers report it, none of them twice: enough to hold what nobody has judged, and nothing else."""
        now = self.parent
        if now.status != "approved":
            return False
        for n in range(3):
            reports.report(self.p, "insult", address=f"10.0.{self.p.reports.count()}.{n}")
        status = "approved" if now.is_judged else "pending"
        more = {"reports": now.reports + 3, "all_reports": now.all_reports + 3}
        self.parent = replace(now, status=status, batch=now.batch if now.is_judged else None, **more)
        return True

    # what must hold

    @property
    def visible(self) -> set[str]:
        """The letters of the comments that can be read."""
        return (
            {"o"}
            | ({"p"} if self.parent.status == "approved" else set())
            | ({"r", "s"} if self.parent.is_open else set())
        )

    @property
    def has_place(self) -> bool:
        """Whether the parent is a placeholder."""
        return self.parent.status != "approved" and self.parent.is_open

    @property
    def standing(self) -> set[int]:
        """What has a place in the thread."""
        return self.pks(self.visible | ({"p"} if self.has_place else set()))

    def pks(self, letters: set[str]) -> set[int]:
        return {getattr(self, letter).pk for letter in letters}

    def check(self, way: str, every: bool) -> None:
        """Ask every door, or one after the other."""
        self.checked += 1
        doors = (self.pages, self.addresses, self.api, self.feeds, self.counts, self.moderators)
        for door in doors if every else (doors[self.checked % len(doors)],):
            try:
                door()
            except AssertionError as error:
                raise AssertionError(f"{way} · {door.__name__}: {error}") from error

    def pages(self) -> None:
        line = [pk for pk in (self.p.pk, self.r.pk, self.s.pk, self.o.pk) if pk in self.standing]
        begins = {f"?from={pk}": line[line.index(pk) :] if pk in line else line for pk in (self.p.pk, self.r.pk)}
        for query in ("", "?sort=newest", *begins, f"?reply={self.r.pk}"):
            page = self.client.get(self.home + query).text
            ids = {int(n) for n in re.findall(r'id="comment-(\d+)"', page)}
            assert ids == set(begins.get(query, line)), query
            assert set(WORD.findall(page)) == {x for x in self.visible if getattr(self, x).pk in ids}
            assert f'"commentCount": {len(self.visible)}' in page
            assert f"{len(self.visible)} Leserkommentar" in page
            if self.has_place and self.p.pk in ids:
                assert TOLD.get(self.parent.status, TOLD["rejected"]) in page
        form = self.client.get(f"{self.home}?reply={self.r.pk}").text
        assert (f'name="parent" value="{self.r.pk}"' in form) == self.parent.is_open

    def addresses(self) -> None:
        for letter in "prswo":
            pk = getattr(self, letter).pk
            stands = pk in self.standing
            answer = self.client.get(f"{self.home}comments/{pk}/")
            assert answer.status_code == (302 if stands else 404), letter
            if stands:
                page = self.client.get(answer["Location"].partition("#")[0]).text
                assert f'id="{answer["Location"].partition("#")[2]}"' in page
            for report in ("report/", "report/illegal/"):
                code = self.client.get(f"{self.home}comments/{pk}/{report}").status_code
                assert code == (200 if letter in self.visible else 404), letter

    def api(self) -> None:
        state = {"pending": "held", "erased": "erased"}.get(self.parent.status, "removed")
        expected = dict.fromkeys(self.pks(self.visible), "visible") | ({self.p.pk: state} if self.has_place else {})
        address = f"/api/v1{self.home}comments/?count=true"
        told = self.client.get(address).json()
        assert {row["id"]: row["state"] for row in told["results"]} == expected
        assert {w for row in told["results"] for w in WORD.findall(row["text"])} == self.visible
        assert told["count"] == len(self.visible)
        one_by_one, page = [], f"{address}&limit=1"
        while page:
            answer = self.client.get(page).json()
            one_by_one += [row["id"] for row in answer["results"]]
            page = answer["next"]
        assert one_by_one == [row["id"] for row in told["results"]]
        tree = self.client.get(f"{address}&as=tree").json()["results"]
        nested = {row["id"]: [reply["id"] for reply in row["replies"]] for row in tree}
        branch = {self.p.pk: [self.r.pk] if self.parent.is_open else []} if self.p.pk in expected else {}
        assert nested == branch | {self.o.pk: []}

    def feeds(self) -> None:
        for address in (f"{self.home}comments/feed.atom", f"{self.home}comments/feed.rss", "/comments/feed.atom"):
            assert set(WORD.findall(self.client.get(address).text)) == self.visible

    def counts(self) -> None:
        n = len(self.visible)
        assert self.client.get(f"/api/v1{self.home}").json()["comment_count"] == n
        assert [a["comment_count"] for a in self.client.get("/api/v1/articles/").json()["results"]] == [n]
        assert [i["_comments"]["count"] for i in self.client.get("/feed.json").json()["items"]] == [n]
        assert f"<slash:comments>{n}<" in self.client.get("/feed.rss").text
        assert re.findall(r"(\d+) Leserkommentar", self.client.get("/").text) == [str(n)]

    def moderators(self) -> None:
        standing = {one.queue.value: one.count for one in moderation_queue.queue_statuses(self.moderator)}
        status = {self.parent.status} - {"erased"}
        assert standing["pending"] == 1 + ("pending" in status)
        assert standing["approved"] == 3 + ("approved" in status)
        assert standing["reported"] == (self.parent.reports > 0)
        for word in ("pending", "reported", "approved"):
            page = self.desk.get(f"/admin/articles/comment/?waiting={word}").text
            assert len(re.findall(r'name="_selected_action"', page)) == standing[word]


@contextmanager
def undone_afterwards() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def walk(thread: Thread, steps: int, way: str, every: int) -> None:
    thread.check(way, every >= 0)
    for act in ACTS if steps else ():
        before = thread.parent
        with undone_afterwards():
            if thread.do(act):
                walk(thread, steps - 1, f"{way} → {act}", every - 1)
        thread.parent = before


def try_all(make_article: Callable[..., Article], moderator: User, steps: int, every: int) -> int:
    """Walk all ways of so many steps; up to the step `every` all doors are asked, then one after the other."""
    chief = User.objects.create_superuser("chief", password="test")
    checked = 0
    for status in ("pending", "approved"):
        with undone_afterwards():
            thread = Thread(make_article(), moderator, chief, status)
            walk(thread, steps, status, every)
            checked += thread.checked
    return checked


@pytest.mark.django_db
def test_replies_stay_whatever_becomes_of_their_parent(make_article: Any, moderator: User) -> None:
    assert try_all(make_article, moderator, steps=1, every=0) > 10


@pytest.mark.slow
@pytest.mark.django_db
def test_replies_stay_on_every_longer_way_of_their_parent(make_article: Any, moderator: User) -> None:
    assert try_all(make_article, moderator, steps=3, every=2) > 150
