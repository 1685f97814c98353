"""Roles assigned by form, warnings marked as seen, and open points that link to their fields."""

from lxml import html

from articles.models import Article, Clip


def fields_of(article, passage, role):
    start, article_field = article.clip.text.index(passage), {"article": article.pk}
    return {"reading": article.reading_id, "start": start, "end": start + len(passage), "role": role, **article_field}


def test_the_form_gives_a_passage_a_role_and_redirects_to_the_article(imported, visit, editor, page_text):
    article = imported("003")
    passage = Article.objects.get().lead[:60].rsplit(" ", 1)[0]
    url = f"/admin/articles/clip/{article.clip_id}/assign-role/"

    response = visit(editor).post(url, fields_of(article, passage, "subheadline"), follow=True)

    assert Article.objects.get().subheadline == passage
    assert response.redirect_chain[0][0].startswith(f"/admin/articles/article/{article.pk}/change/#clip-")
    assert "Der Abschnitt ist jetzt „Unterzeile“. Im Artikel folgt daraus: Unterzeile, Vorspann." in page_text(response)


def test_the_evidence_names_the_editors_and_links_to_the_passage(imported, visit, editor, change_url):
    article = imported("003")
    passage = article.lead[:60].rsplit(" ", 1)[0]
    visitor = visit(editor)
    visitor.post(f"/admin/articles/clip/{article.clip_id}/assign-role/", fields_of(article, passage, "subheadline"))

    page = html.fromstring(visitor.get(change_url(article)).content.decode())

    evidence = page.xpath("//div[contains(@class, 'field-subheadline')]//span[contains(@class, 'proof')]")[0]
    assert " ".join(evidence.text_content().split()) == "von der Redaktion · Im Ausschnitt zeigen"
    assert page.xpath(f"//li[@id='{evidence.xpath('.//a')[0].get('href')[1:]}']/@data-field") == ["id_subheadline"]


def test_an_incomplete_form_changes_nothing(imported, visit, editor, page_text):
    article = imported("003")
    segments = Clip.objects.get().readings.get().segments

    for data in ({}, {"reading": article.reading_id, "start": 5, "end": 2, "role": "lead"}):
        response = visit(editor).post(f"/admin/articles/clip/{article.clip_id}/assign-role/", data, follow=True)
        assert response.status_code == 200

    assert Clip.objects.get().readings.get().segments == segments


def test_users_who_may_not_change_articles_see_no_form(imported, visit, moderator, change_url):
    article = imported("003")
    visitor = visit(moderator)

    assert b"assign-role" not in visitor.get(change_url(article)).content
    url = f"/admin/articles/clip/{article.clip_id}/assign-role/"
    assert visitor.post(url, fields_of(article, "Kim", "lead")).status_code == 403


def test_a_reading_of_another_clip_is_not_found(imported, visit, editor):
    article, other_article = imported("003"), imported("004")

    url = f"/admin/articles/clip/{other_article.clip_id}/assign-role/"

    assert visit(editor).post(url, fields_of(article, article.headline, "lead")).status_code == 404


def test_a_warning_is_marked_as_seen_and_reopened_by_its_button(imported, visit, editor, change_url, page_text):
    article = imported("000")
    visitor, url = visit(editor), f"/admin/articles/clip/{article.clip_id}/look-at/"
    warning_count = article.reading.warning_count

    text = page_text(visitor.post(url, {"reading": article.reading_id, "article": article.pk, "seen": 0}, follow=True))
    assert ("angesehen" in text, article.clip.readings.get().warning_count) == (True, warning_count - 1)

    visitor.post(url, {"reading": article.reading_id, "unseen": 0})
    assert article.clip.readings.get().warning_count == warning_count


def test_every_open_point_links_to_its_field(imported, visit, editor, change_url):
    article = imported("000")
    warnings = [{"code": "garbled", "message": "", "spans": []}]
    article.clip.readings.update(warnings=warnings, warning_count=1)

    page = html.fromstring(visit(editor).get(change_url(article)).content.decode())

    links = page.xpath("//ul[@class='gates']//a/@href")
    assert {"#id_headline", "#clip-warnings"} <= set(links)
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in links)
