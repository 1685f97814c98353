"""Articles in every state with a canary word in every field, to check who can read and who can change what.

A canary names its article's state, its kind and its field: `qzdraft0h0notez`. The kinds say who may read it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.utils import timezone

from articles.domain import audit
from articles.domain.articles import preview_links, revision_relations, revisions, scheduled_changes
from articles.domain.search import index
from articles.models import (
    AgencyTask,
    Article,
    ArticleAgency,
    Clip,
    Comment,
    Contribution,
    Correction,
    Image,
    Person,
    Placement,
    Reading,
    Report,
    Right,
    Source,
    Topic,
)
from articles.models.comments.comment import STEP

ROLES = ("anonymous", "reader", "Redaktion", "CvD", "Moderation", "Dokumentation", "Administration", "superuser")
STAFF = ROLES[2:]
STATES = (
    *("draft", "inreview", "returned", "approved", "published", "scheduled", "embargoed", "offline", "withdrawn"),
    *("discarded", "locked", "excerpt", "internal", "unclear", "ended"),
)
COLUMN = {"inreview": "in_review"} | dict.fromkeys(
    ("scheduled", "embargoed", "offline", "excerpt", "internal", "unclear", "ended"), "published"
)
RIGHTS = {"excerpt": Right.EXCERPT, "internal": Right.INTERNAL, "unclear": Right.UNCLEAR}
KINDS = {
    "w": "what an excerpt shows as well: headline, lead, outlet, agencies, topics, addresses",
    "f": "the rest of the article: text, pictures, persons, corrections",
    "h": "internal: notes, reasons, earlier and prepared versions, the clip and its rights",
    "c": "an approved comment",
    "p": "a comment that waits, and what was decided about one",
    "e": "an e-mail address of a reader",
    "r": "the reason of a withdrawal",
}
PUBLIC = {"published": "wfc", "excerpt": "w", "withdrawn": "r"}
CANARY = re.compile("qz([a-z]+)0([a-z])0([a-z]+?)z", re.IGNORECASE)
# Tables that any request may write to, and that change nothing that anybody reads.
HOUSEKEEPING = ("django_session", "articles_apitoken", "articles_claim", "articles_presence", "articles_draft")
HOUSEKEEPING += ("articles_ratelimit", "articles_requestcount", "articles_senderkey")
HOUSEKEEPING += ("articles_idempotencykey", "articles_change", "axes_")


def canary(state: str, kind: str, field: str) -> str:
    """The word that only this field of this state's article contains."""
    return f"qz{state}0{kind}0{field}z"


def canaries_in(text: str) -> set[tuple[str, str, str]]:
    """State, kind and field of each canary in a text."""
    return {(state.lower(), kind.lower(), field.lower()) for state, kind, field in CANARY.findall(text)}


def summarize_kinds(canaries: set[tuple[str, str, str]]) -> str:
    """The kinds as letters: lower case for what the public may read of that article, upper case for the rest."""
    letters = {kind if kind in PUBLIC.get(state, "") else kind.upper() for state, kind, _field in canaries}
    return "".join(sorted(letters, key=lambda letter: (letter.isupper(), letter)))


def create_user(role: str, name: str = "") -> User:
    """Create a user with that role."""
    if role == "superuser":
        return User.objects.create_superuser(name or role)
    user = User.objects.create_user(name or role, is_staff=role in STAFF)
    if role in STAFF:
        user.groups.add(Group.objects.get(name=role))
    return user


class CanaryContent:
    """An article of each state, with its clip, picture, person, topic, outlet, agency, comments and all."""

    def __init__(self, states: Iterable[str] = STATES) -> None:
        self.writer = User.objects.create_user("writer", is_staff=True)
        self.articles: dict[str, Article] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        for state in states:
            self._make(state)

    def _make(self, state: str) -> None:
        def word(kind: str, field: str) -> str:
            return canary(state, kind, field)

        right = RIGHTS.get(state, Right.FULL)
        outlet = self._noun(Source, word("w", "outlet"), kind="outlet", right=right, right_note=word("h", "right"))
        agency = self._noun(Source, word("w", "agency"), kind="agency")
        topic = self._noun(Topic, word("w", "topic"))
        writer = self._noun(Person, word("f", "person"))
        clip = self._clip(state, outlet)
        image = Image.objects.create(
            **{name: word("f", name.replace("_", "")) for name in ("caption", "credit", "photographer", "copyright")},
            embedded={"said": word("h", "embedded")},
        )
        article = Article(
            state="draft",
            source=outlet,
            clip=clip,
            reading=clip.readings.get(),
            **{name: word("w", name) for name in ("headline", "lead")},
            **{name: word("f", name) for name in ("kicker", "subheadline", "dateline", "byline", "signoff")},
            body=f'<p>{word("f", "body")}</p><figure data-image="{image.pk}"></figure>',
            note=word("h", "note"),
            responsible=self.writer,
        )
        article.headline = word("h", "earlier")
        revisions.save(article, self.writer, word("h", "firstreason"))
        article.headline = word("w", "headline")
        revisions.save(article, self.writer, word("h", "reason"))
        ArticleAgency.objects.create(article=article, source=agency)
        Contribution.objects.create(article=article, person=writer)
        article.topics.add(topic)
        Correction.objects.create(article=article, text=word("f", "correction"))
        self._settle(article, state)
        comments = self._comments(article, state)
        self.articles[state] = article
        self.rows[state] = {
            "article": article,
            "outlet": outlet,
            "agency": agency,
            "topic": topic,
            "person": writer,
            "clip": clip,
            "agencytask": AgencyTask.objects.create(
                article=article,
                clip=self._later_clip(state),
                kind="correction",  # a kill would block publishing
                matched_by="number",
                reason=word("h", "taskreason"),
            ),
            "image": image,
            **comments,
            "prepared": scheduled_changes.prepare(
                article, {"lead": word("h", "prepared")}, self.writer, word("h", "why")
            ),
            "revision": article.history.order_by("version").first(),
        }
        if state not in {"locked", "withdrawn", "discarded", "internal"}:
            self.rows[state]["link"] = preview_links.make_link(article, self.writer, 3, word("h", "guest"))

    def _noun(self, model: Any, name: str, **values: Any) -> Any:
        return model.objects.create(name=name, slug=name, **values)

    def _clip(self, state: str, outlet: Source) -> Clip:
        text = canary(state, "h", "cliptext")
        clip = Clip.objects.create(
            sha256=f"{STATES.index(state):064x}",
            size=len(text),
            encoding="utf-8",
            data=text.encode(),
            text=text,
            source=outlet,
            state_reason=canary(state, "h", "clipreason"),
            right_note=canary(state, "h", "clipnote"),
            url=f"https://{canary(state, 'h', 'clipurl')}.example/",
        )
        clip.names.create(name=canary(state, "h", "clipname"))
        segments = [{"start": 0, "end": len(text), "role": "boilerplate", "rule": "test"}]
        Reading.objects.create(clip=clip, parser_version="test", segments=segments, warnings=[])
        return clip

    def _later_clip(self, state: str) -> Clip:
        """A text of the agency that withdraws the one that the article was made from."""
        text = canary(state, "h", "latertext")
        digest = f"{len(STATES) + STATES.index(state):064x}"
        return Clip.objects.create(sha256=digest, size=len(text), encoding="utf-8", data=text.encode(), text=text)

    def _settle(self, article: Article, state: str) -> None:
        """Set the state of the article and everything that comes with it."""
        now = timezone.now()
        article.state = COLUMN.get(state, state)
        article.state_reason = canary(state, "h", "statereason")
        article.override_reason = canary(state, "h", "override")
        article.submitted_by = self.writer
        if article.state in {"published", "withdrawn", "locked"}:
            article.slug = canary(state, "w", "slug")
            article.publish_at = now - timedelta(hours=1)
        if state == "scheduled":
            article.publish_at = now + timedelta(hours=1)
        elif state == "embargoed":
            article.embargo_until = now + timedelta(hours=1)
        elif state == "offline":
            article.expires_at = now - timedelta(minutes=1)
        elif state == "withdrawn":
            article.withdrawn_at, article.withdrawn_reason = now, canary(state, "r", "withdrawal")
        elif state == "ended":
            Source.objects.filter(pk=article.source_id).update(right_until=now.date() - timedelta(days=3))
        revision_relations.store_parts(article)
        article.version += 1
        article.save()
        index.update(article)
        audit.record("change", article, self.writer, canary(state, "h", "audit"))
        Placement.objects.filter(article=article).update(alt_text=canary(state, "f", "alt"))

    def _comments(self, article: Article, state: str) -> dict[str, Comment]:
        comments = {}
        for number, (name, status, kind) in enumerate(
            (("comment", "approved", "c"), ("waiting", "pending", "p"), ("rejected", "rejected", "p")), 1
        ):
            comments[name] = Comment.objects.create(
                article=article,
                path=f"{number:0{STEP}d}",
                status=status,
                author=canary(state, kind, f"{name}author"),
                text=canary(state, kind, f"{name}text"),
                email=f"{canary(state, 'e', f'{name}mail')}@example.org",
                decision_note=canary(state, "p", f"{name}note") if status != "pending" else "",
            )
        Report.objects.create(
            comment=comments["comment"],
            kind="illegal",
            reason="illegal",
            explanation=canary(state, "p", "report"),
            email=f"{canary(state, 'e', 'reporter')}@example.org",
            receipt_token=canary(state, "e", "receipt"),
        )
        return comments


@contextmanager
def rolled_back() -> Iterator[list[str]]:
    """Roll back everything that happens inside; yields the tables that were written to."""
    written: list[str] = []

    def record_write(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        write = re.match(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', sql, re.IGNORECASE)
        if write and not write[1].startswith(HOUSEKEEPING):
            written.append(write[1])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(record_write):
        yield written
        transaction.set_rollback(True)


def response_text(response: Any) -> str:
    """The headers, cookies and body of a response as one text."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    header_lines = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{header_lines}\n{response.cookies.output()}\n{body.decode(errors='replace')}"


def read_table(path: Path, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], list[str]]:
    """Read a table whose lines name an address, one or several requests to it, and the states that the line holds for.

    `*` stands for all states that no other line of the same address and request names.
    """
    table: dict[tuple[str, str, str], list[str]] = {}
    defaults: dict[tuple[str, str], list[str]] = {}
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        route, requests, states, *cells = line.split()
        for request in requests.split(","):
            if states == "*":
                assert defaults.setdefault((route, request), cells) is cells, f"twice: {line}"
            for state in states.split(",") if states != "*" else ():
                assert table.setdefault((route, request, state), cells) is cells, f"twice: {line}"
    all_keys = list(keys)
    table |= {key: defaults[key[:2]] for key in all_keys if key not in table and key[:2] in defaults}
    assert not defaults.keys() - {key[:2] for key in all_keys}, "no such address or request"
    return table


def parse_cell(cell: str) -> tuple[str, str]:
    """Split a cell into the result (status and `!` for a write) and the kinds of the canaries that were shown."""
    result, _colon, kinds = cell.partition(":")
    return result, kinds
