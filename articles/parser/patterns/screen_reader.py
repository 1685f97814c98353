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
_TAGS = re.compile(r"(?<=[\w.,!?”“\"])(?: (?=<br ?/))?(?:<br ?/?>|</(?:a|b|em|font|i|p|span|strong|u)>)")
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


def find_unseen(text: str) -> list[Span]:
    """The spans of a text that are not for readers, in order; entities are left to `unescape`."""
    lowered = text.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return []
    return sorted({match.span() for pattern in (_phrases(), _EDGES, _TAGS) for match in pattern.finditer(text)})


def without_unseen(text: str) -> str:
    """The text as a reader sees it; the text itself if nothing would be left."""
    parts, at = [], 0
    for start, end in find_unseen(text):
        if start >= at:
            parts.append(text[at:start])
            at = end
    seen = _ENTITIES.sub(lambda match: " " if match[0] == "&nbsp;" else "&", "".join((*parts, text[at:])))
    return seen if seen.strip(" .,;:()") else text
