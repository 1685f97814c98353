"""Timer jobs run independently: one that fails does not hold back others that are due."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.domain import job_runner
from articles.domain.articles import scheduled_changes
from articles.domain.comments import decision_letters, reports
from articles.domain.images import rendition_files
from articles.domain.imports import importer, near_duplicates
from articles.domain.imports import reread as rereader
from articles.domain.privacy import retention
from articles.domain.search import index
from articles.management.commands import tick
from articles.models import (
    Article,
    Clip,
    Decision,
    Image,
    Notice,
    PreparedVersion,
    RateLimitWindow,
    Report,
    SearchEntry,
)
from articles.parser import pipeline


class Broken(Exception):
    """An unexpected error."""


def raise_unexpected(*_args, **_options):
    raise Broken("nobody has foreseen this")


def run_command(*arguments, **options):
    """The output of a command and its exit code."""
    out = StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}{error}\n", error.returncode
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def tracebacks(caplog):
    return [record for record in caplog.records if record.exc_info and record.exc_info[0] is Broken]


@pytest.fixture
def due_version(make_article, editor):
    article = make_article(lead="Alt.")
    due_at = timezone.now() - timedelta(seconds=1)
    return scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "Nachtrag", due_at)


def test_a_due_version_is_published_even_if_every_other_job_fails(due_version, monkeypatch, caplog):
    monkeypatch.setattr(tick, "LATER_JOBS", [(name, raise_unexpected) for name, _job in tick.LATER_JOBS])

    output, code = run_command("tick")

    assert Article.objects.get().lead == "Neu."
    assert code == 1
    assert output.count("Broken: nobody has foreseen this") == len(tick.LATER_JOBS)
    assert len(tracebacks(caplog)) == len(tick.LATER_JOBS)
    assert output.splitlines()[0] == "1 vorbereitete Fassung ist live."
    assert (
        output.splitlines()[-1]
        == f"{len(tick.LATER_JOBS)} von {len(tick.LATER_JOBS) + 1} Aufgaben sind fehlgeschlagen."
    )


def test_all_other_jobs_run_whichever_fails(due_version, monkeypatch, caplog):
    jobs = tick.LATER_JOBS
    for failing in range(len(jobs)):
        done = []

        def job(number, done=done, failing=failing):
            return lambda: raise_unexpected() if number == failing else done.append(number)

        monkeypatch.setattr(tick, "LATER_JOBS", [(name, job(number)) for number, (name, _job) in enumerate(jobs)])
        caplog.clear()

        output, code = run_command("tick")

        assert (code, done) == (1, [number for number in range(len(jobs)) if number != failing])
        assert len(tracebacks(caplog)) == 1
        assert output.count("fehlgeschlagen: Broken") == 1, output


def test_a_failing_prepared_version_blocks_no_other_version_or_job(
    due_version, make_article, editor, monkeypatch, caplog
):
    due_at = timezone.now() - timedelta(minutes=1)
    bad = scheduled_changes.prepare(make_article(), {"lead": "Kaputt."}, editor, "zuerst", due_at)
    Report.objects.all().delete()
    apply = scheduled_changes.import_fields.fill
    monkeypatch.setattr(
        scheduled_changes.import_fields,
        "fill",
        lambda article, *rest, **more: (
            raise_unexpected() if article.pk == bad.article_id else apply(article, *rest, **more)
        ),
    )
    done = []
    monkeypatch.setattr(tick, "LATER_JOBS", [("x", lambda: done.append(1))])

    output, code = run_command("tick")

    assert (code, done, len(tracebacks(caplog))) == (1, [1], 1)
    assert {p.pk: p.state for p in PreparedVersion.objects.all()} == {due_version.pk: "applied", bad.pk: "waiting"}
    assert "Bitte in der Redaktion entscheiden" in output


@pytest.mark.parametrize("address", ["/articles/{}/", "/api/v1/articles/{}/"])
def test_a_failing_prepared_version_breaks_no_page(due_version, client, monkeypatch, caplog, address):
    monkeypatch.setattr(scheduled_changes.import_fields, "fill", raise_unexpected)

    answer = client.get(address.format(due_version.article.slug))

    assert (answer.status_code, len(tracebacks(caplog))) == (200, 1)
    assert "Alt." in answer.content.decode()


def test_a_failing_letter_blocks_no_other(make_article, make_comment, monkeypatch, caplog, mailoutbox):
    long_ago = timezone.now() - timedelta(hours=1)
    for number in range(3):
        comment = make_comment(make_article(), email=f"{number}@example.org", status="rejected")
        decision = Decision.objects.create(comment=comment, verb="reject", reason_code="insult", batch=uuid.uuid4())
        Notice.objects.create(decision=decision, due_at=long_ago)
        sender = {"email": f"r{number}@example.org", "receipt_token": str(number)}
        Report.objects.create(comment=comment, kind="illegal", reason="illegal", **sender)
    Report.objects.update(created_at=long_ago)
    send = decision_letters.mail.send
    monkeypatch.setattr(
        decision_letters.mail,
        "send",
        lambda recipient, *rest: (
            raise_unexpected() if recipient in {"0@example.org", "r0@example.org"} else send(recipient, *rest)
        ),
    )

    output, code = run_command("tick")

    assert sorted(letter.to[0] for letter in mailoutbox) == [f"{n}@example.org" for n in ("1", "2", "r1", "r2")]
    assert (code, len(tracebacks(caplog))) == (1, 2)
    assert output.splitlines()[-1].startswith("2 von ")


def test_an_article_that_fails_indexing_blocks_no_other(make_article, monkeypatch, caplog):
    articles = [make_article() for _number in range(3)]
    SearchEntry.objects.all().delete()
    entry = index._entry
    monkeypatch.setattr(
        index,
        "_entry",
        lambda article, captions: raise_unexpected() if article.pk == articles[0].pk else entry(article, captions),
    )

    output, code = run_command("index")

    assert sorted(SearchEntry.objects.values_list("pk", flat=True)) == [a.pk for a in articles[1:]]
    assert (code, str(articles[0].pk) in output) == (1, True)
    assert tracebacks(caplog)


def test_a_failing_retention_rule_blocks_no_other(db, monkeypatch, caplog):
    kinds = retention.KINDS
    for failing in kinds:
        RateLimitWindow.objects.create(key=failing, until=timezone.now() - timedelta(days=1))
        monkeypatch.setattr(retention, "KINDS", {**kinds, failing: raise_unexpected})
        caplog.clear()

        output, code = run_command("retain")

        assert (code, len(tracebacks(caplog))) == (1, 1)
        assert failing in output.splitlines()[-1]
        assert RateLimitWindow.objects.exists() == (failing == "rates")
        RateLimitWindow.objects.all().delete()


def test_a_failing_rendition_blocks_no_other(db, monkeypatch, caplog):
    pictures = [Image.objects.create(file=f"originals/{n}.jpg", width=10, height=10) for n in range(3)]
    rendered = []
    monkeypatch.setattr(
        rendition_files,
        "make_all",
        lambda image: raise_unexpected() if image.pk == pictures[0].pk else rendered.append(image.pk) or 1,
    )

    output, code = run_command("make_renditions", "--all")

    assert rendered == [image.pk for image in pictures[1:]]
    assert (code, len(tracebacks(caplog))) == (1, 1)
    assert f"Bild {pictures[0].pk}" in output


PLACES = [
    (pipeline, "parse_clip"),
    (near_duplicates, "preview_comparison"),
    (near_duplicates, "compare"),
    (importer.storage, "store"),
]


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--dry-run", "--json"]], ids=str)
def test_a_clip_that_fails_to_import_is_named_with_a_logged_traceback(
    db, tmp_path, monkeypatch, caplog, settings, options
):
    assert not settings.DEBUG
    reached = 0
    for module, name in PLACES:
        (tmp_path / "one.txt").write_text(
            "Markt zieht um\n\nDer Wochenmarkt zieht im Mai um. So hat es der Rat beschlossen.\n"
        )
        caplog.clear()
        with monkeypatch.context() as patch:
            patch.setattr(module, name, raise_unexpected)
            output, code = run_command("import_seeds", tmp_path, *options)
        if tracebacks(caplog):
            reached += 1
            assert (code, "one.txt" in output) == (1, True), (name, output)
        else:
            assert code == 0
        Article.objects.all().delete()
        Clip.objects.all().delete()
    assert reached >= 1


def test_a_stored_clip_that_fails_blocks_no_other_from_being_reread(db, monkeypatch, caplog):
    run_command("import_seeds")
    bad = Clip.objects.order_by("pk").first()
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "newer")
    for module, name in ((pipeline, "parse_clip"), (rereader, "_merge_into_articles")):
        real_function = getattr(module, name)

        def fail_for_bad_clip(*args, real_function=real_function):
            is_broken = [argument for argument in args if argument == bad or argument == bytes(bad.data)]
            return raise_unexpected() if is_broken else real_function(*args)

        caplog.clear()
        with monkeypatch.context() as patch:
            patch.setattr(module, name, fail_for_bad_clip)
            output, code = run_command("import_seeds", "--reread", "--dry-run")

        assert (code, len(tracebacks(caplog))) == (1, 1), output
        assert output.count("nicht neu gelesen: Broken") == 1
        assert output.splitlines()[-2].startswith("5 Dateien: ")


def test_a_readers_report_is_kept_if_its_receipt_fails(
    make_article, make_comment, monkeypatch, caplog, transactional_db
):
    monkeypatch.setattr(reports.mail, "send", raise_unexpected)
    words = {"explanation": "Das ist eine lange Begründung.", "url": "https://a.example/", "name": "Ada"}

    reports.notify(make_comment(make_article()), **words, email="ada@example.org", good_faith=True, address="192.0.2.1")

    assert Report.objects.count() == 1
    assert len(tracebacks(caplog)) == 1
    assert job_runner.each([], raise_unexpected) == 0
