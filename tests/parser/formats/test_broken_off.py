"""Files that end before they should: what there is of them is read, and held back."""

import bz2
import gzip
import lzma

import pytest

from articles.parser import notices
from articles.parser.document import UnreadableClip
from articles.parser.formats import broken_off
from articles.parser.pipeline import parse_clip
from tests.parser.formats.archives import tarred
from tests.parser.formats.news_samples import NEWS_SAMPLES
from tests.parser.formats.samples import PAGE, SAMPLES, TEXT
from tests.rounds import slow_but

ALL = {**SAMPLES, **NEWS_SAMPLES}
OPEN_ENDED = ("text", "agency", "markdown")  # nothing tells where such a file ends
TEXTS_IN_OTHERS = ("packed", "mailbox")  # each of the files in it tells it by itself
NAMES = [
    name
    for name, (form, _data) in ALL.items()
    if form not in TEXTS_IN_OTHERS and (form not in OPEN_ENDED or name.endswith(".gz"))
]
QUICK = ["bruecke.txt.gz", "brief.eml", "meldung3.json", "viele.atom", "bruecke.rtf", "seite.warc"]


def held(data: bytes, name: str) -> list[str]:
    return [w.code for w in parse_clip(data, name).warnings if notices.HOLDS.get(w.code) == "breaks_off"]


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_file_does_not_break_off(name):
    assert held(ALL[name][1], name) == []
    assert held(ALL[name][1] + b"\r\n\n", name) == []


@pytest.mark.parametrize("percent", [45, 60, 75, 85, 92])
@pytest.mark.parametrize("name", slow_but(QUICK, NAMES))
def test_a_file_that_breaks_off_is_refused_or_held_back(name, percent):
    data = ALL[name][1]
    cut = data[: len(data) * percent // 100]
    try:
        assert held(cut, name) == ["breaks_off"]
    except UnreadableClip as refused:
        assert refused.code in ("damaged", "no_page", "empty")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_that_breaks_off_is_held_back(pack):
    packed = pack(TEXT.encode() * 200)
    try:
        assert held(packed[:-30], "bruecke.txt.gz") == ["breaks_off"]
    except UnreadableClip as refused:  # bzip2 gives nothing of a block that is not whole
        assert refused.code == "empty"


def test_an_archive_names_the_file_in_which_it_breaks_off():
    data = tarred({"ganz.txt": TEXT.encode(), "teil.txt": TEXT.encode() * 20})
    cut = data[: data.rindex(b"teil.txt") + 3_000]

    children = parse_clip(cut, "meldungen.tar").children

    assert [(child.name, child.refusal and child.refusal.code) for child in children] == [
        ("ganz.txt", None),
        ("teil.txt", "damaged"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE.replace("</body></html>", ""),  # whoever leaves out the last tags may leave out the first as well
        PAGE.replace("</html>", ""),
        PAGE.replace('<html lang="de">', "").replace("<body>", "").replace("</body></html>", ""),
        PAGE + "<!-- 0.2 s -->\n",
    ],
)
def test_a_page_breaks_off_if_it_closes_neither_of_the_elements_that_hold_it(page):
    assert broken_off.page(page.encode()) == (page.endswith("</footer>") and "<body>" in page)


@pytest.mark.parametrize(
    ("data", "breaks_off"),
    [
        (b'{"a": 1}', False),
        (b'{"a": 1} behind', False),  # damaged, and no shorter than it was
        (b'{"a": "\xc3\xa4', True),
        (b'{"a": "\\u00', True),
        (b'[{"a": 1},', True),
        (b"[" * 100_000, False),
        (b'\xef\xbb\xbf{"a": 1}\n', False),
    ],
)
def test_json_breaks_off_where_its_last_bracket_is_missing(data, breaks_off):
    assert broken_off.json_data(data) == breaks_off


@pytest.mark.parametrize(
    ("text", "breaks_off"),
    [
        ("<rss><a/></rss>", False),
        ("<?xml version='1.0'?>\n<!-- rss --><rss><a/></rss>\n<!-- 0.2 s -->", False),
        ("<rss><a/></RSS >", False),
        ("<rss/>", False),
        ("<rss><a/>", True),
        ("<rss><a>rss</a", True),
        ("kein Markup", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_breaks_off_where_its_first_element_is_never_closed(text, breaks_off, encoding):
    assert broken_off.xml(text.encode(encoding)) == breaks_off
