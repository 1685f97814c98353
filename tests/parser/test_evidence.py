"""No imported field stands without evidence."""

from dataclasses import replace

import pytest

from articles.parser import evidence as proof
from articles.parser.pipeline import parse_clip

LONG = (
    "Die Stadt will im Herbst mit dem Bau beginnen, hat der Rat am Montag beschlossen. Die Kosten sind in den letzten "
    "Jahren stark gestiegen, und noch fehlt das Geld vom Land. Das soll sich im nächsten Haushalt ändern."
)
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
    reading = parse_clip(seed(number), "clip.txt")

    evidence = {entry.field: entry for entry in reading.evidence}
    missing = [path for path in proof.filled_fields(reading.document) if path not in evidence]
    assert missing == []
    assert "unproven" not in {w.code for w in reading.warnings}
    assert all(0 <= a < b <= len(reading.text) for entry in reading.evidence for a, b in entry.spans)


def test_the_fields_of_a_page_have_evidence_its_comments_too():
    reading = parse_clip(PAGE, "page.html")

    evidence = {entry.field for entry in reading.evidence}
    assert len(reading.document.comments) == 2
    assert set(proof.filled_fields(reading.document)) <= evidence
    assert "unproven" not in {w.code for w in reading.warnings}


def test_a_field_that_nobody_can_prove_is_marked_and_an_editor_is_told(seed):
    reading = parse_clip(seed("003"), "clip.txt")
    stripped = replace(reading, evidence=tuple(e for e in reading.evidence if e.field != "kicker"))

    marked = proof.complete_evidence(stripped)

    unproven = next(e for e in marked.evidence if e.field == "kicker")
    assert (unproven.rule, unproven.confidence, unproven.spans) == ("unproven", 0.0, ())
    assert [w.code for w in marked.warnings][-1] == "unproven"


def test_what_was_repaired_is_logged_with_the_field_it_was_repaired_in():
    text = (
        "Streit um die neue BrÃ¼cke\n\nDie Stadt will im Herbst mit dem Bau be\u00adginnen. Der Rat stimmt am Montag "
        "ab.\n\nSeit Jahren wird in\u00a0der kleinen Stadt über die Sache ge\u200bsprochen. Nun liegen die Pläne im "
        "Rathaus, und jeder kann sie dort ansehen.\n\nDie Brücke ist seit zwei Jahren gesperrt. Das soll sich ändern.\n"
    )

    reading = parse_clip(text.encode(), "clip.txt")

    repairs = {e.field: (str(e.how), e.repairs) for e in reading.evidence}
    assert repairs["headline"] == ("normalised", ("mojibake",))
    assert repairs["lead"] == ("normalised", ("soft_hyphen",))
    assert repairs["body"] == ("normalised", ("zero_width", "blank"))
    assert [w.spans for w in reading.warnings if w.code == "mojibake_repaired"] == [((0, 26),)]


def test_garbled_letters_that_cannot_be_repaired_are_flagged():
    text = f"Streit um die neue BrÃcke\n\n{LONG}\n"

    assert [w.code for w in parse_clip(text.encode(), "clip.txt").warnings] == ["garbled"]


def test_letters_of_other_languages_are_not_taken_for_garbled():
    text = f"Um dia em São Paulo: NÃO\n\n{LONG} L’Âge d’or, Ângela et le Château sont là, disse a Câmara.\n"

    assert parse_clip(text.encode(), "clip.txt").warnings == ()
