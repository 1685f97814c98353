"""Visible replies stay visible whatever happens to their parent comment, and all views agree.

All sequences of acts on a parent up to a length are tried: each decision, its undoing, reports, erasure. After every
step the rule is worked out here again and compared with every view: page, thread paging, stable address, forms for
replies and reports, API, feeds, counts, structured data, the moderators' numbers.
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
PLACEHOLDERS = {
    "pending": "wird von der Moderation geprüft",
    "rejected": "von der Moderation entfernt",
    "erased": "gelöscht",
}


@dataclass(frozen=True)
class Parent:
    """The expected state of the parent, worked out from the acts alone."""

    status: str
    is_open: bool  # decided about or shown at least once: from then on its replies do not wait for it
    is_judged: bool = False  # a moderator has approved the present text
    before: "Parent | None" = None  # the state that undoing leads back to
    batch: UUID | None = None
    reports: int = 0  # open reports
    all_reports: int = 0  # reports whose senders were not told yet: no time passes here


class Thread:
    """A parent, a reply, a reply to the reply, a pending reply, and an unrelated comment."""

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

    # acts on the parent

    def do(self, act: str) -> bool:
        """Apply an act and note the expected state; returns False if the act is not possible."""
        current = self.parent
        if current.status == "erased":
            return False
        if act == "report":
            return self.report()
        if act == "erase":
            erasure.erase(erasure.PersonToErase(comments=(self.p.pk,)), self.moderator, "Auf Wunsch")
            self.parent = Parent("erased", is_open=True)
            return True
        if act == "undo":
            if current.batch is None or current.before is None:
                return False
            moderation.undo(current.batch, self.moderator)
            new_reports = current.all_reports - current.before.all_reports
            counts = {"reports": current.before.reports + new_reports, "all_reports": current.all_reports}
            self.parent = replace(current.before, is_open=current.is_open, batch=None, before=None, **counts)
            return True
        reason = moderation.DecisionReason("insult") if act == "reject" else None
        outcome = moderation.decide([self.p.pk], act, self.moderator, reason)
        if outcome.changed:
            status = {"approve": "approved", "reject": "rejected", "spam": "spam", "hold": "pending"}[act]
            self.parent = Parent(
                status,
                current.is_open or status != "pending",
                status == "approved",
                current,
                outcome.batch,
                current.all_reports if act == "hold" else 0,
                current.all_reports,
            )
        return bool(outcome.changed)

    def report(self) -> bool:
        """Report the parent three times, from different senders: enough to hold a comment that nobody has judged."""
        current = self.parent
        if current.status != "approved":
            return False
        for number in range(3):
            reports.report(self.p, "insult", address=f"10.0.{self.p.reports.count()}.{number}")
        status = "approved" if current.is_judged else "pending"
        counts = {"reports": current.reports + 3, "all_reports": current.all_reports + 3}
        self.parent = replace(current, status=status, batch=current.batch if current.is_judged else None, **counts)
        return True

    # views and expectations

    @property
    def visible(self) -> set[str]:
        """The letters of the visible comments."""
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
        """The ids of the comments and placeholders in the thread."""
        return self.pks(self.visible | ({"p"} if self.has_place else set()))

    def pks(self, letters: set[str]) -> set[int]:
        return {getattr(self, letter).pk for letter in letters}

    def check(self, path: str, all_views: bool) -> None:
        """Check all views, or only the next one in turn."""
        self.checked += 1
        views = (self.pages, self.addresses, self.api, self.feeds, self.counts, self.moderators)
        for view in views if all_views else (views[self.checked % len(views)],):
            try:
                view()
            except AssertionError as error:
                raise AssertionError(f"{path} · {view.__name__}: {error}") from error

    def pages(self) -> None:
        order = [pk for pk in (self.p.pk, self.r.pk, self.s.pk, self.o.pk) if pk in self.standing]
        orders = {f"?from={pk}": order[order.index(pk) :] if pk in order else order for pk in (self.p.pk, self.r.pk)}
        for query in ("", "?sort=newest", *orders, f"?reply={self.r.pk}"):
            page = self.client.get(self.home + query).text
            ids = {int(comment_id) for comment_id in re.findall(r'id="comment-(\d+)"', page)}
            assert ids == set(orders.get(query, order)), query
            assert set(WORD.findall(page)) == {letter for letter in self.visible if getattr(self, letter).pk in ids}
            assert f'"commentCount": {len(self.visible)}' in page
            assert f"{len(self.visible)} Leserkommentar" in page
            if self.has_place and self.p.pk in ids:
                assert PLACEHOLDERS.get(self.parent.status, PLACEHOLDERS["rejected"]) in page
        form = self.client.get(f"{self.home}?reply={self.r.pk}").text
        assert (f'name="parent" value="{self.r.pk}"' in form) == self.parent.is_open

    def addresses(self) -> None:
        for letter in "prswo":
            pk = getattr(self, letter).pk
            has_place = pk in self.standing
            response = self.client.get(f"{self.home}comments/{pk}/")
            assert response.status_code == (302 if has_place else 404), letter
            if has_place:
                page = self.client.get(response["Location"].partition("#")[0]).text
                assert f'id="{response["Location"].partition("#")[2]}"' in page
            for report in ("report/", "report/illegal/"):
                status_code = self.client.get(f"{self.home}comments/{pk}/{report}").status_code
                assert status_code == (200 if letter in self.visible else 404), letter

    def api(self) -> None:
        state = {"pending": "held", "erased": "erased"}.get(self.parent.status, "removed")
        expected = dict.fromkeys(self.pks(self.visible), "visible") | ({self.p.pk: state} if self.has_place else {})
        address = f"/api/v1{self.home}comments/?count=true"
        data = self.client.get(address).json()
        assert {row["id"]: row["state"] for row in data["results"]} == expected
        assert {word for row in data["results"] for word in WORD.findall(row["text"])} == self.visible
        assert data["count"] == len(self.visible)
        one_by_one, address_of_page = [], f"{address}&limit=1"
        while address_of_page:
            answer = self.client.get(address_of_page).json()
            one_by_one += [row["id"] for row in answer["results"]]
            address_of_page = answer["next"]
        assert one_by_one == [row["id"] for row in data["results"]]
        tree = self.client.get(f"{address}&as=tree").json()["results"]
        nested = {row["id"]: [reply["id"] for reply in row["replies"]] for row in tree}
        expected_branch = {self.p.pk: [self.r.pk] if self.parent.is_open else []} if self.p.pk in expected else {}
        assert nested == expected_branch | {self.o.pk: []}

    def feeds(self) -> None:
        for address in (f"{self.home}comments/feed.atom", f"{self.home}comments/feed.rss", "/comments/feed.atom"):
            assert set(WORD.findall(self.client.get(address).text)) == self.visible

    def counts(self) -> None:
        count = len(self.visible)
        assert self.client.get(f"/api/v1{self.home}").json()["comment_count"] == count
        assert [article["comment_count"] for article in self.client.get("/api/v1/articles/").json()["results"]] == [
            count
        ]
        assert [item["_comments"]["count"] for item in self.client.get("/feed.json").json()["items"]] == [count]
        assert f"<slash:comments>{count}<" in self.client.get("/feed.rss").text
        assert re.findall(r"(\d+) Leserkommentar", self.client.get("/").text) == [str(count)]

    def moderators(self) -> None:
        counts = {
            queue_status.queue.value: queue_status.count
            for queue_status in moderation_queue.queue_statuses(self.moderator)
        }
        status = {self.parent.status} - {"erased"}
        assert counts["pending"] == 1 + ("pending" in status)
        assert counts["approved"] == 3 + ("approved" in status)
        assert counts["reported"] == (self.parent.reports > 0)
        for word in ("pending", "reported", "approved"):
            page = self.desk.get(f"/admin/articles/comment/?waiting={word}").text
            assert len(re.findall(r'name="_selected_action"', page)) == counts[word]


@contextmanager
def rolled_back() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def try_acts(thread: Thread, steps: int, path: str, full_steps: int) -> None:
    thread.check(path, full_steps >= 0)
    for act in ACTS if steps else ():
        before = thread.parent
        with rolled_back():
            if thread.do(act):
                try_acts(thread, steps - 1, f"{path} → {act}", full_steps - 1)
        thread.parent = before


def try_all_paths(make_article: Callable[..., Article], moderator: User, steps: int, full_steps: int) -> int:
    """Try all sequences of `steps` acts; all views are checked for the first `full_steps`, then one in turn."""
    chief = User.objects.create_superuser("chief", password="test")
    checked = 0
    for status in ("pending", "approved"):
        with rolled_back():
            thread = Thread(make_article(), moderator, chief, status)
            try_acts(thread, steps, status, full_steps)
            checked += thread.checked
    return checked


@pytest.mark.django_db
def test_replies_stay_after_any_act_on_their_parent(make_article: Any, moderator: User) -> None:
    assert try_all_paths(make_article, moderator, steps=1, full_steps=0) > 10


@pytest.mark.slow
@pytest.mark.django_db
def test_replies_stay_after_any_three_acts_on_their_parent(make_article: Any, moderator: User) -> None:
    assert try_all_paths(make_article, moderator, steps=3, full_steps=2) > 150
