"""Datelines of places that nobody has listed: the day behind the place shows what it is."""

from datetime import date

import pytest

from articles.parser.patterns.dateline import parse_dateline
from articles.parser.pipeline import parse_clip

HEADLINE = "Freibad in Hangstedt öffnet später"
LEAD = "Das Freibad in Hangstedt öffnet in diesem Jahr erst im Juni. Das hat der Rat am Dienstag beschlossen."
TEXT = (
    "Die Pumpen müssen nach Angaben der Verwaltung erneuert werden. Die Arbeiten kosten rund 120.000 Euro.",
    "Der Förderverein will in der Zwischenzeit Kurse im Hallenbad anbieten. Dafür sucht er noch Helfer aus dem Ort.",
)
DAY = date(2024, 6, 19)
FORMS = (
    ("Oberhinterweiler, 19. Juni 2024. ", "Oberhinterweiler"),
    ("Oberhinterweiler, 19. Juni 2024 – ", "Oberhinterweiler"),
    ("Oberhinterweiler, 19. Juni 2024 | ", "Oberhinterweiler"),
    ("Oberhinterweiler, den 19. Juni 2024: ", "Oberhinterweiler"),
    ("Oberhinterweiler, 19.06.2024. ", "Oberhinterweiler"),
    ("Oberhinterweiler, 19.6.2024 - ", "Oberhinterweiler"),
    ("OBERHINTERWEILER, 19. Juni 2024. ", "OBERHINTERWEILER"),
    ("Oberhinterweiler/Muldenau, 19. Juni 2024. ", "Oberhinterweiler/Muldenau"),
    ("Oberhinterweiler (pm), 19. Juni 2024. ", "Oberhinterweiler"),
    ("Oberhinterweiler, 19. Juni 2024 (pm) – ", "Oberhinterweiler"),
    ("Bad Hinterweil, Mittwoch, 19. Juni 2024: ", "Bad Hinterweil"),
    ("(Oberhinterweiler, 19. Juni 2024) ", "Oberhinterweiler"),
    ("Upper Hinterville, June 19, 2024. ", "Upper Hinterville"),
    ("UPPER HINTERVILLE, June 19, 2024 -- ", "UPPER HINTERVILLE"),
    ("UPPER HINTERVILLE, June 19, 2024 /PRNewswire/ -- ", "UPPER HINTERVILLE"),
    ("UPPER HINTERVILLE, Ohio (June 19, 2024) – ", "UPPER HINTERVILLE, Ohio"),
    ("Upper Hinterville, 19 June 2024 – ", "Upper Hinterville"),
)


@pytest.mark.parametrize(("head", "place"), FORMS)
def test_an_unknown_place_with_a_day_is_a_dateline(head: str, place: str) -> None:
    clip = parse_clip("\n\n".join((HEADLINE, head + LEAD, *TEXT)).encode(), "a.txt")

    assert (clip.document.dateline, clip.document.lead) == (place, LEAD)
    assert clip.document.date.value == DAY
    assert "".join(clip.text[s.start : s.end] for s in clip.segments) == clip.text


@pytest.mark.parametrize(
    "text",
    [
        "Am Mittwoch, 19. Juni 2024. Das Bad öffnet.",
        "Stand, 19. Juni 2024: Das Bad ist geschlossen.",
        "Heute, 19. Juni 2024 – Das Bad öffnet.",
        "On Wednesday, June 19, 2024. The lido opens.",
        "Published, June 19, 2024 – The lido opens.",
        "Oberhinterweiler, 19. Juni 2024 war es heiß.",
        "Im Bad, 19. Stunde: Das Wasser ist kalt.",
        "Oberhinterweiler, 19 Gäste. Das Bad ist leer.",
    ],
)
def test_a_day_behind_other_words_makes_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None
