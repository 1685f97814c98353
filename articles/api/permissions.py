"""Who may read more here than everybody."""

from typing import Any


def sees_evidence(user: Any) -> bool:
    """Whether this user works here and may see clips: evidence tells what stands in them, and where."""
    return bool(user.is_staff and user.has_perms(["articles.view_article", "articles.view_clip"]))
