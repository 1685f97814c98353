"""Where the article stands among the lines of a page: from its head to a little below its text."""

from articles.parser.labels import LabelledLine
from articles.parser.roles import Role

MAX_LINES_BELOW = 4  # lines below the text in which a credit or an author may still be the article's
MAX_LINES_ABOVE = 12  # lines above its headline in which an article's first picture may stand
ARTICLE_ROLES = (Role.HEADLINE, Role.LEAD, Role.PARAGRAPH)


def article_range(lines: list[LabelledLine]) -> range:
    """From the first line of the article's head to the last of its text, and a little beyond."""
    places = [n for n, line in enumerate(lines) if line.role in ARTICLE_ROLES]
    if not places:
        return range(0)
    return range(max(0, places[0] - MAX_LINES_ABOVE), min(len(lines), places[-1] + 1 + MAX_LINES_BELOW))
