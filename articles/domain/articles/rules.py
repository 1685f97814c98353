"""What no article may be, whoever writes it: the form, the API, the sheet and publishing all ask here."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.fields import body
from articles.models.fields.body_tables import MAX_COLUMNS, MAX_ROWS


def check_headline(state: str, headline: str) -> None:
    """Raises ValidationError for a published article without a headline."""
    if state == Article.State.PUBLISHED and not headline:
        raise ValidationError(_("Please enter a headline."), "required")


def check_end(publish_at: datetime | None, expires_at: datetime | None) -> None:
    """Raises ValidationError for an article that would go offline before it is published."""
    if publish_at and expires_at and expires_at <= publish_at:
        raise ValidationError(_("The article would go offline before it is published."), "invalid_range")


def check_body(markup: str) -> None:
    """Raises ValidationError for a table with more columns or rows than pages and programs can show."""
    tables = (
        (block for block in body.parse(body.clean(markup)) if block.kind == "table")
        if "<table" in markup.lower()
        else ()
    )
    for table in tables:
        columns, rows = max(map(len, table.rows)), len(table.rows)
        if columns > MAX_COLUMNS or rows > MAX_ROWS:
            sentence = _(
                "A table of the text has %(columns)d columns and %(rows)d rows; at most %(most_columns)d columns and "
                "%(most_rows)d rows are possible. Please divide it."
            )
            numbers = {"columns": columns, "rows": rows, "most_columns": MAX_COLUMNS, "most_rows": MAX_ROWS}
            raise ValidationError(sentence % numbers, "table_too_large")


def check(article: Article) -> None:
    """Raises ValidationError, at the column, for an article that cannot be so."""
    faults: dict[str, ValidationError] = {}
    for column, rule, values in (
        ("headline", check_headline, (article.state, article.headline)),
        ("body", check_body, (article.body,)),
        ("expires_at", check_end, (article.publish_at, article.expires_at)),
    ):
        try:
            rule(*values)
        except ValidationError as fault:
            faults[column] = fault
    if faults:
        raise ValidationError(faults)
