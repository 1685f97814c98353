"""Runs alone: reads a PDF from its input with PDFium and writes what stands where on its pages as JSON.

It is a process of its own since PDFium is written in C++: a file made to break it ends this process and nothing else.
Its time and memory are limited, so that a file that never ends does.
"""

import ctypes
import json
import resource
import sys
from typing import Any

MAX_CPU_SECONDS = 2
MAX_BYTES = 300_000_000  # of memory for data
MAX_CHARS = 150_000
MAX_PAGES = 300
PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
PICTURE = 3  # FPDF_PAGEOBJ_IMAGE
SLANTED = 0.2  # radians by which text is no line any more
FIELDS = ("Title", "Author", "Subject", "Keywords", "CreationDate", "ModDate")


def main() -> None:
    """Write `{"error": …}`, or `{"pages": [[width, height, pieces]], "said": {…}, "pictures": [[page, number]]}`.

    A piece is `[left, baseline, right, top, size, is_bold, is_slanted, words]`, in points from the bottom of the page.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_BYTES, MAX_BYTES))
    data = sys.stdin.buffer.read()
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        code = "encrypted" if pdfium.FPDF_GetLastError() == PASSWORD_ERROR else "damaged"
        json.dump({"error": code}, sys.stdout)
        return
    pages: list[Any] = []
    pictures: list[list[int]] = []
    chars = 0
    for number in range(min(pdfium.FPDF_GetPageCount(document), MAX_PAGES + 1)):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            continue
        text = pdfium.FPDFText_LoadPage(page)
        count = max(pdfium.FPDFText_CountChars(text), 0) if text else 0
        chars += count
        if chars > MAX_CHARS or number >= MAX_PAGES:
            json.dump({"error": "too_large"}, sys.stdout)
            return
        objects = min(max(pdfium.FPDFPage_CountObjects(page), 0), 10_000)
        shown = sum(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at)) == PICTURE for at in range(objects))
        pictures += [[number + 1, shown]] if shown else []
        size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        pages.append([*size, read_pieces(pdfium, text, count)])
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    said = {name: read_field(pdfium, document, name) for name in FIELDS}
    json.dump({"pages": pages, "said": said, "pictures": pictures}, sys.stdout)


def read_pieces(pdfium: Any, text: Any, count: int) -> list[list[Any]]:
    """The words of a page in stretches of one line, one size and one weight."""
    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    pieces: list[list[Any]] = []
    current: list[Any] | None = None
    baseline = 0.0
    blank = False
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if code in (2, 0xAD, 0xFFFE):  # a hyphen at the end of a line
            code = 0x2D
        if code in (9, 10, 13, 32, 0xA0, 0) or not 32 < code < 0x110000 or 0xD800 <= code < 0xE000:
            blank = True
            continue
        pdfium.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        size = round(pdfium.FPDFText_GetFontSize(text, at), 1)
        height = max(top.value - bottom.value, 0.1)
        if size <= 1.5 or size > 20 * height:  # the size is in the matrix of the text
            size = round(pdfium_size(pdfium, text, at, size, height), 1)
        weight = pdfium.FPDFText_GetFontWeight(text, at)
        is_bold = weight >= 600 or is_named_bold(pdfium, text, at)
        goes_on = (
            current is not None
            and abs(y.value - baseline) < 0.3 * size
            and abs(size - current[4]) < 0.3
            and is_bold == current[5]
            and -0.5 * size < left.value - current[2] < 1.2 * size
        )
        if goes_on and current is not None:
            current[7] += (" " if blank else "") + chr(code)
            current[3] = max(current[3], top.value)
            current[2] = max(current[2], right.value)
        else:
            slanted = abs(pdfium.FPDFText_GetCharAngle(text, at))
            is_slanted = SLANTED < slanted < 6.28 - SLANTED
            current = [left.value, y.value, right.value, top.value, size, is_bold, is_slanted, chr(code)]
            pieces.append(current)
        baseline, blank = y.value, False
    return [[*(round(side, 1) for side in piece[:4]), *piece[4:]] for piece in pieces]


def pdfium_size(pdfium: Any, text: Any, at: int, size: float, height: float) -> float:
    """The size of a character as it is shown, where the size of its font is none."""
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(text, at, matrix) and matrix.d:
        return float(abs(size * matrix.d))
    return height * 1.4


_bold: dict[str, bool] = {}


def is_named_bold(pdfium: Any, text: Any, at: int) -> bool:
    """Whether the name of a character's font says that it is bold."""
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(80)
    pdfium.FPDFText_GetFontInfo(text, at, buffer, 80, flags)
    name = buffer.value.decode("latin-1").lower()
    if name not in _bold:
        _bold[name] = any(word in name for word in ("bold", "black", "heavy", "fett"))
    return _bold[name]


def read_field(pdfium: Any, document: Any, name: str) -> str:
    """A property of the document."""
    length = pdfium.FPDF_GetMetaText(document, name.encode(), None, 0)
    if not 2 < length <= 4_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, name.encode(), buffer, length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\x00")


if __name__ == "__main__":
    main()
