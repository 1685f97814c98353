"""Archives and packed files: what is in them is taken out within limits."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from articles.parser.document import UnreadableClip
from articles.parser.formats import archive, packing
from articles.parser.pipeline import parse_clip
from tests.parser.formats.archives import tarred, zipped
from tests.parser.formats.samples import HEADLINE, TEXT


def refusals(reading) -> dict[str, str]:
    return {child.name: child.refusal.code for child in reading.children if child.refusal}


def packed_twice(data: bytes) -> bytes:
    return gzip.compress(bz2.compress(data))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, packed_twice])
def test_a_packed_file_is_the_file(pack):
    reading = parse_clip(pack(TEXT.encode()), "bruecke.txt.gz")

    assert (reading.text, reading.document.headline) == (TEXT, HEADLINE)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_file_that_was_packed_in_pieces_is_whole(pack):
    data = TEXT.encode()
    packed = b"".join(pack(data[at : at + 100]) for at in range(0, len(data), 100))

    assert parse_clip(packed, "bruecke.txt.gz").text == TEXT
    assert parse_clip(packed + bytes(10), "bruecke.txt.gz").text == TEXT


def test_of_too_many_pieces_it_is_told_that_some_are_missing(monkeypatch):
    monkeypatch.setattr(packing, "MAX_PIECES", 2)
    first, rest = TEXT[:100], TEXT[100:]
    whole = parse_clip(gzip.compress(first.encode()) + gzip.compress(rest.encode()), "a.gz")
    more = parse_clip(b"".join(gzip.compress(part.encode()) for part in (first, rest, "Noch ein Satz.")), "a.gz")

    assert (whole.text, more.text) == (TEXT, TEXT)
    assert ["breaks_off" in [one.code for one in reading.warnings] for reading in (whole, more)] == [False, True]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_in_many_pieces_is_refused(pack):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(pack(bytes(5_000_000)) * 5, "bombe.gz")

    assert refused.value.code == "too_large"


def test_a_file_that_was_packed_too_often_is_refused():
    data = TEXT.encode()
    for _layer in range(4):
        data = gzip.compress(data)

    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "bruecke.txt.gz")

    assert refused.value.code == "nested"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_bomb_is_refused(pack):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(pack(bytes(30_000_000)), "bombe.gz")

    assert refused.value.code == "too_large"


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_the_text_of_an_archive_is_the_list_of_its_files_each_with_its_place(pack):
    reading = parse_clip(pack({"a/eins.txt": TEXT.encode(), "../zwei\n.bin": b"\0"}), "archiv.zip")
    names = ["a/eins.txt", "zwei�.bin"]

    assert reading.document is None
    assert [child.name for child in reading.children] == names
    assert [reading.text[slice(*child.span)].split("\t")[0] for child in reading.children] == [
        "a/eins.txt",
        "zwei�.bin",
    ]
    assert not [warning.code for warning in reading.warnings]


def test_folders_and_what_systems_leave_behind_are_no_files():
    packed = zipped({"ordner/": b"", "a.txt": b"A", "__MACOSX/._a.txt": b"x", "b/.DS_Store": b"x", "Thumbs.db": b"x"})

    assert [child.name for child in parse_clip(packed, "archiv.zip").children] == ["a.txt"]


def test_a_bomb_in_an_archive_is_named_and_the_others_are_read():
    packed = zipped({"a.txt": TEXT.encode(), "bombe.txt": bytes(19_000_000), "b.txt": TEXT.encode()})
    reading = parse_clip(packed, "archiv.zip")

    assert refusals(reading) == {"bombe.txt": "too_large"}
    assert [bool(child.data) for child in reading.children] == [True, False, True]


def test_of_a_file_that_says_that_it_is_too_large_nothing_is_unpacked(monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 1_000)
    monkeypatch.setattr(archive, "_taken", lambda file, total: pytest.fail("it was unpacked"))

    for packed in (tarred({"a.txt": b"a" * 2_000}), zipped({"a.txt": b"a" * 2_000})):
        assert refusals(parse_clip(packed, "archiv")) == {"a.txt": "too_large"}


def test_what_is_too_much_together_is_named(monkeypatch):
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 1_000)
    reading = parse_clip(tarred({"a.txt": b"a" * 600, "b.txt": b"b" * 600, "c.txt": b"c" * 300}), "archiv.tar")

    assert refusals(reading) == {"b.txt": "too_large"}


def test_too_many_files_are_refused_at_once():
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(zipped({f"{number}.txt": b"" for number in range(archive.MAX_FILES + 1)}), "viele.zip")

    assert refused.value.code == "too_many"


def test_an_encrypted_file_is_named():
    packed = bytearray(zipped({"geheim.txt": TEXT.encode()}))
    at = packed.rindex(b"PK\x01\x02")
    packed[at + 8] |= 1

    assert refusals(parse_clip(bytes(packed), "archiv.zip")) == {"geheim.txt": "encrypted"}


def test_a_file_whose_packed_bytes_are_damaged_is_named():
    packed = bytearray(zipped({"a.txt": TEXT.encode() * 3}))
    packed[60:90] = bytes(30)

    assert refusals(parse_clip(bytes(packed), "archiv.zip")) == {"a.txt": "damaged"}


@pytest.mark.parametrize("data", [zipped({"a.txt": TEXT.encode()})[:-30], b"PK\x03\x04" + bytes(20)])
def test_a_damaged_archive_is_refused(data):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "archiv.zip")

    assert refused.value.code == "damaged"


def test_an_empty_archive_is_called_empty():
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(zipped({}), "archiv.zip")

    assert refused.value.code == "empty"


def test_a_link_in_an_archive_is_named():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as made:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)

    assert refusals(parse_clip(packed.getvalue(), "archiv.tar")) == {"link.txt": "not_a_file"}


def test_an_office_document_is_no_archive():
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(zipped({"[Content_Types].xml": b"", "word/document.xml": b"<w/>"}), "bericht.docx")

    assert refused.value.kind == "word"


def test_equal_names_in_an_archive_are_both_there():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made, pytest.warns(UserWarning):
        made.writestr("a.txt", "eins")
        made.writestr("a.txt", "zwei")

    assert [child.data for child in parse_clip(packed.getvalue(), "archiv.zip").children] == [b"eins", b"zwei"]
