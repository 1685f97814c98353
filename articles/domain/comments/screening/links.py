"""Links: one is an argument, many are advertising."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.comments.screening.verdict import FINE, HOLD, REFUSE, Submission, Verdict

LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\[url\b|<a\s)|\b[a-z0-9-]{2,63}\.(?:at|biz|ch|cn|com|de|eu|info|io|net|online|org|ru|shop|site|top|xyz)\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"[^\s,;|<>\"'`{}\\^]+")  # characters that separate addresses end a match


def judge(submission: Submission) -> Verdict:
    """Hold a comment with several links, refuse one with very many."""
    number = count(submission.text)
    if number >= submission.policy.links_to_refuse:
        return Verdict(REFUSE, _("Your text has too many links (%(n)d).") % {"n": number})
    if number >= submission.policy.links_to_wait:
        return Verdict(HOLD, gettext_lazy("%(n)d links"), {"n": number})
    if LINK.search(submission.author):
        return Verdict(HOLD, gettext_lazy("A link stands in the name."))
    return FINE


def count(text: str) -> int:
    """The links of a text, with or without http://; a word counts once, however many marks of a link it has."""
    return sum(1 for word in JOINED.findall(text) if LINK.search(word))
