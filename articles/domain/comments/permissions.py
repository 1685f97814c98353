"""Who may decide about comments, and set right what the parser concluded about them."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

MODERATE = "articles.moderate_comment"


def require_moderator(by: User | None) -> None:
    """Raises PermissionDenied for who may not moderate; None, a command, may."""
    if by is not None and not by.has_perm(MODERATE):
        raise PermissionDenied(MODERATE)
