"""The five shipped clips are read as a careful editor would read them, and so are copies with other words in them."""

import re

import pytest

from articles.parser.json_report import report
from articles.parser.pipeline import parse_clip

NAMES = {
    "Wladimir Putin": "Karl Anders",
    "Putins": "Anders’",
    "Putin": "Anders",
    "Kim Jong Un": "Ole Nis",
    "Kim Jong-un": "Ole Nis",
    "Kims": "Nis’",
    "Kim": "Nis",
    "Nordkoreas": "Südlands",
    "Nordkorea": "Südland",
    "nordkoreanisch": "südländisch",
    "Pjöngjang": "Murnau",
    "Russlands": "Nordlands",
    "Russland": "Nordland",
    "russisch": "nordländisch",
    "Gavriil Grigorov": "Erika Muster",
    "GAVRIIL GRIGOROV": "ERIKA MUSTER",
    "Vladimir Smirnov": "Jan Beispiel",
    "Gnutellabrot Merz": "Kuchenblech",
}


def article(data: bytes):
    document = parse_clip(data, "clip.txt").document
    assert document is not None
    return document


def kinds(document) -> str:
    return "".join(block.kind[0] for block in document.body)


@pytest.mark.parametrize(("number", "body"), [("000", "ppppspp"), ("002", "ppsppspp")])
def test_a_dated_clip_without_headline_gives_month_lead_and_crossheads(seed, number, body):
    document = article(seed(number))

    assert kinds(document) == body
    assert (document.date.value.day, document.date.precision) == (1, "month")
    assert document.lead and document.headline_is_provisional
    assert (document.dateline, document.byline, document.source, document.agencies, document.images) == (
        "",
        "",
        None,
        (),
        (),
    )


def test_a_long_first_paragraph_is_no_lead_and_every_picture_has_its_credit(seed):
    document = article(seed("001"))

    assert (document.lead, kinds(document)) == ("", "p" * 12)
    assert [image.credit for image in document.images] == [
        "IMAGO/Gavriil Grigorov",
        "AFP/POOL/GAVRIIL GRIGOROV",
        "IMAGO/Gavriil Grigorov",
        "IMAGO/Gavriil Grigorov",
        "AFP",
        "IMAGO/Gavriil Grigorov",
        "IMAGO/Gavriil Grigorov",
        "EPA/GAVRIIL GRIGOROV / SPUTNIK /",
        "AFP/POOL/GAVRIIL GRIGOROV",
        "AP/Ahn Young-joon",
        "EPA/GAVRIIL GRIGOROV / SPUTNIK /",
    ]
    assert document.images[4].kind == "video"
    assert document.images[4].caption == 'Putin kündigt "Grundlagendokument" zwischen Russland und Nordkorea an'
    assert all(image.caption for image in document.images)


def test_a_signoff_gives_agency_and_day_and_is_no_part_of_the_text(seed):
    document = article(seed("001"))

    assert [agency.name for agency in document.agencies] == ["APA"]
    assert (document.date.value.isoformat(), document.date.precision) == ("2024-06-19", "day")
    assert (document.signoff, document.signs) == ("(red, APA, 19.6.2024)", ("red",))
    assert document.body[-1].text.endswith("Dienstag in Washington.")


def test_a_glued_headline_a_dateline_and_boilerplate_are_told_apart(seed):
    reading = parse_clip(seed("003"), "003.txt")
    document = reading.document

    assert (document.kicker, document.headline) == ("Putin in Nordkorea", "Plötzlich ziemlich beste Freunde")
    assert (document.dateline, document.source) == ("Moskau/Berlin", "taz")
    assert kinds(document) == "pppp" + "s" + "pppp" + "s" + "ppppp"
    assert [(image.credit) for image in document.images] == ["Vladimir Smirnov/Itar-Tass/dpa/picture alliance"]
    boilerplate = " ".join(reading.text[s.start : s.end] for s in reading.segments if s.role == "boilerplate")
    for words in ("piwik no script img", "Empfohlener externer Inhalt", "Links lesen", "Finden Sie auch?", "Mehr zum"):
        assert words in boilerplate


def test_nine_comments_are_found_at_their_levels_and_two_names_are_inferred(seed):
    comments = article(seed("003")).comments

    assert [comment.parent for comment in comments] == [None, None, None, None, None, 4, 5, 5, None]
    assert [comment.author for comment in comments] == ["", "", "", "", "Gnutellabrot Merz", "O.F.", "", "", ""]
    assert [comment.author_is_inferred for comment in comments] == [False] * 4 + [True, True] + [False] * 3
    assert not any(comment.text.startswith(("@", "•")) for comment in comments)


def test_a_caption_that_stands_twice_is_one_picture(seed):
    document = article(seed("004"))

    assert [(image.credit, image.agencies[0]) for image in document.images] == [
        ("DPA Images | Gavriil Grigorov", "DPA Images")
    ]
    assert kinds(document) == "pp" + "s" + "ppp" + "s" + "pp"
    assert (document.dateline, document.signoff, document.signs) == ("Pjöngjang/Moskau", "(les/dpa)", ("les",))
    assert [agency.name for agency in document.agencies] == ["dpa"]
    assert document.lead.startswith("Russlands Präsident Putin") and document.headline_is_provisional


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_other_names_and_numbers_change_nothing(seed, number):
    before = seed(number).decode()
    after = re.sub(r"(?<=\d{2})[1-8](?=\d)", "9", before)
    for name, other in NAMES.items():
        after = after.replace(name, other)

    original, changed = article(before.encode()), article(after.encode())

    assert kinds(changed) == kinds(original)
    assert [bool(image.caption) for image in changed.images] == [bool(image.caption) for image in original.images]
    assert [comment.parent for comment in changed.comments] == [comment.parent for comment in original.comments]
    assert [a.name for a in changed.agencies] == [a.name for a in original.agencies]
    assert (bool(changed.lead), bool(changed.dateline), changed.source) == (
        bool(original.lead),
        bool(original.dateline),
        original.source,
    )


@pytest.mark.parametrize("number", ["000", "001", "002"])
def test_paragraphs_may_stand_in_another_order(seed, number):
    blocks = seed(number).decode().rstrip("\n").split("\n\n")
    middle = range(2, len(blocks) - 3)
    swap = next(n for n in middle if all(len(blocks[k]) > 200 for k in (n, n + 2)))
    blocks[swap], blocks[swap + 2] = blocks[swap + 2], blocks[swap]

    original, swapped = article(seed(number)), article("\n\n".join(blocks).encode())

    assert sorted(block.text for block in swapped.body) == sorted(block.text for block in original.body)
    assert {image.caption for image in swapped.images} == {image.caption for image in original.images}


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_field_that_was_filled_has_its_evidence(seed, number):
    reading = parse_clip(seed(number), "clip.txt")
    fields = {evidence.field for evidence in reading.evidence}

    for field in ("kicker", "headline", "lead", "dateline", "byline", "source", "date", "signoff", "body"):
        if getattr(reading.document, field):
            assert field in fields
    for place, image in enumerate(reading.document.images):
        assert not image.caption or f"images.{place}.caption" in fields
        assert not image.credit or f"images.{place}.credit" in fields
    for place, comment in enumerate(reading.document.comments):
        assert f"comments.{place}.text" in fields
        assert not comment.author or f"comments.{place}.author" in fields


def test_the_report_is_what_the_dry_run_prints(seed):
    reported = report(parse_clip(seed("004"), "some/004.txt"))

    assert list(reported) == ["file", "sha256", "article", "segments", "warnings", "format", "said"]
    assert reported["file"] == "some/004.txt"
    assert reported["article"]["agencies"] == ["dpa"]
    assert reported["article"]["date"] is None
    assert reported["article"]["images"][0]["credit"] == "DPA Images | Gavriil Grigorov"
    assert [warning["code"] for warning in reported["warnings"]] == ["headline_provisional"]
