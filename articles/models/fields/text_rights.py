"""The right to use a text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """What may be done with a text. Unclear and internal are never public."""

    UNCLEAR = "unclear", _("unclear")
    INTERNAL = "internal", _("internal only")
    EXCERPT = "excerpt", _("excerpt and link")
    FULL = "full", _("full text")
    OWN = "own", _("own text")


FULL_RIGHTS = (Right.FULL, Right.OWN)
PUBLIC_RIGHTS = (Right.EXCERPT, *FULL_RIGHTS)
