"""Archives made for the tests."""

import io
import tarfile
import zipfile

MADE = (2024, 3, 3, 17, 45, 0)  # always the same, so that the bytes are


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED  # as documents have it
            archive.writestr(zipfile.ZipInfo(name, MADE), data, packing)
    return packed.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    """A tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()
