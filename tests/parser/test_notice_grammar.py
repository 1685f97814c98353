"""Notices to the desk in whatever words: sentences in which only words of notices stand."""

from itertools import product

import pytest

from articles.parser.patterns.notice import find_notice
from tests.parser.test_notices import TEXT, held
from tests.rounds import slow_but

EMBARGOES = [
    "Frei für die Sonntagsausgaben",
    "Nicht zu veröffentlichen vor dem 20. Juni 2030",
    "Verwendung erst ab 20. Juni, 18 Uhr",
    "Zur Verwendung ab 20. Juni, 18 Uhr",
    "Veröffentlichung ab 20. Juni 2030, 12 Uhr",
    "Zur Veröffentlichung am 20. Juni 2030",
    "gesperrt für Online bis 20. Juni, 18 Uhr",
    "Die Sperrfrist endet am 20. Juni 2030 um 18 Uhr",
    "Bitte erst nach 18 Uhr verwenden",
    "Mit der Bitte um Beachtung der Sperrfrist",
    "Um Beachtung der Sperrfrist wird gebeten",
    "Sperrfrist: Es gilt das gesprochene Wort",
    "Sperrfrist für Print, Online und Hörfunk: 20. Juni 2030, 18 Uhr",
    "Ab 18 Uhr frei zur Veröffentlichung",
    "Sendesperrfrist: 20. Juni 2030, 18 Uhr",
    "Embargo: Not for release before 10 a.m. EDT, June 20, 2030",
    "The following is under embargo until 6 p.m. ET",
    "Not for publication, broadcast or online use before 00.01 on 20 June",
    "Hold for Sunday editions",
    "Embargo ends: 20 June 2030, 10:00 GMT",
    "Publication date: not before 20 June 2030",
    "Do not publish or broadcast before 20 June 2030",
    "For publication on or after 20 June 2030",
    "Embargo (strict): 20 June 2030",
    "Media embargo until 20 June 2030",
    "Withhold until 20 June 2030",
    "NOT BEFORE 10 AM, JUNE 20",
    "Eds: Story is embargoed until 10 a.m. EDT",
    "Nachrichten-Embargo bis 20. Juni 2030",
    "Freigabezeit: 20.06.2030, 10 Uhr",
    "Die Redaktionen werden gebeten, die Sperrfrist bis 20. Juni, 12 Uhr, einzuhalten.",
    "Mit Sperrfrist versehen: 20. Juni 2030, 12 Uhr",
    "The contents of this document are embargoed until 6 p.m. June 20",
    "Cannot be published until June 20",
    "Publishable from 20 June 2030",
    "For use in Sunday editions and thereafter",
]
OTHERS = {
    "Nicht für die Öffentlichkeit bestimmt": "not_for_publication",
    "Nur zur redaktionellen Verwendung, nicht zur Veröffentlichung": "not_for_publication",
    "Diese Information ist nicht zur Veröffentlichung bestimmt.": "not_for_publication",
    "Hintergrundinformation – nicht zur Veröffentlichung": "not_for_publication",
    "Nur zur Hintergrundinformation": "not_for_publication",
    "Not for broadcast or publication": "not_for_publication",
    "Not intended for publication": "not_for_publication",
    "For background only": "not_for_publication",
    "Vorab zur Verwendung ab Donnerstag": "advance",
    "ADV20": "advance",
    "ADVANCE 20 JUNE": "advance",
    "Test - please ignore": "test",
    "Übung! Übung! Übung!": "test",
    "Bitte löschen Sie diese Meldung": "kill",
    "AFP annulliert die Meldung": "kill",
    "Stornierung": "kill",
    "Bitte ziehen Sie die Meldung zurück": "kill",
    "Wir haben die Meldung zurückgezogen": "kill",
    "Bitte entfernen Sie den Text aus Ihren Systemen": "kill",
    "Nur zur persönlichen Information": "not_for_publication",
    "Please do not share or publish": "not_for_publication",
    "Please remove the story from all platforms": "kill",
}
SENTENCES = [  # who, what becomes of it, until when: in every order in which people write it
    *product(("Diese Meldung", "Dieser Text", "Die vorliegende Pressemitteilung"),
             ("ist bis zum {}, gesperrt", "ist gesperrt bis zum {}", "darf nicht vor dem {}, veröffentlicht werden",
              "darf erst ab dem {} verbreitet werden", "unterliegt einer Sperrfrist bis {}"),
             ("20. Juni 2030, 18 Uhr", "20.06.2030, 18:00 Uhr (MESZ)")),
    *product(("This story", "This press release", "The following text", "The report"),
             ("is embargoed until {}", "is under strict embargo until {}", "must not be published before {}",
              "may not be released prior to {}", "is not to be used until {}", "should be held until {}"),
             ("20 June 2030, 10:00 GMT", "10 a.m. EDT, June 20, 2030")),
]  # fmt: skip
PROSE = [
    "Veröffentlicht am 20. Juni 2024 um 18 Uhr",
    "Veröffentlichung: 20.06.2024",
    "Published: June 20, 2024, 10:00 a.m.",
    "Released on June 20",
    "For immediate release",
    "Zur sofortigen Veröffentlichung",
    "Frei ab sofort",
    "Es gilt keine Sperrfrist",
    "No embargo",
    "Embargo lifted",
    "Die Sperrfrist ist aufgehoben",
    "Die Straße ist bis zum 20. Juni 2030, 18 Uhr, gesperrt",
    "Der Tunnel bleibt bis Donnerstag gesperrt.",
    "The report will be published on Thursday.",
    "The report has not been published.",
    "Das Freibad öffnet nicht vor dem 20. Juni.",
    "Die Sendung läuft am 20. Juni um 20.15 Uhr.",
    "Der Bericht soll am Donnerstag veröffentlicht werden.",
    "The test was not part of the examination.",
    "Das Embargo gegen das Nachbarland gilt bis Juli.",
    "Online ab 20. Juni 2024",
    "Freigegeben ab 12 Jahren",
    "Zurück zum Artikel",
    "Weitere Informationen",
    "Informationen zum Datenschutz",
    "Release date: June 20, 2024",
    "Nutzung nur mit Genehmigung",
    "Diese E-Mail ist vertraulich und kann geschützte Angaben enthalten.",
]


@pytest.mark.parametrize("line", EMBARGOES)
def test_an_embargo_is_known_in_any_words_of_the_trade(line):
    notice = find_notice(line)

    assert notice is not None
    assert (notice.kind, notice.is_all) == ("embargo", True)


@pytest.mark.parametrize(("line", "kind"), OTHERS.items())
def test_other_notices_are_known_in_any_words_of_the_trade(line, kind):
    notice = find_notice(line)

    assert notice is not None
    assert (notice.kind, notice.is_all) == (kind, True)


@pytest.mark.parametrize("parts", SENTENCES, ids=" ".join)
def test_whole_sentences_about_an_embargo_tell_its_end(parts):
    who, what, when = parts
    notice = find_notice(f"{who} {what.format(when)}.")

    assert notice is not None
    assert (notice.kind, notice.is_all) == ("embargo", True)
    assert notice.until is not None
    assert notice.until.date().isoformat() == "2030-06-20"
    assert not notice.time_is_assumed


@pytest.mark.parametrize("line", PROSE)
def test_lines_of_pages_and_prose_with_the_same_words_are_no_notice(line):
    assert find_notice(line) is None


@pytest.mark.parametrize("place", [0, 1, 4])
@pytest.mark.parametrize("line", slow_but([EMBARGOES[6], EMBARGOES[17]], EMBARGOES))
def test_such_an_embargo_holds_a_text_back_wherever_it_stands(line, place):
    parts = TEXT.strip().split("\n\n")

    assert held("\n\n".join([*parts[:place], line, *parts[place:]])) == ("embargo",)


@pytest.mark.parametrize("place", [0, 1, 4])
@pytest.mark.parametrize("line", slow_but(PROSE[:2], PROSE))
def test_such_a_line_holds_nothing_back(line, place):
    parts = TEXT.strip().split("\n\n")

    assert held("\n\n".join([*parts[:place], line, *parts[place:]])) == ()
