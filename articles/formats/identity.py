"""What programs know a text by: it never changes, whatever becomes of its address. Source: RFC 4151, tag URIs."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from ..models import Article, Comment


def of_article(article: Article, base_url: str) -> str:
    """The article's id for feeds and other machines; `base_url` is the site's own address."""
    return _tag(base_url, article.created_at, f"articles/{article.pk}")


def of_comment(comment: Comment, base_url: str) -> str:
    """The reader's comment's id; `base_url` is the site's own address."""
    return _tag(base_url, comment.created_at, f"comments/{comment.pk}")


def _tag(base_url: str, since: datetime, name: str) -> str:
    # The year in which it came here: unlike the time of publication it stays when a text is published anew.
    return f"tag:{urlsplit(base_url).hostname},{since.astimezone(UTC).year}:{name}"
