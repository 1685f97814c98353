"""Who moderates reads the public articles, and nothing of what the desk still works on."""

import pytest
from django.contrib.auth.models import Group, User

from articles.domain.articles import revisions, scheduled_changes


@pytest.fixture
def moderating(db, visit):
    """Somebody of the house's own group."""
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
    *("change/", "history/", "history/compare/?a={one}&b={two}", "history/{one}/", "links/", "differences/"),
    *("prepare/", "history/{one}/restore/", "preview/", "delete/"),
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("is_public", [True, False])
def test_no_page_of_the_admin_shows_a_moderator_a_draft(moderating, secret, editor, page, is_public):
    if is_public:  # what it said before it was public stays in the house
        secret.headline, secret.lead, secret.body = "Der Plan", "", "<p>Der Plan.</p>"
        secret.state, secret.slug, secret.publish_at = "published", "der-plan", secret.updated_at
        revisions.save(secret, editor)
    one, two = secret.history.order_by("version").values_list("pk", flat=True)[:2]

    response = moderating.get(f"/admin/articles/article/{secret.pk}/" + page.format(one=one, two=two), follow=True)

    led_to = {"change/": "/articles/der-plan/" if is_public else "/admin/", "prepare/": "" if is_public else "/admin/"}
    if led_to.get(page):
        assert response.redirect_chain == [(led_to[page], 302)]
        assert response.status_code == 200
    else:
        assert response.status_code == (404 if page == "differences/" else 403)
    assert "eheim" not in response.content.decode()


def test_the_list_and_its_search_show_a_moderator_what_is_public(moderating, secret, make_article, words_of):
    make_article(headline="Rathaus wird saniert", lead="Kein Geheimnis.")
    offered = "/admin/autocomplete/?app_label=articles&model_name=comment&field_name=article&term="

    text = words_of(moderating.get("/admin/articles/article/"))
    found = words_of(moderating.get("/admin/articles/article/?q=geheim"))
    names = [one["text"] for one in moderating.get(offered).json()["results"]]

    assert "Rathaus wird saniert" in text
    assert "Geheimer Plan" not in text + found
    assert names == ["Rathaus wird saniert"]


def test_a_moderator_is_led_to_the_page_that_readers_get(moderating, make_article, secret, page_of, words_of):
    public = make_article()

    assert moderating.get(page_of(public))["Location"] == public.get_absolute_url()
    told = words_of(moderating.get(page_of(secret), follow=True))
    assert "Dieser Artikel ist nicht öffentlich; nur die Redaktion liest ihn." in told
    assert moderating.post(page_of(public), {"headline": "x"}).status_code == 302
    assert type(public).objects.get(pk=public.pk).headline == public.headline


def test_a_prepared_version_is_the_desks(moderating, make_article, editor):
    prepared = scheduled_changes.prepare(make_article(), {"lead": "Geheim."}, editor, "Nachtrag")

    for page in ("", f"{prepared.pk}/change/", f"{prepared.pk}/history/"):
        assert moderating.get(f"/admin/articles/preparedversion/{page}").status_code == 403
