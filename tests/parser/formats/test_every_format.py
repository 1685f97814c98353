"""What holds for every format: it is known by its content, loses no character, and breaks at nothing."""

import base64
import random
import time

import pytest

from articles.parser.document import ParsedClip, UnreadableClip
from articles.parser.formats import registry
from articles.parser.pipeline import parse_clip
from tests.parser.formats.news_samples import NEWS_SAMPLES
from tests.parser.formats.newsml_samples import item, newsml
from tests.parser.formats.samples import PARAGRAPHS, TEXT
from tests.parser.formats.samples import SAMPLES as SIMPLE_SAMPLES

SAMPLES = {
    **SIMPLE_SAMPLES,
    **NEWS_SAMPLES,
    "newsml12.xml": ("newsml", newsml().encode()),
    "newsml12-zwei.xml": ("newsml", newsml(item(), item(number="bau-0002")).encode()),
}


MAX_SECONDS = 2.0  # for one file
SLOW = pytest.mark.slow


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_known_by_its_content_whatever_it_is_called(name):
    form, data = SAMPLES[name]

    for called in (name, "anders.txt", "falsch.pdf", "ohne-endung"):
        assert registry.read(data, called)[0].name == form, called


@pytest.mark.parametrize("name", SAMPLES)
def test_every_character_has_a_role(name):
    reading = parse_clip(SAMPLES[name][1], name)

    assert covered(reading)
    assert reading.format == SAMPLES[name][0]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_is_read_whole_from_the_file_or_from_the_files_in_it(name):
    readings = list(every_reading(parse_clip(SAMPLES[name][1], name)))

    articles = [reading.document for reading in readings if reading.document]
    assert articles
    for article in articles:
        body = [block.text for block in article.body]
        assert [*filter(None, [article.lead]), *body] == list(PARAGRAPHS)


@pytest.mark.parametrize("mutants", [12, pytest.param(60, marks=SLOW)])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_read_or_refused_and_takes_no_time(name, mutants):
    chance = random.Random(name)
    for number in range(mutants):
        data = mutant(SAMPLES[name][1], chance)
        begun = time.process_time()
        try:
            readings = list(every_reading(parse_clip(data, name)))
        except UnreadableClip as refused:
            assert refused.code
            readings = []
        assert time.process_time() - begun < MAX_SECONDS, number
        assert all(map(covered, readings)), number


@pytest.mark.parametrize(
    "data",
    [
        base64.b64encode(random.Random(1).randbytes(60_000)),
        b"From: a\nTo: b\n\n" + base64.b64encode(random.Random(2).randbytes(60_000)),
        b"From: a\nTo: b\nContent-Type: text/html\n\n" + b"<style>" * 20_000,
        b"<!doctype html>" + b"<script><" * 20_000,
        pytest.param(b"From: a\nTo: b\n\n" + b"Am 1. schrieb x\n" * 10_000, marks=SLOW),
        b"From: a\nTo: b\n\n" + b"Von: x\n" * 20_000,
        b"From a b\nFrom: c\nTo: d\n\n" * 1_900,
        b"bdt0173 3 vm 148  dpa 0525\n\nA/B/\n" + b"x =\n(" * 5_000,
        pytest.param(
            b"bdt0173 3 vm 148  dpa 0525\n\nA/B/\nTitel =\n" + b"(Reporting by x\n" * 5_000 + b")", marks=SLOW
        ),
        b"^" * 100_000,
        b"<!doctype html>" + b"PK\x03\x04" * 20_000,
        b"<rss>" + b"<item><title>a</title>" * 1_900,
        b"<rss><item><title>" + b"&amp;" * 50_000,
        pytest.param(b"<rss><item><description>" + b"&lt;p&gt;x" * 10_000, marks=SLOW),
        pytest.param(b"<nitf><body><body.content>" + b"<p" * 50_000, marks=SLOW),
        b"<nitf><body><body.head><byline>" + b"<person>a</person>" * 9_000,
        b"<nitf><body><body.content>" + b"<bq><table>" * 90 + b"x " * 9_000,
        b'{"uri": "x", "pubstatus": "usable", "body_html": "' + b"<figure><table><h2>" * 5_000,
        pytest.param(b'{"uri": "x", "pubstatus": "usable", "body_html": "' + b"<ul><li>a<ol><li>b" * 1_000, marks=SLOW),
        b'{"uri": "x", "pubstatus": "usable", "body_html": "<p>a</p>' + b"<li>a b c</li>" * 2_000,
        b"<nitf><body><body.content>" + b"<p>x</q>" * 20_000,
        b"<nitf><body><body.content>" + b"<p a='" * 20_000,
        b"<newsItem>" + b"<![CDATA[" * 20_000,
        b"<nitf><body><body.content><p>a</p>" + b"<!a>" * 250_000,
        b"<nitf " + b"a" * 200 + b" " * 1_000_000 + b"><body>",
        b"<!DOCTYPE nitf [" + b'<!ENTITY a "&b;">' * 10_000 + b"]><nitf>&a;</nitf>",
        b"<rss><!-- wordpress.org/export/ --><channel><item><content:encoded>[caption a]<img>" * 5_000,
        b'{"uri": "x", "version": "1", "pubstatus": "usable", "body_html": "' + b"\\u0041" * 50_000,
        b'{"uri": "x", "pubstatus": "usable", "body_html": ' + b"[" * 50_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": [' + b'{"content_text": "a\\n"},' * 5_500,
        b'{"db": [{"meta": {}, "data": {"posts": [' + b'{"id": "1", "html": "a"},' * 100,
        pytest.param(b'{"db": [{"meta": {}, "data": {"posts": [' + b'{"id": "1", "html": "a"},' * 1_000, marks=SLOW),
    ],
)
def test_hostile_bytes_take_no_time(data):
    begun = time.process_time()
    try:
        every_reading(parse_clip(data, "feindlich.txt"))
    except UnreadableClip as refused:
        assert refused.code

    assert time.process_time() - begun < 2 * MAX_SECONDS


def test_no_format_takes_plain_text_for_its_own():
    assert registry.find(TEXT.encode(), "bruecke.txt").name == "text"
    assert [entry.name for entry in registry.FORMATS][-1] == "text"


def mutant(data: bytes, chance: random.Random) -> bytes:
    """The bytes cut, with some of them changed, left out or repeated."""
    changed = bytearray(data)
    for _change in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) or 1)
        kind = chance.randrange(4)
        if kind == 0 and changed:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + chance.randint(1, 40)]
        elif kind == 2:
            changed[at:at] = changed[at : at + chance.randint(1, 40)]
        elif chance.random() < 0.3:
            del changed[at:]
    return bytes(changed)


def every_reading(reading: ParsedClip) -> list[ParsedClip]:
    """The reading of a file, and those of the files in it."""
    readings = [reading]
    for child in reading.children:
        if child.refusal is None:
            try:
                readings += every_reading(parse_clip(child.data, child.name))
            except UnreadableClip as refused:
                assert refused.code
    return readings


def covered(reading: ParsedClip) -> bool:
    """Whether the segments are the text, and each character that is no blank has a role."""
    return "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text
