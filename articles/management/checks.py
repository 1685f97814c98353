"""What `manage.py check` says about a newsroom beyond Django's own checks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import OperationalError, ProgrammingError


@register(Tags.security, deploy=True)
def no_demonstration_texts(**_kwargs: Any) -> list[CheckMessage]:
    """The shipped clips are third-party press text: a real site must not publish them."""
    from ..desk import importing  # brings the reader's word lists: not at every start of Django
    from ..models import Clip

    if settings.DEMO:
        return []
    try:
        found = Clip.objects.filter(sha256__in=importing.seed_hashes(), articles__state="published").exists()
    except (OperationalError, ProgrammingError):
        return []  # not migrated yet: nothing can be published
    if not found:
        return []
    return [
        Warning(
            "Texts of the demonstration are published on this site.",
            hint="They belong to their publishers: withdraw the articles made from the clips in seeds/.",
            id="articles.W001",
        )
    ]
