"""The figures of one page: what the parser read, held against its gold.

| figure | what |
|---|---|
| paragraphs, subheadings | F1 of blocks, one to one, nine tenths alike; texts that may be anything do not count |
| text | the same for lead, paragraphs and subheadings together, whatever their kind |
| headline, lead | found (1) or not (0) |
| leak | share of the body's characters that are no part of the article |
| lost | share of the article's characters that are not in the body |
| byline, caption, credit | shares of the authors, captions and credits that were found |
| comments | F1 of the readers' comments |
| right | 1 where headline, paragraphs and subheadings are all right |

What the gold does not know (null) has no figure. Characters are those of words, found by runs of five words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.parser.json_report import Json
from articles.parser.learning.gold import level

from .blocks import block_likeness, f1, match_blocks
from .texts import ALIKE, WordRuns, has_name, likeness, same_headline

FIGURES = (
    "paragraphs",
    "subheadings",
    "text",
    "headline",
    "lead",
    "leak",
    "lost",
    "byline",
    "caption",
    "credit",
    "comments",
    "right",
)
FALLING = ("leak", "lost")  # less is better
MIN_NEUTRAL_CHARS = 20  # of a text that may be a part of one which the gold leaves open
NEUTRAL_LIKENESS = 0.85
MAX_CREDIT_EXCESS = 80  # characters that a credit may have besides the right one

Error = tuple[str, str]  # what is wrong, and the line


@dataclass(slots=True)
class Score:
    """The figures of a page by their names, and the lines that are wrong."""

    figures: dict[str, float] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)


@dataclass(slots=True)
class _Read:
    """The article as it was read, levelled."""

    headline: str
    kicker: str
    is_provisional: bool
    lead: str
    byline: str
    paragraphs: list[str]
    subheadings: list[str]
    body: list[str]
    pictures: list[tuple[str, str]]
    comments: list[str]
    lifted: list[str]


def score(result: Json, gold: Json) -> Score:
    """Hold the dry run's object for a clip against its gold. A clip without an article has the worst figures."""
    article = result.get("article") or {}
    read = _read(article)
    found = Score()
    _score_headline(found, read, gold)
    if gold.get("blocks") is not None:
        _score_body(found, read, gold)
        _score_pictures(found, read, gold)
        _score_comments(found, read, gold)
        if not article:
            found.figures |= {"paragraphs": 0.0, "text": 0.0, "lost": 1.0}
    if gold.get("authors"):
        names = [level(name) for name in gold["authors"]]
        _score_share(found, "byline", names, [has_name(name, read.byline) for name in names])
    return found


def _read(article: dict[str, Any]) -> _Read:
    body = [(block["kind"], text) for block in article.get("body") or () if (text := level(block["text"]))]
    lifted = [article.get("dateline", ""), article.get("byline", ""), *article.get("agencies", ())]
    pictures = article.get("images") or ()
    return _Read(
        article.get("headline", ""),
        article.get("kicker", ""),
        article.get("headline_is_provisional") is True,
        level(article.get("lead", "")),
        level(article.get("byline", "")),
        [text for kind, text in body if kind != "subheading"],
        [text for kind, text in body if kind == "subheading"],
        [text for _, text in body],
        [(level(picture.get("caption", "")), level(picture.get("credit", ""))) for picture in pictures],
        [level(comment["text"]) for comment in article.get("comments") or ()],
        [level(text) for text in lifted if text],
    )


def _score_headline(found: Score, read: _Read, gold: Json) -> None:
    if gold.get("titles") is None:
        return
    if not gold.get("title_in_clip", True):
        titles = gold.get("all_titles") or ()
        right = read.is_provisional or any(same_headline(read.headline, title) for title in titles)
    else:
        forms = [read.headline, *([f"{read.kicker} {read.headline}"] if read.kicker else [])]
        right = any(same_headline(form, title) for title in gold["titles"] for form in forms)
    found.figures["headline"] = float(right)
    if not right:
        found.errors.append(("headline", read.headline))


def _score_body(found: Score, read: _Read, gold: Json) -> None:
    kinds = [(block["kind"], level(block["text"])) for block in gold["blocks"]]
    paragraphs = [text for kind, text in kinds if kind != "subheading"]
    subheadings = [text for kind, text in kinds if kind == "subheading"]
    neutral = [level(text) for text in gold.get("neutral") or ()]
    known_lead = level(gold.get("lead") or "")
    opening = [read.lead] if gold.get("lead") is None and read.lead else []  # nobody tells where the lead ends
    opening_paragraph = [
        text for text in opening if any(block_likeness(text, other, read.lifted) >= ALIKE for other in paragraphs)
    ]
    if known_lead:
        found.figures["lead"] = float(likeness(read.lead, known_lead) >= ALIKE)
        if not found.figures["lead"]:
            found.errors.append(("lead", read.lead))
    given = [*opening_paragraph, *read.paragraphs]
    hits, counted = _count_blocks(found, "paragraph", given, paragraphs, neutral, read.lifted)
    found.figures["paragraphs"] = f1(hits, counted, len(paragraphs))
    hits, counted = _count_blocks(found, "subheading", read.subheadings, subheadings, neutral)
    if subheadings or counted:
        found.figures["subheadings"] = f1(hits, counted, len(subheadings))
    article = [*([known_lead] if known_lead else []), *paragraphs, *subheadings]
    whole = [*(opening_paragraph if gold.get("lead") is None else [read.lead] if read.lead else []), *read.body]
    hits, counted = _count_blocks(Score(), "text", whole, article, neutral, read.lifted)
    found.figures["text"] = f1(hits, counted, len(article))
    found.figures["leak"] = WordRuns([*paragraphs, *subheadings, *neutral, known_lead]).missing(read.body)
    found.figures["lost"] = WordRuns([*read.body, *opening]).missing([*paragraphs, *subheadings])
    perfect = all(found.figures.get(name, 1.0) == 1 for name in ("paragraphs", "subheadings", "headline"))
    found.figures["right"] = float(perfect)


def _count_blocks(
    found: Score, kind: str, given: list[str], right: list[str], neutral: list[str], lifted: Sequence[str] = ()
) -> tuple[int, int]:
    """How many of the given blocks are right, and how many count; notes what is too many or missing."""
    pairs = match_blocks(given, right, lifted)
    matched = set(pairs.values())
    extra = [text for number, text in enumerate(given) if number not in pairs and not _is_neutral(text, neutral)]
    missing = [text for number, text in enumerate(right) if number not in matched]
    found.errors += [(f"{kind} too many", text) for text in extra] + [(f"{kind} missing", text) for text in missing]
    return len(pairs), len(pairs) + len(extra)


def _is_neutral(text: str, neutral: list[str]) -> bool:
    return any(
        likeness(text, other) >= NEUTRAL_LIKENESS or (len(text) > MIN_NEUTRAL_CHARS and text in other)
        for other in neutral
    )


def _score_pictures(found: Score, read: _Read, gold: Json) -> None:
    pictures = gold.get("images") or ()
    captions = [caption for picture in pictures if (caption := level(picture["caption"] or ""))]
    credits = [level(credit) for picture in pictures for credit in picture["credits"]]
    given = [text for caption, credit in read.pictures for text in (caption, f"{caption} {credit}".strip())]
    _score_share(found, "caption", captions, [any(_same_caption(c, text) for text in given) for c in captions])
    named = [[credit for _, credit in read.pictures if has_name(right, credit)] for right in credits]
    fitting = [
        any(len(credit) <= len(right) + MAX_CREDIT_EXCESS for credit in texts)
        for right, texts in zip(credits, named, strict=True)
    ]
    _score_share(found, "credit", credits, fitting)


def _same_caption(right: str, given: str) -> bool:
    is_part = len(right) > 25 and right in given and len(given) < 1.6 * len(right)
    return is_part or likeness(right, given) >= ALIKE


def _score_comments(found: Score, read: _Read, gold: Json) -> None:
    if not gold.get("comments"):
        return
    right = [level(comment["text"]) for comment in gold["comments"]]
    found.figures["comments"] = f1(len(match_blocks(read.comments, right)), len(read.comments), len(right))


def _score_share(found: Score, name: str, right: list[str], hits: list[bool]) -> None:
    """The share of hits, where anything is right; what was missed is noted."""
    if right:
        found.figures[name] = sum(hits) / len(right)
        found.errors += [(f"{name} missing", text) for text, hit in zip(right, hits, strict=True) if not hit]
