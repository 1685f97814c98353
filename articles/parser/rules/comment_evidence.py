"""What tells readers' comments from articles, teasers and lists of links: heads of one shape, tone, answers, prose."""

import re
from collections import Counter
from itertools import accumulate

from articles.lexicon import load
from articles.parser.patterns.comment_head import parse_address
from articles.parser.phrases import fold_phrase
from articles.parser.rules.comment_heads import CommentHeadMatch
from articles.text.lines import TextLine, tokens

MIN_PROSE_CHARS = 60  # of a line of running text
MIN_COMMENT_CHARS = 30  # of a line of a comment
MIN_ITEM_CHARS = 40  # characters; shorter items are links, not comments
TONE_CHARS = 400  # of a comment that are checked for its tone
MAX_NAME_CHARS = 30  # of a name that is trusted without a heading above the comments
MAX_NAME_WORDS = 3
_CLOSING = "“”\"»«’'‘) "
_ENDS = ".!?…"
_OUTCRY = re.compile(r"[!?]\s?[!?]|\.{4,}|[:;]-?\)|^\s?[@>]|\w !")
_INNER_END = re.compile(r"[\w”“\"»)][.!?…]\s+\S")


class Prose:
    """How much running text stands in a stretch of lines."""

    def __init__(self, lines: list[TextLine]) -> None:
        lengths = [len(line.words) if is_prose(line.words) else 0 for line in lines]
        self._chars = [0, *accumulate(lengths)]
        self._lines = [0, *accumulate(map(bool, lengths))]

    def chars(self, low: int, high: int) -> int:
        """The characters of running text from line `low` to before line `high`."""
        return self._chars[high] - self._chars[low]

    def count(self, low: int, high: int) -> int:
        """The number of lines of running text from line `low` to before line `high`."""
        return self._lines[high] - self._lines[low]


def is_prose(words: str) -> bool:
    """Whether a line is running text: long, with an end mark."""
    return len(words) >= MIN_PROSE_CHARS and words.rstrip(_CLOSING)[-1:] in _ENDS


def is_said(words: str) -> bool:
    """Whether a list item can be what somebody says: a sentence or two, or talk; links and headlines are neither."""
    if len(words) < MIN_ITEM_CHARS:
        return False
    return words.rstrip(_CLOSING)[-1:] in _ENDS or bool(_INNER_END.search(words)) or is_talk(words)


def is_talk(text: str) -> bool:
    """Whether a text is informal: it contains a word of `informal_words.txt`, exclamations or emoticons."""
    opening = text[:TONE_CHARS]
    return bool(_OUTCRY.search(opening)) or not load.words("informal_words").isdisjoint(tokens(opening))


def are_comments(heads: list[tuple[int, CommentHeadMatch]], lines: list[TextLine], end: int) -> bool:
    """Whether heads without a heading above them are those of comments: two or more, most of one shape, under names,
    each with a text. The texts are informal, or have a button below them, or the heads are certain; texts below
    bylines and teasers have another tone."""
    if len(heads) < 2 or not all(head.time for _index, head in heads):
        return False
    named = [head for _index, head in heads if is_writer(head.author)]
    shapes = Counter(head.shape for head in named)
    if len({head.author.casefold() for head in named}) < 2:  # one writer: the bylines of other articles
        return False
    if max(shapes.values()) * 3 < len(heads) * 2 or max(shapes.values()) < 2:
        return False
    bounds = [*(index for index, _head in heads[1:]), end]
    texts = [
        [line.words for line in lines[index + head.lines : bound]]
        for (index, head), bound in zip(heads, bounds, strict=True)
    ]
    if not all(any(len(words) >= MIN_COMMENT_CHARS for words in text) for text in texts):
        return False
    told = [
        head.is_certain or is_talk(" ".join(text)) or any(map(is_button, text[1:]))
        for (_index, head), text in zip(heads, texts, strict=True)
    ]
    return sum(told) * 2 >= len(heads)


def is_writer(name: str) -> bool:
    """Whether this can be the name of a reader: short, no section, no word that stands before a date."""
    if len(name) > MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS or any(sign in name for sign in "/@—"):
        return False
    folded = name.casefold().strip(" :")
    return folded not in load.words("sections") and tokens(name)[:1] not in _NO_WRITERS


_NO_WRITERS = [[word] for word in load.entries("no_writers")]


def is_button(words: str) -> bool:
    """Whether a line is a button below a comment: reply, report, like."""
    return len(words) <= 40 and fold_phrase(words) in _BUTTONS


_BUTTONS = frozenset(fold_phrase(words) for words in load.entries("comment_buttons"))


def are_replies(lines: list[TextLine], marks: list[int]) -> bool:
    """Whether items answer each other: the first is something said, one of them has an addressee, most are informal.

    `marks` holds for each line the length of its bullet or number, 0 without one.
    """
    posts: list[list[str]] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark:
            posts.append([])
        if posts:
            posts[-1].append(line.words[mark:])
    answers = [any(_names_addressee(words) for words in post[:3]) for post in posts]
    talks = [is_answer or is_talk(" ".join(post)) for is_answer, post in zip(answers, posts, strict=True)]
    is_first_said = bool(posts) and (talks[0] or is_said(" ".join(posts[0])))
    return len(posts) > 1 and is_first_said and any(answers) and sum(talks) * 2 >= len(posts)


def _names_addressee(words: str) -> bool:
    address = parse_address(words)
    return address is not None and ":" in words[: address.span[1]]
