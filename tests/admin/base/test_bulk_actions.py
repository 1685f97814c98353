"""Many rows of a list at once: one question with their number, one answer with what was left as it is, and why."""

import pytest

from articles.domain.articles import revisions
from articles.models import Article, AuditEntry, Image, Right, Source, Topic

LIST = "/admin/articles/article/"


@pytest.fixture
def ask(visit, words_of):
    """Chooses rows in a list; gives what the question says, and a way to answer it."""

    def choose(user, action, rows, noun="article", **more):
        visitor = visit(user)
        chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
        question = visitor.post(f"/admin/articles/{noun}/", chosen)
        hidden = dict(question.context_data["hidden"])

        def answer(**given):
            return visitor.post(f"/admin/articles/{noun}/bulk/", {**hidden, **given}, follow=True)

        return words_of(question), answer

    return choose


def test_the_question_says_how_many_and_changes_nothing(make_article, editor, ask):
    articles = [make_article(state="in_review", headline=f"Nummer {n}") for n in range(3)]

    said, _answer = ask(editor, "approve", articles)

    assert "3 Artikel" in said
    assert "Nummer 2" in said
    assert set(Article.objects.values_list("state", flat=True)) == {"in_review"}


def test_those_that_cannot_be_changed_are_left_and_named_with_the_reason(make_article, editor, ask, words_of):
    good, draft = make_article(state="in_review", headline="Brücke"), make_article(state="draft", headline="Turm")
    _said, answer = ask(editor, "approve", [good, draft])

    text = words_of(answer())

    good.refresh_from_db()
    draft.refresh_from_db()
    assert (good.state, draft.state) == ("approved", "draft")
    assert "1 Artikel" in text
    assert "Turm" in text
    assert "„Freigeben“ geht nicht" in text or "Entwurf" in text
    assert list(AuditEntry.objects.filter(verb="approve").values_list("object_id", flat=True)) == [good.pk]


def test_what_was_saved_since_the_question_is_left_as_it_is(make_article, editor, reporter, ask, words_of):
    article = make_article(state="draft", headline="Brücke")
    _said, answer = ask(editor, "submit", [article])
    article.lead = "Anders."
    revisions.save(article, reporter)

    text = words_of(answer())

    article.refresh_from_db()
    assert article.state == "draft"
    assert "0 Artikel" in text
    assert "Brücke" in text


def test_a_reason_is_asked_for_once_and_kept_with_each(make_article, editor, ask, words_of):
    articles = [make_article(headline=f"Nummer {n}") for n in range(2)]
    _said, answer = ask(editor, "withdraw", articles)

    without = words_of(answer())
    answer(reason="Falsch.")

    assert "Bitte geben Sie den Grund an" in without or "Grund" in without
    assert set(Article.objects.values_list("state", "withdrawn_reason")) == {("withdrawn", "Falsch.")}


def test_an_article_with_open_points_is_not_published_with_the_others(make_article, editor, ask):
    good = make_article(state="approved")
    bad = make_article(state="approved", headline_is_provisional=True, source=None)
    outlet = Source.objects.create(name="Die Welle", slug="welle", right=Right.UNCLEAR)
    Article.objects.filter(pk=bad.pk).update(source=outlet)
    _said, answer = ask(editor, "publish", [good, bad])

    answer()

    assert [Article.objects.get(pk=one.pk).state for one in (good, bad)] == ["published", "approved"]


def test_somebody_is_made_responsible_in_one_revision_each(make_article, editor, ask):
    articles = [make_article(state="draft") for _n in range(2)]
    _said, answer = ask(editor, "assign", articles)

    answer(responsible=editor.pk)

    assert set(Article.objects.values_list("responsible", "version")) == {(editor.pk, 2)}


def test_a_topic_is_given_and_taken_away(make_article, editor, ask, words_of):
    topic, article = Topic.objects.create(name="Brücken", slug="bruecken"), make_article(state="draft")

    ask(editor, "add_topic", [article])[1](topic="brücken")
    assert list(article.topics.all()) == [topic]
    article.refresh_from_db()
    again = words_of(ask(editor, "add_topic", [article])[1](topic="Brücken"))
    ask(editor, "drop_topic", [article])[1](topic="Brücken")

    assert "nichts zu ändern" in again
    assert not article.topics.exists()


def test_a_topic_that_there_is_not_is_asked_for_again(make_article, editor, ask):
    article = make_article(state="draft")

    response = ask(editor, "add_topic", [article])[1](topic="Unbekannt")

    assert response.context_data["form"].errors["topic"]


def test_who_may_not_do_it_is_not_offered_it_and_is_refused(make_article, reporter, visit):
    article, visitor = make_article(state="in_review"), visit(reporter)

    listed = visitor.get(LIST).content.decode()
    response = visitor.post(f"{LIST}bulk/", {"bulk": "approve", "rows": f"{article.pk}:1"})

    assert '<option value="submit">' in listed
    assert '<option value="approve">' not in listed
    assert response.status_code == 403
    assert Article.objects.get().state == "in_review"


def test_all_pages_are_chosen_up_to_a_limit_that_is_said(make_article, editor, ask, monkeypatch):
    from articles.domain.articles import bulk

    monkeypatch.setattr(bulk, "BULK_ROWS", 2)
    articles = [make_article(state="draft", headline=f"Nummer {number}") for number in range(3)]

    said, answer = ask(editor, "submit", articles[:1], select_across="1", index="0")
    answer()

    assert "2 Artikel" in said
    assert "die ersten 2" in said
    assert Article.objects.filter(state="in_review").count() == 2


def test_clips_go_their_way_together(make_clip, editor, ask):
    clips = [make_clip(f"Text {n}") for n in range(2)]

    said, answer = ask(editor, "discard", clips, noun="clip")
    answer(reason="Doppelt geschickt.")

    assert "2 Ausschnitte" in said
    assert {clip.state for clip in type(clips[0]).objects.all()} == {"discarded"}


def test_the_right_of_outlets_is_set_with_what_it_was_on_record(outlet, editor, ask):
    other = Source.objects.create(name="Die Welle", slug="welle")

    ask(editor, "set_right", [outlet, other], noun="source")[1](right="excerpt", reason="Vertrag")

    assert set(Source.objects.values_list("right", flat=True)) == {"excerpt"}
    told = {e.object_id: e.details["right"] for e in AuditEntry.objects.filter(verb="change_rights")}
    assert told == {outlet.pk: ["full", "excerpt"], other.pk: ["unclear", "excerpt"]}
    assert other.history.first().history_user == editor


def test_pictures_get_a_credit_and_what_is_not_filled_in_stays(editor, ask, words_of):
    one = Image.objects.create(caption="Bild", agency="epd")
    same = Image.objects.create(caption="Bild", credit="dpa")

    text = words_of(ask(editor, "set_rights", [one, same], noun="image")[1](credit="dpa"))

    one.refresh_from_db()
    assert (one.credit, one.agency) == ("dpa", "epd")
    assert "nichts zu ändern" in text


def test_more_comments_than_a_page_shows_are_asked_about_first(make_article, make_comment, moderator, ask):
    article = make_article()
    comments = [make_comment(article, status="pending") for _n in range(51)]
    chosen = {"select_across": "1", "index": "0", "as_of": "0"}

    said, _answer = ask(moderator, "approve_chosen", comments[:1], noun="comment", **chosen)

    assert "51 Leserkommentare" in said
    assert article.comments.filter(status="pending").count() == 51


def test_who_answers_decides_about_all_of_them(make_article, make_comment, moderator, visit):
    article = make_article()
    comments = [make_comment(article, status="pending") for _n in range(3)]
    numbers = ",".join(str(comment.pk) for comment in comments)

    visit(moderator).post("/admin/articles/comment/decide/", {"verb": "approve", "id": numbers, "as_of": "0"})

    assert article.comments.filter(status="approved").count() == 3
