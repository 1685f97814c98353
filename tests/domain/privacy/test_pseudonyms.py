"""Another name everywhere: comments, addresses, clips; in one outlet, and also after the next import."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.domain.comments import moderation
from articles.domain.imports import importer, reread
from articles.domain.privacy import erasure, pseudonyms
from articles.models import AuditEntry, Clip, Comment, Decision, Image, Report
from tests.domain.privacy.test_erasure import CLIP


def take_in(seed, defaults=None):
    return importer.import_clip(seed("003"), "003.txt", defaults).article


def test_a_name_leaves_comments_clip_and_readings_of_its_outlet(seed, make_article, make_comment, moderator, db):
    article = take_in(seed)
    named = article.comments.filter(author="O.F.").first()
    clip = article.clip
    length = len(clip.data)
    elsewhere = make_comment(make_article(), author="O.F.")
    assert clip.text.count("O.F.") == 2

    done = pseudonyms.pseudonymise(named, moderator)

    clip.refresh_from_db()
    article.reading.refresh_from_db()
    assert done == Comment.objects.filter(author__startswith="Anonym ").count() > 0
    assert "O.F." not in clip.text + repr(article.reading.fields["comments"]) + repr(article.reading.warnings)
    assert b"O.F." not in bytes(clip.data)
    assert len(clip.data) == length
    assert Comment.objects.get(pk=elsewhere.pk).author == "O.F."


def test_a_new_import_has_the_pseudonym(seed, moderator, db):
    article = take_in(seed)
    pseudonyms.pseudonymise(article.comments.filter(author="O.F.").first(), moderator)
    for comment in Comment.objects.order_by("-path"):
        comment.delete()
    article.delete()
    Image.objects.all().delete()
    Clip.objects.all().delete()

    again = take_in(seed)

    assert not again.comments.filter(author="O.F.").exists()
    assert "O.F." not in Clip.objects.get().text
    assert again.comments.filter(author__startswith="Anonym ").exists()


def test_who_addresses_the_person_addresses_the_pseudonym(make_article, make_comment, make_clip, outlet, moderator):
    article, clip = make_article(), make_clip("@Ada: nein", source=outlet)
    named = make_comment(article, author="Ada", clip=clip)
    other = make_comment(article, author="Bob", clip=clip, text="@Ada: nein, Adam")

    pseudonyms.pseudonymise(named, moderator)

    named.refresh_from_db()
    other.refresh_from_db()
    assert other.text == f"@{named.author}: nein, Adam"


@pytest.fixture
def discussion(make_article, make_comment, make_clip, outlet):
    """O.F. wrote, and others speak of them; elsewhere stands another O.F."""
    article, clip = make_article(lead="O.F. war auch da."), make_clip("x", source=outlet)
    named = make_comment(article, author="O.F.", clip=clip, text="Ich sage es, wie es ist. Gruß, O.F.")
    reply = make_comment(article, named, author="Bob", text="O.F. redet klug, und Prof.O.F.X auch.\n> sagt O.F. oft")
    elsewhere = make_comment(make_article(), author="Bob", text="O.F. redet klug.")
    return article, named, reply, elsewhere


def test_who_speaks_of_the_person_speaks_of_the_pseudonym(discussion, moderator):
    article, named, reply, elsewhere = discussion

    pseudonyms.pseudonymise(named, moderator, "Antrag")

    for row in (article, named, reply, elsewhere):
        row.refresh_from_db()
    assert named.text == f"Ich sage es, wie es ist. Gruß, {named.author}"
    assert reply.text == f"{named.author} redet klug, und Prof.O.F.X auch.\n> sagt {named.author} oft"
    assert (elsewhere.text, article.lead) == ("O.F. redet klug.", "O.F. war auch da.")
    entries = AuditEntry.objects.filter(verb="erase").values_list("object_id", "reason", "details")
    assert sorted(entries) == [(named.pk, "Antrag", {"what": "name"}), (reply.pk, "Antrag", {"what": "mention"})]


def test_what_decisions_and_reports_keep_has_the_pseudonym(discussion, moderator):
    _article, named, reply, elsewhere = discussion
    long = "x" * 395 + " O.F."
    moderation.cut(named.pk, "wie es ist", moderator)
    moderation.decide([named.pk], "reject", moderator, moderation.DecisionReason("other", note="O.F. droht"))
    batch = moderation.decide(
        [reply.pk], "reject", moderator, moderation.DecisionReason("other", note=long[:400])
    ).batch
    moderation.decide([elsewhere.pk], "reject", moderator, moderation.DecisionReason("other", note="O.F. fehlt"))
    report = Report.objects.create(comment=reply, kind="illegal", reason="insult", explanation="Er nennt O.F. klug.")

    pseudonyms.pseudonymise(named, moderator)

    named.refresh_from_db()
    report.refresh_from_db()
    about = Decision.objects.exclude(comment=elsewhere)
    assert not [d.pk for d in about if "O.F. " in d.note + d.text_before or d.text_before.endswith("O.F.")]
    assert about.get(note__contains="droht").note == f"{named.author} droht"
    assert about.get(verb="cut").text_before == f"Ich sage es, wie es ist. Gruß, {named.author}"
    assert named.decision_note.endswith(f"{named.author} droht")
    assert report.explanation == f"Er nennt {named.author} klug."
    assert Decision.objects.get(comment=elsewhere).note == "O.F. fehlt"
    assert moderation.undo(batch, moderator).changed == [reply.pk]


def test_undoing_a_cut_does_not_bring_the_name_back(discussion, moderator):
    named = discussion[1]
    batch = moderation.cut(named.pk, "wie es ist", moderator).batch
    pseudonyms.pseudonymise(named, moderator)

    moderation.undo(batch, moderator)

    named.refresh_from_db()
    assert named.text == f"Ich sage es, wie es ist. Gruß, {named.author}"


def test_a_decision_gets_other_words_only_where_it_says_so(discussion, moderator):
    moderation.decide([discussion[1].pk], "reject", moderator, moderation.DecisionReason("other", note="O.F. droht"))
    now = timezone.now()

    for change in ({"note": "anders"}, {"text_before": "anders"}, {"verb": "spam", "name_replaced_at": now}):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            Decision.objects.update(**change)
    Decision.objects.update(note="X droht", name_replaced_at=now)
    for change in ({"note": "anders"}, {"name_replaced_at": None}):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            Decision.objects.update(**change)

    assert Decision.objects.get().note == "X droht"


def test_longer_names_of_others_and_words_of_the_article_stay(make_article, make_comment, make_clip, outlet, moderator):
    article, clip = make_article(), make_clip("x", source=outlet)
    named = make_comment(article, author="Otto", clip=clip)
    word = make_comment(article, author="ihr", clip=clip)
    make_comment(article, author="Otto Frei")
    reply = make_comment(article, author="Bob", text="@ihr: Otto Frei und Otto sind sich einig, otto Ottos, ihr auch.")

    pseudonyms.pseudonymise(named, moderator)
    pseudonyms.pseudonymise(word, moderator)

    for row in (named, word, reply):
        row.refresh_from_db()
    assert reply.text == f"@{word.author}: Otto Frei und {named.author} sind sich einig, otto Ottos, ihr auch."


def test_a_later_erasure_still_finds_in_the_clip_what_spoke_of_the_person(moderator, db):
    spoken = "Adele Ott redet wie immer sehr klug über die neue Brücke und über den Fluss daneben."
    article = importer.import_clip(CLIP.replace("Ich glaube", f"{spoken} Ich glaube").encode(), "a.txt").article
    first, second = article.comments.order_by("clip_position")
    Comment.objects.filter(pk=first.pk).update(author="Adele Ott")

    pseudonyms.pseudonymise(Comment.objects.get(pk=first.pk), moderator)
    erasure.erase(erasure.PersonToErase(comments=(second.pk,)), moderator, "")

    assert "sehr klug über die neue Brücke" not in Clip.objects.get().text


def test_a_newer_reader_brings_no_name_back(moderator, monkeypatch, db):
    spoken = "Adele Ott redet wie immer sehr klug über die neue Brücke und über den Fluss daneben."
    article = importer.import_clip(CLIP.replace("Ich glaube", f"{spoken} Ich glaube").encode(), "a.txt").article
    Comment.objects.filter(pk=article.comments.get(clip_position=0).pk).update(author="Adele Ott")
    pseudonyms.pseudonymise(article.comments.get(clip_position=0), moderator)
    monkeypatch.setattr("articles.parser.pipeline.PARSER_VERSION", "a newer one")

    reread.reread(article.clip)

    assert article.comments.count() == 2
    assert not article.comments.filter(text__contains="Adele Ott").exists()
