"""What a text is that holds no article, or is data."""

import pytest

from articles.parser import contents
from articles.parser.pipeline import parse_clip

PROSE = (
    "Die Gemeinde will ihr Freibad länger öffnen. Das hat der Rat am Dienstag beschlossen, wie sie mitteilte.\n\n" * 6
)
CASES = {
    "json": '{"headline": "Markt", "body": ["Ein Satz.", "Noch einer."], "status": "usable"}',
    "xml": '<?xml version="1.0"?>\n<doc>\n<head><title>Markt</title></head>\n<body><p>Ein Satz.</p></body>\n</doc>',
    "table": "Ort;Tag;Zahl\nMusterstadt;Montag;12\nMusterdorf;Dienstag;14\nProbeort;Mittwoch;9\nNeustadt;Freitag;3\n",
    "calendar": "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Ratssitzung\nEND:VEVENT\nEND:VCALENDAR\n",
    "encoded": "\n".join(["TWFya3QgemllaHQgdW0sIHNhZ3RlIGRpZSBTdGFkdCBhbSBNb250YWcuIERl"] * 9),
    "program": "import os\n\ndef walk(path):\n    return os.listdir(path);\n\nclass Market(object):\n    pass;\n",
    "newsletter": "Der Morgen\n\nGuten Morgen!\n\nIm Browser ansehen\n\nNewsletter abbestellen\n\nImpressum",
    "consent": "Ihre Privatsphäre\n\nWir verwenden Cookies.\n\nAlle akzeptieren\n\nAblehnen",
    "login": "Bitte anmelden\n\nBenutzername\n\nPasswort\n\nPasswort vergessen?",
    "error_page": "404\n\nSeite nicht gefunden",
    "links": "\n\n".join(["Politik", "Rat stimmt ab", "Freibad wird teurer", "Wirtschaft", "Werft sucht Leute"] * 3),
    "too_short": "Foto folgt.",
}


@pytest.mark.parametrize("kind", CASES)
def test_the_kind_of_a_text_without_an_article_is_told(kind):
    assert contents.kind_of(CASES[kind]) == kind


def test_every_kind_has_a_case():
    assert set(CASES) == set(contents.KINDS)


@pytest.mark.parametrize("kind", CASES)
def test_no_clip_of_such_a_text_is_read_without_a_word(kind):
    read = parse_clip(CASES[kind].encode(), "clip.txt")

    codes = {w.code: dict(w.params).get("kind") for w in read.warnings}
    if read.document is None:
        assert codes["no_article"] == kind
    elif kind in contents.DATA_KINDS:
        assert codes["kind_unknown"] == kind


def test_prose_is_no_data_whatever_it_contains():
    for text in (PROSE, f"{{{PROSE}}}", f"[Musterstadt] {PROSE}", f"<b>{PROSE}", PROSE + CASES["table"]):
        assert contents.data_kind(text) == ""


def test_a_page_is_judged_by_its_words_and_not_by_its_markup():
    page = "<!doctype html><html><body><p>Wir verwenden Cookies.</p><p>Alle akzeptieren</p></body></html>"

    read = parse_clip(page.encode(), "seite.html")

    kinds = [dict(w.params).get("kind") for w in read.warnings if w.code in ("no_article", "kind_unknown")]
    assert kinds in (["consent"], [])
