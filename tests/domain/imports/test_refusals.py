"""What is said of a file that is not read, in German."""

import pytest

from articles.domain.imports import importer
from tests.parser.formats.archives import zipped
from tests.parser.formats.compounds import compound
from tests.parser.formats.documents import docx, odt, par
from tests.parser.formats.pdfs import flow, pdf
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS

DOCX = docx(*map(par, (HEADLINE, *PARAGRAPHS)))
ODT = odt(f"<text:h>{HEADLINE}</text:h>")
LOCKED_ODT = zipped(
    {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<a:encryption-data/>"}
)
DAMAGED, LOCKED = "beschädigt und nicht lesbar.", "mit einem Kennwort geschützt."


def sentence(data: bytes, name: str) -> str:
    return importer.preview_import(data, name).sentence


@pytest.mark.parametrize(
    ("data", "name", "kind", "words"),
    [
        (DOCX[:-40], "a.docx", "Word-Dokument (.docx)", DAMAGED),
        (DOCX[:600], "a", "Word-Dokument", DAMAGED),
        (ODT[:-40], "a.odt", "OpenDocument-Text (.odt)", DAMAGED),
        (b"{\\rtf1 " + b"{" * 5_000, "a.rtf", "RTF-Dokument (.rtf)", DAMAGED),
        (b"%PDF-1.4 abc", "a.pdf", "PDF (.pdf)", DAMAGED),
        (compound({"EncryptedPackage": b"x" * 5_000}), "a.docx", "Word-Dokument (.docx)", LOCKED),
        (compound({"EncryptedPackage": b"x" * 5_000}), "a.pptx", "Präsentation (.pptx)", LOCKED),
        (LOCKED_ODT, "a.odt", "OpenDocument-Text (.odt)", LOCKED),
        (pdf(flow(PARAGRAPHS), locked=True), "a.pdf", "PDF (.pdf)", LOCKED),
    ],
)
def test_a_damaged_document_and_one_with_a_password_are_called_so(db, data, name, kind, words):
    assert sentence(data, name) == f"Die Datei {name} wurde nicht eingelesen: {kind} – {words}"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (zipped({"xl/workbook.xml": b"<a/>"}), "a.xlsx", "Tabellendokument (.xlsx)"),
        (zipped({"xl/workbook.xml": b"<a/>"}), "a.txt", "Tabellendokument"),
        (compound({"Workbook": b"x"}), "a.xls", "Tabellendokument (.xls)"),
        (zipped({"ppt/presentation.xml": b"<a/>"}), "a.pptx", "Präsentation (.pptx)"),
        (b"Ort;Tag\nMuldenau;Montag\n", "a.csv", "Tabelle (.csv)"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "a.7z", "gepackte Datei (.7z)"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "a.rar", "gepackte Datei (.rar)"),
        (b"\x28\xb5\x2f\xfd" + bytes(40), "a.txt.zst", "gepackte Datei (.zst)"),
        (b"\x28\xb5\x2f\xfd" + bytes(40), "a.txt", "gepackte Datei"),
    ],
)
def test_what_is_not_read_yet_is_called_so_by_its_kind(db, data, name, kind):
    assert sentence(data, name) == f"Die Datei {name} wurde nicht eingelesen: {kind} – wird noch nicht gelesen."


def test_what_is_called_an_archive_and_is_none_is_told(db):
    assert sentence(b"Ein Text", "a.7z").endswith(
        "gepackte Datei (.7z) – dem Namen nach, aber nicht nach ihrem Inhalt."
    )


def test_a_damaged_archive_is_no_document(db):
    assert sentence(zipped({"a.txt": b"a" * 99})[:-30], "a.zip").endswith("beschädigt und lässt sich nicht auspacken.")


def test_an_old_word_document_is_told_how_it_can_be_read(db):
    data = compound({"WordDocument": b"\xec\xa5" + bytes(40)})

    assert sentence(data, "a.doc").endswith(
        "Word-Dokument aus der Zeit vor 2007; als .docx gespeichert wird es gelesen."
    )
