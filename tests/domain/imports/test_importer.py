"""From a clip's bytes to rows."""

import gc
import json
import weakref

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.domain.imports import importer
from articles.models import Article, Clip, ClipName, Comment, Decision, Image, Reading, Source

CLIP = """Streit um die neue Brücke

Die Stadt will im Herbst mit dem Bau beginnen. Die Anwohner sind dagegen, der Rat stimmt am Montag ab.

Seit Jahren wird in der kleinen Stadt über die Brücke gesprochen. Nun liegen die Pläne im Rathaus aus, und jeder kann sie dort ansehen. Die Kosten sind in den letzten Jahren stark gestiegen.

Die alte Brücke ist seit zwei Jahren gesperrt. Wer auf die andere Seite will, muss einen weiten Umweg fahren, sagt die Bürgermeisterin. Das soll sich mit dem Neubau endlich ändern. (dpa)
"""  # noqa: E501


@pytest.fixture
def imported(db) -> Article:
    outcome = importer.import_clip(CLIP.encode(), "bruecke.txt")
    assert outcome.article is not None, outcome.sentence
    return outcome.article


def test_what_comes_in_is_a_draft_whose_right_to_use_is_unclear(imported):
    assert imported.state == Article.State.DRAFT
    assert imported.right == "unclear"
    assert not Article.objects.published().exists()


def test_the_clip_is_stored_byte_for_byte_with_its_name_and_its_reading(imported):
    clip = Clip.objects.get()

    assert bytes(clip.data) == CLIP.encode()
    assert clip.text == CLIP
    assert [n.name for n in clip.names.all()] == ["bruecke.txt"]
    assert imported.reading == clip.readings.get()
    segments = imported.reading.segments
    assert "".join(clip.text[s["start"] : s["end"]] for s in segments) == CLIP
    assert all(s["role"] and s["rule"] for s in segments)


def test_the_same_bytes_are_left_as_they_are_and_a_new_name_is_kept(imported):
    imported.headline = "Von der Redaktion geändert"
    imported.save()
    defaults = importer.ImportDefaults(source="Der Anzeiger", right="full")

    outcome = importer.import_clip(CLIP.encode(), "kopie.txt", defaults, publish_reason="Test")

    assert outcome.status == "seen"
    assert "Von der Redaktion geändert" in outcome.sentence
    assert Article.objects.get().headline == "Von der Redaktion geändert"
    assert list(ClipName.objects.values_list("name", flat=True)) == ["bruecke.txt", "kopie.txt"]


def test_a_second_import_creates_no_row_of_any_kind(imported):
    def rows():
        return [m.objects.count() for m in (Article, Clip, ClipName, Comment, Decision, Image, Reading, Source)]

    before = rows()
    importer.import_clip(CLIP.encode(), "bruecke.txt")

    assert rows() == before


def test_the_agency_of_the_sign_off_is_linked_and_an_outlet_is_not_invented(imported):
    assert [str(a) for a in imported.agencies.all()] == ["dpa"]
    assert imported.source is None


def test_what_the_operator_knows_comes_with_the_import(db):
    defaults = importer.ImportDefaults(
        source="Der Anzeiger", url="https://anzeiger.example/1", language="de", right="excerpt"
    )

    article = importer.import_clip(CLIP.encode(), "x.txt", defaults).article

    assert (str(article.source), article.original_url, article.right) == (
        "Der Anzeiger",
        "https://anzeiger.example/1",
        "excerpt",
    )
    assert article.source.right == "unclear"  # the right set at import is the clip's, never the outlet's


def test_publishing_at_import_keeps_the_reason_and_approves_the_comments(db, seed):
    defaults = importer.ImportDefaults(right="full")
    boss = User.objects.create_superuser("cvd")

    article = importer.import_clip(seed("003"), "003.txt", defaults, by=boss, publish_reason="zur Probe").article

    assert Article.objects.published().get() == article
    assert article.history.first().history_change_reason == "zur Probe"
    assert article.history.first().history_user == boss
    assert Comment.objects.visible().filter(article=article).count() == 9


@pytest.mark.parametrize("count", [3, 30])
def test_what_an_import_approves_is_on_record_in_a_fixed_number_of_queries(db, count):
    comments = "".join(f" • Der Leser {n} findet, dass die neue Brücke viel zu teuer wird.\n\n" for n in range(count))
    files = [(f"{n}.txt", f"Nr. {n}: {CLIP}\n{count} Kommentare\n\n{comments}".encode()) for n in "ab"]
    defaults = importer.ImportDefaults(right="full")

    with CaptureQueriesContext(connection) as queries:
        importer.import_clips(files, defaults, publish_reason="zur Probe")

    decisions = set(Decision.objects.values_list("by", "verb", "status_before", "note"))
    assert decisions == {(None, "approve", "pending", "zur Probe")}
    assert len(set(Decision.objects.values_list("batch", flat=True))) == 1
    assert Decision.objects.count() == Comment.objects.count() == 2 * count
    assert {(d.text_before, d.at) for d in Decision.objects.all()} == set(
        Comment.objects.values_list("text", "decided_at")
    )
    assert len([q for q in queries if 'INSERT INTO "articles_decision"' in q["sql"]]) == 1


def test_what_waits_has_no_decision_on_record(db, seed):
    importer.import_clip(seed("003"), "003.txt")

    assert not Decision.objects.exists()


def test_imported_comments_wait_and_keep_their_thread(db, seed):
    importer.import_clip(seed("003"), "003.txt")

    rows = list(Comment.objects.in_thread_order())

    assert [c.depth + 1 for c in rows] == [1, 1, 1, 1, 1, 2, 3, 3, 1]
    assert {c.status for c in rows} == {"pending"}
    assert [c.author for c in rows if c.author_is_inferred] == ["Gnutellabrot Merz", "O.F."]
    assert all(c.is_imported for c in rows)


def test_pictures_are_placed_in_the_body_where_the_clip_has_them(db, seed):
    article = importer.import_clip(seed("001"), "001.txt").article

    kinds = [b.kind for b in article.blocks]
    figures = [b.image for b in article.blocks if b.kind == "image"]

    assert (kinds[:4], len(figures)) == (["paragraph", "image", "paragraph", "image"], 11)
    assert figures == [p.image_id for p in article.placements.all()]
    assert {i.has_file for i in Image.objects.all()} == {False}


def test_a_file_without_text_is_refused_by_name_and_leaves_no_row(db):
    outcomes = [importer.import_clip(data, "leer.txt") for data in (b"", b" \n\n ", b"\x89PNG\r\n\x1a\n\x00\x00")]

    assert [o.status for o in outcomes] == ["failed"] * 3
    assert all("leer.txt" in o.sentence for o in outcomes)
    assert not Clip.objects.exists()


def test_a_hostile_clip_becomes_text(db):
    hostile = CLIP.replace("Die alte Brücke", '<script>alert("x")</script> Die alte Brücke')

    article = importer.import_clip(hostile.encode(), "böse.txt").article

    assert "<script>" not in article.body
    assert '<script>alert("x")</script> Die alte' in "".join(b.text for b in article.blocks)


def test_a_text_that_is_no_article_is_kept_as_a_clip_only(db):
    menu = "Start\nPolitik\nSport\nKultur\nWetter\nAbo\nImpressum\nDatenschutz\n"

    outcome = importer.import_clip(menu.encode(), "menue.txt")

    assert (outcome.status, outcome.article) == ("new", None)
    assert Clip.objects.get().readings.get().fields is None


def test_the_preview_is_json_that_says_what_was_read_and_opens_no_database(seed):
    record = importer.preview(seed("004"), "004.txt")

    assert json.loads(json.dumps(record)) == record
    assert record["file"] == "004.txt"
    assert list(record["article"]) == [
        *("kicker", "headline", "headline_is_provisional", "lead", "dateline", "byline", "source", "agencies"),
        *("date", "body", "images", "comments"),
    ]


def test_nothing_of_a_clip_stays_in_memory_once_it_is_told(db):
    text = " ".join(f"Der Rat hat am Montag im Saal {n} lange über die neue Brücke gesprochen." for n in range(30))
    gc.disable()  # nobody looks for rows that know each other
    try:
        [outcome] = importer.import_clips([("clip.txt", f"Streit um die Brücke\n\n{text}\n".encode())])
        held = [weakref.ref(outcome.clip), weakref.ref(outcome.article)]
        assert all(reference() for reference in held)
        del outcome

        assert [reference() for reference in held] == [None, None]
    finally:
        gc.enable()
