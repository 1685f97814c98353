"""A comment has a name and a text, both of limited length."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from articles.domain.comments.screening.verdict import FINE, REFUSE, Submission, Verdict

MAX_TEXT_CHARS = 2_000  # characters
MAX_NAME_CHARS = 80


def judge(submission: Submission) -> Verdict:
    """Refuse what is empty or too long, and say by how much."""
    text, author = submission.text, submission.author
    if not author:
        return Verdict(REFUSE, _("Please enter a name."), place="author")
    if len(author) > MAX_NAME_CHARS:
        message = _("The name may have %(n)d characters at most.") % {"n": MAX_NAME_CHARS}
        return Verdict(REFUSE, message, place="author")
    if not text:
        return Verdict(REFUSE, _("Please enter a text."))
    if len(text) > MAX_TEXT_CHARS:
        return Verdict(REFUSE, too_long_message(len(text), MAX_TEXT_CHARS))
    return FINE


def too_long_message(length: int, limit: int) -> str:
    """The message by how many characters a text is too long, with localized numbers."""
    excess, allowed = (number_format(number, force_grouping=True) for number in (length - limit, limit))
    return _("Your text is %(n)s characters too long; %(max)s are allowed.") % {"n": excess, "max": allowed}
