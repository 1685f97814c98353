"""Notices to the desk at the head and the end of a clip, and prose that only speaks of such things."""

import json

import pytest

from articles.parser import notices
from articles.parser.pipeline import parse_clip

TEXT = """Freibad öffnet im Sommer länger

Die Gemeinde will ihr Freibad im kommenden Sommer länger öffnen. Das hat der Rat am Dienstagabend mit großer Mehrheit beschlossen.

Die Bürgermeisterin sprach von einem guten Tag für die Familien im Ort. Das Geld dafür kommt zur Hälfte vom Land, den Rest trägt die Gemeinde.

Gegenstimmen kamen aus der Fraktion der Freien Wähler. Deren Sprecher hält die Kosten für zu hoch und rechnet mit steigenden Preisen.
"""  # noqa: E501
NOTICES = {
    "Sperrfrist: 20. Juni 2030, 18 Uhr": "embargo",
    "Frei ab 20. Juni 2030": "embargo",
    "Achtung: Sperrfrist beachten! Nicht vor dem 20. Juni 2030 veröffentlichen.": "embargo",
    "Es gilt das gesprochene Wort. Sperrfrist: Beginn der Rede": "embargo",
    "EMBARGOED until 20 June 2030, 18:00 CET": "embargo",
    "Not for release before Thursday": "embargo",
    "HOLD FOR RELEASE": "embargo",
    "- nicht zur Veröffentlichung -": "not_for_publication",
    "Not for publication": "not_for_publication",
    "INTERNAL": "not_for_publication",
    "(Vorab)": "advance",
    "Vorausmeldung": "advance",
    "Advance": "advance",
    "TEST TEST": "test",
    "KILL": "kill",
    "MANDATORY KILL": "kill",
    "bitte nicht verwenden": "kill",
    "Meldung zurückgezogen": "kill",
    "Achtung Redaktionen: streichen": "kill",
    "withhold": "kill",
    "dpa zieht zurück": "kill",
}
PROSE = [
    "Das Embargo gegen das Nachbarland bleibt bis Juli in Kraft, sagte der Minister.",
    "Die Sperrfrist für das Arbeitslosengeld beträgt zwölf Wochen.",
    "Der Test verlief ohne Zwischenfälle, sagte die Sprecherin.",
    "Das interne Papier war nicht zur Veröffentlichung bestimmt, wie der Sender berichtet.",
    "Die Partei hat ihren Antrag im letzten Augenblick zurückgezogen.",
    "Vorab gab es Streit über die Frage, wer reden darf.",
    "Der Verein will das Training am Abend streichen.",
    "Die Agentur hatte die Meldung am Abend zurückgezogen, weil der Name falsch war.",
    "She was told to hold until the release of the report.",
    "“Do not use the lift,” said a spokesman for the fire brigade.",
]
HEADLINES = [
    "Embargo: Regierung verschärft die Regeln",
    "Sperrfrist für Führerscheine wird verlängert",
    "Test: Diese Sonnencreme hilft wirklich",
    "Kill Bill kommt noch einmal ins Kino",
    "Advance notice: Swimming pool opens earlier",
    "Intern der Stadtwerke entdeckt alten Brunnen",
    "Rückzug: Trainer verlässt den Verein",
]


def held(text: str, name: str = "clip.txt") -> tuple[str, ...]:
    return notices.holds([warning.code for warning in parse_clip(text.encode(), name).warnings])


@pytest.mark.parametrize("line", NOTICES)
@pytest.mark.parametrize("place", ["head", "below_headline", "end"])
@pytest.mark.parametrize("form", ["text", "page"])
def test_a_notice_is_found_at_the_head_and_at_the_end(line, place, form):
    first, *rest = TEXT.strip().split("\n\n")
    parts = {
        "head": [line, first, *rest],
        "below_headline": [first, line, *rest],
        "end": [first, *rest, line],
    }[place]
    if form == "page":
        body = "".join(f"<h1>{part}</h1>" if part == first else f"<p>{part}</p>" for part in parts)
        text, name = f"<!doctype html><html><body><article>{body}</article></body></html>", "seite.html"
    else:
        text, name = "\n\n".join(parts), "clip.txt"

    read = parse_clip(text.encode(), name)

    assert notices.holds([w.code for w in read.warnings]) == (NOTICES[line],)
    spans = [span for w in read.warnings if w.code in notices.HOLDS for span in w.spans]
    assert spans
    assert all(read.text[start:end] in line for start, end in spans)
    assert read.document is not None
    assert all(line not in block.text for block in read.document.body) or NOTICES[line] == "not_for_publication"


@pytest.mark.parametrize("sentence", PROSE)
@pytest.mark.parametrize("place", [1, 2, 4])
def test_prose_that_speaks_of_such_things_holds_nothing_back(sentence, place):
    parts = TEXT.strip().split("\n\n")

    assert held("\n\n".join([*parts[:place], sentence, *parts[place:]])) == ()
    assert held("\n\n".join([*parts[:3], f"{parts[3]} {sentence}"])) == ()


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_that_speaks_of_such_things_holds_nothing_back(headline):
    assert held("\n\n".join([headline, *TEXT.strip().split("\n\n")[1:]])) == ()


def test_a_day_on_the_line_below_is_the_end_of_the_embargo():
    read = parse_clip(f"Sperrfrist:\n20. Juni 2030, 18.00 Uhr\n\n{TEXT}".encode(), "clip.txt")

    assert read.document is not None
    assert read.document.embargo_until is not None
    assert read.document.embargo_until.isoformat() == "2030-06-20T18:00:00+02:00"


def test_what_keeps_back_only_what_stands_below_the_article_does_not_hold_it_back():
    notice = "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt"

    contact = (
        "## dpa-Kontakte\n- Redaktion: Max Muster (Berlin), 0301234567, <inland@example.org>\n\ndpa beb yyhe n1 mmu"
    )

    assert held(f"{TEXT}\n* * * *\n{notice}\n\n{contact}") == ()
    assert held(f"{notice}\n\n{TEXT}") == ("not_for_publication",)


def test_a_word_of_a_menu_holds_nothing_back():
    menu = "\n".join(f"  • {word}" for word in ("Start", "Sport", "Intern", "Kontakt"))

    assert held(f"{menu}\n\n{TEXT}") == ()


def test_what_a_format_says_is_added_once():
    read = parse_clip(TEXT.encode(), "clip.txt")

    said = notices.add_said(notices.add_said(read, "notice_canceled", "pubStatus: canceled"), "notice_canceled")

    assert [(w.code, w.params) for w in said.warnings if w.code in notices.HOLDS] == [
        ("notice_canceled", (("words", "pubStatus: canceled"),))
    ]


REPORT = """bdt0173 3 vm 148  dpa 0525

Brände/Hessen/
{}
Nach Brand in Musterstadt: Suche nach der Ursache
Von Erika Beispiel, dpa =

Musterstadt (dpa/lhe) - Nach dem Brand in einer Lagerhalle haben die Ermittler mit der Suche nach der Ursache
begonnen. Das teilte die Polizei mit.

Verletzt wurde niemand. Den Schaden schätzt die Feuerwehr auf rund 250 000 Euro.

dpa beb yyhe n1 mmu

191114 Jun 24
"""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Achtung Redaktionen: Bitte nicht verwenden", "kill"),
        ("(Sperrfrist: 20. Juni 2030, 18 Uhr)", "embargo"),
        ("Sperrfrist: Redebeginn", "embargo"),
        ("Achtung: Nicht zur Veröffentlichung", "not_for_publication"),
        ("(Vorausmeldung)", "advance"),
    ],
)
def test_a_notice_in_the_head_of_an_agencys_report_is_found(line, reason):
    assert reason in held(REPORT.format(line), "meldung.txt")


def test_an_agencys_report_without_a_notice_is_not_held_back():
    assert held(REPORT.replace("{}\n", ""), "meldung.txt") == ()
    assert held(REPORT.format("(Aktualisierung)"), "meldung.txt") == ()
    assert held(REPORT.format("KORREKTUR"), "meldung.txt") == ()


@pytest.mark.parametrize(
    ("headline", "code", "has_end"),
    [
        ("SPERRFRIST: {}", "embargo_open", False),
        ("{} (Sperrfrist 20. Juni 2031, 18 Uhr)", "embargo_stated", True),
        ("[EMBARGO] {}", "embargo_open", False),
        ("{} – Sperrfrist: 20.6.2031", "embargo_time_assumed", True),
        ("Nicht zur Veröffentlichung: {}", "notice_not_for_publication", False),
    ],
)
@pytest.mark.parametrize("form", ["text", "feed", "ninjs"])
def test_what_the_headline_tells_the_desk_holds_the_text_back(form, headline, code, has_end):
    title, *paragraphs = TEXT.strip().split("\n\n")
    title = headline.format(title)
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    files = {
        "text": "\n\n".join([title, *paragraphs]),
        "feed": f"<rss version='2.0'><channel><item><title>{title}</title><description><![CDATA[{body}]]></description>"
        "</item></channel></rss>",
        "ninjs": json.dumps({"uri": "a", "pubstatus": "usable", "headline": title, "body_html": body}),
    }
    clip = parse_clip(files[form].encode(), "a")

    assert code in [warning.code for warning in clip.warnings]
    assert bool(clip.document.embargo_until) is has_end


@pytest.mark.parametrize(
    "headline", ["EU-Embargo: Was jetzt gilt", "Öl-Embargo (ab 2023): Was gilt", "Rückzug: Der Rat"]
)
def test_a_headline_with_such_a_word_and_a_colon_or_brackets_holds_nothing_back(headline):
    clip = parse_clip(TEXT.replace("Freibad öffnet im Sommer länger", headline).encode(), "a.txt")

    assert notices.holds([warning.code for warning in clip.warnings]) == ()
