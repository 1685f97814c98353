"""A field that people do not see: programs fill it in."""

from django.utils.translation import gettext as _

from articles.domain.comments.screening.verdict import FINE, REFUSE, Submission, Verdict


def judge(submission: Submission) -> Verdict:
    """Refuse a comment whose hidden field is filled in; the message says which field to empty."""
    if not submission.trap:
        return FINE
    return Verdict(
        REFUSE, _("A field that must stay empty was filled in. Please empty it and send again."), place="trap"
    )
