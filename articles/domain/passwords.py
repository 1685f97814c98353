"""Refuses passwords that attackers try first: words, names and years in any order, with the usual substitutions.

How many guesses a password takes is estimated by zxcvbn (D. L. Wheeler, "zxcvbn: Low-Budget Password Strength
Estimation", USENIX Security 2016), which knows common passwords, English words and names, dates, keyboards and letters
written as digits. Added to that: German words (lexicon/password_words.txt), the names of the
site and of the person.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.lexicon import load

MIN_GUESSES = 10**9  # at ten a second, which log-in never allows, three years
MAX_CHARS = 72  # that are looked at; zxcvbn takes no more
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
DISGUISES = str.maketrans("@430157$", "aaeoists")
_WORD = re.compile(r"[^\W\d_]{3,}")


class GuessableValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where the password takes fewer than MIN_GUESSES guesses."""
        from zxcvbn import zxcvbn  # its lists take memory that only this moment needs

        plain = password.casefold().translate(UMLAUTS)
        words = [*_names(user), *sorted(load.words("password_words"))]
        guesses = min(zxcvbn(form[:MAX_CHARS], user_inputs=words)["guesses"] for form in {password, plain})
        if guesses < MIN_GUESSES or _is_one_word(plain, frozenset(words)):
            raise ValidationError(
                _(
                    "This password is among those that guessers try first: it consists of common words, names, years "
                    "or rows of keys. Several words that do not belong together make a good one."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """The requirement, shown before a password is typed."""
        return _(
            "Your password can’t consist of common words, names and years (“Summer2026”), nor of the site’s or your "
            "own name. Several words that do not belong together make a good one."
        )


def _is_one_word(plain: str, words: frozenset[str]) -> bool:
    """Whether nothing but digits and signs stands beside one or two words that are known: „Hund-Katze-2026“."""
    for form in (plain, plain.translate(DISGUISES)):
        letters = _WORD.findall(form)
        if letters and len(letters) <= 2 and all(word in words for word in letters):
            return True
    return False


def _names(user: Any) -> list[str]:
    """The names of the site and of the user, each word for itself and joined."""
    sources = [settings.SITE_NAME, urlsplit(settings.SITE_URL).hostname or ""]
    sources += [str(getattr(user, name, "") or "") for name in ("username", "first_name", "last_name", "email")]
    names = []
    for name in sources:
        words = [word.translate(UMLAUTS) for word in _WORD.findall(name.casefold())]
        names += [*words, "".join(words), name.casefold()]
    return [word for word in dict.fromkeys(names) if word]
