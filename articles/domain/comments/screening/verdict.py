"""What a rule says about a comment, and what it is told about it."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from articles.models import Article, CommentPolicy

PUBLISH, HOLD, REFUSE = "publish", "hold", "refuse"


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment on its way in, tidied, not stored yet."""

    article: Article
    policy: CommentPolicy
    text: str
    author: str
    email: str = ""
    address: str = ""  # as the server tells it; rules pass it on to recognising and limiting, and never keep it
    sender_hash: str = ""
    form_age: float | None = None  # seconds since the form was made; None: it came by another way than a form
    trap: str = ""  # what stands in the field that people do not see


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says. `reason` is a sentence: for the reader if refused, for the moderator if held."""

    verdict: str  # PUBLISH, HOLD or REFUSE
    reason: str | Promise = ""  # lazy where it is kept: the moderators read it in the site's language
    params: dict[str, object] = field(default_factory=dict)  # the values of the placeholders in `reason`
    score: float | None = None  # where a rule has one: 0 harmless, 1 certain
    place: str = "text"  # the field of the form, where the reader is told
    seconds: int = 0  # until it makes sense to try again

    def as_dict(self, rule: str) -> dict[str, Any]:
        """As it is stored with the comment."""
        with translation.override(settings.LANGUAGE_CODE):
            result = {"rule": rule, "verdict": self.verdict, "reason": self.message}
        return result if self.score is None else {**result, "score": self.score}

    @property
    def message(self) -> str:
        """The reason as a sentence in the language that is spoken now."""
        return str(self.reason) % self.params if self.params else str(self.reason)


FINE = Verdict(PUBLISH)
