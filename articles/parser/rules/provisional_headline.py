"""Chooses a headline from a text that has none: words of its own that stand apart from its opening and end a clause.

First a subheading, then a short sentence of the text or the title of a picture, then a clause; where there is nothing
of all that, the name that the text speaks of most.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from articles.lexicon import load
from articles.parser.document import BodyBlock, Picture
from articles.parser.phrases import load_phrases
from articles.parser.traits import PHRASE_LISTS
from articles.text.lines import Span, tokens

PROVISIONAL_MESSAGE = "The clip has no headline; a provisional one was chosen from its own words."
MAX_CHARS = 80  # of a provisional headline
MIN_CHARS = 18
MIN_SENTENCE_CHARS = 28
MIN_WORDS = 2
MIN_SENTENCE_WORDS = 4
MAX_BLOCKS = 12  # blocks of the text whose sentences are considered
STEM_CHARS = 6  # letters by which words are compared
_SENTENCE_END = re.compile(r"[.!?…]{1,9}[\"“”»«’')\]]{0,3}(?=\s|\Z)|[。！？]{1,9}[」』”]?")
MAX_ABBREVIATION_CHARS = 12
MAX_SENTENCES = 60  # of one paragraph
_ABBREVIATED = re.compile(
    r"(?:\b\w|\b\d{1,2}|\b[A-ZÄÖÜ][a-z]{0,2}|\b(?:bzw|usw|etc|Prof|Mio|Mrd|Nr|St|Mrs|Inc|Jan|Feb|Aug|Sept|Okt|Oct|Nov|Dez|Dec|ca|vgl|sog))\.\Z"
)
_QUOTES = "„“”\"«»‚‘’'"
_CLAUSE_END = re.compile(r"\s[–—-]\s|[,;:](?=\s)|[。、，；：]")
_END_MARKS = " .,;:–—-…。"
_NAMES = re.compile(r"[A-ZÄÖÜÀ-ÞА-Я][\w-]{1,60}(?: (?:(?:von|van|de|der|of) )?[A-ZÄÖÜÀ-ÞА-Я][\w-]{1,60})+")
_VERB_PARTS = frozenset(  # „tritt an“, “calls off”: the second part of a verb, at the end of a whole sentence
    (
        "an",
        "auf",
        "aus",
        "ein",
        "vor",
        "nach",
        "zu",
        "mit",
        "bei",
        "um",
        "durch",
        "nicht",
        "off",
        "up",
        "out",
        "in",
        "on",
    )
)
_ARTICLES = frozenset(("das", "die", "der", "il", "to", "o", "on", "het", "een"))  # pronouns if a verb follows
_UNFIT = re.compile(r"https?://|www\.|@|\||\[|\]|©|\d\d:\d\d|\((?:r|l|re|li)\.?\)|^\W*\d+[.)]\s")


@dataclass(frozen=True, slots=True)
class ProvisionalHeadline:
    """A headline made of a text's own words, and the span of the part of the clip that they are from."""

    text: str
    span: Span | None


def choose_headline(
    lead: str, lead_span: Span | None, body: Sequence[BodyBlock], images: Sequence[Picture]
) -> ProvisionalHeadline:
    """The best headline that the text's own words give; at most MAX_CHARS, verbatim but for marks at its ends."""
    texts = [block for block in body if block.kind != "subheading"]
    weights = _word_weights([lead, *(block.text for block in texts)])
    opening, opening_span = (lead, lead_span) if lead else (texts[0].text, texts[0].span) if texts else ("", None)
    own = [*_sentences(texts, lead), *_titles(images)]
    for candidates in (_subheadings(body), own, _clauses(texts, lead)):
        fit = [one for one in candidates if not _repeats(opening, one.text)]
        if fit:
            return max(fit, key=lambda one: _worth(one.text, weights))
    return ProvisionalHeadline(_clause(opening) or _topic(texts, lead) or _shortened(opening), opening_span)


def _subheadings(body: Iterable[BodyBlock]) -> Iterator[ProvisionalHeadline]:
    for block in body:
        text = block.text.strip()
        fit = block.kind == "subheading" and _is_fit(text, MIN_CHARS, MIN_WORDS) and text[-1] not in ":,;…?"
        if fit and not _is_stock(text):
            yield ProvisionalHeadline(text.rstrip(_END_MARKS), block.span)


def _sentences(texts: Sequence[BodyBlock], lead: str) -> Iterator[ProvisionalHeadline]:
    """Short sentences of the text that can be understood alone; not the one that opens it."""
    for block, sentence in _own_sentences(texts, lead):
        fit = _is_fit(sentence, MIN_SENTENCE_CHARS, MIN_SENTENCE_WORDS) and sentence[-1] in ".!"
        if fit and _stands_alone(sentence):
            yield ProvisionalHeadline(sentence.rstrip(_END_MARKS), block.span)


def _clauses(texts: Sequence[BodyBlock], lead: str) -> Iterator[ProvisionalHeadline]:
    """Beginnings of long sentences of the text that are clauses of their own."""
    for block, sentence in _own_sentences(texts, lead):
        text = _clause(sentence)
        if len(text) >= MIN_SENTENCE_CHARS and _stands_alone(text) and not _UNFIT.search(text):
            yield ProvisionalHeadline(text, block.span)


def _own_sentences(texts: Sequence[BodyBlock], lead: str) -> Iterator[tuple[BodyBlock, str]]:
    """The sentences of the text but for the one that opens it."""
    for number, block in enumerate(texts[:MAX_BLOCKS]):
        for place, sentence in enumerate(split_sentences(block.text) if block.kind == "paragraph" else ()):
            if lead or number or place:
                yield block, sentence


def _stands_alone(sentence: str) -> bool:
    """Whether a sentence begins with a word that does not lean on the one before it, and quotes nobody."""
    words = tokens(sentence)
    leans = not words or words[0] in _dependent() or not load.words("pronouns").isdisjoint(words)
    leans = leans or (words[0] in _ARTICLES and not _verbs().isdisjoint(words[1:2]))  # „Das ist …“, “Il est …”
    return not leans and sentence[0].isupper() and not any(mark in sentence for mark in '"„“”«»')


def _titles(images: Iterable[Picture]) -> Iterator[ProvisionalHeadline]:
    """Captions that are as short as a headline."""
    for image in images:
        text = image.caption.strip()
        if _is_fit(text, MIN_SENTENCE_CHARS, MIN_SENTENCE_WORDS) and len(split_sentences(text)) < 2:
            yield ProvisionalHeadline(text.rstrip(_END_MARKS), image.spans[0] if image.spans else None)


def split_sentences(text: str) -> list[str]:
    """The first sentences of a text; a full stop behind an abbreviation or a number ends none."""
    sentences: list[str] = []
    start = 0
    for match in islice(_SENTENCE_END.finditer(text), MAX_SENTENCES):
        if not _ABBREVIATED.search(text, max(start, match.end() - MAX_ABBREVIATION_CHARS), match.end()):
            sentences.append(text[start : match.end()].strip())
            start = match.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def _clause(opening: str) -> str:
    """The longest beginning of the opening that ends with a sentence or a clause and says something; "" if none."""
    sentence = next(iter(split_sentences(opening)), opening)
    says = len(sentence.split()) >= MIN_SENTENCE_WORDS or _has_verb(sentence) or len(sentence) == len(opening)
    if len(sentence.rstrip(_END_MARKS)) <= MAX_CHARS and _is_complete(sentence) and says:
        return sentence.rstrip(_END_MARKS)
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence[: MAX_CHARS + 1])]
    parts = (sentence[:end].rstrip(_END_MARKS) for end in reversed(ends))
    return next((part for part in parts if len(part) >= MIN_CHARS and not _joins(part) and _has_verb(part)), "")


def _topic(texts: Sequence[BodyBlock], lead: str) -> str:
    """The name of several words that the text speaks of most, without the word that begins a sentence before it."""
    whole = "\n".join([lead, *(block.text for block in texts)])
    names: Counter[str] = Counter()
    for match in _NAMES.finditer(whole):
        words = match[0].split()
        while words and words[0].casefold() in _openers():
            words.pop(0)
        if len(words) > 1 and len(" ".join(words)) <= MAX_CHARS:
            names[" ".join(words)] += 1
    best = names.most_common(1)
    return best[0][0] if best else ""


def _shortened(text: str) -> str:
    """The beginning of a text, cut at a word that can end a line."""
    if len(text) <= MAX_CHARS:
        return text.rstrip(_END_MARKS) or text
    words = text[: MAX_CHARS + 1].rsplit(None, 1)[0][:MAX_CHARS].split()
    while len(words) > 1 and words[-1].casefold().strip(_QUOTES) in _joining():
        words.pop()
    return " ".join(words).rstrip(_END_MARKS)


def _is_fit(text: str, min_chars: int, min_words: int) -> bool:
    return (
        min_chars <= len(text) <= MAX_CHARS + 1
        and len(text.rstrip(_END_MARKS)) <= MAX_CHARS
        and len(text.split()) >= min_words
        and _is_complete(text)
        and not _UNFIT.search(text)
    )


def _is_complete(text: str) -> bool:
    """Whether a text does not end with an article, a preposition or a conjunction, and closes its brackets."""
    last = text.rstrip(_END_MARKS + _QUOTES + "!?").split()[-1:]
    joins = bool(last) and last[0].casefold() in _joining() and last[0].casefold() not in _VERB_PARTS
    return bool(last) and not joins and text.count("(") == text.count(")")


def _joins(text: str) -> bool:
    """Whether a part of a sentence ends with a word that needs another one behind it."""
    return text.split()[-1].strip(_QUOTES).casefold() in _joining() or text.count("(") != text.count(")")


def _is_stock(text: str) -> bool:
    """Whether a text is or begins with a stock phrase of websites."""
    phrase = load_phrases(*PHRASE_LISTS).find(text)
    return phrase is not None and phrase.place in ("whole", "begins")


def _has_verb(text: str) -> bool:
    """Whether one of the usual verbs stands in a text, so that the words before a comma are a clause."""
    return not _verbs().isdisjoint(tokens(text))


def _repeats(opening: str, headline: str) -> bool:
    return opening.startswith(headline)


def _word_weights(texts: Iterable[str]) -> Counter[str]:
    small = load.words("small_words")
    words = (word for text in texts for word in tokens(text))
    return Counter(word[:STEM_CHARS] for word in words if len(word) > 3 and word not in small)


def _worth(text: str, weights: Counter[str]) -> float:
    """How much of what the text speaks of most stands in a headline."""
    words = {word[:STEM_CHARS] for word in tokens(text) if len(word) > 3}
    return sum(min(weights[word], 6) for word in words) / (len(words) + 2)


@cache
def _joining() -> frozenset[str]:
    """Words that end no clause: articles, prepositions, conjunctions, auxiliaries before what they need."""
    return load.words("joining_ends")


@cache
def _openers() -> frozenset[str]:
    """Words with a capital only because they begin a sentence."""
    common = {word for text in load.table("stopwords").values() for word in text.split()}
    return load.words("small_words") | load.words("not_names") | _joining() | _dependent() | common


@cache
def _dependent() -> frozenset[str]:
    """Words at the beginning of a sentence that lean on the one before it."""
    return load.words("leaning_words")


@cache
def _verbs() -> frozenset[str]:
    return load.words("clause_verbs")
