"""Permissions to read more than the public."""

from typing import Any


def sees_evidence(user: Any) -> bool:
    """Whether this user is staff and may see clips: evidence quotes them by position."""
    return bool(user.is_staff and user.has_perms(["articles.view_article", "articles.view_clip"]))
