"""Uncertain places are shown and decided by plain forms: on the clip's page, beside the article, in the triage."""

import pytest
from lxml import html

from articles.domain.imports import importer, uncertain_places
from articles.models import Article, Clip
from tests.access import create_user

SENTENCES = " ".join(["Die Stadt baut am Fluss einen Turm, sagte die Bürgermeisterin."] * 4)
RAIN = "Vielleicht regnet es am Abend in der Stadt, und der Turm wird nass."
SNOW = "Vielleicht schneit es im Winter auf die Mauern des neuen Turms."


def text_with(*doubts: str) -> str:
    parts = [f"{SENTENCES} Das ist Absatz {number}.\n\n{doubt}" for number, doubt in enumerate(doubts)]
    return "\n\n".join(["Stadt baut einen Turm", *parts, f"{SENTENCES} Das dauert lange."])


@pytest.fixture
def article(db, unsure_about) -> Article:
    unsure_about("Vielleicht")
    return importer.import_clip(text_with(RAIN, SNOW).encode(), "turm.txt").article


def addresses(article: Article) -> dict[str, str]:
    clip = f"/admin/articles/clip/{article.clip_id}/"
    form = f"/admin/articles/article/{article.pk}/change/"
    return {"clip": f"{clip}change/", "article": form, "triage": f"{clip}triage/", "decide": f"{clip}decide-place/"}


def page_of(visitor, address):
    return html.fromstring(visitor.get(address).content.decode())


def sent(page, button) -> dict[str, str]:
    """What the browser sends when a button of the form `decide-place` is pressed."""
    fields = {field.get("name"): field.get("value") for field in page.xpath("//form[@id='decide-place']/input")}
    return fields | {button.get("name"): button.get("value")}


def buttons(page):
    return page.xpath("//button[@form='decide-place'][not(@name='undo')]")


@pytest.mark.parametrize("where", ["clip", "article", "triage"])
def test_every_page_of_a_clip_marks_the_places_and_says_how_many(article, visit, reporter, where):
    page = page_of(visit(reporter), addresses(article)[where])

    marked = page.xpath("//li[contains(@class, 'is-uncertain')]")
    assert [" ".join(li.xpath(".//span[@class='said']")[0].text.split()) for li in marked] == [RAIN, SNOW]
    assert page.xpath("string(//strong[@class='place-count'])").strip() == "2 Stellen ungewiss"
    assert "(Stelle 2 von 2)" in " ".join(marked[1].text_content().split())
    assert [button.get("name") for button in buttons(page)] == ["kept", "removed"] * 2


@pytest.mark.parametrize("where", ["clip", "article", "triage"])
def test_a_decision_leads_back_to_the_same_page_and_to_the_next_place(article, visit, reporter, where, page_text):
    visitor, address = visit(reporter), addresses(article)
    page = page_of(visitor, address[where])

    response = visitor.post(address["decide"], sent(page, buttons(page)[1]), follow=True)

    assert response.redirect_chain == [(f"{address[where]}#clip-{article.clip.text.index(SNOW)}", 302)]
    assert "1 Stelle ungewiss" in page_text(response)
    assert "Im Artikel folgt daraus: Text." in page_text(response)
    article.refresh_from_db()
    assert (RAIN in article.body, SNOW in article.body) == (False, True)


def test_a_kept_place_is_marked_no_more_when_the_page_is_loaded_again(article, visit, reporter, page_text):
    visitor, address = visit(reporter), addresses(article)
    page = page_of(visitor, address["clip"])
    for button in buttons(page)[::2]:
        visitor.post(address["decide"], sent(page, button))

    again = page_of(visitor, address["clip"])

    assert again.xpath("//li[contains(@class, 'is-uncertain')]") == []
    assert "Keine Stelle ist mehr ungewiss" in again.text_content()
    article.refresh_from_db()
    assert RAIN in article.body


@pytest.mark.parametrize("name", ["kept", "removed"])
def test_undo_marks_the_place_again_and_restores_the_text(article, visit, reporter, name, page_text):
    visitor, address, before = visit(reporter), addresses(article), article.body
    page = page_of(visitor, address["clip"])
    visitor.post(address["decide"], sent(page, next(b for b in buttons(page) if b.get("name") == name)))
    page = page_of(visitor, address["clip"])
    undo = page.xpath("//button[@form='decide-place'][@name='undo']")[0]

    response = visitor.post(address["decide"], sent(page, undo), follow=True)

    assert "2 Stellen ungewiss" in page_text(response)
    assert "Die Stelle ist wieder ungewiss" in page_text(response)
    article.refresh_from_db()
    assert article.body == before


def test_what_was_decided_meanwhile_is_said_and_nothing_is_changed(article, visit, reporter, editor, page_text):
    visitor, address = visit(reporter), addresses(article)
    page = page_of(visitor, address["clip"])
    start = article.clip.text.index(RAIN)
    uncertain_places.decide(article.reading, start, start + len(RAIN), "kept", editor)

    response = visitor.post(address["decide"], sent(page, buttons(page)[1]), follow=True)

    assert "Diese Stelle ist nicht mehr ungewiss" in page_text(response)
    article.refresh_from_db()
    assert RAIN in article.body


@pytest.mark.parametrize("value", ["", "5", "5-", "a-b", "9999999999-1", "٣-٤"])
def test_a_typed_nonsense_is_answered_with_a_sentence(article, visit, reporter, value, page_text):
    visitor, address = visit(reporter), addresses(article)

    data = {"reading": article.reading_id, "kept": value}
    response = visitor.post(address["decide"], data, follow=True)

    assert "Bitte wählen Sie eine ungewisse Stelle" in page_text(response)


def test_who_may_not_change_articles_sees_the_places_but_no_buttons(article, visit):
    visitor, address = visit(create_user("Dokumentation")), addresses(article)

    for where in ("clip", "triage"):
        page = page_of(visitor, address[where])
        assert len(page.xpath("//li[contains(@class, 'is-uncertain')]")) == 2
        assert buttons(page) == []
    start = article.clip.text.index(RAIN)
    data = {"reading": article.reading_id, "removed": f"{start}-{start + len(RAIN)}"}
    assert visitor.post(address["decide"], data).status_code == 403


def test_a_clip_without_places_shows_nothing_of_them(db, visit, reporter, unsure_about):
    unsure_about("Niemals")
    article = importer.import_clip(text_with(RAIN).encode(), "turm.txt").article

    for address in list(addresses(article).values())[:3]:
        assert page_of(visit(reporter), address).xpath("//*[@id='uncertain-places']") == []


# lists


@pytest.fixture
def clips(db, unsure_about) -> dict[str, Clip]:
    """Clips with one place, none, and two, in this order."""
    unsure_about("Vielleicht")
    texts = {
        "one": text_with(RAIN),
        "none": text_with("Es regnet am Abend in der Stadt."),
        "two": text_with(RAIN, SNOW),
    }
    clips = {
        name: importer.import_clip(f"{text} {name * 9}".encode(), f"{name}.txt").clip for name, text in texts.items()
    }
    assert all(clips.values())
    return clips


def walk(visitor, query: str, step: str) -> list[str]:
    """The names of the clips in their order from the first one on, until one comes again."""
    address, names = f"/admin/articles/clip/triage/{query}", []
    while True:
        page = html.fromstring(visitor.get(address, follow=True).content.decode())
        name = page.xpath("string(//h1)").strip().removesuffix(".txt")
        if name in names:
            return names
        names.append(name)
        address = page.xpath(f"string(//a[@data-key='{step}']/@href)")
        if not address:
            return names


@pytest.mark.parametrize(
    ("query", "onward", "back"),
    [
        ("", ["one", "none", "two"], ["one", "two", "none"]),
        ("?uncertain=with", ["one", "two"], ["one", "two"]),
        ("?uncertain=without", ["none"], ["none"]),
        ("?uncertain=most", ["two", "one"], ["two", "one"]),
        ("?uncertain=nonsense", ["one", "none", "two"], ["one", "two", "none"]),
    ],
)
def test_the_triage_is_filtered_and_ordered_by_uncertain_places(clips, visit, reporter, query, onward, back):
    visitor = visit(reporter)

    assert (walk(visitor, query, "n"), walk(visitor, query, "p")) == (onward, back)


def test_the_list_of_clips_names_the_uncertain_places_and_can_be_narrowed_to_them(clips, visit, reporter):
    page = page_of(visit(reporter), "/admin/articles/clip/")
    narrowed = page_of(visit(reporter), "/admin/articles/clip/?waiting=uncertain")

    def column(page):
        return [cell.text_content() for cell in page.xpath("//td[contains(@class, 'field-uncertain_count')]")]

    assert column(page) == ["2 Stellen ungewiss", "–", "1 Stelle ungewiss"]
    assert column(narrowed) == ["2 Stellen ungewiss", "1 Stelle ungewiss"]
