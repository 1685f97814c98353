"""Permanent identifiers of articles and comments, independent of their addresses. Source: RFC 4151, tag URIs."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from ..models import Article, Comment


def of_article(article: Article, base_url: str) -> str:
    """The article's tag URI; `base_url` is the site's own address."""
    return _tag(base_url, article.created_at, f"articles/{article.pk}")


def of_comment(comment: Comment, base_url: str) -> str:
    """The comment's tag URI; `base_url` is the site's own address."""
    return _tag(base_url, comment.created_at, f"comments/{comment.pk}")


def _tag(base_url: str, since: datetime, name: str) -> str:
    # The year in which it came here: unlike the time of publication it stays when a text is published anew.
    return f"tag:{urlsplit(base_url).hostname},{since.astimezone(UTC).year}:{name}"
