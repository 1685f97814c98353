"""An editor gives a stretch of a clip another role: the field follows, and every character keeps one role."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.parser.pipeline import parse_clip
from articles.parser.relabel import Assignment, CannotAssign, assign, replay
from articles.parser.roles import Role
from tests.rounds import examples

SENTENCES = " ".join(["Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin."] * 4)
CLIP = f"""Neues vom Fluss

Stadt baut einen Turm

{SENTENCES} Das gefällt vielen.

{SENTENCES} Das kostet Geld.

{SENTENCES} Das dauert lange.

Der Turm am Abend

Ein schöner Turm, finde ich
"""
PAGE = """<!doctype html><html><head><title>Turm</title></head><body><article><h1>Stadt baut Turm</h1>
<p>Die Stadt baut einen <b>Turm</b> &amp; mehr, sagte die Bürgermeisterin am Abend im Rat der Stadt.</p>
<p>Der Bau beginnt im Mai, und er dauert zwei Jahre, wenn alles gut geht und es nicht zu sehr regnet.</p>
</article></body></html>"""


@pytest.fixture
def clip():
    return parse_clip(CLIP.encode(), "turm.txt")


def given_to(reading, words, role):
    start = reading.text.index(words)
    return assign(reading, Assignment(start, start + len(words), role))


def role_of(reading, words):
    at = reading.text.index(words)
    return next(s.role for s in reading.segments if s.start <= at < s.end)


def proof_of(reading, path):
    return next((e.how, reading.text[e.spans[0][0] : e.spans[0][1]]) for e in reading.evidence if e.field == path)


def texts(reading):
    return [block.text for block in reading.document.body]


def test_a_stretch_becomes_the_headline_and_the_former_one_is_left_over(clip):
    assert clip.document.headline == "Stadt baut einen Turm"

    relabelled = given_to(clip, "Der Turm am Abend", Role.HEADLINE)

    assert (relabelled.document.headline, relabelled.document.headline_is_provisional) == ("Der Turm am Abend", False)
    assert role_of(relabelled, "Stadt baut einen Turm") is Role.BOILERPLATE
    assert proof_of(relabelled, "headline") == ("editor", "Der Turm am Abend")


def test_a_part_of_a_headline_becomes_its_kicker(clip):
    first = given_to(clip, "Stadt baut einen Turm", Role.HEADLINE)

    relabelled = given_to(first, "Stadt", Role.KICKER)

    assert (relabelled.document.kicker, relabelled.document.headline) == ("Stadt", "baut einen Turm")


def test_a_paragraph_that_is_boilerplate_leaves_the_text(clip):
    relabelled = given_to(clip, f"{SENTENCES} Das kostet Geld.", Role.BOILERPLATE)

    assert f"{SENTENCES} Das kostet Geld." in texts(clip)
    assert texts(relabelled) == [text for text in texts(clip) if not text.endswith("Das kostet Geld.")]


def test_a_part_of_a_paragraph_leaves_the_rest_of_it(clip):
    relabelled = given_to(clip, "Das kostet Geld.", Role.BOILERPLATE)

    assert texts(relabelled) == [SENTENCES if text.endswith("Das kostet Geld.") else text for text in texts(clip)]
    assert SENTENCES in texts(relabelled)


def test_what_was_boilerplate_becomes_a_paragraph_in_its_place(clip):
    gone = given_to(clip, f"{SENTENCES} Das kostet Geld.", Role.BOILERPLATE)

    back = given_to(gone, f"{SENTENCES} Das kostet Geld.", Role.PARAGRAPH)

    assert texts(back) == texts(clip)
    assert proof_of(back, "body")[0] == "editor"


def test_several_lines_become_several_paragraphs(clip):
    start, end = clip.text.index("Der Turm am Abend"), len(clip.text)

    relabelled = assign(clip, Assignment(start, end, Role.PARAGRAPH))

    assert texts(relabelled)[-2:] == ["Der Turm am Abend", "Ein schöner Turm, finde ich"]


def test_a_caption_makes_a_picture_and_a_credit_beside_it_joins_it(clip):
    captioned = given_to(clip, "Der Turm am Abend", Role.CAPTION)
    before = len(captioned.document.images)

    relabelled = given_to(captioned, "Ein schöner Turm, finde ich", Role.CREDIT)

    assert [i.caption for i in captioned.document.images if i.caption == "Der Turm am Abend"] != []
    assert len(relabelled.document.images) == before
    picture = next(i for i in relabelled.document.images if i.caption == "Der Turm am Abend")
    assert picture.credit == "Ein schöner Turm, finde ich"


def test_a_comment_gets_the_name_above_it(clip):
    commented = given_to(clip, "Ein schöner Turm, finde ich", Role.COMMENT)

    relabelled = given_to(commented, "Der Turm am Abend", Role.COMMENT_AUTHOR)

    assert [(c.text, c.author) for c in commented.document.comments] == [("Ein schöner Turm, finde ich", "")]
    assert [(c.text, c.author) for c in relabelled.document.comments] == [
        ("Ein schöner Turm, finde ich", "Der Turm am Abend")
    ]


def test_a_clip_without_an_article_gets_one_by_its_first_paragraph():
    clip = parse_clip(b"Impressum", "a.txt")
    assert clip.document is None

    relabelled = given_to(clip, "Impressum", Role.PARAGRAPH)

    assert (texts(relabelled), relabelled.document.headline_is_provisional) == (["Impressum"], True)


def test_in_a_page_the_words_count_and_not_the_tags():
    page = parse_clip(PAGE.encode(), "turm.html")
    start, end = page.text.index("<p>Die Stadt"), page.text.index("</article>")

    relabelled = assign(page, Assignment(start, end, Role.QUOTE))

    assert [block.text[:32] for block in relabelled.document.body] == [
        "Die Stadt baut einen Turm & mehr",
        "Der Bau beginnt im Mai, und er d",
    ]
    assert {block.kind for block in relabelled.document.body} == {"quote"}
    assert partitions(relabelled)


def test_blanks_and_what_is_not_there_are_refused(clip):
    for start, end in ((15, 17), (5, 5), (-1, 3), (0, len(clip.text) + 1)):
        with pytest.raises(CannotAssign):
            assign(clip, Assignment(start, end, Role.LEAD))


def test_the_same_assignments_give_the_same_reading_again(clip):
    made = [Assignment(0, 10, Role.KICKER), Assignment(30, 400, Role.LEAD), Assignment(100, 120, Role.NOTE)]

    assert replay(clip, made) == replay(parse_clip(CLIP.encode(), "turm.txt"), made)


def partitions(reading) -> bool:
    edges = [0, *(s.end for s in reading.segments)]
    joined = all(s.start == edge for s, edge in zip(reading.segments, edges, strict=False))
    blank = all(reading.text[s.start : s.end].isspace() == (s.role is Role.BLANK) for s in reading.segments)
    return joined and blank and edges[-1] == len(reading.text)


ROLES = [role for role in Role if role is not Role.BLANK]
CHANGES = st.lists(
    st.tuples(st.integers(0, 1100), st.integers(1, 700), st.sampled_from(ROLES)), min_size=1, max_size=12
)


@settings(max_examples=examples(150), deadline=None)
@given(CHANGES, st.sampled_from([CLIP, PAGE]))
def test_any_sequence_of_roles_leaves_segments_that_partition_the_text(changes, text):
    reading = parse_clip(text.encode(), "turm.html" if text is PAGE else "turm.txt")

    for start, length, role in changes:
        try:
            reading = assign(reading, Assignment(start, min(start + length, len(text)), role))
        except CannotAssign:
            continue
        assert partitions(reading)
        assert all(0 <= p.before <= len(reading.document.body) for p in reading.document.images)
        assert all(c.parent is None or c.parent < i for i, c in enumerate(reading.document.comments))
