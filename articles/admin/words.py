"""How the admin's lists say things: a status as a coloured word, a date as far as it is known, who has something."""

from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator


def status(code: str, word: object) -> SafeString:
    """A status: the word says it, the colour only helps to find it."""
    return format_html('<span class="status status-{}">{}</span>', code, word)


def partial_date(day: date | None, precision: str) -> str:
    """A date no more exact than it is known: „19. Juni 2024“, „Juni 2024“, „2024“."""
    if day is None:
        return ""
    formats = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
    return date_format(day, formats.get(precision, "DATE_FORMAT"))


def opening(text: str, length: int = 120) -> str:
    """The first words of a text on one line."""
    return Truncator(" ".join(text.split())).chars(length)
