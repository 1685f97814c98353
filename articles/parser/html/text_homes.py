"""Finds the elements in which the paragraphs of an article stand side by side: the homes of its text.

Short sentences, list items and captions without a picture that stand there as well are text, whatever their words.
"""

from collections import defaultdict

from articles.parser.html.page_parts import MAX_LINE_CHARS, STOPS, is_caption, is_prose, vocabulary, words_of
from articles.parser.html.tokenizer import HEADINGS
from articles.parser.html.tree import HtmlLine, HtmlTree

MIN_HOME_SHARE = 0.2  # of the article's running text in elements of the same tag and class
MAX_LINKED_SHARE = 0.3  # of the characters of a list that is text
MAX_LINKED_SHARE_OF_LINE = 0.5  # … of a line without a full stop
# Elements that belong to the text of the element around them.
INNER_TAGS = HEADINGS | frozenset(
    (
        *("p", "li", "ul", "ol", "dir", "dl", "dt", "dd", "blockquote", "center", "font", "pre", "span", "q"),
        *("table", "thead", "tbody", "tr", "td", "th"),
    )
)

Kind = tuple[str, ...]  # tag and class of an element; for one without class those of its parents as well


def find_text_homes(tree: HtmlTree, chosen: list[bool]) -> frozenset[int]:
    """The indexes of the chosen lines that stand where most of the running text stands."""
    kinds = line_kinds(tree, chosen)
    homes = home_kinds(tree, kinds)
    inside = [index for index, kind in kinds.items() if kind in homes]
    inside += _in_plain_boxes(tree, kinds, inside)
    lists = _lists_of_links(tree, inside)
    return frozenset(index for index in inside if not _leads_away(tree, index, lists))


def find_lists_of_links(tree: HtmlTree, chosen: list[bool]) -> frozenset[int]:
    """The indexes of the chosen lines that are items of lists which lead elsewhere."""
    lines = [index for index, is_chosen in enumerate(chosen) if is_chosen]
    lists = _lists_of_links(tree, lines)
    return frozenset(index for index in lines if list_around(tree, tree.lines[index].element) in lists)


def line_kinds(tree: HtmlTree, chosen: list[bool]) -> dict[int, Kind]:
    """Maps each chosen line that is no caption to the kind of the element in which it stands."""
    owners: dict[int, int] = defaultdict(int)
    for line in tree.lines:
        owners[line.element] += 1
    known: dict[int, Kind] = {}
    homes: dict[int, int] = {}
    return {
        index: _kind(tree, _home(tree, line.element, owners, homes), known)
        for index, line in enumerate(tree.lines)
        if chosen[index] and not is_caption(tree, line.element)
    }


def home_kinds(tree: HtmlTree, kinds: dict[int, Kind]) -> set[Kind]:
    """The kinds of elements that hold a good part of the running text."""
    mass: dict[Kind, int] = defaultdict(int)
    known: set[str] = set()
    for index, kind in kinds.items():
        line = tree.lines[index]
        if is_prose(line) and line.text not in known:
            known.add(line.text)
            mass[kind] += min(len(line.text), MAX_LINE_CHARS)
    total = sum(mass.values())
    return {kind for kind, chars in mass.items() if chars >= MIN_HOME_SHARE * total}


def _in_plain_boxes(tree: HtmlTree, kinds: dict[int, Kind], inside: list[int]) -> list[int]:
    """The paragraphs and items of boxes among the paragraphs that hold no link: ingredients, a list in a frame."""
    known = set(inside)
    around = {tree.elements[tree.lines[index].element].parent for index in inside if _is_paragraph(tree, index)}
    boxes: dict[int, list[int]] = defaultdict(list)
    box_of: dict[int, int] = {}  # of the elements on the way to it: they may lie very deep in one another
    for index in kinds:
        number = tree.lines[index].element
        if not inside or index in known or not inside[0] < index < inside[-1]:
            continue
        passed: list[int] = []
        while number > 0 and number not in box_of and tree.elements[number].parent not in around:
            passed.append(number)
            number = tree.elements[number].parent
        number = box_of.get(number, number)
        box_of.update(dict.fromkeys(passed, number))
        if number > 0:
            boxes[number].append(index)
    plain = (box for box in boxes.values() if not any(tree.lines[index].linked for index in box))
    return [index for box in plain for index in box if _is_paragraph(tree, index) or _is_item(tree, index)]


def _is_paragraph(tree: HtmlTree, index: int) -> bool:
    return tree.elements[tree.lines[index].element].tag == "p"


def _is_item(tree: HtmlTree, index: int) -> bool:
    return tree.elements[tree.lines[index].element].tag in ("li", "dd", "dt")


def _lists_of_links(tree: HtmlTree, inside: list[int]) -> set[int]:
    """The lists of which links are a large share, or each item of which contains one."""
    lines: dict[int, list[HtmlLine]] = defaultdict(list)
    for index in inside:
        number = list_around(tree, tree.lines[index].element)
        if number >= 0:
            lines[number].append(tree.lines[index])
    return {number for number, items in lines.items() if _are_links(items)}


def _are_links(items: list[HtmlLine]) -> bool:
    linked, written = sum(item.linked for item in items), sum(len(item.text) for item in items)
    return linked > MAX_LINKED_SHARE * written or (len(items) > 1 and all(item.linked for item in items))


def _leads_away(tree: HtmlTree, index: int, lists: set[int]) -> bool:
    """Whether a line refers to other articles: an item of a list of links, or a line that is half a link."""
    line = tree.lines[index]
    return list_around(tree, line.element) in lists or (
        line.linked > MAX_LINKED_SHARE_OF_LINE * len(line.text) and line.text.rstrip()[-1] not in STOPS
    )


def list_around(tree: HtmlTree, number: int) -> int:
    """The list to which the item with this element belongs; -1 if it is none."""
    for _ in range(4):
        element = tree.elements[number]
        if element.tag in ("ul", "ol", "dl", "dir"):
            return number
        if element.tag not in ("li", "p", "dt", "dd", "div", "span") or element.parent < 0:
            break
        number = element.parent
    return -1


def _home(tree: HtmlTree, number: int, owners: dict[int, int], homes: dict[int, int]) -> int:
    """The element around a line that holds paragraphs; a div without class that is a paragraph counts as one."""
    elements = tree.elements
    passed: list[int] = []
    while number not in homes and elements[number].parent > 0:
        element = elements[number]
        alone = element.tag == "div" and owners[number] == 1 and not element.marks
        framed = words_of(element.marks) & vocabulary("showing")  # of which only quotations are chosen
        if element.tag not in INNER_TAGS and not alone and not framed:
            break
        passed.append(number)
        number = element.parent
    number = homes.get(number, number)
    homes.update(dict.fromkeys(passed, number))
    return number


def _kind(tree: HtmlTree, number: int, kinds: dict[int, Kind]) -> Kind:
    known = kinds.get(number)
    if known is None:
        element = tree.elements[number]
        names = element.attributes.get("class", "") or element.attributes.get("itemprop", "")
        if names or element.parent <= 0 or len(above := _kind(tree, element.parent, kinds)) > 6:
            known = (element.tag, names)
        else:
            known = (element.tag, *above)
        kinds[number] = known
    return known
