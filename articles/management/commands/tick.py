"""What has to happen at its minute: prepared versions of live articles go live."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import drafting, following, indexing, notifying, preparing, recognising, reporting, uploading


class Command(BaseCommand):
    """`tick`: to be called every minute by a timer; a missed minute is caught up on."""

    help = "Applies the prepared versions whose minute has come. Call it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply what is due, name what conflicts, send letters; forget what nobody decided about and what has ended."""
        uploading.forget_expired()
        drafting.forget_outdated()
        notifying.send_due()
        recognising.forget_keys()
        reporting.send_due()
        following.catch_up()
        indexing.forget_ended()
        applied, stuck = preparing.apply_due()
        if applied:
            told = ngettext("%(n)d prepared version went live.", "%(n)d prepared versions went live.", applied)
            self.stdout.write(told % {"n": applied})
        for prepared in stuck:
            told = _("The prepared version of “%(article)s” could not go live: please decide at the desk.")
            self.stderr.write(told % {"article": prepared.article})
