"""Finds the main content of a page: the element with most running text, without the boxes inside it."""

from collections.abc import Set
from dataclasses import dataclass
from itertools import accumulate

from articles.parser.html.page_parts import (
    GALLERY,
    MAX_LINE_CHARS,
    find_noise,
    heading,
    is_caption,
    is_linked,
    is_prose,
    mark_teasers,
    vocabulary,
    words_of,
)
from articles.parser.html.text_homes import home_kinds, line_kinds
from articles.parser.html.tree import HtmlTree
from articles.parser.phrases import fold_phrase

MIN_TITLE_CHARS = 25  # characters; a longer line that equals the page's title is its headline
MIN_CONFIRMED_SHARE = 0.3  # of the text that the metadata confirm: an element with more of it is no side box
MIN_SHARE_BELOW = 0.15  # of the running text that stands below the headline
MIN_CONTAINER_SHARE = 0.7  # of the running text that the article's element contains
MIN_ARTICLE_SHARE = 0.3  # … that the <article> around the headline contains, and
MIN_ARTICLE_CHARS = 400  # … at least
ANOTHER_ARTICLE = 1_000_000  # more characters than a page has: an element with another h1 is not the article's
MAX_LINES_ABOVE_HEADLINE = 4  # lines above the headline with caption and credit of the first picture


@dataclass(slots=True)
class MainContent:
    """For each line of the tree whether it belongs to the article, and if not, why. `title` is the headline's index."""

    chosen: list[bool]
    reasons: list[str]
    title: int | None


def find_main_content(tree: HtmlTree, titles: tuple[str, ...], confirmed: Set[int] = frozenset()) -> MainContent:
    """Choose the lines of the article.

    `titles` are those in the page's metadata, `confirmed` the indexes of lines that its metadata hold as well.
    """
    title = _title(tree, titles)
    kept = _holders(tree, confirmed)
    prose = _prose(tree, [""] * len(tree.elements), title)
    noise = find_noise(tree, prose, title, kept)
    mark_teasers(tree, prose, noise, kept)
    prose = _prose(tree, noise, title, confirmed)
    container = _widen(tree, noise, title, _container(tree, prose, _own_article(tree, prose, title)))
    inside = _within(tree, container)
    return _choose(tree, noise, inside, title)


def _holders(tree: HtmlTree, lines: Set[int]) -> set[int]:
    """The elements that contain a good part of the text of `lines`."""
    totals = [0] * len(tree.elements)
    for index in lines:
        totals[tree.lines[index].element] += len(tree.lines[index].text)
    for number in range(len(totals) - 1, 0, -1):
        totals[tree.elements[number].parent] += totals[number]
    least = MIN_CONFIRMED_SHARE * totals[0]
    return {number for number, chars in enumerate(totals) if lines and chars >= least}


def _title(tree: HtmlTree, titles: tuple[str, ...]) -> int | None:
    """The index of the headline: a heading or line that equals a metadata title; else an h1, or a heading like one."""
    known_titles = {fold_phrase(title) for title in titles if title}
    best, score = None, 0
    in_article = _articles(tree)
    lengths = (len(line.text) if is_prose(line) else 0 for line in reversed(tree.lines))
    below = list(accumulate(lengths, initial=0))[::-1]
    for index, line in enumerate(tree.lines):
        if below[index] < MIN_SHARE_BELOW * below[0]:
            break  # a heading below the text
        level = heading(tree, line.element)
        if not level and (len(line.text) <= MIN_TITLE_CHARS or is_linked(line)):
            continue
        folded = fold_phrase(line.text)
        equal = folded in known_titles
        alike = equal or any(
            len(folded) > 20 and len(title) > 20 and (folded in title or title in folded) for title in known_titles
        )
        if not level and not equal:
            continue
        points = (5 if level == "h1" else 0) + in_article[line.element]
        points += (3 if level else 6) if equal else 2 if alike else 0
        points += 3 if equal and level and len(line.text) > MIN_TITLE_CHARS else 0
        points += 2 if len(line.text) > MIN_TITLE_CHARS else 0
        if points > score and (level == "h1" or alike):
            best, score = index, points
    return best


def _articles(tree: HtmlTree) -> list[bool]:
    """For each element whether it is in an <article>."""
    inside: list[bool] = []
    for element in tree.elements:
        inside.append(element.tag == "article" or (element.parent >= 0 and inside[element.parent]))
    return inside


def _prose(tree: HtmlTree, noise: list[str], title: int | None, only: Set[int] = frozenset()) -> list[int]:
    """Characters of running text in each element, including its descendants; a repeated line counts once.

    If there are lines in `only`, no others count.
    """
    totals = [0] * len(tree.elements)
    known: set[str] = set()
    for index, line in enumerate(tree.lines):
        if (title is not None and index < title) or noise[line.element] or (only and index not in only):
            continue
        if is_prose(line) and line.text not in known:
            known.add(line.text)
            totals[line.element] += min(len(line.text), MAX_LINE_CHARS)
    for number in range(len(totals) - 1, 0, -1):
        totals[tree.elements[number].parent] += totals[number]
    return totals


def _own_article(tree: HtmlTree, prose: list[int], title: int | None) -> int:
    """The <article> around the headline if it holds much running text: others follow it on an endless page; else 0."""
    number = tree.lines[title].element if title is not None else 0
    while number > 0:
        if tree.elements[number].tag == "article" and prose[number] >= MIN_ARTICLE_SHARE * prose[0]:
            return number if prose[number] >= MIN_ARTICLE_CHARS else 0
        number = tree.elements[number].parent
    return 0


def _container(tree: HtmlTree, prose: list[int], root: int) -> int:
    """The innermost element in `root` that contains most of its running text, and may contain lists and tables."""
    children: dict[int, list[int]] = {}
    for number, element in enumerate(tree.elements):
        if prose[number] and element.parent >= 0 and element.tag != "p":
            children.setdefault(element.parent, []).append(number)
    number, total = root, prose[root]
    while inner := [child for child in children.get(number, ()) if prose[child] >= MIN_CONTAINER_SHARE * total]:
        number = inner[0]
    return number


def _within(tree: HtmlTree, container: int) -> list[bool]:
    """For each element whether it is `container` or in it."""
    inside = [False] * len(tree.elements)
    for number, element in enumerate(tree.elements):
        inside[number] = number == container or (element.parent >= 0 and inside[element.parent])
    return inside


def _widen(tree: HtmlTree, noise: list[str], title: int | None, container: int) -> int:
    """The element around `container` with more running text in elements like those of the text, and little other."""
    inside = _within(tree, container)
    below = [index >= (title or 0) and not noise[line.element] for index, line in enumerate(tree.lines)]
    kinds = line_kinds(tree, below)
    homes = home_kinds(tree, {index: kind for index, kind in kinds.items() if inside[tree.lines[index].element]})
    gains = [0] * len(tree.elements)
    for index, kind in kinds.items():
        line = tree.lines[index]
        if index != title and not inside[line.element]:
            if is_prose(line):
                gains[line.element] += len(line.text) if kind in homes else -len(line.text)
            if heading(tree, line.element) == "h1":
                gains[line.element] -= ANOTHER_ARTICLE
    for number in range(len(gains) - 1, 0, -1):
        gains[tree.elements[number].parent] += gains[number]
    best = number = container
    while tree.elements[number].tag != "article" and tree.elements[number].parent > 0:
        number = tree.elements[number].parent
        if gains[number] > max(0, gains[best] if best != container else 0):
            best = number
    return best


def _choose(tree: HtmlTree, noise: list[str], inside: list[bool], title: int | None) -> MainContent:
    chosen, reason = [], []
    first = next((i for i, line in enumerate(tree.lines) if inside[line.element] and not noise[line.element]), 0)
    before = _kickers(tree, title)
    above = _captions_above(tree, title)
    for index, line in enumerate(tree.lines):
        within = inside[line.element]
        if title is not None:
            head = title <= index < first or index in before or index in above
            within = (within and index >= title) or head
        why = noise[line.element] if index != title else ""
        if why == GALLERY and (is_caption(tree, line.element) or _is_quoted(tree, line.element)):
            why = ""
        why = "screen_reader" if line.remark else why
        chosen.append(within and not why)
        reason.append(why or ("" if within else "outside"))
    return MainContent(chosen, reason, title)


def _is_quoted(tree: HtmlTree, number: int) -> bool:
    """Whether an element is, or is a paragraph of, a quotation: a post that the article shows."""
    element = tree.elements[number]
    return "blockquote" in (element.tag, tree.elements[max(element.parent, 0)].tag)


def _captions_above(tree: HtmlTree, title: int | None) -> set[int]:
    """Captions right above the headline that are not links: those of the first picture."""
    places = range(max(0, (title or 0) - MAX_LINES_ABOVE_HEADLINE), title or 0)
    return {n for n in places if is_caption(tree, tree.lines[n].element) and not is_linked(tree.lines[n])}


def _kickers(tree: HtmlTree, title: int | None) -> set[int]:
    """Lines right above the headline with the class of a kicker."""
    kickers = set()
    for index in range(max(0, (title or 0) - 3), title or 0):
        element = tree.elements[tree.lines[index].element]
        marks = element.marks + " " + tree.elements[max(element.parent, 0)].marks
        if words_of(marks) & vocabulary("kicker") and len(tree.lines[index].text) < 120:
            kickers.add(index)
    return kickers
