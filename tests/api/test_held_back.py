"""What the API tells of texts that no import publishes."""

from articles.domain.imports import importer

TEXT = """Freibad öffnet im Sommer länger

Die Gemeinde will ihr Freibad im kommenden Sommer länger öffnen. Das hat der Rat am Dienstagabend beschlossen.

Gegenstimmen kamen aus der Fraktion der Freien Wähler. Deren Sprecher hält die Kosten für zu hoch, sagte er am Abend.
"""


def test_clips_and_drafts_that_are_held_back_are_told_and_filtered(client, editor):
    held = importer.import_clip(f"Sperrfrist: Redebeginn\n\n{TEXT}".encode(), "a.txt")
    other = importer.import_clip(TEXT.replace("Freibad", "Bad").encode(), "b.txt")
    assert held.clip
    assert other.clip
    client.force_login(editor)

    clips = client.get("/api/v1/clips/?held=true").json()["results"]
    articles = client.get("/api/v1/desk/articles/?held=true").json()["results"]

    assert [(row["id"], row["held"]) for row in clips] == [(held.clip.pk, ["embargo"])]
    assert client.get(f"/api/v1/clips/{other.clip.pk}/").json()["held"] == []
    assert [row["clip"] for row in articles] == [held.clip.pk]


def test_the_outcome_of_an_import_tells_what_holds_the_text_back(client, admin_user):
    client.force_login(admin_user)
    sent = {"name": "c.txt", "text": f"KILL\n\n{TEXT}"}

    dry = client.post("/api/v1/clips/?dry_run=true", sent, content_type="application/json").json()
    outcome = client.post("/api/v1/clips/", sent, content_type="application/json").json()

    assert (dry["held"], outcome["held"]) == (["kill"], ["kill"])
