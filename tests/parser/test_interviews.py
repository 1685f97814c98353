"""Interviews in every written form: questions and answers stay apart, are of one kind each, and none is lost."""

from collections.abc import Callable

import pytest

from articles.parser.document import BodyBlock
from articles.parser.pipeline import parse_clip

HEADLINE = "„Wir öffnen im Juni“"
LEAD = "Bürgermeisterin Erika Beispiel über das Freibad, die Kosten und den Streit im Rat."
TURNS = (
    (
        "Frau Beispiel, warum öffnet das Bad in diesem Jahr so spät?",
        "Weil die Pumpen defekt sind. Wir haben das erst im April bemerkt, und die Teile kommen aus Italien.",
    ),
    ("Wer bezahlt das?", "Die Stadt und das Land, je zur Hälfte. Der Bescheid liegt uns seit gestern vor."),
    (
        "Kritiker sagen, das Geld fehle in den Schulen.",
        "Das ist falsch. Beides kommt aus verschiedenen Töpfen, das habe ich im Rat vorgerechnet.",
    ),
    ("Und wenn die Teile nicht kommen?", "Dann öffnen wir im Juli."),
    ("Freuen Sie sich auf den ersten Sprung?", "Sehr."),
)
ENGLISH_HEADLINE = "“We will open in June”"
ENGLISH_LEAD = "Mayor Erica Sample on the lido, its costs and the quarrel in the council of Muldenau."
ENGLISH = (
    (
        "Ms Sample, why will the lido open so late this year?",
        "Because the pumps are broken. We noticed it in April only, and the parts are made in Italy.",
    ),
    ("Who pays for it?", "The town and the state, half each. We received the letter yesterday."),
    (
        "Your critics say the schools need the money.",
        "That is wrong. Both are paid from different funds, as I have shown in the council.",
    ),
    ("And if the parts do not arrive?", "Then we open in July."),
    ("Are you looking forward to the first dive?", "Very much."),
)
Form = Callable[[str, str], list[str]]
LABELLED: dict[str, Form] = {
    "Frage": lambda q, a: [f"Frage: {q}", f"Antwort: {a}"],
    "paper and name": lambda q, a: [f"SZ: {q}", f"Erika Beispiel: {a}"],
    "initials": lambda q, a: [f"MB: {q}", f"EB: {a}"],
    "capitals": lambda q, a: [f"MUSTERBLATT: {q}", f"BEISPIEL: {a}"],
    "Q and A on lines of a block": lambda q, a: [f"Q: {q}\nA: {a}"],
    "F. and A.": lambda q, a: [f"F. {q}", f"A. {a}"],
    "only who asks": lambda q, a: [f"Musterblatt: {q}", a],
    "only who answers": lambda q, a: [q, f"Beispiel: {a}"],
    "both with dashes": lambda q, a: [f"– {q}", f"– {a}"],
}
BARE: dict[str, Form] = {
    "paragraphs": lambda q, a: [q, a],
    "lines of a block": lambda q, a: [f"{q}\n{a}"],
    "dash": lambda q, a: [f"– {q}", a],
    "hyphen": lambda q, a: [f"- {q}", a],
    "stars": lambda q, a: [f"**{q}**", a],
}
MARKUP: dict[str, Form] = {
    "bold paragraphs": lambda q, a: [f"<p><strong>{q}</strong></p>", f"<p>{a}</p>"],
    "bold boxes": lambda q, a: [f"<div><b>{q}</b></div>", f"<div>{a}</div>"],
    "bold line of the paragraph": lambda q, a: [f"<p><strong>{q}</strong><br>{a}</p>"],
    "bold line, closed behind the break": lambda q, a: [f"<p><b>{q}<br></b>{a}</p>"],
    "headings": lambda q, a: [f"<h3>{q}</h3>", f"<p>{a}</p>"],
    "terms": lambda q, a: [f"<dl><dt>{q}</dt><dd>{a}</dd></dl>"],
}


def body(text: str, name: str = "a.txt") -> list[BodyBlock]:
    """The blocks of the body; every character of the clip is accounted for once."""
    clip = parse_clip(text.encode(), name)
    assert clip.document is not None
    assert "".join(clip.text[s.start : s.end] for s in clip.segments) == clip.text
    return list(clip.document.body)


def plain(form: Form, head: tuple[str, str], turns: tuple[tuple[str, str], ...], gap: str = "\n\n") -> list[BodyBlock]:
    parts = gap.join(part for turn in turns for part in form(*turn))
    return body("\n\n".join((*head, parts)))


def lines_of(form: Form, turns: tuple[tuple[str, str], ...]) -> list[str]:
    return [line for turn in turns for part in form(*turn) for line in part.split("\n")]


@pytest.mark.parametrize("form", LABELLED)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_where_it_is_written_who_speaks_every_turn_is_a_paragraph(form: str, gap: str) -> None:
    found = plain(LABELLED[form], (HEADLINE, LEAD), TURNS, gap)

    assert [block.text for block in found] == lines_of(LABELLED[form], TURNS)
    assert {block.kind for block in found} == {"paragraph"}


@pytest.mark.parametrize("form", BARE)
@pytest.mark.parametrize(
    ("head", "turns"), [((HEADLINE, LEAD), TURNS), ((ENGLISH_HEADLINE, ENGLISH_LEAD), ENGLISH)], ids=["de", "en"]
)
def test_questions_without_a_name_are_of_one_kind_and_answers_paragraphs(form, head, turns):
    found = plain(BARE[form], head, turns)
    said = [block.text.strip("*–- ") for block in found]

    assert said == [words for turn in turns for words in turn]
    assert len({block.kind for block in found[::2]}) == 1
    assert found[0].kind in ("subheading", "paragraph")
    assert {block.kind for block in found[1::2]} == {"paragraph"}


@pytest.mark.parametrize("form", MARKUP)
@pytest.mark.parametrize(("head", "turns"), [((HEADLINE, LEAD), TURNS), ((ENGLISH_HEADLINE, ENGLISH_LEAD), ENGLISH)])
def test_questions_that_the_markup_sets_off_are_subheadings(form, head, turns):
    page = "".join(part for turn in turns for part in MARKUP[form](*turn))
    page = f"<!DOCTYPE html><html><body><main><h1>{head[0]}</h1><p>{head[1]}</p>{page}</main></body></html>"

    found = [block for block in body(page, "a.html") if block.text != head[1]]

    assert [(block.kind, block.text) for block in found] == [
        (kind, words) for turn in turns for kind, words in zip(("subheading", "paragraph"), turn, strict=True)
    ]


def test_questions_in_a_report_stay_what_they_are() -> None:
    report = [
        "Die Gemeinde Muldenau will ihr Freibad erst im Juni öffnen. Das hat der Rat am Dienstag beschlossen.",
        "Warum so spät? Die Pumpen müssen erneuert werden, und die Teile kommen erst in acht Wochen.",
        "Wer das bezahlt, ist offen. Der Förderverein fragt, ob die Stadt genug getan hat. Hat sie?",
        "Bürgermeisterin Erika Beispiel sprach von einer guten Lösung. Im vergangenen Jahr kamen 41.000 Gäste.",
    ]

    found = body("\n\n".join(("Freibad in Muldenau öffnet später", *report)))

    assert [block.text for block in found] == report[1:]  # the first is the lead
    assert {block.kind for block in found} == {"paragraph"}


def test_captions_and_credits_that_repeat_their_label_are_no_interview() -> None:
    parts = [
        "Die Pumpen müssen erneuert werden. Die Arbeiten kosten rund 120.000 Euro und dauern acht Wochen.",
        "Foto: Max Muster",
        "Wer soll das bezahlen?",
        "Das Land gibt die Hälfte dazu. Die Bürgermeisterin sprach von einer guten Lösung für alle im Ort.",
        "Foto: Max Muster",
        "Und wenn die Teile nicht kommen?",
        "Dann bleibt das Bad geschlossen. Der Förderverein will Kurse im Hallenbad anbieten und sucht noch Helfer.",
        "Foto: Max Muster",
    ]

    found = body("\n\n".join(("Freibad in Muldenau öffnet später", *parts)))

    assert not [block for block in found if block.text.startswith("Foto")]
