"""Finds the authors that the markup names: rel="author", itemprop="author", links to authors' pages, class names."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from articles.lexicon import load
from articles.parser.authors import part_seams
from articles.parser.html.main_content import MainContent
from articles.parser.html.page_parts import vocabulary, words_of
from articles.parser.html.tree import Element, HtmlTree
from articles.parser.normalization import clean
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.names import find_outlet, is_name
from articles.parser.said import Said, SaidValue
from articles.text.lines import Span

MAX_NAME_CHARS = 60
MAX_CHARS_ABOVE = 3_000  # characters of source above the headline in which authors are named
MAX_CHARS_BETWEEN = 1_500  # … between two authors of one byline
MAX_AUTHORS = 8
MAX_INNER = 40  # elements in one with such a mark, and
MAX_ELEMENTS = 100  # with the mark of an author that are looked at

_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor|autoren|autorin|auteurs?|autores|contributors?|columnists?|journalists?|reporters?|by|staff"
    r"|people|person|profile|redaktion|redaktor|writers?|team)/[^/]{2,}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:posted|written|submitted|reported|contributed|published|geschrieben|verfasst)\s)?"
    r"(?:by|von|par|por|di|door|af|av|autor(?:in)?|authors?|text)\b\s?:?\s*",
    re.IGNORECASE,
)
_INLINE = frozenset(("a", "span", "b", "strong", "cite", "em"))
_TAIL = re.compile(r"\s*(?:[,|•·–—-]\s*)+\Z")
_NO_AUTHOR = frozenset(("admin", "administrator", "author", "autor", "gast", "guest", "webmaster"))


def add_marked_authors(metadata: Said, tree: HtmlTree, content: MainContent) -> Said:
    """The metadata with the authors that the markup names, if JSON-LD and meta elements name no person."""
    if any(is_name(author.value) and not find_outlet(author.value) for author in metadata.authors):
        return metadata
    found = list(_nearest(tree, content))
    known = {author.value.casefold() for author in metadata.authors}
    added = [author for author in found if author.value.casefold() not in known]
    if metadata.authors and not any(is_name(author.value) for author in added):
        return metadata
    return replace(metadata, authors=(*added, *metadata.authors)) if added else metadata


def _nearest(tree: HtmlTree, content: MainContent) -> Iterator[SaidValue]:
    """The authors named first below, or right above, the headline, by the surest kind of mark."""
    title = tree.lines[content.title].source_starts[0] if content.title is not None else 0
    texts = _Texts(tree, content)
    for signs in (_is_marked, _is_linked, _is_classed):
        found: list[SaidValue] = []
        marked = (
            number
            for number, element in enumerate(tree.elements)
            if element.start >= title - MAX_CHARS_ABOVE and signs(element)
        )
        for number in islice(marked, MAX_ELEMENTS):
            if found and tree.elements[number].start > found[-1].span[1] + MAX_CHARS_BETWEEN:
                break
            for author in texts.authors(number, f"html_{signs.__name__[4:]}"):
                if author.value.casefold() not in {other.value.casefold() for other in found}:
                    found.append(author)
        if found:
            yield from found[:MAX_AUTHORS]
            return


def _is_marked(element: Element) -> bool:
    attributes = element.attributes
    return "author" in attributes.get("rel", "").lower().split() or "author" in attributes.get("itemprop", "").split()


def _is_linked(element: Element) -> bool:
    """Whether it leads to an author's page; one that the page marks as another site's is that of a source."""
    attributes = element.attributes
    if element.tag != "a" or "external" in words_of(f"{attributes.get('class', '')} {attributes.get('rel', '')}"):
        return False
    return bool(_AUTHOR_PAGE.search(attributes.get("href", "")))


def _is_classed(element: Element) -> bool:
    plain = element.tag in ("span", "a", "p", "div", "address", "cite", "strong", "li", "small", "b")
    return plain and bool(words_of(element.attributes.get("class", "")) & (vocabulary("byline") | {"vcard"}))


class _Texts:
    """The texts of elements: what of the lines stands between their tags."""

    def __init__(self, tree: HtmlTree, content: MainContent) -> None:
        self.tree = tree
        self.by_start = sorted(
            (line.source_starts[0], index)
            for index, line in enumerate(tree.lines)
            if content.reasons[index] not in ("screen_reader", "part_comments", "teaser", "element_nav")
        )

    def authors(self, number: int, rule: str) -> list[SaidValue]:
        """The names in an element: those in inline elements in it if there are several, else that of its own text."""
        element = self.tree.elements[number]
        inner = (
            other
            for other in self.tree.elements[number + 1 : number + 1 + MAX_INNER]
            if other.start < element.end and other.tag in _INLINE
        )
        names = {author.span: author for other in inner if (author := self.author(other, rule))}
        own = self.author(element, rule) if len(names) < 2 else None
        return [own] if own else list(names.values())

    def author(self, element: Element, rule: str) -> SaidValue | None:
        """The name in an element, or None if its text is none."""
        if element.end < 0 or element.end - element.start > MAX_CHARS_BETWEEN * 2:
            return None
        for index in self._lines(element):
            line = self.tree.lines[index]
            first = bisect_left(line.source_starts, element.start)
            words = line.text[first : bisect_left(line.source_starts, element.end)]
            if not words.strip():
                continue
            if line.breaks or line.seams:  # behind one stands another author, a place, a function
                seams = part_seams(words, (at - first for at in (*line.breaks, *line.seams)))
                words = words[: seams[0]] if seams else words
            found = _name_at(words)
            if found:
                low, high = first + found[0], first + found[1]
                return SaidValue(
                    clean(line.text[low:high]), (line.source_starts[low], line.source_ends[high - 1]), rule
                )
        return None

    def _lines(self, element: Element) -> Iterator[int]:
        place = max(0, bisect_left(self.by_start, (element.start, -1)) - 1)
        for start, index in self.by_start[place : place + 6]:
            if start >= element.end:
                return
            yield index


def _name_at(words: str) -> Span | None:
    """The span of the author in the text of an element, or None."""
    low = len(words) - len(words.lstrip())
    label = _LABEL.match(words, low)
    low = label.end() if label else low
    high = low + len(_TAIL.sub("", words[low:].rstrip()))
    if low < high and _may_name(words[low:high]):
        return low, high
    byline = parse_byline(words.strip())
    at = words.find(byline.persons[0].name) if byline and byline.persons else -1
    return (at, at + len(byline.persons[0].name)) if byline and at >= 0 else None


def _may_name(name: str) -> bool:
    """Whether a text can be an author: a name, a desk, an outlet; not a sentence, a date or an address."""
    words = name.split()
    plain = 2 < len(name) <= MAX_NAME_CHARS and len(words) <= 6 and not any(map(str.isdigit, name))
    unlike = "@" in name or "http" in name or name[-1] in ":?!" or name.casefold() in _NO_AUTHOR
    small = load.words("particles") | {"the", "of", "und", "and", "der", "die"}
    return plain and not unlike and all(word[:1].isupper() or word.casefold() in small for word in words)
