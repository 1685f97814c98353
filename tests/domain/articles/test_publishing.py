"""Publishing and withdrawing."""

import pytest

from articles.domain import errors
from articles.domain.articles import publishing, revisions
from articles.models import Article, Image


@pytest.fixture
def draft(make_article) -> Article:
    return make_article(state="draft", headline="Brücke gesperrt", body="<p>Die Brücke ist zu.</p>")


def test_a_draft_without_open_points_is_published_at_once(draft, editor):
    publishing.publish(draft, by=editor)

    assert Article.objects.published().get() == draft
    assert draft.slug == "bruecke-gesperrt"
    assert draft.history.first().history_user == editor


def test_the_address_stays_when_the_headline_changes(draft, editor):
    publishing.publish(draft, by=editor)
    publishing.withdraw(draft, by=editor, reason="ein Irrtum")

    draft.headline = "Brücke offen"
    revisions.save(draft, editor)
    publishing.publish(draft, by=editor)

    assert draft.slug == "bruecke-gesperrt"


@pytest.mark.parametrize(
    ("headline", "slug"),
    [("2024", "text-2024"), ("Ärger in Köln: Größe zählt", "aerger-in-koeln-groesse-zaehlt"), ("???", "text")],
)
def test_an_address_is_readable_and_never_digits_alone(draft, editor, headline, slug):
    draft.headline = headline
    revisions.save(draft, editor)

    publishing.publish(draft, by=editor)

    assert draft.slug == slug


def test_open_points_block_until_a_reason_is_given(draft, editor):
    draft.headline_is_provisional = True
    revisions.save(draft, editor)

    with pytest.raises(errors.Refused) as refused:
        publishing.publish(draft, by=editor)
    publishing.publish(draft, by=editor, override_reason="Eilmeldung")

    assert [(g.code, g.field) for g in refused.value.gates] == [("headline_provisional", "headline")]
    assert draft.override_reason == "Eilmeldung"
    assert Article.objects.published().exists()


@pytest.mark.parametrize("right", ["unclear", "internal"])
def test_no_reason_overrides_a_missing_right(draft, editor, outlet, right):
    outlet.right = right
    outlet.save()

    with pytest.raises(errors.Refused):
        publishing.publish(draft, by=editor, override_reason="trotzdem")

    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_picture_without_credit_is_named_by_its_number(draft, editor):
    for credit in ("Ada Muster/dpa", ""):
        image = Image.objects.create(caption="Die Brücke", credit=credit)
        draft.body += f'<figure data-image="{image.pk}"></figure>'
    revisions.save(draft, editor)

    codes = [(g.code, g.message) for g in publishing.checklist(draft)]

    assert codes == [("no_credit", "Bild 2: Der Bildnachweis fehlt.")]


def test_withdrawing_needs_a_reason_and_hides_the_article(draft, editor):
    publishing.publish(draft, by=editor)

    with pytest.raises(errors.Refused):
        publishing.withdraw(draft, by=editor, reason=" ")
    publishing.withdraw(draft, by=editor, reason="Falsche Angaben")

    assert not Article.objects.published().exists()
    assert Article.objects.withdrawn().get().withdrawn_reason == "Falsche Angaben"


@pytest.mark.parametrize("state", ["locked", "discarded", "published"])
def test_only_allowed_moves_are_made(make_article, editor, state):
    article = make_article(state=state)

    with pytest.raises(errors.Refused):
        publishing.publish(article, by=editor)


def test_publishing_and_withdrawing_keep_changes_saved_meanwhile(draft, editor):
    stale_copy = Article.objects.get(pk=draft.pk)
    draft.body = "<p>Korrigiert.</p>"
    revisions.save(draft, editor)

    publishing.publish(stale_copy, by=editor)
    stale_published_copy = Article.objects.get(pk=draft.pk)
    draft.refresh_from_db()
    draft.body = "<p>Noch einmal korrigiert.</p>"
    revisions.save(draft, editor)
    publishing.withdraw(stale_published_copy, by=editor, reason="Falsche Angaben")

    assert Article.objects.get().body == "<p>Noch einmal korrigiert.</p>"
    assert (stale_copy.body, stale_published_copy.state) == ("<p>Korrigiert.</p>", "withdrawn")


def test_publishing_twice_is_refused_even_with_a_stale_copy(draft, editor):
    stale_copy = Article.objects.get(pk=draft.pk)
    publishing.publish(draft, by=editor)

    with pytest.raises(errors.Refused):
        publishing.publish(stale_copy, by=editor)
