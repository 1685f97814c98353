"""New clips are triaged one after the other, by forms without a script."""

import pytest
from lxml import html

from articles.domain.imports import importer, triage
from articles.models import Article, AuditEntry, Clip, Source

START = "/admin/articles/clip/triage/"


@pytest.fixture
def clips(db) -> list[Clip]:
    """Three clips with a draft each, the texts as different as their numbers."""
    topics = ("Rathaus", "Schwimmbad", "Bahnhof")
    made = []
    for topic in topics:
        body = " ".join(f"{topic} {n} wird von der Stadt {topic}{n} saniert, sagt {topic}{n * n}." for n in range(20))
        made.append(
            importer.import_clip(f"{topic} wird saniert\n\n{body}\n\n{body[::-1]}".encode(), f"{topic}.txt").clip
        )
    return made


def address(clip: Clip) -> str:
    return f"/admin/articles/clip/{clip.pk}/triage/"


def state(clip: Clip) -> str:
    return Clip.objects.values_list("state", flat=True).get(pk=clip.pk)


def test_triage_begins_with_the_oldest_new_clip(clips, visit, reporter, page_text):
    response = visit(reporter).get(START, follow=True)

    assert response.redirect_chain[-1][0] == address(clips[0])
    assert "3 neue Ausschnitte übrig" in page_text(response)
    assert "Überschrift Rathaus wird saniert" in page_text(response)


def test_every_key_has_a_button_that_works_as_a_plain_form_or_link(clips, visit, reporter):
    page = html.fromstring(visit(reporter).get(address(clips[1])).content.decode())

    keys = {e.get("data-key"): e.tag for e in page.xpath("//*[@data-key]")}
    opened = {e.get("data-open"): e.xpath(".//form//button/@value") for e in page.xpath("//*[@data-open]")}
    assert keys == {"a": "button", "r": "button", "p": "a", "n": "a", "Enter": "a"}
    assert opened == {"d": ["discard"], "u": ["mark_duplicate"]}


@pytest.mark.parametrize(
    ("verb", "reason", "new_state"),
    [
        ("adopt", "", "adopted"),
        ("archive", "", "archive_only"),
        ("discard", "nur Werbung", "discarded"),
        ("mark_duplicate", "steht schon da", "duplicate"),
    ],
)
def test_a_decision_leads_to_the_next_clip_and_undo_restores(clips, visit, reporter, verb, reason, new_state):
    visitor = visit(reporter)

    response = visitor.post(address(clips[0]), {"verb": verb, "reason": reason})
    assert (state(clips[0]), response["Location"]) == (new_state, address(clips[1]))

    response = visitor.post(f"{START}undo/")
    assert (state(clips[0]), response["Location"]) == ("new", address(clips[0]))
    article = Article.objects.get(clip=clips[0])
    assert (article.state, article.responsible) == ("draft", None)


def test_undo_goes_back_step_by_step(clips, visit, reporter):
    visitor = visit(reporter)
    for clip in clips:
        visitor.post(address(clip), {"verb": "archive"})

    for remaining in (2, 1, 0):
        visitor.post(f"{START}undo/")
        assert Clip.objects.filter(state="archive_only").count() == remaining


def test_nobody_undoes_the_decision_of_another_user(clips, visit, reporter, editor, page_text):
    triage.archive(clips[0], editor)

    response = visit(reporter).post(f"{START}undo/", follow=True)

    assert state(clips[0]) == "archive_only"
    assert "Es gibt nichts rückgängig zu machen." in page_text(response)


def test_discarding_without_a_reason_shows_the_form_again_with_its_input(clips, visit, reporter, page_text):
    response = visit(reporter).post(address(clips[0]), {"verb": "discard", "reason": " "})

    assert state(clips[0]) == "new"
    assert "Bitte geben Sie den Grund an." in page_text(response)
    page = html.fromstring(response.content.decode())
    assert [e.get("data-open") for e in page.xpath("//details[@open]")] == ["d"]


def test_a_clip_that_another_user_has_adopted_is_skipped_with_a_message(clips, visit, reporter, editor, page_text):
    triage.adopt(clips[0], editor)

    response = visit(reporter).post(address(clips[0]), {"verb": "discard", "reason": "nur Werbung"}, follow=True)

    assert (state(clips[0]), response.redirect_chain[-1][0]) == ("adopted", address(clips[1]))
    assert f"{clips[0]} wurde übersprungen: editor war schneller, der Stand ist „übernommen“." in page_text(response)


def test_the_queue_is_filtered_by_outlet_and_warnings(clips, visit, reporter):
    outlet = Source.objects.create(kind="outlet", name="Morgenpost & Co", slug="morgenpost")
    Clip.objects.filter(pk=clips[2].pk).update(source=outlet)
    for clip in clips:
        clip.readings.update(warning_count=0)
    clips[1].readings.update(warning_count=2)
    visitor = visit(reporter)

    def first(query):
        return visitor.get(START + query)["Location"]

    assert first("?outlet=post+%26") == f"{address(clips[2])}?outlet=post+%26"
    assert first("?warnings=with") == f"{address(clips[1])}?warnings=with"
    assert first("?warnings=without") == f"{address(clips[0])}?warnings=without"


def test_a_duplicate_links_the_similar_clip(clips, visit, reporter):
    twin = importer.import_clip(clips[0].text.replace("saniert, sagt", "saniert, sagt", 1).encode() + b"\n", "zwei.txt")

    page = html.fromstring(visit(reporter).get(address(twin.clip)).content.decode())

    assert page.get_element_by_id("twin-reason").get("value") == "Dublette von „Rathaus.txt“"
    assert page.xpath("//ul[@class='triage-near']//a/text()") == ["Rathaus.txt"]


def test_an_empty_queue_shows_a_message(clips, visit, reporter, page_text):
    visitor = visit(reporter)
    for clip in clips:
        response = visitor.post(address(clip), {"verb": "archive"}, follow=True)

    assert "Es ist nichts übrig: hier wartet kein neuer Ausschnitt." in page_text(response)
    assert html.fromstring(response.content.decode()).xpath("//*[@data-key]/@data-key") == ["z"]


def test_the_page_costs_sixteen_queries_at_most(clips, visit, reporter, django_assert_max_num_queries):
    visitor = visit(reporter)
    visitor.post(address(clips[0]), {"verb": "archive"})

    with django_assert_max_num_queries(16):
        visitor.get(address(clips[1]))


def test_triage_needs_the_permission(clips, visit, moderator):
    visitor = visit(moderator)

    assert visitor.get(START).status_code == 403
    assert visitor.post(address(clips[0]), {"verb": "archive"}).status_code == 403
    assert visitor.post(f"{START}undo/").status_code == 403
    assert state(clips[0]) == "new"
    assert not AuditEntry.objects.filter(verb="archive").exists()


def test_the_dashboard_and_the_list_link_to_triage(clips, visit, reporter):
    visitor = visit(reporter)

    for page in ("/admin/", "/admin/articles/clip/"):
        assert f'href="{START}"' in visitor.get(page).content.decode(), page
