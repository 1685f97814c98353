"""Corrects the labels of a page's lines by its markup: headings, captions, class names for lead, byline, credit."""

from itertools import pairwise

from articles.lexicon import load
from articles.parser.html.line_places import LinePlaces
from articles.parser.html.main_content import MainContent
from articles.parser.html.page_parts import (
    MIN_PROSE_CHARS,
    STOPS,
    heading,
    is_caption,
    is_linked,
    is_long,
    vocabulary,
    words_of,
)
from articles.parser.html.source_map import SourceMap
from articles.parser.html.tree import HtmlLine, HtmlTree
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.comment_head import parse_heading
from articles.parser.patterns.credit import parse_credit
from articles.parser.patterns.date import parse_date
from articles.parser.phrases import fold_phrase
from articles.parser.roles import Role
from articles.parser.said import Said

MAX_BYLINE_CHARS = 220
MAX_LEAD_CHARS = 700
WRITTEN_BULLET = "• "  # what the source map writes before an item
TEXT_ROLES = (Role.PARAGRAPH, Role.QUOTE, Role.LIST_ITEM, Role.LEAD)
ITEMS = ("li", "dt", "dd")
VERSE_CLASSES = frozenset(("poem", "verse", "stanza", "lyrics", "gedicht", "strophe", "vers", "lyrik"))
_SETTLED = frozenset((Role.HEADLINE, Role.BYLINE, Role.CREDIT, Role.TABLE))
TEASER_CLASSES = frozenset(("teaser", "teasertext", "teaserabsatz"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_FIGURE, _QUOTATION = frozenset(("figure",)), frozenset(("blockquote",))
_PICTURES = frozenset(("img", "picture", "video", "iframe"))
_SMALL = load.words("particles") | {"und", "and", "mit"}


def _are_names(words: str) -> bool:
    """Whether the words are only names: capitalised words, particles and conjunctions."""
    parts = words.split()
    names = all(word[0].isupper() or word.strip(",").casefold() in _SMALL for word in parts)
    return len(parts) > 1 and names and not any(map(str.isdigit, words))


def _is_strong(html_line: HtmlLine, words: str) -> bool:
    """Whether the words of a line are set in bold type."""
    return html_line.strong * 10 >= len(words.replace(" ", "")) * 8


class MarkupHints:
    """Applies the markup of a page to the labels of its lines."""

    def __init__(self, source_map: SourceMap, metadata: Said, homes: frozenset[int], away: frozenset[int]) -> None:
        self.tree: HtmlTree = source_map.tree
        self.content: MainContent = source_map.content
        self.source_map = source_map
        self.places = LinePlaces(source_map)
        self.titles = {fold_phrase(entry.value) for entry in metadata.titles}
        self.described = [fold_phrase(entry.value).rstrip("…. ") for entry in metadata.description]
        self.authors = [entry.value.casefold() for entry in metadata.authors]
        self.headline = self.places.heading_of(self.content.title)
        self.homes, self.away = homes, away
        self.has_lead = self.in_body = self.beyond = self.asked = False
        self.standfirst: LabelledLine | None = None
        self.headings = sum(1 for line_number in source_map.chosen_lines if self.places.is_crosshead(line_number)) > 1

    def apply(self, lines: list[LabelledLine]) -> None:
        """Give each line the role that its markup indicates, if any; the model's role becomes the alternative."""
        line_numbers = [self.source_map.line_at(line.text_line.stop - 1) for line in lines]
        self.standfirst = self._standfirst(lines, line_numbers)
        last = self._last_text(lines, line_numbers)
        for place, (line, line_number) in enumerate(zip(lines, line_numbers, strict=True)):
            self.beyond = place > last
            html_line = self.tree.lines[line_number] if line_number is not None else None
            line.is_strong = html_line is not None and _is_strong(html_line, line.words)
            signed = line.label.rule == "agency_line"
            role, rule = (
                self._role(line, line_number, html_line)
                if html_line and line_number is not None and not signed
                else (line.role, "")
            )
            if rule and (role is not line.role or rule.startswith("html_h")):
                line.relabel(role, rule, 0.95)
            if role is Role.LIST_ITEM and html_line and line.words.startswith(WRITTEN_BULLET):
                line.mark, line.is_numbered = len(WRITTEN_BULLET), self._is_numbered(html_line.element)
            if role is Role.LEAD:
                self.has_lead = True
            self.asked = role is Role.SUBHEADING or (role is Role.PARAGRAPH and line.words[-1] == "?")
            if role is Role.PARAGRAPH and is_long(line.words):
                self.in_body = True
        self._headings_of_links(lines)
        self._end(lines)
        self._join_lines(lines, line_numbers)

    def _join_lines(self, lines: list[LabelledLine], line_numbers: list[int | None]) -> None:
        """A term and what is said of it are one item, the lines of a stanza one paragraph."""
        around = [self._joining_element(number) if number is not None else ("", -1, -1) for number in line_numbers]
        texts = {
            whole for (kind, whole, _), line in zip(around, lines, strict=True) if line.role in TEXT_ROLES and kind
        }
        for place, (kind, whole, _part) in enumerate(around):
            line = lines[place]
            if kind == "dt":
                line.is_strong = True
            above = around[place - 1] if place else ("", -1, -1)
            if (
                not kind
                or above[1] != whole
                or (kind, above[0]) not in (("dd", "dt"), ("dd", "dd"), ("verse", "verse"))
            ):
                continue
            role = Role.PARAGRAPH if kind == "verse" else Role.LIST_ITEM
            pair = (lines[place - 1], line)
            is_text = whole in texts or any(one.role in TEXT_ROLES for one in pair)
            if is_text and not any(one.role in _SETTLED for one in pair):
                for one in pair:
                    if one.role is not role:
                        one.relabel(role, f"html_{kind}", 0.9)
                line.goes_on = True

    def _joining_element(self, line_number: int) -> tuple[str, int, int]:
        """Of what a line is a part: "dt", "dd" or "verse", with the element around the whole and that of the part."""
        elements = self.tree.elements
        number = self.tree.lines[line_number].element
        part = number
        while number > 0:
            element = elements[number]
            if element.tag in ("dt", "dd"):
                return element.tag, self._list_of_terms(number), number
            if element.tag in ("p", "div", "section", "blockquote") and words_of(element.marks) & VERSE_CLASSES:
                return "verse", number, part
            if element.tag in ("article", "main", "body", "table", "figure"):
                break
            number = element.parent
        return "", -1, -1

    def _list_of_terms(self, number: int) -> int:
        elements = self.tree.elements
        while number > 0 and elements[number].tag != "dl":
            number = elements[number].parent
        return number

    def _last_text(self, lines: list[LabelledLine], line_numbers: list[int | None]) -> int:
        """The place of the last long paragraph among the lines that stand in the homes of the text; -1 if none does."""
        for place in range(len(lines) - 1, -1, -1):
            line, line_number = lines[place], line_numbers[place]
            if line_number is not None and line_number in self.homes:
                prose = is_long(line.words) and line.words[-1] in STOPS and not line.traits.phrase
                if line.role is Role.PARAGRAPH or (prose and not is_linked(self.tree.lines[line_number])):
                    return place
        return -1

    def _role(self, line: LabelledLine, line_number: int, html_line: HtmlLine) -> tuple[Role, str]:
        words = line.words
        tags = self.places.tags_around(html_line.element)
        own = self._own(html_line)
        near = self.places.marks_near(html_line.element)
        if self.headline is not None and self.places.is_within(html_line.element, self.headline):
            return self._in_headline(html_line, own)
        if line_number == self.content.title:
            return Role.HEADLINE, "html_title"
        if not self.in_body and (parse_date(words) or line is self.standfirst):
            return (Role.LEAD, "html_standfirst") if line is self.standfirst else (Role.BOILERPLATE, "html_date")
        if self.in_body and self._is_quoted_in_figure(html_line.element):
            return Role.QUOTE, "html_quoted_in_figure"
        if is_caption(self.tree, html_line.element) and not heading(self.tree, html_line.element):
            whole = parse_credit(words)
            return (Role.CREDIT if whole or own & vocabulary("credit") else Role.CAPTION), "html_figure"
        if own & vocabulary("credit") and parse_credit(words):
            return Role.CREDIT, "html_credit"
        if not self.in_body:
            head = self._in_head(words, line_number, html_line, near)
            if head:
                return head
        if heading(self.tree, html_line.element):
            return self._subheading(line, html_line)
        if line_number in self.away and line.role in (Role.PARAGRAPH, Role.SUBHEADING):
            return Role.BOILERPLATE, "html_link"
        return self._text(line, line_number, html_line, tags)

    def _is_numbered(self, number: int) -> bool:
        """Whether the list around an item counts."""
        around = self.tree.nearest(number, _LISTS)
        return around >= 0 and self.tree.elements[around].tag == "ol"

    def _is_quoted_in_figure(self, number: int) -> bool:
        """Whether a line is a quotation in a figure without a picture, or says there who is quoted."""
        number = self.tree.nearest(number, _FIGURE)
        return number > 0 and self.tree.holds(number, _QUOTATION) and not self.tree.holds(number, _PICTURES)

    def _own(self, html_line: HtmlLine) -> frozenset[str]:
        return words_of(self.tree.elements[html_line.element].marks)

    def _in_headline(self, html_line: HtmlLine, own: frozenset[str]) -> tuple[Role, str]:
        if own & vocabulary("kicker") and fold_phrase(html_line.text) not in self.titles:
            return Role.KICKER, "html_kicker"
        return Role.HEADLINE, "html_headline"

    def _in_head(
        self, words: str, line_number: int, html_line: HtmlLine, near: frozenset[str]
    ) -> tuple[Role, str] | None:
        """The role and rule of a line above the text: kicker, lead, byline or date; None if it is none of them."""
        own = self._own(html_line)
        if own & vocabulary("kicker") and len(words) < 120:
            return Role.KICKER, "html_kicker"
        if (html_line.timed or near & vocabulary("date")) and parse_date(words):
            return Role.BOILERPLATE, "html_date"
        if len(words) <= MAX_BYLINE_CHARS and not heading(self.tree, html_line.element):
            named = any(name in words.casefold() for name in self.authors if len(name) > 3)
            listed = not self.authors and own & vocabulary("byline") and _are_names(words)
            if parse_byline(words) or listed or (named and (near & vocabulary("byline") or len(words) < 80)):
                return Role.BYLINE, "html_byline"
            if near & vocabulary("byline"):
                return Role.BOILERPLATE, "html_byline_box"
        if not self.has_lead and 40 < len(words) <= MAX_LEAD_CHARS and self._is_lead(words, near):
            return Role.LEAD, "html_lead"
        if (
            not self.has_lead
            and not heading(self.tree, html_line.element)
            and self.places.is_opening(line_number, words)
        ):
            return Role.LEAD, "html_set_off"
        return None

    def _is_lead(self, words: str, near: frozenset[str]) -> bool:
        folded = fold_phrase(words).rstrip("…. ")
        if folded in self.titles:
            return False
        if near & vocabulary("lead") and (words[-1] in STOPS or len(words) > 120):
            return True
        return any(
            folded == described or (len(described) > 60 and folded.startswith(described[:100]) and len(words) < 400)
            for described in self.described
        )

    def _subheading(self, line: LabelledLine, html_line: HtmlLine) -> tuple[Role, str]:
        words = line.words
        unlike = line.traits.phrase or parse_heading(words) or sum(map(str.isalnum, words)) < 2
        if is_linked(html_line) or unlike or len(words) > 200 or self._repeats_title(words):
            return Role.BOILERPLATE, "html_heading_of_a_box"
        if not (self.in_body or self.has_lead):
            return Role.SUBHEADLINE, "html_heading_before_the_text"
        return Role.SUBHEADING, "html_heading"

    def _repeats_title(self, words: str) -> bool:
        folded = fold_phrase(words)
        return folded in self.titles or (
            not self.in_body and any(title in folded or folded in title for title in self.titles if len(title) > 20)
        )

    def _text(self, line: LabelledLine, line_number: int, html_line: HtmlLine, tags: list[str]) -> tuple[Role, str]:
        words, role = line.words, line.role
        if is_linked(html_line):
            return Role.BOILERPLATE, "html_link"
        if not any(map(str.isalnum, words)):
            return Role.BOILERPLATE, "html_rule"
        own = self._own(html_line)
        if role not in TEXT_ROLES and not is_long(words) and own & vocabulary("noise"):
            return Role.BOILERPLATE, "html_part"
        if line_number in self.homes and self._is_inner(line, html_line, tags):
            return (Role.LIST_ITEM if tags[0] in ITEMS else Role.PARAGRAPH), "html_text_home"
        prose = is_long(words)
        if not self.in_body and "p" not in tags[:2] and words[-1] not in STOPS and len(words) < 2 * MIN_PROSE_CHARS:
            return Role.BOILERPLATE, "html_before_the_text"
        if role is Role.BYLINE and (self.in_body or not prose):
            named = any(name in words.casefold() for name in self.authors)
            return (role, "") if named or not self.authors else (Role.BOILERPLATE, "html_other_author")
        if self.in_body and self._own(html_line) & TEASER_CLASSES:
            return Role.BOILERPLATE, "html_teaser"
        if role in (Role.CAPTION, Role.CREDIT) and line.traits.credit:
            return role, ""
        if role is Role.BOILERPLATE:
            keep = "p" in tags[:2] and (prose or words[-1] in '.!?“”»"') and not line.traits.phrase
            return (Role.PARAGRAPH, "html_text") if keep else (role, "")
        if role is Role.SUBHEADING:
            if not self.in_body:
                return Role.BOILERPLATE, "html_before_the_text"
            whole = line.is_strong
            bare = tags[0] != "p" and not own & vocabulary("subheading")
            if (self.headings or bare) and not whole and words[-1] not in STOPS:
                return Role.BOILERPLATE, "html_between_the_paragraphs"
            return (role, "") if whole or "p" not in tags[:2] else (Role.PARAGRAPH, "html_text")
        if role in TEXT_ROLES or (role in (Role.CAPTION, Role.CREDIT, Role.BYLINE, Role.HEADLINE) and prose):
            if role is Role.LEAD and not self.has_lead and not self.in_body and self.places.is_set_off(line_number):
                return role, ""
            return (Role.LIST_ITEM if tags[0] in ITEMS else Role.PARAGRAPH), "html_text"
        if role in (Role.HEADLINE, Role.KICKER) and self.headline is not None:
            return Role.BOILERPLATE, "html_outside_the_headline"
        return role, ""

    def _is_inner(self, line: LabelledLine, html_line: HtmlLine, tags: list[str]) -> bool:
        """Whether a line among the paragraphs is text although the model takes it for something else."""
        role, words = line.role, line.words
        opens = is_long(words) and words[-1] in STOPS
        if not (self.in_body or opens) or line.traits.phrase:
            return False
        if self.beyond and not self._ends_text(words, html_line, tags):
            return False
        if role is Role.SUBHEADING:
            whole = line.is_strong
            named = self._own(html_line) & vocabulary("subheading")
            return not whole and not named and not heading(self.tree, html_line.element)
        if role is Role.BYLINE:
            return not self.beyond and not any(name in words.casefold() for name in self.authors)
        return role in (Role.BOILERPLATE, Role.HEADLINE, Role.KICKER) or (
            role in (Role.CAPTION, Role.CREDIT) and not line.traits.credit
        )

    def _ends_text(self, words: str, html_line: HtmlLine, tags: list[str]) -> bool:
        """Whether a line below the last long paragraph belongs to the text: a sentence, an item, an answer."""
        if html_line.linked or "@" in words or "http" in words or parse_heading(words):
            return False
        return (words[-1] in STOPS and words[-1] != ":") or tags[0] in ("li", "dd") or self.asked

    def _standfirst(self, lines: list[LabelledLine], line_numbers: list[int | None]) -> LabelledLine | None:
        """The lead: the only line with a sentence between the headline and the line with author or date."""
        candidate: LabelledLine | None = None
        after_title = False
        for line, line_number in zip(lines, line_numbers, strict=True):
            if line_number is None or line_number == self.content.title or not after_title:
                after_title = after_title or line_number == self.content.title
                continue
            words = line.words
            if len(words) < MAX_BYLINE_CHARS and (parse_date(words) or parse_byline(words)):
                return candidate
            number = self.tree.lines[line_number].element
            if is_caption(self.tree, number) or heading(self.tree, number) or parse_credit(words):
                continue
            if self._is_lead(words, self.places.marks_near(number)):
                return line
            if words[-1] in STOPS and len(words) > 40:
                if candidate or len(words) > MAX_LEAD_CHARS:
                    return None
                candidate = line
        return None

    def _headings_of_links(self, lines: list[LabelledLine]) -> None:
        """Drop a subheading above a list item that is boilerplate."""
        for line, below in pairwise(lines):
            line_number = self.source_map.line_at(below.text_line.stop - 1)
            item = line_number is not None and self.tree.elements[self.tree.lines[line_number].element].tag == "li"
            if item and line.role is Role.SUBHEADING and below.role is Role.BOILERPLATE:
                line.relabel(Role.BOILERPLATE, "html_heading_of_links", 0.9)

    def _end(self, lines: list[LabelledLine]) -> None:
        """Drop subheadings below the last text."""
        for line in reversed(lines):
            if line.role in (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE):
                return
            if line.role is Role.SUBHEADING:
                line.relabel(Role.BOILERPLATE, "html_heading_without_text", 0.9)
