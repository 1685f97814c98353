"""Finds the elements in which the paragraphs of an article stand side by side: the homes of its text.

Short sentences, list items and captions without a picture that stand there as well are text, whatever their words.
"""

from collections import defaultdict

from articles.parser.html.main_content import MIN_PROSE_CHARS, MainContent, is_caption, is_linked
from articles.parser.html.tokenizer import HEADINGS
from articles.parser.html.tree import HtmlTree

MIN_HOME_SHARE = 0.2  # of the article's running text in elements of the same tag and class
MAX_LINKED_SHARE = 0.3  # of the characters of a list that is text
MAX_LINKED_SHARE_OF_LINE = 0.5  # … of a line without a full stop
STOPS = frozenset('.!?…:“”"»)')  # ends of sentences
# Elements that belong to the text of the element around them.
INNER_TAGS = HEADINGS | frozenset(
    (
        *("p", "li", "ul", "ol", "dir", "dl", "dt", "dd", "blockquote", "center", "font", "pre", "span", "q"),
        *("table", "thead", "tbody", "tr", "td", "th"),
    )
)

Kind = tuple[str, ...]  # tag and class of an element; for one without class those of its parents as well


def find_text_homes(tree: HtmlTree, content: MainContent) -> frozenset[int]:
    """The indexes of the chosen lines that stand where most of the running text stands."""
    owners: dict[int, int] = defaultdict(int)
    for line in tree.lines:
        owners[line.element] += 1
    kinds: dict[int, Kind] = {}
    mass: dict[Kind, int] = defaultdict(int)
    home_by_line: dict[int, Kind] = {}
    for index, line in enumerate(tree.lines):
        if not content.chosen[index] or is_caption(tree, line.element):
            continue
        home = home_by_line[index] = _kind(tree, _home(tree, line.element, owners), kinds)
        if len(line.text) >= MIN_PROSE_CHARS and not is_linked(line):
            mass[home] += len(line.text)
    total = sum(mass.values())
    homes = {home for home, chars in mass.items() if chars >= MIN_HOME_SHARE * total}
    inside = [index for index, home in home_by_line.items() if home in homes]
    lists = _lists_of_links(tree, inside)
    return frozenset(index for index in inside if not _leads_away(tree, index, lists))


def _lists_of_links(tree: HtmlTree, inside: list[int]) -> set[int]:
    """The lists of which links are a large share."""
    chars: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for index in inside:
        line = tree.lines[index]
        parent = list_around(tree, line.element)
        if parent >= 0:
            chars[parent][0] += line.linked
            chars[parent][1] += len(line.text)
    return {parent for parent, (linked, written) in chars.items() if linked > MAX_LINKED_SHARE * written}


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


def _home(tree: HtmlTree, number: int, owners: dict[int, int]) -> int:
    """The element around a line that holds paragraphs; a div without class that is a paragraph counts as one."""
    elements = tree.elements
    while elements[number].parent > 0:
        element = elements[number]
        alone = element.tag == "div" and owners[number] == 1 and not element.marks
        if element.tag not in INNER_TAGS and not alone:
            break
        number = element.parent
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
