"""RTF documents made for the tests."""

_FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Gothic;}}"
_STYLES = r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 heading 2;}{\s15 Title;}}"


def coded(words: str) -> str:
    """Words as RTF writes them."""
    return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in words)


def rtf(*blocks: str, info: str = "") -> bytes:
    """An RTF document."""
    body = "\n".join(blocks)
    return rf"{{\rtf1\ansi\ansicpg1252\deff0\deflang1031{_FONTS}{_STYLES}{info}{body}}}".encode("ascii")
