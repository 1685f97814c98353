"""Finds the main content of a page: the element with most running text, without the boxes inside it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from articles.lexicon import load
from articles.parser.html.tokenizer import HEADINGS
from articles.parser.html.tree import HtmlLine, HtmlTree
from articles.parser.phrases import fold_phrase

MIN_PROSE_CHARS = 80  # characters; a longer line that is not a link is running text
MIN_CONTAINER_SHARE = 0.7  # of the running text that the article's element contains
MAX_TEASER_SHARE = 0.15  # of the running text in a box with a linked heading
MAX_LINES_ABOVE_HEADLINE = 4  # lines above the headline with caption and credit of the first picture
MAX_SIDE_BOX_SHARE = 0.3  # of the running text; an element with more of it is not a side box
COMMENTS = "part_comments"
GALLERY = "part_showing"  # a gallery or player: only its captions belong to the article
TAGS_WITHOUT_TEXT = frozenset(load.table("page_parts")["tags"]["no_text"].split())

_CONDITION = re.compile(r"[:\[\]!/]")
_PART = re.compile(r"[A-Z]?[a-zäöü]+|[A-Z]+(?![a-z])|\d+")


@dataclass(slots=True)
class MainContent:
    """For each line of the tree whether it belongs to the article, and if not, why. `title` is the headline's index."""

    chosen: list[bool]
    reasons: list[str]
    title: int | None


@cache
def vocabulary(part: str) -> frozenset[str]:
    return frozenset(load.table("page_parts")[part].split())


@lru_cache(maxsize=8_192)
def words_of(marks: str) -> frozenset[str]:
    """The words of class names in lower case, and each name as a whole; without conditions such as „md:hidden“."""
    marks = " ".join(name for name in marks.split() if not _CONDITION.search(name))
    words = {part.lower() for part in _PART.findall(marks)}
    return frozenset(words | {re.sub(r"[^a-zäöü]", "", name.lower()) for name in marks.split()})


def find_main_content(tree: HtmlTree, titles: tuple[str, ...]) -> MainContent:
    """Choose the lines of the article. `titles` are those in the page's metadata."""
    title = _title(tree, titles)
    prose = _prose(tree, [""] * len(tree.elements), title)
    noise = _noise(tree, prose, title)
    _teasers(tree, prose, noise)
    prose = _prose(tree, noise, title)
    container = _container(tree, prose)
    inside = [False] * len(tree.elements)
    for number, element in enumerate(tree.elements):
        inside[number] = number == container or (element.parent >= 0 and inside[element.parent])
    return _choose(tree, noise, inside, title)


def is_linked(line: HtmlLine) -> bool:
    """Whether more than 70 % of the line is link text."""
    return line.linked * 10 > len(line.text) * 7


def _title(tree: HtmlTree, titles: tuple[str, ...]) -> int | None:
    """The index of the headline: an h1 that equals a metadata title, else any h1, else any heading that does."""
    known_titles = {fold_phrase(title) for title in titles}
    best, score = None, 0
    for index, line in enumerate(tree.lines):
        level = heading(tree, line.element)
        if not level:
            continue
        folded = fold_phrase(line.text)
        alike = folded in known_titles or any(
            len(folded) > 20 and (folded in title or title in folded) for title in known_titles if title
        )
        points = (4 if level == "h1" else 0) + (3 if alike else 0) + (1 if len(line.text) > 25 else 0)
        if points > score and (level == "h1" or alike):
            best, score = index, points
    return best


def heading(tree: HtmlTree, number: int) -> str:
    """The tag of the heading that contains an element: h1 … h6, or ""."""
    for _ in range(6):
        element = tree.elements[number]
        if element.tag in HEADINGS:
            return element.tag
        number = element.parent
        if number < 0:
            break
    return ""


def _prose(tree: HtmlTree, noise: list[str], title: int | None) -> list[int]:
    """Characters of running text in each element, including its descendants."""
    totals = [0] * len(tree.elements)
    for index, line in enumerate(tree.lines):
        if title is not None and index < title:
            continue
        if len(line.text) >= MIN_PROSE_CHARS and not is_linked(line) and not noise[line.element]:
            totals[line.element] += len(line.text)
    for number in range(len(totals) - 1, 0, -1):
        totals[tree.elements[number].parent] += totals[number]
    return totals


def _noise(tree: HtmlTree, prose: list[int], title: int | None) -> list[str]:
    """For each element the reason why its text is not part of the article, or ""; inherited by its descendants.

    Only readers' comments below the headline may be longer than the article.
    """
    head = tree.lines[title].element if title is not None else len(tree.elements)
    reasons = [""] * len(tree.elements)
    total = prose[0] or 1
    for number, element in enumerate(tree.elements):
        if element.parent < 0:
            continue
        inherited = reasons[element.parent]
        if inherited:
            reasons[number] = inherited
        elif prose[number] < MAX_SIDE_BOX_SHARE * total:
            reasons[number] = _own_noise(tree, number)
        elif number > head and words_of(element.marks) & vocabulary("comments") - {"forum", "discussion"}:
            reasons[number] = COMMENTS
    return reasons


def _own_noise(tree: HtmlTree, number: int) -> str:
    element = tree.elements[number]
    tag, attributes, marks = element.tag, element.attributes, element.marks
    if tag == "footer" and tree.elements[element.parent].tag in ("figure", "blockquote", "picture"):
        return ""
    if tag in TAGS_WITHOUT_TEXT:
        return f"element_{tag}"
    style = attributes.get("style", "").replace(" ", "").lower()
    if "hidden" in attributes or "display:none" in style or "visibility:hidden" in style:
        return "hidden"
    words = words_of(marks)
    if words & vocabulary("hidden") and ":" not in attributes.get("class", ""):
        return "hidden"
    if not marks or tag in HEADINGS or tag in ("body", "html", "p"):
        return ""
    if words & vocabulary("comments"):
        return COMMENTS
    if words & vocabulary("showing"):
        return GALLERY
    noise_words = words & vocabulary("noise")
    return f"part_{min(noise_words)}" if noise_words else ""


def _teasers(tree: HtmlTree, prose: list[int], noise: list[str]) -> None:
    """Mark boxes with a linked heading as teasers for other articles."""
    total = prose[0] or 1
    boxes: set[int] = set()
    for line in tree.lines:
        if noise[line.element] or not is_linked(line) or not heading(tree, line.element):
            continue
        number = line.element
        for _ in range(4):
            above = tree.elements[number].parent
            if above <= 0 or prose[above] > MAX_TEASER_SHARE * total:
                break
            number = above
        if tree.elements[number].tag not in HEADINGS:
            boxes.add(number)
    for number, element in enumerate(tree.elements):
        if not noise[number] and (number in boxes or (element.parent >= 0 and noise[element.parent] == "teaser")):
            noise[number] = "teaser"


def is_caption(tree: HtmlTree, number: int) -> bool:
    """Whether the markup makes an element a caption or part of a figure."""
    for _ in range(5):
        element = tree.elements[number]
        if element.tag == "address":
            return False
        if element.tag == "figcaption" or (element.tag == "figure" and not element.headed):
            return True
        if element.tag not in ("p", "li") and words_of(element.marks) & vocabulary("caption"):
            return True
        number = element.parent
        if number < 0 or element.tag in ("article", "main", "body"):
            break
    return False


def _container(tree: HtmlTree, prose: list[int]) -> int:
    """The innermost element that contains most of the running text."""
    children: dict[int, list[int]] = {}
    for number, element in enumerate(tree.elements):
        if prose[number] and element.parent >= 0:
            children.setdefault(element.parent, []).append(number)
    number, total = 0, prose[0]
    while inner := [child for child in children.get(number, ()) if prose[child] >= MIN_CONTAINER_SHARE * total]:
        number = inner[0]
    return number


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
        if why == GALLERY and is_caption(tree, line.element):
            why = ""
        chosen.append(within and not why)
        reason.append(why or ("" if within else "outside"))
    return MainContent(chosen, reason, title)


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
