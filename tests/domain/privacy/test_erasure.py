"""Erasing a person: nothing of their words is left anywhere, everything else stands, and nothing brings them back."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from articles.domain.comments import moderation, thread
from articles.domain.imports import importer, reread
from articles.domain.privacy import erasure, erasure_log, repeated_erasure
from articles.domain.privacy.erasure import PersonToErase
from articles.models import AuditEntry, Clip, Comment, Decision, Report, Upload, UploadedFile
from articles.parser.decoding import decode

CANARY = "Quastenflosser"
CLIP = """Der Anzeiger

Stadt baut Brücke

Die Stadt baut im Frühjahr eine neue Brücke über den Fluss, wie der Rat am Montag beschlossen hat.

Die Arbeiten dauern nach Angaben der Verwaltung zwei Jahre und kosten zwölf Millionen Euro insgesamt.

2 Kommentare

 • Endlich kommt die Brücke, der süße Quastenflosser freut sich über alle Maßen darauf 😀.

 • > Endlich kommt die Brücke, der süße Quastenflosser freut sich über alle Maßen darauf 😀.
   Ich glaube nicht daran, dass sie in zwei Jahren fertig wird, so wie hier immer gebaut wird.
"""


@pytest.fixture
def dump():
    """Everything that is stored anywhere: rows, the file itself, what lies beside it, the cache."""

    def read():
        connection.ensure_connection()
        rows = "\n".join(connection.connection.iterdump()) if connection.vendor == "sqlite" else _postgresql()
        files = [p for p in Path(erasure_log.log_file()).parent.rglob("*") if p.is_file()]
        return rows + "".join(p.read_text(errors="replace") for p in files) + repr(getattr(cache, "_cache", ""))

    return read


def _postgresql():
    with connection.cursor() as cursor:
        values = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            values += [row[0] for row in cursor.fetchall()]
    return "\n".join(values)


def has(dump, word):
    """Whether a dump has the word: as text, as JSON has it, or in the hexadecimal digits of bytes."""
    hexed = [word.encode(e).hex() for e in ("utf-8", "utf-16-le", "cp1252")]
    return any(form.casefold() in dump.casefold() for form in (word, json.dumps(word)[1:-1], *hexed))


def take_in(text=CLIP, name="a.txt"):
    outcome = importer.import_clip(text.encode(), name)
    assert outcome.article is not None
    return outcome.article


def test_of_who_wrote_here_no_word_is_left(make_article, make_comment, moderator, dump):
    article = make_article()
    words = {"text": f"{CANARY} im Text", "author": f"{CANARY} Ada", "email": f"{CANARY}@example.org"}
    comment = make_comment(article, status="pending", sender_hash=CANARY, status_token=CANARY, **words)
    Comment.objects.filter(pk=comment.pk).update(
        screened=[{"rule": "word_list", "verdict": "hold", "reason": CANARY}], text_hash=CANARY
    )
    make_comment(article, comment, text=f"> {CANARY} im Text und noch viel mehr\n@{CANARY} Ada: nein")
    Report.objects.create(
        comment=comment, kind="illegal", reason="illegal", explanation=f"Er schreibt {CANARY}", receipt_token="r"
    )
    Report.objects.create(
        comment=make_comment(article),
        kind="illegal",
        reason="insult",
        explanation=CANARY,
        name=CANARY,
        email=f"{CANARY}@example.org",
        receipt_token="s",
    )
    moderation.cut(comment.pk, "im", moderator)
    moderation.decide([comment.pk], "reject", moderator, moderation.DecisionReason("other", note=f"sagt {CANARY}"))
    cache.set("page", f"<p>{CANARY}</p>")
    Comment.objects.filter(parent=comment).update(text=f"@{CANARY} Ada: nein")
    assert has(dump(), CANARY)

    done = erasure.erase(PersonToErase(email=f"{CANARY}@example.org".lower()), moderator, "Artikel 17 DSGVO")

    assert not has(dump(), CANARY)
    assert [c.pk for c in done.comments] == [comment.pk]
    assert AuditEntry.objects.get(verb="erase").reason == "Artikel 17 DSGVO"


def test_the_thread_stands(make_article, make_comment, moderator):
    article = make_article()
    parent = make_comment(article, text="Weg damit")
    reply = make_comment(article, parent, text="Das bleibt")

    erasure.erase(PersonToErase(comments=(parent.pk,)), moderator, "")

    rows = list(article.comments.in_threads().order_by("path"))
    assert [(c.pk, c.status, c.text) for c in rows] == [(parent.pk, "erased", ""), (reply.pk, "approved", "Das bleibt")]
    assert Comment.objects.visible().count() == 1


def test_a_reply_below_a_pending_one_is_free_when_that_is_erased(make_article, make_comment, moderator):
    article = make_article()
    parent = make_comment(article, status="pending")
    make_comment(article, parent, awaits_ancestor=True)

    erasure.erase(PersonToErase(comments=(parent.pk,)), moderator, "")

    assert Comment.objects.visible().count() == 1


@pytest.fixture
def imported(db):
    """An article from a clip with two comments; the second quotes the first."""
    article = take_in()
    assert article.comments.count() == 2, list(article.comments.values_list("text", flat=True))
    return article


def test_the_words_leave_the_clip_and_everything_else_stays_in_its_place(imported, moderator, dump):
    clip = imported.clip
    before = (bytes(clip.data), clip.text, clip.sha256, imported.reading.segments)
    first = imported.comments.get(clip_position=0)

    erasure.erase(PersonToErase(comments=(first.pk,)), moderator, "")

    clip.refresh_from_db()
    imported.reading.refresh_from_db()
    assert not has(dump(), CANARY)
    assert (len(clip.data), len(clip.text), clip.sha256) == (len(before[0]), len(before[1]), before[2])
    assert decode(bytes(clip.data)).text == clip.text
    assert imported.reading.segments == before[3]
    assert "Ich glaube nicht daran" in clip.text
    assert "Die Stadt baut im Frühjahr" in clip.text
    kept = imported.comments.get(clip_position=1)
    assert kept.text.startswith("> […]")
    assert "Ich glaube nicht daran" in kept.text


def test_who_quotes_is_erased_without_the_one_who_was_quoted(imported, moderator):
    second = imported.comments.get(clip_position=1)

    erasure.erase(PersonToErase(comments=(second.pk,)), moderator, "")

    imported.clip.refresh_from_db()
    assert imported.comments.get(clip_position=0).text.startswith("Endlich kommt die Brücke")
    assert "• Endlich kommt die Brücke" in imported.clip.text
    assert "Ich glaube nicht daran" not in imported.clip.text


def test_the_same_bytes_are_recognised_and_bring_nothing_back(imported, moderator, dump, monkeypatch):
    erasure.erase(PersonToErase(comments=(imported.comments.get(clip_position=0).pk,)), moderator, "")

    outcome = importer.import_clip(CLIP.encode(), "b.txt")
    monkeypatch.setattr("articles.parser.pipeline.PARSER_VERSION", "a newer one")
    reread.reread(Clip.objects.get())

    assert outcome.status == "seen"
    assert Clip.objects.count() == 1
    assert not has(dump(), CANARY)


def test_a_new_archive_remembers(imported, moderator, dump):
    erasure.erase(PersonToErase(comments=(imported.comments.get(clip_position=0).pk,)), moderator, "")
    for model in (Decision, Report):
        model.objects.all().delete()
    for comment in Comment.objects.order_by("-path"):  # replies before what they answer
        comment.delete()
    imported.delete()
    Clip.objects.all().delete()

    again = take_in()
    other = take_in(CLIP.replace("zwölf Millionen", "13 Millionen"), "c.txt")

    assert not has(dump(), CANARY)
    for article in (again, other):
        assert sorted(article.comments.values_list("status", flat=True)) == ["erased", "pending"]


def test_after_a_restore_it_is_erased_again(make_article, make_comment, moderator, dump):
    comment = make_comment(make_article(), text=f"{CANARY}!", email="ada@example.org")
    erasure.erase(PersonToErase(comments=(comment.pk,), email="ada@example.org"), moderator, "")
    Comment.objects.filter(pk=comment.pk).update(text=f"{CANARY}!", status="approved", email="ada@example.org")
    later = make_comment(comment.article, text="Ich bin wieder da", email="ada@example.org")

    assert repeated_erasure.replay() == 1

    assert not has(dump(), CANARY)
    assert Comment.objects.get(pk=later.pk).text == "Ich bin wieder da"
    assert repeated_erasure.replay() == 0


def test_a_name_holds_in_its_outlet_only(make_article, make_clip, make_comment, outlet, moderator):
    from articles.models import Source

    other = Source.objects.create(kind="outlet", name="Der Bote", slug="der-bote")
    here = make_comment(make_article(), author="O.F.", clip=make_clip(source=outlet))
    there = make_comment(make_article(), author="O.F.", clip=make_clip(source=other))
    written = make_comment(make_article(), author="O.F.")

    erasure.erase(PersonToErase(name="o.f.", outlet="Der Anzeiger"), moderator, "")

    left = set(Comment.objects.exclude(status="erased"))
    assert left == {there, written}
    assert here not in left
    with pytest.raises(erasure.UnknownPerson):
        erasure.find(PersonToErase(name="O.F."))


def test_the_log_holds_no_word_of_anybody(make_article, make_comment, moderator):
    comment = make_comment(make_article(), text=CANARY * 5, author=CANARY, email=f"{CANARY}@example.org")

    erasure.erase(PersonToErase(comments=(comment.pk,), email=comment.email), moderator, CANARY)

    line = erasure_log.log_file().read_text()
    assert CANARY.casefold() not in line.casefold()
    assert erasure_log.log_file().stat().st_mode & 0o077 == 0


def test_what_cannot_be_remembered_is_not_erased(make_article, make_comment, moderator, settings, tmp_path):
    comment = make_comment(make_article(), text=CANARY)
    settings.ERASURE_LOG = str(tmp_path / "media")
    (tmp_path / "media").mkdir(exist_ok=True)

    with pytest.raises(OSError, match="media"):
        erasure.erase(PersonToErase(comments=(comment.pk,)), moderator, "")

    assert Comment.objects.get(pk=comment.pk).text == CANARY


def test_the_plan_changes_nothing(imported, moderator):
    first = imported.comments.get(clip_position=0)
    before = imported.clip.text

    made = erasure.plan(PersonToErase(comments=(first.pk,)))

    assert [c.pk for c in made.comments] == [first.pk]
    assert [c.clip_position for c in made.quoted_in] == [1]
    assert "".join(before[s:e] for s, e in made.clips[imported.clip_id]).count(CANARY) == 2
    assert Clip.objects.get().text == before


def test_an_upload_that_waits_is_emptied(imported, admin_user, moderator, dump):
    upload = Upload.objects.create(by=admin_user)
    UploadedFile.objects.create(upload=upload, name="a.txt", data=CLIP.encode())

    erasure.erase(PersonToErase(comments=(imported.comments.get(clip_position=0).pk,)), moderator, "")

    assert not has(dump(), CANARY)


def test_the_articles_words_are_not_the_commenters(moderator, db):
    quote = "Die Stadt baut im Frühjahr eine neue Brücke über den Fluss, wie der Rat am Montag beschlossen hat."
    article = take_in(CLIP.replace(" • Endlich", f' • "{quote}" Endlich'))

    erasure.erase(PersonToErase(comments=(article.comments.get(clip_position=0).pk,)), moderator, "")

    article.refresh_from_db()
    assert quote in article.clip.text
    assert quote[:40] in article.body + article.lead


SAID = "Endlich kommt die Brücke, über die der „süße“ Quastenflosser seit vielen langen Jahren\nimmer wieder redet!"


@pytest.mark.parametrize(
    ("quoting", "kept"),
    [
        (f"> {SAID[:79]}\nDas glaube ich nicht.", "> […]\nDas glaube ich nicht."),
        ("> … DER ‚süße’  Quastenflosser seit\n> vielen langen Jahren …\nAha.", "> … […] …\nAha."),
        ("Er sagt „der süße Quastenflosser seit vielen“ so hin.", "Er sagt „[…]“ so hin."),
        ('Sie: »Quastenflosser seit vielen langen Jahren« und 5" Rohr.', 'Sie: »[…]« und 5" Rohr.'),
        ('"Quastenflosser seit vielen", "kurz" und "so"?', '"[…]", "kurz" und "so"?'),
        ("> Meine Worte: Quastenflosser seit vielen, und weiter meine.", "> Meine Worte: […], und weiter meine."),
    ],
)
def test_of_a_quoted_part_of_a_sentence_no_word_is_left(make_article, make_comment, moderator, dump, quoting, kept):
    article = make_article()
    comment = make_comment(article, text=SAID)
    reply = make_comment(article, comment, text=quoting)
    moderation.decide([reply.pk], "hold", moderator)

    erasure.erase(PersonToErase(comments=(comment.pk,)), moderator, "")

    reply.refresh_from_db()
    assert reply.text == kept
    assert not has(dump(), CANARY)


def test_what_others_have_said_stays_where_it_is_quoted(make_article, make_comment, moderator):
    article = make_article(body="<p>Die Stadt <em>saniert</em> jetzt ihr altes Rathaus am Markt.</p>")
    opening = "Ich bin der Meinung, dass"
    by_ada = f"> Weg mit dem alten Kasten am Markt\n{opening} „jetzt ihr altes Rathaus“ nicht lohnt."
    comment = make_comment(article, text=by_ada)
    make_comment(article, author="Eva", text=f"{opening} der Rat irrt. Weg mit dem alten Kasten am Markt!")
    quoting = f"> {opening} der Rat irrt.\n> Weg mit dem alten Kasten\nUnd „saniert jetzt ihr altes Rathaus am Markt“?"
    reply = make_comment(article, author="Bob", text=quoting)
    plain = make_comment(article, author="Cid", text=f"{opening} „jetzt ihr altes Rathaus“ steht.")

    erasure.erase(PersonToErase(comments=(comment.pk,)), moderator, "")

    assert Comment.objects.get(pk=reply.pk).text == quoting
    assert Comment.objects.get(pk=plain.pk).text == f"{opening} „jetzt ihr altes Rathaus“ steht."


def test_a_quote_that_a_moderator_has_cut_leaves_the_record(make_article, make_comment, moderator, dump):
    article = make_article()
    comment = make_comment(article, text=SAID)
    reply = make_comment(article, comment, text=f"> {SAID[:79]}\nDas glaube ich nicht.")
    moderation.cut(reply.pk, f"> {SAID[:79]}", moderator)
    moderation.decide(
        [reply.pk], "reject", moderator, moderation.DecisionReason("other", note=f"wiederholt „{SAID[:79]}“")
    )

    erasure.erase(PersonToErase(comments=(comment.pk,)), moderator, "")

    assert not has(dump(), CANARY)


def test_a_quoted_part_leaves_the_clip_and_a_newer_reader_adds_nothing(moderator, dump, monkeypatch, db):
    article = take_in(CLIP.replace("alle Maßen darauf 😀.\n   Ich", "alle M…\n   Ich"))
    first = article.comments.get(clip_position=0)
    assert article.clip.text.count(CANARY) == 2

    erasure.erase(PersonToErase(comments=(first.pk,)), moderator, "")
    monkeypatch.setattr("articles.parser.pipeline.PARSER_VERSION", "a newer one")
    reread.reread(Clip.objects.get())

    assert not has(dump(), CANARY)
    assert article.comments.count() == 2
    assert "Ich glaube nicht daran" in Clip.objects.get().text


@pytest.mark.django_db(transaction=True)
def test_the_databases_file_itself_has_no_trace(make_article, make_comment, admin_user):
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps its files to itself
    comment = make_comment(make_article(), text=f"{CANARY} " * 50, author="Ada")
    article = take_in()
    thread.hold([comment])

    erasure.erase(PersonToErase(comments=(comment.pk, article.comments.get(clip_position=0).pk)), admin_user, "")

    name = Path(settings.DATABASES["default"]["TEST"]["NAME"])
    files = [p for p in name.parent.iterdir() if p.is_file()]
    assert files
    assert not [p.name for p in files if CANARY.encode() in p.read_bytes()]


@pytest.mark.parametrize(
    ("author", "text", "left"),
    [
        ("Karla Kolumna", "Wirklich, Karla  Kolumna?", "Wirklich, […]?"),
        ("Karla Kolumna", "Karla\nKolumna hat recht.", "[…] hat recht."),
        ("Karla Kolumna", "Frau Karla Kolumna-Meier irrt.", "Frau Karla Kolumna-Meier irrt."),
        ("Karla", "Karla hat recht.", "Karla hat recht."),  # so heißen viele
        ("Wim Thoma", "Wim Thoma hat recht.", "Wim Thoma hat recht."),  # von ihm handelt der Artikel
        ("Bo Beispiel", "Bo Beispiel hat recht.", "Bo Beispiel hat recht."),  # so heißt hier noch jemand
    ],
)
def test_the_full_name_leaves_what_others_say_where_nobody_else_can_be_meant(
    author, text, left, make_article, make_comment, moderator
):
    article = make_article(headline="Wim Thoma spricht")
    quoted = make_comment(article, author=author, text="Das sehe ich anders als alle hier.")
    make_comment(article, author="Bo Beispiel", text="Nein.")
    answer = make_comment(article, author="Ada", text=text, parent=quoted)

    erasure.erase(erasure.PersonToErase(comments=(quoted.pk,)), moderator, "Auf Wunsch")

    answer.refresh_from_db()
    assert answer.text == left
