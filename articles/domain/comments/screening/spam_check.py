"""Calls the operator's spam check: COMMENT_SPAM_CHECK, the dotted path of a rule like those here.

It may call another service, so it comes last. Where it fails, the comment waits for a moderator.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from articles.domain.comments.screening.verdict import FINE, HOLD, Submission, Verdict

log = logging.getLogger(__name__)


def named() -> Callable[[Submission], Verdict] | None:
    """The check that the operator named; None where none is. Raises ImproperlyConfigured with a sentence.

    Called at startup as well: a mistyped path would otherwise let every comment wait without a visible cause.
    """
    path = settings.COMMENT_SPAM_CHECK
    if not path:
        return None
    try:
        imported = import_string(path)
    except Exception as error:  # whatever a foreign module raises
        raise ImproperlyConfigured(f"COMMENT_SPAM_CHECK names {path!r}, which cannot be imported: {error}") from error
    if not callable(imported):
        raise ImproperlyConfigured(f"COMMENT_SPAM_CHECK names {path!r}, which cannot be called: it must be a function.")
    check: Callable[[Submission], Verdict] = imported
    return check


def judge(submission: Submission) -> Verdict:
    """What the named check says; fine where none is named."""
    try:
        check = named()
        verdict = FINE if check is None else check(submission)
    except Exception:  # whatever a foreign check raises
        log.exception("The spam check %s failed", settings.COMMENT_SPAM_CHECK)
        return Verdict(HOLD, gettext_lazy("The spam check did not answer."))
    return verdict
