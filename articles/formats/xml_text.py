"""Text without the characters that XML does not allow. Source: XML 1.0 (fifth edition), production 2."""

import re

NOT_ALLOWED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    """The text without the characters that no XML may hold."""
    return NOT_ALLOWED.sub("", text)
