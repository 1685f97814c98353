"""What `manage.py check` says about a newsroom beyond Django's own checks."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import OperationalError, ProgrammingError

LOCALE = Path(__file__).resolve().parents[1] / "locale"


@register(Tags.translation)
def catalogues_are_built(**_kwargs: Any) -> list[CheckMessage]:
    """The interface's words are built from the translations after an installation; without them it speaks English."""
    stale = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        built = source.with_suffix(".mo")
        if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
            stale.append(str(built.relative_to(LOCALE)))
    if not stale:
        return []
    return [
        Warning(
            f"The interface's words are missing or older than their translation: {', '.join(stale)}.",
            hint="Build them: .venv/bin/python manage.py build_messages",
            id="articles.W002",
        )
    ]


@register(Tags.security, deploy=True)
def no_demonstration_texts(**_kwargs: Any) -> list[CheckMessage]:
    """The shipped clips are third-party press text: a real site must not publish them."""
    from articles.domain.imports import importer  # brings the reader's word lists: not at every start of Django

    from ..models import Clip

    if settings.DEMO:
        return []
    try:
        is_published = Clip.objects.filter(sha256__in=importer.seed_hashes(), articles__state="published").exists()
    except (OperationalError, ProgrammingError):
        return []  # not migrated yet: nothing can be published
    if not is_published:
        return []
    return [
        Warning(
            "Texts of the demonstration are published on this site.",
            hint="They belong to their publishers: withdraw the articles made from the clips in seeds/.",
            id="articles.W001",
        )
    ]
