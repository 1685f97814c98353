"""No imported field stands without evidence."""

from dataclasses import replace

import pytest

from articles.clips import proof
from articles.clips.reading import read

PAGE = b"""<!doctype html><html lang="de"><head><title>Der Umbau beginnt</title></head><body><main><article>
<h1>Der Umbau beginnt</h1><p>Von Ada Muster</p>
<p>Im Rathaus beginnt heute der Umbau, auf den die Stadt seit vielen Jahren gewartet hat. Er dauert bis zum Sommer.</p>
<p>Die Sprecherin der Stadt sagte am Montag, man habe lange geplant, und nun gehe es los. Gebaut werde auch nachts.</p>
</article><section id="comments" class="comments"><h2>2 Kommentare</h2>
<div class="comment"><b class="author">Ben</b> <time>19.6.2024, 14:05</time><p>Endlich wird gebaut, das wurde Zeit!</p>
<div class="comment"><b class="author">Cem</b> <time>19.6.2024, 15:05</time><p>Das kostet uns alle viel Geld.</p></div>
</div></section></main></body></html>"""


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_field_of_the_shipped_clips_has_evidence_in_the_clip(seed, number):
    reading = read(seed(number), "clip.txt")

    evidence = {one.field: one for one in reading.evidence}
    missing = [path for path in proof.filled(reading.document) if path not in evidence]
    assert missing == []
    assert "unproven" not in {w.code for w in reading.warnings}
    assert all(0 <= a < b <= len(reading.text) for one in reading.evidence for a, b in one.spans)


def test_the_fields_of_a_page_have_evidence_its_comments_too():
    reading = read(PAGE, "page.html")

    evidence = {one.field for one in reading.evidence}
    assert len(reading.document.comments) == 2
    assert set(proof.filled(reading.document)) <= evidence
    assert "unproven" not in {w.code for w in reading.warnings}


def test_a_field_that_nobody_can_prove_is_marked_and_an_editor_is_told(seed):
    reading = read(seed("003"), "clip.txt")
    stripped = replace(reading, evidence=tuple(e for e in reading.evidence if e.field != "kicker"))

    marked = proof.proven(stripped)

    found = next(e for e in marked.evidence if e.field == "kicker")
    assert (found.rule, found.confidence, found.spans) == ("unproven", 0.0, ())
    assert [w.code for w in marked.warnings][-1] == "unproven"
