"""Words are found whatever nobody sees is among their letters, and in whatever form Unicode writes them."""

import itertools
import sys
import unicodedata
from collections.abc import Callable, Iterator

import pytest

from articles.domain.search import highlights, index, query
from articles.models import Article
from articles.text import highlighting, terms
from articles.text.query import parse_query
from tests.rounds import examples

UNSEEN = [
    *("\u00ad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c"),
    *("\u202d", "\u202e", "\u2060", "\u2061", "\u2062", "\u2063", "\u2064", "\u2066", "\u2069", "\u206f", "\ufe0f"),
    *("\ufeff", "\u3164", "\uffa0", "\U000e0001", "\U000e0061"),
]
BLANKS = [" ", "\u00a0", "\u202f", "\u2007", "\u2009", "\u3000", "\t", "\u2003\u00a0"]
FORMS = ["NFC", "NFD", "NFKC", "NFKD"]
SENTENCES = [  # language, a sentence, words that name it
    ("de", "Der Quittenmarmeladenkocher rührt in Überlingen.", "Quittenmarmeladenkocher Überlingen"),
    ("fr", "L'élève a déjà goûté la crème brûlée.", "élève brûlée"),
    ("vi", "Thủ tướng đến thăm Việt Nam.", "tướng Việt"),
    ("ru", "Ёлка стоит на площади Йода.", "ёлка Йода"),
    ("el", "Ο Άγιος Νικόλαος.", "Άγιος Νικόλαος"),
    ("ko", "한국어 신문은 아침에 나온다.", "한국어 아침에"),
    ("ja", "ガソリン ペンギン 値上げ", "ガソリン ペンギン"),
    ("ar", "مُحَمَّد في المدينة", "مُحَمَّد المدينة"),
    ("hi", "हिन्दी समाचार पत्र", "हिन्दी समाचार"),
    ("de", "Die Eﬀizienz der Ｆａｂｒｉｋ № 7 bei ½ Last und 20 ℃.", "Eﬀizienz Fabrik ½ ℃"),
]


def spread(text: str, unseen: str, step: int) -> str:
    """The text with the unseen character behind every `step`-th letter that a letter follows."""
    parts = []
    for number, (character, following) in enumerate(itertools.zip_longest(text, text[1:], fillvalue=" ")):
        is_inside = character.isalnum() and following.isalnum()
        parts.append(character + (unseen if is_inside and number % step == 0 else ""))
    return "".join(parts)


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
        marked = [text[match.start : match.end] for match in highlighting.find_matches(text, parse_query(asked), "de")]

        assert len(marked) == 1 and terms.fold(marked[0].split()[0]) == terms.fold(word), (ascii(unseen), asked)


def test_no_part_of_a_word_with_unseen_characters_is_marked() -> None:
    for unseen in UNSEEN:
        text = f"Rat{unseen}haus und Rat und Haus{unseen}rat"
        marked = [text[m.start : m.end] for m in highlighting.find_matches(text, parse_query("Rat"), "en")]

        assert marked == ["Rat"], ascii(unseen)


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


# in the database


@pytest.fixture
def enter(make_article: Callable[..., Article]) -> Callable[..., Article]:
    """Makes an article that is found."""

    def make(headline: str, **values: str) -> Article:
        article = make_article(headline=headline, **values)
        index.update(article)
        return article

    return make


def found(asked: str) -> set[str]:
    """The headlines that the site's search finds."""
    ids = query.find(Article.objects.published(), query.read_question(asked), 50).ids
    return set(Article.objects.filter(pk__in=ids).values_list("headline", flat=True))


def test_every_way_of_writing_is_found_by_every_way_of_asking(enter: Callable[..., Article]) -> None:
    word = "Ministerpräsidentenwahl"
    ways = [word, unicodedata.normalize("NFD", word), *(spread(word, unseen, 4) for unseen in UNSEEN)]
    for number, way in enumerate(ways):
        enter(f"Nr. {number}", body=f"<p>Die {way} naht.</p>")

    for way in [word, "Präsident", f'"die {word}"', *ways[:: 5 if examples(3) < 3 else 1]]:
        assert found(way) == {f"Nr. {number}" for number in range(len(ways))}, ascii(way)
    assert found("Minister Haus") == set()


@pytest.mark.parametrize(("language", "sentence", "words"), SENTENCES)
def test_the_database_finds_a_sentence_by_its_words_in_every_form(
    enter: Callable[..., Article], language: str, sentence: str, words: str
) -> None:
    for form in FORMS:
        enter(form, body=f"<p>{unicodedata.normalize(form, sentence)}</p>", language=language)
    enter("anderes", body="<p>Nichts davon.</p>")

    for form in FORMS:
        assert found(unicodedata.normalize(form, words)) == set(FORMS)


def test_the_passage_shows_the_word_as_it_is_written(enter: Callable[..., Article]) -> None:
    article = enter("Am Herd", body="<p>Der Quitten\u200bmarmeladen\u200bkocher rührt.</p>")

    shown = highlights.highlight(article, query.read_question("Quittenmarmeladenkocher"), 200)

    assert [piece.text for piece in shown.passage if piece.is_hit] == ["Quitten\u200bmarmeladen\u200bkocher"]
