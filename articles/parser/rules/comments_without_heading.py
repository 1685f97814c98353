"""Tests for readers' comments without a heading: several names with times, or list items that answer each other."""

import re

from articles.lexicon import load
from articles.parser.patterns.comment_head import parse_address
from articles.parser.rules.comment_heads import MAX_HEAD_CHARS, CommentHeadMatch
from articles.text.lines import TextLine, tokens

MIN_PROSE_CHARS = 30  # of a line of a comment
TONE_CHARS = 400  # of a comment that are checked for its tone
_CLOCK = re.compile(r"\d|\bvor\s|\bago\b|gestern|heute|soeben|just now", re.IGNORECASE)
_OUTCRY = re.compile(r"[!?]\s?[!?]|\.{4,}|[:;]-?\)|^\s?[@>]|\w !")


def may_be_dated(line: TextLine, following: TextLine | None) -> bool:
    """Whether a line can be a comment head: short, with a time in it or below it; a cheap test before parsing."""
    if len(line.words) > MAX_HEAD_CHARS:
        return False
    return bool(
        _CLOCK.search(line.words) or (following and len(following.words) < 60 and _CLOCK.search(following.words))
    )


def are_talk(heads: list[tuple[int, CommentHeadMatch]], lines: list[TextLine], end: int) -> bool:
    """Whether names with times head comments: at least two, each with a text, and most texts are informal.

    Texts below bylines and teasers have another tone.
    """
    if len(heads) < 2 or not all(head.time for _index, head in heads):
        return False
    bounds = [*(index for index, _head in heads[1:]), end]
    texts = [
        [line.words for line in lines[index + head.lines : bound]]
        for (index, head), bound in zip(heads, bounds, strict=True)
    ]
    if not all(any(len(words) >= MIN_PROSE_CHARS for words in text) for text in texts):
        return False
    return sum(is_talk(" ".join(text)) for text in texts) * 2 >= len(texts)


def is_talk(text: str) -> bool:
    """Whether a text is informal: it contains a word of `informal_words.txt`, exclamations or emoticons."""
    opening = text[:TONE_CHARS]
    return bool(_OUTCRY.search(opening)) or not load.words("informal_words").isdisjoint(tokens(opening))


def are_replies(lines: list[TextLine], marks: list[int]) -> bool:
    """Whether items answer each other: one of them has an addressee, and most of them are informal.

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
    return len(posts) > 1 and any(answers) and sum(talks) * 2 >= len(posts)


def _names_addressee(words: str) -> bool:
    address = parse_address(words)
    return address is not None and ":" in words[: address.span[1]]
