"""Erasing a person whose comment once stood in the article's own text: no version, form or index keeps a word of it."""

import uuid

import pytest
from django.core.management import call_command

from articles.domain import audit
from articles.domain.articles import autosave, publishing, revisions, scheduled_changes
from articles.domain.imports import importer, relabelling, runs
from articles.domain.privacy import article_redaction, erasure
from articles.domain.privacy.erasure import PersonToErase
from articles.domain.search import query
from articles.models import (
    Article,
    AuditEntry,
    Clip,
    Comment,
    Decision,
    Draft,
    Image,
    ImportedFile,
    PreparedVersion,
    Reading,
    VersionParts,
    search,
)
from tests.domain.privacy import test_erasure
from tests.domain.privacy.test_erasure import CANARY, has, take_in

dump = test_erasure.dump  # a fixture

WORDS = "Endlich kommt die Brücke, der süße Quastenflosser freut sich über alle Maßen darauf 😀. Bravo!"
KEPT = "Die Arbeiten dauern nach Angaben der Verwaltung zwei Jahre und kosten zwölf Millionen Euro insgesamt."
CLIP = f"""Der Anzeiger

Stadt baut Brücke

Die Stadt baut im Frühjahr eine neue Brücke über den Fluss, wie der Rat am Montag beschlossen hat.

{KEPT}

{WORDS}
"""


def give_role(article, words, role):
    """Have an editor say what this stretch of the clip is."""
    article.refresh_from_db()
    start = article.clip.text.index(words)
    return relabelling.assign_role(article.reading, start, start + len(words), role, None)


@pytest.fixture
def taken_for_text(db):
    """An article whose text ends with a reader's comment: the reader of clips has not known it."""
    article = take_in(CLIP)
    assert (CANARY in article.body, article.comments.count()) == (True, 0)
    return article


@pytest.fixture
def person(taken_for_text):
    """Who wrote it, once somebody has seen that it is a comment."""
    give_role(taken_for_text, WORDS, "comment")
    taken_for_text.refresh_from_db()
    return PersonToErase(comments=(taken_for_text.comments.get().pk,))


def prepare_live(article):
    """Publish the article as it stands, comment and all; then say what it is: the change waits."""
    article.clip.right = "full"
    article.clip.save()
    publishing.publish(article, None, "zur Probe")
    assert give_role(article, WORDS, "comment").is_prepared
    article.refresh_from_db()
    assert CANARY in article.body
    return PersonToErase(comments=(article.comments.get().pk,))


def test_no_version_of_the_article_has_a_word_of_it(taken_for_text, person, moderator, dump):
    article = taken_for_text
    assert [CANARY in row.body for row in article.history.all()] == [False, True]

    done = erasure.erase(person, moderator, "Artikel 17 DSGVO")

    assert not has(dump(), CANARY)
    assert [row.body.endswith("<p>[…]</p>") for row in article.history.all()] == [False, True]
    assert all(KEPT in row.body for row in article.history.all())
    assert [a.pk for a in done.articles] == [article.pk]


def test_the_plan_names_the_article_and_changes_nothing(taken_for_text, person, capsys):
    before = list(taken_for_text.history.values_list("body", flat=True))

    call_command("erase", "--comment", str(person.comments[0]), "--dry-run")

    output = capsys.readouterr().out
    assert f"{taken_for_text.pk}\tArtikel, in dem Worte der Person stehen oder standen" in output
    assert "1 Leserkommentare, in 1 Ausschnitten und 1 Artikeln" in output
    assert list(taken_for_text.history.values_list("body", flat=True)) == before


@pytest.mark.parametrize("state", ["published", "locked"])
def test_a_live_article_loses_it_at_once_by_a_version_that_says_so(
    taken_for_text,
    moderator,
    dump,
    state,
):
    person = prepare_live(taken_for_text)
    article = Article.objects.get()
    Article.objects.update(state=state)
    form = Article.objects.get()

    erasure.erase(person, moderator, "Artikel 17 DSGVO")

    article.refresh_from_db()
    assert not has(dump(), CANARY)
    assert article.body.split("\n")[-2:] == [f"<p>{KEPT}</p>", "<p>[…]</p>"]
    last = article.history.first()
    assert (article.state, article.version, last.version) == (state, form.version + 1, article.version)
    assert (last.history_user, last.history_change_reason) == (moderator, "Worte einer Person wurden gelöscht")
    entry = AuditEntry.objects.about(article).first()
    assert (entry.verb, entry.reason, entry.details) == ("erase", "Artikel 17 DSGVO", {"fields": ["body"]})
    form.body = form.body.replace("Frühjahr", "Herbst")
    with pytest.raises(revisions.Conflict):
        revisions.save(form, moderator, "", expected_version=form.version)


def test_a_prepared_change_loses_it_on_both_sides_and_can_still_go_live(taken_for_text, moderator):
    person = prepare_live(taken_for_text)
    assert CANARY in str(PreparedVersion.objects.get().before)

    erasure.erase(person, moderator, "")

    prepared = PreparedVersion.objects.get()
    assert prepared.before["body"].endswith("<p>[…]</p>")
    assert scheduled_changes.apply(prepared, None)
    assert Article.objects.get().body.endswith(f"<p>{KEPT}</p>")


def test_the_search_finds_it_no_more_and_keeps_no_trace(taken_for_text, moderator, dump):
    person = prepare_live(taken_for_text)
    rows, question = Article.objects.published(), query.read_question(CANARY)
    assert query.matching(rows, question).count() == 1

    erasure.erase(person, moderator, "")

    assert query.matching(rows, question).count() == 0
    assert query.matching(rows, query.read_question("Verwaltung")).count() == 1
    assert not has(dump(), CANARY[:12])  # as the index has it, without its ending
    assert search.is_sound()


def test_a_form_that_is_not_saved_yet_loses_it(taken_for_text, person, admin_user, moderator, dump):
    data = {"headline": ["Stadt baut"], "body": [f"<p>{KEPT}</p><p><b>{WORDS[:30]}</b>{WORDS[30:]}</p><p>Neu.</p>"]}
    draft = autosave.store_draft(uuid.uuid4(), admin_user, taken_for_text, data, 1)
    Draft.objects.filter(pk=draft.pk).update(shown={"columns": {"body": data["body"][0], "lead": WORDS}})
    autosave.set_aside(draft)

    erasure.erase(person, moderator, "")

    assert not has(dump(), CANARY)
    assert Draft.objects.get(pk=draft.pk).data == {
        "headline": ["Stadt baut"],
        "body": [f"<p>{KEPT}</p>\n<p>[…]</p>\n<p>Neu.</p>"],
    }


def test_a_caption_that_it_was_taken_for_loses_it(taken_for_text, person, moderator, dump):
    image = Image.objects.create(caption=WORDS, clip=taken_for_text.clip)
    VersionParts.objects.create(article=taken_for_text, version=9, values={"placements": [{"said": WORDS}]})

    erasure.erase(person, moderator, "")

    assert not has(dump(), CANARY)
    assert Image.objects.get(pk=image.pk).caption == "[…]"


def test_a_new_archive_that_takes_it_for_text_again_loses_it_again(
    taken_for_text,
    person,
    moderator,
    dump,
):
    erasure.erase(person, moderator, "")
    for model in (Decision, PreparedVersion, Comment):
        model.objects.all().delete()
    taken_for_text.history.all().delete()
    taken_for_text.delete()
    Reading.objects.all().delete()
    Clip.objects.all().delete()

    again = importer.import_clips([("a.txt", CLIP.encode())])[0].article

    again.refresh_from_db()
    assert not has(dump(), CANARY)
    assert KEPT in again.body


def test_a_provisional_headline_that_was_made_of_it_is_gone_from_every_record(moderator, dump):
    said = f"{KEPT.replace('Arbeiten', 'Bauten')} {CANARY} freut sich am Montag auf die Brücke über den Fluss."
    opening = "Der Rat der Stadt hat am Montag nach langem Streit den Bau der neuen Brücke über den Fluss beschlossen."
    record = runs.RunRecorder()
    outcome = importer.import_clips([("a.txt", f"{opening}\n\n{said}\n\n{KEPT}\n".encode())])[0]
    record.add(outcome)
    article = outcome.article
    headline = article.headline
    assert article.headline_is_provisional
    assert CANARY in headline
    assert headline in said
    audit.record("change", article, moderator)
    give_role(article, said, "comment")
    article.refresh_from_db()

    erasure.erase(PersonToErase(comments=(article.comments.get().pk,)), moderator, "")

    assert not has(dump(), CANARY)
    assert "[…]" in ImportedFile.objects.get().sentence


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ein Satz der Redaktion.", "Ein Satz der Redaktion."),
        ("Das ist doch alles\nlängst bekannt gewesen.", "[…]"),
        ("Davor. Das ist doch alles längst bekannt gewesen. Danach.", "Davor. […] Danach."),
        ("Das ist doch alles längst bekannt gewesen. Ja.", "[…] Ja."),
        ("Das ist doch alles längst bekannt gewesen. Wie immer!", "[…]"),
        ("Wie immer!", "[…]"),
        ("Das ist doch alles längst", "[…]"),
        ("Das ist doch", "Das ist doch"),
        ("Das ist doch alles wahr", "Das ist doch alles wahr"),
        ("Wie immer! Das sagt der Rat.", "Wie immer! Das sagt der Rat."),
        ("Ada Lovelace, vor 3 Stunden", "[…]"),
        ("Ada Lovelace erfand das Programmieren.", "Ada Lovelace erfand das Programmieren."),
        ("Ada Lovelace: Das ist doch alles längst bekannt gewesen.", "[…]: […]"),
        ("@Ada Lovelace: so nicht", "@[…]: so nicht"),
        ("Schreiben Sie an ada@example.org!", "Schreiben Sie an […]!"),
        ("> Der Rat hat es schon im Mai gesagt.", "> Der Rat hat es schon im Mai gesagt."),
        ("Die Brücke kommt im Frühjahr.", "Die Brücke kommt im Frühjahr."),
    ],
)
def test_only_what_is_a_persons_own_is_cut(text, left):
    output = "Das ist doch alles längst bekannt gewesen. Wie immer!\n> Der Rat hat es schon im Mai gesagt.\nSo."
    output += "\nDie Brücke kommt im Frühjahr."
    elsewhere = "Die Brücke kommt im Frühjahr. So. Ja."
    names, lines = ("Ada Lovelace", "ada@example.org"), ("Ada Lovelace, vor 3 Stunden",)

    assert article_redaction.own_words([output], elsewhere, names, lines).cut(text) == left


def test_a_body_keeps_what_is_not_cut_as_it_was():
    own = article_redaction.own_words(["Das ist doch alles längst bekannt gewesen."], "")
    markup = (
        '<p>Mit <a href="https://a.example/">Link</a>.</p>\n<figure data-image="3"></figure>\n<ul><li>eins</li>'
        "<li>Das ist <em>doch alles</em> längst bekannt gewesen. Sagt er.</li></ul>"
    )

    assert own.cut_markup(markup) == markup.replace("Das ist <em>doch alles</em> längst bekannt gewesen.", "[…]")
    assert own.cut_markup("<p>Nichts  davon</p>") == "<p>Nichts  davon</p>"
