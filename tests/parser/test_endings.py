"""How a plain text ends: its last short sentence is text, and the agency's line below it signs the text, no picture."""

import pytest

from articles.lexicon import load
from articles.parser.patterns.agency_line import parse_agency_line
from articles.parser.pipeline import parse_clip
from tests.rounds import every

HEAD = "Brand in einer Scheune bei Aukirchen"
LEAD = (
    "Beim Brand einer Scheune bei Aukirchen ist in der Nacht zum Sonntag ein Schaden von 80.000 Euro entstanden. "
    "Das teilte die Polizei mit."
)
MIDDLE = (
    "Ein Nachbar hatte die Flammen gegen zwei Uhr bemerkt und die Feuerwehr gerufen. Rund 60 Einsatzkräfte waren bis "
    "zum Morgen vor Ort."
)
OTHER = "Menschen und Tiere kamen nicht zu Schaden. Die Straße nach Niederau war vier Stunden lang gesperrt."
LAST = (
    "Die Ermittlungen dauern an.",
    "Verletzt wurde niemand.",
    "Die Polizei sucht Zeugen.",
    "Das Urteil ist noch nicht rechtskräftig.",
    "Im Vorjahr waren es 41.",
    "Warum es brannte, ist offen.",
)
FORMS = (
    *("© {name}", "(c) {name}", "© 2024 {name}", "Copyright {name}", "({name})", "Quelle: {name}", "(Quelle: {name})"),
    *("{name}/lno", "({name}/les)", "© {name}. Alle Rechte vorbehalten.", "© {name}, dpa:240619-930-1/1"),
)
SIGNS = ("© dpa-infocom, dpa:240619-930-1/1", "(Keystone-SDA)", "© AFP", "dpa/lno", "(dpa)")
NEWS = sorted({entry.name for entry in load.agencies().values() if entry.news})


def told(*parts: str):
    document = parse_clip("\n\n".join((HEAD, *parts)).encode(), "clip.txt").document
    assert document is not None
    text = [document.lead, *(block.text for block in document.body if block.kind == "paragraph")]
    return [part for part in text if part], document


@pytest.mark.parametrize("last", LAST)
@pytest.mark.parametrize("below", [None, *SIGNS])
def test_the_last_short_sentence_is_text_whatever_agency_signs_below_it(last, below):
    text, document = told(LEAD, MIDDLE, OTHER, last, *filter(None, [below]))

    assert text == [LEAD, MIDDLE, OTHER, last]
    assert document.images == ()
    assert bool(document.agencies) == bool(below)


@pytest.mark.parametrize("step", every(4))
def test_every_agency_signs_the_text_in_every_form_and_makes_no_picture_of_it(step):
    odd = []
    for number, name in enumerate(NEWS):
        for form in FORMS[number % step :: step]:
            text, document = told(LEAD, MIDDLE, OTHER, LAST[0], form.format(name=name))
            agencies = [agency.name for agency in document.agencies]
            if text != [LEAD, MIDDLE, OTHER, LAST[0]] or document.images or name not in agencies:
                odd.append((name, form))

    assert len(NEWS) > 30
    assert odd == []


@pytest.mark.parametrize("tag", ["p", "div", "small", "span"])
@pytest.mark.parametrize("sign", SIGNS[:3])
def test_an_agencys_line_below_the_text_of_a_page_is_no_credit(tag, sign):
    paragraphs = "".join(f"<p>{words}</p>" for words in (LEAD, MIDDLE, OTHER, LAST[0]))
    page = f"<!DOCTYPE html><html><body><main><h1>{HEAD}</h1>{paragraphs}<{tag}>{sign}</{tag}></main></body></html>"

    document = parse_clip(page.encode(), "a.html").document

    assert [block.text for block in document.body][-1] == LAST[0]
    assert (document.images, document.signoff) == ((), sign)


@pytest.mark.parametrize("credit", ["© AFP", "© dpa", "Foto: Anna Meier/dpa", "© Getty Images", "IMAGO/Anna Meier"])
def test_a_picture_below_the_text_keeps_its_credit(credit):
    caption = "Die ausgebrannte Scheune am Sonntagmorgen"

    _text, document = told(LEAD, MIDDLE, OTHER, f"{caption}\n{credit}")

    assert [image.caption for image in document.images] == [caption]


@pytest.mark.parametrize(
    "words",
    ["Anna Meier", "les", "Die Saison beginnt im Mai.", "Foto: dpa", "© Getty Images", "© Anna Meier", "2024", "()"],
)
def test_what_names_no_news_agency_alone_is_no_agencys_line(words):
    assert parse_agency_line(words) == ()


def test_an_interview_ends_with_its_last_answer():
    asked = "Wie viele Gäste kommen an einem Abend, und was bezahlen sie dafür?"
    answer = "Etwa fünfzig, und sie zahlen drei Euro. Davon können wir die Heizung bezahlen, mehr aber auch nicht."
    other = "Ein Koch für den Winter. Wir suchen seit dem Sommer, und wer sich meldet, der will nur am Tag arbeiten."

    text, document = told(
        LEAD, asked, answer, "Was fehlt Ihnen noch?", other, "Würden Sie selbst kommen?", "Jeden Tag."
    )

    assert text[-1] == "Jeden Tag."
    assert "Würden Sie selbst kommen?" in [block.text for block in document.body]


def test_sentences_of_a_text_without_pictures_are_no_caption():
    quoted = (
        '"Wir konnten die Nachbarn schützen", sagte Einsatzleiter Bernd Probst. Fenster sollten geschlossen bleiben.'
    )
    short = (
        "Verletzt wurde niemand. Den Schaden schätzt die Feuerwehr auf 80 000 Euro. Etwa 60 Kräfte waren im Einsatz."
    )

    text, document = told("Aukirchen (dpa/lby) - " + LEAD, short, quoted, OTHER)

    assert (text, document.images) == ([LEAD, short, quoted, OTHER], ())


@pytest.mark.parametrize(
    "tail", ["Melden Sie sich hier für unseren Newsletter an.", "Mehr zum Thema", "Lesen Sie auch: Was im Ort geschah"]
)
def test_what_the_site_says_below_the_text_is_still_none_of_it(tail):
    text, _document = told(LEAD, MIDDLE, OTHER, LAST[0], tail)

    assert tail not in text
