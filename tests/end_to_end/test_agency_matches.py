"""Which earlier text a kill, a correction or a new version is about, as agencies write them."""

import pytest

from articles.domain.imports import importer
from articles.models import AgencyTask
from tests.parser.formats.news_samples import news_item

HEADLINE = "Muldenau bekommt eine neue Bücherei"
BODY = """Muldenau ({}) - Die Stadt Muldenau bekommt eine neue Bücherei. Das hat der Rat am Montag mit großer Mehrheit beschlossen, wie
Bürgermeisterin Erika Beispiel sagte.

Die Kosten liegen bei rund drei Millionen Euro. Max Muster vom Bauamt sprach von einem guten Tag für die Stadt.
"""  # noqa: E501
OTHER = (
    "Muldenau ({}) - Über Gebühren für Kitas hat der Rat vier Stunden gestritten. Beschlossen wurde am Ende nichts.\n"
)


def dpa(label="", number="bdt0173", code="0525", head=HEADLINE, stamp="191114 Jun 24", body=BODY):
    slug = "Kommunen/Bau/Sachsen/"
    return f"{number} 3 vm 148  dpa {code}\n\n{slug}\n{label}{head}\nVon Erika Beispiel, dpa =\n\n{body.format('dpa/sn')}\ndpa beb n1 mmu\n\n{stamp}\n"  # noqa: E501


def kill(words, stamp="191314 Jun 24"):
    return f"bdt0180 3 vm 148  dpa 0530\n\nKommunen/Bau/Sachsen/\n{words}\n\n{stamp}\n"


def apa(number, label="", head=HEADLINE):
    day = "Mi, 19.Jun 2024"
    body = BODY.format("APA")
    return f"APA{number} 5 II 0123 XI/CI                      {day}\nKommunen/Bau/Muldenau\n{label}{head}\nUtl.: Drei Millionen Euro =\n\n   {body}(Schluss) ebe/mmu\n\nAPA{number}    2024-06-19/10:30\n\n191030 Jun 24\n"  # noqa: E501


def wire(slug, label="", note="", sent="MULDENAU, Germany (AP) —"):
    story = (
        "The town of Muldenau will get a new library, its council said on Monday after a long debate about its cost."
    )
    return f"{slug}\n{label}Muldenau gets a new library\n{note}\n{sent} {story}\n\nMayor Erika Example spoke of it.\n"


APA_KILL = "APA0199 5 II 0023 CI                      Mi, 19.Jun 2024\nRückzug\nAPA0123 bitte streichen\n\n   Wien (APA) - Bitte streichen Sie die Meldung APA0123. Der Inhalt ist falsch.\n(Schluss)\n"  # noqa: E501
EPD = f"epd-Zentralausgabe Nr. 118 vom 19. Juni 2024\n\n{HEADLINE}\n\n{BODY.format('epd')}\nepd ost ebe mmu\n"
REUTERS = "MULDENAU, June 19 (Reuters) -"
WORDS = f'dpa zieht Meldung zurück\n\nDie dpa zieht ihre Meldung "{HEADLINE}" vom Montag zurück.\n'

ABOUT = {  # name: the earlier text, the later one, what this does to that
    "number": (dpa(), kill("Die dpa zieht die Meldung dpa 0525 zurück."), "kill"),
    "number of the service": (dpa(), kill("Achtung Redaktionen: Bitte die Meldung bdt0173 streichen."), "kill"),
    "headline": (dpa(), kill(f"Bitte verwenden Sie die Meldung „{HEADLINE}“ nicht."), "kill"),
    "headline in capitals": (dpa(), kill(f"Bitte verwenden Sie die Meldung „{HEADLINE.upper()}“ nicht."), "kill"),
    "headline without a head": (f"{HEADLINE}\n\n{BODY.format('dpa')}", WORDS, "kill"),
    "correction": (dpa(), dpa("KORR: ", "bdt0181", "0531"), "correction"),
    "correction below the slug": (dpa(), dpa("(Korrektur: vier Millionen)\n", "bdt0181", "0531"), "correction"),
    "correction in capitals": (dpa(), dpa("KORREKTUR: ", "bdt0181", "0531", HEADLINE.upper()), "correction"),
    "summary": (dpa(), dpa("(Zusammenfassung 1430 - neu: Zitat)\n", "bdt0181", "0531"), "new_version"),
    "summary with a headline": (
        dpa(),
        dpa("(2. Zusammenfassung)\n", "bdt0181", "0531", "Rat beschließt"),
        "new_version",
    ),
    "apa correction": (apa("0123"), apa("0150", "KORREKTUR - "), "correction"),
    "apa correction by number": (apa("0123"), apa("0150", "Korrektur zu APA0123 - ", "Neue Bücher"), "correction"),
    "apa kill": (apa("0123"), APA_KILL, "kill"),
    "epd correction": (EPD, EPD.replace(HEADLINE, f"(Berichtigung) {HEADLINE}"), "correction"),
    "epd kill": (EPD, f"Achtung: Bitte verwenden Sie die epd-Meldung „{HEADLINE}“ nicht mehr.\n\nepd ost\n", "kill"),
    "take": (
        wire("BC-EU--Muldenau-Library, 150"),
        wire("BC-EU--Muldenau-Library, 1st Ld-Writethru, 150"),
        "new_version",
    ),
    "slug": (wire("BC-EU--Muldenau-Library, 150"), "BC-EU--Muldenau-Library,Kill\nKILL\n\nBULLETIN KILL.\n", "kill"),
    "slug in words": (
        wire("BC-EU--Muldenau-Library, 150"),
        "KILL\n\nPlease kill the story slugged BC-EU--Muldenau-Library. It is wrong.\n\nThe AP\n",
        "kill",
    ),
    "reuters correction": (
        wire("MULDENAU-LIBRARY/", sent=REUTERS),
        wire("MULDENAU-LIBRARY/", "CORRECTED-", sent=REUTERS),
        "correction",
    ),
    "reuters update": (
        wire("MULDENAU-LIBRARY/", sent=REUTERS),
        wire("MULDENAU-LIBRARY/", "UPDATE 1-", sent=REUTERS),
        "new_version",
    ),
    "reuters kill": (
        wire("MULDENAU-LIBRARY/", sent=REUTERS),
        '(Reuters) - Please disregard the story headlined "Muldenau gets a new library".\n',
        "kill",
    ),
    "version": (news_item(), news_item().replace('version="3"', 'version="4"'), "new_version"),
    "canceled version": (news_item(), news_item("canceled").replace('version="3"', 'version="4"'), "kill"),
}
NOT_ABOUT = {
    "headline of another agency": (f"{HEADLINE}\n\n{BODY.format('AFP')}", WORDS),
    "slug of another agency": (
        dpa(number="afp0171").replace("dpa", "AFP"),
        dpa("KORR: ", "bdt0181", "0531", "Rat von Muldenau berät"),
    ),
    "number of another day": (dpa(), kill("Die dpa zieht die Meldung dpa 0525 zurück.", "271114 Jun 24")),
    "correction with a number of another day": (
        dpa(),
        dpa("KORR: ", "bdt0190", "0525", "Streit über Gebühren für Kitas", "231114 Jun 24", OTHER),
    ),
}


def tasks(*texts):
    for number, text in enumerate(texts):
        assert importer.import_clip(text.encode(), f"{number}.txt").status == "new"
    return [(task.kind, task.article.clip.names.get().name) for task in AgencyTask.objects.order_by("id")]


@pytest.mark.parametrize("case", ABOUT)
def test_a_later_text_is_about_the_earlier_one_that_it_names(db, case):
    earlier, later, kind = ABOUT[case]

    assert tasks(earlier, later) == [(kind, "0.txt")]


@pytest.mark.parametrize("case", ABOUT)
def test_a_kill_finds_the_text_that_comes_after_it(db, case):
    earlier, later, kind = ABOUT[case]
    if kind == "kill":
        assert tasks(later, earlier) == [(kind, "1.txt")]


@pytest.mark.parametrize("case", NOT_ABOUT)
def test_a_later_text_is_not_about_what_only_looks_alike(db, case):
    assert tasks(*NOT_ABOUT[case]) == []


def test_a_kill_of_several_texts_raises_a_task_on_each(db):
    other = dpa(number="bdt0174", code="0526", head="Streit über Gebühren für Kitas", body=OTHER)

    assert sorted(tasks(dpa(), other, kill("Die dpa zieht die Meldungen dpa 0525 und dpa 0526 zurück."))) == [
        ("kill", "0.txt"),
        ("kill", "1.txt"),
    ]
