"""The kind of a file by its content, also of those that hold others."""

import io
import random
import struct
import zipfile

import pytest

from articles.parser import compound_file, file_kinds
from articles.parser.document import UnreadableClip
from articles.parser.formats import registry
from articles.parser.pipeline import parse_clip
from tests.parser.formats.archives import zipped
from tests.parser.formats.compounds import compound
from tests.parser.formats.documents import docx, par
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS, TEXT

ODT = b"application/vnd.oasis.opendocument.text"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
PRESENTATION = b"application/vnd.oasis.opendocument.presentation"


@pytest.mark.parametrize("cut", [0, 30])
@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}, "word"),
        ({"_rels/.rels": b"<a/>", "word/document2.xml": b"<a/>"}, "word"),
        ({"mimetype": ODT, "content.xml": b"<a/>"}, "open_document"),
        ({"mimetype": SPREADSHEET, "content.xml": b"<a/>"}, "spreadsheet"),
        ({"mimetype": PRESENTATION, "content.xml": b"<a/>"}, "presentation"),
        ({"mimetype": b"application/epub+zip", "a.xhtml": b"<a/>"}, "book"),
        ({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}, "spreadsheet"),
        ({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"a"}, "spreadsheet"),
        ({"[Content_Types].xml": b"<a/>", "ppt/slides/slide1.xml": b"<a/>"}, "presentation"),
        ({"Index/Document.iwa": b"a", "preview.jpg": b"a"}, "office"),
        ({"password/liste.txt": b"a", "keyword/document.xml": b"a", "crossword/styles.xml": b"a"}, "packed"),
        ({"word/bericht.txt": TEXT.encode(), "xl/tabelle.txt": TEXT.encode()}, "packed"),
        ({"a.txt": b"word/document.xml xl/workbook.xml opendocument.text epub+zip"}, "packed"),
        ({"bericht.docx": docx(par(HEADLINE))}, "packed"),
    ],
)
def test_what_a_zip_file_is_its_files_tell_and_not_what_is_written_in_them(files, kind, cut):
    data = zipped(files)

    assert file_kinds.kind_by_bytes(data[: len(data) - cut]) == kind


def test_an_archive_with_folders_that_are_called_as_in_documents_is_unpacked():
    data = zipped({"word/a.txt": TEXT.encode(), "password/b.txt": TEXT.encode()})

    assert [child.name for child in parse_clip(data, "a.zip").children] == ["word/a.txt", "password/b.txt"]


def test_a_word_document_is_read_whatever_its_text_is_called_in_it():
    whole = docx(*map(par, (HEADLINE, *PARAGRAPHS)))
    relations = b'<r><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></r>'
    text = registry.read(whole, "m.docx")[1].text
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        files = {name.replace("document.", "document2."): packed.read(name) for name in packed.namelist()}

    assert registry.read(zipped({"_rels/.rels": relations, **files}), "m.docx")[1].text == text


@pytest.mark.parametrize(
    ("tree", "kind"),
    [
        ({"WordDocument": b"x" * 40}, "word"),
        ({"__properties_version1.0": b"x" * 32}, "outlook"),
        ({"Workbook": b"x"}, "spreadsheet"),
        ({"Book": b"x"}, "spreadsheet"),
        ({"PowerPoint Document": b"x"}, "presentation"),
        ({"EncryptedPackage": b"x" * 5_000, "EncryptionInfo": b"x"}, "office"),
    ],
)
def test_what_a_compound_file_is_its_streams_tell(tree, kind):
    assert file_kinds.kind_by_bytes(compound(tree)) == kind


@pytest.mark.parametrize(
    ("data", "name", "code", "kind"),
    [
        (compound({"EncryptedPackage": b"x" * 5_000}), "bericht.docx", "encrypted", "word"),
        (compound({"EncryptedPackage": b"x" * 5_000}), "zahlen.xlsx", "encrypted", "spreadsheet"),
        (compound({"EncryptedPackage": b"x" * 5_000}), "ohne-endung", "encrypted", "office"),
        (compound({"WordDocument": b"\xec\xa5" + bytes(9) + b"\1" + bytes(30)}), "alt.doc", "encrypted", "word"),
        (compound({"WordDocument": b"\xec\xa5" + bytes(40)}), "alt.doc", "outdated", "word"),
    ],
)
def test_locked_and_old_documents_are_refused_as_what_they_are(data, name, code, kind):
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, name)

    assert (refused.value.code, refused.value.kind) == (code, kind)


def test_a_compound_file_is_read_whole():
    tree = {"klein": b"a" * 70, "groß": bytes(range(256)) * 40, "Ordner": {"leer": b"", "innen": {"b": b"b" * 4_096}}}
    found = compound_file.read(compound(tree))

    assert found.streams == {"klein": tree["klein"], "groß": tree["groß"]}
    assert found.storages["Ordner"].streams == {"leer": b""}
    assert found.storages["Ordner"].storages["innen"].streams == {"b": b"b" * 4_096}


def test_streams_that_share_their_bytes_do_not_grow():
    data = bytearray(compound({f"{number:04}": b"x" * 5_000 for number in range(40)} | {"0000": b"x" * 400_000}))
    first = data.index("0000".encode("utf-16-le"))
    for at in range(first, len(data) - 128, 128):  # the list of contents
        if data[at + 66 : at + 67] == b"\2":
            data[at + 116 : at + 124] = struct.pack("<2I", 0, 1_000_000)

    with pytest.raises(compound_file.DamagedCompoundFile):
        compound_file.read(bytes(data))


def test_a_damaged_compound_file_ends_somewhere():
    chance = random.Random(7)
    whole = compound({"a": b"a" * 70, "b": b"b" * 9_000, "c": {"d": b"d" * 5_000}})
    for _number in range(300):
        data = bytearray(whole)
        for _change in range(chance.randint(1, 20)):
            data[chance.randrange(8, len(data))] = chance.choice((0, 1, 2, 255, chance.randrange(256)))
        try:
            assert sum(map(len, compound_file.read(bytes(data[: chance.randrange(len(data))])).streams.values())) < 1e6
        except compound_file.DamagedCompoundFile:
            continue
