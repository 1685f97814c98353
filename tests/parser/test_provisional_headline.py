"""A clip without a headline gets one of its own words: it ends where a clause ends and does not open the text again."""

import time

import pytest

from articles.parser.document import BodyBlock, Picture
from articles.parser.pipeline import parse_clip
from articles.parser.rules.provisional_headline import MAX_CHARS, choose_headline, split_sentences
from tests.timing import grows_in_proportion

LEAD = (
    "Die Stadt will den Bau der neuen Brücke bis zum Ende der Frist am 31. Januar beginnen, obwohl die Kosten in den "
    "letzten Jahren stark gestiegen sind und das Geld vom Land noch fehlt."
)
LONG = (
    "Seit zwei Jahren ist die alte Brücke über den Fluss wegen ihrer Risse gesperrt und damit der kürzeste Weg in die "
    "Innenstadt für alle Händler und Anwohner auf der anderen Seite des Flusses und aus den Dörfern dahinter verloren."
)
JOINING = {"der", "die", "das", "den", "dem", "ein", "eine", "und", "oder", "mit", "von", "the", "a", "of", "to", "and"}


def body(*texts: str) -> list[BodyBlock]:
    kinds = {"#": "subheading", "•": "list_item"}
    return [
        BodyBlock(kinds.get(t[0], "paragraph"), t.lstrip("#• "), (n * 1000, n * 1000 + len(t)))
        for n, t in enumerate(texts)
    ]


def chosen(lead: str, *texts: str, captions: tuple[str, ...] = ()) -> str:
    images = [Picture(caption, "", 0) for caption in captions]
    return choose_headline(lead, (0, len(lead)) if lead else None, body(*texts), images).text


@pytest.mark.parametrize(
    ("headline", "arguments"),
    [
        ("Streit um die neue Brücke", (LEAD, LONG, "# Streit um die neue Brücke", LONG)),
        (
            "Die Anwohner klagen gegen die neue Brücke",
            (LEAD, f"{LONG} Die Anwohner klagen gegen die neue Brücke. {LONG}"),
        ),
        (
            "Die Händler der Innenstadt hoffen auf den Neubau",
            (LEAD, f"{LONG} Sie warten. Die Händler der Innenstadt hoffen auf den Neubau."),
        ),
        (
            "The council approves the new bridge",
            ("", f"{LONG} The council approves the new bridge. It was about time."),
        ),
        (
            "Die Stadt baut im Herbst eine neue Brücke, weil die alte Risse hat",
            ("", f"Die Stadt baut im Herbst eine neue Brücke, weil die alte Risse hat, die {LONG}"),
        ),
    ],
)
def test_a_headline_is_taken_from_the_text_and_not_from_its_opening_where_it_can(headline, arguments):
    assert chosen(*arguments) == headline


def test_a_caption_as_short_as_a_headline_can_be_one():
    assert (
        chosen(LEAD, LONG, captions=("Rat kündigt Baubeginn der Brücke an", LONG))
        == "Rat kündigt Baubeginn der Brücke an"
    )


@pytest.mark.parametrize(
    "subheading",
    ["Warum ist das so?", "Weitere Informationen:", "1. Anfang", "https://beispiel.example/seite", "Mehr zum Thema"],
)
def test_a_subheading_that_is_no_headline_is_passed_over(subheading):
    assert chosen(LEAD, LONG, f"# {subheading}", f"Die Anwohner klagen gegen die neue Brücke. {LONG}") == (
        "Die Anwohner klagen gegen die neue Brücke"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Er klagt gegen die neue Brücke.",
        "Deshalb klagen die Anwohner nun alle.",
        "„Das ist die neue Brücke“, sagt sie.",
    ],
)
def test_a_sentence_that_leans_on_the_one_before_is_no_headline(sentence):
    assert chosen(LEAD, f"{LONG} {sentence}") not in sentence


@pytest.mark.parametrize(
    "text", [LEAD, LONG, "Im", "Der Rat.", "词" * 200, "word " * 60, "a" * 500, "Von der Stadt mit dem Land und den"]
)
def test_any_opening_alone_gives_a_headline_of_its_own_words_that_is_not_too_long(text):
    headline = chosen("", text)

    assert headline
    assert headline in text
    assert len(headline) <= MAX_CHARS
    assert headline == text or len(headline.split()) == 1 or headline.split()[-1].casefold() not in JOINING


def test_a_day_and_an_abbreviation_end_no_sentence():
    assert split_sentences("Am 31. Januar kam Dr. Muster. Er blieb bis 3.5. in der Stadt.") == [
        "Am 31. Januar kam Dr. Muster.",
        "Er blieb bis 3.5. in der Stadt.",
    ]


@pytest.mark.parametrize(
    ("number", "headline"),
    [
        ("000", "Szenen der Einigkeit in Pjöngjang"),
        ("001", 'Putin kündigt "Grundlagendokument" zwischen Russland und Nordkorea an'),
        ("002", "Militärische Zusammenarbeit gesucht"),
        ("004", "Putin in Nordkorea: Porträts und russische Flaggen auf Pjöngjangs Straßen"),
    ],
)
def test_a_shipped_clip_opens_with_a_headline_that_its_lead_does_not_repeat(seed, number, headline):
    reading = parse_clip(seed(number), "clip.txt")
    document = reading.document

    assert (document.headline, document.headline_is_provisional) == (headline, True)
    opening = document.lead or document.body[0].text
    assert headline not in opening
    evidence = next(entry for entry in reading.evidence if entry.field == "headline")
    assert headline in reading.text[slice(*evidence.spans[0])]


def test_a_text_of_marks_only_costs_time_in_proportion_to_its_length():
    def seconds(size: int) -> float:
        start = time.process_time()
        for piece in (".", "a.", "?! ", "A a, ", "Aa Bb "):
            choose_headline("", None, body(piece * (size // len(piece))), [])
        return time.process_time() - start

    assert grows_in_proportion(seconds, size=20_000, slack=0.1)
