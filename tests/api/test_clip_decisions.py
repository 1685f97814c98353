"""A program decides about uncertain places of a clip as an editor does."""

import pytest

from articles.domain.imports import importer
from articles.models import Article, AuditEntry

from .test_writing import Program

SENTENCES = " ".join(["Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin."] * 4)
RAIN = "Vielleicht regnet es am Abend in der Stadt, und der Turm wird nass."
SNOW = "Vielleicht schneit es im Winter auf die Mauern des neuen Turms."
PARTS = [f"{SENTENCES} Das ist Absatz {number}.\n\n{doubt}" for number, doubt in enumerate((RAIN, SNOW))]
CLIP = "\n\n".join(["Stadt baut einen Turm", *PARTS, f"{SENTENCES} Das dauert lange."])


@pytest.fixture
def article(db, unsure_about) -> Article:
    unsure_about("Vielleicht")
    return importer.import_clip(CLIP.encode(), "turm.txt").article


@pytest.fixture
def program(admin_user):
    return Program(admin_user)


def decide(program, article, **sent):
    return program.ask("POST", f"/clips/{article.clip_id}/decisions/", sent)


def places_of(program, article):
    warnings = program.ask("GET", f"/clips/{article.clip_id}/").json()["warnings"]
    return next((w["spans"] for w in warnings if w["code"] == "uncertain_text"), [])


def test_places_are_read_kept_removed_and_taken_back(program, article):
    rain, snow = places_of(program, article)
    assert [CLIP[slice(*rain)], CLIP[slice(*snow)]] == [RAIN, SNOW]

    kept = decide(program, article, verdict="kept", start=rain[0], end=rain[1]).json()
    removed = decide(program, article, verdict="removed", start=snow[0], end=snow[1]).json()

    assert kept["uncertain"] == [{"start": snow[0], "end": snow[1]}]
    assert removed == {"uncertain": [], "fields_changed": ["body"], "fields_kept": [], "is_prepared": False}
    article.refresh_from_db()
    assert (RAIN in article.body, SNOW in article.body) == (True, False)

    again = decide(program, article, verdict="reopened").json()
    assert (again["uncertain"], places_of(program, article)) == ([{"start": snow[0], "end": snow[1]}], [snow])
    article.refresh_from_db()
    assert SNOW in article.body
    assert AuditEntry.objects.filter(verb__endswith="_place").count() == 3


def test_what_is_no_open_place_is_refused_and_nothing_is_changed(program, article):
    rain, _snow = places_of(program, article)

    assert decide(program, article, verdict="removed", start=rain[0], end=rain[1] - 1).status_code == 409
    assert decide(program, article, verdict="reopened").status_code == 409
    missing = decide(program, article, verdict="kept").json()["errors"]
    assert {error["name"] for error in missing} == {"start", "end"}
    assert decide(program, article, verdict="perhaps", start=0, end=5).status_code == 400
    assert len(places_of(program, article)) == 2


def test_the_dry_run_names_the_places(program, unsure_about):
    unsure_about("Vielleicht")

    reading = program.ask("POST", "/clips/?dry_run=true", {"name": "turm.txt", "text": CLIP}).json()["reading"]

    spans = next(w["spans"] for w in reading["warnings"] if w["code"] == "uncertain_text")
    assert [CLIP[start:end] for start, end in spans] == [RAIN, SNOW]
