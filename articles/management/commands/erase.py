"""Erases everything that a person has written, wherever it is stored, or repeats former erasures."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.privacy import erasure, repeated_erasure
from articles.management import person


class Command(BaseCommand):
    """`erase --email … --reason …`, `erase --dry-run …`, and after a restore `erase --again`."""

    help = "Erases what a person has written: rows, records, the clip it came in. --dry-run shows what would go."

    def add_arguments(self, parser: CommandParser) -> None:
        """The person, the reason, and whether it is a dry run."""
        person.add_arguments(parser)
        parser.add_argument("--reason", default="", help="why, for the audit; no word of the person's")
        parser.add_argument("--dry-run", action="store_true", help="only show what would go")
        parser.add_argument("--again", action="store_true", help="after a restore: what the erasure log remembers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and print what was erased; raises CommandError."""
        if options["again"]:
            done = repeated_erasure.replay()
            message = ngettext("%(n)d comment was erased again.", "%(n)d comments were erased again.", done)
            self.stdout.write(message % {"n": done})
            return
        subject = person.read_person(options)
        if subject is None:
            raise CommandError(person.nobody_named())
        if not options["dry_run"] and not options["reason"]:
            raise CommandError(_("Please give the reason: --reason."))
        try:
            plan = erasure.plan(subject) if options["dry_run"] else erasure.erase(subject, None, options["reason"])
        except erasure.UnknownPerson as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(_("The erasure log cannot be written, so nothing was erased: %s") % error) from error
        self._print_plan(plan, options["dry_run"])

    def _print_plan(self, plan: erasure.ErasurePlan, is_dry: bool) -> None:
        if is_dry:
            for comment in plan.comments:
                self.stdout.write(
                    f"{comment.pk}\t{comment.author}\t{comment.article}\t{' '.join(comment.text.split())[:80]}"
                )
            quotes = _("quotes or addresses the person")
            for comment in plan.quoted_in:
                self.stdout.write(f"{comment.pk}\t{quotes}")
            of_article = _("article that has, or had, words of the person")
            for article in plan.articles:
                self.stdout.write(f"{article.pk}\t{of_article}\t{article}")
        counts = {
            "comments": len(plan.comments),
            "clips": len(plan.clips),
            "articles": len(plan.articles),
            "quotes": len(plan.quoted_in),
            "reports": plan.reports_about + plan.reports_by,
        }
        if is_dry:
            message = _(
                "Would go: %(comments)d comments, in %(clips)d clips and %(articles)d articles, %(quotes)d quotes, "
                "words of %(reports)d reports."
            )
        else:
            message = _(
                "Erased: %(comments)d comments, in %(clips)d clips and %(articles)d articles, %(quotes)d quotes, "
                "words of %(reports)d reports."
            )
        self.stdout.write(message % counts)
