"""Roles given by form, warnings looked at, and open points that lead to their fields."""

from lxml import html

from articles.models import Article, Clip


def fields_of(article, words, role):
    start, back = article.clip.text.index(words), {"article": article.pk}
    return {"reading": article.reading_id, "start": start, "end": start + len(words), "role": role, **back}


def test_by_form_a_stretch_gets_a_role_and_one_is_back_at_the_article(imported, visit, editor, words_of):
    article = imported("003")
    words = Article.objects.get().lead[:60].rsplit(" ", 1)[0]
    url = f"/admin/articles/clip/{article.clip_id}/assign-role/"

    response = visit(editor).post(url, fields_of(article, words, "subheadline"), follow=True)

    assert Article.objects.get().subheadline == words
    assert response.redirect_chain[0][0].startswith(f"/admin/articles/article/{article.pk}/change/#clip-")
    assert "Der Abschnitt ist jetzt „Unterzeile“. Im Artikel folgt daraus: Unterzeile, Vorspann." in words_of(response)


def test_the_evidence_says_by_the_desk_and_leads_to_the_characters(imported, visit, editor, page_of):
    article = imported("003")
    words = article.lead[:60].rsplit(" ", 1)[0]
    visitor = visit(editor)
    visitor.post(f"/admin/articles/clip/{article.clip_id}/assign-role/", fields_of(article, words, "subheadline"))

    page = html.fromstring(visitor.get(page_of(article)).content.decode())

    proof = page.xpath("//div[contains(@class, 'field-subheadline')]//span[contains(@class, 'proof')]")[0]
    assert " ".join(proof.text_content().split()) == "von der Redaktion · Im Ausschnitt zeigen"
    assert page.xpath(f"//li[@id='{proof.xpath('.//a')[0].get('href')[1:]}']/@data-field") == ["id_subheadline"]


def test_a_form_that_says_nothing_changes_nothing(imported, visit, editor, words_of):
    article = imported("003")
    before = Clip.objects.get().readings.get().segments

    for posted in ({}, {"reading": article.reading_id, "start": 5, "end": 2, "role": "lead"}):
        response = visit(editor).post(f"/admin/articles/clip/{article.clip_id}/assign-role/", posted, follow=True)
        assert response.status_code == 200

    assert Clip.objects.get().readings.get().segments == before


def test_who_may_not_change_articles_sees_no_form(imported, visit, moderator, page_of):
    article = imported("003")
    visitor = visit(moderator)

    assert b"assign-role" not in visitor.get(page_of(article)).content
    url = f"/admin/articles/clip/{article.clip_id}/assign-role/"
    assert visitor.post(url, fields_of(article, "Kim", "lead")).status_code == 403


def test_a_reading_of_another_clip_is_not_there(imported, visit, editor):
    one, other = imported("003"), imported("004")

    url = f"/admin/articles/clip/{other.clip_id}/assign-role/"

    assert visit(editor).post(url, fields_of(one, one.headline, "lead")).status_code == 404


def test_a_warning_is_looked_at_and_opened_again_by_its_button(imported, visit, editor, page_of, words_of):
    article = imported("000")
    visitor, url = visit(editor), f"/admin/articles/clip/{article.clip_id}/look-at/"
    number = article.reading.warning_count

    text = words_of(visitor.post(url, {"reading": article.reading_id, "article": article.pk, "seen": 0}, follow=True))
    assert ("angesehen" in text, article.clip.readings.get().warning_count) == (True, number - 1)

    visitor.post(url, {"reading": article.reading_id, "unseen": 0})
    assert article.clip.readings.get().warning_count == number


def test_every_open_point_leads_to_its_field(imported, visit, editor, page_of):
    article = imported("000")
    told = [{"code": "garbled", "message": "", "spans": []}]
    article.clip.readings.update(warnings=told, warning_count=1)

    page = html.fromstring(visit(editor).get(page_of(article)).content.decode())

    jumps = page.xpath("//ul[@class='gates']//a/@href")
    assert {"#id_headline", "#clip-warnings"} <= set(jumps)
    assert all(page.xpath(f"//*[@id='{jump[1:]}']") for jump in jumps)
