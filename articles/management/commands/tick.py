"""The jobs of every minute: prepared versions of live articles go live, letters are sent."""

import logging
from typing import Any

from django import db
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from articles.domain import change_feed, sender_hashes
from articles.domain.articles import autosave, scheduled_changes
from articles.domain.comments import decision_letters, reports
from articles.domain.imports import uploads
from articles.domain.search import index

logger = logging.getLogger(__name__)

LATER_JOBS = (  # what readers see comes before letters, letters before what can wait
    (gettext_noop("The list of changes for programs"), change_feed.catch_up),
    (gettext_noop("Taking out captions whose rights have ended"), index.forget_ended),
    (gettext_noop("Letters about comments"), decision_letters.send_due),
    (gettext_noop("Letters about reports"), reports.send_due),
    (gettext_noop("Forgetting uploads nobody decided about"), uploads.forget_expired),
    (gettext_noop("Forgetting outdated drafts"), autosave.delete_outdated),
    (gettext_noop("Forgetting the keys of senders"), sender_hashes.forget_keys),
)


class Command(BaseCommand):
    """`tick`: to be called every minute by a timer; a missed minute is caught up on."""

    help = (
        "Applies the prepared versions whose minute has come, and sends the letters that are due. Call it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply what is due first, then the rest, each job by itself; exit code 1 where one failed."""
        db.connection.ensure_connection()  # no database: one sentence instead of a failure of each job
        jobs = ((gettext_noop("Applying prepared versions"), self._apply_due), *LATER_JOBS)
        failed = sum(not self._run_job(name, job) for name, job in jobs)
        if failed:
            message = ngettext("%(n)d of %(all)d jobs failed.", "%(n)d of %(all)d jobs failed.", failed)
            raise CommandError(message % {"n": failed, "all": len(jobs)})

    def _run_job(self, name: str, job: Any) -> bool:
        """Whether the job succeeded; an error is printed and logged, and stops no other job."""
        try:
            job()
        except Exception as error:
            logger.exception("tick: %s", name)
            words = {"job": _(name), "error": f"{type(error).__name__}: {error}"}
            self.stderr.write(_("%(job)s failed: %(error)s") % words)
            return False
        finally:
            if not db.connection.in_atomic_block:
                db.close_old_connections()  # one that broke is opened anew by the next job
        return True

    def _apply_due(self) -> None:
        due = scheduled_changes.apply_due()
        if due.applied:
            message = ngettext("%(n)d prepared version went live.", "%(n)d prepared versions went live.", due.applied)
            self.stdout.write(message % {"n": due.applied})
        for prepared in due.stuck:
            message = _("The prepared version of “%(article)s” could not go live: please decide at the desk.")
            self.stderr.write(message % {"article": prepared.article})
        if due.failed:
            raise RuntimeError(_("%(n)d of them could not be applied.") % {"n": due.failed})
