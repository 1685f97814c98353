"""The input and the result of a screening rule."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from articles.models import Article, CommentPolicy

PUBLISH, HOLD, REFUSE = "publish", "hold", "refuse"


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted comment, normalized, not stored yet."""

    article: Article
    policy: CommentPolicy
    text: str
    author: str
    email: str = ""
    address: str = ""  # as the server has it; rules hand it to sender_hashes.py and rate_limit.py, and never store it
    sender_hash: str = ""
    form_age: float | None = None  # seconds since the form was rendered; None: it was not sent by a form
    trap: str = ""  # the value of the hidden field


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one rule. `reason` is a sentence: for the reader if refused, for the moderator if held."""

    verdict: str  # PUBLISH, HOLD or REFUSE
    reason: str | Promise = ""  # lazy where it is stored: the moderators read it in the site's language
    params: dict[str, object] = field(default_factory=dict)  # the values of the placeholders in `reason`
    score: float | None = None  # 0 harmless, 1 certain; None where a rule has none
    place: str = "text"  # the field of the form at which the message is shown
    seconds: int = 0  # until the reader may try again

    def as_dict(self, rule: str) -> dict[str, Any]:
        """As it is stored with the comment."""
        with translation.override(settings.LANGUAGE_CODE):
            result = {"rule": rule, "verdict": self.verdict, "reason": self.message}
        return result if self.score is None else {**result, "score": self.score}

    @property
    def message(self) -> str:
        """The reason as a sentence in the active language."""
        return str(self.reason) % self.params if self.params else str(self.reason)


FINE = Verdict(PUBLISH)
