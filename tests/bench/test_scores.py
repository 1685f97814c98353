"""The figures of a page say what is right, what is too much, what is missing and what nobody knows."""

import pytest

from articles.parser.learning.gold import level

from .made_up_pages import CAPTION, CROSSHEAD, FIRST, LEAD, SECOND, TITLE, make_gold, make_result
from .measuring.blocks import match_blocks
from .measuring.scores import score
from .measuring.texts import WordRuns, same_headline

PARAGRAPHS = [{"kind": "paragraph", "text": text} for text in (FIRST, SECOND)]


def test_a_page_without_mistakes_has_the_best_figures_and_no_wrong_lines():
    found = score(make_result(), make_gold())

    best = dict.fromkeys(("paragraphs", "subheadings", "text", "headline", "lead", "byline", "caption", "credit"), 1.0)
    assert found.figures == best | {"leak": 0.0, "lost": 0.0, "right": 1.0}
    assert found.errors == []


def test_a_clip_that_was_refused_has_the_worst_figures():
    figures = score({"error": {"code": "empty"}}, make_gold()).figures

    assert {name for name, value in figures.items() if value} == {"lost"}
    assert figures["lost"] == 1.0


def test_an_unknown_part_has_no_figure():
    gold = make_gold(titles=None, lead=None, blocks=None, authors=None, images=None, comments=None)

    assert score(make_result(), gold).figures == {}


def test_authors_and_headline_count_where_the_text_is_unknown():
    assert score(make_result(headline="Anderes"), make_gold(blocks=None)).figures == {"headline": 0.0, "byline": 1.0}


def test_unknown_pictures_and_subheadings_that_are_not_there_have_no_figures():
    figures = score(make_result(body=PARAGRAPHS), make_gold(blocks=PARAGRAPHS, images=None)).figures

    assert not {"caption", "credit", "subheadings"} & figures.keys()
    assert figures["right"] == 1.0


def test_a_subheading_read_as_a_paragraph_is_wrong_in_both_kinds_but_not_in_the_text():
    body = [{"kind": "paragraph", "text": text} for text in (FIRST, CROSSHEAD, SECOND)]

    found = score(make_result(body=body), make_gold())

    assert found.figures["paragraphs"] == pytest.approx(4 / 5)
    assert found.figures["subheadings"] == 0.0
    assert found.figures["text"] == 1.0
    assert found.figures["right"] == 0.0
    assert [what for what, _ in found.errors] == ["paragraph too many", "subheading missing"]


def test_quotes_and_list_items_are_paragraphs():
    kinds = dict(zip((FIRST, SECOND), ("quote", "list_item"), strict=True))
    body = [{"kind": kinds.get(block["text"], block["kind"]), "text": block["text"]} for block in make_gold()["blocks"]]

    assert score(make_result(body=body), make_gold()).figures["paragraphs"] == 1.0


def test_what_leaks_into_the_body_and_what_is_lost_are_shares_of_characters():
    body = [{"kind": "paragraph", "text": FIRST}, {"kind": "paragraph", "text": "Neunzehn Buchstabe n"}]

    found = score(make_result(body=body), make_gold(blocks=PARAGRAPHS))

    letters = {text: sum(character.isalnum() for character in text) for text in (FIRST, SECOND)}
    assert found.figures["leak"] == pytest.approx(18 / (letters[FIRST] + 18))
    assert found.figures["lost"] == pytest.approx(letters[SECOND] / sum(letters.values()))


def test_a_text_that_may_be_anything_counts_neither_way():
    body = [*make_gold()["blocks"], {"kind": "paragraph", "text": "Wer mag, liest hier weiter über den Hafen."}]
    gold = make_gold(neutral=["Wer mag, liest hier weiter über den Hafen."])

    found = score(make_result(body=body), gold)

    assert found.figures["paragraphs"] == found.figures["right"] == 1.0
    assert found.figures["leak"] == 0.0


def test_an_unknown_lead_may_be_the_first_paragraph():
    gold = make_gold(lead=None, blocks=[{"kind": "paragraph", "text": LEAD}, *make_gold()["blocks"]])

    figures = score(make_result(), gold).figures

    assert "lead" not in figures
    assert figures["paragraphs"] == figures["text"] == 1.0
    assert figures["lost"] == 0.0


def test_a_dateline_that_was_lifted_out_of_a_paragraph_is_no_mistake():
    blocks = [{"kind": "paragraph", "text": f"Neustadt an der Weinstraße (dpa) – {FIRST}"}, *make_gold()["blocks"][1:]]

    assert score(make_result(dateline="Neustadt an der Weinstraße"), make_gold(blocks=blocks)).figures["right"] == 1.0
    assert score(make_result(), make_gold(blocks=[{"kind": "paragraph", "text": SECOND + FIRST}])).figures["right"] == 0


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({"headline": "Rat stimmt für die neue Schleuse!"}, 1.0),
        ({"headline": "für die neue Schleuse", "kicker": "Rat stimmt"}, 1.0),
        ({"headline": "Rat stimmt gegen jede Schleuse"}, 0.0),
        ({"headline": ""}, 0.0),
    ],
)
def test_a_headline_is_found_by_its_words(changes, right):
    assert score(make_result(**changes), make_gold()).figures["headline"] == right


def test_a_clip_without_its_headline_wants_a_provisional_one():
    gold = make_gold(title_in_clip=False, titles=[])

    assert score(make_result(headline="Anderes", headline_is_provisional=True), gold).figures["headline"] == 1.0
    assert score(make_result(headline=TITLE), gold).figures["headline"] == 1.0
    assert score(make_result(headline="Anderes"), gold).figures["headline"] == 0.0


def test_authors_captions_and_credits_are_shares_of_what_is_there():
    gold = make_gold(
        authors=["Ada Berg", "Ole Kraft"],
        images=[
            {"caption": CAPTION, "credits": ["Jan Holm"], "alt": ""},
            {"caption": "Der Hafen", "credits": [], "alt": ""},
        ],
    )

    found = score(make_result(images=[{"caption": CAPTION, "credit": "Jan Holmes"}]), gold)

    assert (found.figures["byline"], found.figures["caption"], found.figures["credit"]) == (0.5, 0.5, 0.0)
    assert ("byline missing", "ole kraft") in found.errors
    assert ("caption missing", "der hafen") in found.errors


def test_comments_are_counted_one_to_one():
    comments = [{"text": text, "author": "", "parent": None} for text in ("Das ist zu teuer.", "Endlich wird gebaut.")]

    assert score(make_result(comments=comments[:1]), make_gold(comments=comments)).figures["comments"] == 2 / 3


def test_equal_blocks_are_matched_once_each():
    assert match_blocks(["ja", "ja", "ja"], ["ja", "ja"]) == {0: 0, 1: 1}
    assert match_blocks([FIRST, FIRST[:-9]], [FIRST]) == {0: 0}


def test_words_are_found_where_five_of_them_stand_together():
    runs = WordRuns(["eins zwei drei vier fünf sechs"])

    assert runs.covered("zwei drei vier fünf sechs sieben") == (21, 27)
    assert runs.covered("drei vier") == (8, 8)
    assert runs.covered("vier drei") == (0, 8)
    assert runs.missing([]) == 0.0


def test_characters_that_nobody_sees_divide_no_word():
    assert level("Ruhe\u00ad\u200b\u200c\u200d\u2060\ufeffstand") == "ruhestand"


def test_an_empty_headline_is_never_the_same():
    assert not same_headline("", "")
    assert not same_headline("!", "?")
