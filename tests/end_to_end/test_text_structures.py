"""Verse, terms, interviews and notes of a clip come through every door with their lines, and never run together."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.domain.articles import import_fields
from articles.domain.imports import importer
from articles.domain.search import index
from articles.models import Article
from articles.models.fields import body
from tests.end_to_end.test_body_blocks import DOORS, shown
from tests.rounds import slow_but

Make = Callable[..., Article]

ABOVE = "Das Freibad in Hangstedt öffnet in diesem Jahr erst im Juni. Das hat der Rat am Dienstag beschlossen."
BELOW = "Der Förderverein will in der Zwischenzeit Kurse im Hallenbad anbieten. Dafür sucht er noch Helfer aus dem Ort."
VERSE = "Am Becken steht ein alter Mann\nund schaut dem Wasser zu,\nund findet keine Ruh."
STRUCTURES = {
    "verse": (VERSE, f"<p>{VERSE.replace(chr(10), '<br>')}</p>"),
    "terms": (
        "Becken\n    Das große Becken hat sechs Bahnen.\n\nKiosk\n    Er öffnet erst im Juli.",
        "<ul><li>Becken<br>Das große Becken hat sechs Bahnen.</li><li>Kiosk<br>Er öffnet erst im Juli.</li></ul>",
    ),
    "interview": (
        "Frage: Wer bezahlt das?\nAntwort: Die Stadt.\n\nFrage: Und dann?\nAntwort: Dann öffnen wir.",
        "<p>Frage: Wer bezahlt das?</p>\n<p>Antwort: Die Stadt.</p>\n<p>Frage: Und dann?</p>\n"
        "<p>Antwort: Dann öffnen wir.</p>",
    ),
    "caption of a table": (
        "Tabelle 1: Preise\nKarte\tbisher\nKinder\t2,00\nHunde\t1,00",
        '<table><caption>Tabelle 1: Preise</caption><thead><tr><th scope="col">Karte</th><th scope="col">bisher</th>'
        "</tr></thead><tbody><tr><td>Kinder</td><td>2,00</td></tr><tr><td>Hunde</td><td>1,00</td></tr></tbody></table>",
    ),
}
NOTE = "[1] Bericht der Verwaltung vom 3. Mai, Seite 12."


def clip_of(name: str) -> bytes:
    above = ABOVE.replace("beschlossen.", "beschlossen.[1]")
    parts = ("Freibad in Hangstedt öffnet später", BELOW, above, STRUCTURES[name][0], BELOW.replace("noch", ""), NOTE)
    return "\n\n".join(parts).encode()


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_structure_of_a_clip_is_that_of_the_article(name: str, editor: User) -> None:
    article = importer.import_clip(clip_of(name), "bad.txt", importer.ImportDefaults(right="full")).article
    assert article is not None

    assert STRUCTURES[name][1] in article.body
    assert article.body.endswith(f"<p>{NOTE}</p>")
    assert not import_fields.edited_fields(article)
    assert body.clean(article.body) == article.body


@pytest.mark.parametrize("door", slow_but(["article page", "RSS", "API, text", "search"], DOORS))
@pytest.mark.parametrize("name", STRUCTURES)
def test_a_structure_of_a_clip_comes_through_every_door(
    name: str, door: str, make_article: Make, client: Client
) -> None:
    read = importer.import_clip(clip_of(name), "bad.txt", importer.ImportDefaults(right="full")).article
    assert read is not None
    article = make_article(body=read.body)
    index.update(article)

    seen = shown(DOORS[door](article, client))

    assert not [word for word in (*shown(STRUCTURES[name][1]), *shown(NOTE)) if word not in seen]
