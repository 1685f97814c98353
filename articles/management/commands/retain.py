"""Lets go of personal data whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.desk import retaining


class Command(BaseCommand):
    """`retain`: to be called every day by a timer."""

    help = "Forgets personal data whose time is over (KEEP_…_DAYS of the settings). Call it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        """One call of the desk, and what came of it."""
        done = retaining.retain()
        self.stdout.write(_("Hashes of senders forgotten: %d") % done["senders"])
        self.stdout.write(_("E-mails forgotten: %d") % done["emails"])
        self.stdout.write(_("Rejected comments emptied: %d") % done["rejected"])
        self.stdout.write(_("Senders of reports forgotten: %d") % done["reports"])
