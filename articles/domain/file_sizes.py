"""Numbers of bytes for people.

Django's `filesizeformat` divides by 1024; the limits in the settings, and file managers, count in thousands.
"""

from django.utils.formats import number_format


def size_in_words(size: int) -> str:
    """`size` bytes with a decimal unit and one digit after the point: 10,000,000 are 10 MB."""
    for unit, word in ((1_000_000, "MB"), (1000, "kB")):
        if size >= unit:
            number = round(size / unit, 1)
            return f"{number_format(int(number) if number.is_integer() else number)} {word}"
    return f"{size} B"
