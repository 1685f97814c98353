"""What no article may be, whoever writes it: the form, the API, the sheet and publishing all ask here."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article


def check_headline(state: str, headline: str) -> None:
    """Raises ValidationError for a published article without a headline."""
    if state == Article.State.PUBLISHED and not headline:
        raise ValidationError(_("Please enter a headline."), "required")


def check_end(publish_at: datetime | None, expires_at: datetime | None) -> None:
    """Raises ValidationError for an article that would go offline before it is published."""
    if publish_at and expires_at and expires_at <= publish_at:
        raise ValidationError(_("The article would go offline before it is published."), "invalid_range")


def check(article: Article) -> None:
    """Raises ValidationError, at the column, for an article that cannot be so."""
    faults: dict[str, ValidationError] = {}
    for column, rule, values in (
        ("headline", check_headline, (article.state, article.headline)),
        ("expires_at", check_end, (article.publish_at, article.expires_at)),
    ):
        try:
            rule(*values)
        except ValidationError as fault:
            faults[column] = fault
    if faults:
        raise ValidationError(faults)
