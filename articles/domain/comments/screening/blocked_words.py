"""The moderators' list: a banned word refuses a comment, a suspect one holds it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.comments.screening import text_normalization
from articles.domain.comments.screening.verdict import FINE, HOLD, REFUSE, Submission, Verdict
from articles.models import BlockedWord


def judge(submission: Submission) -> Verdict:
    """Search text and name for every word of the list. The message does not say which: that would teach evading it."""
    read = [f" {variant} " for variant in text_normalization.variants(f"{submission.author}\n{submission.text}")]
    suspect = ""
    for text, kind in BlockedWord.objects.order_by("kind", "text").values_list("text", "kind"):
        if not _contains(text, read):
            continue
        if kind == BlockedWord.Kind.BANNED:
            return Verdict(REFUSE, _("Your text has a word that is not welcome here."))
        suspect = suspect or text
    return Verdict(HOLD, gettext_lazy("Word of the list: %(word)s"), {"word": suspect}) if suspect else FINE


def _contains(word: str, variants: list[str]) -> bool:
    folded = text_normalization.plain(word)
    if not folded:
        return False
    folded = f" {folded}" if word.endswith("*") else f" {folded} "
    return any(folded in variant for variant in variants)
