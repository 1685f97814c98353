"""What editors have set right is written as practice pages, which the parser's learning reads."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.domain.articles import publishing, revisions
from articles.domain.imports import importer, relabelling, uncertain_places
from articles.models import Article, Clip
from articles.parser.learning import gold

SENTENCES = " ".join(["Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin."] * 4)
RAIN = "Vielleicht regnet es am Abend in der Stadt, und der Turm wird nass."
SNOW = "Vielleicht schneit es im Winter auf die Mauern des neuen Turms."
WIND = "Vielleicht weht im Herbst ein Sturm über den Platz am Fluss."
TEASER = "Der Turm am Abend"
CLIP = f"""Stadt baut einen Turm

Von Ada Meier

{SENTENCES} Das gefällt vielen.

{RAIN}

{SENTENCES} Das kostet Geld.

{SNOW}

{SENTENCES} Das dauert lange.

{WIND}

{SENTENCES} Das lohnt sich.

{TEASER}
"""
PAGE = f"""<!doctype html><html lang="de"><head><title>Turm</title></head><body><article><h1>Stadt baut Turm</h1>
<p>{SENTENCES}</p><p>{RAIN}</p><p>{SENTENCES} Das dauert lange.</p></article></body></html>"""


def run_command(folder: Path) -> str:
    out = StringIO()
    call_command("export_corrections", str(folder), stdout=out)
    return out.getvalue()


@pytest.fixture
def article(db, unsure_about) -> Article:
    unsure_about("Vielleicht")
    return importer.import_clip(
        CLIP.encode(), "turm.txt", importer.ImportDefaults(source="Der Anzeiger", right="full")
    ).article


def decide(article: Article, words: str, verdict: str, by) -> None:
    start, end = next(
        span
        for span in uncertain_places.places(article.clip.readings.first())
        if words in article.clip.text[slice(*span)]
    )
    uncertain_places.decide(article.clip.readings.first(), start, end, verdict, by)


def give(article: Article, words: str, role: str, by) -> None:
    start = article.clip.text.index(words)
    relabelling.assign_role(article.clip.readings.first(), start, start + len(words), role, by)


def only_gold(folder: Path) -> dict:
    (path,) = (folder / "gold" / "a").glob("*.json")
    clip = folder / "clips" / "a" / f"{path.stem}.txt"
    assert [p.name for p in clip.parent.iterdir()] == [clip.name]
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["file"] == clip.name
    return found


def texts(found: dict) -> list[str]:
    return [block["text"] for block in found["blocks"]]


def test_what_editors_decided_about_a_draft_is_known_and_everything_else_is_open(article, reporter, tmp_path):
    decide(article, RAIN, "kept", reporter)
    decide(article, SNOW, "removed", reporter)
    give(article, TEASER, "subheadline", reporter)

    assert run_command(tmp_path / "new") == "1 Übungsseite wurde geschrieben.\n"

    found = only_gold(tmp_path / "new")
    assert found["segments"] == {"body": [RAIN], "not_body": [SNOW, TEASER]}
    assert (found["publisher"], found["lang"]) == ("Der Anzeiger", "de")
    open_fields = ("titles", "lead", "blocks", "authors", "images", "comments")
    assert {name: found[name] for name in open_fields} == dict.fromkeys(open_fields)


def test_a_headline_that_an_editor_gave_is_known_of_a_draft(article, reporter, tmp_path):
    give(article, TEASER, "headline", reporter)

    run_command(tmp_path / "new")

    assert only_gold(tmp_path / "new")["titles"] == [TEASER]


def test_of_a_published_article_the_whole_reading_is_known(article, reporter, editor, tmp_path):
    for words, verdict in ((RAIN, "kept"), (SNOW, "removed"), (WIND, "kept")):
        decide(article, words, verdict, reporter)
    article.refresh_from_db()
    publishing.publish(article, by=editor, override_reason="Probe")

    run_command(tmp_path / "new")

    found = only_gold(tmp_path / "new")
    reading = article.clip.readings.first()
    assert texts(found) == [block["text"] for block in reading.fields["body"]]
    assert (RAIN in texts(found), SNOW in texts(found)) == (True, False)
    assert (found["titles"], found["lead"]) == ([reading.fields["headline"]], reading.fields["lead"])
    assert (found["authors"], found["images"], found["comments"]) == (["Ada Meier"], [], [])


def test_the_folder_is_what_learning_reads(article, reporter, editor, tmp_path):
    for words, verdict in ((RAIN, "kept"), (SNOW, "removed"), (WIND, "kept")):
        decide(article, words, verdict, reporter)
    article.refresh_from_db()
    publishing.publish(article, by=editor, override_reason="Probe")
    run_command(tmp_path)

    (example,) = gold.load_folder(tmp_path)

    states = dict(zip(example.lines, example.states, strict=True))
    assert example.data == CLIP.encode()
    assert states[RAIN] == states[WIND] == frozenset("P")
    assert states[SNOW] <= gold.JUNK
    assert states["Stadt baut einen Turm"] == frozenset("H")
    assert example.publisher == "Der Anzeiger"


def test_an_open_place_of_a_published_article_stays_open(article, reporter, editor, tmp_path):
    decide(article, RAIN, "kept", reporter)
    article.refresh_from_db()
    publishing.publish(article, by=editor, override_reason="Probe")

    run_command(tmp_path)

    found = only_gold(tmp_path)
    assert found["neutral"] == [SNOW, WIND]
    assert RAIN in texts(found)


def test_fields_that_the_editor_wrote_are_taken_where_the_clip_has_their_words(article, editor, tmp_path):
    article.headline, article.lead = TEASER, "Ganz neu gedichtet, das steht so in keinem Ausschnitt der Welt."
    revisions.save(article, editor)
    publishing.publish(article, by=editor, override_reason="Probe")

    run_command(tmp_path)

    found = only_gold(tmp_path)
    assert (found["titles"], found["lead"]) == ([TEASER], None)


def test_paragraphs_that_an_editor_brought_back_from_the_clip_are_text_and_shortened_ones_are_open(
    article, reporter, editor, tmp_path
):
    for words in (RAIN, SNOW, WIND):
        decide(article, words, "removed", reporter)
    article.refresh_from_db()
    costs = f"{SENTENCES} Das kostet Geld."
    article.body = article.body.replace(f"<p>{costs}</p>", f"<p>{SNOW}</p>")
    revisions.save(article, editor)
    publishing.publish(article, by=editor, override_reason="Probe")

    run_command(tmp_path)

    found = only_gold(tmp_path)
    assert found["neutral"] == [costs]
    assert (SNOW in texts(found), RAIN in texts(found)) == (True, False)
    assert [CLIP.index(text) for text in texts(found)] == sorted(CLIP.index(text) for text in texts(found))


def test_a_wrapped_text_is_written_as_the_line_model_sees_it(db, unsure_about, reporter, tmp_path):
    unsure_about("Vielleicht")
    wrapped = (
        "Stadt baut einen Turm\n\nDie Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin am\nMontag im Rat. Das "
        "gefällt vielen, denn der alte Turm ist lange\nschon baufällig.\n\nVielleicht regnet es am Abend in der Stadt, "
        "und der Turm wird nass,\nsodass am Montag keiner mehr kommen will.\n\nDer Bau beginnt im Mai und dauert zwei "
        "Jahre, sagte die\nBürgermeisterin. Das Geld dafür kommt vom Land und von der\nStadt, die lange gespart hat.\n"
    )
    article = importer.import_clip(wrapped.encode(), "turm.txt").article
    decide(article, "Vielleicht", "kept", reporter)

    run_command(tmp_path)

    found = only_gold(tmp_path)
    (line,) = found["segments"]["body"]
    assert line.endswith("und der Turm wird nass, sodass am Montag keiner mehr kommen will.")
    assert line in (tmp_path / "clips" / "a" / found["file"]).read_text(encoding="utf-8").splitlines()


def test_web_pages_are_left_out_and_counted(article, reporter, tmp_path):
    page = importer.import_clip(PAGE.encode(), "turm.html").article
    decide(page, "Vielleicht", "kept", reporter)
    decide(article, RAIN, "kept", reporter)

    output = run_command(tmp_path)

    assert "1 Übungsseite wurde geschrieben." in output
    assert "1 Ausschnitt wurde ausgelassen: Er ist der Quelltext einer Webseite" in output
    only_gold(tmp_path)


def test_clips_that_nobody_has_set_right_are_not_written(article, editor, tmp_path):
    publishing.publish(article, by=editor, override_reason="Probe")

    assert run_command(tmp_path) == "0 Übungsseiten wurden geschrieben.\n"
    assert list(tmp_path.rglob("*.*")) == []
    assert Clip.objects.count() == 1


def test_a_folder_with_something_in_it_is_refused_and_left_as_it_is(article, reporter, tmp_path):
    decide(article, RAIN, "kept", reporter)
    (tmp_path / "brief.txt").write_text("meins")

    with pytest.raises(CommandError, match="ist nicht leer"):
        run_command(tmp_path)
    with pytest.raises(CommandError, match="ist kein Ordner"):
        run_command(tmp_path / "brief.txt")
    with pytest.raises(CommandError, match="kann nicht geschrieben werden"):
        run_command(tmp_path / "brief.txt" / "darin")

    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]
