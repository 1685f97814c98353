"""Moderating in the admin: by button, by list, with a reason, and only by who may."""

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
    """Three comments that wait."""
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


def test_rejecting_asks_for_a_reason(waiting, visit, moderator, words_of):
    visitor = visit(moderator)

    question = visitor.get(REJECT, {"id": [waiting[0].pk]})
    unanswered = visitor.post(REJECT, {"id": [waiting[0].pk]})

    assert "Ada: Meinung 0" in words_of(question)
    assert "Beleidigung" in words_of(question)
    assert unanswered.status_code == 200
    assert statuses() == ["pending"] * 3


def test_a_rejected_comment_keeps_its_reason(waiting, visit, moderator):
    visit(moderator).post(
        REJECT, {"id": [waiting[0].pk], "reason": "illegal", "legal_ground": "§ 185 StGB", "next": QUEUE}
    )

    comment = Comment.objects.get(pk=waiting[0].pk)
    assert (comment.status, comment.decision_note) == ("rejected", "rechtswidriger Inhalt: § 185 StGB")
    assert comment.decided_by == moderator


def test_some_reasons_need_a_note(waiting, visit, moderator, words_of):
    response = visit(moderator).post(REJECT, {"id": [waiting[0].pk], "reason": "other"})

    assert "Bitte notieren Sie, worum es geht." in words_of(response)
    assert statuses() == ["pending"] * 3


def test_several_are_approved_from_the_list(waiting, visit, moderator):
    chosen = [str(c.pk) for c in waiting[:2]]

    visit(moderator).post(QUEUE, {"action": "approve_chosen", "_selected_action": chosen})

    assert statuses() == ["approved", "approved", "pending"]


def test_several_are_rejected_with_one_reason(waiting, visit, moderator, words_of):
    visitor = visit(moderator)
    chosen = [str(c.pk) for c in waiting[:2]]

    question = visitor.post(QUEUE, {"action": "reject_chosen", "_selected_action": chosen})
    assert "2 Leserkommentare" in words_of(question)

    response = visitor.post(REJECT, {"id": chosen, "reason": "spam", "next": QUEUE})
    assert response["Location"] == QUEUE
    assert statuses() == ["rejected", "rejected", "pending"]


@pytest.mark.parametrize("address", ["{pk}/approve/", "reject/?id={pk}"])
def test_nobody_else_decides(waiting, visit, editor, address):
    response = visit(editor).post(f"/admin/articles/comment/{address.format(pk=waiting[0].pk)}", {"reason": "spam"})

    assert response.status_code == 403
    assert statuses() == ["pending"] * 3


def test_nobody_else_sees_the_buttons(waiting, visit, editor, moderator, page_of):
    for address, button in ((QUEUE, "/approve/"), (page_of(waiting[0]), "/decide/")):
        assert button in visit(moderator).get(address).content.decode()
        assert button not in visit(editor).get(address).content.decode()


def test_an_action_of_the_list_needs_the_permission(waiting, visit, editor):
    visit(editor).post(QUEUE, {"action": "approve_chosen", "_selected_action": [str(waiting[0].pk)]})

    assert statuses() == ["pending"] * 3


def test_moderators_never_rewrite(waiting, visit, moderator, page_of):
    response = visit(moderator).post(page_of(waiting[0]), {"text": "Umgeschrieben"})

    assert response.status_code == 403
    assert Comment.objects.get(pk=waiting[0].pk).text == "Meinung 0"


def test_a_reply_is_shown_with_what_it_answers(waiting, make_comment, visit, moderator, page_of, words_of):
    reply = make_comment(waiting[0].article, parent=waiting[0], text="Stimmt nicht", author="Bob", status="pending")

    assert "Stimmt nicht Antwort auf Ada: Meinung 0" in words_of(visit(moderator).get(QUEUE))
    assert "Antwort auf Ada : Meinung 0 Stimmt nicht" in words_of(visit(moderator).get(page_of(reply)))


def test_the_way_back_never_leads_off_the_site(waiting, visit, moderator):
    response = visit(moderator).post(
        f"/admin/articles/comment/{waiting[0].pk}/approve/", {"next": "https://evil.example/"}
    )

    assert response["Location"] == QUEUE


def test_an_approved_comment_is_freigeschaltet_and_an_approved_article_freigegeben():
    assert (str(Comment.Status.APPROVED.label), str(Article.State.APPROVED.label)) == ("freigeschaltet", "freigegeben")


@pytest.fixture
def five_hundred(make_article, make_comment):
    """So many as go at once, that one article, one word, one name, one address and one connection have in common."""
    article = make_article(headline="Streit um das Freibad")
    first = make_comment(make_article(headline="Rathaus wird saniert"), author="Bob", text="Anderswo", status="pending")
    who = {"author": "Ada L.", "email": "ada@example.org", "email_confirmed_at": timezone.now(), "sender_hash": "f00"}
    Comment.objects.bulk_create(
        Comment(article=article, path=f"{n:06d}", text=f"Reklame {n}", status="pending", **who) for n in range(1, 501)
    )
    make_comment(first.article, author="Ada Lovelace", text="Ada L. hat recht", status="pending")
    return list(article.comments.order_by("pk"))


ASKED = (
    "article__id__exact={article}",
    "headline=Streit+um+das+Freibad",
    "q=Reklame",
    "person=Ada+L.",
    "person=ADA@example.org",
    "person={comment}-email",
    "person={comment}-connection",
    "person={comment}-name",
)


@pytest.mark.parametrize("asked", slow_but(["q=Reklame", "person={comment}-connection"], ASKED))
def test_all_of_an_article_a_word_or_a_person_are_rejected_and_brought_back(
    five_hundred, visit, moderator, words_of, asked
):
    found = f"{LIST}?waiting=pending&" + asked.format(article=five_hundred[0].article_id, comment=five_hundred[7].pk)
    visitor = visit(moderator)
    chosen = {"action": "reject_chosen", "select_across": "1", "_selected_action": [str(five_hundred[0].pk)]}
    before = Comment.objects.order_by("pk").values_list("status", "decided_at", "decision_note", "seen_at")
    stood = list(before)

    question = visitor.post(found, {**chosen, "as_of": "0"})
    fields = dict(html.fromstring(question.content.decode()).xpath("//div[@id='content-main']/form")[0].form_values())
    answer = visitor.post(REJECT, {**fields, "reason": "advertising"}, follow=True)
    rejected = set(Comment.objects.filter(status="rejected").values_list("pk", flat=True))
    batch = html.fromstring(answer.content.decode()).xpath("//form[@class='undo']//input[@name='batch']/@value")[0]
    undone = visitor.post(f"{LIST}undo/", {"batch": batch}, follow=True)

    assert rejected == {c.pk for c in five_hundred}
    assert "500 Leserkommentare wurden abgelehnt." in words_of(answer)
    assert "500 Entscheidungen wurden rückgängig gemacht." in words_of(undone)
    assert list(before.all()) == stood


def test_what_a_comments_page_says_of_its_person_leads_to_the_list(five_hundred, visit, moderator, editor, page_of):
    page = html.fromstring(visit(moderator).get(page_of(five_hundred[0])).content.decode())
    ways = [a for a in page.xpath("//a/@href") if "?person=" in a]

    assert [w.split("-")[1] for w in ways] == ["email", "connection", "name"]
    for way in ways:
        assert "500 Leserkommentare" in visit(moderator).get(way).content.decode()
        assert "Reklame" not in visit(editor).get(way).content.decode()
    assert "Reklame" not in visit(moderator).get(f"{LIST}?person=99999-email").content.decode()
    assert "Reklame" not in visit(moderator).get(f"{LIST}?person=Ada").content.decode()


KEPT_BACK = {"email": "ada@example.org", "status_token": "geheim", "sender_hash": "f00", "text_hash": "f11"}


@pytest.mark.parametrize(
    "question",
    [
        *("q=ada@example.org", "q=example", "person=ada@example.org", "email__startswith=a"),
        *("status_token__startswith=g", "sender_hash=f00", "text_hash__gt=f", "decided_by__email__contains=a"),
    ],
)
def test_who_only_reads_finds_nobody_by_what_is_kept_from_them(question, make_article, make_comment, visit, editor):
    make_comment(make_article(), author="Ada", text="Ein Gedanke.", **KEPT_BACK)

    answer = visit(editor).get(f"/admin/articles/comment/?{question}")

    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or answer.context_data["cl"].result_list == []


@pytest.mark.parametrize("question", ["q=ADA@example.org", "person=ADA@example.org", "q=Gedanke", "person=Ada"])
def test_who_decides_finds_comments_by_words_name_and_e_mail(question, make_article, make_comment, visit, moderator):
    comment = make_comment(make_article(), author="Ada", text="Ein Gedanke.", **KEPT_BACK)

    assert visit(moderator).get(f"/admin/articles/comment/?{question}").context_data["cl"].result_list == [comment]
