"""Finds the parts of a page that are not its article by tags, class names and linked headings."""

import re
from collections.abc import Set
from functools import cache, lru_cache

from articles.lexicon import load
from articles.parser.html.comment_heads import find_threads
from articles.parser.html.inline_texts import is_for_hearing
from articles.parser.html.tokenizer import HEADINGS
from articles.parser.html.tree import Element, HtmlLine, HtmlTree

MIN_PROSE_CHARS = 80  # characters; a longer line that is not a link is running text
DENSE_WEIGHT = 3  # characters of Latin script that say as much as one of East Asian script
MAX_LINE_CHARS = 1_200  # of a line that count as running text: a list of news in one line is none
MAX_TEASER_SHARE = 0.15  # of the running text in a box with a linked heading
MAX_TEASERS_SHARE = 0.75  # of the running text in all of them; a page with more of it is made of them
MAX_SIDE_BOX_SHARE = 0.3  # of the running text; an element with more of it is not a side box
MAX_HIDDEN_SHARE = 0.6  # … of a footer or of what is hidden
MAX_TOGETHER = 0.5  # of the running text; boxes of one class with more of it are its parts
STOPS = frozenset('.!?…:“”"»)。！？」』')  # ends of sentences
COMMENTS = "part_comments"
GALLERY = "part_showing"  # a gallery or player: only its captions belong to the article
TAGS_WITHOUT_TEXT = frozenset(load.table("page_parts")["tags"]["no_text"].split())

_BOXES = ("aside", "div", "section", "details", "ol", "ul", "article")
_SURE = frozenset(("hidden", "part_footer", "element_footer", "element_nav", "element_aside", "element_noscript"))
_CLIPPED = ("overflow", "no-overflow", "backface")  # „overflow-hidden“ clips, it does not hide
_CONDITION = re.compile(r"[:\[\]!/]")
_PART = re.compile(r"[A-Z]?[a-zäöü]+|[A-Z]+(?![a-z])|\d+")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def vocabulary(part: str) -> frozenset[str]:
    return frozenset(load.table("page_parts")[part].split())


@lru_cache(maxsize=8_192)
def words_of(marks: str) -> frozenset[str]:
    """The words of class names in lower case, and each name as a whole; without conditions such as „md:hidden“."""
    marks = " ".join(name for name in marks.split() if not _CONDITION.search(name))
    words = {part.lower() for part in _PART.findall(marks)}
    return frozenset(words | {re.sub(r"[^a-zäöü]", "", name.lower()) for name in marks.split()})


def is_linked(line: HtmlLine) -> bool:
    """Whether more than 70 % of the line is link text."""
    return line.linked * 10 > len(line.text) * 7


def is_long(text: str) -> bool:
    """Whether a text is as long as a sentence of running text; East Asian characters count more."""
    if len(text) >= MIN_PROSE_CHARS:
        return True
    return (
        len(text) * DENSE_WEIGHT >= MIN_PROSE_CHARS
        and len(text) + (DENSE_WEIGHT - 1) * len(_DENSE.findall(text)) >= MIN_PROSE_CHARS
    )


def is_prose(line: HtmlLine) -> bool:
    """Whether a line is running text: long, neither a link nor an address."""
    return is_long(line.text) and not is_linked(line) and not line.text.lstrip().startswith("http")


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


def find_noise(tree: HtmlTree, prose: list[int], title: int | None, kept: Set[int]) -> list[str]:
    """For each element the reason why its text is not part of the article, or ""; inherited by its descendants.

    The elements in `kept` hold parts of the article. Only readers' comments below the headline may be longer than it.
    Where the elements of one class hold
    much of the running text together, it is not that of a box.
    """
    head = tree.lines[title].element if title is not None else len(tree.elements)
    total = prose[0] or 1
    own = [_own_noise(tree, number) if number and number not in kept else "" for number in range(len(tree.elements))]
    sums: dict[tuple[str, str], int] = {}
    for number, element in enumerate(tree.elements):
        kind = (own[number], element.attributes.get("class", ""))
        if own[number] and element.attributes.get("class") != tree.elements[element.parent].attributes.get("class"):
            sums[kind] = sums.get(kind, 0) + prose[number]
    for number, element in enumerate(tree.elements):
        reason = own[number]
        if not reason:
            continue
        share = MAX_HIDDEN_SHARE if reason in _SURE else MAX_SIDE_BOX_SHARE
        together = sums.get((reason, element.attributes.get("class", "")), prose[number])
        if prose[number] >= share * total or (not reason.startswith("element") and together >= MAX_TOGETHER * total):
            own[number] = COMMENTS if number > head and _is_called_comments(element) else ""
    for number in find_threads(tree, title):
        own[number] = COMMENTS
    return _inherited(tree, own)


def _inherited(tree: HtmlTree, own: list[str]) -> list[str]:
    """The reasons with those of the elements around."""
    reasons = list(own)
    for number, element in enumerate(tree.elements):
        if element.parent >= 0 and reasons[element.parent]:
            reasons[number] = reasons[element.parent]
    return reasons


def _own_noise(tree: HtmlTree, number: int) -> str:
    element = tree.elements[number]
    tag, attributes, marks = element.tag, element.attributes, element.marks
    if tag == "footer" and tree.elements[element.parent].tag in ("figure", "blockquote", "picture"):
        return ""
    words = words_of(marks)
    if tag in TAGS_WITHOUT_TEXT:
        return COMMENTS if tag == "aside" and _is_called_comments(element) else f"element_{tag}"
    if _is_called_comments(element) and not element.marks:
        return COMMENTS
    if is_for_hearing(attributes):
        return "hidden"
    if words & vocabulary("hidden") and ":" not in attributes.get("class", ""):
        names = [name for name in marks.split() if not name.lower().startswith(_CLIPPED)]
        if words_of(" ".join(names)) & vocabulary("hidden"):
            return "hidden"
    if not marks or tag in HEADINGS or tag in ("body", "html", "p"):
        return ""
    if words & vocabulary("comments"):
        return COMMENTS
    if words & vocabulary("showing"):
        return GALLERY
    noise_words = words & vocabulary("noise")
    return f"part_{min(noise_words)}" if noise_words else ""


def _is_called_comments(element: Element) -> bool:
    """Whether the page calls an element the readers' comments, by a name that means nothing else."""
    if words_of(element.marks) & (vocabulary("comments") - {"forum", "discussion"}):
        return True
    if element.tag in _BOXES and element.attributes.get("data-comments") == "":
        return True
    return "-" in element.tag and bool(words_of(element.tag) & vocabulary("comments"))


def mark_teasers(tree: HtmlTree, prose: list[int], noise: list[str], kept: Set[int]) -> None:
    """Mark boxes with a linked heading as teasers for other articles, unless the page is made of them."""
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
    boxes -= kept
    if sum(prose[number] for number in boxes) > MAX_TEASERS_SHARE * total:
        return
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
