"""How the search takes words, questions and texts apart: without a database."""

import itertools
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.text import highlighting, query_sql, stemming, terms
from articles.text.query import MAX_QUERY_CHARS, MAX_QUERY_WORDS, parse_query
from articles.text.query_sql import WordMatch
from tests.written_forms import BLANKS, FORMS, SENTENCES, UNSEEN, spread

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


# whatever nobody sees among the letters, and in whatever form Unicode writes them


def written() -> Iterator[tuple[str, str, str]]:
    """A language, a way to write one of the sentences, and the question for it in another form."""
    for (language, sentence, words), form, asked in itertools.product(SENTENCES, FORMS, FORMS):
        yield language, unicodedata.normalize(form, sentence), unicodedata.normalize(asked, words)
    for (language, sentence, words), unseen in itertools.product(SENTENCES, UNSEEN):
        for step in (1, 2, 5):
            yield language, spread(sentence, unseen, step), words
        yield language, sentence, spread(words, unseen, 2)
        yield language, unseen + sentence.replace(" ", unseen + " "), words
        yield language, unicodedata.normalize("NFD", spread(sentence, unseen, 1)), unseen + words
    for (language, sentence, words), blank in itertools.product(SENTENCES, BLANKS):
        yield language, sentence.replace(" ", blank), words.replace(" ", blank)
        yield language, sentence.replace(" ", blank), words


WRITTEN = list(written())


def indexed(text: str, language: str) -> set[str]:
    """The exact words of a text in the index."""
    placed, _loose = terms.terms([[text]], language)
    return {term[1:] for term in placed}


def test_every_word_is_found_in_whatever_form_it_is_written_and_asked() -> None:
    assert len(WRITTEN) > 1_500
    for language, text, asked in WRITTEN:
        question = parse_query(asked)
        folded = [word for unit in question.wanted for word in unit.folded]
        assert folded and set(folded) <= indexed(text, language), (language, ascii(text), ascii(asked))


def test_every_form_of_a_sentence_has_the_same_words_in_the_index() -> None:
    for language, sentence, _words in SENTENCES:
        same = [sentence, *(unicodedata.normalize(form, sentence) for form in FORMS)]
        same += [spread(text, unseen, 1) for text in same[:1] for unseen in UNSEEN]
        placed = {tuple(terms.terms([[text]], language)[0]) for text in same}

        assert len(placed) == 1, (language, placed)


def test_what_is_found_is_marked_as_it_is_written() -> None:
    word = "Ministerpräsidentenwahl"
    for unseen, asked in itertools.product(UNSEEN, (word, "Wahl", f'"{word} naht"')):
        text = f"Die {spread(word, unseen, 3)}{unseen} naht."
        shown = [text[match.start : match.end] for match in highlighting.find_matches(text, parse_query(asked), "de")]

        assert len(shown) == 1 and terms.fold(shown[0].split()[0]) == terms.fold(word), (ascii(unseen), asked)


def test_no_part_of_a_word_with_unseen_characters_is_marked() -> None:
    for unseen in UNSEEN:
        text = f"Rat{unseen}haus und Rat und Haus{unseen}rat"
        shown = [text[m.start : m.end] for m in highlighting.find_matches(text, parse_query("Rat"), "en")]

        assert shown == ["Rat"], ascii(unseen)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\u0e23\u0e31\u0e10\u200b\u0e44\u0e17\u0e22", 2),  # Thai: the zero-width blank parts words
        ("\u1780\u17b6\u200b\u1781\u17b6", 2),  # Khmer
        ("Rat\u200bhaus", 1),
        ("Rat\u200b haus", 2),
        ("Rat\u00a0haus", 2),
        ("Rat\u2011haus", 2),
        ("wort\ufff9glosse\ufffbtext", 3),
    ],
)
def test_words_that_are_parted_stay_parted(text: str, words: int) -> None:
    assert len(terms.WORD.findall(text)) == len(terms.WORD.findall(terms.normalize(text))) == words


def test_a_minus_behind_an_unseen_character_or_a_wide_blank_leaves_out() -> None:
    for before in (" ", "\u00a0", "\u3000", " \u200b", "\u00a0\ufeff"):
        assert [unit.words for unit in parse_query(f"Rat{before}-Kosten").unwanted] == [("Kosten",)], ascii(before)


def test_the_marks_and_formats_are_those_of_unicode() -> None:
    for code in range(0x80, sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        within = terms.WORD.fullmatch(f"a{chr(code)}b")
        if category[0] == "M" or (category == "Cf" and not 0xFFF9 <= code <= 0xFFFB):
            assert within, hex(code)
        elif not chr(code).isalnum():
            assert not within, hex(code)


def test_the_quick_look_at_a_western_text_misses_nothing_that_nobody_sees() -> None:
    for character in bytes(range(256)).decode("cp1252", "ignore"):
        text = f"Gär{character}ten"

        assert f"{terms.normalize(text)}中" == terms.normalize(f"{text}中"), ascii(character)
