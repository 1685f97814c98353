"""What pages say to screen readers and no reader sees: „(öffnet im neuen Fenster)“, “hide caption”, left-over tags."""

import re
from functools import cache

from articles.lexicon import load
from articles.text.lines import Span

# One of these is in every such phrase; looking for them is faster than matching.
_SIGNS: tuple[str, ...] = (
    *("fenster", "tab", "window", "onglet", "fenêtre", "finestra", "scheda", "ventana", "pestaña", "janela"),
    *(
        "aba",
        "venster",
        "okn",
        "окне",
        "karcie",
        "pencere",
        "sekme",
        "extern",
        "вкладке",
        "вікні",
        "esterno",
        "zewnętrzny",
    ),
    *(
        "نافذة",
        "تبويب",
        "fönster",
        "vindu",
        "ikkuna",
        "ablak",
        "fereastr",
        "öffnet sich",
        "caption",
        "bildes",
        "vergröß",
        "enlarge",
    ),
    *("more >", "</", "<br", "&nbsp;", "&amp;"),
)
_EDGES = re.compile(
    r"\A(?:toggle caption|enlarge this image|image caption|media caption|bild vergrößern"
    r"|zum vergrößern (?:an)?klicken)\s*:?\s+"
    r"|\s+(?:hide caption|toggle caption|enlarge this image|more >|vergrößern des bildes|bild vergrößern"
    r"|zum vergrößern (?:an)?klicken)\.?\Z",
    re.IGNORECASE,
)
_EDGE_WORDS = ("toggle ", "enlarge ", "image ", "media ", "bild ", "zum ")  # with which _EDGES opens a text
_LAST_EDGE_WORDS = ("caption", "image", ">", "bildes", "vergrößern", "klicken", "anklicken")  # … with which it ends one
MAX_LAST_WORD_CHARS = 30
_TAGS = re.compile(r"(?<=[\w.,!?”“\"])(?: (?=<br ?/))?(?:<br ?/?>|</(?:a|b|em|font|i|p|span|strong|u)>)")
_INLINE_END = re.compile(r"</(?:a|b|em|font|i|span|strong|u)>")
_ENTITIES = re.compile(r"&(?:nbsp|amp);")


@cache
def _phrases() -> re.Pattern[str]:
    phrases = sorted(load.entries("screen_reader"), key=len, reverse=True)
    alternatives = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in phrases)
    return re.compile(
        rf"[ \u00a0]?[(\[][^()\[\]]{{0,24}}\b(?:{alternatives})\b[^()\[\]]{{0,16}}[)\]]"
        rf"|(?:[ \u00a0]?[,–—-]|(?<=[.!?]))[ \u00a0](?:{alternatives})(?=\.?\Z)",
        re.IGNORECASE,
    )


@cache
def _last_words() -> frozenset[str]:
    """The words with which a phrase without brackets ends a text, in lower case."""
    return frozenset((*(phrase.lower().split()[-1] for phrase in load.entries("screen_reader")), *_LAST_EDGE_WORDS))


def _may_hold_unseen(text: str) -> bool:
    """Whether a text has a bracket or a tag, or begins or ends with such a phrase; a test that rules out most texts."""
    if "(" in text or "[" in text or "<" in text:
        return True
    last = text[-MAX_LAST_WORD_CHARS:].lower().rsplit(None, 1)[-1:]
    return bool(last) and (last[0].rstrip(".") in _last_words() or text[:8].lower().startswith(_EDGE_WORDS))


def find_unseen(text: str) -> list[Span]:
    """The spans of a text that are not for readers, in order; entities are left to `unescape`."""
    if not _may_hold_unseen(text):
        return []
    lowered = text.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return []
    return sorted({match.span() for pattern in (_phrases(), _EDGES, _TAGS) for match in pattern.finditer(text)})


def without_unseen(text: str) -> str:
    """The text as a reader sees it; the text itself if nothing would be left."""
    unseen = find_unseen(text)
    if not unseen and "&" not in text:
        return text
    parts, at = [], 0
    for start, end in unseen:
        if start >= at:
            parts.append(text[at:start])
            if (
                not _INLINE_END.fullmatch(text, start, end)
                and text[start - 1 : start].strip()
                and text[end : end + 1].isalnum()
            ):
                parts.append(" ")  # what stood between two words held them apart
            at = end
    seen = _ENTITIES.sub(lambda match: " " if match[0] == "&nbsp;" else "&", "".join((*parts, text[at:])))
    return seen if seen.strip(" .,;:()") else text
