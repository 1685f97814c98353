"""The range of lines that belong to the article, from its head to a few lines below its text."""

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role

MAX_LINES_BELOW = 4  # lines below the text that may contain a credit or an author
MAX_LINES_ABOVE = 12  # lines above the headline that may contain the first picture
ARTICLE_ROLES = (Role.HEADLINE, Role.LEAD, Role.PARAGRAPH)


def article_range(lines: list[LabelledLine]) -> range:
    """The indexes from MAX_LINES_ABOVE above the first line of the article to MAX_LINES_BELOW below its last."""
    places = [n for n, line in enumerate(lines) if line.role in ARTICLE_ROLES]
    if not places:
        return range(0)
    return range(max(0, places[0] - MAX_LINES_ABOVE), min(len(lines), places[-1] + 1 + MAX_LINES_BELOW))
