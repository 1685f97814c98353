"""Which articles an item of NewsML 1 holds, and what of the item belongs to each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.parser.formats.newsml_content import Content, content_of
from articles.parser.formats.xml_scan import Element, words
from articles.text.lines import Span

ENVELOPE, ITEM, COMPONENT = "NewsML", "NewsItem", "NewsComponent"


@dataclass(slots=True)
class Story:
    """An article in an item: the components from the outermost to its own, and what they hold."""

    item: Element
    path: tuple[Element, ...]
    contents: list[Content]

    @property
    def owner(self) -> Element:
        return self.path[-1] if self.path else self.item

    @property
    def texts(self) -> list[Content]:
        return [content for content in self.contents if content.is_text]


def stories_of(text: str, item: Element) -> list[Story]:
    """The articles of an item, each with all that belongs to it."""
    found: list[Story] = []

    def enter(element: Element, path: tuple[Element, ...], story: Story | None) -> None:
        for child in element.children:
            if child.name == COMPONENT:
                mine = (*path, child)
                if story is None or _stands_alone(text, child, element):
                    enter(child, mine, begin(mine))
                else:
                    enter(child, mine, story)
            elif child.name == "ContentItem":
                story = story or begin(path)
                story.contents.append(content_of(text, child, element, path))

    def begin(path: tuple[Element, ...]) -> Story:
        found.append(Story(item, path, []))
        return found[-1]

    enter(item, (item,) if item.name == COMPONENT else (), None)
    return found


def _stands_alone(text: str, component: Element, around: Element) -> bool:
    """Whether a component in another is an article of its own: it has a headline, or is one of several languages."""
    if words(text, component.path("NewsLines", "HeadLine")).text.strip():
        return True
    languages = {one.get("xml:lang") for one in around.all(COMPONENT)}
    return around.get("EquivalentsList").lower() == "yes" and len(languages) > 1


def clip_of(text: str, root: Element, story: Story, of_item: Sequence[Story]) -> tuple[Span, str, str]:
    """The span, title and clip of one of several articles: its item without the texts of the others in it."""
    owner = story.owner
    cut: list[Span] = []
    end = owner.end
    for other in of_item:
        if other is story:
            continue
        if owner.start <= other.owner.start < owner.end:  # in it
            end = min(end, other.owner.start)
            cut.append(other.owner.span)
        elif other.owner.start <= owner.start < other.owner.end:  # around it
            cut += [content.item.span for content in other.texts]
        else:
            cut.append(other.owner.span)
    kept, at = [], story.item.start
    for start, stop in sorted(cut):
        if start >= at:
            kept.append(text[at:start])
            at = stop
    kept.append(text[at : story.item.end])
    if story.item.name in (ENVELOPE, ""):  # components without an item
        clip = "".join(kept)
    else:
        prefix = f"{root.prefix}:" if root.prefix else ""
        opening = text[root.start : root.opened] if root.name == ENVELOPE else f"<{prefix}{ENVELOPE}>"
        clip = f"{opening}{''.join(kept)}</{root.tag if root.name == ENVELOPE else prefix + ENVELOPE}>"
    whole = story.item if len(of_item) == 1 else None
    return whole.span if whole else (owner.start, end), title_of(text, story), clip


def title_of(text: str, story: Story) -> str:
    for line in lines_of(story, "HeadLine"):
        if title := words(text, line).text.strip():
            return " ".join(title.split())
    return words(text, story.item.path("Identification", "NewsIdentifier", "NewsItemId")).text.strip()


def lines_of(story: Story | None, *names: str) -> Iterator[Element]:
    """The lines of these names, of the article's own component and then of those around it."""
    for component in reversed(story.path if story else ()):
        for lines in component.all("NewsLines"):
            yield from lines.all(*names)
