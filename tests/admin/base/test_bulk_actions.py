"""Bulk actions: a confirmation page with the number of rows, and a result with the unchanged rows and the reason."""

import pytest

from articles.domain.articles import revisions
from articles.models import Article, AuditEntry, Image, Right, Source, Topic

LIST = "/admin/articles/article/"


@pytest.fixture
def choose_rows(visit, page_text):
    """Chooses rows in a list; returns the text of the confirmation page and a function that confirms it."""

    def choose(user, action, rows, noun="article", **options):
        visitor = visit(user)
        chosen = {"action": action, "_selected_action": [row.pk for row in rows], **options}
        question = visitor.post(f"/admin/articles/{noun}/", chosen)
        hidden = dict(question.context_data["hidden"])

        def confirm(**values):
            return visitor.post(f"/admin/articles/{noun}/bulk/", {**hidden, **values}, follow=True)

        return page_text(question), confirm

    return choose


def test_the_confirmation_page_shows_the_number_and_changes_nothing(make_article, editor, choose_rows):
    articles = [make_article(state="in_review", headline=f"Nummer {n}") for n in range(3)]

    text, _confirm = choose_rows(editor, "approve", articles)

    assert "3 Artikel" in text
    assert "Nummer 2" in text
    assert set(Article.objects.values_list("state", flat=True)) == {"in_review"}


def test_rows_that_cannot_be_changed_are_named_with_the_reason(make_article, editor, choose_rows, page_text):
    good, draft = make_article(state="in_review", headline="Brücke"), make_article(state="draft", headline="Turm")
    _text, confirm = choose_rows(editor, "approve", [good, draft])

    text = page_text(confirm())

    good.refresh_from_db()
    draft.refresh_from_db()
    assert (good.state, draft.state) == ("approved", "draft")
    assert "1 Artikel" in text
    assert "Turm" in text
    assert "„Freigeben“ geht nicht" in text or "Entwurf" in text
    assert list(AuditEntry.objects.filter(verb="approve").values_list("object_id", flat=True)) == [good.pk]


def test_a_row_saved_after_the_confirmation_page_is_unchanged(make_article, editor, reporter, choose_rows, page_text):
    article = make_article(state="draft", headline="Brücke")
    _text, confirm = choose_rows(editor, "submit", [article])
    article.lead = "Anders."
    revisions.save(article, reporter)

    text = page_text(confirm())

    article.refresh_from_db()
    assert article.state == "draft"
    assert "0 Artikel" in text
    assert "Brücke" in text


def test_a_reason_is_asked_for_once_and_kept_with_each(make_article, editor, choose_rows, page_text):
    articles = [make_article(headline=f"Nummer {n}") for n in range(2)]
    _text, confirm = choose_rows(editor, "withdraw", articles)

    text = page_text(confirm())
    confirm(reason="Falsch.")

    assert "Bitte geben Sie den Grund an" in text or "Grund" in text
    assert set(Article.objects.values_list("state", "withdrawn_reason")) == {("withdrawn", "Falsch.")}


def test_an_article_with_open_points_is_not_published_with_the_others(make_article, editor, choose_rows):
    good = make_article(state="approved")
    bad = make_article(state="approved", headline_is_provisional=True, source=None)
    outlet = Source.objects.create(name="Die Welle", slug="welle", right=Right.UNCLEAR)
    Article.objects.filter(pk=bad.pk).update(source=outlet)
    _text, confirm = choose_rows(editor, "publish", [good, bad])

    confirm()

    assert [Article.objects.get(pk=article.pk).state for article in (good, bad)] == ["published", "approved"]


def test_assigning_a_user_makes_one_revision_each(make_article, editor, choose_rows):
    articles = [make_article(state="draft") for _n in range(2)]
    _text, confirm = choose_rows(editor, "assign", articles)

    confirm(responsible=editor.pk)

    assert set(Article.objects.values_list("responsible", "version")) == {(editor.pk, 2)}


def test_a_topic_is_added_and_removed(make_article, editor, choose_rows, page_text):
    topic, article = Topic.objects.create(name="Brücken", slug="bruecken"), make_article(state="draft")

    choose_rows(editor, "add_topic", [article])[1](topic="brücken")
    assert list(article.topics.all()) == [topic]
    article.refresh_from_db()
    text = page_text(choose_rows(editor, "add_topic", [article])[1](topic="Brücken"))
    choose_rows(editor, "drop_topic", [article])[1](topic="Brücken")

    assert "nichts zu ändern" in text
    assert not article.topics.exists()


def test_an_unknown_topic_is_an_error_of_the_form(make_article, editor, choose_rows):
    article = make_article(state="draft")

    response = choose_rows(editor, "add_topic", [article])[1](topic="Unbekannt")

    assert response.context_data["form"].errors["topic"]


def test_an_action_without_the_permission_is_not_offered_and_is_refused(make_article, reporter, visit):
    article, visitor = make_article(state="in_review"), visit(reporter)

    listed = visitor.get(LIST).content.decode()
    response = visitor.post(f"{LIST}bulk/", {"bulk": "approve", "rows": f"{article.pk}:1"})

    assert '<option value="submit">' in listed
    assert '<option value="approve">' not in listed
    assert response.status_code == 403
    assert Article.objects.get().state == "in_review"


def test_all_pages_are_chosen_up_to_a_limit_that_is_shown(make_article, editor, choose_rows, monkeypatch):
    from articles.domain.articles import bulk

    monkeypatch.setattr(bulk, "BULK_ROWS", 2)
    articles = [make_article(state="draft", headline=f"Nummer {number}") for number in range(3)]

    text, confirm = choose_rows(editor, "submit", articles[:1], select_across="1", index="0")
    confirm()

    assert "2 Artikel" in text
    assert "die ersten 2" in text
    assert Article.objects.filter(state="in_review").count() == 2


def test_clips_are_discarded_together(make_clip, editor, choose_rows):
    clips = [make_clip(f"Text {n}") for n in range(2)]

    text, confirm = choose_rows(editor, "discard", clips, noun="clip")
    confirm(reason="Doppelt geschickt.")

    assert "2 Ausschnitte" in text
    assert {clip.state for clip in type(clips[0]).objects.all()} == {"discarded"}


def test_the_right_of_outlets_is_set_and_recorded_with_the_old_value(outlet, editor, choose_rows):
    other = Source.objects.create(name="Die Welle", slug="welle")

    choose_rows(editor, "set_right", [outlet, other], noun="source")[1](right="excerpt", reason="Vertrag")

    assert set(Source.objects.values_list("right", flat=True)) == {"excerpt"}
    rights_by_key = {e.object_id: e.details["right"] for e in AuditEntry.objects.filter(verb="change_rights")}
    assert rights_by_key == {outlet.pk: ["full", "excerpt"], other.pk: ["unclear", "excerpt"]}
    assert other.history.first().history_user == editor


def test_pictures_get_a_credit_and_empty_fields_change_nothing(editor, choose_rows, page_text):
    image = Image.objects.create(caption="Bild", agency="epd")
    unchanged = Image.objects.create(caption="Bild", credit="dpa")

    text = page_text(choose_rows(editor, "set_rights", [image, unchanged], noun="image")[1](credit="dpa"))

    image.refresh_from_db()
    assert (image.credit, image.agency) == ("dpa", "epd")
    assert "nichts zu ändern" in text


def test_more_comments_than_a_page_shows_need_a_confirmation(make_article, make_comment, moderator, choose_rows):
    article = make_article()
    comments = [make_comment(article, status="pending") for _n in range(51)]
    chosen = {"select_across": "1", "index": "0", "as_of": "0"}

    text, _confirm = choose_rows(moderator, "approve_chosen", comments[:1], noun="comment", **chosen)

    assert "51 Leserkommentare" in text
    assert article.comments.filter(status="pending").count() == 51


def test_the_confirmation_decides_about_all_comments(make_article, make_comment, moderator, visit):
    article = make_article()
    comments = [make_comment(article, status="pending") for _n in range(3)]
    numbers = ",".join(str(comment.pk) for comment in comments)

    visit(moderator).post("/admin/articles/comment/decide/", {"verb": "approve", "id": numbers, "as_of": "0"})

    assert article.comments.filter(status="approved").count() == 3
