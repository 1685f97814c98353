"""Hidden comments are visible in no view, whatever happens in whatever order: a Hypothesis state machine.

The comments that readers may see are worked out here again, from parents and decisions alone, and compared with every
view: the page in both orders, the API, the feeds, the counts, the stable addresses, the forms for replies and
reports, and the private links.
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
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from articles.domain.articles import publishing
from articles.domain.comments import moderation
from articles.domain.privacy import erasure
from articles.models import Article, Comment, CommentPolicy, Decision
from articles.pages import form_token

WORD = re.compile(r"wort\d+x")
HIDDEN_WORD = re.compile(r"\b(?:wort|name|post)\d+x")
ERASED = "erased"
PARTS = 5  # of the thousand discussions
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
        self.opened: set[int] = set()  # shown or decided about once: replies do not wait for them any more

    def teardown(self) -> None:
        """Check every view once, then roll the example back."""
        try:
            for check in (self.page, self.newest, self.api, self.feeds, self.every_comment_alone, self.front_page):
                check()
        finally:
            transaction.set_rollback(True)
            self.undone_after_this.__exit__(None, None, None)

    # rows, and which of them readers may see

    def rows(self) -> dict[int, Comment]:
        return {c.pk: c for c in Comment.objects.all()}

    def pick_comment(self, pick: int) -> Comment | None:
        rows = list(self.rows().values())
        return rows[pick % len(rows)] if rows else None

    def above(self, rows: dict[int, Comment], comment: Comment) -> list[Comment]:
        ancestors = []
        while comment.parent_id:
            comment = rows[comment.parent_id]
            ancestors.append(comment)
        return ancestors

    def visible(self) -> set[int]:
        rows = self.rows()
        if Article.objects.get().state != "published":
            return set()
        return {
            comment.pk
            for comment in rows.values()
            if comment.status == "approved"
            and all(
                ancestor.status != "pending" or ancestor.pk in self.opened for ancestor in self.above(rows, comment)
            )
        }

    def placeholders(self) -> set[int]:
        """The ids of removed and held comments with a visible reply."""
        rows = self.rows()
        ancestors = {ancestor.pk for pk in self.visible() for ancestor in self.above(rows, rows[pk])}
        return {pk for pk in ancestors if rows[pk].status != "approved"}

    # acts

    def send(self, action: str, **fields: str) -> Any:
        self.number += 1
        data = {"token": form_token.token(self.article, time.time() - 60), **fields}
        return self.client.post(
            f"/articles/{self.article.slug}/comments/{action}",
            urlencode(data),
            content_type="application/x-www-form-urlencoded",
            headers={"Origin": "http://testserver"},
            REMOTE_ADDR=f"10.{self.number // 65536}.{self.number // 256 % 256}.{self.number % 256}",
        )

    def write(self, parent: str = "") -> Any:
        number = self.number + 1
        return self.send(
            "", text=f"wort{number}x", author=f"name{number}x", email=f"post{number}x@example.org", parent=parent
        )

    @rule()
    def post(self) -> None:
        before = Comment.objects.count()
        is_open = not CommentPolicy.current().closed_reason(Article.objects.get())
        is_public = Article.objects.get().state == "published"
        answer = self.write()
        assert (answer.status_code == 303) == (is_open and is_public)
        assert Comment.objects.count() - before == (answer.status_code == 303)

    @rule(pick=Pick)
    def reply(self, pick: int) -> None:
        parent = self.pick_comment(pick)
        if parent is None:
            return
        before, is_visible = Comment.objects.count(), parent.pk in self.visible()
        is_open = not CommentPolicy.current().closed_reason(Article.objects.get())
        answer = self.write(str(parent.pk))
        assert (answer.status_code == 303) == (is_visible and is_open)
        assert Comment.objects.count() - before == (answer.status_code == 303)

    @rule(pick=Pick, verb=st.sampled_from(["approve", "approve", "reject", "spam", "hold"]))
    def decide(self, pick: int, verb: str) -> None:
        comment = self.pick_comment(pick)
        if comment is None:
            return
        reason = moderation.DecisionReason("insult") if verb == Decision.Verb.REJECT else None
        outcome = moderation.decide([comment.pk], verb, self.moderator, reason)
        self.batches.append(outcome.batch)

    @precondition(lambda self: self.batches)
    @rule()
    def undo(self) -> None:
        moderation.undo(self.batches.pop(), self.moderator)

    @rule(pick=Pick)
    def report(self, pick: int) -> None:
        comment = self.pick_comment(pick)
        if comment is None:
            return
        is_visible = comment.pk in self.visible()
        answer = self.send(f"{comment.pk}/report/", reason="insult")
        assert (answer.status_code == 303) == is_visible

    @rule(pick=Pick)
    def erase(self, pick: int) -> None:
        comment = self.pick_comment(pick)
        if comment is not None and comment.status != ERASED:
            erasure.erase(erasure.PersonToErase(comments=(comment.pk,)), self.moderator, "Auf Wunsch")

    @rule(status=st.sampled_from(["open", "open", "paused", "closed"]))
    def close(self, status: str) -> None:
        Article.objects.update(comment_status=status)

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

    # views that must hold after each act

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def words_of(self, pks: set[int]) -> set[str]:
        rows = self.rows()
        return {rows[pk].text for pk in pks}

    @invariant()
    def each_entry_point_shows_only_what_it_may(self) -> None:
        """Check one view in turn; all of them after every step would take an hour, so teardown checks all once."""
        self.step += 1
        self.opened |= {pk for pk, c in self.rows().items() if c.status != "pending"}
        (self.page, self.newest, self.api, self.feeds)[self.step % 4]()

    def page(self, order: str = "") -> None:
        visible, placeholders, is_public = self.visible(), self.placeholders(), self.is_public()
        page = self.get(f"/articles/{self.article.slug}/{order}")
        assert page.status_code == (200 if is_public else 410)
        assert {int(n) for n in re.findall(r'id="comment-(\d+)"', page.text)} == visible | placeholders
        assert f'"commentCount": {len(visible)}' in page.text or not is_public
        self.shows_only_what_it_may(page.text)

    def newest(self) -> None:
        self.page("?sort=newest")

    def api(self) -> None:
        visible, placeholders, is_public = self.visible(), self.placeholders(), self.is_public()
        thread = self.get(f"/api/v1/articles/{self.article.slug}/comments/?count=true")
        listed = self.get("/api/v1/articles/").json()["results"]
        assert [article["comment_count"] for article in listed] == ([len(visible)] if is_public else [])
        if is_public:
            rows = thread.json()["results"]
            assert thread.json()["count"] == len(visible)
            assert {row["id"] for row in rows if row["state"] == "visible"} == visible
            assert {row["id"] for row in rows} == visible | placeholders
        self.shows_only_what_it_may(thread.text)

    def feeds(self) -> None:
        for address in (f"/articles/{self.article.slug}/comments/feed.atom", "/comments/feed.rss"):
            self.shows_only_what_it_may(self.get(address).text)
        counts = [item["_comments"]["count"] for item in self.get("/feed.json").json()["items"]]
        assert counts == ([len(self.visible())] if self.is_public() else [])

    def is_public(self) -> bool:
        return Article.objects.get().state == "published"

    def shows_only_what_it_may(self, content: str) -> None:
        visible = self.visible()
        hidden = {
            word
            for comment in self.rows().values()
            if comment.pk not in visible
            for word in HIDDEN_WORD.findall(f"{comment.text} {comment.author}")
        }
        assert set(WORD.findall(content)) == self.words_of(visible)
        assert not hidden & set(HIDDEN_WORD.findall(content))
        assert "@example.org" not in content

    def every_comment_alone(self) -> None:
        visible, placeholders, home = self.visible(), self.placeholders(), f"/articles/{self.article.slug}/"
        unknown_pages = {
            action: self.plain(f"{home}comments/999999/{action}") for action in ("", "report/", "report/illegal/")
        }
        unknown_reply = self.plain(f"{home}?reply=999999")
        for pk, comment in self.rows().items():
            address = f"{home}comments/{pk}/"
            if pk not in visible | placeholders:
                assert self.plain(address) == unknown_pages[""]
            if pk not in visible:
                assert self.plain(f"{address}report/") == unknown_pages["report/"]
                assert self.plain(f"{address}report/illegal/") == unknown_pages["report/illegal/"]
                assert self.plain(f"{home}?reply={pk}") == unknown_reply
            if comment.status_token:
                page = self.get(f"/comments/status/{comment.status_token}/").text
                assert set(WORD.findall(page)) <= {comment.text}
                assert ("Er ist für alle zu lesen." in page) == (pk in visible)

    def plain(self, path: str) -> tuple[int, str]:
        answer = self.get(path)
        return answer.status_code, re.sub(r'name="token" value="[^"]*"', "", answer.text)

    def front_page(self) -> None:
        count, front = len(self.visible()), self.get("/").text
        counts = re.findall(r"(\d+) Leserkommentar", front)
        assert counts == ([str(count)] if count else [])


def run_discussions(make_article: Any, moderator: Any, examples: int, steps: int, part: int = 0) -> None:
    people = {"moderator": moderator, "chief": User.objects.create_superuser("chief", password="test")}
    kind = type("Discussion", (Discussion,), {"make_article": staticmethod(make_article), **people})
    run_state_machine_as_test(
        seed(part)(kind),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],  # a failure is reported unshrunk; shrinking would take minutes
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_no_view_shows_a_hidden_comment(make_article: Any, moderator: Any) -> None:
    run_discussions(make_article, moderator, examples=3, steps=10)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_view_shows_a_hidden_comment_in_a_thousand_discussions(make_article: Any, moderator: Any, part: int) -> None:
    """In parts, which processes share; each part draws others."""
    examples = int(os.environ.get("DISCUSSIONS", 1_000)) // PARTS
    run_discussions(make_article, moderator, examples, steps=12, part=part)
