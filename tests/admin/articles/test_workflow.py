"""The workflow's buttons: shown only with the permission and in the right state; some need a reason."""

import pytest
from django.contrib.auth.models import Group, User
from lxml import html

from articles.domain.articles import review
from articles.domain.imports import triage
from articles.models import Article, AuditEntry, Clip

ARTICLE = "/admin/articles/article"


@pytest.fixture
def member(db):
    """Makes a user of a group."""

    def make(group, name=""):
        user = User.objects.create_user(name or group, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def draft(make_article):
    return make_article(state="draft", headline="Rathaus wird saniert")


def buttons(response):
    page = html.fromstring(response.content.decode())
    below = [b.get("value") for b in page.xpath("//button[@name='_move']")]
    below += [b.get("name") for b in page.xpath("//input[@name='_publish']")]
    above = [a.get("class").split("move-")[1] for a in page.find_class("movelink")]
    return below, above


def test_the_input_is_saved_and_submitted_for_review(draft, visit, member, change_url):
    response = visit(member("Redaktion")).fill(change_url(draft), headline="Rathaus wird verkauft", _move="submit")

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.state, draft.headline) == ("in_review", "Rathaus wird verkauft")
    assert [e.verb for e in AuditEntry.objects.about(draft).order_by("id")] == ["change", "submit"]


def test_the_desk_sees_its_own_buttons_and_the_duty_editor_more(draft, visit, member, change_url):
    desk, duty = visit(member("Redaktion")), visit(member("CvD"))
    assert buttons(desk.get(change_url(draft))) == (["submit"], ["discard"])
    assert buttons(duty.get(change_url(draft))) == (["submit", "_publish"], ["lock", "discard"])

    desk.fill(change_url(draft), _move="submit")

    assert buttons(desk.get(change_url(draft))) == ([], ["discard"])
    assert buttons(duty.get(change_url(draft))) == (["approve", "_publish"], ["send_back", "lock", "discard"])


def test_sending_back_needs_a_reason_that_the_form_shows(draft, visit, member, change_url, page_text):
    review.submit(draft, member("Redaktion", "rita"))
    duty = visit(member("CvD"))

    refused = duty.post(f"{ARTICLE}/{draft.pk}/send-back/", {"reason": " "})
    duty.post(f"{ARTICLE}/{draft.pk}/send-back/", {"reason": "Die Quelle fehlt."})

    assert "Bitte geben Sie den Grund an." in page_text(refused)
    text = page_text(visit(member("Redaktion")).get(change_url(draft)))
    assert "zurückgegeben" in text
    assert "Die Quelle fehlt." in text


def test_the_submitter_is_not_offered_to_approve_the_article(draft, visit, member, change_url):
    duty = member("CvD")
    review.submit(draft, duty)

    below, _above = buttons(visit(duty).get(change_url(draft)))
    response = visit(duty).fill(change_url(draft), _move="approve")

    assert "approve" not in below
    assert response.status_code == 200  # the form with the message
    assert Article.objects.get().state == "in_review"


def test_a_locked_article_is_read_only_until_it_is_unlocked(make_article, visit, member, change_url):
    article = make_article()
    visit(member("CvD")).post(f"{ARTICLE}/{article.pk}/lock/", {"reason": "Verfügung"})
    boss = visit(member("Administration"))

    assert boss.post(change_url(article), {"headline": "Anders"}).status_code == 403
    assert buttons(boss.get(change_url(article))) == ([], ["unlock"])
    boss.post(f"{ARTICLE}/{article.pk}/unlock/", {"reason": "geklärt"})

    assert Article.objects.get().state == "draft"


@pytest.mark.parametrize("verb", ["approve", "withdraw", "lock", "unlock", "send-back"])
def test_an_address_without_a_button_is_refused(make_article, visit, member, verb):
    article = make_article(state="in_review")

    response = visit(member("Redaktion")).post(f"{ARTICLE}/{article.pk}/{verb}/", {"reason": "darum"})

    assert response.status_code == 403
    assert Article.objects.get().state == "in_review"


def test_a_move_that_is_no_longer_possible_says_so(draft, visit, member, page_text):
    response = visit(member("CvD")).post(f"{ARTICLE}/{draft.pk}/send-back/", {"reason": "zu spät"}, follow=True)

    assert "„Zurückgeben“ geht nicht im Status „Entwurf“." in page_text(response)


def test_a_get_request_to_a_move_changes_nothing(draft, visit, member):
    visit(member("CvD")).get(f"{ARTICLE}/{draft.pk}/submit/")

    assert Article.objects.get().state == "draft"


def test_a_clip_is_adopted_by_one_button(make_clip, make_article, visit, member, change_url):
    clip = make_clip()
    draft = make_article(state="draft", clip=clip)
    rita = member("Redaktion", "rita")

    visit(rita).post(f"/admin/articles/clip/{clip.pk}/adopt/")

    draft.refresh_from_db()
    assert (Clip.objects.get().state, draft.responsible) == ("adopted", rita)


def test_a_clip_is_discarded_with_a_reason_and_taken_back(make_clip, visit, member, change_url, page_text):
    clip, archivist = make_clip(), visit(member("Dokumentation"))

    archivist.post(f"/admin/articles/clip/{clip.pk}/discard/", {"reason": "nur Werbung"})
    assert "verworfen nur Werbung" in page_text(archivist.get(change_url(clip)))
    archivist.post(f"/admin/articles/clip/{clip.pk}/restore/")

    assert Clip.objects.get().state == "new"


def test_users_who_may_not_triage_see_no_buttons_at_the_clip(make_clip, visit, moderator, editor, change_url):
    clip = make_clip()
    editor.user_permissions.remove(*editor.user_permissions.filter(codename="triage_clip"))

    page = visit(editor).get(change_url(clip)).content.decode()

    assert "adopt/" not in page
    assert visit(moderator).post(f"/admin/articles/clip/{clip.pk}/discard/", {"reason": "x"}).status_code == 403
    triage.discard(clip, None, "geht")
