"""Evidence for each field of an article: staff can include it, for everybody else the word is unknown."""

import pytest
from django.contrib.auth.models import Permission

from articles.domain.articles import revisions
from articles.domain.imports import importer
from articles.formats.clip_differences import Difference, apply, article_text
from articles.models import Article

ADDRESS = "/api/v1/articles/{}/?include=evidence&fields=headline"
TEXT = "Rathaus\n\nStadt baut Turm\n\nDer Turm soll im Mai stehen, sagte die Bürgermeisterin.\n\n" + "\n\n".join(
    f"Der Bau beginnt bald, sagte sie am Tag {n}. Danach wird gefeiert, und alle kommen gern." for n in range(1, 6)
)


@pytest.fixture
def article(db) -> Article:
    knows = importer.ImportDefaults(right="full", source="Der Anzeiger")
    return importer.import_clip(TEXT.encode(), "turm.txt", knows, publish_reason="Test").article


@pytest.fixture
def ask(client, article):
    def get(user=None):
        if user is not None:
            client.force_login(user)
        return client.get(ADDRESS.format(article.pk))

    return get


def test_staff_read_where_each_field_came_from(ask, article, editor):
    evidence = ask(editor).json()["evidence"]

    headline = next(entry for entry in evidence if entry["field"] == "headline")
    start, end = headline["spans"][0]
    assert set(headline) == {"field", "how", "rule", "confidence", "spans", "alternatives", "repairs"}
    assert article.headline.removesuffix("…").strip() in " ".join(article.clip.text[start:end].split())


def test_every_imported_field_has_its_evidence(ask, article, editor):
    evidence = {entry["field"].partition(".")[0] for entry in ask(editor).json()["evidence"]}

    filled = {name for name in ("kicker", "headline", "lead", "byline", "signoff", "body") if getattr(article, name)}
    assert filled - evidence == set()


def test_what_an_editor_changed_has_the_editor_as_evidence(ask, article, editor):
    article.headline = "Von Hand"
    revisions.save(article, editor)

    evidence = {entry["field"]: entry for entry in ask(editor).json()["evidence"]}

    assert evidence["headline"] == {
        "field": "headline",
        "how": "editor",
        "rule": "",
        "confidence": None,
        "spans": [],
        "alternatives": [],
        "repairs": [],
    }
    assert evidence["body"]["how"] == "verbatim"


def test_what_the_operator_entered_is_not_attributed_to_the_clip(ask, editor):
    evidence = {entry["field"]: entry["how"] for entry in ask(editor).json()["evidence"]}

    assert evidence["source"] == "editor"


def test_evidence_is_an_unknown_word_to_everybody_else(ask, client, reader, moderator, article):
    unknown = client.get(f"/api/v1/articles/{article.pk}/?include=evidenz&fields=headline")

    answers = [ask(), ask(reader), ask(moderator)]

    assert [a.status_code for a in answers] == [400] * 3
    assert {a.content for a in answers} == {unknown.content}
    assert not any(a.has_header("ETag") or a.cookies for a in answers)


def test_the_right_to_view_clips_alone_is_not_enough(ask, reader):
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "view_clip"]))

    assert ask(reader).status_code == 400


def test_the_differences_turn_the_clips_text_into_the_articles(client, article, editor):
    article.headline = "Von Hand"
    revisions.save(article, editor)
    client.force_login(editor)

    answer = client.get(f"/api/v1/articles/{article.pk}/?include=differences").json()

    changes = [Difference(**difference) for difference in answer["differences"]]
    assert apply(article.clip.text, changes) == article_text(article)
    assert "Von Hand" in {difference.now.strip() for difference in changes}


def test_the_differences_are_an_unknown_word_to_everybody_else(client, article, moderator):
    address = f"/api/v1/articles/{article.pk}/?include=differences"
    answers = [client.get(address)]
    client.force_login(moderator)

    answers.append(client.get(address))

    assert [(a.status_code, a.json()["errors"][0]["code"]) for a in answers] == [(400, "unknown_choice")] * 2
    assert b"differences" not in answers[0].content


def test_evidence_is_never_cached(ask, editor):
    response = ask(editor)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


def test_without_evidence_the_response_does_not_depend_on_the_user(client, editor, article):
    client.force_login(editor)

    response = client.get(f"/api/v1/articles/{article.pk}/")

    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response.get("Vary", "")
    assert "evidence" not in response.json()


def test_lists_never_contain_evidence(client, editor, article):
    client.force_login(editor)

    assert client.get("/api/v1/articles/?include=evidence").status_code == 400
    assert client.get("/api/v1/articles/?fields=evidence").status_code == 400


def test_an_article_without_a_clip_has_no_evidence(client, editor, make_article):
    client.force_login(editor)
    article = make_article(clip=None)

    answer = client.get(ADDRESS.format(article.pk)).json()

    assert (answer["id"], answer["evidence"]) == (article.pk, [])


def test_a_draft_is_not_found_even_for_staff(client, editor, make_article):
    client.force_login(editor)

    assert client.get(ADDRESS.format(make_article(state="draft").pk)).status_code == 404


def test_it_costs_a_fixed_number_of_queries(ask, client, editor, django_assert_max_num_queries):
    client.force_login(editor)

    with django_assert_max_num_queries(9) as queries:
        assert ask().status_code == 200

    assert not [q["sql"] for q in queries.captured_queries if '"articles_clip"."data"' in q["sql"]]
