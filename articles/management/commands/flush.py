"""Empties the whole database, including the audit, which nothing else may."""

from typing import Any

from django.core.management.commands import flush

from articles.models.fields import triggers


class Command(flush.Command):
    """Django's own `flush`, with the audit's triggers removed meanwhile."""

    def handle(self, **options: Any) -> None:
        """Flush, and install the triggers again, whatever happens."""
        triggers.uninstall(options["database"])
        try:
            super().handle(**options)
        finally:
            triggers.install(options["database"])
