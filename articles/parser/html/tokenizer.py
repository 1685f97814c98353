"""Parses HTML source into elements and lines of text whose characters are mapped to the source.

It is not a full HTML parser: lines only need the borders of blocks. Takes time in proportion to the source.
"""

import html
import re

from articles.lexicon import load
from articles.parser import limits
from articles.parser.html.inline_texts import cut_remarks, is_for_hearing, is_glued, is_seam, may_be_seam
from articles.parser.html.preformatted import join_preformatted
from articles.parser.html.tree import Element, HtmlLine, HtmlTree

_TAGS = load.table("page_parts")["tags"]
BLOCK_TAGS = frozenset(_TAGS["blocks"].split())
VOID_TAGS = frozenset(_TAGS["void"].split())
OWN_LINE = re.compile("|".join(_TAGS["own_line"].split()), re.IGNORECASE)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
RAW_TEXT_TAGS = frozenset(("script", "style", "textarea", "title", "xmp", "template", "svg", "math"))
INLINE_TAGS = frozenset(  # within a word or between words; what any other begins or ends does not go on
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
KNOWN_TAGS = BLOCK_TAGS | INLINE_TAGS | VOID_TAGS | RAW_TEXT_TAGS | {"picture", "object", "canvas"}
# Tags whose start ends an open element without an end tag.
ENDED_BY = {
    "p": BLOCK_TAGS - {"button", "label", "option", "iframe", "noscript", "select"},
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "option": frozenset(("option",)),
    "tr": frozenset(("tr",)),
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
}
_STOPS = frozenset(".?!…")
_CLOSING = "“”\"»«’'‘)"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MAX_RAISED_DIGITS = 3
MAX_LAST_PARTS = 20  # of a line: words, blanks and entities, in which its last word stands
MAX_DEPTH = 300  # nested elements; deeper ones count as children of the last

_NAME = re.compile(r"/?[a-zA-Z][^\s/>]*")
_BREAK = re.compile(r"\r\n|\r|\n")
_STOP = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_TEXT = re.compile(
    r"[ \t\r\n\f]+|&nbsp;?|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|[^ \t\r\n\f&]+|&"
)


class _TreeBuilder:
    def __init__(self, source: str) -> None:
        self.source = source
        self.elements: list[Element] = [Element("#root", -1, 0, {}, 0)]
        self.stack = [0]
        self.open: dict[str, int] = {}
        self.lines: list[HtmlLine] = []
        self.line: HtmlLine | None = None
        self.parts: list[str] = []
        self.raw: list[tuple[int, int, int]] = []
        self.line_owners: set[int] = set()
        self.link_stack: list[bool] = []
        self.gaps: dict[int, bool] = {}  # by index of a line in a <pre>: whether an empty line precedes it
        self.chars = 0  # of all lines
        self.at = 0  # offset of the tag that is handled
        self.links = self.bold = self.breaks = self.figures = 0
        self.aside: dict[int, tuple[HtmlLine | None, list[str]]] = {}  # by hidden element: the line that it interrupts
        self.cut = False  # whether a hidden text has just been taken out of the line
        self.closed: Element | None = None  # the inline element that ended right before
        self.seam = False  # whether another begins right behind it
        self.foreign = False  # whether a tag that pages do not know has just been passed
        self.joint = False  # whether one begins there that may as well be the same word
        self.joints: list[tuple[int, int]] = []  # those of the line: number of the part behind it, offset in the source
        self.ended = False  # whether an inline element ended, with nothing but blanks behind it
        self.is_bare = True  # whether all of the line stands in inline elements
        self.exhausted: set[str] = set()  # marks that do not occur in the rest of the source

    def build(self) -> HtmlTree:
        source, position = self.source, 0
        while True:
            opening = source.find("<", position)
            if opening == -1:
                self.text(position, len(source))
                break
            self.text(position, opening)
            position = self.markup(opening)
            if len(self.elements) > limits.MAX_ELEMENTS:
                raise limits.too_long()
        self.at = len(source)
        while len(self.stack) > 1:
            self.pop()
        self.flush()
        return HtmlTree(source, self.elements, join_preformatted(self.lines, self.gaps), self.raw)

    def markup(self, at: int) -> int:
        """Handle a „<“; return the offset after the tag, comment or character."""
        source, self.at = self.source, at
        if source.startswith("<!--", at):
            return self.end_of("-->", at + 4)
        if source.startswith(("<!", "<?"), at):
            self.foreign = True
            return self.end_of(">", at + 2)
        name = _NAME.match(source, at + 1)
        end = self.tag_end(name.end()) if name else -1
        if name is None or end == -1:
            self.text(at, at + 1)
            return at + 1
        self.foreign = self.foreign or name[0].lstrip("/").lower() not in KNOWN_TAGS
        if name[0].startswith("/"):
            self.close(name[0][1:].lower())
            return end
        tag = name[0].lower()
        self.begin(tag, at, source[name.end() : end - 1])
        if tag in RAW_TEXT_TAGS and not source.startswith("/>", end - 2):
            return self.raw_text(tag, end)
        return end

    def end_of(self, mark: str, at: int) -> int:
        if mark in self.exhausted:
            return len(self.source)
        position = self.source.find(mark, at)
        if position == -1:
            self.exhausted.add(mark)
            return len(self.source)
        return position + len(mark)

    def tag_end(self, at: int) -> int:
        """The offset after the „>“ that ends a tag, ignoring those in quoted values; -1 if there is none."""
        if ">" in self.exhausted:
            return -1
        while stop := _STOP.search(self.source, at):
            at = stop.end()
            if stop[0] == ">":
                return at
            if self.source[stop.start() - 1] in "= " and stop[0] not in self.exhausted:
                closing = self.source.find(stop[0], at)
                if closing == -1:
                    self.exhausted.add(stop[0])
                else:
                    at = closing + 1
        self.exhausted.add(">")
        return -1

    def raw_text(self, tag: str, at: int) -> int:
        if tag in self.exhausted:
            end = len(self.source)
        else:
            end_tag = re.compile(f"</{tag}(?=[\\s/>])", re.IGNORECASE).search(self.source, at)
            end = end_tag.start() if end_tag else len(self.source)
            if not end_tag:
                self.exhausted.add(tag)
        self.raw.append((len(self.elements) - 1, at, end))
        return end

    def begin(self, tag: str, at: int, inside: str) -> None:
        while self.stack[-1] in self.aside and tag in ENDED_BY["p"] and self.open.get("p"):
            self.pop()  # the end of a paragraph ends a hidden text in it
        while len(self.stack) > 1 and tag in ENDED_BY.get(self.elements[self.stack[-1]].tag, ()):
            self.pop()
        if tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self.flush()
            elif self.line:
                self.blank(at, at)
                if self.parts and self.parts[-1][-1:] == " ":
                    self.line.breaks.append(len(self.line.source_starts) - 1)
            return
        attributes: dict[str, str] = {}
        if inside:
            for match in _ATTRIBUTE.finditer(inside):
                value = match[2] or match[3] or match[4] or ""
                attributes.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
        parent = self.stack[-1]
        element = Element(tag, parent, at, attributes, self.elements[parent].depth + 1)
        self.elements.append(element)
        number = len(self.elements) - 1
        if tag in HEADINGS and self.figures:
            for open_one in self.stack:
                self.elements[open_one].headed = True
        if tag in BLOCK_TAGS or self.owns_line(element):
            self.flush()
            self.line_owners.add(number)
        elif tag not in VOID_TAGS and element.depth < MAX_DEPTH and is_for_hearing(attributes):
            self.aside[number] = self.line, self.parts
            self.line, self.parts = None, []
            self.joints = []
            self.line_owners.add(number)
        elif self.closed and self.line and is_seam(self.closed, element):
            self.seam = True
        elif self.figures and self.line:
            self.blank(at, at)
        elif self.closed and self.line and may_be_seam(self.closed, element):
            self.joint = True
        if self.ended and self.line and self.parts and may_be_seam(element, element):
            at_blank = self.parts[-1][-1:] == " "
            self.line.seams.append(len(self.line.source_starts) - at_blank)
        if tag == "time" and self.line is None:
            self.line = HtmlLine(self.line_owner(parent))
        if tag == "time" and self.line:
            self.line.timed = True
        if tag not in VOID_TAGS and element.depth < MAX_DEPTH:
            self.stack.append(number)
            self.open[tag] = self.open.get(tag, 0) + 1
            self.count(tag, 1)
            if tag == "a":
                away = bool(attributes.get("href")) and not attributes["href"].startswith("#")
                self.link_stack.append(away)
                self.links += away

    def owns_line(self, element: Element) -> bool:
        """Whether an inline element is a line of its own, because of a class such as kicker or credit."""
        return element.tag in ("span", "small", "cite", "em", "a", "strong") and bool(
            OWN_LINE.search(element.attributes.get("class", ""))
        )

    def close(self, tag: str) -> None:
        if not self.open.get(tag):
            return
        while self.elements[self.stack[-1]].tag != tag:
            self.pop()
        self.pop()

    def pop(self) -> None:
        number = self.stack.pop()
        tag = self.elements[number].tag
        self.elements[number].end = self.at
        self.open[tag] -= 1
        self.count(tag, -1)
        if number in self.line_owners:
            self.flush()
        else:
            self.closed, self.ended = self.elements[number], True
        if number in self.aside:
            self.line, self.parts = self.aside.pop(number)
            self.joints = []
            self.cut = self.line is not None

    def count(self, tag: str, step: int) -> None:
        if tag == "a" and step < 0:
            self.links -= self.link_stack.pop()
        elif tag in ("b", "strong"):
            self.bold += step
        elif tag in ("figure", "figcaption"):
            self.figures += step

    def line_owner(self, number: int) -> int:
        """The innermost element around `number` that starts and ends lines."""
        while number not in self.line_owners and number > 0:
            number = self.elements[number].parent
        return number

    def text(self, start: int, end: int) -> None:
        if start >= end:
            return
        self.closed = None
        for match in _TEXT.finditer(self.source, start, end):
            if match[0].isspace():
                if self.open.get("pre") and ("\n" in match[0] or "\r" in match[0]):
                    self.line_of_pre(match[0])
                elif self.line:
                    self.blank(*match.span())
                continue
            if self.breaks and self.ends_bold():
                self.flush()
            self.breaks, self.ended = 0, False
            if self.line is None:
                self.line = HtmlLine(self.line_owner(self.stack[-1]))
                if self.open.get("pre"):
                    self.line.block = max(n for n in self.stack if self.elements[n].tag == "pre")
            self.put(match[0], *match.span())

    def ends_bold(self) -> bool:
        """Whether the line above a break is a sentence in bold type and the one below is not: a question, an answer."""
        line = self.line
        if line is None or not line.strong or self.bold or self.elements[line.element].tag not in ("p", "div"):
            return False
        if line.strong != line.letters:
            return False
        words = "".join(self.parts[-MAX_LAST_PARTS:]).split()  # not all: a line may have thousands of breaks
        is_single = len(words) < 2 and " " not in self.parts[:-MAX_LAST_PARTS]
        return bool(words) and not is_single and words[-1].rstrip(_CLOSING)[-1:] in _STOPS

    def line_of_pre(self, blanks: str) -> None:
        """End a line in a <pre>; several line breaks in a row are an empty line."""
        self.flush()
        self.gaps[len(self.lines)] = len(_BREAK.findall(blanks)) > 1

    def put(self, text: str, start: int, end: int) -> None:
        line = self.line
        assert line is not None
        if (self.seam and self.parts and is_glued(self.parts[-1], text[0])) or (
            self.foreign and self.parts and self.parts[-1][-1:].isalnum() and text[0].isalnum()
        ):
            self.blank(start, start)
        elif self.joint and self.parts and is_glued(self.parts[-1], text[0]):
            self.joints.append((len(self.parts), start))
        elif self.cut and text[0] in ".,;:!?" and self.parts and self.parts[-1] == " ":
            self.parts.pop()
            line.source_starts.pop()
            line.source_ends.pop()
        self.seam = self.joint = self.cut = self.foreign = False
        self.is_bare = self.is_bare and self.elements[self.stack[-1]].tag not in BLOCK_TAGS
        if text[0] == "&" and len(text) > 1:
            text = html.unescape(text)
            line.source_starts.extend([start] * len(text))
            line.source_ends.extend([end] * len(text))
        else:
            line.source_starts.extend(range(start, end))
            line.source_ends.extend(range(start + 1, end + 1))
        if text.isdecimal() and len(text) <= MAX_RAISED_DIGITS and self.open.get("sup") and self.open.get("a"):
            text = text.translate(_RAISED)  # the number of a note: no part of the word or number before it
        self.parts.append(text)
        line.linked += len(text) if self.links else 0
        line.strong += len(text) if self.bold else 0
        line.letters += len(text)

    def blank(self, start: int, end: int) -> None:
        if self.parts and self.parts[-1][-1:] != " ":
            assert self.line is not None
            self.parts.append(" ")
            self.line.source_starts.append(start)
            self.line.source_ends.append(end)

    def flush(self) -> None:
        """End the line."""
        self.breaks = 0
        self.seam = self.joint = self.cut = self.ended = self.foreign = False
        if self.line and self.parts:
            self.part_joints()
            self.line.text = "".join(self.parts)
            self.chars += len(self.line.text)
            if self.chars > limits.MAX_PAGE_CHARS or len(self.lines) > limits.MAX_LINES:
                raise limits.too_long()
            self.lines += cut_remarks(self.line)
        self.line = None
        self.parts = []
        self.joints = []
        self.is_bare = True

    def part_joints(self) -> None:
        """Put blanks between the words of a line that consists of inline elements side by side: author, place, day."""
        line = self.line
        assert line is not None
        places = [sum(map(len, self.parts[:number])) for number, _offset in self.joints] if self.is_bare else []
        if places and (line.seams or line.breaks):
            line.seams = [at + sum(place < at for place in places) for at in line.seams]
            line.breaks = [at + sum(place <= at for place in places) for at in line.breaks]
        for at, (number, offset) in zip(reversed(places), reversed(self.joints), strict=False):
            self.parts.insert(number, " ")
            line.source_starts.insert(at, offset)
            line.source_ends.insert(at, offset)


def parse(source: str) -> HtmlTree:
    """Parse an HTML source into its elements and lines. Raises UnreadableClip (`too_long`)."""
    return _TreeBuilder(source).build()
