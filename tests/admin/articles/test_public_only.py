"""Moderators read the public articles and no unpublished ones."""

import pytest
from django.contrib.auth.models import Group, User

from articles.domain.articles import revisions, scheduled_changes


@pytest.fixture
def moderator_client(db, visit):
    """A client signed in as a user of the group Moderation."""
    user = User.objects.create_user("Mo", is_staff=True)
    user.groups.add(Group.objects.get(name="Moderation"))
    return visit(user)


@pytest.fixture
def secret(make_article, editor):
    """A draft with two versions."""
    article = make_article(state="draft", headline="Geheimer Plan", lead="Geheim.", body="<p>Streng geheim.</p>")
    article.note = "Quelle ist geheim"
    revisions.save(article, editor)
    return article


PAGES = (
    *("change/", "history/", "history/compare/?a={first}&b={second}", "history/{first}/", "links/", "differences/"),
    *("prepare/", "history/{first}/restore/", "preview/", "delete/"),
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("is_public", [True, False])
def test_no_page_of_the_admin_shows_a_moderator_a_draft(moderator_client, secret, editor, page, is_public):
    if is_public:  # its earlier versions stay hidden
        secret.headline, secret.lead, secret.body = "Der Plan", "", "<p>Der Plan.</p>"
        secret.state, secret.slug, secret.publish_at = "published", "der-plan", secret.updated_at
        revisions.save(secret, editor)
    first, second = secret.history.order_by("version").values_list("pk", flat=True)[:2]

    response = moderator_client.get(
        f"/admin/articles/article/{secret.pk}/" + page.format(first=first, second=second), follow=True
    )

    redirects = {
        "change/": "/articles/der-plan/" if is_public else "/admin/",
        "prepare/": "" if is_public else "/admin/",
    }
    if redirects.get(page):
        assert response.redirect_chain == [(redirects[page], 302)]
        assert response.status_code == 200
    else:
        assert response.status_code == (404 if page == "differences/" else 403)
    assert "eheim" not in response.content.decode()


def test_the_list_and_its_search_show_a_moderator_what_is_public(moderator_client, secret, make_article, page_text):
    make_article(headline="Rathaus wird saniert", lead="Kein Geheimnis.")
    autocomplete = "/admin/autocomplete/?app_label=articles&model_name=comment&field_name=article&term="

    text = page_text(moderator_client.get("/admin/articles/article/"))
    search_text = page_text(moderator_client.get("/admin/articles/article/?q=geheim"))
    suggestions = [row["text"] for row in moderator_client.get(autocomplete).json()["results"]]

    assert "Rathaus wird saniert" in text
    assert "Geheimer Plan" not in text + search_text
    assert suggestions == ["Rathaus wird saniert"]


def test_a_moderator_is_redirected_to_the_public_page(moderator_client, make_article, secret, change_url, page_text):
    public = make_article()

    assert moderator_client.get(change_url(public))["Location"] == public.get_absolute_url()
    text = page_text(moderator_client.get(change_url(secret), follow=True))
    assert "Dieser Artikel ist nicht öffentlich; nur die Redaktion liest ihn." in text
    assert moderator_client.post(change_url(public), {"headline": "x"}).status_code == 302
    assert type(public).objects.get(pk=public.pk).headline == public.headline


def test_a_prepared_version_is_hidden_from_moderators(moderator_client, make_article, editor):
    prepared = scheduled_changes.prepare(make_article(), {"lead": "Geheim."}, editor, "Nachtrag")

    for page in ("", f"{prepared.pk}/change/", f"{prepared.pk}/history/"):
        assert moderator_client.get(f"/admin/articles/preparedversion/{page}").status_code == 403
