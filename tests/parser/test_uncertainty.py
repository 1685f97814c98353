"""Lines of which the model is unsure stay in the text, marked: a sentence of the article is never dropped silently."""

import pytest

from articles.parser import features, uncertainty
from articles.parser.assemble import assemble
from articles.parser.clip_text import ClipText
from articles.parser.json_report import report
from articles.parser.line_explanations import explain
from articles.parser.line_labels import Label, LabelledLine
from articles.parser.pipeline import parse_clip
from articles.parser.relabel import Assignment, assign, keep, replay
from articles.parser.reopening import former_blocks, reopen
from articles.parser.roles import Role

SENTENCES = "Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin am Montag im Rat. Das gefällt vielen."
SURE, UNSURE = 0.99, 0.5  # how likely the role is
TEXT = (SENTENCES, Role.PARAGRAPH, SURE, (Role.BOILERPLATE,))


def labelled(*rows):
    """A clip and its lines; a row is text, role, confidence, alternatives and, where it matters, the rule."""
    clip = ClipText("\n\n".join(row[0] for row in rows))
    lines = clip.article
    described = features.describe_lines(lines)
    labels = [
        Label(role, *(rule or ["weighed"]), certainty, others, likely_text(role, certainty, others))
        for _text, role, certainty, others, *rule in rows
    ]
    return clip, [LabelledLine(*parts) for parts in zip(lines, labels, described, strict=True)]


def likely_text(role, certainty, others):
    """How likely a line is text whose role is so certain, if its other roles are these."""
    is_text = role in uncertainty.TEXT_ROLES
    rest = 1 - certainty if any((other in uncertainty.TEXT_ROLES) is not is_text for other in others) else 0.0
    return 1 - rest if is_text else rest


def marked(*rows):
    """The marked lines with their role and rule."""
    found = uncertainty.mark_uncertain(labelled(*rows)[1])
    return [(line.words, line.role, line.label.rule) for line in found]


def test_a_line_of_the_text_that_may_be_none_is_marked_and_stays():
    row = ("Wer kommt, bringt Kuchen mit in den Garten.", Role.PARAGRAPH, UNSURE, (Role.BOILERPLATE,))

    assert marked(TEXT, row, TEXT) == [(row[0], Role.PARAGRAPH, "uncertain")]


@pytest.mark.parametrize(
    ("confidence", "alternatives"),
    [(SURE, (Role.BOILERPLATE,)), (UNSURE, (Role.SUBHEADING, Role.LEAD)), (UNSURE, ())],
    ids=["sure", "text either way", "nothing else"],
)
def test_a_line_that_is_text_in_any_case_is_not_marked(confidence, alternatives):
    row = ("Wer kommt, bringt Kuchen mit in den Garten.", Role.PARAGRAPH, confidence, alternatives)

    assert marked(TEXT, row, TEXT) == []


def test_a_sentence_between_sentences_comes_back_into_the_text_where_the_model_is_unsure():
    row = ("Der Regen fällt seit Tagen auf die alte Scheune.", Role.BOILERPLATE, UNSURE, (Role.PARAGRAPH,))

    assert marked(TEXT, row, TEXT) == [(row[0], Role.PARAGRAPH, "uncertain_between")]


DROPPED = {
    "the model is sure": ("Der Regen fällt seit Tagen auf die Scheune.", Role.BOILERPLATE, SURE, (Role.PARAGRAPH,)),
    "no sentence": ("Regen und Scheunen im Überblick", Role.BOILERPLATE, UNSURE, (Role.PARAGRAPH,)),
    "a stock phrase": ("Wir verwenden Cookies, um diese zu verbessern.", Role.BOILERPLATE, UNSURE, (Role.PARAGRAPH,)),
    "a credit": ("Der alte Turm am Fluss im Licht. Foto: Ada Meier/dpa", Role.BOILERPLATE, UNSURE, (Role.PARAGRAPH,)),
    "said twice": (SENTENCES, Role.BOILERPLATE, UNSURE, (Role.PARAGRAPH,), "repeated_text"),
    "a caption": ("Der Regen fällt seit Tagen auf die Scheune.", Role.CAPTION, UNSURE, (Role.PARAGRAPH,)),
}  # fmt: skip


@pytest.mark.parametrize("row", DROPPED.values(), ids=DROPPED)
def test_what_is_known_to_be_none_of_the_text_stays_out(row):
    assert marked(TEXT, row, TEXT) == []


@pytest.mark.parametrize("place", ["above", "below"])
def test_what_stands_above_or_below_the_text_is_not_taken_back(place):
    row = ("Der Regen fällt seit Tagen auf die alte Scheune.", Role.BOILERPLATE, UNSURE, (Role.PARAGRAPH,))

    assert marked(*((row, TEXT, TEXT) if place == "above" else (TEXT, TEXT, row))) == []


PARAGRAPHS = [
    "Die Stadt Auenfeld bekommt im kommenden Jahr eine neue Bücherei am Markt. Das hat der Rat am Montag beschlossen.",
    "Der Bau soll vier Millionen Euro kosten und im Frühjahr beginnen. Zwei Drittel davon trägt das Land Hessen.",
    "Viele Anwohner hatten sich eine größere Bücherei gewünscht. Die alte ist für Rollstühle nicht zugänglich.",
    "Im Herbst sollen die ersten Bücher umziehen. Bis dahin bleibt das alte Haus an sechs Tagen geöffnet.",
]
CROSSHEADS = ["Land zahlt den größten Teil", "Jahrelanger Wunsch", "Umzug im Herbst"]
ANSWERS = [("Was kostet der Bau?", "Vier Millionen Euro."), ("Wer zahlt?", "Das Land."), ("Wann?", "Im Frühjahr.")]
TAILS = {
    "crossheads": [f"{head}\n{text}" for head, text in zip(CROSSHEADS[:2], PARAGRAPHS[2:], strict=True)],
    "one crosshead": [f"{CROSSHEADS[0]}\n{PARAGRAPHS[2]}"],
    "interview": [f"Frage: {asked}\n\nAntwort: {said}" for asked, said in ANSWERS],
    "interview line by line": ["\n".join(f"Frage: {asked}\nAntwort: {said}" for asked, said in ANSWERS)],
    "letters": [f"F: {asked}\n\nA: {said}" for asked, said in ANSWERS],
}  # fmt: skip


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_nothing_below_the_text_of_a_clip_that_is_nothing_but_an_article_is_dropped(tail):
    clip = parse_clip("\n\n".join(["Auenfeld bekommt eine neue Bücherei", *PARAGRAPHS[:2], *tail]).encode(), "a.txt")

    printed = "\n".join([clip.document.lead, *(block.text for block in clip.document.body)])
    for line in "\n".join(tail).split("\n"):
        assert line in printed


@pytest.mark.parametrize(
    "below",
    [
        ["Mehr aus Auenfeld", "Rathaus", "Sport", "Wetter"],
        ["Auch interessant", "Neues Freibad öffnet im Mai", "Schule bekommt ein Dach", "Markt zieht um"],
    ],
)
def test_links_below_the_text_stay_out(below):
    clip = parse_clip("\n\n".join(["Auenfeld bekommt eine neue Bücherei", *PARAGRAPHS, *below]).encode(), "a.txt")

    assert not any(line in block.text for line in below for block in clip.document.body)


def test_adjacent_uncertain_lines_are_one_place_and_the_warning_has_a_span_for_each():
    unsure = ("Der Regen fällt seit Tagen auf die alte Scheune.", Role.BOILERPLATE, UNSURE, (Role.PARAGRAPH,))
    other = ("Die Katze schläft seit Tagen unter dem Dach.", Role.PARAGRAPH, UNSURE, (Role.BOILERPLATE,))
    third = ("Am Ende tanzen alle auf dem Platz vor der Kirche.", *unsure[1:])
    clip, lines = labelled(TEXT, unsure, other, TEXT, third, TEXT)

    log = assemble(clip, lines).log

    warning = next(w for w in log.warnings if w.code == "uncertain_text")
    assert [clip.text[start:end] for start, end in warning.spans] == [f"{unsure[0]}\n\n{other[0]}", third[0]]
    assert warning.params == (("places", 2),)
    assert {entry[3] for entry in log.entries} == {"weighed", "uncertain", "uncertain_between"}


# what an editor decides

DOUBT = "Vielleicht regnet es am Abend in der Stadt, und der Turm wird nass."
CLIP = f"Stadt baut einen Turm\n\n{SENTENCES}\n\n{DOUBT}\n\n{SENTENCES} Das kostet Geld.\n"
WRAPPED = (
    "Stadt baut einen Turm\n\nDie Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin am\nMontag im Rat. Das "
    "gefällt vielen, denn der alte Turm ist lange\nschon baufällig.\n\nVielleicht regnet es am Abend in der Stadt, und "
    "der Turm wird nass,\nsodass am Montag keiner mehr kommen will.\n\nDer Bau beginnt im Mai und dauert zwei Jahre, "
    "sagte die\nBürgermeisterin. Das Geld dafür kommt vom Land und von der\nStadt, die lange gespart hat.\n"
)
PAGE = f"""<!doctype html><html><head><title>Turm</title></head><body><article><h1>Stadt baut Turm</h1>
<p>{SENTENCES} Und weiter geht es damit im Mai.</p>
<p>Vielleicht regnet es am <b>Abend</b> in der <a href="/stadt">Stadt</a> &amp; der Turm wird nass.</p>
<p>Der Bau beginnt im Mai, und er dauert zwei Jahre, wenn alles gut geht und es nicht zu sehr regnet.</p>
</article></body></html>"""
FORMS = {"plain": (CLIP, "a.txt"), "wrapped": (WRAPPED, "a.txt"), "page": (PAGE, "a.html")}


@pytest.fixture(params=FORMS)
def clip(request, unsure_about):
    unsure_about("Vielleicht")
    text, name = FORMS[request.param]
    return parse_clip(text.encode(), name)


def place_of(clip):
    (place,) = uncertainty.open_places(clip.warnings)
    return place


def texts(clip):
    return [block.text for block in clip.document.body]


def rules_at(clip, span):
    return {s.rule for s in clip.segments if span[0] <= s.start < span[1] and s.role in uncertainty.TEXT_ROLES}


def test_the_dry_run_tells_the_places(clip):
    start, end = place_of(clip)

    reported = next(w for w in report(clip)["warnings"] if w["code"] == "uncertain_text")
    assert reported["spans"] == [[start, end]]
    assert clip.text[start:end].startswith("Vielleicht regnet")
    assert clip.text[start:end].endswith(("nass.", "will."))
    assert rules_at(clip, (start, end)) <= {"uncertain", "uncertain_between"}


def test_a_kept_place_is_text_for_good_and_uncertain_no_more(clip):
    span = place_of(clip)

    kept = keep(clip, span)

    assert uncertainty.open_places(kept.warnings) == ()
    assert (kept.document, rules_at(kept, span)) == (clip.document, {"editor"})


def test_a_removed_place_leaves_the_text_and_is_uncertain_no_more(clip):
    removed = assign(clip, Assignment(*place_of(clip), Role.BOILERPLATE))

    assert uncertainty.open_places(removed.warnings) == ()
    assert texts(removed) == [text for text in texts(clip) if not text.startswith("Vielleicht")]
    assert len(texts(removed)) == len(texts(clip)) - 1


@pytest.mark.parametrize("verdict", ["kept", "removed"])
def test_a_decision_that_is_taken_back_leaves_no_trace(clip, verdict):
    span = place_of(clip)
    former = former_blocks(clip, span)
    decided = keep(clip, span) if verdict == "kept" else assign(clip, Assignment(*span, Role.BOILERPLATE))

    reopened = reopen(decided, span, former)

    assert reopened.warnings == clip.warnings
    assert texts(reopened) == texts(clip)
    assert rules_at(reopened, span) == rules_at(clip, span)
    assert {entry.field: entry.how for entry in reopened.evidence} == {e.field: e.how for e in clip.evidence}


def test_a_newer_reader_that_drops_what_an_editor_kept_is_overruled(clip):
    span = place_of(clip)
    newer = assign(clip, Assignment(*span, Role.BOILERPLATE))

    again = replay(newer, [Assignment(*span, Role.PARAGRAPH, keeps=True)])

    assert sum(text.startswith("Vielleicht") for text in texts(again)) == 1
    assert uncertainty.open_places(again.warnings) == ()


def test_a_role_for_a_part_leaves_the_rest_uncertain(unsure_about):
    unsure_about("Vielleicht")
    clip = parse_clip(CLIP.encode(), "a.txt")
    start, _end = place_of(clip)

    changed = assign(clip, Assignment(start, start + len("Vielleicht regnet es"), Role.SUBHEADING))

    (rest,) = uncertainty.open_places(changed.warnings)
    assert clip.text[rest[0] : rest[1]] == "am Abend in der Stadt, und der Turm wird nass."


def test_the_explanation_of_the_lines_has_the_mark(unsure_about):
    unsure_about("Vielleicht")

    lines = explain(CLIP.encode(), "a.txt")

    assert [line["rule"].startswith("uncertain") for line in lines] == [
        DOUBT in CLIP[x["start"] : x["end"]] for x in lines
    ]
