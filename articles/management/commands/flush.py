"""Empties the whole database, the audit included, which nothing else may."""

from typing import Any

from django.core.management.commands import flush

from articles.models.fields import triggers


class Command(flush.Command):
    """Django's own `flush`; the audit's guards stand aside meanwhile."""

    def handle(self, **options: Any) -> None:
        """Ask, empty, and put the guards back, whatever happens."""
        triggers.uninstall(options["database"])
        try:
            super().handle(**options)
        finally:
            triggers.install(options["database"])
