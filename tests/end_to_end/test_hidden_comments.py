"""No way leads to a hidden comment, whatever happens in whatever order: a machine tries.

What readers may see is worked out here once more, from parents and decisions alone, and compared with every door:
the page in both orders, the API, the feeds, the counts, the stable addresses, the doors for answers and reports, and
the private links.
"""

import os
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from articles.domain.articles import publishing
from articles.domain.comments import moderation
from articles.domain.privacy import erasure
from articles.models import Article, Comment, CommentPolicy, Decision
from articles.pages import form_token

WORD = re.compile(r"wort\d+x")
AWAY = re.compile(r"\b(?:wort|name|post)\d+x")
ERASED = "erased"
Pick = st.integers(min_value=0, max_value=99)


class Discussion(RuleBasedStateMachine):
    """One article, its readers and its moderators."""

    make_article: Callable[..., Article]
    moderator: Any
    chief: Any

    def __init__(self) -> None:
        super().__init__()
        self.undone_after_this = transaction.atomic()
        self.undone_after_this.__enter__()
        cache.clear()
        self.article = self.make_article()
        self.client = Client()
        self.number = 0
        self.batches: list[Any] = []
        self.step = 0
        self.opened: set[int] = set()  # what was shown or decided about once: nothing waits for it any more

    def teardown(self) -> None:
        """Look through every keyhole once, and forget the example."""
        try:
            for door in (self.page, self.newest, self.api, self.feeds, self.every_comment_alone, self.front_page):
                door()
        finally:
            transaction.set_rollback(True)
            self.undone_after_this.__exit__(None, None, None)

    # what there is, and what of it readers may see

    def rows(self) -> dict[int, Comment]:
        return {c.pk: c for c in Comment.objects.all()}

    def one(self, pick: int) -> Comment | None:
        rows = list(self.rows().values())
        return rows[pick % len(rows)] if rows else None

    def above(self, rows: dict[int, Comment], comment: Comment) -> list[Comment]:
        found = []
        while comment.parent_id:
            comment = rows[comment.parent_id]
            found.append(comment)
        return found

    def visible(self) -> set[int]:
        rows = self.rows()
        if Article.objects.get().state != "published":
            return set()
        return {
            c.pk
            for c in rows.values()
            if c.status == "approved" and all(a.status != "pending" or a.pk in self.opened for a in self.above(rows, c))
        }

    def places(self) -> set[int]:
        """The removed and held ones that hold up a visible answer."""
        rows = self.rows()
        held = {a.pk for pk in self.visible() for a in self.above(rows, rows[pk])}
        return {pk for pk in held if rows[pk].status != "approved"}

    # what people do

    def send(self, door: str, **fields: str) -> Any:
        self.number += 1
        values = {"token": form_token.token(self.article, time.time() - 60), **fields}
        return self.client.post(
            f"/articles/{self.article.slug}/comments/{door}",
            urlencode(values),
            content_type="application/x-www-form-urlencoded",
            headers={"Origin": "http://testserver"},
            REMOTE_ADDR=f"10.{self.number // 65536}.{self.number // 256 % 256}.{self.number % 256}",
        )

    def write(self, parent: str = "") -> Any:
        n = self.number + 1
        return self.send("", text=f"wort{n}x", author=f"name{n}x", email=f"post{n}x@example.org", parent=parent)

    @rule()
    def post(self) -> None:
        before = Comment.objects.count()
        open_now = not CommentPolicy.current().closed_reason(Article.objects.get())
        public = Article.objects.get().state == "published"
        answer = self.write()
        assert (answer.status_code == 303) == (open_now and public)
        assert Comment.objects.count() - before == (answer.status_code == 303)

    @rule(pick=Pick)
    def reply(self, pick: int) -> None:
        parent = self.one(pick)
        if parent is None:
            return
        before, may = Comment.objects.count(), parent.pk in self.visible()
        open_now = not CommentPolicy.current().closed_reason(Article.objects.get())
        answer = self.write(str(parent.pk))
        assert (answer.status_code == 303) == (may and open_now)
        assert Comment.objects.count() - before == (answer.status_code == 303)

    @rule(pick=Pick, verb=st.sampled_from(["approve", "approve", "reject", "spam", "hold"]))
    def decide(self, pick: int, verb: str) -> None:
        comment = self.one(pick)
        if comment is None:
            return
        why = moderation.DecisionReason("insult") if verb == Decision.Verb.REJECT else None
        outcome = moderation.decide([comment.pk], verb, self.moderator, why)
        self.batches.append(outcome.batch)

    @precondition(lambda self: self.batches)
    @rule()
    def undo(self) -> None:
        moderation.undo(self.batches.pop(), self.moderator)

    @rule(pick=Pick)
    def report(self, pick: int) -> None:
        comment = self.one(pick)
        if comment is None:
            return
        may = comment.pk in self.visible()
        answer = self.send(f"{comment.pk}/report/", reason="insult")
        assert (answer.status_code == 303) == may

    @rule(pick=Pick)
    def erase(self, pick: int) -> None:
        comment = self.one(pick)
        if comment is not None and comment.status != ERASED:
            erasure.erase(erasure.PersonToErase(comments=(comment.pk,)), self.moderator, "Auf Wunsch")

    @rule(how=st.sampled_from(["open", "open", "paused", "closed"]))
    def close(self, how: str) -> None:
        Article.objects.update(comment_status=how)

    @rule(mode=st.sampled_from(["pre", "post", "trusted"]), threshold=st.sampled_from([1, 2, 9]))
    def change_the_rules(self, mode: str, threshold: int) -> None:
        CommentPolicy.objects.update_or_create(pk=1, defaults={"moderation": mode, "report_threshold": threshold})

    @rule()
    def withdraw(self) -> None:
        article = Article.objects.get()
        if article.state == "published":
            publishing.withdraw(article, by=self.chief, reason="Der Bericht war falsch.")

    @rule()
    def restore(self) -> None:
        article = Article.objects.get()
        if article.state == "withdrawn":
            publishing.publish(article, by=self.chief, override_reason="Er stimmt doch.")

    # what must hold after each of it

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def words_of(self, pks: set[int]) -> set[str]:
        rows = self.rows()
        return {rows[pk].text for pk in pks}

    @invariant()
    def each_entry_point_shows_only_what_it_may(self) -> None:
        """All of them after every step would take an hour for a thousand discussions; at the end all are tried."""
        self.step += 1
        self.opened |= {pk for pk, c in self.rows().items() if c.status != "pending"}
        (self.page, self.newest, self.api, self.feeds)[self.step % 4]()

    def page(self, order: str = "") -> None:
        seen, places, public = self.visible(), self.places(), self.is_public()
        page = self.get(f"/articles/{self.article.slug}/{order}")
        assert page.status_code == (200 if public else 410)
        assert {int(n) for n in re.findall(r'id="comment-(\d+)"', page.text)} == seen | places
        assert f'"commentCount": {len(seen)}' in page.text or not public
        self.shows_only_what_it_may(page.text)

    def newest(self) -> None:
        self.page("?sort=newest")

    def api(self) -> None:
        seen, places, public = self.visible(), self.places(), self.is_public()
        thread = self.get(f"/api/v1/articles/{self.article.slug}/comments/?count=true")
        listed = self.get("/api/v1/articles/").json()["results"]
        assert [one["comment_count"] for one in listed] == ([len(seen)] if public else [])
        if public:
            rows = thread.json()["results"]
            assert thread.json()["count"] == len(seen)
            assert {row["id"] for row in rows if row["state"] == "visible"} == seen
            assert {row["id"] for row in rows} == seen | places
        self.shows_only_what_it_may(thread.text)

    def feeds(self) -> None:
        for address in (f"/articles/{self.article.slug}/comments/feed.atom", "/comments/feed.rss"):
            self.shows_only_what_it_may(self.get(address).text)
        told = [item["_comments"]["count"] for item in self.get("/feed.json").json()["items"]]
        assert told == ([len(self.visible())] if self.is_public() else [])

    def is_public(self) -> bool:
        return Article.objects.get().state == "published"

    def shows_only_what_it_may(self, told: str) -> None:
        seen = self.visible()
        hidden = {w for c in self.rows().values() if c.pk not in seen for w in AWAY.findall(f"{c.text} {c.author}")}
        assert set(WORD.findall(told)) == self.words_of(seen)
        assert not hidden & set(AWAY.findall(told))
        assert "@example.org" not in told

    def every_comment_alone(self) -> None:
        seen, places, home = self.visible(), self.places(), f"/articles/{self.article.slug}/"
        unknown = {door: self.plain(f"{home}comments/999999/{door}") for door in ("", "report/", "report/illegal/")}
        nothing = self.plain(f"{home}?reply=999999")
        for pk, comment in self.rows().items():
            address = f"{home}comments/{pk}/"
            if pk not in seen | places:
                assert self.plain(address) == unknown[""]
            if pk not in seen:
                assert self.plain(f"{address}report/") == unknown["report/"]
                assert self.plain(f"{address}report/illegal/") == unknown["report/illegal/"]
                assert self.plain(f"{home}?reply={pk}") == nothing
            if comment.status_token:
                told = self.get(f"/comments/status/{comment.status_token}/").text
                assert set(WORD.findall(told)) <= {comment.text}
                assert ("Er ist für alle zu lesen." in told) == (pk in seen)

    def plain(self, path: str) -> tuple[int, str]:
        answer = self.get(path)
        return answer.status_code, re.sub(r'name="token" value="[^"]*"', "", answer.text)

    def front_page(self) -> None:
        count, front = len(self.visible()), self.get("/").text
        told = re.findall(r"(\d+) Leserkommentar", front)
        assert told == ([str(count)] if count else [])


def try_out(make_article: Any, moderator: Any, examples: int, steps: int) -> None:
    people = {"moderator": moderator, "chief": User.objects.create_superuser("chief", password="test")}
    kind = type("Discussion", (Discussion,), {"make_article": staticmethod(make_article), **people})
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],  # a found way is told at once; making it shorter would take minutes
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_no_way_leads_to_a_hidden_comment(make_article: Any, moderator: Any) -> None:
    try_out(make_article, moderator, examples=3, steps=10)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_way_leads_to_a_hidden_comment_in_a_thousand_discussions(make_article: Any, moderator: Any) -> None:
    try_out(make_article, moderator, examples=int(os.environ.get("DISCUSSIONS", 1_000)), steps=12)
