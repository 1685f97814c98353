"""What is known of who wrote a comment. The same name is not the same person: each sign of sameness says what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Comment
from articles.models.comments.comment import has_email

SHOWN = 10  # comments of one sign
_WAY = re.compile(r"([0-9]{1,18})-(outlet|email|connection|name)")


@dataclass(frozen=True, slots=True)
class AuthorMatch:
    """Comments that may be by the same person, and what speaks for it."""

    word: str
    is_weak: bool
    way: str  # what the list's filter by person is asked for
    comments: list[Comment]
    has_more: bool


def signs(comment: Comment) -> list[AuthorMatch]:
    """The other comments of who wrote this one, by each sign; three queries at most, each by an index."""
    found = []
    for key, word, is_weak, same in _questions(comment):
        rows = Comment.objects.filter(same).exclude(pk=comment.pk).select_related("article")
        rows = rows.only("author", "status", "text", "created_at", "decision_note", "article__headline")
        some = list(rows.order_by("-pk")[: SHOWN + 1])
        if some:
            found.append(AuthorMatch(word, is_weak, f"{comment.pk}-{key}", some[:SHOWN], len(some) > SHOWN))
    return found


def same(asked: str) -> Q:
    """The comments of one person, as far as that can be told: by a whole name, an e-mail address, or a sign's way."""
    way = _WAY.fullmatch(asked)
    if way is None:
        return has_email(asked) if "@" in asked else Q(author=asked)
    comment = Comment.objects.select_related("clip__source").defer("clip__data", "clip__text").filter(pk=way[1]).first()
    found = {key: alike for key, _word, _is_weak, alike in _questions(comment)} if comment else {}
    return found.get(way[2], Q(pk__in=[]))


def is_private(asked: str) -> bool:
    """Whether this asks by a sign's way or an e-mail address, and not by a name that everybody can read."""
    return _WAY.fullmatch(asked) is not None or "@" in asked


def _questions(comment: Any) -> Iterator[tuple[str, str, bool, Q]]:
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
