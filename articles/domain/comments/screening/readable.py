"""A comment has readable words: no stacked accents, not pictures alone."""

import unicodedata

from django.utils.translation import gettext as _

from articles.domain.comments.screening.verdict import FINE, REFUSE, Submission, Verdict

FILLERS = "\u115f\u1160\u3164\uffa0"  # letters of Hangul by their category, and nothing to see
MAX_MARKS_PER_LETTER = 3  # on one letter; Vietnamese needs two, Hebrew with points and accents three


def judge(submission: Submission) -> Verdict:
    """Refuse letters buried under marks, and texts or names without a single letter or digit."""
    if _has_towers(submission.author):
        return Verdict(REFUSE, _("Please write the name without piled-up accents."), place="author")
    if not _has_words(submission.author):
        return Verdict(REFUSE, _("Please enter a name with letters."), place="author")
    if _has_towers(submission.text):
        return Verdict(REFUSE, _("Please write without piled-up accents: nobody can read them."))
    if not _has_words(submission.text):
        return Verdict(REFUSE, _("Please say it in words."))
    return FINE


def _has_towers(text: str) -> bool:
    height = 0
    for character in unicodedata.normalize("NFD", text):
        height = height + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if height > MAX_MARKS_PER_LETTER:
            return True
    return False


def _has_words(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" and character not in FILLERS for character in text)
