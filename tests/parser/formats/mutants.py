"""Files as nobody makes them, from one of each format: cut, changed, nested, wrongly named, much too deep or long.

`mutant(number, seed)` gives the same file each time. Where the changes leave apart what was apart, `is_apart` says so:
then nothing may be together in what is read; else what stands together may be so by the change itself.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.parser.formats.marked_samples import SAMPLES, Sample
from tests.parser.formats.nestings import NESTS

RARE = {"bruecke.pdf": 0.15}  # its reader is a process of its own, which takes long to start
MAX_BYTES = 2_000_000  # of a file that is made long
_ASCII = ("rtf", "pdf")  # a blank that is no ASCII is a letter there

_ENDINGS = (
    *(
        "txt",
        "html",
        "eml",
        "mbox",
        "mhtml",
        "docx",
        "odt",
        "fodt",
        "pdf",
        "rtf",
        "md",
        "warc",
        "warc.gz",
        "zip",
        "tar",
    ),
    *(
        "tar.gz",
        "xml",
        "nitf",
        "newsml",
        "json",
        "rss",
        "atom",
        "csv",
        "py",
        "jpg",
        "txt.gz",
        "gz",
        "xz",
        "",
        "HTM",
        "msg",
    ),
)
_CHARSETS = (
    "utf-8",
    "iso-8859-1",
    "utf-16",
    "utf-7",
    "shift_jis",
    "koi8-r",
    "ascii",
    "idna",
    "x-unknown",
    "utf-32",
    "hex",
)
_BREAKS = ("\r", "\r\n", "\u2028", "\u2029", "\x85", "\v", "\f", "\r\r\n", "\n\n\n", "\n\u200b", "\n\ufeff", "\n\xad")
_ESCAPES = (
    *(
        "\\ud800",
        "\\udfff\\ud800",
        "\\u0000",
        "\\ud83d",
        "&#xD800;",
        "&#0;",
        "&#55296;",
        "&#x110000;",
        "&#99999999999;",
    ),
    *(
        "\\u-10?",
        "\\u55296?",
        "\\'00",
        "\\u99999999?",
        "=00",
        "=D8=00",
        "=?utf-8?b?7aCA?=",
        "=?utf-8?q?=00=ED=A0=80?=",
        "\x00",
    ),
    *(
        "\ufffe",
        "\ud800",
        "\x1b",
        "\x07",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "&a;",
        "%",
        "\\",
        '"',
        "'",
        "<",
        ">",
        "{",
        "}",
    ),
    *(
        "[",
        "]",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\u0301" * 40,
        "\t",
        "|",
        "_",
        "*",
        "`",
        "#",
        "--\n",
        "=",
        "From ",
        "PK\x03\x04",
    ),
)
_NUMBERS = (
    "9" * 5_000,
    "0" * 5_000,
    "1e" + "9" * 5_000,
    "-" + "1" * 400,
    "99999999999999999999",
    "1.7976931348623159e309",
)
_NESTS = (
    "<div>", "<ul><li>", "<ol><li>a<ul><li>b", "<table><tr><td>", "<blockquote>", "<b>", "<a href='x'>", "<figure>",
    "<p><span>", "<section><h2>a</h2>", "<details>", "<dl><dd>", "<article>", "<svg>", "<select><option>", "<x:a>",
    "<item>", "<entry>", "[", '{"a":', '[{"a":[', '"', "(", "{", "{\\b ", "{\\*\\x ", "{\\footnote ", "> ", ">", "- ",
    "  - ", "* ", "**", "_", "[a](", "![", "`", "<!--", "<![CDATA[", "&amp;", "&", "<w:p>", "<w:tbl><w:tr><w:tc>",
    "<text:p>", "<text:list><text:list-item>", "<text:span>", "Von: ", "Re: ", "--a1\n", "\t", "| a ", "<<", "Q q ",
    "--a1\nContent-Type: multipart/mixed; boundary=a1\n\n", "Am 3. März schrieb a:\n> ",
)  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A file to be read. `plain` is what its packing hides, to find its words in."""

    number: int
    kinds: tuple[str, ...]
    sample: Sample
    name: str
    data: bytes
    plain: bytes
    is_apart: bool


@dataclass(frozen=True)
class _Change:
    make: Callable[[bytes, random.Random], bytes]
    is_apart: bool = False


def mutant(number: int, seed: int = 1) -> Mutant:
    """The mutant of that number."""
    chance = random.Random(f"{seed}/{number}")
    sample = SAMPLES[number % len(SAMPLES)]
    if chance.random() > RARE.get(sample.name, 1.0):
        sample = chance.choice([one for one in SAMPLES if one.name not in RARE])
    return of(sample, chance, number)


def of(sample: Sample, chance: random.Random, number: int = 0) -> Mutant:
    """A mutant of a sample."""
    parts, kinds, is_apart = list(sample.parts), [], True
    for _change in range(chance.choice((0, 1, 1, 1, 2, 3))):
        kind = chance.choice(_KINDS)
        place = chance.randrange(len(parts))
        parts[place] = CHANGES[kind].make(parts[place], chance)
        kinds.append(kind)
        is_apart &= CHANGES[kind].is_apart and (kind not in ("breaks", "blanks") or sample.form not in _ASCII)
    data, name, plain = sample.pack(tuple(parts)), sample.name, b"\n\n".join(parts)
    if data != parts[0] and chance.random() < 0.3:
        kind = chance.choice(("cut", "flip", "drop", "double", "move"))
        data = CHANGES[kind].make(data, chance)
        kinds.append(f"packed {kind}")
        plain, is_apart = b"", False  # nobody knows what is in it now
    if chance.random() < 0.25:
        for _layer in range(chance.choice((1, 1, 2, 3, 7))):
            nest = chance.choice(tuple(NESTS))
            name, data, beside = NESTS[nest](name, data, chance)
            plain += b"\n\n" + beside
            kinds.append(nest)
            if nest in ("in_markup", "in_json"):
                plain, is_apart = plain + b"\n\n" + data, False
    if not kinds or chance.random() < 0.3:
        name = chance.choice(("a." + chance.choice(_ENDINGS), "x" * 300, "\udcff\n\u202e.txt", "..", "a/b\\c.txt", ""))
        kinds.append("named")
    return Mutant(number, tuple(kinds), sample, name, data, plain, is_apart)


# changes of bytes


def _run(data: bytes, chance: random.Random, most: int = 400) -> tuple[int, int]:
    at = chance.randrange(len(data) + 1)
    return at, min(len(data), at + int(chance.triangular(1, most, 1)))


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _bit in range(chance.randint(1, 20) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, stop = _run(data, chance)
    return data[:start] + data[stop:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, stop = _run(data, chance)
    return data[:stop] + data[start:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, stop = _run(data, chance)
    rest = data[:start] + data[stop:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:stop] + rest[at:]


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(chance.choice(SAMPLES).parts)
    return _cut(data, chance) + other[chance.randrange(len(other)) :]


def _lengthen(data: bytes, chance: random.Random) -> bytes:
    """A stretch of the file very often: most to a moderate length, a few to a great one."""
    start, stop = _run(data, chance, 200)
    return data[:start] + _often(data[start:stop], chance) + data[stop:]


def _deepen(data: bytes, chance: random.Random) -> bytes:
    """Something that opens, very often, and perhaps closed as often."""
    opening = chance.choice(_NESTS).encode()
    at = chance.randrange(len(data) + 1)
    tags = re.findall(rb"<([a-z:]+)", opening)
    times = chance.choice((3, 30, 250, 2_500, 20_000))
    if chance.random() < 0.02:
        times = 100_000
    times = min(times, MAX_BYTES // len(opening))
    closing = b"".join(b"</%s>" % tag for tag in reversed(tags)) if chance.random() < 0.5 else b""
    return data[:at] + opening * times + closing * times + data[at:]


def _often(piece: bytes, chance: random.Random) -> bytes:
    most = MAX_BYTES if chance.random() < 0.02 else int(10 ** chance.uniform(3, 5.6))
    return piece * (min(most, MAX_BYTES) // max(len(piece), 1))


# changes of text


def _replace_some(data: bytes, old: bytes, new: bytes, chance: random.Random) -> bytes:
    """All places of it, or each with even chances."""
    if chance.random() < 0.5:
        return data.replace(old, new)
    pieces = data.split(old)
    return b"".join(piece + chance.choice((old, new)) for piece in pieces[:-1]) + pieces[-1]


def _breaks(data: bytes, chance: random.Random) -> bytes:
    return _replace_some(data, b"\n", chance.choice(_BREAKS).encode(), chance)


def _blanks(data: bytes, chance: random.Random) -> bytes:
    new = chance.choice(("\xa0", "\u2009", "\t", "  ", "\u3000", "\n", "\u200b ", "\r\n"))
    return _replace_some(data, b" ", new.encode(), chance)


def _escape(data: bytes, chance: random.Random) -> bytes:
    for _escape in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_ESCAPES).encode("utf-8", "surrogatepass") + data[at:]
    return data


def _charset(data: bytes, chance: random.Random) -> bytes:
    """Another declaration than the bytes keep to."""
    said = chance.choice(_CHARSETS).encode()
    changed = re.sub(rb"(?i)((?:charset|encoding)\s*=\s*[\"']?)[\w-]+", lambda match: match[1] + said, data)
    changed = re.sub(rb"ansicpg\d+", b"ansicpg%d" % chance.choice((932, 65001, 0, 1200, 99999)), changed)
    return changed if changed != data else b'<?xml version="1.0" encoding="%s"?>' % said + data


def _encode(data: bytes, chance: random.Random) -> bytes:
    """The text in another encoding, with or without its mark."""
    text = data.decode("utf-8", "replace")
    code = chance.choice(
        ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "utf-7", "utf-16-be", "mac_roman", "cp037")
    )
    return text.encode(code, "replace")


def _number(data: bytes, chance: random.Random) -> bytes:
    """A number of thousands of digits in the place of one."""
    places = [match.span() for match in re.finditer(rb"\d+", data)] or [(0, 0)]
    start, stop = chance.choice(places)
    return data[:start] + chance.choice(_NUMBERS).encode() + data[stop:]


def _tags(data: bytes, chance: random.Random) -> bytes:
    """Some tags left out, doubled, or exchanged for others of the file."""
    tags = re.findall(rb"<[^<>]*>", data)
    share = chance.choice((0.02, 0.1, 0.5))

    def changed(match: re.Match[bytes]) -> bytes:
        if chance.random() > share:
            return match[0]
        return chance.choice((b"", match[0] * 2, chance.choice(tags), match[0].upper(), match[0][:-1] + b"/>"))

    return re.sub(rb"<[^<>]*>", changed, data)


CHANGES = {
    "cut": _Change(_cut, is_apart=True),
    "flip": _Change(_flip),
    "drop": _Change(_drop),
    "double": _Change(_double),
    "move": _Change(_move),
    "splice": _Change(_splice),
    "lengthen": _Change(_lengthen),
    "deepen": _Change(_deepen),
    "breaks": _Change(_breaks, is_apart=True),
    "blanks": _Change(_blanks, is_apart=True),
    "escape": _Change(_escape),
    "charset": _Change(_charset, is_apart=True),
    "encode": _Change(_encode, is_apart=True),
    "number": _Change(_number),
    "tags": _Change(_tags),
}
_KINDS = tuple(CHANGES)
