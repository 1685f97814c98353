"""The list of import runs, and a run with its files."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from lxml import html

from articles.domain.imports import importer, runs
from articles.models import ImportedFile, ImportRun

RUNS = "/admin/articles/importrun/"


@pytest.fixture
def archivist(reporter):
    """A user who may import."""
    reporter.user_permissions.add(Permission.objects.get(codename="import_clip"))
    return reporter


@pytest.fixture
def run(db, seed, editor) -> ImportRun:
    """A run with two new files, an empty one and a known one."""
    record = runs.RunRecorder(by=editor)
    files = [("000.txt", seed("000")), ("003.txt", seed("003")), ("leer.txt", b""), ("noch-einmal.txt", seed("000"))]
    for outcome in importer.import_clips(files, by=editor):
        record.add(outcome)
    record.close()
    return record.run


def rows(response):
    page = html.fromstring(response.content.decode())
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//table//tbody/tr")]


def test_a_run_shows_its_user_and_its_counts(run, visit, archivist):
    (row,) = rows(visit(archivist).get(RUNS))

    assert row[1:8] == ["abgeschlossen", "neue Ausschnitte", "editor", "2", "0", "1", "1"]
    assert row[8] == importer.PARSER_VERSION


def test_a_run_shows_the_outcome_of_each_file(run, visit, archivist):
    article = run.files.get(name="003.txt").article

    new, other, failed = rows(visit(archivist).get(f"{RUNS}{run.pk}/change/"))

    assert new[0] == "neu 000.txt"
    assert other[4] == f"Entwurf {article.headline}"
    assert failed == [
        "fehlgeschlagen leer.txt",
        "Die Datei leer.txt ist leer und wurde nicht eingelesen.",
        "–",
        "–",
        "–",
    ]


def test_warnings_lead_to_the_clip(run, visit, archivist):
    file = run.files.get(name="000.txt")

    page = html.fromstring(visit(archivist).get(f"{RUNS}{run.pk}/change/").content.decode())

    links = {a.get("href") for a in page.xpath("//table//a")}
    assert f"/admin/articles/clip/{file.clip_id}/change/#clip-warnings" in links
    assert f"/admin/articles/article/{file.article_id}/change/" in links
    clip = html.fromstring(visit(archivist).get(f"/admin/articles/clip/{file.clip_id}/change/").content.decode())
    assert len(clip.get_element_by_id("clip-warnings")) == file.warning_count


def test_only_what_failed_can_be_listed(run, visit, archivist):
    assert [r[0] for r in rows(visit(archivist).get(f"{RUNS}{run.pk}/change/?status=failed"))] == [
        "fehlgeschlagen leer.txt"
    ]


@pytest.mark.parametrize(("minutes", "word"), [(0, "läuft noch"), (11, "abgebrochen")])
def test_a_run_without_an_end_is_running_or_broken_off(run, visit, archivist, page_text, minutes, word):
    ImportRun.objects.update(finished_at=None, heard_at=timezone.now() - timedelta(minutes=minutes))

    visitor = visit(archivist)

    assert rows(visitor.get(RUNS))[0][1] == word
    assert f"{word} Begonnen" in page_text(visitor.get(f"{RUNS}{run.pk}/change/"))


def test_a_long_run_comes_by_pages_and_costs_the_same_whatever_its_length(
    run, visit, archivist, django_assert_max_num_queries
):
    article = run.files.first().article
    ImportedFile.objects.bulk_create(
        ImportedFile(run=run, name=f"{n}.txt", status="new", sentence="neu", clip=article.clip, article=article)
        for n in range(130)
    )
    visitor = visit(archivist)

    with django_assert_max_num_queries(8) as queries:
        first = rows(visitor.get(f"{RUNS}{run.pk}/change/"))
    second = rows(visitor.get(f"{RUNS}{run.pk}/change/?p=2"))

    assert (len(first), len(second)) == (100, 33)
    assert not [q for q in queries.captured_queries if '"articles_article"."body"' in q["sql"]]


def test_file_names_are_text(run, visit, archivist):
    ImportedFile.objects.filter(name="leer.txt").update(name="<img src=x onerror=alert(1)>.txt")

    page = html.fromstring(visit(archivist).get(f"{RUNS}{run.pk}/change/").content.decode())

    assert page.xpath("//img") == []
    assert "<img src=x onerror=alert(1)>.txt" in page.text_content()


def test_the_record_is_read_only(run, visit, admin_user):
    visitor = visit(admin_user)

    assert visitor.post(f"{RUNS}{run.pk}/change/", {"new": "9"}).status_code == 403
    assert visitor.get(f"{RUNS}add/").status_code == 403
    assert visitor.post(f"{RUNS}{run.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_record_is_not_for_everybody(run, visit, moderator):
    visitor = visit(moderator)

    assert visitor.get(RUNS).status_code == 403
    assert visitor.get(f"{RUNS}{run.pk}/change/").status_code == 403


def test_a_run_that_does_not_exist_leads_back_to_the_desk(visit, archivist):
    assert visit(archivist).get(f"{RUNS}99/change/").status_code == 302


def test_the_list_costs_the_same_however_many_runs(run, visit, archivist, editor, django_assert_max_num_queries):
    for _ in range(20):
        ImportRun.objects.create(by=editor, parser_version="1")
    visitor = visit(archivist)

    with django_assert_max_num_queries(8):
        visitor.get(RUNS)
