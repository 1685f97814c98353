"""How the search takes words, questions and texts apart: without a database."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.text import highlighting, query_sql, stemming, terms
from articles.text.query import MAX_QUERY_CHARS, MAX_QUERY_WORDS, parse_query
from articles.text.query_sql import WordMatch

COMPOUNDS = [
    line.split(" / ")
    for line in (Path(__file__).parent / "compounds.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Straße", "strasse"),
        ("ÄRGER", "aerger"),
        ("a\u0308rger", "aerger"),
        ("Café", "cafe"),
        ("Łódź", "lodz"),
        ("Rat\u00adhaus", "rathaus"),
        ("2024", "2024"),
        ("Київ", "київ"),
        ("½⑴", "1⁄21".replace("⁄", "")),
    ],
)
def test_a_word_is_folded(written, folded):
    assert terms.fold(written) == folded


@pytest.mark.parametrize(("word", "found_by"), COMPOUNDS)
def test_a_compound_is_found_by_its_parts(word, found_by):
    wanted = {stemming.stem(terms.fold(part), "de") for part in found_by.split() if part != "-"}
    found = set(terms.compound_parts(word, "de"))

    assert wanted <= found
    assert bool(found) == bool(wanted)


@pytest.mark.parametrize(
    ("word", "inflected"),
    [
        *(
            ("Auto", "Autos"),
            ("Büro", "Büros"),
            ("Kamera", "Kameras"),
            ("Party", "Partys"),
            ("Interview", "Interviews"),
        ),
        *(("Nordkorea", "Nordkoreas"), ("Trump", "Trumps"), ("Kiew", "Kiews"), ("Selenskyj", "Selenskyjs")),
        *(("Moskau", "Moskaus"), ("Elektroauto", "Elektroautos"), ("Preis", "Preise"), ("Ergebnis", "Ergebnisse")),
        *(("Rathaus", "Rathäuser"), ("Konterfei", "Konterfeis"), ("Kreis", "Kreise"), ("arbeitslos", "arbeitslose")),
    ],
)
def test_a_german_plural_or_genitive_with_s_is_found(word, inflected):
    assert terms.word_forms(word, "de").stem == terms.word_forms(inflected, "de").stem
    assert highlighting.find_matches(inflected, parse_query(word), "de") and highlighting.find_matches(
        word, parse_query(inflected), "de"
    )


@pytest.mark.parametrize(
    ("word", "plural"),
    [("Museum", "Museen"), ("Firma", "Firmen"), ("Thema", "Themen"), ("Jubiläum", "Jubiläen"), ("Virus", "Viren")],
)
def test_a_plural_that_no_ending_tells_is_found(word, plural):
    assert terms.word_forms(word, "de").stem == terms.word_forms(plural, "de").stem
    assert highlighting.find_matches(plural, parse_query(word), "de") and highlighting.find_matches(
        word, parse_query(plural), "de"
    )


@pytest.mark.parametrize(("word", "other"), [("Eis", "Ei"), ("Mais", "Mai"), ("Haus", "hauen"), ("Klaus", "klauen")])
def test_a_short_german_word_keeps_an_s_of_its_own(word, other):
    assert terms.word_forms(word, "de").stem != terms.word_forms(other, "de").stem


def test_only_german_nouns_are_cut():
    assert terms.compound_parts("spargelernte", "de") == terms.compound_parts("Spargelernte", "en") == ()


def test_terms_say_where_and_how_a_word_was_found():
    placed, loose = terms.terms([["Häuser"], ["Wahl"], ["Landtagswahlen", "Ende"]], "de-AT")

    assert placed == ["1haeuser", "0", "2wahl", "0", "3landtagswahlen", "0", "3ende", "0"]
    assert {"adehaus", "cdelandtagswahl", "rwahl", "rlandtag"} <= set(loose)


def test_a_question_has_words_phrases_and_exclusions():
    question = parse_query('die Brücke „neuer Rat" -Kosten -"alte Mühle" Baden-Baden -')

    assert [unit.words for unit in question.wanted] == [("Brücke",), ("neuer", "Rat"), ("Baden",)]
    assert [unit.words for unit in question.unwanted] == [("Kosten",), ("alte", "Mühle")]


@pytest.mark.parametrize("typed", ["", " ", '"', '""', "-", "- -", "-Rat", "(", "\x00", "…", "-„Rat"])
def test_a_question_without_a_word_to_look_for_is_none(typed):
    assert not parse_query(typed)


def test_everyday_words_count_where_there_is_nothing_else():
    assert [unit.words for unit in parse_query("und der").wanted] == [("und",), ("der",)]
    assert [unit.words for unit in parse_query("der Rat und").wanted] == [("Rat",)]


def test_a_long_question_is_cut_and_says_so():
    question = parse_query("Wort1 " + " ".join(f"w{n}" for n in range(3_000)))

    assert question.is_cut
    assert len(question.wanted) == MAX_QUERY_WORDS
    assert not parse_query("kurz").is_cut


@given(st.text(max_size=MAX_QUERY_CHARS + 20))
@example("\" OR 1=1 -- NOT (a AND b) NEAR/2 * ^ : { } \\ ' \x00")
@example("a" * 10_000)
@example("'a' <-> !b & (c | d):*")
def test_nothing_that_was_typed_gets_into_an_expression_but_letters_and_digits(typed):
    question = parse_query(typed)
    if question:
        fts5 = query_sql.build_expression(question, "sqlite", ["de", "en"], 3, WordMatch.PART)
        tsquery = query_sql.build_expression(question, "postgresql", ["de", "en"], 3, WordMatch.PART)

        assert all(word.isalnum() for quoted in fts5.split('"')[1::2] for word in quoted.split())
        assert set("".join(fts5.split('"')[0::2])) <= set(" ()ORANDT")
        assert all(word.isalnum() for word in tsquery.split("'")[1::2])
        assert set("".join(tsquery.split("'")[0::2])) <= set(" ()|&!<->")


def marked(text: str, asked: str, language: str = "de") -> str:
    pieces = highlighting.highlight(text, highlighting.find_matches(text, parse_query(asked), language))
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("Die Häuser am Markt.", "Haus", "Die [Häuser] am Markt."),
        ("Das Haus.", "Häuser", "Das [Haus]."),
        ("Der Ärger", "aerger", "Der [Ärger]"),
        ("Die Ministerpräsidentenwahl", "Präsident", "Die [Ministerpräsidentenwahl]"),
        ("Der neue Rat, der neue Rat", '"neue Rat"', "Der [neue Rat], der [neue Rat]"),
        ("Der Rat ist neu.", '"neu Rat"', "Der Rat ist neu."),
        ("They were walking", "walk", "They were walking"),
        ("Literatur", "Rat", "Literatur"),
        ("Ein Rat\u00adhaus", "Rathaus", "Ein [Rat\u00adhaus]"),
        ("<b>Rat</b>", "Rat b", "<[b]>[Rat]</[b]>"),
    ],
)
def test_hits_are_marked_in_the_original_text(text, asked, shown):
    assert marked(text, asked) == shown


def test_hits_follow_the_texts_language():
    assert marked("They were walking", "walk", "en") == "They were [walking]"


def test_a_passage_shows_the_place_where_most_of_the_question_stands():
    text = "Der Rat tagt. " + "Nichts geschieht. " * 60 + "Am Ende sprach der Rat über die Brücke. " + "Und aus. " * 60

    passage = highlighting.find_passage(text, highlighting.find_matches(text, parse_query("Rat Brücke"), "de"), 120)
    shown = "".join(piece.text for piece in passage)

    assert "sprach der Rat über die Brücke" in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) <= 125


@given(st.text(max_size=400), st.text(max_size=60), st.integers(20, 200))
def test_marked_pieces_make_the_text_again(text, asked, length):
    matches = highlighting.find_matches(text, parse_query(asked), "de")
    passage = "".join(p.text for p in highlighting.find_passage(text, matches, length))

    assert "".join(p.text for p in highlighting.highlight(text, matches)) == text
    assert passage.removeprefix("… ").removesuffix(" …") in text
