"""Updates the search index, or checks whether it is up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain import job_runner
from articles.domain.search import index
from articles.models import search


class Command(BaseCommand):
    """`index`: enters what is missing or outdated. After an upgrade, or after changing the database by hand."""

    help = "Brings the search's index in step with the articles; does nothing where it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """The arguments `--check` and `--all`."""
        parser.add_argument("--check", action="store_true", help="only compare; exit with 1 where they differ")
        parser.add_argument("--all", action="store_true", help="enter every article anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare or enter, and print the result; raises CommandError where the index is not up to date."""
        if options["check"]:
            self._compare()
            return
        try:
            count = index.rebuild(every=options["all"])
        except job_runner.SomeFailed as error:
            raise CommandError(str(error)) from error
        finally:
            if options["all"]:
                search.rebuild()
            search.analyze()
        message = ngettext("%(n)d article entered in the search.", "%(n)d articles entered in the search.", count)
        if options["verbosity"]:
            self.stdout.write(message % {"n": count})

    def _compare(self) -> None:
        comparison = index.compare()
        counts = {"missing": len(comparison.missing), "outdated": len(comparison.outdated)}
        if comparison.missing or comparison.outdated or not comparison.is_sound:
            sentence = _("The search does not fit the archive: %(missing)d articles missing, %(outdated)d outdated.")
            raise CommandError(sentence % counts + " " + _("Please run: manage.py index --all"))
        self.stdout.write(_("The search fits the archive."))
