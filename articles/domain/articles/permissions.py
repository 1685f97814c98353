"""Who may change an article as it stands. The domain, the admin and the API all ask here."""

from collections.abc import Collection

from django.contrib.auth.models import User

from articles.models import Article

# What decides about what the public sees belongs to who may publish.
TIMES = frozenset({"publish_at", "expires_at", "embargo_until"})
FROZEN = frozenset({Article.State.LOCKED, Article.State.DISCARDED})  # until somebody unlocks or restores it
PUBLISH = "articles.publish_article"


def may_change(article: Article, user: User, columns: Collection[str] = ()) -> bool:
    """Whether this user may change these columns of the article as it stands."""
    if not user.has_perm("articles.change_article") or article.state in FROZEN:
        return False
    decides = article.state == Article.State.PUBLISHED or not TIMES.isdisjoint(columns)
    return not decides or user.has_perm(PUBLISH)


def is_deletable(article: Article) -> bool:
    """Whether the article was never public: what was has to say so at its address, and is withdrawn."""
    return not article.slug and article.state in {Article.State.DRAFT, Article.State.DISCARDED}


def may_create(user: User, columns: Collection[str] = ()) -> bool:
    """Whether this user may make a draft with these columns."""
    return user.has_perm("articles.add_article") and (TIMES.isdisjoint(columns) or user.has_perm(PUBLISH))
