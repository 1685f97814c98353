"""Preview links of an article: made, listed with their makers, revoked."""

from articles.models import Article, PreviewLink


def links_of(article):
    return f"/admin/articles/article/{article.pk}/links/"


def test_a_link_is_made_for_some_days_and_listed_with_its_maker(make_article, visit, editor, client, page_text):
    article = make_article(state=Article.State.DRAFT, headline="Rathaus wird verkauft")
    visitor = visit(editor)

    page = visitor.post(links_of(article), {"days": "3", "note": "Bürgermeisteramt"}, follow=True)

    text = page_text(page)
    assert "Bürgermeisteramt" in text
    assert "editor" in text.partition("Erstellt von")[2]
    link = PreviewLink.objects.get()
    assert link.get_absolute_url() in text
    assert (link.expires_at - link.created_at).days in {2, 3}
    assert b"Rathaus wird verkauft" in client.get(link.get_absolute_url()).content


def test_a_revoked_link_opens_nothing(make_article, visit, editor, client, page_text):
    article = make_article(state=Article.State.DRAFT)
    visitor = visit(editor)
    visitor.post(links_of(article), {"days": "3"})
    link = PreviewLink.objects.get()

    page = visitor.post(links_of(article), {"_revoke": str(link.pk)}, follow=True)

    assert "widerrufen von editor" in page_text(page)
    assert client.get(link.get_absolute_url()).status_code == 404


def test_a_link_of_another_article_is_not_revoked_here(make_article, visit, editor):
    article, other_article = make_article(state="draft"), make_article(state="draft")
    visitor = visit(editor)
    visitor.post(links_of(article), {"days": "3"})

    response = visitor.post(links_of(other_article), {"_revoke": str(PreviewLink.objects.get().pk)})

    assert response.status_code == 404
    assert PreviewLink.objects.live().exists()


def test_days_beyond_a_month_are_refused_at_their_field(make_article, visit, editor):
    response = visit(editor).post(links_of(make_article()), {"days": "31"})

    assert response.status_code == 200
    assert "days" in response.context_data["form"].errors
    assert not PreviewLink.objects.exists()


def test_only_users_who_may_change_the_article_make_links(make_article, visit, reporter, moderator):
    public = make_article()

    get_statuses = [visit(user).get(links_of(public)).status_code for user in (reporter, moderator)]
    post_statuses = [visit(user).post(links_of(public), {"days": "3"}).status_code for user in (reporter, moderator)]

    # moderators read public articles at their public address
    assert (get_statuses, post_statuses) == ([200, 403], [403, 403])
    assert not PreviewLink.objects.exists()
