"""Comments that may be by the same person. The same name is not the same person: each match says what it rests on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Comment
from articles.models.comments.comment import has_email

MAX_SHOWN_COMMENTS = 10  # of one match
_WAY = re.compile(r"([0-9]{1,18})-(outlet|email|connection|name)")


@dataclass(frozen=True, slots=True)
class AuthorMatch:
    """Other comments that may be by the same person, and what the match rests on."""

    word: str
    is_weak: bool
    way: str  # value of the list's filter by person: the comment's number and the key of the match
    comments: list[Comment]
    has_more: bool


def matches(comment: Comment) -> list[AuthorMatch]:
    """Other comments that may be by the author of this one, by each key; three queries at most, each by an index."""
    matched = []
    for key, word, is_weak, same in _conditions(comment):
        rows = Comment.objects.filter(same).exclude(pk=comment.pk).select_related("article")
        rows = rows.only("author", "status", "text", "created_at", "decision_note", "article__headline")
        newest = list(rows.order_by("-pk")[: MAX_SHOWN_COMMENTS + 1])
        if newest:
            shown, has_more = newest[:MAX_SHOWN_COMMENTS], len(newest) > MAX_SHOWN_COMMENTS
            matched.append(AuthorMatch(word, is_weak, f"{comment.pk}-{key}", shown, has_more))
    return matched


def person_q(value: str) -> Q:
    """The condition for the comments of one person: by a whole name, an e-mail address, or an `AuthorMatch.way`."""
    match = _WAY.fullmatch(value)
    if match is None:
        return has_email(value) if "@" in value else Q(author=value)
    comment = (
        Comment.objects.select_related("clip__source").defer("clip__data", "clip__text").filter(pk=match[1]).first()
    )
    conditions = {key: same for key, _word, _is_weak, same in _conditions(comment)} if comment else {}
    return conditions.get(match[2], Q(pk__in=[]))


def is_private(value: str) -> bool:
    """Whether this filters by a match or an e-mail address, and not by a name that everybody can read."""
    return _WAY.fullmatch(value) is not None or "@" in value


def _conditions(comment: Any) -> Iterator[tuple[str, str, bool, Q]]:
    if comment.clip_id is not None:
        source = comment.clip.source
        if comment.author and source is not None:
            word = _("same name in %(outlet)s") % {"outlet": source}
            yield "outlet", word, True, Q(author=comment.author, clip__source=source)
        return
    if comment.email and comment.email_confirmed_at is not None:
        word = _("same confirmed e-mail")
        yield "email", word, False, Q(email=comment.email, email_confirmed_at__isnull=False)
    if comment.sender_hash:
        yield "connection", _("same connection lately"), False, Q(sender_hash=comment.sender_hash)
    if comment.author:
        word = _("same name, not necessarily the same person")
        yield "name", word, True, Q(author=comment.author, clip=None)
