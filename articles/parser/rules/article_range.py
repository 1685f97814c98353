"""Where the article stands among the lines of a page: from its head to a little below its text."""

from articles.parser.labels import LabelledLine
from articles.parser.roles import Role

BELOW = 4  # lines below the text in which a credit or an author may still be the article's
PICTURE_ABOVE = 12  # lines above its headline in which an article's first picture may stand
TEXT = (Role.HEADLINE, Role.LEAD, Role.PARAGRAPH)


def article_range(judged: list[LabelledLine]) -> range:
    """From the first line of the article's head to the last of its text, and a little beyond."""
    places = [n for n, one in enumerate(judged) if one.role in TEXT]
    if not places:
        return range(0)
    return range(max(0, places[0] - PICTURE_ABOVE), min(len(judged), places[-1] + 1 + BELOW))
