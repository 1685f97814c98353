"""Primary keys as addresses, forms and programs name them."""

MAX_DIGITS = 18  # the largest number of so many digits fits a column of 64 bits


def parse_pk(text: str) -> int | None:
    """The number that a text of ASCII digits names; None for any other text: a sign, a blank, more than 18 digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None
