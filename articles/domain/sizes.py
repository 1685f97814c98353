"""Numbers of bytes as people read them."""

from django.utils.formats import number_format


def size_in_words(size: int) -> str:
    """A number of bytes for people: 10 MB are 10,000,000 bytes, as in the settings."""
    for unit, word in ((1_000_000, "MB"), (1000, "kB")):
        if size >= unit:
            number = round(size / unit, 1)
            return f"{number_format(int(number) if number.is_integer() else number)} {word}"
    return f"{size} B"
