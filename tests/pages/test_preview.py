"""A preview link shows one unpublished article to a guest until it expires or is revoked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.domain.articles import preview_links, revisions
from articles.domain.images import library
from articles.models import Article, AuditEntry, Comment, PreviewLink, Right
from tests.picture_files import picture, sent


@pytest.fixture
def draft(make_article):
    """An unpublished article."""
    return make_article(state=Article.State.DRAFT, headline="Rathaus wird verkauft", lead="Der Rat stimmt ab.")


@pytest.fixture
def link(draft, editor):
    """A preview link to the draft, valid for a week."""
    return preview_links.make_link(draft, editor, days=7, note="Bürgermeisteramt")


def test_the_link_shows_the_draft_as_published(client, link):
    page = client.get(link.get_absolute_url()).content.decode()

    assert "Rathaus wird verkauft" in page
    assert "Der Rat stimmt ab." in page
    assert "Vorschau – nicht veröffentlicht" in page
    assert "<form" not in page


def test_the_link_is_confidential(client, link):
    response = client.get(link.get_absolute_url())

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    page = response.content.decode()
    assert '<meta name="robots" content="noindex' in page
    assert "canonical" not in page
    assert "ld+json" not in page


def test_unknown_forged_expired_and_revoked_links_look_alike(client, link, draft, editor):
    expired = preview_links.make_link(draft, editor, days=1)
    PreviewLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    revoked = preview_links.make_link(draft, editor, days=1)
    assert preview_links.revoke_link(revoked, editor)
    signature = link.token.partition("~")[2]
    tokens = (expired.token, revoked.token, "unknown", f"{link.pk + 1}~{signature}", f"{link.pk}~x", "²~x", "9" * 40)

    answers = [client.get(f"/preview/{token}/") for token in tokens]

    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert len({str(sorted(a.headers.items())) for a in answers}) == 1
    assert b"Rathaus wird verkauft" not in answers[0].content


def test_the_link_opens_no_other_article_and_nothing_else(client, link, make_article):
    make_article(state=Article.State.DRAFT, headline="Geheim", slug="geheim")

    page = client.get(link.get_absolute_url()).text

    assert "Rathaus wird verkauft" in page
    assert "Geheim" not in page
    assert client.get("/articles/geheim/").status_code == 404
    assert not Article.objects.published().exists()


def test_comments_are_not_shown(client, link, draft, make_comment):
    make_comment(draft, text="Nur für die Moderation", status=Comment.Status.PENDING)

    page = client.get(link.get_absolute_url()).text

    assert draft.headline in page
    assert "Nur für die Moderation" not in page


@pytest.mark.parametrize("state", ["locked", "withdrawn", "discarded"])
def test_a_hidden_article_closes_its_links(state, client, link, draft):
    values = {"withdrawn_reason": "Falsch."} if state == "withdrawn" else {}
    Article.objects.filter(pk=draft.pk).update(state=state, **values)

    assert client.get(link.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("holder", ["clip", "source"])
def test_an_internal_article_is_shown_to_no_guest(holder, client, link, draft, editor, make_clip):
    if holder == "clip":
        Article.objects.filter(pk=draft.pk).update(clip=make_clip(right=Right.INTERNAL))
    else:
        draft.source.right = Right.INTERNAL
        draft.source.save()

    assert client.get(link.get_absolute_url()).status_code == 404
    with pytest.raises(preview_links.PreviewLinkRefused):
        preview_links.make_link(Article.objects.get(pk=draft.pk), editor, days=7)


def test_a_guest_sees_an_excerpt_as_an_excerpt(client, link, draft):
    draft.source.right = Right.EXCERPT
    draft.source.save()

    page = client.get(link.get_absolute_url()).content.decode()

    assert "Rathaus wird verkauft" in page
    assert "Die Stadt saniert ihr Rathaus." not in page


def test_creating_and_revoking_a_link_is_audited(link, editor):
    assert preview_links.revoke_link(link, editor) is True
    assert preview_links.revoke_link(link, editor) is False

    assert list(AuditEntry.objects.about(link.article).order_by("pk").values_list("verb", "reason")) == [
        ("create_link", "Bürgermeisteramt"),
        ("revoke_link", ""),
    ]


@pytest.mark.parametrize("days", [0, 31, -1])
def test_a_link_lives_one_to_thirty_days(days, draft, editor):
    with pytest.raises(ValueError):
        preview_links.make_link(draft, editor, days=days)


def test_the_pictures_of_a_draft_are_shown_to_the_guest_and_to_nobody_else(client, link, draft):
    image = library.take_in(sent(picture(1000, 700)), None).image
    Article.objects.filter(pk=draft.pk).update(body=f'<figure data-image="{image.pk}"></figure>')
    revisions.place_images(Article.objects.get(pk=draft.pk))
    address = image.rendition().url

    assert client.get(address).status_code == 404
    client.get(link.get_absolute_url())
    response = client.get(address)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")

    PreviewLink.objects.update(revoked_at=timezone.now())
    assert client.get(address).status_code == 404


def test_an_unpublished_article_has_no_publication_date(client, link, make_article, editor):
    published = preview_links.make_link(make_article(), editor, days=7)

    assert "Hier veröffentlicht am" not in client.get(link.get_absolute_url()).text
    assert "Hier veröffentlicht am" in client.get(published.get_absolute_url()).text
