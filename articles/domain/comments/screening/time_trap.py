"""A form that is sent faster than anybody can write was sent by a program."""

from django.utils.translation import gettext as _

from articles.domain.comments.screening.verdict import FINE, REFUSE, Submission, Verdict


def judge(submission: Submission) -> Verdict:
    """Refuse what comes sooner after its form than anybody can write; what was typed can be sent again at once."""
    age = submission.form_age
    if age is None or age >= submission.policy.shortest_seconds:
        return FINE
    return Verdict(REFUSE, _("That was very quick. Please read your text once more, and send it again."))
