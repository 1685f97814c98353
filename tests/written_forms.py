"""Sentences, the forms in which Unicode writes them, and characters that nobody sees among their letters."""

import itertools

UNSEEN = [
    *("\u00ad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c"),
    *("\u202d", "\u202e", "\u2060", "\u2061", "\u2062", "\u2063", "\u2064", "\u2066", "\u2069", "\u206f", "\ufe0f"),
    *("\ufeff", "\u3164", "\uffa0", "\U000e0001", "\U000e0061"),
]
BLANKS = [" ", "\u00a0", "\u202f", "\u2007", "\u2009", "\u3000", "\t", "\u2003\u00a0"]
FORMS = ["NFC", "NFD", "NFKC", "NFKD"]
SENTENCES = [  # language, a sentence, words that name it
    ("de", "Der Quittenmarmeladenkocher rührt in Überlingen.", "Quittenmarmeladenkocher Überlingen"),
    ("fr", "L'élève a déjà goûté la crème brûlée.", "élève brûlée"),
    ("vi", "Thủ tướng đến thăm Việt Nam.", "tướng Việt"),
    ("ru", "Ёлка стоит на площади Йода.", "ёлка Йода"),
    ("el", "Ο Άγιος Νικόλαος.", "Άγιος Νικόλαος"),
    ("ko", "한국어 신문은 아침에 나온다.", "한국어 아침에"),
    ("ja", "ガソリン ペンギン 値上げ", "ガソリン ペンギン"),
    ("ar", "مُحَمَّد في المدينة", "مُحَمَّد المدينة"),
    ("hi", "हिन्दी समाचार पत्र", "हिन्दी समाचार"),
    ("de", "Die Eﬀizienz der Ｆａｂｒｉｋ № 7 bei ½ Last und 20 ℃.", "Eﬀizienz Fabrik ½ ℃"),
]


def spread(text: str, unseen: str, step: int) -> str:
    """The text with the unseen character behind every `step`-th letter that a letter follows."""
    parts = []
    for number, (character, following) in enumerate(itertools.zip_longest(text, text[1:], fillvalue=" ")):
        is_inside = character.isalnum() and following.isalnum()
        parts.append(character + (unseen if is_inside and number % step == 0 else ""))
    return "".join(parts)
