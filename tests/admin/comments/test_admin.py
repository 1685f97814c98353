"""Moderation in the admin: by button, from the list, with a reason, and only with the permission."""

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from articles.models import Article, Comment
from tests.rounds import slow_but

LIST = "/admin/articles/comment/"
QUEUE = "/admin/articles/comment/?waiting=pending"
REJECT = "/admin/articles/comment/reject/"


@pytest.fixture
def waiting(make_article, make_comment):
    """Three pending comments."""
    article = make_article(headline="Rathaus wird saniert")
    return [make_comment(article, text=f"Meinung {n}", author="Ada", status="pending") for n in range(3)]


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_a_comment_is_approved_by_its_button(waiting, visit, moderator):
    response = visit(moderator).post(
        f"/admin/articles/comment/{waiting[1].pk}/approve/", HTTP_REFERER=f"http://testserver{QUEUE}"
    )

    assert response["Location"] == f"http://testserver{QUEUE}"
    assert statuses() == ["pending", "approved", "pending"]
    assert Comment.objects.get(pk=waiting[1].pk).decided_by == moderator


def test_approving_needs_a_post(waiting, visit, moderator):
    assert visit(moderator).get(f"/admin/articles/comment/{waiting[0].pk}/approve/").status_code == 403
    assert statuses() == ["pending"] * 3


def test_approving_needs_the_form_of_our_own_page(waiting, moderator):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(moderator)

    assert stranger.post(f"/admin/articles/comment/{waiting[0].pk}/approve/").status_code == 403
    assert statuses() == ["pending"] * 3


def test_rejecting_asks_for_a_reason(waiting, visit, moderator, page_text):
    visitor = visit(moderator)

    question = visitor.get(REJECT, {"id": [waiting[0].pk]})
    unanswered = visitor.post(REJECT, {"id": [waiting[0].pk]})

    assert "Ada: Meinung 0" in page_text(question)
    assert "Beleidigung" in page_text(question)
    assert unanswered.status_code == 200
    assert statuses() == ["pending"] * 3


def test_a_rejected_comment_keeps_its_reason(waiting, visit, moderator):
    visit(moderator).post(
        REJECT, {"id": [waiting[0].pk], "reason": "illegal", "legal_ground": "§ 185 StGB", "next": QUEUE}
    )

    comment = Comment.objects.get(pk=waiting[0].pk)
    assert (comment.status, comment.decision_note) == ("rejected", "rechtswidriger Inhalt: § 185 StGB")
    assert comment.decided_by == moderator


def test_some_reasons_need_a_note(waiting, visit, moderator, page_text):
    response = visit(moderator).post(REJECT, {"id": [waiting[0].pk], "reason": "other"})

    assert "Bitte notieren Sie, worum es geht." in page_text(response)
    assert statuses() == ["pending"] * 3


def test_several_are_approved_from_the_list(waiting, visit, moderator):
    chosen = [str(c.pk) for c in waiting[:2]]

    visit(moderator).post(QUEUE, {"action": "approve_chosen", "_selected_action": chosen})

    assert statuses() == ["approved", "approved", "pending"]


def test_several_are_rejected_with_one_reason(waiting, visit, moderator, page_text):
    visitor = visit(moderator)
    chosen = [str(c.pk) for c in waiting[:2]]

    question = visitor.post(QUEUE, {"action": "reject_chosen", "_selected_action": chosen})
    assert "2 Leserkommentare" in page_text(question)

    response = visitor.post(REJECT, {"id": chosen, "reason": "spam", "next": QUEUE})
    assert response["Location"] == QUEUE
    assert statuses() == ["rejected", "rejected", "pending"]


@pytest.mark.parametrize("address", ["{pk}/approve/", "reject/?id={pk}"])
def test_users_who_do_not_moderate_decide_nothing(waiting, visit, editor, address):
    response = visit(editor).post(f"/admin/articles/comment/{address.format(pk=waiting[0].pk)}", {"reason": "spam"})

    assert response.status_code == 403
    assert statuses() == ["pending"] * 3


def test_users_who_do_not_moderate_see_no_buttons(waiting, visit, editor, moderator, change_url):
    for address, button in ((QUEUE, "/approve/"), (change_url(waiting[0]), "/decide/")):
        assert button in visit(moderator).get(address).content.decode()
        assert button not in visit(editor).get(address).content.decode()


def test_an_action_of_the_list_needs_the_permission(waiting, visit, editor):
    visit(editor).post(QUEUE, {"action": "approve_chosen", "_selected_action": [str(waiting[0].pk)]})

    assert statuses() == ["pending"] * 3


def test_moderators_cannot_edit_the_text(waiting, visit, moderator, change_url):
    response = visit(moderator).post(change_url(waiting[0]), {"text": "Umgeschrieben"})

    assert response.status_code == 403
    assert Comment.objects.get(pk=waiting[0].pk).text == "Meinung 0"


def test_a_reply_is_shown_with_what_it_answers(waiting, make_comment, visit, moderator, change_url, page_text):
    reply = make_comment(waiting[0].article, parent=waiting[0], text="Stimmt nicht", author="Bob", status="pending")

    assert "Stimmt nicht Antwort auf Ada: Meinung 0" in page_text(visit(moderator).get(QUEUE))
    assert "Antwort auf Ada : Meinung 0 Stimmt nicht" in page_text(visit(moderator).get(change_url(reply)))


def test_the_redirect_never_leaves_the_site(waiting, visit, moderator):
    response = visit(moderator).post(
        f"/admin/articles/comment/{waiting[0].pk}/approve/", {"next": "https://evil.example/"}
    )

    assert response["Location"] == QUEUE


def test_an_approved_comment_is_freigeschaltet_and_an_approved_article_freigegeben():
    assert (str(Comment.Status.APPROVED.label), str(Article.State.APPROVED.label)) == ("freigeschaltet", "freigegeben")


@pytest.fixture
def five_hundred(make_article, make_comment):
    """As many as one action takes; they share article, word, name, e-mail address and connection."""
    article = make_article(headline="Streit um das Freibad")
    other_comment = make_comment(
        make_article(headline="Rathaus wird saniert"), author="Bob", text="Anderswo", status="pending"
    )
    sender = {
        "author": "Ada L.",
        "email": "ada@example.org",
        "email_confirmed_at": timezone.now(),
        "sender_hash": "f00",
    }
    Comment.objects.bulk_create(
        Comment(article=article, path=f"{n:06d}", text=f"Reklame {n}", status="pending", **sender)
        for n in range(1, 501)
    )
    make_comment(other_comment.article, author="Ada Lovelace", text="Ada L. hat recht", status="pending")
    return list(article.comments.order_by("pk"))


QUERIES = (
    "article__id__exact={article}",
    "headline=Streit+um+das+Freibad",
    "q=Reklame",
    "person=Ada+L.",
    "person=ADA@example.org",
    "person={comment}-email",
    "person={comment}-connection",
    "person={comment}-name",
)


@pytest.mark.parametrize("query", slow_but(["q=Reklame"], QUERIES))
def test_all_comments_of_an_article_a_word_or_a_person_are_rejected_and_restored(
    five_hundred, visit, moderator, page_text, query
):
    address = f"{LIST}?waiting=pending&" + query.format(article=five_hundred[0].article_id, comment=five_hundred[7].pk)
    visitor = visit(moderator)
    chosen = {"action": "reject_chosen", "select_across": "1", "_selected_action": [str(five_hundred[0].pk)]}
    rows = Comment.objects.order_by("pk").values_list("status", "decided_at", "decision_note", "seen_at")
    before = list(rows)

    question = visitor.post(address, {**chosen, "as_of": "0"})
    fields = dict(html.fromstring(question.content.decode()).xpath("//div[@id='content-main']/form")[0].form_values())
    response = visitor.post(REJECT, {**fields, "reason": "advertising"}, follow=True)
    rejected = set(Comment.objects.filter(status="rejected").values_list("pk", flat=True))
    batch = html.fromstring(response.content.decode()).xpath("//form[@class='undo']//input[@name='batch']/@value")[0]
    undone = visitor.post(f"{LIST}undo/", {"batch": batch}, follow=True)

    assert rejected == {c.pk for c in five_hundred}
    assert "500 Leserkommentare wurden abgelehnt." in page_text(response)
    assert "500 Entscheidungen wurden rückgängig gemacht." in page_text(undone)
    assert list(rows.all()) == before


def test_the_links_about_a_comments_author_lead_to_the_list(five_hundred, visit, moderator, editor, change_url):
    page = html.fromstring(visit(moderator).get(change_url(five_hundred[0])).content.decode())
    links = [a for a in page.xpath("//a/@href") if "?person=" in a]

    assert [link.split("-")[1] for link in links] == ["email", "connection", "name"]
    for link in links:
        assert "500 Leserkommentare" in visit(moderator).get(link).content.decode()
        assert "Reklame" not in visit(editor).get(link).content.decode()
    assert "Reklame" not in visit(moderator).get(f"{LIST}?person=99999-email").content.decode()
    assert "Reklame" not in visit(moderator).get(f"{LIST}?person=Ada").content.decode()


HIDDEN_VALUES = {"email": "ada@example.org", "status_token": "geheim", "sender_hash": "f00", "text_hash": "f11"}


@pytest.mark.parametrize(
    "query",
    [
        *("q=ada@example.org", "q=example", "person=ada@example.org", "email__startswith=a"),
        *("status_token__startswith=g", "sender_hash=f00", "text_hash__gt=f", "decided_by__email__contains=a"),
    ],
)
def test_users_who_do_not_moderate_cannot_search_by_hidden_values(query, make_article, make_comment, visit, editor):
    make_comment(make_article(), author="Ada", text="Ein Gedanke.", **HIDDEN_VALUES)

    response = visit(editor).get(f"/admin/articles/comment/?{query}")

    assert response.status_code in {200, 400}
    assert response.status_code == 400 or response.context_data["cl"].result_list == []


@pytest.mark.parametrize("query", ["q=ADA@example.org", "person=ADA@example.org", "q=Gedanke", "person=Ada"])
def test_moderators_search_by_words_name_and_e_mail(query, make_article, make_comment, visit, moderator):
    comment = make_comment(make_article(), author="Ada", text="Ein Gedanke.", **HIDDEN_VALUES)

    assert visit(moderator).get(f"/admin/articles/comment/?{query}").context_data["cl"].result_list == [comment]
