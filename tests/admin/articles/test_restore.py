"""Any two versions are compared by word, and an older one is restored as a new one, with user and reason."""

import pytest

from articles.domain.articles import import_fields, revisions
from articles.domain.articles import restore as restoring
from articles.models import Article, ArticleAgency, AuditEntry, Contribution, Correction, Image, Person, Source, Topic


@pytest.fixture
def changed(make_article, editor):
    """An article with three versions: another text, then another agency, author, topic and picture."""
    article = make_article(state=Article.State.DRAFT, headline="Rathaus brennt", body="<p>Feuer im Rathaus.</p>")
    dpa = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    ArticleAgency.objects.create(article=article, source=dpa)
    ada = Person.objects.create(name="Ada Beispiel", slug="ada")
    Contribution.objects.create(article=article, person=ada)
    article.topics.set([Topic.objects.create(name="Feuer", slug="feuer")])
    article.headline, article.body = "Rathaus gelöscht", "<p>Das Feuer im Rathaus ist aus.</p>"
    revisions.save(article, editor, "Feuer aus")
    import_fields.fill(article, {"agencies": [("epd", "origin")], "authors": ["Eva Muster"]}, editor, "Namen")
    article.topics.set([])
    Correction.objects.create(article=article, text="Es brannte nicht.")
    return article


def entry(article, version):
    return article.history.get(version=version)


def compare(article, a, b):
    return f"/admin/articles/article/{article.pk}/history/compare/?a={entry(article, a).pk}&b={entry(article, b).pk}"


def restore(article, version):
    return f"/admin/articles/article/{article.pk}/history/{entry(article, version).pk}/restore/"


def test_any_two_versions_are_compared_by_word(changed, visit, reporter, page_text):
    response = visit(reporter).get(compare(changed, 3, 1))

    text = page_text(response)
    assert "Rathaus brennt" in text
    content = response.content.decode()
    assert "Rathaus <del>brennt</del>" in content
    assert "Rathaus <ins>gelöscht</ins>" in content
    assert "<del>dpa</del>" in content
    assert "<ins>epd</ins>" in content
    assert "Feuer aus" not in text
    assert "Namen" in text


def test_the_list_shows_agencies_and_persons_and_no_version_numbers(changed, visit, reporter, page_text):
    text = page_text(visit(reporter).get(f"/admin/articles/article/{changed.pk}/history/"))

    assert "Agenturen dpa" in text
    assert "1 → 2" not in text


def test_the_last_of_a_page_shows_what_it_changed(changed, visit, reporter, page_text, monkeypatch):
    monkeypatch.setattr("articles.admin.base.history.RevisionsMixin.history_list_per_page", 2)

    text = page_text(visit(reporter).get(f"/admin/articles/article/{changed.pk}/history/"))

    assert "Rathaus brennt → Rathaus gelöscht" in text


def test_a_version_is_restored_as_a_new_one_with_its_related_rows(changed, visit, editor, page_text):
    visitor = visit(editor)
    assert "Rathaus <ins>brennt</ins>" in visitor.get(restore(changed, 1)).content.decode()

    response = visitor.post(restore(changed, 1), {"reason": "Es brennt doch", "_version": "3"}, follow=True)

    assert "Die Fassung wurde als neue wiederhergestellt." in page_text(response)
    stored = Article.objects.get(pk=changed.pk)
    assert (stored.headline, stored.body, stored.version) == ("Rathaus brennt", "<p>Feuer im Rathaus.</p>", 4)
    assert [a.source.name for a in stored.article_agencies.all()] == ["dpa"]
    assert [p.name for p in stored.persons.all()] == ["Ada Beispiel"]
    assert [t.name for t in stored.topics.all()] == ["Feuer"]
    assert stored.corrections.get().text == "Es brannte nicht."
    revision = stored.history.first()
    assert (str(revision.history_user), revision.history_change_reason) == ("editor", "Es brennt doch")
    audit_entry = AuditEntry.objects.get(noun="articles.article", version=4)
    assert (audit_entry.verb, audit_entry.reason) == ("restore_version", "Es brennt doch")
    assert audit_entry.details == {"fields": ["headline", "body", "agencies", "persons", "topics"], "restored": 1}
    assert stored.history.count() == 4


def test_restoring_needs_a_reason(changed, visit, editor, page_text):
    response = visit(editor).post(restore(changed, 1), {"reason": " ", "_version": "3"})

    assert "Bitte geben Sie den Grund an." in page_text(response)
    assert Article.objects.get(pk=changed.pk).version == 3


def test_a_restore_of_an_article_changed_meanwhile_is_refused(changed, editor, visit, page_text):
    changed.kicker = "Neu"
    revisions.save(changed, editor)

    response = visit(editor).post(restore(changed, 1), {"reason": "Doch", "_version": "3"}, follow=True)

    assert "Es wurde nichts wiederhergestellt." in page_text(response)
    assert Article.objects.get(pk=changed.pk).headline == "Rathaus gelöscht"


def test_a_restore_keeps_state_note_and_noindex(changed, editor):
    Article.objects.filter(pk=changed.pk).update(state="in_review", note="intern", noindex=True)

    restoring.restore(changed, entry(changed, 1).history_id, editor, "Doch")

    stored = Article.objects.get(pk=changed.pk)
    assert (stored.state, stored.note, stored.noindex) == ("in_review", "intern", True)


def test_pictures_are_restored_with_their_texts(make_article, editor):
    image = Image.objects.create(caption="Das Rathaus", credit="Ada Beispiel")
    article = make_article(body=f'<figure data-image="{image.pk}"></figure>')
    revisions.place_images(article)
    article.placements.update(alt_text="Ein Haus mit Turm")
    article.body = "<p>Ohne Bild.</p>"
    revisions.save(article, editor)
    assert not article.placements.exists()

    restoring.restore(article, entry(article, 1).history_id, editor, "Doch mit Bild")

    assert article.placements.get().alt_text == "Ein Haus mit Turm"


def test_users_who_may_not_change_the_article_restore_nothing(make_article, visit, reporter, editor):
    public = make_article(headline="Alt")
    public.headline = "Neu"
    revisions.save(public, editor)

    assert visit(reporter).get(restore(public, 1)).status_code == 403
    assert visit(reporter).post(restore(public, 1), {"reason": "x", "_version": "2"}).status_code == 403
    assert Article.objects.get(pk=public.pk).headline == "Neu"


def test_versions_of_two_articles_are_not_compared(changed, make_article, visit, reporter):
    other = make_article()
    url = f"/admin/articles/article/{changed.pk}/history/compare/?a={entry(changed, 1).pk}&b={entry(other, 1).pk}"

    assert visit(reporter).get(url).status_code == 404
    assert visit(reporter).get(url.split("?")[0]).status_code == 404
