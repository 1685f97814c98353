"""Marks a question's hits in headline and passage of an article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from articles.domain.search.index import bare_text
from articles.models import Article
from articles.text import highlighting
from articles.text.highlighting import Piece
from articles.text.query import SearchQuery


@dataclass(frozen=True, slots=True)
class HighlightedHit:
    """Headline and a passage of an article in pieces, hits marked."""

    headline: list[Piece]
    passage: list[Piece]


def highlight(article: Article, question: SearchQuery, length: int) -> HighlightedHit:
    """The hits in the headline, and in the first of lead, text and captions that has most of them.

    Of an excerpt there are headline and lead only.
    """
    return highlight_all([article], question, length)[0]


def highlight_all(articles: Sequence[Article], question: SearchQuery, length: int) -> list[HighlightedHit]:
    """The same of several; pictures are looked up for those only where captions are still to be looked at."""
    looks = [_HitFinder(article, question) for article in articles]
    left = [look for look in looks if not look.has_all and "<figure" in look.article.body]
    prefetch_related_objects([look.article for look in left], "placements__image")
    for look in left:
        look.read([placement.image.caption for placement in look.article.pictures])
    return [look.shown(length) for look in looks]


class _HitFinder:
    """Finds a question's hits in an article, text after text, as long as some are missing."""

    def __init__(self, article: Article, question: SearchQuery) -> None:
        self.article = article
        self.mark = _marker(question, article.language)
        self.wanted = len(question.wanted)
        self.text, self.matches, self.unit_count = "", list[highlighting.QueryMatch](), -1
        self.read([article.lead] if article.lead else [])
        if not (article.is_excerpt or self.has_all):
            self.read([bare_text(article.body)])

    @property
    def has_all(self) -> bool:
        """Whether every word of the question is found."""
        return self.unit_count >= self.wanted

    def read(self, texts: Sequence[str]) -> None:
        """Search these texts, and keep the first that has more of the hits than the best so far."""
        for text in texts:
            if self.has_all:
                return
            matches = self.mark(text)
            unit_count = len({hit.unit for hit in matches})
            if unit_count > self.unit_count:
                self.text, self.matches, self.unit_count = text, matches, unit_count

    def shown(self, length: int) -> HighlightedHit:
        """Headline and passage."""
        headline = highlighting.highlight(self.article.headline, self.mark(self.article.headline))
        return HighlightedHit(headline, highlighting.find_passage(self.text, self.matches, length))


def _marker(question: SearchQuery, language: str) -> Callable[[str], list[highlighting.QueryMatch]]:
    return lambda text: highlighting.find_matches(text, question, language)
