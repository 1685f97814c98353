"""The reasons for reporting or rejecting a comment: one list for readers and moderators."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReasonCode(models.TextChoices):
    """A breach of the rules of discussion."""

    INSULT = "insult", _("insult")
    HATE = "hate", _("hate or discrimination")
    THREAT = "threat", _("threat or violence")
    ILLEGAL = "illegal", _("illegal content")
    CLAIM = "claim", _("unproven claim of fact")
    PERSONAL = "personal", _("personal data")
    HARASSMENT = "harassment", _("harassment")
    ADVERTISING = "advertising", _("advertising")
    SPAM = "spam", _("spam")
    OFF_TOPIC = "off_topic", _("off topic")
    REPETITION = "repetition", _("repetition")
    UNCLEAR = "unclear", _("unintelligible")
    OTHER = "other", _("other violation")
