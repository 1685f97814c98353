"""German verbs: which forms the search takes for one word, and which nouns it leaves alone."""

import pytest

from articles.lexicon import load
from articles.text import stemming, terms


def stem(word):
    return stemming.stem(terms.fold(word), "de")


@pytest.mark.parametrize(
    "forms",
    [
        "gehen geht ging gingen gegangen gegangene",
        "übernehmen übernimmt übernahm übernahmen übernommen übernommenen",
        "abgeben abgegeben abzugeben",
        "zurücktreten zurücktritt zurückgetreten zurückzutreten",
        "beschließen beschließt beschloss beschlossen beschlossene",
        "sterben stirbt starb gestorben",
        "sagen sagt sagte sagten gesagt",
        "wählen wählt wählte gewählt gewählten Wahl",
        "aufbauen aufbaut aufgebaut aufzubauen",
        "öffnen öffnet öffnete geöffnet",
        "rechnen rechnet gerechnet",
        "versuchen versucht versuchte",
        "entscheiden entscheidet entschied entschieden",
        "kritisieren kritisiert kritisierte kritisierten",
        "veröffentlichen veröffentlicht veröffentlichte",
    ],
)
def test_the_forms_of_a_verb_are_one_word(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("Finger", "fangen"),
        ("Laser", "lesen"),
        ("Betrug", "Betrag"),
        ("Führer", "fahren"),
        ("weiß", "wissen"),
        ("Sucht", "suchen"),
        ("Gefahr", "fahren"),
        ("Gehalt", "halten"),
        ("Schloss", "schließen"),
        ("Sprache", "sprechen"),
        ("Aufgabe", "aufgeben"),
        ("Gelände", "landen"),
        ("Macht", "machen"),
        ("Verdacht", "verdenken"),
    ],
)
def test_a_noun_that_looks_like_a_form_is_none(word, verb):
    assert stem(word) != stem(verb)


def test_no_word_is_listed_twice_or_without_a_sense():
    table = load.table("verbs")
    changing = dict(line.split(": ") for line in table["changing"]["verbs"].strip().split("\n"))
    steady = table["steady"]["verbs"].split()

    assert len(changing) == table["changing"]["verbs"].count(": ")
    assert len(steady) == len(set(steady))
    assert not set(steady) & set(changing)
    assert all(verb.endswith("n") for verb in (*steady, *changing))
