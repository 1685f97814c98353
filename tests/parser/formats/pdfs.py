"""PDF files made for the tests: words at places of pages, in two of the fonts that every program has."""

import textwrap
from collections.abc import Sequence

Piece = tuple[float, float, float, str, str]  # x, y (points from the bottom), size, „F1“ or „F2“ (bold), words
WIDTH, HEIGHT = 595, 842


def pdf(*pages: Sequence[Piece], picture: bool = False, locked: bool = False, **said: str) -> bytes:
    """A PDF file; `said` are its properties, `picture`: each page shows one, `locked`: with a password."""
    fonts = "<< /F1 4 0 R /F2 5 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        ("<< " + " ".join(f"/{name} {_string(value)}" for name, value in said.items()) + " >>").encode("latin-1"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        _stream(
            b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
    ]
    kids: list[int] = []
    for page in pages:
        shown = "q 500 0 0 700 50 50 cm /I1 Do Q\n" if picture else ""
        shown += "".join(
            f"BT /{font} {size} Tf {x} {y} Td {_string(words)} Tj ET\n" for x, y, size, font, words in page
        )
        objects.append(_stream(shown.encode("latin-1")))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R "
            f"/Resources << /Font {fonts} /XObject << /I1 6 0 R >> >> >>".encode()
        )
        kids.append(len(objects))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'aa' * 32}> /U <{'bb' * 32}> /P -4 >> /ID [<00> <00>]"
    more = lock if locked else ""
    out += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R {more} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def flow(
    paragraphs: Sequence[str], x: float = 60, y: float = 700, chars: int = 90, size: float = 10, gap: float = 8
) -> list[Piece]:
    """Paragraphs set from (x, y) downwards, in lines of at most so many characters."""
    pieces: list[Piece] = []
    for words in paragraphs:
        for line in textwrap.wrap(words, chars):
            pieces.append((x, y, size, "F1", line))
            y -= 1.3 * size
        y -= gap
    return pieces


def _string(words: str) -> str:
    coded = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return (
        "(" + "".join(f"\\{ord(c):03o}" if ord(c) > 126 else c for c in coded.encode("cp1252").decode("latin-1")) + ")"
    )


def _stream(content: bytes, more: str = "") -> bytes:
    return f"<< {more} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
