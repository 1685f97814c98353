"""The pages of tasks about agencies' texts: what they show, and who decides."""

import pytest
from lxml import html

from articles.models import AgencyTask, AuditEntry, Reading
from tests.access import create_user


@pytest.fixture
def task(make_article, make_clip):
    """A kill of the text of a published article."""
    earlier, later = make_clip(), make_clip()
    for clip, text in ((earlier, "Verletzt wurde niemand."), (later, "Bitte nicht verwenden.")):
        fields = {"headline": "Brand am Hafen", "body": [{"kind": "paragraph", "text": text}]}
        Reading.objects.filter(clip=clip).update(fields=fields)
    article = make_article(headline="Brand am Hafen", clip=earlier, reading=earlier.readings.get())
    return AgencyTask.objects.create(article=article, clip=later, kind="kill", matched_by="number")


def address(task):
    return f"/admin/articles/agencytask/{task.pk}/change/"


def test_the_page_shows_both_texts_side_by_side(task, visit, editor, page_text):
    text = page_text(visit(create_user("Redaktion")).get(address(task)))

    assert "Agentur zieht zurück" in text
    assert "Verletzt wurde niemand" in text
    assert "Bitte nicht verwenden" in text


def shown(task, visit, earlier, later):
    for clip, words in ((task.article.clip, earlier), (task.clip, later)):
        fields = {"headline": words[0], "body": [{"kind": "paragraph", "text": words[1]}]}
        Reading.objects.filter(clip=clip).update(fields=fields)
    page = html.fromstring(visit(create_user("Redaktion")).get(address(task)).content.decode())
    return list(page.xpath("//table[@class='differences']//td"))


BOTH = ("Brand am Hafen", "Verletzt wurde niemand, sagte die Polizei am Montag.")


def test_a_kill_in_words_of_its_own_stands_beside_the_text_without_marks(task, visit):
    cells = shown(task, visit, BOTH, ("dpa zieht zurück", "Die Meldung <dpa 0525> trifft nicht zu."))

    assert [cell.xpath(".//del | .//ins") for cell in cells] == [[]] * 4
    assert "Die Meldung <dpa 0525> trifft nicht zu." in cells[3].text_content()


@pytest.mark.parametrize("kind", ["kill", "correction", "new_version"])
def test_what_differs_in_a_later_version_is_marked(task, visit, kind):
    AgencyTask.objects.filter(pk=task.pk).update(kind=kind)
    cells = shown(task, visit, BOTH, (BOTH[0], BOTH[1].replace("Montag", "Dienstag")))

    assert [[mark.text for mark in cell.xpath(".//del | .//ins")] for cell in cells] == [
        [],
        [],
        ["Montag"],
        ["Dienstag"],
    ]


def test_the_article_and_its_list_lead_to_the_task(task, visit):
    visitor = visit(create_user("CvD"))

    for page in (f"/admin/articles/article/{task.article_id}/change/", "/admin/articles/article/?waiting=agency"):
        answer = visitor.get(page).content.decode()
        assert address(task) in answer, page
        assert "Agentur zieht zurück" in answer, page


def test_an_editor_marks_it_as_done(task, visit):
    user = create_user("Redaktion")

    visit(user).post(address(task), {"_done": "1"})

    task.refresh_from_db()
    assert (task.state, task.decided_by) == ("done", user)
    assert AuditEntry.objects.get(verb="finish_task").by == user
    assert task.article.state == "published"


def test_a_dismissal_without_a_reason_is_asked_for_one(task, visit, page_text):
    visitor = visit(create_user("Redaktion"))

    assert "Grund" in page_text(visitor.post(address(task), {"_dismissed": "1"}))
    visitor.post(address(task), {"_dismissed": "1", "reason": "Betrifft uns nicht"})

    task.refresh_from_db()
    assert (task.state, task.reason) == ("dismissed", "Betrifft uns nicht")


def test_what_was_decided_shows_no_buttons(task, visit):
    AgencyTask.objects.update(state="done")

    answer = visit(create_user("Redaktion")).get(address(task)).content.decode()

    assert "_done" not in answer


@pytest.mark.parametrize(("role", "sees", "decides"), [("Dokumentation", 200, 403), ("Moderation", 403, 403)])
def test_who_may_only_look_does_not_decide(task, visit, role, sees, decides):
    visitor = visit(create_user(role))

    assert visitor.get(address(task)).status_code == sees
    assert visitor.post(address(task), {"_done": "1"}).status_code == decides
    assert AgencyTask.objects.get().state == "open"


def test_the_list_is_searched_by_the_articles_headline(task, visit):
    visitor = visit(create_user("CvD"))

    found = [visitor.get(f"/admin/articles/agencytask/?waiting=open&q={word}") for word in ("Hafen", "Freibad")]

    assert [len(answer.context_data["cl"].result_list) for answer in found] == [1, 0]
