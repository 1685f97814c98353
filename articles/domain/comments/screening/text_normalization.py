"""Folds text so that a word is found however it is disguised: capitals, accents, umlauts written out, look-alike
letters, digits for letters, spaced or repeated letters."""

import re
import unicodedata

LOOK_ALIKE = str.maketrans("аеорсухіјѕкмтвнαεορτυχνκ01345$@!|", "aeopcyxijskmtbhaeoptuxvkoieassaii")
UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ß", "ss"))
NO_LETTER = re.compile(r"[\W_]+")
DRAWN_APART = re.compile(r"(?<!\w)\w(?:[\W_]{1,3}\w(?!\w))+")
DRAWN_OUT = re.compile(r"(\w)\1{2,}")
DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[01345]|[01345](?=[^\W\d_])|[$@!|](?=\w)")


def plain(text: str) -> str:
    """Lower case without accents, umlauts as their vowels, look-alikes as what they look like, words by one space."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    for digraph, letter in UMLAUTS:
        text = text.replace(digraph, letter)
    text = DIGIT_IN_WORD.sub(lambda match: match[0].translate(LOOK_ALIKE), text)
    text = "".join(c if c in "01345$@!|" else c.translate(LOOK_ALIKE) for c in text)
    return NO_LETTER.sub(" ", text).strip()


def variants(text: str) -> set[str]:
    """The ways in which a text may be read, each folded: as it stands, drawn together, drawn-out letters shortened."""
    together = DRAWN_APART.sub(lambda match: NO_LETTER.sub("", match[0]), unicodedata.normalize("NFKC", text))
    forms = {plain(text), plain(together)}
    return forms | {DRAWN_OUT.sub(r"\1", form) for form in forms} | {DRAWN_OUT.sub(r"\1\1", form) for form in forms}
