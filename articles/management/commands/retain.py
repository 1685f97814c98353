"""Deletes personal data whose retention period has ended."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.domain.privacy import retention

MESSAGES = {
    "senders": gettext_noop("Hashes of senders forgotten: %d"),
    "emails": gettext_noop("E-mails forgotten: %d"),
    "rejected": gettext_noop("Rejected comments emptied: %d"),
    "reports": gettext_noop("Senders of reports forgotten: %d"),
}


class Command(BaseCommand):
    """`retain`: to be called every day by a timer."""

    help = "Forgets personal data whose time is over (KEEP_…_DAYS of the settings). Call it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and print the counts; raises CommandError where a kind of data could not be deleted."""
        connection.ensure_connection()  # no database: one sentence instead of a failure of each kind
        done = retention.retain()
        for kind, message in MESSAGES.items():
            if kind in done:
                self.stdout.write(_(message) % done[kind])
        failed = [kind for kind in retention.KINDS if kind not in done]
        if failed:
            words = {"kinds": ", ".join(failed)}
            raise CommandError(_("Could not be forgotten, all else was: %(kinds)s. The log says why.") % words)
