"""A picture's caption and credit: a line that ends in a credit, or is one."""

import re
from collections import deque

_LABEL = re.compile(
    r"(?:^|(?<=[\s.!?“”\"»)]))(?:©|\(c\)|(?:Foto|Fotos|Bild|Bildrechte|Bildquelle|Fotocredit|Bildnachweis|Symbolfoto|Archivfoto"
    r"|Grafik|Illustration|Quelle|Photo|Picture|Image|Credit|Rechte|Copyright|Screenshot)s?:)\s*",
    re.I,
)
_AGENCY = re.compile(
    r"\b(?:imago|afp|ap|epa|dpa|reuters|apa|getty|picture alliance|picture-alliance|keystone|sputnik|tass|itar-tass|"
    r"ddp|epd|kna|photothek|shutterstock|istock|pixabay|unsplash|zuma|ansa|privat|adobe stock)\b",
    re.I,
)
_END = re.compile(r"[.!?…][“”\"»)]*\s+(?=[^.!?]{2,80}$)")
LONGEST = 700  # characters of a caption with its credit


def credit_at(words: str) -> tuple[int, int] | None:
    """Where the credit begins in a line, and where its text begins behind the label. None where there is none."""
    if len(words) > LONGEST or words.endswith(")"):
        return None
    labels = list(_LABEL.finditer(words))
    if labels and len(words) - labels[-1].end() <= 120 and labels[-1].end() < len(words):
        return labels[-1].start(), labels[-1].end()
    if len(words) <= 60 and _AGENCY.match(words) and len(words.split()) <= 6 and not words.endswith((".", "!", "?")):
        return 0, 0
    match = next(iter(deque(_END.finditer(words), 1)), None)
    if match and _AGENCY.search(words, match.end()) and ("/" in words[match.end() :] or len(words) - match.end() < 12):
        return match.end(), match.end()
    return None
