"""A program: decodes an iPhone's picture (HEIC, HEIF) from its input to its output, for `heif.py`.

It runs in a process of its own: some damaged files crash the decoder (libheif), and a crash must take nobody along.
It imports nothing of the project. The one argument is the largest number of pixels.
Output: a line of JSON (width, height, and the lengths of what follows), EXIF, XMP, ICC profile, the pixels as RGB(A).
`{"refused": [width, height]}` alone is a picture that is too large; any end but exit code 0 a damaged one.
"""

import json
import sys
import warnings
from io import BytesIO

import pi_heif

MAX_SIDE_DATA_BYTES = 4_000_000  # bytes of each: EXIF, XMP, profile


def main() -> None:
    """Read, decode, write."""
    warnings.simplefilter("ignore")
    pi_heif.options.DECODE_THREADS = 1
    file = pi_heif.open_heif(BytesIO(sys.stdin.buffer.read()), convert_hdr_to_8bit=True)
    width, height = file.size
    output = sys.stdout.buffer
    if width * height > int(sys.argv[1]):
        output.write(json.dumps({"refused": [width, height]}).encode() + b"\n")
        return
    picture = file.to_pillow()  # upright, and its EXIF data say so
    parts = []
    for name in ("exif", "xmp", "icc_profile"):
        part = picture.info.get(name) or b""
        parts.append(part if isinstance(part, bytes) and len(part) <= MAX_SIDE_DATA_BYTES else b"")
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    width, height = picture.size
    head = {"width": width, "height": height, "mode": picture.mode, "lengths": [len(part) for part in parts]}
    output.write(json.dumps(head).encode() + b"\n")
    output.writelines([*parts, picture.tobytes()])


if __name__ == "__main__":
    main()
